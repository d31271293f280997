package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

const seen = "/v20190125/meshes/m?meshOwner=" + owner

func TestSharedMeshIsVisibleToTheConsumerUntilItIsUnshared(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	m.makeMesh("m")
	if w := m.call("GET", seen, "", consumer); w.Code != http.StatusNotFound {
		t.Fatalf("before it is shared: %d", w.Code)
	}
	const share = `{"meshName":"m","meshOwner":"` + owner + `","region":"us-east-1","account":"` + consumer + `"}`
	for range 2 {
		m.want(m.send("POST", "/_mock/shares", `{"meshName":"m","account":"`+consumer+`"}`), http.StatusOK, share)
	}
	m.want(m.send("GET", "/_mock/shares", ""), http.StatusOK, `{"shares":[`+share+`]}`)
	if w := m.call("GET", seen, "", consumer); w.Code != http.StatusOK {
		t.Errorf("shared: %d %s", w.Code, w.Body)
	}
	m.want(m.send("DELETE", "/_mock/shares", share), http.StatusOK, `{}`)
	m.want(m.send("GET", "/_mock/shares", ""), http.StatusOK, `{"shares":[]}`)
	if w := m.call("GET", seen, "", consumer); w.Code != http.StatusNotFound {
		t.Errorf("unshared: %d", w.Code)
	}
	m.want(m.send("DELETE", "/_mock/shares", share), http.StatusNotFound,
		`{"message":"Mesh with name m for account 111111111111 is not shared with account 222222222222"}`)
}

func TestSharesAreListedByMeshOwnerAndRegion(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	for _, mesh := range []string{"a", "ab"} {
		m.makeMesh(mesh)
		m.want(m.send("POST", "/_mock/shares",
			`{"meshName":"`+mesh+`","meshOwner":"`+owner+`","account":"`+consumer+`"}`), http.StatusOK, "")
	}
	for query, want := range map[string]int{
		"":                                    0, // the server's own account has no mesh
		"?meshOwner=" + owner:                 2,
		"?meshOwner=" + owner + "&meshName=a": 1,
		"?meshOwner=" + owner + "&meshName=b": 0,
		"?meshOwner=" + owner + "&region=eu-central-1": 0,
	} {
		w := m.send("GET", "/_mock/shares"+query, "")
		if got := strings.Count(w.Body.String(), consumer); w.Code != http.StatusOK || got != want {
			t.Errorf("%s: %d %s, want %d shares", query, w.Code, w.Body, want)
		}
	}
}

func TestSharesOfAnAbsentMeshAre404(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	for _, method := range []string{"POST", "DELETE"} {
		m.want(m.send(method, "/_mock/shares", `{"meshName":"m","account":"`+consumer+`"}`), http.StatusNotFound,
			`{"message":"Mesh with name m is not present for account 123456789012"}`)
	}
}

func TestInvalidSharesAre400(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	m.makeMesh("m")
	for body, want := range map[string]string{
		``:                                "the body must be a JSON object, and it is empty",
		`[]`:                              "the body must be a JSON object, not of type array",
		`{"meshName":7}`:                  "meshName must be of type string, not number",
		`{"meshName":"m"`:                 "the body must be a JSON object: unexpected EOF",
		`{"mesh":"m"}`:                    `the body must be a JSON object: unknown field \"mesh\"`,
		`{"meshName":"m"} {}`:             "the body must be a JSON object: there is more after the JSON object",
		`{}`:                              "meshName must be the name of a mesh.",
		`{"meshName":"m"}`:                "account must be an account of 12 digits.",
		`{"account":"` + owner[1:]:        "the body must be a JSON object: unexpected EOF",
		`{"meshName":"m","account":"12"}`: "account must be an account of 12 digits.",
		`{"meshName":"m","account":"` + owner +
			`"}`: "account must be another one than the mesh's owner.",
		`{"meshName":"m","meshOwner":"me","account":"` + consumer +
			`"}`: "meshOwner must be an account of 12 digits.",
		`{"meshName":"m","region":"EU Central","account":"` + consumer +
			`"}`: "region must be letters, digits and hyphens.",
	} {
		m.want(m.send("POST", "/_mock/shares", body), http.StatusBadRequest, `{"message":"`+want+`"}`)
		m.want(m.send("DELETE", "/_mock/shares", body), http.StatusBadRequest, `{"message":"`+want+`"}`)
	}
	m.want(m.send("GET", "/_mock/shares?owner=1", ""), http.StatusBadRequest,
		`{"message":"there is no parameter owner; there are meshName, meshOwner and region"}`)
	m.want(m.send("GET", "/_mock/shares?meshOwner=1", ""), http.StatusBadRequest,
		`{"message":"meshOwner must be an account of 12 digits."}`)
	m.want(m.send("POST", "/_mock/shares", strings.Repeat(" ", server.MaxBody+1)), http.StatusRequestEntityTooLarge,
		`{"message":"the body is larger than 1048576 bytes"}`)
}
