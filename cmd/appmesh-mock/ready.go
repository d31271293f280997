package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// tellReady says that all is open: in the ready file, then on stdout. The file has a line for
// each --addr, then one for --admin-addr. The first line on stdout says what to export.
func tellReady(s *settings, ds *doors, stdout io.Writer) error {
	if s.readyFile != "" {
		var urls strings.Builder
		for _, d := range ds.all {
			if d.purpose != forDebug {
				urls.WriteString(d.url() + "\n")
			}
		}
		if err := writeWhole(s.readyFile, urls.String()); err != nil {
			return fmt.Errorf("cannot write the ready file: %w", err)
		}
	}
	if _, err := io.WriteString(stdout, readyText(s, ds)); err != nil {
		return fmt.Errorf("cannot say that it is ready: %w", err)
	}
	return nil
}

func readyText(s *settings, ds *doors) string {
	// No client of AWS takes a socket as its endpoint.
	first := max(0, slices.IndexFunc(ds.all, func(d *door) bool {
		return d.purpose == forAppMesh && !strings.HasPrefix(d.url(), "unix:")
	}))
	var text strings.Builder
	if url := ds.all[first].url(); strings.HasPrefix(url, "unix:") {
		fmt.Fprintf(&text, "appmesh-mock is ready: %s\n", url)
	} else {
		fmt.Fprintf(&text, "appmesh-mock is ready: export AWS_ENDPOINT_URL_APP_MESH=%s\n", url)
	}
	if s.caFile != "" {
		fmt.Fprintf(&text, "  its CA: export AWS_CA_BUNDLE=%s\n", quoteSh(absolute(s.caFile)))
	}
	for i, d := range ds.all {
		switch {
		case d.purpose == forAppMesh && i != first:
			fmt.Fprintf(&text, "  also at %s\n", d.url())
		case d.purpose == forAdmin:
			fmt.Fprintf(&text, "  admin routes at %s/_mock/\n", d.url())
		case d.purpose == forDebug:
			fmt.Fprintf(&text, "  profiles at %s/debug/pprof/\n", d.url())
		}
	}
	return text.String()
}

// absolute answers a path as it is from everywhere.
func absolute(file string) string {
	if path, err := filepath.Abs(file); err == nil {
		return path
	}
	return file
}

// removeStale removes a ready file, so that nobody takes the one of a server that is gone
// for this one's.
func removeStale(file string, logger *slog.Logger) {
	if file == "" {
		return
	}
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		logger.Warn("the ready file cannot be removed", "error", err.Error())
	}
}
