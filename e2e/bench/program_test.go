package bench

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// program is a server as a user starts it.
type program struct {
	command string
	args    func(host, port string) []string
	path    string
}

func mockProgram(binary string) program {
	return program{binary, func(host, port string) []string { return []string{"--addr", host + ":" + port} }, meshes}
}

// running is a program that was started, with the time until its first response in seconds,
// and its resident memory then in bytes.
type running struct {
	address           string
	started, resident float64
	stop              func()
}

// startProgram starts a program and waits for its first response.
func startProgram(b *testing.B, p program) running {
	b.Helper()
	srv := httptest.NewServer(nil) // for a port that is free
	address := srv.Listener.Addr().String()
	srv.Close()
	host, port, _ := strings.Cut(address, ":")
	command := exec.Command(p.command, p.args(host, port)...)
	began := time.Now()
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	stop := sync.OnceFunc(func() {
		command.Process.Kill() //nolint:errcheck // it may have ended
		command.Wait()         //nolint:errcheck // it was killed
	})
	b.Cleanup(stop)
	request, err := http.NewRequest(http.MethodGet, "http://"+address+p.path, nil)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Authorization", authorization)
	for deadline := time.Now().Add(time.Minute); ; {
		resp, err := oneRequestClient.Do(request)
		if err == nil {
			resp.Body.Close()
			break
		}
		if time.Now().After(deadline) {
			b.Fatalf("%s does not respond: %v", p.command, err)
		}
		time.Sleep(100 * time.Microsecond)
	}
	return running{address, time.Since(began).Seconds(), residentMemory(command.Process.Pid), stop}
}

// oneRequestClient opens a connection for each request.
var oneRequestClient = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

// residentMemory returns the resident memory of a process in bytes, 0 where there is no /proc.
func residentMemory(pid int) float64 {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)) // Linux only
	_, line, ok := strings.Cut(string(status), "VmRSS:")
	if !ok {
		return 0
	}
	kilobytes, _ := strconv.ParseFloat(strings.Fields(line)[0], 64)
	return kilobytes * 1024
}

// startAgain starts a program several times, and returns the median time until its first
// response, and its median resident memory then.
func startAgain(b *testing.B, p program, times int) (started, resident float64) {
	var all, memory []float64
	for range times {
		r := startProgram(b, p)
		r.stop()
		all, memory = append(all, r.started), append(memory, r.resident)
	}
	return median(all), median(memory)
}

// BenchmarkProgram measures the command, stripped as in a release: the time from its start
// to its first response, its memory then, and the size of the binary, which is all that the
// image contains.
func BenchmarkProgram(b *testing.B) {
	mockBinary, mockSize := build(b, "../..", "./cmd/appmesh-mock")
	floorBinary, floorSize := build(b, ".", "./testdata/floor")
	floor := program{floorBinary, func(host, port string) []string { return []string{host + ":" + port} }, "/"}
	times := short(50, 1)
	mockStart, mockMemory := startAgain(b, mockProgram(mockBinary), times)
	floorStart, floorMemory := startAgain(b, floor, times)
	results.add(row{
		"command: start to first response", duration(mockStart), duration(floorStart), ratio(mockStart, floorStart),
	})
	results.add(row{
		"command: resident memory then", megabytes(mockMemory), megabytes(floorMemory), ratio(mockMemory, floorMemory),
	})
	results.add(row{
		"command: binary, content of the image", megabytes(mockSize), megabytes(floorSize), ratio(mockSize, floorSize),
	})
}
