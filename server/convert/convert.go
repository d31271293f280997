// Package convert reads and writes the resources of App Mesh in the formats of other tools:
//
//	files, err := convert.ReadFiles("template.yaml")
//	...
//	result, err := convert.Read(files, convert.Options{})
//	...
//	err = srv.Apply("", "", result.Steps) // a *server.Server
//
// It reads CloudFormation templates, Kubernetes manifests of the App Mesh controller, and seeds
// in JSON or YAML, which include the output of App Mesh's operations. The result is a list of
// steps: operations of App Mesh that Server.Apply or a Plan runs. It writes such lists as
// CloudFormation templates, as files and commands for the AWS CLI, and as Go code.
//
// A Plan compares the steps with the resources of a server, and lists the resources to
// create, update and delete. Client sends operations to a server over HTTP.
//
// Files are parsed strictly: unknown members, wrong types and values that violate a
// constraint of App Mesh's model are errors. All mistakes in all files are reported at once,
// with file, line, document, entry or resource, and path. The size of the files limits the
// work and memory of an import.
package convert

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
	"github.com/appmesh-mock/appmesh-mock/server/internal/yamldoc"
	"github.com/appmesh-mock/appmesh-mock/server/seed"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// The formats that can be read.
const (
	Auto           = "auto"           // detected from the content of each file
	CloudFormation = "cloudformation" // a template in JSON or YAML, including those of the CDK
	Kubernetes     = "kubernetes"     // manifests of appmesh.k8s.aws/v1beta2
	Seed           = "seed"           // operations, resources and outputs (package seed), in JSON or YAML
)

// Formats returns the formats that can be read.
func Formats() []string { return []string{Auto, CloudFormation, Kubernetes, Seed} }

// Options configures Read. The zero value detects the format and uses the default account and
// region of a server.
type Options struct {
	Format string // one of Formats; Auto if empty
	// Parameters are values for templates, by name. A name is one of the template's Parameters,
	// the name of an export that the template imports, the logical id of a resource of another
	// service (the value of Ref), or such an id with an attribute, as in Certificate.Arn (the
	// value of Fn::GetAtt).
	Parameters map[string]string
	Account    string // in ARNs: twelve digits
	Region     string // in ARNs
	StackName  string // AWS::StackName; "appmesh-mock" if empty
}

// Result is the result of Read.
type Result struct {
	Steps   []server.Step
	LeftOut map[string]int // number of resources of other services, by type
}

// Error is a mistake in a file.
type Error = seed.Error

// Errors lists all mistakes in the files of an import.
type Errors = seed.Errors

// ReadSeed reads a seed in JSON or YAML. If the name ends in .json, it must be JSON. The
// error is an Errors.
func ReadSeed(name string, data []byte) ([]server.Step, error) {
	result, err := Read([]seed.File{{Name: name, Data: data}}, Options{Format: Seed})
	return result.Steps, err
}

// Read reads files. All Kubernetes manifests are read as one cluster and all seeds as one
// seed: their resources may refer to each other, and their steps are inserted at the position
// of the first of these files. Each template is read separately. If files have mistakes, the
// error is an Errors.
func Read(files []seed.File, options Options) (Result, error) {
	options.Format = cmp.Or(options.Format, Auto)
	options.Account = cmp.Or(options.Account, server.DefaultAccount)
	options.Region = cmp.Or(options.Region, server.DefaultRegion)
	options.StackName = cmp.Or(options.StackName, "appmesh-mock")
	if !slices.Contains(Formats(), options.Format) {
		return Result{},
			fmt.Errorf("there is no format %q; there are %s", options.Format, strings.Join(Formats(), ", "))
	}
	size := 0
	for _, file := range files {
		size += len(file.Data)
	}
	r := importer{
		options: options, used: map[string]bool{}, budget: newBudget(size), result: Result{LeftOut: map[string]int{}},
	}
	for _, file := range files {
		r.add(file)
	}
	for _, g := range r.groups {
		r.read(g)
	}
	if err := r.unusedParameter(); err != nil && len(r.mistakes) == 0 {
		return Result{}, err
	}
	if len(r.mistakes) > 0 {
		return Result{}, r.mistakes[:min(len(r.mistakes), seedfile.MaxMistakes)]
	}
	return r.result, nil
}

// importer is the state of one Read.
type importer struct {
	options  Options
	groups   []*group
	used     map[string]bool // parameters that a template uses
	budget   *budget
	mistakes Errors
	result   Result
}

// group holds documents of one format that are read together.
type group struct {
	format    string
	documents []seedfile.Document
}

// add parses a file and adds its documents to their group.
func (r *importer) add(file seed.File) {
	documents, err := parse(file)
	if err != nil {
		r.mistakes = append(r.mistakes, seedfile.FileError(file.Name, err))
		return
	}
	format := r.options.Format
	if format == Auto {
		format = detect(documents)
	}
	if len(documents) == 0 && format != Seed {
		r.mistakes = append(r.mistakes, &Error{File: file.Name, Message: "the file has no document"})
		return
	}
	at := slices.IndexFunc(r.groups, func(g *group) bool { return g.format == format && format != CloudFormation })
	if at < 0 {
		at = len(r.groups)
		r.groups = append(r.groups, &group{format: format})
	}
	r.groups[at].documents = append(r.groups[at].documents, documents...)
}

// read reads a group.
func (r *importer) read(g *group) {
	var steps []server.Step
	var err error
	switch g.format {
	case CloudFormation:
		steps, err = r.template(g)
	case Kubernetes:
		steps, err = r.manifests(g)
	default:
		steps, err = seedfile.Steps(g.documents)
	}
	var several Errors
	var one *Error
	switch {
	case errors.As(err, &several):
		r.mistakes = append(r.mistakes, several...)
	case errors.As(err, &one):
		r.mistakes = append(r.mistakes, one)
	}
	r.result.Steps = append(r.result.Steps, steps...)
}

func (r *importer) unusedParameter() error {
	for _, name := range seedfile.SortedKeys(r.options.Parameters) {
		if !r.used[name] {
			return fmt.Errorf(
				"unknown parameter %s: no template has it, and it stands for no resource of another service", name)
		}
	}
	return nil
}

// parse returns the documents of a file. CloudFormation's short forms become the long ones:
// !Sub x becomes {"Fn::Sub": x}.
func parse(file seed.File) ([]seedfile.Document, error) {
	if strings.HasSuffix(strings.ToLower(file.Name), ".json") {
		return seedfile.Documents(file)
	}
	parsed, err := yamldoc.Read(file.Data, longForm)
	documents := make([]seedfile.Document, len(parsed))
	for i, doc := range parsed {
		documents[i] = seedfile.Document{File: file.Name, Value: doc.Value, Line: doc.Line}
		if len(parsed) > 1 {
			documents[i].Number = i + 1
		}
	}
	return documents, err
}

// longForm returns the long form of a function whose short form is a YAML tag.
func longForm(tag string, value any) (any, error) {
	switch name := strings.TrimPrefix(tag, "!"); name {
	case "Ref", "Condition":
		return map[string]any{name: value}, nil
	case "GetAtt":
		if text, ok := value.(string); ok {
			resource, attribute, _ := strings.Cut(text, ".")
			value = []any{resource, attribute}
		}
		return map[string]any{"Fn::GetAtt": value}, nil
	default:
		return map[string]any{"Fn::" + name: value}, nil
	}
}

// detect returns the format of documents.
func detect(documents []seedfile.Document) string {
	for _, doc := range documents {
		top, _ := doc.Value.(map[string]any)
		_, version := top["AWSTemplateFormatVersion"]
		_, resources := top["Resources"].(map[string]any)
		_, api := top["apiVersion"].(string)
		_, kind := top["kind"].(string)
		switch {
		case version || resources:
			return CloudFormation
		case api && kind:
			return Kubernetes
		}
	}
	return Seed
}

// titled returns a name with its first letter in upper case.
func titled(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// kindTitled returns the kind with the given title, such as "VirtualNode", or 0.
func kindTitled(title string) state.Kind {
	for _, kind := range state.Kinds() {
		if kind.Title() == title {
			return kind
		}
	}
	return 0
}
