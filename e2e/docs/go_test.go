package docs

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

// TestGoCodeCompilesAndPasses puts the Go code of all documents into packages that exist only
// for the compiler, and runs them.
func TestGoCodeCompilesAndPasses(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	overlay := map[string]string{}
	var names []string
	counts := map[string]int{} // of snippets
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	add := func(name, file, code string) {
		kept := filepath.Join(folder, name+"_"+file)
		if err := os.WriteFile(kept, []byte(code), 0o600); err != nil {
			t.Fatal(err)
		}
		overlay[filepath.Join(here, "snippets", name, file)] = kept
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	add("statements", "common_test.go", Common)
	add("statements", "doc.go", "package snippets\n")
	for i, d := range read(t) {
		for _, fence := range d.Fences {
			if fence.Language != "go" {
				continue
			}
			if !Formatted(fence.Text) {
				t.Errorf("%s:%d: the code is not formatted with gofmt", d.Path, fence.Line)
			}
			code, err := Assemble(d.Path, fence)
			if err != nil {
				t.Errorf("%s:%d: %v", d.Path, fence.Line, err)
				continue
			}
			name := "statements"
			if strings.HasPrefix(fence.Text, "package ") {
				name = fmt.Sprintf("file_%d_%d", i, fence.Line)
			} else if TopLevel(fence.Text) {
				name = fmt.Sprintf("declarations_%d_%d", i, fence.Line)
			}
			counts[name]++
			add(name, fmt.Sprintf("%d_%d_test.go", i, fence.Line), code)
		}
	}
	text, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(folder, "overlay.json")
	if err := os.WriteFile(list, text, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		binary := filepath.Join(folder, name+".test")
		args := []string{"test", "-c", "-vet=off", "-overlay", list, "-o", binary}
		if raced() {
			args = append(args, "-race")
		}
		build := exec.Command("go", append(args, "./snippets/"+name)...)
		if out, err := build.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
			continue
		}
		run := exec.Command(binary, "-test.v", "-test.timeout=60s")
		run.Dir = t.TempDir()
		out, err := run.CombinedOutput()
		if passed := strings.Count(string(out), "\n--- PASS: "); err != nil || passed < counts[name] {
			t.Errorf("%s: %d of %d passed: %v\n%s", name, passed, counts[name], err, out)
		}
	}
}

// raced reports whether this test runs under the race detector.
func raced() bool {
	info, _ := debug.ReadBuildInfo()
	return info != nil &&
		slices.ContainsFunc(info.Settings,
			func(s debug.BuildSetting) bool { return s.Key == "-race" && s.Value == "true" })
}
