package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/client"
	"github.com/appmesh-mock/appmesh-mock/server/meshtree"
)

func rulesCommand() *cobra.Command {
	var r remote
	var o output
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "rules [NUMBER]",
		Short: "List the reproduced rules of App Mesh, or explain one",
		Long: "rules lists the statements about App Mesh's behaviour that this program reproduces, and\n" +
			"what each is based on. Those that are assumed can be switched off by number, with --relax.\n" +
			"With --server or APPMESH_MOCK_SERVER it also shows whether a rule is in force on that\n" +
			"server. Otherwise it needs no server.",
		Example: `  appmesh-mock rules
  appmesh-mock rules 28
  appmesh-mock rules 28 --server http://127.0.0.1:4600
  appmesh-mock rules --json | jq '.[] | select(.basis == "assumed")'`,
		Args:              argumentsBetween(0, 1, "the number of a rule"),
		ValidArgsFunction: completeRuleNumbers,
	}
	o.flags(cmd.Flags(), "json", "yaml", "name")
	cmd.Flags().BoolVar(&asJSON, "json", false, "short for --output json")
	return clientCommand(cmd, &r, func(cmd *cobra.Command, args []string) error {
		if asJSON {
			o.format.word = "json"
		}
		ask := cmd.Flags().Changed("server")
		if len(args) == 0 {
			rules, err := r.rules(cmd.Context(), ask)
			if err != nil {
				return err
			}
			var numbers []string
			for _, rule := range rules {
				numbers = append(numbers, fmt.Sprint(rule.Number))
			}
			return o.write(cmd.OutOrStdout(), rules, numbers,
				func(w io.Writer, _ painter) error { return writeRules(w, rules) })
		}
		rule, err := r.rule(cmd.Context(), ask, args[0])
		if err != nil {
			return err
		}
		return o.write(cmd.OutOrStdout(), rule, []string{args[0]}, rule.write)
	})
}

// explainedRule is a rule, and whether the server follows it.
type explainedRule struct {
	server.Rule
	InForce *bool `json:"inForce,omitempty"` // nil without a server
}

// rules returns the rules, from the server if ask is set.
func (r *remote) rules(ctx context.Context, ask bool) ([]explainedRule, error) {
	if !ask {
		var all []explainedRule
		for _, rule := range server.Rules() {
			all = append(all, explainedRule{Rule: rule})
		}
		return all, nil
	}
	admin, err := r.admin()
	if err != nil {
		return nil, err
	}
	var list struct{ Rules []explainedRule }
	err = admin.Do(ctx, http.MethodGet, "/rules", nil, nil, &list)
	return list.Rules, err
}

// rule returns one rule, with the server's information about it if ask is set.
func (r *remote) rule(ctx context.Context, ask bool, text string) (*explainedRule, error) {
	number, err := strconv.Atoi(text)
	if err != nil {
		return nil, badUsage("%q is not the number of a rule: appmesh-mock rules lists them", text)
	}
	if ask {
		var rule explainedRule
		admin, err := r.admin()
		if err != nil {
			return nil, err
		}
		var refused *client.Error
		err = admin.Do(ctx, http.MethodGet, "/rules/"+text, nil, nil, &rule)
		if err == nil {
			return &rule, nil
		}
		if !errors.As(err, &refused) || refused.Status != http.StatusNotFound {
			return nil, err
		}
	}
	all, err := r.rules(ctx, ask)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Number == number {
			return &all[i], nil
		}
	}
	return nil, fmt.Errorf("there is no rule %d: they are numbered from 1 to %d, and appmesh-mock rules lists them",
		number, all[len(all)-1].Number)
}

// write writes the rule as text.
func (e *explainedRule) write(w io.Writer, p painter) error {
	var out strings.Builder
	line := func(label, text string) {
		for _, each := range wrap(text, sentenceWidth) {
			fmt.Fprintf(&out, "%s %s\n", p.bold(fmt.Sprintf("%-8s", label)), meshtree.Printable(each))
			label = ""
		}
	}
	line("rule", fmt.Sprint(e.Number))
	line("sentence", e.Sentence)
	line("basis", string(e.Basis))
	line("source", e.Source)
	line("more", e.Link())
	switch {
	case e.Relaxed != "":
		line("relax", fmt.Sprintf("start the server with --relax %[1]d or APPMESH_MOCK_RELAX=%[1]d; "+
			"in Go with appmeshtest.WithRelax(%[1]d). %[2]s", e.Number, e.Relaxed))
	case e.Basis == server.Assumed:
		line("relax", "it cannot be relaxed: "+e.Fixed)
	default:
		line("relax", fmt.Sprintf("its basis is %s, so it cannot be relaxed", e.Basis))
	}
	if e.InForce != nil {
		line("in force", map[bool]string{true: "yes", false: "no, it was relaxed"}[*e.InForce])
	}
	if !e.Example.IsZero() {
		for _, request := range e.Example.Setup {
			line("after", request.Operation+" "+string(request.Input))
		}
		line("breaks", e.Example.Breaks.Operation+" "+string(e.Example.Breaks.Input))
		line("keeps", e.Example.Keeps.Operation+" "+string(e.Example.Keeps.Input))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// completeRuleNumbers completes the number of a rule.
func completeRuleNumbers(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var numbers []string
	if len(args) == 0 {
		for _, rule := range server.Rules() {
			numbers = append(numbers, fmt.Sprintf("%d\t%s", rule.Number, rule.Sentence))
		}
	}
	return numbers, cobra.ShellCompDirectiveNoFileComp
}

// sentenceWidth is the width of the column of sentences in characters.
const sentenceWidth = 80

// writeRules writes a table: number, basis, and the sentence followed by its source.
func writeRules(w io.Writer, rules []explainedRule) error {
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

// wrap wraps a text between words into lines of at most width characters. A longer word is
// not split.
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
