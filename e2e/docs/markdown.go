package docs

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Document is a Markdown file.
type Document struct {
	Path   string // from the root of the project, with slashes
	Text   string
	Fences []Fence
	Spans  []Span
}

// Fence is a fenced block of code.
type Fence struct {
	Line     int    // of its first line of code
	Language string // what stands behind the opening marks
	Text     string
	Hidden   string // code that comes before it, from the comment above
}

// Span is code within a line of text.
type Span struct {
	Line int
	Text string
}

var (
	fenceMark = regexp.MustCompile("^( *)(```+)([a-z]*)$")
	span      = regexp.MustCompile("`([^`]+)`")
)

// Documents answers all Markdown files below the root of the project.
func Documents(root string) (all []Document, err error) {
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := entry.Name(); entry.IsDir() && (name == ".git" || name == "node_modules" || name == "testdata") {
			return filepath.SkipDir
		}
		if entry.IsDir() || filepath.Ext(path) != ".md" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		all = append(all, Parse(filepath.ToSlash(name), string(text)))
		return err
	})
	return all, err
}

// Parse takes a Markdown file apart.
func Parse(path, text string) Document {
	d := Document{Path: path, Text: text}
	var fence *Fence
	var indent, mark string
	comment := ""
	for i, line := range strings.Split(text, "\n") {
		switch found := fenceMark.FindStringSubmatch(line); {
		case fence != nil && strings.TrimSpace(line) == mark:
			d.Fences = append(d.Fences, *fence)
			fence, comment = nil, ""
		case fence != nil:
			fence.Text += strings.TrimPrefix(line, indent) + "\n"
		case found != nil:
			indent, mark = found[1], found[2]
			fence = &Fence{Line: i + 2, Language: found[3], Hidden: hidden(comment, found[3])}
		case strings.HasPrefix(line, "<!--"), strings.HasPrefix(comment, "<!--") && !strings.Contains(comment, "-->"):
			comment += line + "\n"
		default:
			if strings.TrimSpace(line) != "" {
				comment = ""
			}
			for _, code := range span.FindAllStringSubmatch(line, -1) {
				d.Spans = append(d.Spans, Span{Line: i + 1, Text: code[1]})
			}
		}
	}
	return d
}

// hidden answers the code of the comments above a fence that are for its language.
func hidden(comments, language string) string {
	if language == "console" {
		language = "sh"
	}
	var code string
	for each := range strings.SplitSeq(comments, "<!--") {
		if text, ours := strings.CutPrefix(strings.TrimSpace(each), language+":"); ours {
			code += strings.TrimSpace(strings.TrimSuffix(text, "-->")) + "\n"
		}
	}
	return code
}
