package main

import (
	"strings"
	"testing"
	"time"
)

func TestReportPrintsPackagesFailuresAndReasonsOfSkips(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	now := time.Unix(0, 0)
	r := newReport(&out, func() time.Time { return now })
	add := func(action, pkg, test, output string) { r.add(event{action, pkg, test, output, 1.25}) }

	add("run", "a", "TestOne", "")
	add("output", "a", "TestOne", "noise\n")
	now = now.Add(40 * time.Second)
	r.running()
	add("pass", "a", "TestOne", "")
	for _, test := range []string{"TestTwo", "TestThree"} {
		add("run", "a", test, "")
		add("output", "a", test, "    a_test.go:9: Envoy is missing: run e2e/envoy/install.sh\n")
		add("output", "a", test, "--- SKIP: "+test+" (0.00s)\n")
		add("skip", "a", test, "")
	}
	add("pass", "a", "", "")
	add("skip", "empty", "", "")
	add("run", "b", "TestBad", "")
	add("output", "b", "TestBad", "    b_test.go:3: got 1\n")
	add("fail", "b", "TestBad", "")
	add("output", "b", "TestPanics", "panic: no\n")
	add("fail", "b", "", "")
	r.add(event{Action: "build-output", Output: "c.go:1: undefined: x\n"})
	r.running()
	r.finish()

	want := `      still running: TestOne of a, for 40s
ok        1.2s  a  3 tests
b
    b_test.go:3: got 1
panic: no
FAIL      1.2s  b
c.go:1: undefined: x
      building
tests: 1 passed, 1 failed, 2 skipped: Envoy is missing: run e2e/envoy/install.sh (TestTwo and 1 more)
`
	if got := out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
