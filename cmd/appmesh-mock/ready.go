package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server/ui"
)

// readyError is the prefix of a ready file that contains an error instead of URLs.
const readyError = "error: "

// readyFile is the file from which scripts read the address of a server, or the error if it
// did not start. Without a path its methods do nothing.
type readyFile struct {
	path    string
	content string // the content written by this process, or ""
	logger  *slog.Logger
}

// write writes the URLs, one per line: those of --addr in their order, then that of
// --admin-addr.
func (f *readyFile) write(urls []string) error {
	if f.path == "" {
		return nil
	}
	f.content = strings.Join(urls, "\n") + "\n"
	if err := writeAtomic(f.path, []byte(f.content)); err != nil {
		return fmt.Errorf("cannot write the ready file: %w", err)
	}
	return nil
}

// clear removes the file of an earlier process, so that no client uses its URL.
func (f *readyFile) clear() {
	if f.path == "" {
		return
	}
	if err := os.Remove(f.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		f.logger.Warn("cannot remove the old ready file", "error", err.Error())
	}
}

// remove removes the file if it belongs to this process. It must be called while the process
// listens, because no other process can have written the same URLs until then.
func (f *readyFile) remove() {
	if f.content == "" {
		return
	}
	if data, err := os.ReadFile(f.path); err == nil && string(data) == f.content {
		f.clear()
	}
}

// writeError writes the reason why the server did not start, unless the file belongs to a
// running server.
func (f *readyFile) writeError(err error) {
	if f.path == "" {
		return
	}
	urls, _ := readReadyFile(f.path) //nolint:errcheck // an unreadable file belongs to no server
	if slices.ContainsFunc(urls, isListening) {
		return
	}
	text := readyError + strings.ReplaceAll(err.Error(), "\n", " ") + "\n"
	if err := writeAtomic(f.path, []byte(text)); err != nil {
		f.logger.Warn("cannot write the ready file", "error", err.Error())
	}
}

// isListening reports whether a server listens at a URL from a ready file.
func isListening(url string) bool {
	network, addr := "tcp", url[strings.LastIndex(url, "/")+1:]
	if path, isSocket := address(url).socket(); isSocket {
		network, addr = "unix", path
	}
	conn, err := net.DialTimeout(network, addr, time.Second)
	if err == nil {
		conn.Close() //nolint:errcheck // it was only a probe
	}
	return err == nil
}

// startError is the error of a server that did not start, read from a ready file.
type startError struct{ message string }

// Error implements error.
func (e *startError) Error() string { return "the server did not start: " + e.message }

// readReadyFile returns the URLs in a ready file. It returns a *startError if the file
// contains the error of a server that did not start.
func readReadyFile(path string) ([]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the ready file: %w", err)
	}
	text := strings.TrimSpace(string(data))
	if message, failed := strings.CutPrefix(text, readyError); failed {
		return nil, &startError{message}
	}
	if text == "" {
		return nil, fmt.Errorf("the ready file %s is empty", path)
	}
	return strings.Split(text, "\n"), nil
}

// announce writes the ready file, then prints the addresses of the server on stdout. The
// first line contains the environment variable to export.
func announce(s *settings, ls *listeners, ready *readyFile, stdout io.Writer) error {
	var urls []string
	for _, l := range ls.all {
		urls = append(urls, l.url())
	}
	if err := ready.write(urls); err != nil {
		return err
	}
	if _, err := io.WriteString(stdout, readyText(s, ls)); err != nil {
		return fmt.Errorf("cannot write to standard output: %w", err)
	}
	return nil
}

func readyText(s *settings, ls *listeners) string {
	// AWS clients cannot use a socket as their endpoint, so another address comes first.
	first := max(0, slices.IndexFunc(ls.all, func(l *listener) bool {
		return l.purpose == forAppMesh && l.Addr().Network() != "unix"
	}))
	var text strings.Builder
	if l := ls.all[first]; l.Addr().Network() == "unix" {
		fmt.Fprintf(&text, "appmesh-mock is ready: %s\n", l.url())
	} else {
		fmt.Fprintf(&text, "appmesh-mock is ready: export AWS_ENDPOINT_URL_APP_MESH=%s\n", l.url())
	}
	if s.caFile != "" {
		fmt.Fprintf(&text, "  CA of its certificate: export AWS_CA_BUNDLE=%s\n", quoteSh(absolute(s.caFile)))
	}
	for i, l := range ls.all {
		switch {
		case l.purpose == forAdmin:
			fmt.Fprintf(&text, "  admin routes at %s/_mock/\n", l.url())
		case i != first:
			fmt.Fprintf(&text, "  also at %s\n", l.url())
		}
	}
	if url := pageURL(s, ls.all, first); url != "" {
		fmt.Fprintf(&text, "  web page at %s\n", url)
	}
	return text.String()
}

// pageURL returns the URL of the page: at the admin address if there is one, otherwise at the
// listener in the first line. It returns "" if no browser can open the page.
func pageURL(s *settings, all []*listener, first int) string {
	if s.noAdmin || s.noUI {
		return ""
	}
	l := all[first]
	if i := slices.IndexFunc(all, func(l *listener) bool { return l.purpose == forAdmin }); i >= 0 {
		l = all[i]
	}
	if l.Addr().Network() == "unix" {
		return ""
	}
	return l.url() + ui.Prefix
}

// absolute returns a path that is valid in all working directories.
func absolute(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		return full
	}
	return path
}
