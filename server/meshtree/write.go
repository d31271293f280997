package meshtree

import (
	"io"
	"strconv"
	"strings"
	"unicode"
)

// Style colours parts of a tree. If a function is nil, its part is not coloured.
type Style struct {
	Name func(string) string // the name of a resource
	Dim  func(string) string // lines and summaries
	Warn func(string) string // the mark of a missing resource
}

func apply(style func(string) string, text string) string {
	if style == nil || text == "" {
		return text
	}
	return style(text)
}

// Write writes trees, one line for each node.
func Write(w io.Writer, nodes []Node, style Style) error {
	var out strings.Builder
	for _, node := range nodes {
		style.line(&out, node)
		style.children(&out, node.Children, "")
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func (s Style) children(out *strings.Builder, nodes []Node, indent string) {
	for i, node := range nodes {
		branch, below := "├── ", "│   "
		if i == len(nodes)-1 {
			branch, below = "└── ", "    "
		}
		out.WriteString(apply(s.Dim, indent+branch))
		s.line(out, node)
		s.children(out, node.Children, indent+below)
	}
}

func (s Style) line(out *strings.Builder, node Node) {
	out.WriteString(node.Kind + " " + apply(s.Name, Printable(node.Name)))
	if node.Role != "" && node.Role != "provider" && node.Role != "target" {
		out.WriteString(" (" + node.Role + ")")
	}
	switch {
	case node.Missing:
		out.WriteString("  " + apply(s.Warn, "MISSING"))
	case node.Above:
		out.WriteString("  " + apply(s.Dim, "(see above)"))
	case node.Summary != "":
		out.WriteString("  " + apply(s.Dim, Printable(node.Summary)))
	}
	out.WriteByte('\n')
}

// Printable returns the text with Go escapes in place of characters that a terminal may
// interpret, such as escapes and changes of the writing direction.
func Printable(text string) string {
	var out strings.Builder
	for _, c := range text {
		if unicode.IsPrint(c) {
			out.WriteRune(c)
			continue
		}
		quoted := strconv.QuoteRune(c)
		out.WriteString(quoted[1 : len(quoted)-1])
	}
	return out.String()
}
