package envoy

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// binary returns the path of Envoy, and skips the test if there is none.
func binary(t testing.TB) string {
	t.Helper()
	path, err := filepath.Abs("bin/envoy")
	if err == nil {
		if _, err = os.Stat(path); err == nil {
			return path
		}
	}
	if path, err = exec.LookPath("envoy"); err == nil {
		return path
	}
	harness.Unavailable(t, "there is no Envoy: run e2e/envoy/install.sh")
	return ""
}

// validations limits the number of concurrent validations.
var validations = make(chan struct{}, 2)

// validate returns the error with which Envoy rejects a static configuration, or "".
func validate(t testing.TB, config []byte) string {
	t.Helper()
	validations <- struct{}{}
	defer func() { <-validations }()
	file := filepath.Join(t.TempDir(), "config.json")
	if err := os.WriteFile(file, config, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(binary(t), "--mode", "validate", "-c", file, "--log-level", "warning").CombinedOutput()
	if err == nil {
		return ""
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

// certificates creates the files below /tls to which the data sets refer, once, and returns
// their folder.
var certificates = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "appmesh-mock-tls")
	if err != nil {
		return "", err
	}
	return dir, makeCertificates(dir)
})

// withFiles replaces the paths of certificates in a configuration by those of files that exist.
func withFiles(t testing.TB, config []byte) []byte {
	t.Helper()
	dir, err := certificates()
	if err != nil {
		t.Fatal(err)
	}
	return certificateFiles.ReplaceAllFunc(config, func(found []byte) []byte {
		file := "chain.pem"
		if bytes.Contains(found, []byte(`"private_key"`)) {
			file = "key.pem"
		}
		name, _, _ := bytes.Cut(found, []byte(`"filename":`))
		return append(append([]byte{}, name...), []byte(`"filename":"`+filepath.Join(dir, file)+`"}`)...)
	})
}
