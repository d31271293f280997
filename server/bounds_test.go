package server_test

import (
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func TestTheJournalIsBoundedInBytes(t *testing.T) {
	t.Parallel()
	const calls = 200
	s := newServer(t, server.Options{Journal: calls})
	path := "/v20190125/meshes/" + strings.Repeat("x", 250_000)
	for range calls {
		r := httptest.NewRequest("DELETE", path, strings.NewReader(strings.Repeat("y", 300_000)))
		s.ServeHTTP(httptest.NewRecorder(), r)
	}
	kept := 0
	for _, c := range callsOf(t, s) {
		for _, text := range []string{c.Account, c.Region, c.Mesh, c.Resource, c.Method, c.Path, c.Fault, c.Hint} {
			if len(text) > server.MaxJournalText {
				t.Fatalf("a text of %d bytes", len(text))
			}
			kept += len(text)
		}
		if len(c.Request) > server.MaxJournalBody || len(c.Response) > server.MaxJournalBody {
			t.Fatalf("bodies of %d and %d bytes", len(c.Request), len(c.Response))
		}
		kept += len(c.Request) + len(c.Response)
		same(t, "what was cut", c.Truncated, []string{"path"})
	}
	if most := calls * (8*server.MaxJournalText + 2*server.MaxJournalBody); kept > most {
		t.Errorf("%d bytes are kept, at most %d are documented", kept, most)
	}
}

func TestLongPatternsAndUnknownNamesAreRefused(t *testing.T) {
	t.Parallel()
	s := newServer(t, server.Options{})
	for _, filter := range []server.CallFilter{
		{Mesh: strings.Repeat("*", 20_000)},
		{Operation: "DeleteMehs"},
		{Code: "NotFoundExeption"},
	} {
		if _, err := s.Calls(filter); err == nil {
			t.Errorf("%.60v is accepted", filter)
		}
		if _, err := s.Inject(server.Fault{Calls: filter, Delay: time.Second}); err == nil {
			t.Errorf("a fault for %.60v is accepted", filter)
		}
	}
}

func TestConcurrentAdvancesDoNotPassTheLatestTime(t *testing.T) {
	t.Parallel()
	clock := server.SteppingClock(server.LatestTime.Add(-150*time.Minute), 0)
	var done sync.WaitGroup
	var mu sync.Mutex
	accepted := 0
	for range 20 {
		done.Add(1)
		go func() {
			defer done.Done()
			if clock.Advance(time.Hour) == nil {
				mu.Lock()
				defer mu.Unlock()
				accepted++
			}
		}()
	}
	done.Wait()
	if accepted != 2 || !clock.Now().Before(server.LatestTime) {
		t.Errorf("%d of 20 advances were accepted, want 2; it is %v", accepted, clock.Now())
	}
}

func TestCallersCannotChangeRulesAndOperations(t *testing.T) {
	t.Parallel()
	server.Rules()[0].Sentence = "changed"
	server.Operations()[0].Errors[0] = "changed"
	faults, _ := server.Profile("slow")
	faults[0].Name = "changed"
	again, _ := server.Profile("slow")
	if server.Rules()[0].Sentence == "changed" || server.Operations()[0].Errors[0] == "changed" ||
		again[0].Name == "changed" {
		t.Error("a caller changed a table of the package")
	}
}
