package docs

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// source runs a script in the shell, and returns its exit code and its output to stdout and
// stderr. It returns an error if the shell ended or the time ran out. Then the shell and all
// processes of its group are killed.
func (s *Session) source(script string) (output string, code int, err error) {
	s.t.Helper()
	s.n++
	file := s.write(fmt.Sprintf("step-%d", s.n), script, 0o600)
	s.pipe.SetReadDeadline(time.Now().Add(s.timeout)) //nolint:errcheck // pipes have deadlines
	select {
	case <-s.ended: // maybe before this deadline replaced that of wait
		s.drain()
	default:
	}
	const sentinel = "\x1f"
	//nolint:errcheck // ReadString fails if the shell has ended
	fmt.Fprintf(s.in, ". %s </dev/null; printf '"+sentinel+"%%d"+sentinel+"' $?\n", file)
	output, err = s.out.ReadString(sentinel[0])
	if err != nil {
		return output, 0, s.readError(err)
	}
	status, err := s.out.ReadString(sentinel[0])
	if err != nil {
		return output, 0, s.readError(err)
	}
	_, err = fmt.Sscanf(status, "%d", &code)
	return strings.TrimSuffix(output, sentinel), code, err
}

// readError ends the session after a failed read, and returns its reason.
func (s *Session) readError(err error) error {
	late := errors.Is(err, os.ErrDeadlineExceeded)
	select {
	case <-s.ended:
		if late {
			return fmt.Errorf("%w, but a process that it started keeps the output open", errEnded)
		}
		return errEnded
	default:
	}
	s.kill()
	if late {
		return fmt.Errorf("the script was stopped after %v", s.timeout)
	}
	return errors.Join(errEnded, err)
}

// mustSource runs a script that must succeed, and returns its output.
func (s *Session) mustSource(script string) string {
	s.t.Helper()
	output, code, err := s.source(script)
	if err != nil || code != 0 {
		s.t.Fatalf("exit %d, %v, of\n%s\n%s", code, err, script, output)
	}
	return output
}

// wait waits for the end of the shell. A process that the shell started can hold the pipe open
// for longer, even after the group was killed, because it may be in another group. So wait
// also bounds the time for reading.
func (s *Session) wait(bash *exec.Cmd) {
	bash.Wait() //nolint:errcheck // the scripts report their exit codes
	s.kill()
	close(s.ended)
	s.drain()
}

// drain bounds the time for reading the rest of the output.
func (s *Session) drain() {
	s.pipe.SetReadDeadline(time.Now().Add(drainTime)) //nolint:errcheck // pipes have deadlines
}

// environment returns the environment of the shell. It has no variables that configure clients
// and servers, except for those that stop them from reading files of the user.
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

// awsShim returns a script that runs the AWS CLI. Versions before 1.29 and 2.13 ignore
// AWS_ENDPOINT_URL_APP_MESH, so the script passes its value as an option.
func awsShim() string {
	path, err := exec.LookPath("aws")
	if err != nil {
		return "#!/bin/sh\necho 'aws: install it with: apt-get install awscli' >&2\nexit 127\n"
	}
	version, _ := exec.Command(path, "--version").Output() //nolint:errcheck // no version counts as an old one
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
