// Package convert tests the import of a template that the CDK wrote. The template is read from the
// folder that APPMESH_RECORDINGS names; without it the tests are skipped.
package convert
