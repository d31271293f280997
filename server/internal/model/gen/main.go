// Command gen generates the Go code of AWS's API model of App Mesh. It writes spec_gen.go
// and operations_gen.go to the current directory, which must be that of package model, and
// operationnames_gen.go to that of package server.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

// The Go module of AWS's SDK contains the final model of App Mesh.
const (
	module = "github.com/aws/aws-sdk-go@v1.55.8"
	file   = "models/apis/appmesh/2019-01-25/api-2.json"
	digest = "1e371643b03fd0ea8c40633b90c7cd4746c4352d9cccdafce254850f3944de58"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	data, err := fetch()
	if err != nil {
		log.Fatal(err)
	}
	f, err := generate(data)
	if err != nil {
		log.Fatal(err)
	}
	write("spec_gen.go", f.specs)
	write("operations_gen.go", f.operations)
	write("../../operationnames_gen.go", f.names)
}

func write(name string, data []byte) {
	if err := os.WriteFile(name, data, 0o644); err != nil {
		log.Fatal(err)
	}
}

// fetch downloads the module and returns the model in it. It runs outside of this module,
// so that no go.mod changes.
func fetch() ([]byte, error) {
	cmd := exec.Command("go", "mod", "download", "-json", module)
	cmd.Dir = os.TempDir()
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("downloading %s: %w", module, err)
	}
	var got struct{ Dir string }
	if err := json.Unmarshal(out, &got); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(got.Dir, filepath.FromSlash(file)))
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != digest {
		return nil, fmt.Errorf("%s is not the model that was expected: its sha256 is %x", file, sum)
	}
	return data, nil
}
