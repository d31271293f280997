package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func rulesCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules of App Mesh that are kept",
		Long: "rules lists what is kept of App Mesh's behaviour, and what each rule stands on.\n" +
			"Those that are assumed can be switched off by number, with --relax.",
		Example: `  appmesh-mock rules
  appmesh-mock rules --json | jq '.[] | select(.basis == "assumed")'`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if asJSON {
				encoder := json.NewEncoder(cmd.OutOrStdout())
				encoder.SetEscapeHTML(false)
				encoder.SetIndent("", "  ")
				return encoder.Encode(server.Rules())
			}
			return writeRules(cmd.OutOrStdout(), server.Rules())
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}

// sentenceWidth is how many characters the column of sentences has.
const sentenceWidth = 80

// writeRules writes a table: number, basis, and the sentence with its source below it.
func writeRules(w io.Writer, rules []server.Rule) error {
	const row = "%4s  %-10s  %s\n"
	var table strings.Builder
	fmt.Fprintf(&table, row, "rule", "basis", "sentence [source]")
	for _, rule := range rules {
		number, basis := fmt.Sprint(rule.Number), string(rule.Basis)
		for _, line := range wrap(rule.Sentence+" ["+rule.Source+"]", sentenceWidth) {
			fmt.Fprintf(&table, row, number, basis, line)
			number, basis = "", ""
		}
	}
	_, err := io.WriteString(w, table.String())
	return err
}

// wrap breaks a text between words into lines of at most width characters, where it can.
func wrap(text string, width int) []string {
	var lines []string
	line, length := "", 0
	for _, word := range strings.Fields(text) {
		n := len([]rune(word))
		if line != "" && length+1+n > width {
			lines = append(lines, line)
			line, length = "", 0
		}
		if line != "" {
			line, length = line+" ", length+1
		}
		line, length = line+word, length+n
	}
	return append(lines, line)
}
