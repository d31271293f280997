package server_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/server/internal/rules"
)

// sendRequest sends the request of an example to the server.
func sendRequest(t *testing.T, srv *appmeshtest.Server, example rules.Request) *httptest.ResponseRecorder {
	t.Helper()
	op := model.Lookup(example.Operation)
	if op == nil {
		t.Fatalf("there is no operation %s", example.Operation)
	}
	request, err := op.Request(example.Input)
	if err != nil {
		t.Fatalf("%s %s: %v", example.Operation, example.Input, err)
	}
	url := request.Path
	if len(request.Query) > 0 {
		url += "?" + request.Query.Encode()
	}
	w := httptest.NewRecorder()
	srv.Handler().ServeHTTP(w, httptest.NewRequest(request.Method, url, strings.NewReader(string(request.Body))))
	return w
}

// TestExamplesBreakAndKeepTheirRules sends the examples of all rules to a server, and
// those of rules that can be relaxed also to a server on which they are.
func TestExamplesBreakAndKeepTheirRules(t *testing.T) {
	t.Parallel()
	examples := 0
	for _, rule := range rules.All() {
		e := rule.Example
		if e.IsZero() || rule.Number == 110 { // needs strict mode: TestStrictRefusesUnknownMembers in package model
			continue
		}
		examples++
		t.Run(fmt.Sprint(rule.Number), func(t *testing.T) {
			t.Parallel()
			run := func(request rules.Request, options ...appmeshtest.Option) *httptest.ResponseRecorder {
				srv := appmeshtest.Start(t, options...)
				for _, step := range e.Setup {
					if w := sendRequest(t, srv, step); w.Code != http.StatusOK {
						t.Fatalf("setup %s: %d %s", step.Operation, w.Code, w.Body)
					}
				}
				return sendRequest(t, srv, request)
			}
			w := run(e.Breaks)
			if got := w.Header().Get("x-appmesh-mock-rule"); w.Code < 400 || got != fmt.Sprint(rule.Number) {
				t.Errorf("%s %s breaks rule %q: %d %s", e.Breaks.Operation, e.Breaks.Input, got, w.Code, w.Body)
			}
			if w := run(e.Keeps); w.Code != http.StatusOK {
				t.Errorf("%s %s is refused: %d %s", e.Keeps.Operation, e.Keeps.Input, w.Code, w.Body)
			}
			if rule.Relaxed == "" {
				return
			}
			if w := run(e.Breaks, appmeshtest.WithRelax(rule.Number)); w.Code != http.StatusOK {
				t.Errorf("relaxed, %s %s is refused: %d %s", e.Breaks.Operation, e.Breaks.Input, w.Code, w.Body)
			}
		})
	}
	if examples < 30 {
		t.Errorf("only %d rules have an example", examples)
	}
}

func TestLinksOfRulesAreHeadingsOfBEHAVIOUR(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile("BEHAVIOUR.md")
	if err != nil {
		t.Fatal(err)
	}
	fragments := map[string]string{}
	for _, heading := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(string(document), -1) {
		fragment := strings.ToLower(strings.ReplaceAll(heading[1], " ", "-"))
		fragments["server/BEHAVIOUR.md#"+regexp.MustCompile(`[^a-z0-9\-]`).ReplaceAllString(fragment, "")] = heading[0]
	}
	sections := regexp.MustCompile(`(?m)^## `).Split(string(document), -1)
	for _, rule := range server.Rules() {
		if fragments[rule.Link()] == "" {
			t.Errorf("rule %d: there is no heading %s", rule.Number, rule.Link())
		}
		// The section of the rule cites its number, in a list such as "rules 15, 16 and 64".
		cited := false
		for _, section := range sections {
			title, _, _ := strings.Cut(section, "\n")
			if strings.ToLower(strings.ReplaceAll(title, " ", "-")) == rule.Topic {
				cited = regexp.MustCompile(fmt.Sprintf(`(?is)\brules? [^.)]*\b%d\b`, rule.Number)).MatchString(section)
			}
		}
		if !cited {
			t.Errorf("rule %d: the section %s does not cite it", rule.Number, rule.Link())
		}
	}
}

// Each rule can be found in the code: in a comment such as "rules 15, 16 and 80 to 89", or as
// a constant such as ruleNames = 15.
func TestEachRuleIsCitedByTheCode(t *testing.T) {
	t.Parallel()
	list := regexp.MustCompile(`[Rr]ules? (\d+(?:(?:, | and |, and | or | to )\d+)*)|\brule\w+ += (\d+)`)
	item := regexp.MustCompile(`(\d+)(?: to (\d+))?`)
	cited := map[int]bool{}
	for path := range sources(t) {
		if within(path, "server/internal/rules") {
			continue
		}
		code, err := os.ReadFile(filepath.Join("..", path))
		if err != nil {
			t.Fatal(err)
		}
		// A list may continue on the next line.
		lines := regexp.MustCompile(`\n\s*//`).ReplaceAllString(string(code), "")
		for _, found := range list.FindAllStringSubmatch(lines, -1) {
			for _, each := range item.FindAllStringSubmatch(found[1]+found[2], -1) {
				first, _ := strconv.Atoi(each[1])
				last, err := strconv.Atoi(each[2])
				if err != nil {
					last = first
				}
				for n := first; n <= last; n++ {
					cited[n] = true
				}
			}
		}
	}
	for _, rule := range server.Rules() {
		if !cited[rule.Number] {
			t.Errorf("no code cites rule %d: %s", rule.Number, rule.Sentence)
		}
	}
}
