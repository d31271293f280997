// Package convert answers whether a template that CDK wrote is imported whole. The template is
// read from the folder that APPMESH_RECORDINGS names; without it the tests are skipped.
package convert
