package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/routing"
)

// writeFindings writes findings as text, json, sarif or github.
func writeFindings(w io.Writer, format string, all []routing.Finding) error {
	switch format {
	case "json":
		return writeJSON(w, map[string]any{"findings": all})
	case "sarif":
		return writeJSON(w, sarif(all))
	case "github":
		return writeAnnotations(w, all)
	}
	p := painterOf(w)
	colors := map[routing.Severity]func(string) string{
		routing.Error: p.red, routing.Warning: p.yellow, routing.Info: p.dim,
	}
	for _, f := range all {
		place := f.Ref
		if f.Path != "" {
			place += " " + f.Path
		}
		_, err := fmt.Fprintf(w, "%s %s: %s\n    %s\n    %s\n",
			colors[f.Severity](string(f.Severity)), p.bold(string(f.Code)), f.Message, place, p.dim(f.Help))
		if err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%d findings\n", len(all))
	return err
}

// writeAnnotations writes findings as workflow commands of GitHub Actions.
func writeAnnotations(w io.Writer, all []routing.Finding) error {
	levels := map[routing.Severity]string{routing.Error: "error", routing.Warning: "warning", routing.Info: "notice"}
	text := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, f := range all {
		message := strings.TrimSpace(f.Ref+" "+f.Path) + ": " + f.Message + ". To fix it, " + f.Help
		_, err := fmt.Fprintf(w, "::%s title=%s::%s\n",
			levels[f.Severity], property.Replace(string(f.Code)), text.Replace(message))
		if err != nil {
			return err
		}
	}
	return nil
}

// sarif returns findings in the Static Analysis Results Interchange Format 2.1.0.
func sarif(all []routing.Finding) any {
	levels := map[routing.Severity]string{routing.Error: "error", routing.Warning: "warning", routing.Info: "note"}
	type object = map[string]any
	rules := []object{}
	for _, c := range routing.Codes() {
		rules = append(rules, object{
			"id": c.Code, "shortDescription": object{"text": c.Summary}, "help": object{"text": c.Help},
			"defaultConfiguration": object{"level": levels[c.Severity]},
		})
	}
	results := []object{}
	for _, f := range all {
		location := object{"fullyQualifiedName": strings.TrimSpace(f.Ref + " " + f.Path)}
		results = append(results, object{
			"ruleId": f.Code, "level": levels[f.Severity],
			"message":   object{"text": f.Message + ". To fix it, " + f.Help},
			"locations": []object{{"logicalLocations": []object{location}}},
		})
	}
	return object{
		"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
		"runs": []object{{
			"tool":    object{"driver": object{"name": "appmesh-mock analyze", "rules": rules}},
			"results": results,
		}},
	}
}
