package main

import (
	"bytes"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

const sixEntries = `
- {meshName: apps}
- {meshName: apps, virtualNodeName: n1, spec: {}}
- {meshName: apps, virtualNodeName: n2, spec: {}}
- {meshName: apps, virtualNodeName: n3, spec: {}}
- {meshName: apps, virtualNodeName: n4, spec: {}}
- {meshName: apps, virtualNodeName: n5, spec: {}}
`

func TestAnInterruptedImportReportsWhatItHasChangedAndCanBeContinued(t *testing.T) {
	t.Parallel()
	s := startRemote(t, "empty", server.Options{})
	fault := server.Fault{
		Calls: server.CallFilter{Operation: server.CreateVirtualNode}, Nth: 3,
		Delay: server.MaxDelay, Code: server.InternalServerErrorException,
	}
	if _, err := s.api.Inject(fault); err != nil {
		t.Fatal(err)
	}
	seed := tempFolder(t, map[string]string{"seed.yaml": sixEntries}) + "/seed.yaml"
	cmd := command(nil, "import", seed, "--server", s.url)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(timeout, func() { cmd.Process.Kill() })
	defer timer.Stop()
	for deadline := time.Now().Add(timeout); s.api.Faults()[0].Matched < 3; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the import has not come to the third node")
		}
	}
	cmd.Process.Signal(syscall.SIGINT)
	cmd.Wait() //nolint:errcheck // the exit code is checked
	const want = "appmesh-mock: interrupted: 3 of 6 changes were made; import with --update does the rest\n"
	if code := cmd.ProcessState.ExitCode(); code != exitError || stderr.String() != want || stdout.Len() != 0 {
		t.Errorf("exit %d, stdout %q, stderr %q", code, stdout.String(), stderr.String())
	}
	s.api.ClearFaults()
	if got := mustRun(t, nil, "import", seed, "--update", "--server", s.url); got != "3 create, 3 unchanged\n" {
		t.Error(got)
	}
}

func TestAnImportShowsNoProgressOutsideOfATerminal(t *testing.T) {
	t.Parallel()
	s := startRemote(t, "empty", server.Options{})
	cmd := command(nil, "import", "-", "--server", s.url)
	cmd.Stdin = strings.NewReader(sixEntries)
	if out, err := cmd.CombinedOutput(); err != nil || string(out) != "6 operations were run\n" {
		t.Errorf("%v %q", err, out)
	}
}
