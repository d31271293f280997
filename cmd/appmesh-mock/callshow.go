package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/client"
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
		if truncated(call) {
			line("same", "the journal has only the beginning of the request, so it cannot be repeated")
		} else {
			q.commands(line, call)
		}
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

// truncated reports whether the journal may hold only the beginning of a request.
func truncated(call *client.Call) bool {
	return len(call.Request) >= server.MaxJournalBody || len(call.RequestBytes) >= server.MaxJournalBody
}

// commands writes commands that repeat the call.
func (q *callQuery) commands(line func(label, text string), call *client.Call) {
	endpoint, socket, err := q.endpoint()
	if err != nil {
		return
	}
	if input, err := client.Input(call); err == nil && socket == "" {
		line("aws", strings.Join([]string{
			"AWS_ACCESS_KEY_ID=" + call.Account, "AWS_SECRET_ACCESS_KEY=secret", "aws", "appmesh",
			dashed(call.Operation),
			"--endpoint-url", quoteSh(endpoint), "--region", quoteSh(call.Region),
			"--cli-input-json", quoteSh(typed(string(input))),
		}, " "))
	}
	curl := []string{"curl", "-X", quoteSh(call.Method), "--path-as-is", quoteSh(endpoint + call.Path)}
	if socket != "" {
		curl = append(curl, "--unix-socket", quoteSh(socket))
	}
	if q.caFile != "" {
		curl = append(curl, "--cacert", quoteSh(q.caFile))
	}
	credential := call.Account + "/20190125/" + call.Region + "/appmesh/aws4_request"
	curl = append(curl, "-H", quoteSh("Authorization: AWS4-HMAC-SHA256 Credential="+credential+
		", SignedHeaders=host, Signature=0"))
	if call.Request != "" || call.RequestBytes != nil {
		var content bytes.Buffer
		if json.Compact(&content, []byte(call.Request)) != nil {
			line("curl", "the body is not JSON, so it cannot be typed")
			return
		}
		curl = append(curl, "-H", "'Content-Type: application/json'", "--data-binary", quoteSh(typed(content.String())))
	}
	line("curl", strings.Join(curl, " "))
}

// typed returns compact JSON in which characters that cannot be typed are escaped.
func typed(text string) string {
	var out strings.Builder
	for _, c := range text {
		if unicode.IsPrint(c) {
			out.WriteRune(c)
			continue
		}
		for _, unit := range utf16.Encode([]rune{c}) {
			fmt.Fprintf(&out, `\u%04x`, unit)
		}
	}
	return out.String()
}

// dashed returns the name of an operation in the AWS CLI: CreateVirtualNode is
// create-virtual-node.
func dashed(operation string) string {
	var out strings.Builder
	for i, c := range operation {
		if 'A' <= c && c <= 'Z' && i > 0 {
			out.WriteByte('-')
		}
		out.WriteRune(c)
	}
	return strings.ToLower(out.String())
}
