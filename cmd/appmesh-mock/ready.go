package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
)

// tellReady says that the port is open: in the ready file, then in one line on stdout.
func tellReady(s *settings, url string, stdout io.Writer) error {
	if s.readyFile != "" {
		if err := writeWhole(s.readyFile, url+"\n"); err != nil {
			return fmt.Errorf("cannot write the ready file: %w", err)
		}
	}
	_, err := fmt.Fprintf(stdout, "appmesh-mock is ready: export AWS_ENDPOINT_URL_APP_MESH=%s\n", url)
	if err != nil {
		return fmt.Errorf("cannot say that it is ready: %w", err)
	}
	return nil
}

// writeWhole writes a file so that nobody ever sees half of it.
func writeWhole(file, text string) error {
	temporary, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name()) //nolint:errcheck // it is gone if all went well
	_, err = temporary.WriteString(text)
	if err == nil {
		err = temporary.Chmod(0o644)
	}
	if closing := temporary.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	return os.Rename(temporary.Name(), file)
}

// reachable answers the URL by which this machine reaches what listens on an address: an
// address that stands for all of them is replaced by the loopback one.
func reachable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "http://" + addr
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}
