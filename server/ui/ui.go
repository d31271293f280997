// Package ui serves the web page: a map of the meshes, their resources, the calls and the
// controls. Its files are embedded; the page uses only the App Mesh API and the admin routes.
//
//	mux.Handle(ui.Prefix, admin.Guarded(ui.Handler(), true)) // on a loopback address
package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

//go:embed static
var embedded embed.FS

// Prefix is the path that the page is served below.
const Prefix = "/_mock/ui/"

// policy allows files of this server only: no inline script, no inline style, no frame around
// the page.
const policy = "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'none'"

// Handler returns the handler of all paths below Prefix. It does not check Host and Origin:
// the caller wraps it in admin.Guarded, as it does the admin routes.
func Handler() http.Handler { return http.HandlerFunc(serve) }

// IsPage reports whether a path is served by Handler.
func IsPage(urlPath string) bool {
	return strings.HasPrefix(urlPath, Prefix) || urlPath == strings.TrimSuffix(Prefix, "/")
}

// RedirectBrowsers returns a handler that redirects a browser from / to the page. All other
// requests go to next: a client of the API does not accept HTML.
func RedirectBrowsers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" && isRead(r) && strings.Contains(r.Header.Get("Accept"), "text/html") {
			w.Header().Set("Vary", "Accept")
			http.Redirect(w, r, Prefix, http.StatusFound)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func isRead(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }

func serve(w http.ResponseWriter, r *http.Request) {
	setSecurityHeaders(w.Header())
	switch name, below := strings.CutPrefix(r.URL.Path, Prefix); {
	case !isRead(r):
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "the page can only be read", http.StatusMethodNotAllowed)
	case !below:
		http.Redirect(w, r, Prefix, http.StatusFound)
	default:
		serveFile(w, r, name)
	}
}

func setSecurityHeaders(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

func serveFile(w http.ResponseWriter, r *http.Request, name string) {
	if name == "" {
		name = "index.html"
	}
	f, ok := files()[name]
	if !ok {
		http.Error(w, "the page has no file "+name, http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", "no-cache") // a newer server has newer files at the same paths
	h.Set("ETag", f.etag)
	h.Set("Vary", "Accept-Encoding")
	if r.Header.Get("If-None-Match") == f.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := f.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = f.gzipped
	}
	if r.Method == http.MethodGet {
		w.Write(body) //nolint:errcheck // a client that is gone needs no response
	}
}

// file is a file of the page as it is sent.
type file struct {
	contentType, etag string
	plain, gzipped    []byte
}

// files holds the files of the page by their path below static. They are compressed once,
// when the page is first requested.
var files = sync.OnceValue(func() map[string]file {
	all := map[string]file{}
	root, err := fs.Sub(embedded, "static")
	if err == nil {
		err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := fs.ReadFile(root, name)
			all[name] = newFile(name, data)
			return err
		})
	}
	if err != nil {
		panic("ui: the embedded files cannot be read: " + err.Error())
	}
	return all
})

func newFile(name string, data []byte) file {
	sum := sha256.Sum256(data)
	return file{
		contentType: contentType(name),
		etag:        `"` + hex.EncodeToString(sum[:12]) + `"`,
		plain:       data,
		gzipped:     compress(data),
	}
}

// contentType returns the media type of a file. Scripts and styles do not depend on the
// machine's own table, which may say otherwise.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".html":
		return "text/html; charset=utf-8"
	case ".txt":
		return "text/plain; charset=utf-8"
	default:
		return mime.TypeByExtension(path.Ext(name))
	}
}

func compress(data []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is valid
	w.Write(data)                                           //nolint:errcheck // a buffer takes all
	w.Close()                                               //nolint:errcheck // the same
	return out.Bytes()
}
