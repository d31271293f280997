package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"syscall"
)

// listen opens an address. Closing the listener removes the file of a socket.
func listen(a address) (net.Listener, error) {
	path, isSocket := a.socket()
	if !isSocket {
		listener, err := net.Listen("tcp", string(a))
		if err != nil {
			return nil, listenError(string(a), err)
		}
		return listener, nil
	}
	listener, err := net.Listen("unix", path)
	if errors.Is(err, syscall.EADDRINUSE) && isStale(path) && os.Remove(path) == nil {
		listener, err = net.Listen("unix", path)
	}
	if err != nil {
		return nil, socketError(path, err)
	}
	return listener, nil
}

// isStale reports whether a path is a socket without a listener, which a killed process
// leaves behind.
func isStale(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Mode().Type() != fs.ModeSocket {
		return false
	}
	conn, err := net.Dial("unix", path)
	if err == nil {
		conn.Close() //nolint:errcheck // it was only a probe
	}
	return errors.Is(err, syscall.ECONNREFUSED)
}

// listenError explains why a port cannot be opened, and how to fix it.
func listenError(addr string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is in use: stop the other program, or use another port with --addr (0 is any free port)",
			addr)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("no permission to listen on %s: use a port above 1023 with --addr", addr)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fmt.Errorf("%s is not an address of this machine: use 127.0.0.1 or 0.0.0.0 with --addr", addr)
	default:
		return fmt.Errorf("cannot listen on %s: %w", addr, err)
	}
}

// maxSocketPath is the largest length of a socket's path, in bytes, that all systems support.
const maxSocketPath = 103

// socketError explains why a socket cannot be created, and how to fix it.
func socketError(path string, err error) error {
	info, missing := os.Lstat(path)
	switch {
	case errors.Is(err, syscall.EADDRINUSE) && missing == nil && info.Mode().Type() != fs.ModeSocket:
		return fmt.Errorf("%s exists and is not a socket: remove it, or use another path", path)
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("unix:%s is in use: stop the other program, or use another path", path)
	case errors.Is(err, syscall.EINVAL) && len(path) > maxSocketPath:
		return fmt.Errorf("the path of the socket %s is too long: use one of at most %d bytes", path, maxSocketPath)
	default:
		return fmt.Errorf("cannot listen on unix:%s: %w", path, err)
	}
}
