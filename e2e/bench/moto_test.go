package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// moto installs moto's server and returns it, or skips the benchmark.
func moto(b *testing.B) program {
	b.Helper()
	skip := func(reason string) {
		results.note("moto's server was not measured: " + reason)
		b.Skip(reason)
	}
	if testing.Short() {
		skip("it takes minutes to install, and this run is short")
	}
	ctx, cancel := context.WithTimeout(b.Context(), 5*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "bash", "moto.sh")
	var errors strings.Builder
	command.Stderr = &errors
	out, err := command.Output()
	if err != nil {
		skip(fmt.Sprintf("moto.sh cannot install it: %v %s", err, errors.String()))
	}
	path := strings.TrimSpace(string(out))
	results.note("moto's server: " + filepath.Base(filepath.Dir(filepath.Dir(path))))
	return program{path, func(host, port string) []string { return []string{"-H", host, "-p", port} }, meshes}
}

// BenchmarkMoto compares the command with moto's server: start, memory, and the operations
// on virtual nodes, over a connection for each request because moto closes it.
func BenchmarkMoto(b *testing.B) {
	other := moto(b)
	binary, _ := build(b, "../..", "./cmd/appmesh-mock")
	mock := mockProgram(binary)
	mockStart, mockMemory := startAgain(b, mock, 20)
	otherStart, otherMemory := startAgain(b, other, 5)
	results.add(row{
		"moto: start to first response", duration(mockStart), duration(otherStart), ratio(otherStart, mockStart),
	})
	results.add(row{
		"moto: resident memory then", megabytes(mockMemory), megabytes(otherMemory), ratio(otherMemory, mockMemory),
	})
	mockAddress := startProgram(b, mock).address
	otherAddress := startProgram(b, other).address
	for _, address := range []string{mockAddress, otherAddress} {
		send(b, address, "PUT", "", `{"meshName":"apps"}`)
	}
	created := 0
	for _, op := range []struct {
		name string
		send func(address string)
	}{
		{"create a virtual node", func(address string) {
			created++
			send(b, address, "PUT", "/apps/virtualNodes", fmt.Sprintf(
				`{"spec":{"listeners":[{"portMapping":{"port":80,"protocol":"http"}}],`+
					`"serviceDiscovery":{"dns":{"hostname":"cart.example.com"}}},"virtualNodeName":"node-%06d"}`, created))
		}},
		{"describe a virtual node", func(address string) { send(b, address, "GET", "/apps/virtualNodes/node-000001", "") }},
		{"list 100 virtual nodes", func(address string) { send(b, address, "GET", "/apps/virtualNodes?limit=100", "") }},
	} {
		var mine, theirs float64
		const requests = 300
		created = 0
		mine = seconds(requests, func() { op.send(mockAddress) })
		created = 0
		theirs = seconds(requests, func() { op.send(otherAddress) })
		results.add(row{"moto: " + op.name, duration(mine), duration(theirs), ratio(theirs, mine)})
	}
}

// send sends a request over a new connection.
func send(b *testing.B, address, method, path, body string) {
	b.Helper()
	request, err := http.NewRequest(method, "http://"+address+meshes+path, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Authorization", authorization)
	request.Header.Set("Content-Type", "application/json")
	resp, err := oneRequestClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	if text, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusOK {
		b.Fatalf("%s %s: %s %s", method, path, resp.Status, text)
	}
}
