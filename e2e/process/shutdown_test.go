package process

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// rounds is the number of shutdowns, because a write is lost only by chance.
const rounds = 40

func TestShutdownSavesEveryAcknowledgedWrite(t *testing.T) {
	t.Parallel()
	acknowledged := 0
	for round := range rounds {
		file := filepath.Join(t.TempDir(), "state.json")
		grace := time.Duration(round%5) * 5 * time.Millisecond
		p := start(t, "--state-file", file, "--shutdown-timeout", grace.String(), "--log-level", "warn",
			// Faults delay some responses and some changes.
			"--fault", `{"operation":"Create*","every":3,"delay":"1ms","delayUpTo":"60ms","after":true}`,
			"--fault", `{"operation":"Create*","every":5,"delay":"1ms","delayUpTo":"60ms"}`)
		w := &writers{url: p.urls[0]}
		w.start(8)
		time.Sleep(time.Duration(10+rand.IntN(30)) * time.Millisecond)
		code := p.stop()
		names := w.wait()
		if code != 0 {
			t.Fatalf("round %d: exit %d: %s", round, code, p.output.String())
		}
		saved := read(t, file)
		for _, name := range names {
			if !strings.Contains(saved, `"`+name+`"`) {
				t.Errorf("round %d: mesh %s was acknowledged and is not saved", round, name)
			}
		}
		acknowledged += len(names)
	}
	if acknowledged < rounds {
		t.Errorf("only %d writes were acknowledged, which is too few for the test", acknowledged)
	}
}

// writers create meshes until the server ends.
type writers struct {
	url   string
	group sync.WaitGroup
	mu    sync.Mutex
	names []string // acknowledged
}

func (w *writers) start(n int) {
	for i := range n {
		w.group.Add(1)
		go func() {
			defer w.group.Done()
			client := &http.Client{Transport: &http.Transport{}, Timeout: timeout}
			defer client.CloseIdleConnections()
			for j := range 100_000 {
				name := fmt.Sprintf("m%d-%d", i, j)
				if !create(client, w.url, name) {
					return
				}
				w.mu.Lock()
				w.names = append(w.names, name)
				w.mu.Unlock()
			}
		}()
	}
}

func (w *writers) wait() []string {
	w.group.Wait()
	return w.names
}

// create creates a mesh, and reports whether the server acknowledged it.
func create(client *http.Client, url, name string) bool {
	request, err := http.NewRequest("PUT", url+"/v20190125/meshes", strings.NewReader(`{"meshName":"`+name+`"}`))
	if err != nil {
		return false
	}
	response, err := client.Do(request)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return err == nil && response.StatusCode == http.StatusOK
}
