package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"

	"github.com/appmesh-mock/appmesh-mock/server/meshtree"
)

// output is the output format of a command.
type output struct{ format choice }

// flags adds --output with the formats of the command.
func (o *output) flags(f *pflag.FlagSet, formats ...string) {
	o.format = choice{"table", append([]string{"table"}, formats...)}
	f.VarP(&o.format, "output", "o", "form of the output")
}

// write prints a result: the value as JSON or YAML, the names with one per line, or the table
// that human writes.
func (o *output) write(w io.Writer, value any, names []string, human func(io.Writer, painter) error) error {
	switch o.format.word {
	case "json":
		return writeJSON(w, value)
	case "yaml":
		return writeYAML(w, value)
	case "name":
		for _, name := range names {
			if _, err := fmt.Fprintln(w, meshtree.Printable(name)); err != nil {
				return err
			}
		}
		return nil
	default:
		return human(w, painterOf(w))
	}
}

// writeJSON writes a value as indented JSON.
func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// writeYAML writes a value as YAML, with the members of its JSON in the same order.
func writeYAML(w io.Writer, value any) error {
	var data bytes.Buffer
	if err := writeJSON(&data, value); err != nil {
		return err
	}
	var node yaml.Node // JSON is YAML too
	if err := yaml.Unmarshal(data.Bytes(), &node); err != nil {
		return err
	}
	plain(&node)
	encoder := yaml.NewEncoder(w)
	encoder.SetIndent(2)
	if err := encoder.Encode(&node); err != nil {
		return err
	}
	return encoder.Close()
}

// plain removes the brackets and quotation marks of JSON that YAML does not need.
func plain(node *yaml.Node) {
	if node.Kind != yaml.MappingNode && node.Kind != yaml.SequenceNode || len(node.Content) > 0 {
		node.Style = 0
	}
	for _, each := range node.Content {
		plain(each)
	}
}

// painter colours text. The zero painter does not.
type painter struct{ on bool }

func (p painter) in(code, text string) string {
	if !p.on || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (p painter) bold(text string) string   { return p.in("1", text) }
func (p painter) dim(text string) string    { return p.in("2", text) }
func (p painter) red(text string) string    { return p.in("31", text) }
func (p painter) green(text string) string  { return p.in("32", text) }
func (p painter) yellow(text string) string { return p.in("33", text) }

// painterOf returns the painter for an output. It colours only on a terminal, and only if
// NO_COLOR is not set.
func painterOf(w io.Writer) painter {
	return painter{isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

// isTerminal reports whether the output is a terminal.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull) // a device, but not a terminal
	return err != nil || !os.SameFile(info, null)
}

// table is text in columns. The first row contains the headings.
type table [][]string

// write writes the table. If paint is not nil, it returns the text of a cell with colour.
func (t table) write(w io.Writer, p painter, paint func(row, column int, text string) string) error {
	widths := make([]int, len(t[0]))
	for _, row := range t {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(meshtree.Printable(cell)))
		}
	}
	var out strings.Builder
	for r, row := range t {
		blanks := 0
		for c, cell := range row {
			text := meshtree.Printable(cell)
			length := utf8.RuneCountInString(text)
			if text != "" {
				out.WriteString(strings.Repeat(" ", blanks))
				blanks = 0
			}
			switch {
			case r == 0:
				text = p.bold(text)
			case paint != nil:
				text = paint(r, c, text)
			}
			out.WriteString(text)
			blanks += widths[c] - length + 2
		}
		out.WriteByte('\n')
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// timeText formats a time.
func timeText(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// done prints a message about a completed change.
func done(cmd *cobra.Command, format string, args ...any) error {
	_, err := fmt.Fprintf(cmd.OutOrStdout(), format+"\n", args...)
	return err
}
