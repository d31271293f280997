package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// event is a line of go test -json: see go doc test2json.
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
	Elapsed float64 // seconds
}

// name identifies a test, or with an empty Test a package.
type name struct{ pkg, test string }

// report prints the events of go test as lines for people.
type report struct {
	out                     io.Writer
	now                     func() time.Time
	output                  map[name][]string   // of tests that have not ended
	since                   map[name]time.Time  // when the tests that run have started
	counts                  map[string]int      // tests that ended, by package
	skips                   map[string][]string // tests that were skipped, by reason
	passed, failed, skipped int                 // tests
}

func newReport(out io.Writer, now func() time.Time) *report {
	return &report{out: out, now: now, output: map[name][]string{}, since: map[name]time.Time{},
		counts: map[string]int{}, skips: map[string][]string{}}
}

// printf prints to the output of the report.
func (r *report) printf(format string, args ...any) {
	fmt.Fprintf(r.out, format, args...) //nolint:errcheck // there is nowhere to report it
}

// add adds an event. It reports whether it printed something.
func (r *report) add(e event) bool {
	n := name{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		r.printf("%s", e.Output)
		return true
	case "output":
		r.output[n] = append(r.output[n], e.Output)
	case "run":
		r.since[n] = r.now()
	case "pass", "fail", "skip":
		defer delete(r.output, n)
		delete(r.since, n)
		if e.Test == "" {
			return r.endPackage(e)
		}
		return r.endTest(e)
	}
	return false
}

func (r *report) endTest(e event) bool {
	n := name{e.Package, e.Test}
	r.counts[e.Package]++
	switch e.Action {
	case "pass":
		r.passed++
	case "skip":
		r.skipped++
		why := reason(r.output[n])
		r.skips[why] = append(r.skips[why], e.Test)
	case "fail":
		r.failed++
		r.printf("%s\n%s", e.Package, strings.Join(r.output[n], ""))
		return true
	}
	return false
}

func (r *report) endPackage(e event) bool {
	switch {
	case e.Action == "fail":
		// The package failed outside of a test: by a panic, a timeout, or an error in TestMain.
		// The output of tests that have not ended can have the reason.
		for _, n := range slices.SortedFunc(maps.Keys(r.output), compare) {
			if n.pkg == e.Package {
				r.printf("%s", strings.Join(r.output[n], ""))
				delete(r.since, n)
			}
		}
		r.printf("FAIL  %7.1fs  %s\n", e.Elapsed, e.Package)
	case r.counts[e.Package] == 0:
		return false // it has no tests
	default:
		r.printf("ok    %7.1fs  %s  %d tests\n", e.Elapsed, e.Package, r.counts[e.Package])
	}
	return true
}

// running prints a line with the test that runs for the longest time.
func (r *report) running() {
	if len(r.since) == 0 {
		r.printf("      building\n")
		return
	}
	first := slices.MinFunc(slices.Collect(maps.Keys(r.since)), func(a, b name) int {
		return cmp.Or(r.since[a].Compare(r.since[b]), compare(a, b))
	})
	r.printf("      still running: %s of %s, for %s\n",
		first.test, first.pkg, r.now().Sub(r.since[first]).Round(time.Second))
}

// finish prints the last line.
func (r *report) finish() {
	r.printf("tests: %d passed, %d failed, %d skipped%s\n", r.passed, r.failed, r.skipped, r.reasons())
}

// reasons returns the reasons of skipped tests, and for each the number of tests.
func (r *report) reasons() string {
	var parts []string
	for _, why := range slices.Sorted(maps.Keys(r.skips)) {
		tests := r.skips[why]
		part := fmt.Sprintf("%s (%s", why, tests[0])
		if len(tests) > 1 {
			part += fmt.Sprintf(" and %d more", len(tests)-1)
		}
		parts = append(parts, part+")")
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, "; ")
}

func compare(a, b name) int {
	return cmp.Or(strings.Compare(a.pkg, b.pkg), strings.Compare(a.test, b.test))
}

// logged matches a line that a test logged, with the position in front.
var logged = regexp.MustCompile(`^\s+[\w./\\-]+\.go:\d+: (.*)`)

// reason returns the last message that a test logged before it was skipped.
func reason(output []string) string {
	for _, line := range slices.Backward(output) {
		if m := logged.FindStringSubmatch(line); m != nil {
			return strings.TrimSpace(m[1])
		}
	}
	return "no reason"
}
