package admin_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func (m *mock) wantMesh(name string, status int) {
	m.t.Helper()
	if got := m.call("GET", "/v20190125/meshes/"+name, "", owner).Code; got != status {
		m.t.Errorf("mesh %s: %d, want %d", name, got, status)
	}
}

func TestCheckpointCanBeRestoredRepeatedly(t *testing.T) {
	t.Parallel()
	m := stopped(t)
	m.makeMesh("kept")
	m.want(m.send("PUT", "/_mock/checkpoints/one", ""), http.StatusOK, `{"name":"one","time":"2019-01-25T00:00:00Z"}`)
	for range 2 {
		m.makeMesh("later")
		if w := m.call("DELETE", "/v20190125/meshes/kept", "", owner); w.Code != http.StatusOK {
			t.Errorf("deleting: %d", w.Code)
		}
		m.want(m.send("POST", "/_mock/checkpoints/one/restore", ""), http.StatusOK, `{}`)
		m.wantMesh("kept", http.StatusOK)
		m.wantMesh("later", http.StatusNotFound)
	}
}

func TestCheckpointsAreListedReplacedAndDeleted(t *testing.T) {
	t.Parallel()
	m := stopped(t)
	m.want(m.send("GET", "/_mock/checkpoints", ""), http.StatusOK, `{"checkpoints":[]}`)
	m.want(m.send("PUT", "/_mock/checkpoints/b", ""), http.StatusOK, "")
	m.want(m.send("PUT", "/_mock/checkpoints/a", ""), http.StatusOK, "")
	m.makeMesh("m")
	m.want(m.send("PUT", "/_mock/clock", `{"advance":"1s"}`), http.StatusOK, "")
	m.want(m.send("PUT", "/_mock/checkpoints/b", ""), http.StatusOK, "")
	m.want(m.send("GET", "/_mock/checkpoints", ""), http.StatusOK,
		`{"checkpoints":[{"name":"a","time":"2019-01-25T00:00:00Z"},{"name":"b","time":"2019-01-25T00:00:01Z"}]}`)
	m.want(m.send("POST", "/_mock/checkpoints/a/restore", ""), http.StatusOK, "")
	m.wantMesh("m", http.StatusNotFound)
	m.want(m.send("POST", "/_mock/checkpoints/b/restore", ""), http.StatusOK, "")
	m.wantMesh("m", http.StatusOK)
	m.want(m.send("DELETE", "/_mock/checkpoints/a", ""), http.StatusOK, `{}`)
	m.want(m.send("GET", "/_mock/checkpoints", ""), http.StatusOK,
		`{"checkpoints":[{"name":"b","time":"2019-01-25T00:00:01Z"}]}`)
	const absent = `{"message":"there is no checkpoint \"a\""}`
	m.want(m.send("DELETE", "/_mock/checkpoints/a", ""), http.StatusNotFound, absent)
	m.want(m.send("POST", "/_mock/checkpoints/a/restore", ""), http.StatusNotFound, absent)
	m.want(m.send("GET", "/_mock/diff?from=a", ""), http.StatusNotFound, absent)
	m.want(m.send("GET", "/_mock/diff?from=b&to=a", ""), http.StatusNotFound, absent)
	m.want(m.send("PUT", "/_mock/checkpoints/", ""), http.StatusNotFound, "")
}

func TestCheckpointNamesMayHaveAnyCharacters(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a/b", "a b", "..", ".", "%2F", "ü", "a+b", "restore", "a/restore", `"`, "<&>",
		"{name}"} {
		t.Run(url.PathEscape(name), func(t *testing.T) {
			t.Parallel()
			m := stopped(t)
			path := "/_mock/checkpoints/" + url.PathEscape(name)
			if got := decoded[struct{ Name string }](m, "PUT", path, "").Name; got != name {
				t.Errorf("kept as %q", got)
			}
			m.makeMesh("m")
			if body := m.send("GET", "/_mock/diff?from="+url.QueryEscape(name),
				"").Body.String(); body == `{"differences":[]}` {
				t.Error(body)
			}
			m.want(m.send("POST", path+"/restore", ""), http.StatusOK, `{}`)
			m.wantMesh("m", http.StatusNotFound)
			m.want(m.send("DELETE", path, ""), http.StatusOK, `{}`)
		})
	}
}

func TestDiffListsCreatedUpdatedAndDeletedResources(t *testing.T) {
	t.Parallel()
	m := stopped(t)
	m.makeMesh("a")
	m.makeMesh("b")
	m.want(m.send("PUT", "/_mock/checkpoints/before", ""), http.StatusOK, "")
	m.makeMesh("c")
	for _, c := range []struct{ method, path, body string }{
		{"DELETE", "/v20190125/meshes/a", ""},
		{"PUT", "/v20190125/meshes/b", `{"spec":{"egressFilter":{"type":"ALLOW_ALL"}}}`},
		{"PUT", "/v20190125/meshes/c/virtualNodes", `{"virtualNodeName":"n","spec":{}}`},
	} {
		if w := m.call(c.method, c.path, c.body, owner); w.Code != http.StatusOK {
			t.Fatalf("%v: %d %s", c, w.Code, w.Body)
		}
	}
	m.want(m.send("PUT", "/_mock/checkpoints/after", ""), http.StatusOK, "")
	const in = `"account":"` + owner + `","region":"us-east-1","meshOwner":"` + owner + `","resourceOwner":"` + owner +
		`"`
	const uid = "00000000-0000-4000-8000-00000000000"
	want := `{"differences":[` +
		`{"change":"deleted","kind":"mesh","names":["a"],` + in + `,"version":1,"uid":"` + uid + `1"},` +
		`{"change":"updated","kind":"mesh","names":["b"],` + in + `,"version":2,"uid":"` + uid +
		`2","members":["spec.egressFilter","version"]},` +
		`{"change":"created","kind":"mesh","names":["c"],` + in + `,"version":1,"uid":"` + uid + `3"},` +
		`{"change":"created","kind":"virtualNode","names":["c","n"],` + in + `,"version":1,"uid":"` + uid + `4"}]}`
	m.want(m.send("GET", "/_mock/diff?from=before&to=after", ""), http.StatusOK, want)
	m.want(m.send("GET", "/_mock/diff?from=before", ""), http.StatusOK, want)
	m.want(m.send("GET", "/_mock/diff?from=after", ""), http.StatusOK, `{"differences":[]}`)
}

func TestInvalidDiffRequestsAre400(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	for query, want := range map[string]string{
		"":                `from must be the name of a checkpoint`,
		"?to=a":           `from must be the name of a checkpoint`,
		"?from=a&until=b": `there is no parameter until; there are from, to and text`,
		"?from=a&from=b":  `the parameter from is there more than once`,
		"?from=a&text=1":  `text must be true or false, not \"1\"`,
		"?from=%zz":       `the query cannot be read: invalid URL escape \"%zz\"`,
	} {
		m.want(m.send("GET", "/_mock/diff"+query, ""), http.StatusBadRequest, `{"message":"`+want+`"}`)
	}
}
