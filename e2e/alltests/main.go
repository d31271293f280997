// Alltests runs the tests of all modules of the project, and shows their progress: a line for
// each package that ends, the output of failed tests, and every 30 seconds the tests that still
// run. Its last line lists the reasons of skipped tests.
//
//	go -C e2e run ./alltests
//
// Flags of go test come from GOFLAGS. The exit code is 1 if a test failed.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// modules are the folders of the modules, from this one's.
var modules = []string{"..", ".", "../cmd/appmesh-mock-ads"}

// quiet is the time without a line after which the running tests are listed.
const quiet = 30 * time.Second

func main() {
	r := newReport(os.Stdout, time.Now)
	failed := false
	for _, module := range modules {
		if err := test(module, r); err != nil {
			fmt.Fprintf(os.Stderr, "tests of module %s: %v\n", module, err)
			failed = true
		}
	}
	r.finish()
	if failed {
		os.Exit(1)
	}
}

// test runs the tests of a module. The error is that of the go command.
func test(module string, r *report) error {
	command := exec.Command("go", "test", "-json", "./...")
	command.Dir, command.Stderr = module, os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	events := make(chan event)
	go read(out, events)
	ticker := time.NewTicker(quiet)
	defer ticker.Stop()
	for events != nil {
		select {
		case e, more := <-events:
			if !more {
				events = nil
			} else if r.add(e) {
				ticker.Reset(quiet)
			}
		case <-ticker.C:
			r.running()
		}
	}
	return command.Wait()
}

// read sends the events of go test -json, and closes the channel at the end.
func read(r io.Reader, events chan<- event) {
	defer close(events)
	decoder := json.NewDecoder(r)
	for {
		var e event
		if err := decoder.Decode(&e); err != nil {
			if !errors.Is(err, io.EOF) {
				events <- event{Action: "build-output", Output: fmt.Sprintf("go test -json: %v\n", err)}
				io.Copy(io.Discard, r) //nolint:errcheck // go test must not wait for a reader
			}
			return
		}
		events <- e
	}
}
