package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/client"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/meshtree"
)

// callTable returns calls as a table.
func callTable(calls []client.Call) table {
	t := table{{"CALL", "TIME", "STATUS", "OPERATION", "TARGET", "RESULT"}}
	for _, call := range calls {
		t = append(t, []string{
			fmt.Sprint(call.Number), call.Time.UTC().Format("15:04:05.000"), statusText(&call),
			operationText(&call), targetText(&call), resultText(&call),
		})
	}
	return t
}

func statusText(call *client.Call) string {
	if call.Status == 0 {
		return "cut"
	}
	return fmt.Sprint(call.Status)
}

func operationText(call *client.Call) string {
	if call.Operation == "" {
		return call.Method + " " + call.Path
	}
	return call.Operation
}

func targetText(call *client.Call) string {
	if call.Resource == "" || call.Resource == call.Mesh {
		return call.Mesh
	}
	return call.Mesh + "/" + call.Resource
}

// resultText returns the reason why a call failed, and other information about it.
func resultText(call *client.Call) string {
	var parts []string
	if call.Code != "" {
		parts = append(parts, call.Code)
	}
	if call.Rule != 0 {
		parts = append(parts, fmt.Sprintf("rule %d", call.Rule))
	}
	if call.Fault != "" {
		parts = append(parts, "injected by "+call.Fault)
	}
	if len(call.Ignored) > 0 {
		parts = append(parts, "ignored "+strings.Join(call.Ignored, ", "))
	}
	text := strings.Join(parts, ", ")
	if call.Hint != "" {
		text = strings.TrimPrefix(text+": "+call.Hint, ": ")
	}
	return text
}

// paintCalls returns a function that colours the status of calls.
func paintCalls(p painter) func(row, column int, text string) string {
	return func(_, column int, text string) string {
		switch {
		case column != 2:
			return text
		case strings.HasPrefix(text, "2"):
			return p.green(text)
		}
		return p.red(text)
	}
}

// detailWriter returns a function that writes the details of a call.
func (q *callQuery) detailWriter(call *client.Call) func(io.Writer, painter) error {
	return func(w io.Writer, p painter) error {
		var out strings.Builder
		line := func(label, text string) {
			fmt.Fprintf(&out, "%s %s\n", p.bold(fmt.Sprintf("%-9s", label)), meshtree.Printable(text))
		}
		result := statusText(call)
		if call.Code != "" {
			result += " " + call.Code
		}
		line("call", fmt.Sprintf("%d  %s  %s", call.Number, operationText(call), result))
		line("id", call.ID)
		took := time.Duration(call.Duration * float64(time.Second))
		line("time", fmt.Sprintf("%s, took %s", call.Time.UTC().Format(time.RFC3339Nano), took))
		line("caller", "account "+call.Account+", region "+call.Region)
		if call.Fault != "" {
			line("fault", call.Fault+": the response was injected")
		}
		if call.Rule != 0 {
			line("rule", ruleText(call.Rule))
		}
		if call.Hint != "" {
			line("hint", call.Hint)
		}
		for _, path := range call.Ignored {
			line("ignored", path)
		}
		line("request", call.Method+" "+call.Path)
		body(&out, call.Request, call.RequestBytes)
		line("response", result)
		body(&out, call.Response, call.ResponseBytes)
		q.commands(line, call)
		_, err := io.WriteString(w, out.String())
		return err
	}
}

// ruleText returns a rule as one line.
func ruleText(number int) string {
	for _, rule := range server.Rules() {
		if rule.Number == number {
			return fmt.Sprintf("%d (%s)  %s", number, rule.Basis, rule.Sentence)
		}
	}
	return fmt.Sprint(number)
}

// body writes the body of a message. JSON is indented.
func body(out *strings.Builder, text string, binary []byte) {
	if len(binary) > 0 {
		fmt.Fprintf(out, "          %d bytes that are not text\n", len(binary))
		return
	}
	var indented bytes.Buffer
	if json.Indent(&indented, []byte(text), "", "  ") == nil {
		text = indented.String()
	}
	for line := range strings.Lines(text) {
		out.WriteString("          " + meshtree.Printable(strings.TrimSuffix(line, "\n")) + "\n")
	}
}

// commands writes commands that repeat the call.
func (q *callQuery) commands(line func(label, text string), call *client.Call) {
	endpoint, socket, err := q.endpoint()
	if err != nil {
		return
	}
	if socket == "" && call.Operation != "" {
		line("aws", strings.TrimSpace(strings.ReplaceAll(awsCommand(endpoint, call), " \\\n  ", " ")))
	}
	line("curl", strings.TrimSpace(q.curlCommand(endpoint, socket, call)))
}

// awsCommand returns the command for the AWS CLI that repeats a call.
func awsCommand(endpoint string, call *client.Call) string {
	target := convert.Target{URL: endpoint, Account: call.Account, Region: call.Region}
	return target.RepeatWithCLI(serverCall(call))
}

// curlCommand returns the command for curl that repeats a call.
func (q *callQuery) curlCommand(endpoint, socket string, call *client.Call) string {
	var options []string
	if socket != "" {
		options = append(options, "--unix-socket", socket)
	}
	if q.caFile != "" {
		options = append(options, "--cacert", q.caFile)
	}
	return convert.Target{URL: endpoint}.RepeatWithCurl(serverCall(call), options...)
}

// isScript reports whether the output is a script that repeats the calls.
func (q *callQuery) isScript() bool {
	return slices.Contains([]string{"aws", "curl"}, q.output.format.word)
}

// writeScript writes commands that repeat calls.
func (q *callQuery) writeScript(w io.Writer, calls []client.Call) error {
	endpoint, socket, err := q.endpoint()
	if err != nil {
		return err
	}
	if socket != "" && q.output.format.word == "aws" {
		return badUsage("-o aws: the AWS CLI cannot connect to a socket; use -o curl")
	}
	var script strings.Builder
	for _, call := range calls {
		if q.output.format.word == "aws" {
			script.WriteString(awsCommand(endpoint, &call))
		} else {
			script.WriteString(q.curlCommand(endpoint, socket, &call))
		}
	}
	_, err = io.WriteString(w, script.String())
	return err
}

// serverCall returns the request of a call in the form of the server's journal.
func serverCall(call *client.Call) server.Call {
	return server.Call{
		Operation: server.OperationName(call.Operation), Account: call.Account, Region: call.Region,
		Method: call.Method, Path: call.Path, Request: cmp.Or(call.Request, string(call.RequestBytes)),
		Truncated: call.Truncated,
	}
}
