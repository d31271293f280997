package docs

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// timeout bounds one snippet, generously: it may compile.
const timeout = 10 * time.Minute

// Session is a shell in which the commands of a document are typed one after the other. The
// built command is in its path, and a server of its own is running: at the port that the
// session puts in the place of 4600.
type Session struct {
	t    testing.TB
	dir  string            // for what the session itself needs
	ours *strings.Replacer // puts the session's ports and folder in the place of those of the documents
	port string
	in   io.Writer
	out  *bufio.Reader
	end  context.CancelFunc // ends the shell and all that it started
	n    int
}

// NewSession starts a shell in a folder, and ends it with the test. The variables are added
// to its environment.
func NewSession(t testing.TB, binary, folder string, variables ...string) *Session {
	t.Helper()
	s := &Session{t: t, dir: t.TempDir()}
	ctx, cancel := context.WithCancel(context.Background())
	bash := exec.CommandContext(ctx, "bash", "--norc", "--noprofile")
	bash.Dir, bash.Env = folder, append(s.environment(binary), variables...)
	bash.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	bash.Cancel = func() error { return syscall.Kill(-bash.Process.Pid, syscall.SIGKILL) }
	bash.WaitDelay = time.Second
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
	s.out, s.end = bufio.NewReader(reader), cancel
	t.Cleanup(func() {
		cancel()
		bash.Wait()    //nolint:errcheck // it was killed
		reader.Close() //nolint:errcheck // it is only read
	})
	s.begin()
	return s
}

// prelude defines the functions of the shell that stop the last server and start another.
// The first takes any free port, and those after it the same.
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
	output, code := s.source(prelude)
	found := regexp.MustCompile(`http://127\.0\.0\.1:(\d+)`).FindStringSubmatch(output)
	if code != 0 || found == nil {
		s.t.Fatalf("the server did not start: exit %d\n%s", code, output)
	}
	s.port = found[1]
	s.ours = strings.NewReplacer("4600", s.port, "4601", s.free(), "/tmp/", s.dir+"/")
	s.source("export APPMESH_MOCK_ADDR=127.0.0.1:" + s.port + " APPMESH_MOCK_SERVER=http://127.0.0.1:" + s.port)
}

// free returns a port on which nothing listens.
func (s *Session) free() string {
	s.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	defer listener.Close()                                    //nolint:errcheck // nobody has connected
	_, port, _ := net.SplitHostPort(listener.Addr().String()) //nolint:errcheck // an address has a port
	return port
}

// environment returns an environment without the variables that configure clients and servers, and with
// what keeps them from looking around.
func (s *Session) environment(binary string) []string {
	var env []string
	for _, each := range os.Environ() {
		name, _, _ := strings.Cut(each, "=")
		if !strings.HasPrefix(name, "APPMESH_MOCK_") && !strings.HasPrefix(name, "AWS_") &&
			!strings.HasSuffix(strings.ToLower(name), "_proxy") && name != "PATH" {
			env = append(env, each)
		}
	}
	bin := filepath.Join(s.dir, "bin")
	s.write("bin/aws", awsShim(), 0o755)
	s.write("plain/.curlrc", curlrc, 0o644)
	s.write("strict/.curlrc", curlrc+"fail-with-body\n", 0o644)
	if err := os.Symlink(binary, filepath.Join(bin, "appmesh-mock")); err != nil {
		s.t.Fatal(err)
	}
	none := filepath.Join(s.dir, "none")
	return append(env, "PATH="+bin+":"+os.Getenv("PATH"), "SESSION="+s.dir, "AWS_PAGER=",
		"AWS_CONFIG_FILE="+none, "AWS_SHARED_CREDENTIALS_FILE="+none, "AWS_EC2_METADATA_DISABLED=true",
		"AWS_REQUEST_CHECKSUM_CALCULATION=when_required", "TMPDIR="+s.dir)
}

// curlrc makes curl behave as in a terminal.
const curlrc = "silent\nshow-error\nnoproxy = *\nmax-time = 30\n"

// awsShim returns a script that runs the AWS CLI. Those before 1.29 and 2.13 do not look at
// AWS_ENDPOINT_URL_APP_MESH, so the script gives them the option that they do look at.
func awsShim() string {
	path, err := exec.LookPath("aws")
	if err != nil {
		return "#!/bin/sh\necho 'aws: install it with: apt-get install awscli' >&2\nexit 127\n"
	}
	version, _ := exec.Command(path, "--version").Output() //nolint:errcheck // then it is taken for an old one
	var major, minor int
	fmt.Sscanf(string(version), "aws-cli/%d.%d.", &major, &minor) //nolint:errcheck // the same
	option := `--endpoint-url "${AWS_ENDPOINT_URL_APP_MESH:?is not set}" `
	if major == 1 && minor >= 29 || major == 2 && minor >= 13 {
		option = ""
	}
	return "#!/bin/sh\nexec " + path + " " + option + `"$@"` + "\n"
}

func (s *Session) write(name, text string, mode os.FileMode) string {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	err := os.MkdirAll(filepath.Dir(path), 0o755)
	if err == nil {
		err = os.WriteFile(path, []byte(text), mode)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return path
}

// source runs a script in the shell and returns what it wrote, to either stream, and its exit
// code: -1 if the shell itself ended.
func (s *Session) source(script string) (output string, code int) {
	s.t.Helper()
	s.n++
	file := s.write(fmt.Sprintf("step-%d", s.n), script, 0o600)
	timer := time.AfterFunc(timeout, func() {
		s.t.Errorf("stopped after %v:\n%s", timeout, script)
		s.end()
	})
	defer timer.Stop()
	const sentinel = "\x1f"
	//nolint:errcheck // a shell that has ended is noticed by ReadString
	fmt.Fprintf(s.in, ". %s </dev/null; printf '"+sentinel+"%%d"+sentinel+"' $?\n", file)
	output, err := s.out.ReadString(sentinel[0])
	if err != nil {
		return output, -1
	}
	status, err := s.out.ReadString(sentinel[0])
	if _, failed := fmt.Sscanf(status, "%d", &code); err != nil || failed != nil {
		return output, -1
	}
	return strings.TrimSuffix(output, sentinel), code
}

// serving is a command line that starts a server and does not come back.
var serving = regexp.MustCompile(`(?m)^(?:go run \./cmd/appmesh-mock|appmesh-mock)((?: +--?[^&|;#\n]*)?)$`)

// typed returns commands as the session types them.
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

// background is a command line that starts a server beside the shell, where the session's is.
var background = regexp.MustCompile(`(?m)^appmesh-mock((?: +--[a-z]+[^&|;#\n]*)?) &$`)

// Run runs a script, each command of which must succeed, and returns what it wrote. A request
// of curl's that is refused is no success. A server that the script starts beside the shell
// stands in the place of the session's, and goes with all that the script has set.
func (s *Session) Run(script string) string {
	s.t.Helper()
	typed := "export CURL_HOME=$SESSION/strict\nset -eo pipefail\n" + s.typed(script) + "\nset +eo pipefail\n"
	if line := background.FindString(script); line != "" &&
		(strings.Contains(line, "4600") || !strings.Contains(line, "--addr")) {
		typed = background.ReplaceAllString(typed, "serve_$1")
		typed = "stop_ && (" + typed + "stop_) && serve_\n"
	}
	output, code := s.source(typed)
	if code != 0 {
		s.t.Fatalf("exit %d of\n%s\n%s", code, script, output)
	}
	return output
}

// Prompt types what stands behind each "$ ", and compares what is written with what follows
// it. A command for which an output is shown may fail. A file that is shown by cat, and is not
// there, is written: that is how a document says what stands in it.
func (s *Session) Prompt(console string) {
	s.t.Helper()
	s.source("export CURL_HOME=$SESSION/plain")
	for _, each := range exchanges(console) {
		if name, shown := strings.CutPrefix(strings.TrimSpace(each.command), "cat "); shown {
			s.source(fmt.Sprintf("[ -e %s ] || cat >%s <<'\x04'\n%s\x04\n", name, name, each.output))
		}
		output, code := s.source(s.typed(each.command))
		if code == -1 || code != 0 && each.output == "" {
			s.t.Fatalf("exit %d of\n%s\n%s", code, each.command, output)
		}
		if each.output == "" && strings.HasPrefix(s.typed(each.command), "serve_") {
			continue // that it is ready, need not be shown each time
		}
		if !Alike(s.ours.Replace(each.output), output) {
			s.t.Errorf("%s\nis shown with\n%s\nand writes\n%s", each.command, each.output, output)
		}
	}
}

type exchange struct{ command, output string }

// exchanges takes what a terminal shows apart.
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
