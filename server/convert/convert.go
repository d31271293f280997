// Package convert answers how a world is written in other tools' words: CloudFormation,
// Kubernetes manifests, the AWS CLI and Terraform.
//
// What is read becomes the steps of a seed (server.Step), which server.Apply runs or a Client
// sends; what is written is made of such steps. So all formats meet in one: a world is the
// create operations that make it.
package convert

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/yamldoc"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// The formats that can be read.
const (
	Auto           = "auto"           // whichever the file looks like
	CloudFormation = "cloudformation" // a template, JSON or YAML; CDK's output too
	Kubernetes     = "kubernetes"     // manifests of appmesh.k8s.aws/v1beta2
	Seed           = "seed"           // operations and resources, as server.ReadSeed has them
)

// Formats lists the formats that can be read.
func Formats() []string { return []string{Auto, CloudFormation, Kubernetes, Seed} }

// Options say how files are read. The zero value reads any format for the account and region
// that a server has if it is told nothing else.
type Options struct {
	Format string // one of Formats; Auto if empty
	// Parameters are values for a template, by name: of its Parameters; of what its exports
	// import; and of what is left out: Certificate is what Ref answers for that resource, and
	// Certificate.Arn what Fn::GetAtt does.
	Parameters map[string]string
	Account    string // twelve digits, for ARNs
	Region     string // for ARNs
	StackName  string // AWS::StackName; "appmesh-mock" if empty
}

// Result is what files say.
type Result struct {
	Steps   []server.Step
	LeftOut map[string]int // how many of each type or kind are not App Mesh's
}

// Steps reads one file: its format is detected if the options name none. The error names the
// file, the resource, and where in it something is wrong.
func Steps(name string, data []byte, options Options) ([]server.Step, error) {
	result, err := Read([]server.SeedFile{{Name: name, Data: data}}, options)
	return result.Steps, err
}

// Read reads files. All Kubernetes manifests among them are read as one, and so are all seeds:
// their resources may point at each other, and their steps come where the first of the files
// stands. A template stands alone. Parameters that none of the templates knows are an error.
func Read(files []server.SeedFile, options Options) (Result, error) {
	options.Format = cmp.Or(options.Format, Auto)
	options.Account = cmp.Or(options.Account, server.DefaultAccount)
	options.Region = cmp.Or(options.Region, server.DefaultRegion)
	options.StackName = cmp.Or(options.StackName, "appmesh-mock")
	if !slices.Contains(Formats(), options.Format) {
		return Result{}, fmt.Errorf("there is no format %q; there are %s", options.Format, strings.Join(Formats(), ", "))
	}
	r := reading{options: options, used: map[string]bool{}, result: Result{LeftOut: map[string]int{}}}
	for i := range files {
		if err := r.sort(files[i]); err != nil {
			return Result{}, fmt.Errorf("%s: %w", files[i].Name, err)
		}
	}
	if err := r.read(); err != nil {
		return Result{}, err
	}
	for _, name := range slices.Sorted(maps.Keys(options.Parameters)) {
		if !r.used[name] {
			return Result{}, fmt.Errorf("there is no parameter %s: it is none of a template's Parameters, and nothing that was left out", name)
		}
	}
	return r.result, nil
}

// reading is what is being read.
type reading struct {
	options Options
	groups  []*group
	used    map[string]bool // parameters that a template knows
	result  Result
}

// group is files of one format that are read together.
type group struct {
	format    string
	files     []server.SeedFile
	documents []document
}

// document is one document of a file.
type document struct {
	from  string // the file's name, and the document's number if it has several
	value any
}

// sort puts a file to those that it is read with.
func (r *reading) sort(file server.SeedFile) error {
	values, err := parse(file.Data)
	format := r.options.Format
	if format == Auto {
		format = Seed // it says best what is wrong with a file that cannot be parsed
		if err == nil {
			format = detect(values)
		}
	}
	if err != nil && (format != Seed || errors.Is(err, yamldoc.ErrTooDeep)) {
		return err
	}
	at := slices.IndexFunc(r.groups, func(g *group) bool { return g.format == format && format != CloudFormation })
	if at < 0 {
		at = len(r.groups)
		r.groups = append(r.groups, &group{format: format})
	}
	g := r.groups[at]
	g.files = append(g.files, file)
	for i, value := range values {
		from := file.Name
		if len(values) > 1 {
			from = fmt.Sprintf("%s: document %d", file.Name, i+1)
		}
		g.documents = append(g.documents, document{from, value})
	}
	return nil
}

// read reads the groups in their order.
func (r *reading) read() error {
	for _, g := range r.groups {
		var steps []server.Step
		var err error
		switch g.format {
		case CloudFormation:
			steps, err = r.template(g)
		case Kubernetes:
			steps, err = r.manifests(g)
		default:
			steps, err = server.ReadSeeds(g.files)
		}
		if err != nil {
			return err
		}
		r.result.Steps = append(r.result.Steps, steps...)
	}
	return nil
}

// detect answers the format that documents look like.
func detect(documents []any) string {
	for _, document := range documents {
		top, _ := document.(map[string]any)
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

// ranked are the kinds in the order in which their resources can be made.
var ranked = []state.Kind{
	state.Mesh, state.VirtualNode, state.VirtualRouter, state.Route,
	state.VirtualService, state.VirtualGateway, state.GatewayRoute,
}

// rank answers how late a kind is made.
func rank(kind state.Kind) int { return slices.Index(ranked, kind) }

// titled answers a name with its first letter in upper case: of a kind, the stem of its operations.
func titled(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// nameMember answers the member that holds the name of a kind.
func nameMember(kind state.Kind) string { return kind.String() + "Name" }
