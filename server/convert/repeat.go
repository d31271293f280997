package convert

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/jsondoc"
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/server/internal/quote"
)

// RepeatWithCLI returns the command for the AWS CLI that repeats a call, or a comment if there is
// none.
func (t Target) RepeatWithCLI(call server.Call) string {
	op := model.Lookup(string(call.Operation))
	switch {
	case op == nil:
		return comment(call, "no operation of App Mesh")
	case isTruncated(call):
		return comment(call, truncated)
	case !utf8.ValidString(call.Request):
		return comment(call, "the body is not UTF-8")
	}
	input, err := op.InputOf(call.Path, call.Request)
	if err != nil {
		return comment(call, err.Error())
	}
	if call.Request != "" { // encoding/json has accepted duplicate members
		if _, err := jsondoc.Read([]byte(call.Request)); err != nil {
			return comment(call, "the body is refused: "+err.Error())
		}
	}
	command, err := t.Command(op.Name, input)
	if err != nil {
		return comment(call, err.Error())
	}
	return command
}

// RepeatWithCurl returns the command for curl that repeats a call, or a comment if there is none.
// It claims the account and the region of the call, without a valid signature. The options are
// further words of the command.
func (t Target) RepeatWithCurl(call server.Call, options ...string) string {
	body, isText := bodyText(call.Request)
	switch {
	case isTruncated(call):
		return comment(call, truncated)
	case !isText:
		return comment(call, "the body is neither JSON nor a line of text")
	case !strings.HasPrefix(call.Path, "/"):
		return comment(call, "the target is not a path")
	}
	words := []string{"curl", "-X", call.Method, t.URL + escapedPath(call.Path)}
	if call.Method == "HEAD" {
		words, body = []string{"curl", "-I", words[3]}, "" // with -X, curl waits for a body
	}
	if strings.Contains(call.Path, "/.") {
		words = append(words, "--path-as-is")
	}
	words = append(words, options...)
	if call.Account != "" && call.Region != "" {
		words = append(words, "-H", "Authorization: AWS4-HMAC-SHA256 Credential="+call.Account+"/20190125/"+call.Region+
			"/appmesh/aws4_request, SignedHeaders=host, Signature=0")
	}
	if body != "" {
		data := "-d"
		if strings.HasPrefix(body, "@") { // with -d, the name of a file
			data = "--data-raw"
		}
		words = append(words, "-H", "Content-Type: application/json", data, body)
	}
	return quote.Command(words...)
}

const truncated = "the journal has only the beginning of the request"

// isTruncated reports whether the journal has only the beginning of the request.
func isTruncated(call server.Call) bool {
	return slices.ContainsFunc(call.Truncated, func(field string) bool {
		return slices.Contains([]string{"account", "region", "method", "path", "request"}, field)
	})
}

// comment returns a comment of a shell script that says why a call cannot be repeated.
func comment(call server.Call, reason string) string {
	line := call.Method + " " + escapedPath(call.Path) + ": " + reason
	return "# " + strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) {
			return unicode.ReplacementChar
		}
		return c
	}, line) + "\n"
}

// bodyText returns a body in a form that can be a word of a command, and whether it has one. Only
// JSON can be written without its line breaks.
func bodyText(body string) (string, bool) {
	if !isPrintable(body) && utf8.ValidString(body) && json.Valid([]byte(body)) {
		body = printable(json.RawMessage(body))
	}
	return body, isPrintable(body)
}

// escapedPath escapes the bytes of a path that curl would not send unchanged.
func escapedPath(path string) string {
	var out strings.Builder
	for _, c := range []byte(path) {
		if c <= ' ' || c > '~' || strings.IndexByte("[]{}#", c) >= 0 {
			fmt.Fprintf(&out, "%%%02X", c)
		} else {
			out.WriteByte(c)
		}
	}
	return out.String()
}
