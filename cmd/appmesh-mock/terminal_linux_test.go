package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// openTerminal returns both sides of a pseudo terminal: the output of a program to the second
// can be read from the first.
func openTerminal(t *testing.T) (screen, terminal *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo terminal: %v", err)
	}
	t.Cleanup(func() { screen.Close() })
	ioctl := func(request uintptr, value *int32) {
		if _, _, errno := syscall.Syscall(
			syscall.SYS_IOCTL,
			screen.Fd(),
			request,
			uintptr(unsafe.Pointer(value)),
		); errno != 0 {
			t.Skipf("no pseudo terminal: %v", errno)
		}
	}
	var locked, number int32
	ioctl(syscall.TIOCSPTLCK, &locked)
	ioctl(syscall.TIOCGPTN, &number)
	terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo terminal: %v", err)
	}
	t.Cleanup(func() { terminal.Close() })
	return screen, terminal
}

// onTerminal runs the command on a terminal, and returns its output.
func onTerminal(t *testing.T, env []string, stdin string, args ...string) string {
	t.Helper()
	screen, terminal := openTerminal(t)
	cmd := command(env, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), terminal, terminal
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(timeout, func() { cmd.Process.Kill() })
	defer timer.Stop()
	shown := make(chan string)
	go func() {
		data, _ := io.ReadAll(screen) // ends with EIO when the last program has closed the terminal
		shown <- string(data)
	}()
	err := cmd.Wait()
	terminal.Close()
	text := <-shown
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, text)
	}
	return text
}

func TestAnImportShowsItsProgressOnATerminal(t *testing.T) {
	t.Parallel()
	s := startRemote(t, "empty", server.Options{})
	got := onTerminal(t, nil, sixEntries, "import", "-", "--server", s.url)
	if !strings.Contains(got, "\r1 of 6\r2 of 6") ||
		!strings.HasSuffix(got, "\r6 of 6\r\n6 operations were run\r\n") {
		t.Errorf("%q", got)
	}
}

func TestColoursAreUsedOnATerminalOnlyAndNeverWithNoColor(t *testing.T) {
	t.Parallel()
	s := startRemote(t, "storefront", server.Options{})
	s.send("GET", "/v20190125/meshes/none", "")
	for _, args := range [][]string{
		{"tree"}, {"get", "all"}, {"calls"}, {"status"}, {"describe", "mesh/storefront/virtualNode/cart"},
	} {
		args = append(args, "--server", s.url)
		for env, colours := range map[string]bool{"TERM=xterm": true, "TERM=dumb": false, "NO_COLOR=1": false} {
			if got := onTerminal(t, []string{env}, "", args...); strings.Contains(got, "\x1b[") != colours {
				t.Errorf("%s %v: %q", env, args, got)
			}
		}
		if got := mustRun(t, nil, args...); strings.Contains(got, "\x1b") {
			t.Errorf("%v: colours in a pipe: %q", args, got)
		}
	}
}
