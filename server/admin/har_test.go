package admin_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

type pair struct{ Name, Value string }

type message struct {
	HTTPVersion           *string
	Cookies, Headers      *[]pair
	HeadersSize, BodySize *int
}

// archive is what a reader of HTTP Archives 1.2 needs; what is a pointer must be there.
type archive struct {
	Log struct {
		Version string
		Creator struct{ Name, Version *string }
		Entries *[]struct {
			StartedDateTime time.Time
			Time            *float64
			Request         struct {
				message
				Method, URL string
				QueryString *[]pair
				PostData    *struct{ MimeType, Text string }
			}
			Response struct {
				message
				Status                  *int
				StatusText, RedirectURL *string
				Content                 struct {
					Size           *int
					MimeType       *string
					Text, Encoding string
				}
			}
			Cache   *struct{}
			Timings struct{ Send, Wait, Receive *float64 }
		}
	}
}

func har(t *testing.T, body *bytes.Buffer) archive {
	t.Helper()
	var a archive
	if err := json.Unmarshal(body.Bytes(), &a); err != nil {
		t.Fatal(err)
	}
	if a.Log.Version != "1.2" || a.Log.Creator.Name == nil || a.Log.Creator.Version == nil || a.Log.Entries == nil {
		t.Fatalf("not an HTTP Archive 1.2: %s", body)
	}
	for i, e := range *a.Log.Entries {
		for _, m := range []message{e.Request.message, e.Response.message} {
			if m.HTTPVersion == nil || m.Cookies == nil || m.Headers == nil || m.HeadersSize == nil || m.BodySize == nil {
				t.Errorf("entry %d: something is missing: %+v", i, m)
			}
		}
		u, err := url.Parse(e.Request.URL)
		if err != nil || !u.IsAbs() || u.Host == "" || e.Request.Method == "" || e.Request.QueryString == nil {
			t.Errorf("entry %d: request %+v", i, e.Request)
		}
		if r := e.Response; r.Status == nil || r.StatusText == nil || r.RedirectURL == nil || r.Content.Size == nil || r.Content.MimeType == nil {
			t.Errorf("entry %d: response %+v", i, r)
		}
		if e.Time == nil || e.Cache == nil || e.Timings.Send == nil || e.Timings.Wait == nil || e.Timings.Receive == nil ||
			*e.Timings.Send+*e.Timings.Wait+*e.Timings.Receive != *e.Time {
			t.Errorf("entry %d: times %+v", i, e)
		}
	}
	return a
}

func TestCallsAreAnHTTPArchive(t *testing.T) {
	t.Parallel()
	m := busy(t)
	a := har(t, m.ask("GET", "/_mock/calls?format=har&since=0", "").Body)
	entries := *a.Log.Entries
	if *a.Log.Creator.Name != "appmesh-mock" || *a.Log.Creator.Version != "v9.8.7" || len(entries) != 4 {
		t.Fatalf("%d entries of %s %s", len(entries), *a.Log.Creator.Name, *a.Log.Creator.Version)
	}
	made, missed := entries[0], entries[1]
	if !made.StartedDateTime.Equal(server.Epoch) || made.Request.Method != "PUT" || made.Request.PostData == nil ||
		made.Request.PostData.Text != `{"meshName":"m"}` || *made.Request.BodySize != 16 || *made.Response.Status != 200 {
		t.Errorf("%+v", made)
	}
	if missed.Request.URL != "http://127.0.0.1:4600/v20190125/meshes/gone?meshOwner="+owner || missed.Request.PostData != nil ||
		!slices.Equal(*missed.Request.QueryString, []pair{{"meshOwner", owner}}) || *missed.Response.StatusText != "Not Found" ||
		!slices.Contains(*missed.Response.Headers, pair{"x-amzn-errortype", "NotFoundException"}) ||
		*missed.Response.Content.Size != len(missed.Response.Content.Text) {
		t.Errorf("%+v", missed)
	}
	for _, own := range []string{`"_operation":"DescribeMesh"`, `"_code":"NotFoundException"`, `"_account":"` + consumer + `"`, `"_number":4`} {
		if !strings.Contains(m.ask("GET", "/_mock/calls?format=har", "").Body.String(), own) {
			t.Errorf("it has not %s", own)
		}
	}
}

func TestAnArchiveOfNothingHasNoEntries(t *testing.T) {
	t.Parallel()
	if a := har(t, stopped(t).ask("GET", "/_mock/calls?format=har", "").Body); len(*a.Log.Entries) != 0 {
		t.Errorf("%+v", a)
	}
}

func TestOddCallsAreInAnArchive(t *testing.T) {
	t.Parallel()
	m := stopped(t)
	m.call("PUT", "/v20190125/meshes?a=%zz&b+c=d%20e&f&&=g", "\xff", owner)
	m.call("PUT", "http://appmesh.us-east-1.amazonaws.com/v20190125/meshes", strings.Repeat("x", server.MaxJournalBody), owner)
	if _, _, err := m.api.Inject(server.Fault{Cut: server.CutBefore}); err != nil {
		t.Fatal(err)
	}
	func() {
		defer func() {
			if p := recover(); p != http.ErrAbortHandler {
				t.Errorf("the connection was not cut: %v", p)
			}
		}()
		m.call("GET", "/v20190125/meshes", "", owner)
	}()
	entries := *har(t, m.ask("GET", "/_mock/calls?format=har", "").Body).Log.Entries
	if r := entries[0].Request; r.PostData.Text != "/w==" || r.PostData.MimeType != "application/octet-stream" ||
		!slices.Equal(*r.QueryString, []pair{{"a", "%zz"}, {"b c", "d e"}, {"f", ""}, {"", "g"}}) {
		t.Errorf("%+v %v", r.PostData, *r.QueryString)
	}
	if r := entries[1].Request; r.URL != "http://appmesh.us-east-1.amazonaws.com/v20190125/meshes" || *r.BodySize != -1 {
		t.Errorf("%s %d", r.URL, *r.BodySize)
	}
	if r := entries[2].Response; *r.Status != 0 || *r.StatusText != "" || len(*r.Headers) != 0 || *r.Content.Size != 0 {
		t.Errorf("%+v", r)
	}
}

func TestAnArchiveThatWasAskedForOverTLSSaysHTTPS(t *testing.T) {
	t.Parallel()
	m := busy(t)
	s := httptest.NewTLSServer(m.door)
	defer s.Close()
	r, err := s.Client().Get(s.URL + "/_mock/calls?format=har")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(r.Body); err != nil {
		t.Fatal(err)
	}
	if got := (*har(t, &body).Log.Entries)[0].Request.URL; got != s.URL+"/v20190125/meshes" {
		t.Error(got)
	}
}
