package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"syscall"
)

// listen opens an address. The file of a socket is removed when the listener is closed.
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

// isStale tells whether a file is a socket on which nobody listens: what is left of a program
// that was killed.
func isStale(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Mode().Type() != fs.ModeSocket {
		return false
	}
	conn, err := net.Dial("unix", path)
	if err == nil {
		conn.Close() //nolint:errcheck // nothing was said
	}
	return errors.Is(err, syscall.ECONNREFUSED)
}

// listenError says why a port could not be opened, and what to do.
func listenError(addr string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is in use: stop what listens there, or take another port with --addr (port 0 takes a free one)", addr)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s may not be opened: take a port above 1023 with --addr", addr)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fmt.Errorf("%s is no address of this machine: take 127.0.0.1 or 0.0.0.0 with --addr", addr)
	default:
		return fmt.Errorf("cannot listen on %s: %w", addr, err)
	}
}

// maxSocketPath is how long the path of a socket can be on every system.
const maxSocketPath = 103

// socketError says why a socket could not be made, and what to do.
func socketError(path string, err error) error {
	info, gone := os.Lstat(path)
	switch {
	case errors.Is(err, syscall.EADDRINUSE) && gone == nil && info.Mode().Type() != fs.ModeSocket:
		return fmt.Errorf("%s is there, and no socket: remove it, or take another path", path)
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("unix:%s is in use: stop what listens there, or take another path", path)
	case errors.Is(err, syscall.EINVAL) && len(path) > maxSocketPath:
		return fmt.Errorf("the path of the socket %s is too long: take one of at most %d bytes", path, maxSocketPath)
	default:
		return fmt.Errorf("cannot listen on unix:%s: %w", path, err)
	}
}
