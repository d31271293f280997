package process

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// The test replaces a container engine: it runs the commands of the Dockerfile on the files that
// .dockerignore includes, and starts the result as the user of the image in a read-only root.

const project = "../.."

// image is a stage of the Dockerfile that starts from scratch.
type image struct {
	root       string
	user       string
	env        []string
	entrypoint string
	health     []string
}

var instruction = struct{ from, run, cp, other, word *regexp.Regexp }{
	from:  regexp.MustCompile(`^FROM (\S+)(?: AS (\S+))?$`),
	run:   regexp.MustCompile(`^RUN (.+)$`),
	cp:    regexp.MustCompile(`^COPY --from=\S+ (?:--chown=(\d+):(\d+) )?/out/(\S+) (/\S+)$`),
	other: regexp.MustCompile(`^(USER|ENV|ENTRYPOINT|HEALTHCHECK.* CMD) (.+)$`),
	word:  regexp.MustCompile(`"([^"]+)"`),
}

// build runs the Dockerfile, and returns its images by their stages; the last one has no name.
func build(t *testing.T) map[string]*image {
	t.Helper()
	dir, out := sources(t), t.TempDir()
	images := map[string]*image{}
	var current *image
	for line := range strings.Lines(read(t, project+"/Dockerfile")) {
		line = strings.TrimSuffix(line, "\n")
		if found := instruction.from.FindStringSubmatch(line); found != nil {
			current = nil
			if found[1] == "scratch" {
				current = &image{root: filepath.Join(t.TempDir(), "root")}
				images[found[2]] = current
				mkdir(t, current.root)
			}
		} else if found := instruction.run.FindStringSubmatch(line); found != nil {
			cmd := exec.Command("sh", "-c", strings.ReplaceAll(found[1], "/out/", out+"/"))
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "GOFLAGS=") // the tests may run with -race
			if text, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v\n%s", line, err, text)
			}
		} else if current != nil {
			current.add(t, line, out)
		}
	}
	return images
}

// add applies an instruction to an image.
func (i *image) add(t *testing.T, line, out string) {
	t.Helper()
	if found := instruction.cp.FindStringSubmatch(line); found != nil {
		from, to := filepath.Join(out, found[3]), filepath.Join(i.root, found[4])
		if text, err := exec.Command("cp", "-r", from, to).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", line, err, text)
		}
		if found[1] != "" {
			chown(t, to, found[1], found[2])
		}
		return
	}
	found := instruction.other.FindStringSubmatch(line)
	if found == nil {
		return
	}
	var words []string
	for _, each := range instruction.word.FindAllStringSubmatch(found[2], -1) {
		words = append(words, each[1])
	}
	switch kind, _, _ := strings.Cut(found[1], " "); kind {
	case "USER":
		i.user = found[2]
	case "ENV":
		i.env = append(i.env, found[2])
	case "ENTRYPOINT":
		i.entrypoint = words[0]
	case "HEALTHCHECK":
		i.health = words
	}
}

// sources returns a copy of the files that .dockerignore includes.
func sources(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for line := range strings.Lines(read(t, project+"/.dockerignore")) {
		name, included := strings.CutPrefix(strings.TrimSpace(line), "!")
		if !included {
			continue
		}
		if text, err := exec.Command("cp", "-r", filepath.Join(project, name), folder).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
	}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && (entry.Name() == "testdata" || strings.HasSuffix(path, "_test.go")) {
			err = os.RemoveAll(path)
			if err == nil && entry.IsDir() {
				err = filepath.SkipDir
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// container is a process in a root and a network of its own.
type container struct {
	*image
	t      *testing.T
	cmd    *exec.Cmd
	output syncBuffer
}

// inContainer mounts the root read-only and the volumes, each as TARGET=SOURCE[=ro], into it.
const inContainer = `set -eu
root=$1 user=$2; shift 2
mount --make-rprivate /
mount --bind "$root" "$root"
for volume in ${VOLUMES:-}; do
	target=${volume%%=*} source=${volume#*=}
	mount --bind "${source%=ro}" "$root$target"
	case $source in *=ro) mount -o remount,ro,bind "$root$target" ;; esac
done
mount -o remount,ro,bind "$root"
ip link set lo up
exec chroot --userspec="$user" "$root" "$@"`

// run starts a container. Its process takes signals itself.
func (i *image) run(t *testing.T, volumes string, env ...string) *container {
	t.Helper()
	c := &container{image: i, t: t}
	c.cmd = exec.Command("unshare", "--mount", "--net", "sh", "-c", inContainer, "sh", i.root, i.user, i.entrypoint)
	c.cmd.Env = slices.Concat([]string{"PATH=" + os.Getenv("PATH"), "VOLUMES=" + volumes}, i.env, env)
	c.cmd.Stdout, c.cmd.Stderr = &c.output, &c.output
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.cmd.Process.Kill() })
	return c
}

// exec runs a command in the container, as its user.
func (c *container) exec(args ...string) (string, error) {
	c.t.Helper()
	cmd := exec.Command("nsenter", append([]string{"--target", strconv.Itoa(c.cmd.Process.Pid), "--mount", "--net",
		"chroot", "--userspec=" + c.user, c.root}, args...)...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH")}, c.env...)
	text, err := cmd.CombinedOutput()
	return string(text), err
}

// isolated reports whether the process has left the network of the test, in which another server
// may listen on the same port.
func (c *container) isolated() bool {
	own, err := os.Readlink(fmt.Sprintf("/proc/%d/ns/net", c.cmd.Process.Pid))
	outer, outerErr := os.Readlink("/proc/self/ns/net")
	return err == nil && outerErr == nil && own != outer
}

// healthy waits until the health check of the image succeeds.
func (c *container) healthy() {
	c.t.Helper()
	deadline := time.Now().Add(timeout)
	for {
		text, err := "", errors.New("the process has no network of its own yet")
		if c.isolated() {
			text, err = c.exec(append(slices.Clone(c.health), "--wait", "30s")...)
		}
		if err == nil {
			break
		}
		if time.Now().After(deadline) { // at first the mounts may not exist
			c.t.Fatalf("%v %s\n%s", err, text, c.output.String())
		}
		time.Sleep(20 * time.Millisecond)
	}
	if text, err := c.exec(c.health...); err != nil {
		c.t.Errorf("the health check of the image: %v %s", err, text)
	}
}

// stop sends SIGTERM, as docker stop does, and expects exit code 0.
func (c *container) stop() {
	c.t.Helper()
	timer := time.AfterFunc(timeout, func() { c.cmd.Process.Kill() })
	defer timer.Stop()
	c.cmd.Process.Signal(syscall.SIGTERM)
	if err := c.cmd.Wait(); err != nil {
		c.t.Fatalf("after SIGTERM: %v\n%s", err, c.output.String())
	}
}

func needsNamespaces(t *testing.T) {
	t.Helper()
	const script = "mount --make-rprivate / && ip link set lo up && nsenter --version && chroot --version"
	if out, err := exec.Command("unshare", "--mount", "--net", "sh", "-c", script).CombinedOutput(); err != nil {
		t.Skipf("no namespaces can be made here, which needs root, util-linux and iproute2: %v %s", err, out)
	}
}

func TestTheImagesOfTheDockerfile(t *testing.T) {
	t.Parallel()
	needsNamespaces(t)
	images := build(t)
	server, bridge := images[""], images["ads"]
	if entries, err := os.ReadDir(server.root); err != nil || len(entries) != 2 {
		t.Errorf("the image has %v %v, want the binary and /state", entries, err)
	}
	mkdir(t, filepath.Join(server.root, "seed")) // an engine makes the folders that it mounts on
	t.Run("keeps its state in a new volume", func(t *testing.T) { t.Parallel(); keepsItsState(t, server) })
	t.Run("takes seeds from a mount", func(t *testing.T) { t.Parallel(); takesSeeds(t, server) })
	t.Run("cannot write to its root", func(t *testing.T) { t.Parallel(); cannotWrite(t, server) })
	t.Run("serves Envoys as a bridge", func(t *testing.T) { t.Parallel(); servesEnvoys(t, bridge) })
}

func keepsItsState(t *testing.T, server *image) {
	// A new volume gets the content and the owner of the folder that it is mounted on.
	volume := filepath.Join(t.TempDir(), "volume")
	if text, err := exec.Command("cp", "-a", server.root+"/state", volume).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	const state = "APPMESH_MOCK_STATE_FILE=/state/state.json"
	c := server.run(t, "/state="+volume, state, `APPMESH_MOCK_SEED=[{"meshName":"apps"}]`)
	c.healthy()
	c.has("apps")
	status := read(t, fmt.Sprintf("/proc/%d/status", c.cmd.Process.Pid))
	if uid, _, _ := strings.Cut(server.user, ":"); !strings.Contains(status, "\nUid:\t"+uid+"\t"+uid+"\t") {
		t.Errorf("the process does not run as %s:\n%s", server.user, status)
	}
	c.stop()
	if saved := read(t, filepath.Join(volume, "state.json")); !strings.Contains(saved, `"apps"`) {
		t.Errorf("the volume has %s", saved)
	}
	c = server.run(t, "/state="+volume, state)
	c.healthy()
	c.has("apps")
	c.stop()
}

func takesSeeds(t *testing.T, server *image) {
	folder := t.TempDir()
	seed := filepath.Join(folder, "mesh.yaml")
	if err := os.WriteFile(seed, []byte("- meshName: mounted\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	c := server.run(t, "/seed="+folder+"=ro", "APPMESH_MOCK_SEED=/seed")
	c.healthy()
	c.has("mounted")
	c.stop()
}

func cannotWrite(t *testing.T, server *image) {
	c := server.run(t, "", "APPMESH_MOCK_READY_FILE=/ready")
	timer := time.AfterFunc(timeout, func() { c.cmd.Process.Kill() })
	defer timer.Stop()
	if err := c.cmd.Wait(); err == nil || !strings.Contains(c.output.String(), "read-only file system") {
		t.Errorf("%v: %s", err, c.output.String())
	}
}

func servesEnvoys(t *testing.T, bridge *image) {
	c := bridge.run(t, "")
	c.healthy()
	if text, err := c.exec(append(slices.Clone(c.health), "--listen", "127.0.0.1:1")...); err == nil {
		t.Errorf("the health check of an address without a bridge succeeds: %s", text)
	}
	c.stop()
}

// has checks that the server has a mesh.
func (c *container) has(mesh string) {
	c.t.Helper()
	if text, err := c.exec(c.entrypoint, "get", "mesh", mesh); err != nil || !strings.Contains(text, mesh) {
		c.t.Errorf("there is no mesh %s: %v %s", mesh, err, text)
	}
}

func mkdir(t *testing.T, path string) {
	t.Helper()
	if err := os.Mkdir(path, 0o755); err != nil { //nolint:gosec // another user reads it
		t.Fatal(err)
	}
}

func chown(t *testing.T, path, user, group string) {
	t.Helper()
	uid, err := strconv.Atoi(user)
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.Atoi(group)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(path, uid, gid); err != nil {
		t.Fatal(err)
	}
}

// syncBuffer is a buffer that can be read while a process writes to it.
type syncBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}
