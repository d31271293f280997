package main

import (
	"fmt"
	"net"
	"strconv"
	"strings"
)

// address is an address to listen on: a host and a port, or unix: and the path of a socket.
type address string

// Set implements pflag.Value.
func (a *address) Set(s string) error {
	parsed := address(s)
	if path, isSocket := parsed.socket(); isSocket {
		if path == "" {
			return fmt.Errorf("must have a path after unix:, as in unix:/tmp/appmesh.sock")
		}
	} else if _, port, err := net.SplitHostPort(s); err != nil || !isPort(port) {
		return fmt.Errorf("must be a host and a port, as in %s, or a socket, as in unix:/tmp/appmesh.sock", defaultAddr)
	}
	*a = parsed
	return nil
}

func isPort(s string) bool {
	_, err := strconv.ParseUint(s, 10, 16)
	return err == nil
}

// String implements pflag.Value.
func (a *address) String() string { return string(*a) }

// Type implements pflag.Value.
func (a *address) Type() string { return "address" }

// socket returns the path of a socket, and whether the address is a socket.
func (a address) socket() (path string, is bool) { return strings.CutPrefix(string(a), "unix:") }

// host returns the host, "" if there is none.
func (a address) host() string {
	if _, isSocket := a.socket(); isSocket {
		return ""
	}
	host, _, _ := net.SplitHostPort(string(a)) //nolint:errcheck // checked by Set
	return host
}

// anyPort reports whether the port is unknown until the address is open.
func (a address) anyPort() bool {
	_, isSocket := a.socket()
	return !isSocket && strings.HasSuffix(string(a), ":0")
}

// url returns the URL of the address on this machine, or unix: and the path of a socket. It
// replaces an unspecified host by the loopback address.
func (a address) url(scheme string) string {
	host, port, err := net.SplitHostPort(string(a))
	if _, isSocket := a.socket(); isSocket || err != nil {
		return string(a)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}

// addresses is a flag with one or more addresses.
type addresses struct {
	all   []address
	given bool // false: all is the default
}

// Set implements pflag.Value. The first call replaces the default; later calls append.
func (as *addresses) Set(s string) error {
	if !as.given {
		as.all, as.given = nil, true
	}
	for _, each := range strings.Split(s, ",") {
		var a address
		if err := a.Set(strings.TrimSpace(each)); err != nil {
			return err
		}
		as.all = append(as.all, a)
	}
	return nil
}

// String implements pflag.Value.
func (as *addresses) String() string {
	var all []string
	for _, a := range as.all {
		all = append(all, string(a))
	}
	return strings.Join(all, ",")
}

// Type implements pflag.Value.
func (as *addresses) Type() string { return "address" }

// dialable returns the addresses. It returns an error if the port of an address is unknown.
func (as *addresses) dialable() ([]address, error) {
	for _, a := range as.all {
		if a.anyPort() {
			return nil, badUsage("--addr %s: port 0 is any free port; give the port that the server listens on", a)
		}
	}
	return as.all, nil
}
