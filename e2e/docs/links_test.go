package docs

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ +(.+)$`)
	machine = regexp.MustCompile(`/(home|root|work|Users)/[a-z]`)
)

func TestLinksHaveTargets(t *testing.T) {
	t.Parallel()
	all := read(t)
	headings := map[string]map[string]bool{}
	for _, d := range all {
		headings[d.Path] = anchors(d.Text)
	}
	for _, d := range all {
		for _, found := range link.FindAllStringSubmatch(d.Text, -1) {
			file, anchor, _ := strings.Cut(found[1], "#")
			if strings.Contains(file, "://") {
				continue
			}
			to := d.Path
			if file != "" {
				to = path.Join(path.Dir(d.Path), file)
			}
			if _, err := os.Stat(filepath.Join(root, to)); err != nil {
				t.Errorf("%s links to %s, which does not exist", d.Path, found[1])
			}
			if anchor != "" && !headings[to][anchor] {
				t.Errorf("%s links to %s, and %s has no such heading", d.Path, found[1], to)
			}
		}
		if found := machine.FindString(d.Text); found != "" {
			t.Errorf("%s names a folder of one machine: %s", d.Path, found)
		}
	}
}

// anchors returns the anchors of the headings of a text.
func anchors(text string) map[string]bool {
	all := map[string]bool{}
	for _, found := range heading.FindAllStringSubmatch(text, -1) {
		anchor := strings.ToLower(strings.TrimSpace(found[1]))
		anchor = regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(anchor, "")
		all[strings.ReplaceAll(anchor, " ", "-")] = true
	}
	return all
}
