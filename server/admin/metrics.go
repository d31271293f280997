package admin

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

func (a *admin) metrics(*http.Request) (any, error) {
	var e exposition
	statistics := a.Server.Statistics()
	e.requests(statistics)
	e.durations(statistics)
	e.family("appmesh_mock_resources", "gauge", "Resources in all accounts and regions.")
	for _, kind := range state.Kinds() {
		e.sample("appmesh_mock_resources", float64(a.Server.Count(kind)), "kind", kind.String())
	}
	e.faults(a.Server.Faults())
	return content{"text/plain; version=0.0.4; charset=utf-8", []byte(e.String())}, nil
}

// exposition builds a text in Prometheus's format 0.0.4.
type exposition struct{ strings.Builder }

func (e *exposition) requests(statistics []server.Statistics) {
	const name = "appmesh_mock_requests_total"
	e.family(name, "counter",
		`Calls by operation ("-": none matches) and exception ("-": success, "fault": failed by a fault without one).`)
	for _, each := range statistics {
		e.sample(name, float64(each.Calls), "operation", orDash(string(each.Operation)), "code",
			cmp.Or(each.Outcome, "fault"))
	}
}

// durations writes a summary for each operation, over all outcomes.
func (e *exposition) durations(statistics []server.Statistics) {
	const name = "appmesh_mock_request_duration_seconds"
	e.family(name, "summary", "Duration of calls by the server's clock.")
	for len(statistics) > 0 {
		total := statistics[0]
		statistics = statistics[1:]
		for len(statistics) > 0 && statistics[0].Operation == total.Operation {
			total.Calls += statistics[0].Calls
			total.Duration += statistics[0].Duration
			statistics = statistics[1:]
		}
		operation := orDash(string(total.Operation))
		e.sample(name+"_sum", total.Duration.Seconds(), "operation", operation)
		e.sample(name+"_count", float64(total.Calls), "operation", operation)
	}
}

// faults writes the numbers of calls to which faults were applied. It adds up faults with the
// same name, because the labels of a sample must be unique.
func (e *exposition) faults(faults []server.InjectedFault) {
	const name = "appmesh_mock_fault_hits_total"
	e.family(name, "counter", "Calls to which the current faults were applied.")
	var names []string
	applied := map[string]int64{}
	for _, f := range faults {
		fault := strings.ToValidUTF8(f.Name, "\uFFFD")
		if _, known := applied[fault]; !known {
			names = append(names, fault)
		}
		applied[fault] += f.Applied
	}
	for _, fault := range names {
		e.sample(name, float64(applied[fault]), "fault", fault)
	}
}

// family writes the header of a metric.
func (e *exposition) family(name, kind, help string) {
	fmt.Fprintf(&e.Builder, "# HELP %s %s\n# TYPE %s %s\n", name, helpEscapes.Replace(help), name, kind)
}

// sample writes one sample. Labels are alternating names and values.
func (e *exposition) sample(name string, value float64, labels ...string) {
	e.WriteString(name)
	for i := 0; i < len(labels); i += 2 {
		separator := ","
		if i == 0 {
			separator = "{"
		}
		e.WriteString(separator + labels[i] + `="` + labelEscapes.Replace(labels[i+1]) + `"`)
	}
	e.WriteString("} " + number(value) + "\n")
}

var (
	helpEscapes  = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
	labelEscapes = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)
)

func number(value float64) string { return strconv.FormatFloat(value, 'g', -1, 64) }

// orDash returns a label value, or "-" for an empty one, because Prometheus treats an empty
// label as absent.
func orDash(value string) string { return cmp.Or(value, "-") }
