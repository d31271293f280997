package docs

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	stepTimeout = 10 * time.Minute // of one script, which may compile
	drainTime   = 2 * time.Second  // for reading the output that is left when the shell has ended
)

// errEnded means that the shell ended before it had run a script to the end.
var errEnded = errors.New("the shell ended")

// Session is a shell that runs the commands of a document one after the other. The built
// command is in its path, and a server runs for it. The session replaces port 4600 of the
// documents by the port of this server.
type Session struct {
	t       testing.TB
	dir     string            // for the files of the session itself
	ours    *strings.Replacer // replaces the ports and the folder of the documents by those of the session
	port    string
	in      io.Writer
	pipe    *os.File // the output of the shell, which out reads
	out     *bufio.Reader
	kill    func()        // kills the shell and the processes of its group
	ended   chan struct{} // closed when the shell has ended
	timeout time.Duration // of one script
	n       int           // the number of scripts so far
}

// NewSession starts a shell in a folder, and ends it with the test. The variables are added
// to its environment.
func NewSession(t testing.TB, binary, folder string, variables ...string) *Session {
	t.Helper()
	s := &Session{t: t, dir: t.TempDir(), ended: make(chan struct{}), timeout: stepTimeout}
	bash := exec.Command("bash", "--norc", "--noprofile")
	bash.Dir, bash.Env = folder, append(s.environment(binary), variables...)
	bash.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	bash.Stdout, bash.Stderr = writer, writer
	if s.in, err = bash.StdinPipe(); err == nil {
		err = bash.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	writer.Close() //nolint:errcheck // the shell has its own
	s.pipe, s.out = reader, bufio.NewReader(reader)
	s.kill = func() { syscall.Kill(-bash.Process.Pid, syscall.SIGKILL) } //nolint:errcheck // it may have ended
	go s.wait(bash)
	t.Cleanup(func() {
		s.kill()
		<-s.ended
		reader.Close() //nolint:errcheck // it is only read
	})
	s.begin()
	return s
}

// prelude defines the functions of the shell that stop the last server and start another.
// The first server takes any free port, and the later ones the same.
const prelude = `
stop_() {
	[ -n "${server_:-}" ] || return 0
	kill "$server_" && wait "$server_" || {
		echo "the last server ended with $?"
		cat "$SESSION/server.log" "$SESSION/server.err"
		return 1
	}
	server_=
}
serve_() {
	local log=$SESSION/server.log errors=$SESSION/server.err
	stop_ || return 1
	: >"$log" >"$errors" # or the last server's would be read
	command appmesh-mock "$@" >>"$log" 2>>"$errors" &
	server_=$!
	until grep -q 'is ready' "$log"; do
		if ! kill -0 "$server_" 2>/dev/null; then cat "$log" "$errors"; server_=; return 1; fi
		sleep 0.02
	done
	cat "$log"
}
export APPMESH_MOCK_ADDR=127.0.0.1:0
serve_
`

func (s *Session) begin() {
	s.t.Helper()
	output := s.mustSource(prelude)
	found := regexp.MustCompile(`http://127\.0\.0\.1:(\d+)`).FindStringSubmatch(output)
	if found == nil {
		s.t.Fatalf("the server wrote no URL:\n%s", output)
	}
	s.port = found[1]
	s.ours = strings.NewReplacer("4600", s.port, "4601", s.free(), "/tmp/", s.dir+"/")
	s.mustSource("export APPMESH_MOCK_ADDR=127.0.0.1:" + s.port + " APPMESH_MOCK_SERVER=http://127.0.0.1:" + s.port)
}

// free returns a port on which nothing listens.
func (s *Session) free() string {
	s.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	defer listener.Close()                                    //nolint:errcheck // it accepted nothing
	_, port, _ := net.SplitHostPort(listener.Addr().String()) //nolint:errcheck // an address has a port
	return port
}

// serving matches a command line that starts a server in the foreground.
var serving = regexp.MustCompile(`(?m)^(?:go run \./cmd/appmesh-mock|appmesh-mock)((?: +--?[^&|;#\n]*)?)$`)

// typed returns the commands of a document in the form in which the session runs them.
func (s *Session) typed(commands string) string {
	commands = s.ours.Replace(commands)
	commands = serving.ReplaceAllStringFunc(commands, func(line string) string {
		if strings.Contains(line, "--help") {
			return line
		}
		return serving.ReplaceAllString(line, "serve_$1")
	})
	return strings.ReplaceAll(commands, "go run ./cmd/appmesh-mock", "appmesh-mock")
}

// background matches a command line that starts a server in the background, at the address of the session's server.
var background = regexp.MustCompile(`(?m)^appmesh-mock((?: +--[a-z]+[^&|;#\n]*)?) &$`)

// Run runs a script, each command of which must succeed, and returns its output. A command
// with curl fails if the server refuses the request. If the script starts a server in the
// background, this server replaces the session's until the end of the script, and the
// variables that the script sets are lost.
func (s *Session) Run(script string) string {
	s.t.Helper()
	typed := "export CURL_HOME=$SESSION/strict\nset -eo pipefail\n" + s.typed(script) + "\nset +eo pipefail\n"
	if line := background.FindString(script); line != "" &&
		(strings.Contains(line, "4600") || !strings.Contains(line, "--addr")) {
		typed = background.ReplaceAllString(typed, "serve_$1")
		typed = "stop_ && (" + typed + "stop_) && serve_\n"
	}
	output, code, err := s.source(typed)
	if err != nil {
		s.t.Fatalf("%v:\n%s\n%s", err, script, output)
	}
	if code != 0 {
		s.t.Fatalf("exit %d of\n%s\n%s", code, script, output)
	}
	return output
}

// Prompt runs the command after each "$ ", and compares its output with the output that
// follows it. A command for which an output is shown may fail. If the document shows a file
// with cat, and the file does not exist, Prompt writes the file.
func (s *Session) Prompt(console string) {
	s.t.Helper()
	s.mustSource("export CURL_HOME=$SESSION/plain")
	for _, each := range exchanges(console) {
		if name, shown := strings.CutPrefix(strings.TrimSpace(each.command), "cat "); shown {
			s.mustSource(fmt.Sprintf("[ -e %s ] || cat >%s <<'\x04'\n%s\x04\n", name, name, each.output))
		}
		output, code, err := s.source(s.typed(each.command))
		if err != nil {
			s.t.Fatalf("%v:\n%s\n%s", err, each.command, output)
		}
		if code != 0 && each.output == "" {
			s.t.Fatalf("exit %d of\n%s\n%s", code, each.command, output)
		}
		if each.output == "" && strings.HasPrefix(s.typed(each.command), "serve_") {
			continue // a document may leave out the ready line
		}
		if !Alike(s.ours.Replace(each.output), output) {
			s.t.Errorf("%s\nhas the documented output\n%s\nand wrote\n%s", each.command, each.output, output)
		}
	}
}

type exchange struct{ command, output string }

// exchanges returns the commands of a terminal session with their outputs.
func exchanges(console string) (all []exchange) {
	continued := false
	for line := range strings.Lines(console) {
		command, prompted := strings.CutPrefix(line, "$ ")
		switch {
		case prompted:
			all = append(all, exchange{command: command})
		case len(all) == 0:
			continue
		case continued:
			all[len(all)-1].command += line
		default:
			all[len(all)-1].output += line
			continue
		}
		continued = strings.HasSuffix(line, "\\\n")
	}
	return all
}
