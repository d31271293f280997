package envoy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// envoyUID is the user that Envoys run as, whose connections iptables does not redirect.
const envoyUID = 1337

// networks counts the networks of this process.
var networks atomic.Int32

// network is a bridge and the network namespaces of the virtual nodes that it connects. It cannot
// be reached from outside.
type network struct {
	t      *testing.T
	prefix string
	hub    string // the namespace with the bridge
	dir    string // a folder that Envoys and applications can read
	n      int
}

func newNetwork(t *testing.T) *network {
	t.Helper()
	binary(t)
	if os.Getuid() != 0 {
		harness.Unavailable(t, "network namespaces need root")
	}
	for _, tool := range []string{"ip", "iptables", "setpriv"} {
		if _, err := exec.LookPath(tool); err != nil {
			harness.Unavailable(t, "there is no "+tool+": run e2e/envoy/install.sh")
		}
	}
	dir, err := os.MkdirTemp("", "ns")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) }) //nolint:errcheck // it is a temporary folder
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	w := &network{t: t, prefix: fmt.Sprintf("am%d-%d", os.Getpid()%10000, networks.Add(1)), dir: dir}
	w.hub = w.prefix + "hub"
	if out, err := exec.Command("ip", "netns", "add", w.hub).CombinedOutput(); err != nil {
		harness.Unavailable(t, "network namespaces cannot be created: "+string(out))
	}
	w.deleteLater(w.hub)
	w.ip("-n", w.hub, "link", "add", "br0", "type", "bridge")
	w.ip("-n", w.hub, "addr", "add", "10.77.0.1/24", "dev", "br0")
	w.ip("-n", w.hub, "link", "set", "br0", "up")
	return w
}

func (w *network) deleteLater(namespace string) {
	w.t.Cleanup(func() { exec.Command("ip", "netns", "del", namespace).Run() }) //nolint:errcheck // it may not exist
}

func (w *network) ip(args ...string) { w.command("ip", args...) }

func (w *network) command(name string, args ...string) {
	w.t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		w.t.Fatalf("%s %s: %v: %s", name, strings.Join(args, " "), err, out)
	}
}

// add creates a namespace with an address. If there are ports, it redirects connections like App
// Mesh's init container: incoming ones for these ports to 15000, and outgoing ones to 15001.
func (w *network) add(name string, ports ...int) (namespace, address string) {
	w.t.Helper()
	w.n++
	namespace, address = w.prefix+name, fmt.Sprintf("10.77.0.%d", w.n+1)
	w.ip("netns", "add", namespace)
	w.deleteLater(namespace)
	port := "v" + strconv.Itoa(w.n)
	w.ip("-n", w.hub, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", namespace)
	w.ip("-n", w.hub, "link", "set", port, "master", "br0", "up")
	w.ip("-n", namespace, "addr", "add", address+"/24", "dev", "eth0")
	w.ip("-n", namespace, "link", "set", "eth0", "up")
	w.ip("-n", namespace, "link", "set", "lo", "up")
	w.ip("-n", namespace, "route", "add", "default", "via", "10.77.0.1")
	if len(ports) == 0 {
		return namespace, address
	}
	nat := []string{"netns", "exec", namespace, "iptables", "-t", "nat"}
	w.ip(append(nat, "-A", "OUTPUT", "-p", "tcp", "-m", "owner", "!", "--uid-owner", strconv.Itoa(envoyUID),
		"!", "-d", "127.0.0.0/8", "-j", "REDIRECT", "--to-ports", "15001")...)
	for _, port := range ports {
		w.ip(append(nat, "-A", "PREROUTING", "-p", "tcp", "--dport", strconv.Itoa(port), "-j", "REDIRECT", "--to-ports", "15000")...)
	}
	return namespace, address
}

// start starts a program in a namespace until the test ends.
func (w *network) start(namespace string, env []string, args ...string) {
	w.t.Helper()
	var log bytes.Buffer
	cmd := exec.Command("ip", append([]string{"netns", "exec", namespace}, args...)...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		cmd.Process.Kill() //nolint:errcheck // it may have ended
		cmd.Wait()         //nolint:errcheck // it was killed
		if w.t.Failed() {
			w.t.Logf("%s %s:\n%s", namespace, filepath.Base(args[len(args)-1]), log.String())
		}
	})
}

func (w *network) app(namespace, name, address, raw string) {
	w.start(namespace, []string{"ENVOY_TEST_ROLE=app"}, os.Args[0], name, address, raw)
}

// envoy starts an Envoy and waits until it is live.
func (w *network) envoy(namespace, bootstrap, socket string) {
	w.t.Helper()
	w.start(namespace, nil, "setpriv", "--reuid", strconv.Itoa(envoyUID), "--regid", strconv.Itoa(envoyUID), "--clear-groups",
		binary(w.t), "--concurrency", "1", "--disable-hot-restart", "--reject-unknown-dynamic-fields", "--log-level", "warning",
		"--config-yaml", bootstrap)
	live(w.t, socket)
}

// fetch sends requests from a namespace, as a user whose connections are redirected.
func (w *network) fetch(namespace string, times int, url string, header ...string) []result {
	w.t.Helper()
	cmd := exec.Command("ip",
		append([]string{"netns", "exec", namespace, os.Args[0], strconv.Itoa(times), url}, header...)...)
	cmd.Env = append(os.Environ(), "ENVOY_TEST_ROLE=fetch")
	out, err := cmd.Output()
	if err != nil {
		w.t.Fatalf("fetch: %v", err)
	}
	var list []result
	if err := json.Unmarshal(out, &list); err != nil {
		w.t.Fatal(err)
	}
	return list
}
