package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Rule 26, over a connection, since clients and net/http have opinions on paths.
func TestUnknownPathOrMethodIsJSON(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.furnish()
	w := dial(t, a.srv)
	for _, c := range []string{
		"GET /", "GET /v20190125", "GET /v20190125/", "GET /v20190125/meshes/", "GET /v20190125/meshes//virtualNodes",
		"GET //v20190125/meshes",
		"GET /v20190125//meshes", "GET /v20190125/meshes/m/virtualNodes/", "GET /v20190125/meshes/m/virtualNodes/n/",
		"GET /v20190125/meshes/m/virtualNode/n",
		"GET /v20190125/meshes/m/virtualRouter/r", "GET /v20190125/meshes/m/virtualRouters/r/routes",
		"GET /v20190125/Meshes", "GET /v20181001/meshes",
		"GET /meshes", "GET /v20190125/meshes/./virtualNodes/x/y", "GET /v20190125/../v20190125/meshes",
		"GET /v20190125/./meshes", "GET /..",
		"DELETE /v20190125/meshes/m/virtualGateways/", "POST /v20190125/meshes", "PATCH /v20190125/meshes/m",
		"HEAD /v20190125/meshes", "HEAD /v20190125/meshes/m",
		"TRACE /v20190125/meshes", "DELETE /v20190125/meshes", "get /v20190125/meshes", "PUT /v20190125/tags",
		"GET /v20190125/tag", "FOO /v20190125/meshes",
		"GET /index.html", "GET /favicon.ico", "GET /v20190125/meshes;x", "GET /v20190125/meshes%2Fm",
		"GET /v20190125%2Fmeshes", "GET /v20190125/meshes/m/virtualNodes%2Fn",
	} {
		method, path, _ := strings.Cut(c, " ")
		got := w.ask(method, path, "")
		if !strings.HasPrefix(got, "HTTP/1.1 404 Not Found\r\n") ||
			!strings.Contains(got, "\r\nx-amzn-errortype: UnknownOperationException\r\n") ||
			!strings.Contains(got, "\r\ncontent-type: application/json\r\n") {
			if c != "GET /v20190125/meshes%2Fm" && c != "GET /v20190125/meshes/m/virtualNodes%2Fn" ||
				!strings.HasPrefix(got, "HTTP/1.1 404") {
				t.Errorf("%s\n%s", c, got)
			}
		}
		if strings.Contains(strings.ToLower(got), "<html") || strings.Contains(got, "\r\nLocation:") {
			t.Errorf("%s: HTML or a redirect: %s", c, got)
		}
	}
	w.nothing()
	// The bare names "." and ".." are names.
	for _, name := range []string{".", ".."} {
		got := w.ask("GET", "/v20190125/meshes/m/virtualServices/"+name, "")
		if !strings.Contains(got, "VirtualService with name "+name+" is not present under mesh m") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// Rule 15: a slash in a name in the path is refused without a message, before anything is
// looked for, and never touches the neighbour whose path it resembles.
func TestSlashInANameInThePath(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.furnish()
	a.make("route", "x", "")
	before := a.handler().Save()
	w := dial(t, a.srv)
	for _, path := range []string{
		"/meshes/m%2FvirtualNodes%2Fn", "/meshes/m%2fn", "/meshes/m/virtualNodes/%2F", "/meshes/m/virtualNodes/n%2F",
		"/meshes/m/virtualNodes/%2Fn",
		"/meshes/m/virtualNodes/..%2F..%2Fm", "/meshes/arn%3Aaws%3Aappmesh%3Aus-east-1%3A123456789012%3Amesh%2Fm",
		"/meshes/m/virtualNodes/a|b%2Fn",
		"/meshes/m/virtualNodes/\u00fc%2Fn", "/meshes/m/virtualRouter/r%2Froutes/routes/x",
		"/meshes/m/virtualRouter/r/routes/x%2F", "/meshes/m/virtualNodes/\"%2Fn",
	} {
		for _, method := range []string{"GET", "DELETE", "PUT"} {
			body := ""
			if method == "PUT" {
				body = `{"spec":{}}`
			}
			got := w.ask(method, "/v20190125"+path, body)
			if !strings.HasPrefix(got, "HTTP/1.1 400 ") || !strings.HasSuffix(got, "\r\n\r\n"+`{"message":null}`) ||
				!strings.Contains(got, "\r\nx-appmesh-mock-rule: 15\r\n") ||
				!strings.Contains(got, "\r\nx-amzn-errortype: BadRequestException\r\n") {
				t.Errorf("%s %s: %s", method, path, got)
			}
		}
	}
	same(t, "the state", string(a.handler().Save()), string(before))
	for _, k := range kinds[1:] {
		a.try(k.name, "a/b", "").refused("BadRequestException", 15, k.name+"Name must not contain '/'.")
	}
	a.try("mesh", "a/b", "").refused("BadRequestException", 15, `…`)
}

// With rule 15 relaxed, a slash works in every position.
func TestSlashInANameLivesAWholeLifeWithRule15Relaxed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a/b", "/", "x/virtualNode/y", "a//b", "..//.."} {
		lifeOf(t, name, appmeshtest.WithRelax(15))
	}
}

var oddNames = []string{
	"%25", "100%", "a b", " ", "a:b@c,d;e=f~g", "|", "?", "#", "..", ".", "ü", "名前", "😀", "a%2Fb", "a+b", `"`, `\`,
	"<&>'", "\u2028", "nulL", "*", "routes",
	strings.Repeat("n", 255), strings.Repeat("ü", 255), "%", "%zz", "a&b=c", "[]", "{meshName}",
}

func TestOddNameLivesAWholeLife(t *testing.T) {
	t.Parallel()
	for _, name := range oddNames {
		lifeOf(t, name, appmeshtest.WithRelax(15)) // and with it rule 64
	}
}

// lifeOf takes a name through a whole life in every position but a mesh's.
func lifeOf(t *testing.T, name string, options ...appmeshtest.Option) {
	t.Run(url.PathEscape(name), func(t *testing.T) {
		t.Parallel()
		a := start(t, options...)
		a.furnish()
		escaped := url.PathEscape(name)
		if name == "." || name == ".." {
			escaped = name
		}
		for _, k := range []kind{kindOf("virtualNode"), kindOf("virtualService"), kindOf("virtualRouter"),
			kindOf("route"), kindOf("virtualGateway"), kindOf("gatewayRoute")} {
			collection := k.collection
			switch k.name {
			case "route":
				collection = "/meshes/m/virtualRouter/" + escaped + "/routes"
			case "gatewayRoute":
				collection = "/meshes/m/virtualGateway/" + escaped + "/gatewayRoutes"
			}
			path := collection + "/" + escaped
			made := a.put(collection, k.body(name, "", "")).ok()
			member := k.name + "Name"
			same(t, member, made.text(member), name)
			same(t, "describe", a.get(path).ok().body, made.body)
			a.put(path, `{"spec":`+k.other+`}`).ok().is("metadata.version", "2")
			found := false
			for _, each := range a.get(collection).ok().names(k.list, member) {
				found = found || each == name
			}
			if !found {
				t.Errorf("%s is not in the list", member)
			}
			if !strings.HasSuffix(made.text("metadata.arn"), "/"+k.name+"/"+name) {
				t.Errorf("the ARN is %s", made.text("metadata.arn"))
			}
		}
		// References to it, and away again, innermost first.
		quoted, _ := json.Marshal(name)
		a.make("route", "to", strings.Replace(routeSpec, `"n"`, string(quoted), 1))
		a.remove("virtualNode", name).refused("ResourceInUseException", 47,
			"VirtualNode with name "+name+" cannot be deleted because it is the target of one or more routes.")
		a.remove("route", "to").ok()
		a.delete("/meshes/m/virtualRouter/" + escaped + "/routes/" + escaped).ok()
		a.delete("/meshes/m/virtualGateway/" + escaped + "/gatewayRoutes/" + escaped).ok()
		for _, list := range []string{"virtualRouters", "virtualGateways", "virtualServices", "virtualNodes"} {
			a.delete("/meshes/m/"+list+"/"+escaped).ok().is("status.status", "DELETED")
		}
	})
}

func TestMeshName(t *testing.T) {
	t.Parallel()
	a := start(t)
	for _, name := range []string{"a", "A-b_0", strings.Repeat("m", 255), "-", "_"} {
		a.make("mesh", name, "")
	}
	for _, name := range []string{"a.b", "a b", "ü", "a:b", "m\n", "..", "a@b"} {
		a.try("mesh", name, "").refused("BadRequestException", 15, "…")
	}
	a.try("mesh", "a.b", "").refused("BadRequestException", 15, `MeshName must match ^[a-zA-Z0-9\-_]+$`)
	a.try("mesh", strings.Repeat("m", 256), "").refused("BadRequestException", 13, "…")
	a.get("/meshes/a.b").refused("NotFoundException", 3, "Mesh with name a.b is not present for account 123456789012")
}

func TestNameLength(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.furnish()
	for _, k := range kinds {
		rule := 13
		if k.name == "virtualService" {
			rule = 16
		}
		a.try(k.name, "", "").refused("BadRequestException", rule, "")
		a.try(k.name, strings.Repeat("n", 256), "").refused("BadRequestException", rule, "")
		a.describe(k.name, strings.Repeat("n", 256)).refused("BadRequestException", rule, "")
	}
}

// Rule 14: what cannot be read is refused, and what is wrong is named.
func TestBodyThatCannotBeRead(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.furnish()
	const path = "/meshes/m/virtualGateways"
	port := func(value string) string {
		return `{"spec":{"listeners":[{"portMapping":{"port":` + value +
			`,"protocol":"http"}}]},"virtualGatewayName":"x"}`
	}
	const at = "'spec.listeners.1.member.portMapping.port'"
	for _, c := range []struct{ name, body, member string }{
		{"empty", "", ""}, {"white space", " \n", ""}, {"an array", "[]", ""}, {"null", "null", ""},
		{"a string", `"x"`, ""}, {"a number", "1", ""},
		{"half", `{"spec":{`, ""}, {"garbage behind it", port("80") + "x", ""},
		{"two documents", port("80") + "{}", ""}, {"a comma too many", `{"virtualGatewayName":"x",}`, ""},
		{"a comment", `{/**/}`, ""}, {"single quotes", `{'a':1}`, ""}, {"a byte order mark", "\ufeff{}", ""},
		{"NaN", port("NaN"), ""}, {"+1", port("+1"), ""}, {"01", port("01"), ""},
		{"0x50", port("0x50"), ""}, {".5", port(".5"), ""}, {"a raw NUL", "{\"virtualGatewayName\":\"a\x00b\"}", ""},
		{"a raw line end in a string", "{\"virtualGatewayName\":\"a\nb\"}", ""},
		{"1.5", port("1.5"), at}, {"1.0", port("1.0"), at}, {"8e1", port("8e1"), at},
		{"2147483648", port("2147483648"), at}, {"1e999", port("1e999"), at},
		{"an integer of 400 digits", port(strings.Repeat("9", 400)), at}, {"a string for an integer", port(`"80"`), at},
		{"a list for an integer", port(`[80]`), at}, {"true for an integer", port("true"), at},
		{"null for what is required", port("null"), at}, {"0", port("0"), at}, {"-1", port("-1"), at},
		{"65536", port("65536"), at},
		{"a member twice", `{"virtualGatewayName":"x","spec":{"listeners":[]},"virtualGatewayName":"y"}`,
			"'virtualGatewayName'"},
		{"a member twice, inside", `{"virtualGatewayName":"x","spec":{"listeners":[],"listeners":[]}}`,
			"'spec.listeners'"},
		{"an escaped NUL", `{"virtualGatewayName":"a\u0000b","spec":{"listeners":[]}}`, "'virtualGatewayName'"},
		{"half a surrogate pair", `{"virtualGatewayName":"a\ud800b","spec":{"listeners":[]}}`, "'virtualGatewayName'"},
		{"invalid UTF-8", "{\"virtualGatewayName\":\"a\xffb\",\"spec\":{\"listeners\":[]}}", "'virtualGatewayName'"},
		{"a structure for a list", `{"virtualGatewayName":"x","spec":{"listeners":{}}}`, "'spec.listeners'"},
		{"a list for a structure", `{"virtualGatewayName":"x","spec":[]}`, "'spec'"},
		{"a number for a string", `{"virtualGatewayName":1,"spec":{"listeners":[]}}`, "'virtualGatewayName'"},
		{"no spec", `{"virtualGatewayName":"x"}`, "'spec'"},
		{"no name", `{"spec":{"listeners":[]}}`, "'virtualGatewayName'"},
		{"null in a list", `{"virtualGatewayName":"x","spec":{"listeners":[null]}}`, "'spec.listeners.1.member'"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := a.in(t)
			got := a.put(path, c.body)
			got.refused("BadRequestException", got.rule(), "")
			if n := got.rule(); !slices.Contains([]int{13, 14, 75, 76}, n) {
				t.Errorf("rule %d", n)
			}
			if message := got.text("message"); message == "" || !strings.Contains(message, c.member) {
				t.Errorf("%q does not name %s", message, c.member)
			}
			a.describe("virtualGateway", "x").refused("NotFoundException", 3, "")
		})
	}
}

// What has no body in the model ignores one (rule 34).
func TestBodyOfAReadIsIgnored(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.make("mesh", "m", "")
	a.do("GET", "/meshes/m", "not JSON").ok()
	a.do("GET", "/meshes", `{"limit":0}`).ok()
	a.do("DELETE", "/meshes/m", "[]").ok()
}

// Rule 62, at the limit and one byte above it.
func TestSizeLimits(t *testing.T) {
	t.Parallel()
	a := start(t)
	body := func(size int) string {
		const frame = `{"meshName":"m","ignored":""}`
		return `{"meshName":"m","ignored":"` + strings.Repeat("x", size-len(frame)) + `"}`
	}
	a.put("/meshes", body(server.MaxBody+1)).refused("RequestEntityTooLargeException", 62, "")
	a.get("/meshes/m").refused("NotFoundException", 3, "")
	a.put("/meshes", body(server.MaxBody)).ok()
	path := func(size int) string { return "/meshes?x=" + strings.Repeat("a", size-len("/v20190125/meshes?x=")+1) }
	a.get(path(server.MaxPath)).ok()
	a.get(path(server.MaxPath+1)).refused("RequestUriTooLongException", 62, "")

	// Without a length, the limit is met while reading.
	r := httptest.NewRequest("PUT", "/v20190125/meshes",
		struct{ *strings.Reader }{strings.NewReader(body(server.MaxBody + 1))})
	r.ContentLength = -1
	w := httptest.NewRecorder()
	a.srv.Handler().ServeHTTP(w, r)
	if w.Code != 413 || w.Header().Get("x-amzn-errortype") != "RequestEntityTooLargeException" {
		t.Errorf("without a content-length: %d %s", w.Code, w.Body)
	}
}

// A response of any length has a Content-Length and is not chunked (rule 38).
func TestLongAnswerIsNotChunked(t *testing.T) {
	t.Parallel()
	a := start(t)
	for i := range 100 {
		a.make("mesh", fmt.Sprintf("m%d", i), "")
	}
	w := dial(t, a.srv)
	got := w.ask("GET", "/v20190125/meshes", "")
	if strings.Contains(strings.ToLower(got), "transfer-encoding") || len(got) < 10000 {
		t.Errorf("%.500s", got)
	}
	w.nothing()
}

// A panic is answered 500, logged with its stack, and leaves the state whole.
func TestPanicIsAnInternalServerErrorAndLeavesTheStateWhole(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	broken := false
	var log bytes.Buffer
	ids := server.CountingIDs(1)
	s := newServer(t, server.Options{
		UIDs: func() state.UID { // is asked for inside the write's transaction
			mu.Lock()
			defer mu.Unlock()
			if broken {
				panic("no more uids")
			}
			return ids()
		},
		Logger: slog.New(slog.NewJSONHandler(&log, nil)),
	})
	ask := func(method, path, body string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(method, "/v20190125"+path, strings.NewReader(body)))
		return w
	}
	ask("PUT", "/meshes", `{"meshName":"m"}`)
	before := string(s.Save())
	broken = true
	w := ask("PUT", "/meshes/m/virtualNodes",
		`{"virtualNodeName":"n","spec":{"backends":[{"virtualService":{"virtualServiceName":"s"}}]}}`)
	if w.Code != 500 || w.Header().Get("x-amzn-errortype") != "InternalServerErrorException" ||
		!json.Valid(w.Body.Bytes()) {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	var line struct{ Msg, Value, Method, Path, Request, Stack string }
	if err := json.Unmarshal(bytes.Split(log.Bytes(), []byte("\n"))[0], &line); err != nil {
		t.Fatalf("%v in %s", err, log.String())
	}
	if line.Value != "no more uids" || line.Method != "PUT" || line.Path != "/v20190125/meshes/m/virtualNodes" ||
		line.Request != w.Header().Get("x-amzn-requestid") || !strings.Contains(line.Stack, "state.(*Store).") {
		t.Errorf("the log has %+v", line)
	}
	same(t, "the state", string(s.Save()), before)
	broken = false
	if w := ask("PUT", "/meshes/m/virtualNodes", `{"virtualNodeName":"n","spec":{}}`); w.Code != 200 {
		t.Errorf("afterwards: %d %s", w.Code, w.Body)
	}
	if w := ask("PUT", "/meshes/m/virtualServices",
		`{"virtualServiceName":"s","spec":{}}`); !strings.Contains(w.Body.String(), `"version":1`) {
		t.Errorf("the panic left an implicit virtual service: %s", w.Body)
	}
}

// Rule 1 relaxed: each structure that is there has every member of the model's, in order.
func TestExplicitNullsWriteEveryMemberOfTheModel(t *testing.T) {
	t.Parallel()
	types := map[string]reflect.Type{
		"mesh": reflect.TypeFor[model.MeshSpec](), "virtualGateway": reflect.TypeFor[model.VirtualGatewaySpec](),
		"gatewayRoute":  reflect.TypeFor[model.GatewayRouteSpec](),
		"virtualNode":   reflect.TypeFor[model.VirtualNodeSpec](),
		"virtualRouter": reflect.TypeFor[model.VirtualRouterSpec](), "route": reflect.TypeFor[model.RouteSpec](),
		"virtualService": reflect.TypeFor[model.VirtualServiceSpec](),
	}
	eachKind(t, func(t *testing.T, a *api, k kind) {
		for _, spec := range []string{k.spec, k.other} {
			name := fmt.Sprintf("x%d", len(spec))
			for what, got := range map[string]answer{"create": a.make(k.name, name, spec),
				"describe": a.describe(k.name, name), "update": a.change(k.name, name, spec),
				"delete": a.remove(k.name, name)} {
				completely(t, what+" spec", got.ok().at("spec"), types[k.name])
			}
		}
		list := a.get(k.collection).ok()
		if !strings.Contains(list.body, `"nextToken":null`) {
			t.Errorf("no null nextToken in %s", list.body)
		}
		a.make(k.name, "t", "")
		same(t, "tags", a.tags(k.arnOf("t"), "").ok().body, `{"nextToken":null,"tags":[]}`)
	}, appmeshtest.WithRelax(1))
}

// completely wants a value to have each member of a generated struct, at every depth.
func completely(t *testing.T, at string, value any, typ reflect.Type) {
	t.Helper()
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	switch v := value.(type) {
	case []any:
		for i, item := range v {
			completely(t, fmt.Sprintf("%s.%d", at, i), item, typ.Elem())
		}
	case map[string]any:
		members := 0
		for i := range typ.NumField() {
			name := typ.Field(i).Tag.Get("json")
			if name == "" {
				continue
			}
			members++
			if member, ok := v[name]; !ok {
				t.Errorf("%s has no %s", at, name)
			} else {
				completely(t, at+"."+name, member, typ.Field(i).Type)
			}
		}
		if members != len(v) {
			t.Errorf("%s has %d members, the model %d", at, len(v), members)
		}
	}
}

// Without nulls, answers are those with nulls, the nulls taken out, byte for byte (rule 1).
func TestAnswersWithoutNullsAreThoseWithNullsTakenOut(t *testing.T) {
	t.Parallel()
	plain, nulls := start(t), start(t, appmeshtest.WithRelax(1))
	plain.furnish()
	nulls.furnish()
	for _, k := range kinds {
		for _, a := range []*api{plain, nulls} {
			a.make(k.name, "x", "")
			a.change(k.name, "x", k.other).ok()
		}
		for _, path := range []string{k.path("x"), k.collection, byARN("/tags", k.arnOf("x"))} {
			var v any
			decoder := json.NewDecoder(strings.NewReader(nulls.get(path).ok().body))
			decoder.UseNumber()
			if err := decoder.Decode(&v); err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			encoder := json.NewEncoder(&b)
			encoder.SetEscapeHTML(false)
			if err := encoder.Encode(withoutNulls(v)); err != nil {
				t.Fatal(err)
			}
			same(t, path, strings.TrimSpace(b.String()), plain.get(path).ok().body)
		}
	}
}

func withoutNulls(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if member == nil {
				delete(v, name)
				continue
			}
			v[name] = withoutNulls(member)
		}
	case []any:
		for i := range v {
			v[i] = withoutNulls(v[i])
		}
	}
	return v
}

// What a preflight asks for is echoed on every path, and no page is needed for it.
func TestPreflight(t *testing.T) {
	t.Parallel()
	a := start(t)
	for _, path := range []string{"/v20190125/meshes", "/nowhere", "/v20190125/meshes/a%2Fb"} {
		r := httptest.NewRequest(http.MethodOptions, path, nil)
		r.Header.Set("Access-Control-Request-Method", "DELETE")
		r.Header.Set("Access-Control-Request-Headers", "x-one, x-two")
		w := httptest.NewRecorder()
		a.srv.Handler().ServeHTTP(w, r)
		for name, want := range map[string]string{
			"access-control-allow-origin": "*", "access-control-allow-methods": "DELETE",
			"access-control-allow-headers":  "x-one, x-two",
			"access-control-expose-headers": "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
			"access-control-max-age":        "172800", "server": "envoy",
		} {
			same(t, path+" "+name, w.Header().Get(name), want)
		}
		same(t, path, fmt.Sprint(w.Code, w.Body.Len()), "200 0")
	}
}

// What a preflight promises to a page is kept, for refusals too; who is no page sees nothing of it (rule 39).
func TestAPageMayReadTheAnswersToItsRequests(t *testing.T) {
	t.Parallel()
	srv := appmeshtest.Start(t)
	for path, origin := range map[string]string{"/v20190125/meshes": "https://example.com", "/nowhere": "null",
		"/v20190125/meshes?limit=1": ""} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", srv.URL+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if origin != "" {
			r.Header.Set("Origin", origin)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		want := map[string]string{}
		if origin != "" {
			want = map[string]string{"Allow-Origin": "*",
				"Expose-Headers": "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"}
		}
		for _, name := range []string{"Allow-Origin", "Expose-Headers"} {
			same(t, path+" "+name, answer.Header.Get("Access-Control-"+name), want[name])
		}
	}
}

// A query that cannot be read is not taken for one that asks for nothing (rule 14).
func TestAQueryThatCannotBeReadIsRefused(t *testing.T) {
	t.Parallel()
	srv := appmeshtest.Start(t)
	for _, query := range []string{"limit=%zz", "limit=1;nextToken=x", "%"} {
		r := httptest.NewRequest("GET", "/v20190125/meshes", http.NoBody)
		r.URL.RawQuery = query
		w := httptest.NewRecorder()
		srv.Handler().ServeHTTP(w, r)
		if w.Code != 400 || w.Header().Get("x-amzn-errortype") != "BadRequestException" ||
			w.Header().Get("x-appmesh-mock-rule") != "14" {
			t.Errorf("%s: %d %v %s", query, w.Code, w.Header(), w.Body)
		}
	}
}
