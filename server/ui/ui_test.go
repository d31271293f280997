package ui

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The largest sizes of the files that a browser loads, in bytes. A browser transfers the
// compressed files.
const (
	maxAll        = 250_000
	maxOwn        = 150_000 // without the libraries
	maxCompressed = 90_000
)

const vendored = "vendor/"

func get(t *testing.T, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w
}

func TestThePageStaysSmall(t *testing.T) {
	t.Parallel()
	all, own, compressed := 0, 0, 0
	for name, f := range files() {
		if strings.HasSuffix(name, ".txt") { // licences and checksums, which the page does not load
			continue
		}
		all += len(f.plain)
		compressed += len(f.gzipped)
		if !strings.HasPrefix(name, vendored) {
			own += len(f.plain)
		}
	}
	t.Logf("%d bytes, of them %d our own; compressed %d", all, own, compressed)
	if all > maxAll || own > maxOwn || compressed > maxCompressed {
		t.Errorf("%d bytes, of them %d our own, compressed %d; the limits are %d, %d and %d",
			all, own, compressed, maxAll, maxOwn, maxCompressed)
	}
}

func TestLibrariesAreTheFilesWithTheirChecksums(t *testing.T) {
	t.Parallel()
	sums := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(files()[vendored+"checksums.txt"].plain))
	for lines.Scan() {
		sum, name, _ := strings.Cut(lines.Text(), "  ")
		sums[name] = sum
	}
	for name, f := range files() {
		name, ok := strings.CutPrefix(name, vendored)
		if !ok || name == "checksums.txt" {
			continue
		}
		if sum := sha256.Sum256(f.plain); sums[name] != hex.EncodeToString(sum[:]) {
			t.Errorf("%s has the checksum %x, want %q", name, sum, sums[name])
		}
		delete(sums, name)
	}
	if len(sums) > 0 {
		t.Errorf("checksums without a file: %v", sums)
	}
}

func TestEachLibraryHasItsLicenceAndAHash(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct{ Version, Integrity, Resolved string }
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		t.Fatal(err)
	}
	licences := string(files()[vendored+"LICENSES.txt"].plain)
	for name, p := range lock.Packages {
		if name == "" {
			continue
		}
		if p.Integrity == "" || p.Resolved != "" {
			t.Errorf("%s: the lock file must have its hash, and no address", name)
		}
		if title := "== " + strings.TrimPrefix(name, "node_modules/") + " " + p.Version + " =="; !strings.Contains(licences, title) {
			t.Errorf("LICENSES.txt has no section %q", title)
		}
	}
}

func TestNoFileNeedsAnotherServerOrInlineCode(t *testing.T) {
	t.Parallel()
	forbidden := regexp.MustCompile(`innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|https?://[a-z]`)
	allowed := regexp.MustCompile(`http://www\.w3\.org/|http://www\.example\.com|http://host|http://service|http://\$`)
	for name, f := range files() {
		if strings.HasPrefix(name, vendored) {
			continue
		}
		for i, line := range strings.Split(string(f.plain), "\n") {
			if forbidden.MatchString(allowed.ReplaceAllString(line, "")) {
				t.Errorf("%s:%d: %s", name, i+1, line)
			}
		}
	}
	index := string(files()["index.html"].plain)
	if regexp.MustCompile(`<script[^>]*>[^<]|<style|\son\w+=|style=`).MatchString(index) {
		t.Error("index.html has inline code")
	}
}

func TestEveryImportIsAFileOfThePage(t *testing.T) {
	t.Parallel()
	imported := regexp.MustCompile(`(?m)^(?:import|export) ?[^'";]*from ?['"]([^'"]+)['"]|new URL\('([^']+)', import`)
	for name, f := range files() {
		if !strings.HasSuffix(name, ".js") {
			continue
		}
		for _, m := range imported.FindAllStringSubmatch(string(f.plain), -1) {
			target := m[1] + m[2]
			base := httptest.NewRequest(http.MethodGet, "/"+name, nil).URL
			resolved, err := base.Parse(target)
			if err != nil || strings.Contains(target, "://") {
				t.Errorf("%s imports %s", name, target)
				continue
			}
			if _, ok := files()[strings.TrimPrefix(resolved.Path, "/")]; !ok {
				t.Errorf("%s imports %s, which is not there", name, target)
			}
		}
	}
}

func TestFilesAreServedWithSecurityHeaders(t *testing.T) {
	t.Parallel()
	for path, contentType := range map[string]string{
		"": "text/html; charset=utf-8", "app.js": "text/javascript; charset=utf-8",
		"style/tokens.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml",
	} {
		w := get(t, Prefix+path)
		h := w.Header()
		if w.Code != http.StatusOK || h.Get("Content-Type") != contentType {
			t.Errorf("%s: %d %s", path, w.Code, h.Get("Content-Type"))
		}
		for name, want := range map[string]string{
			"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
			"Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", path, name, h.Get(name), want)
			}
		}
	}
}

func TestFilesAreCompressedAndCached(t *testing.T) {
	t.Parallel()
	plain := get(t, Prefix+"app.js")
	zipped := get(t, Prefix+"app.js", "Accept-Encoding", "gzip, br")
	if zipped.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("headers %v", zipped.Header())
	}
	r, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(r); err != nil || !bytes.Equal(text, plain.Body.Bytes()) {
		t.Errorf("the compressed file differs: %v", err)
	}
	again := get(t, Prefix+"app.js", "If-None-Match", plain.Header().Get("ETag"))
	if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("%d with %d bytes", again.Code, again.Body.Len())
	}
}

func TestOtherRequestsAreRefused(t *testing.T) {
	t.Parallel()
	if w := get(t, Prefix+"nothing.js"); w.Code != http.StatusNotFound {
		t.Errorf("a file that is not there: %d", w.Code)
	}
	if w := get(t, Prefix+"../ui.go"); w.Code != http.StatusNotFound {
		t.Errorf("a file outside: %d", w.Code)
	}
	if w := get(t, "/_mock/ui"); w.Code != http.StatusFound || w.Header().Get("Location") != Prefix {
		t.Errorf("without slash: %d %v", w.Code, w.Header())
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest(http.MethodPost, Prefix, nil))
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d %v", w.Code, w.Header())
	}
}

func TestOnlyBrowsersAreRedirected(t *testing.T) {
	t.Parallel()
	next := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	for _, c := range []struct {
		method, path, accept string
		status               int
	}{
		{"GET", "/", "text/html,application/xhtml+xml", http.StatusFound},
		{"HEAD", "/", "text/html", http.StatusFound},
		{"GET", "/", "*/*", http.StatusTeapot},
		{"GET", "/", "", http.StatusTeapot},
		{"POST", "/", "text/html", http.StatusTeapot},
		{"GET", "/v20190125/meshes", "text/html", http.StatusTeapot},
	} {
		r := httptest.NewRequest(c.method, c.path, nil)
		r.Header.Set("Accept", c.accept)
		w := httptest.NewRecorder()
		RedirectBrowsers(next).ServeHTTP(w, r)
		if w.Code != c.status {
			t.Errorf("%+v: %d", c, w.Code)
		}
	}
}
