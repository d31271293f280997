package admin_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// family is a metric family of the text format, version 0.0.4.
type family struct {
	kind    string
	samples map[string]float64 // by name and labels as they are written
	order   []string
}

var (
	helpLine  = regexp.MustCompile(`^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\]|\\\\|\\n)+$`)
	typeLine  = regexp.MustCompile(`^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|summary)$`)
	labelText = `[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*"`
	lineText  = regexp.MustCompile(`^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{` + labelText + `(?:,` + labelText + `)*\})? (\S+)$`)
)

// exposition parses the metrics strictly: each family occurs once, begins with HELP and TYPE,
// and has no duplicate samples.
func (m *mock) exposition() map[string]*family {
	m.t.Helper()
	w := m.raw("GET", "/_mock/metrics", "")
	if got := w.Header().Get("Content-Type"); w.Code != http.StatusOK ||
		got != "text/plain; version=0.0.4; charset=utf-8" {
		m.t.Fatalf("%d %s", w.Code, got)
	}
	text, ended := strings.CutSuffix(w.Body.String(), "\n")
	if !ended {
		m.t.Fatalf("the last line does not end: %q", text)
	}
	families := map[string]*family{}
	var helped, name string
	for line := range strings.SplitSeq(text, "\n") {
		if found := helpLine.FindStringSubmatch(line); found != nil {
			helped = found[1]
			continue
		}
		if found := typeLine.FindStringSubmatch(line); found != nil {
			if name = found[1]; name != helped || families[name] != nil {
				m.t.Fatalf("not after its HELP, or a duplicate: %s", line)
			}
			families[name] = &family{kind: found[2], samples: map[string]float64{}}
			continue
		}
		found := lineText.FindStringSubmatch(line)
		if found == nil || families[name] == nil {
			m.t.Fatalf("not a line of the format, or without a family: %q", line)
		}
		of := families[name]
		base := found[1]
		if of.kind == "summary" {
			base = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(base, "_bucket"), "_sum"), "_count")
		}
		value, err := strconv.ParseFloat(found[3], 64)
		if _, twice := of.samples[found[1]+found[2]]; err != nil || twice || base != name {
			m.t.Fatalf("a sample that is invalid, a duplicate, or not of family %s: %q %v", name, line, err)
		}
		of.samples[found[1]+found[2]] = value
		of.order = append(of.order, found[1]+found[2])
	}
	return families
}

func TestMetricsCountCallsAndResources(t *testing.T) {
	t.Parallel()
	m := busy(t)
	m.makeMesh("k")
	m.do("PUT", "/meshes/m/virtualNodes", `{"virtualNodeName":"n","spec":{}}`)
	families := m.exposition()
	for name, kind := range map[string]string{
		"appmesh_mock_requests_total": "counter", "appmesh_mock_request_duration_seconds": "summary",
		"appmesh_mock_resources": "gauge", "appmesh_mock_fault_hits_total": "counter",
	} {
		if families[name] == nil || families[name].kind != kind {
			t.Fatalf("%s is %+v", name, families[name])
		}
	}
	if len(families) != 4 || len(families["appmesh_mock_fault_hits_total"].samples) != 0 {
		t.Errorf("%d families", len(families))
	}
	for sample, want := range map[string]float64{
		`appmesh_mock_requests_total{operation="CreateMesh",code="-"}`:                   2,
		`appmesh_mock_requests_total{operation="CreateVirtualNode",code="-"}`:            1,
		`appmesh_mock_requests_total{operation="DescribeMesh",code="NotFoundException"}`: 1,
		`appmesh_mock_requests_total{operation="-",code="UnknownOperationException"}`:    1,
		`appmesh_mock_requests_total{operation="ListMeshes",code="-"}`:                   1,
		`appmesh_mock_resources{kind="mesh"}`:                                            2,
		`appmesh_mock_resources{kind="virtualNode"}`:                                     1,
		`appmesh_mock_resources{kind="gatewayRoute"}`:                                    0,
	} {
		of := families[sample[:strings.IndexByte(sample, '{')]]
		if got, ok := of.samples[sample]; !ok || got != want {
			t.Errorf("%s is %v (found: %t), want %v", sample, got, ok, want)
		}
	}
	if got := len(families["appmesh_mock_resources"].samples); got != 7 {
		t.Errorf("%d kinds", got)
	}
	if got := len(families["appmesh_mock_requests_total"].samples); got != 5 {
		t.Errorf("%d kinds of requests", got)
	}
}

func TestDurationsAreASummaryForEachOperation(t *testing.T) {
	t.Parallel()
	const tick = 2 * time.Millisecond // added to the clock by each reading
	m := start(t, server.Options{Account: owner,
		Clock: server.RunningClock(server.SteppingClock(server.Epoch, tick).Stamp)})
	m.makeMesh("m")
	// The call with a conflict counts for the same operation.
	m.call("PUT", "/v20190125/meshes", `{"meshName":"m","spec":{"egressFilter":{"type":"ALLOW_ALL"}}}`, owner)
	var took time.Duration
	calls, err := m.api.Calls(server.CallFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, call := range calls {
		took += call.Duration
	}
	if took == 0 {
		t.Fatal("the calls took no time: nothing can be seen")
	}
	of := m.exposition()["appmesh_mock_request_duration_seconds"]
	const name, labels = "appmesh_mock_request_duration_seconds", `{operation="CreateMesh"`
	if got := of.samples[name+"_count"+labels+"}"]; got != 2 {
		t.Errorf("%v calls", got)
	}
	if got := of.samples[name+"_sum"+labels+"}"]; got != took.Seconds() {
		t.Errorf("%v seconds, want %v", got, took.Seconds())
	}
	if got := len(of.samples); got != 2 {
		t.Errorf("%d samples, want a sum and a count", got)
	}
}

func TestMetricsCountFaultsWithAnyName(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	for _, name := range []string{"a \"b\" \\ c\nd", "twice", "twice", "", "\xff"} {
		if _, err := m.api.Inject(server.Fault{Name: name, Delay: 1}); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		m.call("GET", "/v20190125/meshes", "", owner)
	}
	got := m.exposition()["appmesh_mock_fault_hits_total"].samples
	for label, want := range map[string]float64{`a \"b\" \\ c\nd`: 3, `twice`: 6, `fault 4`: 3, "\uFFFD": 3} {
		if n := got[`appmesh_mock_fault_hits_total{fault="`+label+`"}`]; n != want {
			t.Errorf("%s: %v, want %v", label, n, want)
		}
	}
	if len(got) != 4 {
		t.Errorf("%v", got)
	}
}
