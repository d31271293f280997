package server_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
)

// Rule 15: a slash in a name in the path is refused without a message before any lookup. The
// resource whose path the name resembles is not affected.
func TestSlashInANameInThePathIsRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.populate()
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
			got := w.send(method, "/v20190125"+path, body)
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

func TestSlashInANameWorksWithRule15Relaxed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a/b", "/", "x/virtualNode/y", "a//b", "..//.."} {
		testLifecycle(t, name, appmeshtest.WithRelax(15))
	}
}

var oddNames = []string{
	"%25", "100%", "a b", " ", "a:b@c,d;e=f~g", "|", "?", "#", "..", ".", "ü", "名前", "😀", "a%2Fb", "a+b", `"`, `\`,
	"<&>'", "\u2028", "nulL", "*", "routes",
	strings.Repeat("n", 255), strings.Repeat("ü", 255), "%", "%zz", "a&b=c", "[]", "{meshName}",
}

func TestOddNamesWorkInEveryOperation(t *testing.T) {
	t.Parallel()
	for _, name := range oddNames {
		testLifecycle(t, name, appmeshtest.WithRelax(15)) // and with it rule 64
	}
}

// testLifecycle creates, reads, updates, lists and deletes a resource of each kind except mesh
// with a name.
func testLifecycle(t *testing.T, name string, options ...appmeshtest.Option) {
	t.Run(url.PathEscape(name), func(t *testing.T) {
		t.Parallel()
		a := start(t, options...)
		a.populate()
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
		// References to the name prevent a delete. Then the resources are deleted, children first.
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

func TestInvalidMeshNamesAreRefused(t *testing.T) {
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

func TestNamesOfInvalidLengthAreRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.populate()
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
