package admin

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func (a *admin) metrics(*http.Request) (any, error) {
	var e exposition
	measures := a.Server.Measures()
	e.requests(measures)
	e.latencies(measures)
	e.family("appmesh_mock_resources", "gauge", "Resources that there are, in all accounts and regions.")
	for _, count := range a.Server.Counts() {
		e.sample("appmesh_mock_resources", float64(count.Resources), "kind", count.Kind)
	}
	e.faults(a.Server.Faults())
	return content{"text/plain; version=0.0.4; charset=utf-8", []byte(e.String())}, nil
}

// exposition is a text in Prometheus's format 0.0.4.
type exposition struct{ strings.Builder }

func (e *exposition) requests(measures []server.Measure) {
	const name = "appmesh_mock_requests_total"
	e.family(name, "counter", `Calls by operation ("-": none fits) and exception ("-": none, "fault": cut, or answered by a fault in its own words).`)
	for _, m := range measures {
		e.sample(name, float64(m.Calls), "operation", orNone(m.Operation), "code", cmp.Or(m.Code, "fault"))
	}
}

// latencies writes a histogram for each operation, whatever was answered.
func (e *exposition) latencies(measures []server.Measure) {
	const name = "appmesh_mock_request_duration_seconds"
	e.family(name, "histogram", "How long calls took, by the server's clock.")
	for len(measures) > 0 {
		all := server.Measure{Operation: measures[0].Operation}
		for len(measures) > 0 && measures[0].Operation == all.Operation { // they are sorted
			all.Calls += measures[0].Calls
			all.Took += measures[0].Took
			for i := range all.Within {
				all.Within[i] += measures[0].Within[i]
			}
			measures = measures[1:]
		}
		operation := orNone(all.Operation)
		for i, bound := range server.LatencyBounds {
			e.sample(name+"_bucket", float64(all.Within[i]), "operation", operation, "le", number(bound.Seconds()))
		}
		e.sample(name+"_bucket", float64(all.Calls), "operation", operation, "le", "+Inf")
		e.sample(name+"_sum", all.Took.Seconds(), "operation", operation)
		e.sample(name+"_count", float64(all.Calls), "operation", operation)
	}
}

// faults writes how often faults have struck. Those of one name are one: a sample's labels
// may not be there twice.
func (e *exposition) faults(faults []server.InjectedFault) {
	const name = "appmesh_mock_fault_hits_total"
	e.family(name, "counter", "Calls that were struck by the faults that are in place.")
	var names []string
	hits := map[string]int64{}
	for _, f := range faults {
		fault := strings.ToValidUTF8(f.Name, "\uFFFD")
		if _, known := hits[fault]; !known {
			names = append(names, fault)
		}
		hits[fault] += f.Hits
	}
	for _, fault := range names {
		e.sample(name, float64(hits[fault]), "fault", fault)
	}
}

// family begins the samples of a metric.
func (e *exposition) family(name, kind, help string) {
	fmt.Fprintf(&e.Builder, "# HELP %s %s\n# TYPE %s %s\n", name, helpEscapes.Replace(help), name, kind)
}

// sample writes a line; labels are names and values by turns.
func (e *exposition) sample(name string, value float64, labels ...string) {
	e.WriteString(name)
	for i := 0; i < len(labels); i += 2 {
		begin := ","
		if i == 0 {
			begin = "{"
		}
		e.WriteString(begin + labels[i] + `="` + labelEscapes.Replace(labels[i+1]) + `"`)
	}
	e.WriteString("} " + number(value) + "\n")
}

var (
	helpEscapes  = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
	labelEscapes = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)
)

func number(value float64) string { return strconv.FormatFloat(value, 'g', -1, 64) }

// orNone answers a label's value; an empty one would be no label.
func orNone(value string) string { return cmp.Or(value, "-") }
