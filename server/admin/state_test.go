package admin_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/admin"
)

func TestAStateIsSavedAndLoadedIntoAnotherServer(t *testing.T) {
	t.Parallel()
	from, to := stopped(t), stopped(t)
	from.makeMesh("m")
	to.makeMesh("other")
	document := from.send("GET", "/_mock/state", "").Body.String()
	if document != string(from.api.Save()) || !strings.Contains(document, `"appmeshMockState": 1`) {
		t.Errorf("the document differs from that of Save: %s", document)
	}
	to.want(to.send("PUT", "/_mock/state", document), http.StatusOK, `{}`)
	to.wantMesh("m", http.StatusOK)
	to.wantMesh("other", http.StatusNotFound)
	if got := to.send("GET", "/_mock/state", "").Body.String(); got != document {
		t.Errorf("loaded and saved:\n%s\nwant\n%s", got, document)
	}
}

func TestADamagedOrNewerStateIs400AndChangesNothing(t *testing.T) {
	t.Parallel()
	m := stopped(t)
	m.makeMesh("m")
	before := m.send("GET", "/_mock/state", "").Body.String()
	for document, want := range map[string]string{
		"":                     "invalid state document: ",
		"mesh":                 "invalid state document: ",
		"[]":                   "invalid state document: ",
		"{}":                   "invalid state document: appmeshMockState: the format is 0, but this program reads format 1",
		before[:len(before)/2]: "invalid state document: unexpected end of JSON input",
		strings.Replace(before, `State": 1`, `State": 2`,
			1): "invalid state document: appmeshMockState: the format is 2, but this program reads format 1",
		strings.Replace(before, `"version"`, `"verse"`,
			1): `invalid state document: resources[0].verse: unknown member`,
		strings.Replace(before, `"kind": "mesh"`, `"kind": "lattice"`,
			1): `invalid state document: resources[0].kind: there is no kind "lattice"`,
	} {
		w := m.send("PUT", "/_mock/state", document)
		var got struct{ Message string }
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusBadRequest ||
			!strings.HasPrefix(got.Message, want) {
			t.Errorf("%d %s, want %s", w.Code, w.Body, want)
		}
	}
	if after := m.send("GET", "/_mock/state", "").Body.String(); after != before {
		t.Errorf("changed:\n%s", after)
	}
}

func TestAStateCanBeLargerThanOtherBodies(t *testing.T) {
	t.Parallel()
	m := stopped(t)
	m.makeMesh("m")
	document := string(m.api.Save()) + strings.Repeat("\n", server.MaxBody)
	m.want(m.send("PUT", "/_mock/state", document), http.StatusOK, `{}`)
	m.want(m.send("POST", "/_mock/seed", strings.Repeat("#\n", server.MaxBody)), http.StatusOK, `{"applied":0}`)
	m.want(m.send("PUT", "/_mock/clock", strings.Repeat("\n", server.MaxBody)+"{}"), http.StatusRequestEntityTooLarge,
		`{"message":"the body is larger than 1048576 bytes"}`)
}

func TestSaveCallsTheSaveFunctionOfTheProgram(t *testing.T) {
	t.Parallel()
	saved, fails := 0, error(nil)
	m := start(t, server.Options{}, func(o *admin.Options) {
		o.SaveState = func() error { saved++; return fails }
	})
	m.want(m.send("POST", "/_mock/state/save", ""), http.StatusOK, `{}`)
	fails = errors.New("the disk is full")
	m.want(m.send("POST", "/_mock/state/save", ""), http.StatusInternalServerError, `{"message":"the disk is full"}`)
	if saved != 2 {
		t.Errorf("saved %d times", saved)
	}
	m.want(start(t, server.Options{}).send("POST", "/_mock/state/save", ""), http.StatusConflict,
		`{"message":"there is no state file: start the server with --state-file, or use GET /_mock/state"}`)
}

func TestSeedIsReadAsJSONOrYAML(t *testing.T) {
	t.Parallel()
	const list, lines = `[{"meshName":"m","virtualNodeName":"n"},{"meshName":"m"}]`,
		"- meshName: m\n- operation: CreateVirtualNode\n  input: {meshName: m, virtualNodeName: n, spec: {}}\n"
	for _, c := range []struct{ contentType, body string }{
		{"", strings.Replace(list, `"n"`, `"n","spec":{}`, 1)},
		{"application/json; charset=utf-8", strings.Replace(list, `"n"`, `"n","spec":{}`, 1)},
		{"application/x-www-form-urlencoded", lines},
		{"application/yaml", lines},
		{"application/x-yaml", strings.Replace(list, `"n"`, `"n","spec":{}`, 1)},
	} {
		m := start(t, server.Options{Account: owner})
		m.want(m.send("POST", "/_mock/seed", c.body, "Content-Type", c.contentType), http.StatusOK, `{"applied":2}`)
		m.wantMesh("m/virtualNodes/n", http.StatusOK)
	}
}

func TestSeedIsAppliedToTheGivenAccountAndRegion(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	m.want(m.send("POST", "/_mock/seed?account="+consumer+"&region=eu-west-1", "meshName: m"), http.StatusOK,
		`{"applied":1}`)
	m.wantMesh("m", http.StatusNotFound)
	if body := m.send("GET", "/_mock/state", "").Body.String(); !strings.Contains(body, `"meshOwner": "`+consumer+`"`) ||
		!strings.Contains(body, `"region": "eu-west-1"`) {
		t.Error(body)
	}
}

func TestFailedSeedReturnsItsErrorAndChangesNothing(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	for _, c := range []struct{ query, contentType, body, want string }{
		{"", "", "- meshName: m\n- {meshName: gone, virtualNodeName: n, spec: {}}",
			`seed.yaml: entry 2: CreateVirtualNode gone/n: NotFoundException: Mesh with name gone is not present for account ` + owner},
		{"", "", `[{"meshName":"m"},{"meshName":"m"}]`, "seed.json: entry 2: CreateMesh m: ConflictException: "},
		{"", "", "- {meshNam: m}", "seed.yaml:1: entry 1: neither an operation nor a resource: "},
		{"", "application/json", "- meshName: m", "seed.json:1: not JSON: "},
		{"", "application/yaml", "a: b: c", "seed.yaml: not YAML: "},
		{"?account=me", "", "meshName: m", `account "me": must be 12 digits`},
		{"?world=w", "", "meshName: m", "there is no parameter world; there are account and region"},
	} {
		w := m.send("POST", "/_mock/seed"+c.query, c.body, "Content-Type", c.contentType)
		var got struct{ Message string }
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusBadRequest ||
			!strings.HasPrefix(got.Message, c.want) {
			t.Errorf("%q: %d %s\nwant %s", c.body, w.Code, w.Body, c.want)
		}
		m.wantMesh("m", http.StatusNotFound)
	}
}

func TestTheStateOfACheckpointIsReturned(t *testing.T) {
	t.Parallel()
	m := stopped(t)
	m.makeMesh("m")
	before := string(m.api.Save())
	m.send("PUT", "/_mock/checkpoints/before", "")
	m.makeMesh("n")
	if got := m.send("GET", "/_mock/state?checkpoint=before", "").Body.String(); got != before {
		t.Errorf("%s\nwant\n%s", got, before)
	}
	m.want(m.send("GET", "/_mock/state?checkpoint=after", ""), http.StatusNotFound,
		`{"message":"there is no checkpoint \"after\""}`)
	if got := m.send("GET", "/_mock/state?at=before", "").Code; got != http.StatusBadRequest {
		t.Errorf("an unknown parameter: status %d", got)
	}
}
