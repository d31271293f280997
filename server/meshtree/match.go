package meshtree

import (
	"encoding/json"
	"fmt"
	"strings"
)

// match holds the criteria of routes and gateway routes of all protocols.
type match struct {
	Prefix                  string
	Path                    struct{ Exact, Regex string }
	Method, Scheme          string
	Hostname                struct{ Exact, Suffix string }
	Headers, Metadata       []valueMatch
	QueryParameters         []valueMatch
	ServiceName, MethodName string
	Port                    int
}

// valueMatch is a criterion on a header, a gRPC metadata entry or a query parameter. Match
// has one member, whose name is the kind of comparison.
type valueMatch struct {
	Name   string
	Invert bool
	Match  map[string]json.RawMessage
}

// String returns the criteria in words, such as "GET prefix /api, header x-env exact test".
func (m match) String() string {
	var parts []string
	add := func(label, value string) {
		if value != "" {
			parts = append(parts, label+value)
		}
	}
	add("prefix ", m.Prefix)
	add("path ", m.Path.Exact)
	add("path regex ", m.Path.Regex)
	add("service ", m.ServiceName)
	add("method ", m.MethodName)
	add("host ", m.Hostname.Exact)
	add("host suffix ", m.Hostname.Suffix)
	add("scheme ", m.Scheme)
	for _, v := range m.Headers {
		add("header ", v.String())
	}
	for _, v := range m.QueryParameters {
		add("query ", v.String())
	}
	for _, v := range m.Metadata {
		add("metadata ", v.String())
	}
	if m.Port != 0 {
		add("port ", fmt.Sprint(m.Port))
	}
	if m.Method != "" {
		return strings.TrimSpace(m.Method + " " + strings.Join(parts, ", "))
	}
	return strings.Join(parts, ", ")
}

func (v valueMatch) String() string {
	text := v.Name
	if v.Invert {
		text += " not"
	}
	for how, raw := range v.Match {
		var value string
		if json.Unmarshal(raw, &value) != nil {
			value = string(raw)
		}
		text += " " + how + " " + value
	}
	return text
}
