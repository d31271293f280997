package model

import (
	"runtime"
	"strings"
	"testing"
)

// hostile returns gateways with about n violations of each kind that a body can hold.
func hostile(n int) map[string]string {
	list := func(before, item, after string) string {
		return `{"spec":` + before + strings.Repeat(item+",", n) + item + after + `,"virtualGatewayName":"g"}`
	}
	return map[string]string{
		"missing members":  list(`{"listeners":[`, `{}`, `]}`),
		"nulls":            list(`{"listeners":[`, `null`, `]}`),
		"wrong types":      list(`{"listeners":[`, `"x"`, `]}`),
		"two constraints":  list(`{"listeners":[`, `{"portMapping":{"port":0}}`, `]}`),
		"large values":     list(`{"listeners":[`, `[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]`, `]}`),
		"unknown members":  list(`{`, `"x":0`, `,"listeners":[]}`),
		"repeated members": list(`{"logging":{},"listeners":[],`, `"listeners":0`, `}`),
		"reverse order": list(`{"logging":{"accessLog":{"file":{"format":{"json":[`, `{}`, `]}}}},`+
			`"listeners":[],"backendDefaults":{"clientPolicy":{"tls":{"ports":[0`+strings.Repeat(",0", n)+`]}}}}`),
	}
}

// allocated returns the bytes that reading the body allocates.
func allocated(t *testing.T, body string, strict bool) (bytes uint64, err error) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	_, err = Lookup("CreateVirtualGateway").Read(everywhere, Source{Body: body, Strict: strict})
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, err
}

// The test is not parallel: it counts the allocations of the whole process.
func TestARefusalCostsMemoryForItsReportOnly(t *testing.T) {
	const n = 20_000
	few, many := hostile(n), hostile(4*n)
	for name := range few {
		for _, strict := range []bool{false, true} {
			small, _ := allocated(t, few[name], strict)
			large, err := allocated(t, many[name], strict)
			if err != nil && len(err.Error()) > 500_000 {
				t.Errorf("%s: the message has %d bytes", name, len(err.Error()))
			}
			// The report has at most 100 violations of 4 KiB each. Each further violation may cost as much
			// as its list item, which is less than twice the text of the item.
			most := 1<<20 + uint64(2*len(many[name]))
			if large > most || large > 5*small+1<<20 {
				t.Errorf("%s (strict %t): %d bytes for %d violations, %d for %d", name, strict, small, n, large, 4*n)
			}
		}
	}
}

func TestARefusalReportsTheFirst100Of180002Violations(t *testing.T) {
	t.Parallel()
	body := `{"spec":{"listeners":[` + strings.Repeat(`{},`, 180_001) + `{}]},"virtualGatewayName":"g"}`
	_, err := Lookup("CreateVirtualGateway").Read(everywhere, Source{Body: body})
	invalid, ok := err.(*Invalid)
	if !ok || len(invalid.Violations) != 100 || invalid.More != 180_002-100 {
		t.Fatalf("%.200v", err)
	}
	if got, want := invalid.Violations[99].Member, "spec.listeners.100.member.portMapping"; got != want {
		t.Errorf("the last violation is at %s, want %s", got, want)
	}
}
