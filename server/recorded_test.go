package server_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/rules"
)

// TestRecordedSentencesAreWordForWord sends requests like those for which a sentence of the
// real service was published.
func TestRecordedSentencesAreWordForWord(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/recorded/sentences.json")
	if err != nil {
		t.Fatal(err)
	}
	var sentences []struct {
		Rule                                        int
		Source, Account, Region, Exception, Message string
		Setup                                       []rules.Request
		Request                                     rules.Request
	}
	if err := json.Unmarshal(data, &sentences); err != nil {
		t.Fatal(err)
	}
	if len(sentences) < 12 {
		t.Errorf("only %d sentences", len(sentences))
	}
	for _, s := range sentences {
		t.Run(fmt.Sprint(s.Rule), func(t *testing.T) {
			t.Parallel()
			srv := appmeshtest.Start(t, appmeshtest.WithAccount(cmp.Or(s.Account, server.DefaultAccount)),
				appmeshtest.WithRegion(cmp.Or(s.Region, server.DefaultRegion)))
			for _, step := range s.Setup {
				if w := sendRequest(t, srv, step); w.Code != http.StatusOK {
					t.Fatalf("setup %s: %d %s", step.Operation, w.Code, w.Body)
				}
			}
			w := sendRequest(t, srv, s.Request)
			var body struct{ Message string }
			if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
				t.Fatal(err)
			}
			if body.Message != s.Message || w.Header().Get("x-amzn-errortype") != s.Exception ||
				w.Header().Get("x-appmesh-mock-rule") != fmt.Sprint(s.Rule) {
				t.Errorf("%s (rule %s)\n got %s\nwant %s: %s", w.Header().Get("x-amzn-errortype"),
					w.Header().Get("x-appmesh-mock-rule"), body.Message, s.Exception, s.Message)
			}
		})
	}
}
