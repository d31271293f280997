package convert

import (
	"fmt"
	"strings"
	"unicode"
)

// writeCLI returns a file for each resource in the form that aws appmesh create-…
// --cli-input-json accepts, numbered in the order of creation, and a script that creates
// them. The files are also a valid seed.
func writeCLI(list []export) (map[string][]byte, error) {
	files := map[string][]byte{}
	digits := max(len(fmt.Sprint(len(list))), 3)
	script := &strings.Builder{}
	script.WriteString("#!/bin/sh\n" +
		"# Creates the resources of these files. Arguments go to the AWS CLI:\n" +
		"#   ./apply.sh --endpoint-url http://127.0.0.1:4600\n" +
		"set -eu\ncd \"$(dirname \"$0\")\"\n")
	for i, e := range list {
		command := "create-" + hyphenated(e.kind.String())
		names := make([]string, 0, 3)
		for _, name := range e.path() {
			name = alphanumeric(name, "-")
			names = append(names, name[:min(len(name), 60)]) // file systems limit names
		}
		file := fmt.Sprintf("%0*d-%s-%s.json", digits, i+1, command, strings.Join(names, "-"))
		content, err := indented(e.input)
		if err != nil {
			return nil, err
		}
		files[file] = content
		fmt.Fprintf(script, "aws appmesh %s --cli-input-json file://%s \"$@\"\n", command, file)
	}
	files["apply.sh"] = []byte(script.String())
	return files, nil
}

// hyphenated returns a name such as virtualNode or VirtualNode as virtual-node.
func hyphenated(name string) string {
	var out strings.Builder
	for i, c := range name {
		if unicode.IsUpper(c) && i > 0 {
			out.WriteByte('-')
		}
		out.WriteRune(unicode.ToLower(c))
	}
	return out.String()
}
