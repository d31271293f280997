// Package seed reads seeds: files that say with which resources a server starts.
//
// A seed is one entry or a list of entries. An entry is an operation,
//
//	{"operation": "CreateMesh", "input": {"meshName": "apps"}}
//
// or a resource, which is the input of its create operation as `aws appmesh create-mesh
// --cli-input-json` takes it; its kind follows from its names. Operations run in the order of
// the file. Consecutive resources are created in the order in which they depend on each other.
//
// This package reads JSON. Package convert also reads YAML and other formats; it is apart, so
// that a program which needs neither does not link a YAML parser.
package seed

import (
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
)

// File is a file that was read, or text with a name for errors.
type File = seedfile.File

// Error is a mistake in a file, with its file, line, document, entry and path.
type Error = seedfile.Error

// Errors are all mistakes of one or more files, in the order of the files.
type Errors = seedfile.Errors

// Read reads the files of one seed, each of which holds one JSON value, as if they were one
// file. The error is an Errors with all mistakes of all files: JSON that cannot be parsed,
// members that App Mesh does not have, at any depth, and values that break a constraint of App
// Mesh's model (rules 13 and 14). What else App Mesh refuses, Server.Apply finds.
func Read(files ...File) ([]server.Step, error) { return seedfile.Read(files...) }
