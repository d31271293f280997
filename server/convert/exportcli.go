package convert

import (
	"fmt"
	"strings"
	"unicode"
)

// writeCLI writes a file for each resource, as aws appmesh create-… --cli-input-json takes it,
// numbered in the order in which they are to be made, and a script that makes them. The files
// are a seed as well.
func writeCLI(list []written) (map[string][]byte, error) {
	files := map[string][]byte{}
	digits := len(fmt.Sprint(len(list)))
	script := &strings.Builder{}
	script.WriteString("#!/bin/sh\n" +
		"# Makes the resources of these files. Arguments go to the AWS CLI:\n" +
		"#   ./apply.sh --endpoint-url http://127.0.0.1:4600\n" +
		"set -eu\ncd \"$(dirname \"$0\")\"\n")
	for i, w := range list {
		command := "create-" + words(w.kind.String(), '-')
		names := make([]string, 0, 3)
		for _, name := range w.path() {
			names = append(names, shortened(alphanumeric(name, "-")))
		}
		file := fmt.Sprintf("%0*d-%s-%s.json", max(digits, 3), i+1, command, strings.Join(names, "-"))
		content, err := indented(w.input)
		if err != nil {
			return nil, err
		}
		files[file] = content
		fmt.Fprintf(script, "aws appmesh %s --cli-input-json file://%s \"$@\"\n", command, file)
	}
	files["apply.sh"] = []byte(script.String())
	return files, nil
}

// shortened keeps file names below what file systems take.
func shortened(text string) string {
	const most = 60
	return text[:min(len(text), most)]
}

// words writes a name such as virtualNode in lower case with a sign between its words.
func words(name string, between rune) string {
	var out strings.Builder
	for _, c := range name {
		if unicode.IsUpper(c) {
			out.WriteRune(between)
		}
		out.WriteRune(unicode.ToLower(c))
	}
	return out.String()
}
