// Package seed reads seeds: files with the initial resources of a server.
//
// A seed is one entry or a list of entries. An entry is an operation,
//
//	{"operation": "CreateMesh", "input": {"meshName": "apps"}}
//
// or a resource, which is the input of its create operation in the form that `aws appmesh
// create-mesh --cli-input-json` accepts. The name members of a resource determine its kind.
// The output of a create, describe or update operation is also a resource, with or without the
// kind as its only member:
//
//	{"mesh": {"meshName": "apps", "spec": {}, "metadata": {}, "status": {"status": "ACTIVE"}}}
//
// Its metadata and status are ignored. A file may contain several JSON values. Operations run
// in the order of the file. Consecutive resources are created in the order of their
// dependencies.
//
// This package reads JSON. Package convert also reads YAML and other formats. It is separate,
// so that programs which need only JSON do not link a YAML parser.
package seed

import (
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
)

// File is a file that was read, or text with a name for errors.
type File = seedfile.File

// Error is a mistake in a file, with its file, line, document, entry and path.
type Error = seedfile.Error

// Errors lists all mistakes in one or more files, in the order of the files.
type Errors = seedfile.Errors

// Read reads the files of one seed as if they were one file. The error is an Errors with all
// mistakes in all files: invalid JSON, unknown members at any depth, and values that violate a
// constraint of App Mesh's model (rules 13 and 14). Server.Apply reports all other mistakes.
func Read(files ...File) ([]server.Step, error) { return seedfile.Read(files...) }
