package convert_test

import (
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

func TestACallIsRepeatedByACommand(t *testing.T) {
	t.Parallel()
	const path = "/v20190125/meshes"
	for _, c := range []struct {
		call      server.Call
		aws, curl string
	}{
		{
			server.Call{Operation: "UpdateRoute", Method: "PUT", Account: "1", Region: "r",
				Path: path + "/m/virtualRouter/v%2Fw/routes/x?meshOwner=2", Request: `{"spec":{"priority":1},"unknown":1}`},
			`aws appmesh update-route --mesh-name m --virtual-router-name v/w --route-name x --mesh-owner 2 ` +
				`--spec '{"priority":1}'`,
			`curl -X PUT 'URL/v20190125/meshes/m/virtualRouter/v%2Fw/routes/x?meshOwner=2' -H 'Authorization: AWS4-HMAC-SHA256 ` +
				`Credential=1/20190125/r/appmesh/aws4_request, SignedHeaders=host, Signature=0' ` +
				`-H 'Content-Type: application/json' -d '{"spec":{"priority":1},"unknown":1}'`,
		},
		{
			server.Call{Operation: "ListMeshes", Method: "GET", Path: path + "?limit=2&nextToken=a%20b"},
			`aws appmesh list-meshes --limit 2 --next-token 'a b'`,
			`curl -X GET 'URL/v20190125/meshes?limit=2&nextToken=a%20b'`,
		},
		{
			server.Call{Method: "GET", Path: "/a[1]{b}#\n%C3%BC" + "ü"},
			`# GET /a%5B1%5D%7Bb%7D%23%0A%C3%BC%C3%BC: no operation of App Mesh`,
			`curl -X GET URL/a%5B1%5D%7Bb%7D%23%0A%C3%BC%C3%BC`,
		},
		{
			server.Call{Method: "HEAD", Path: path + "/../x", Request: "a"},
			`# HEAD /v20190125/meshes/../x: no operation of App Mesh`, `curl -I URL/v20190125/meshes/../x --path-as-is`,
		},
		{
			server.Call{Operation: "CreateMesh", Method: "PUT", Path: path, Request: "@/etc/passwd"},
			`# PUT /v20190125/meshes: the body is not a JSON object: invalid character '@' looking for beginning of value`,
			`curl -X PUT URL/v20190125/meshes -H 'Content-Type: application/json' --data-raw @/etc/passwd`,
		},
		{
			server.Call{Operation: "CreateMesh", Method: "PUT", Path: path, Request: "{\"meshName\":\r\n\"a\u202e\"}"},
			`aws appmesh create-mesh --cli-input-json '{"meshName":"a\u202e"}'`,
			`curl -X PUT URL/v20190125/meshes -H 'Content-Type: application/json' -d '{"meshName":"a\u202e"}'`,
		},
		{
			server.Call{Operation: "CreateMesh", Method: "PUT", Path: path, Request: "\x1b[2J"},
			`# PUT /v20190125/meshes: the body is not a JSON object: invalid character '\x1b' looking for beginning of value`,
			`# PUT /v20190125/meshes: the body is neither JSON nor a line of text`,
		},
		{
			server.Call{Operation: "CreateMesh", Method: "PUT", Path: path, Request: `{"meshName":"a","meshName":"b"}`},
			`# PUT /v20190125/meshes: the body is refused: line 1: member "meshName" is given twice`,
			`curl -X PUT URL/v20190125/meshes -H 'Content-Type: application/json' -d '{"meshName":"a","meshName":"b"}'`,
		},
		{
			server.Call{Operation: "CreateMesh", Method: "PUT", Path: path, Request: `{"meshName":"\ud800"}`},
			`aws appmesh create-mesh --cli-input-json '{"meshName":"\ud800"}'`,
			`curl -X PUT URL/v20190125/meshes -H 'Content-Type: application/json' -d '{"meshName":"\ud800"}'`,
		},
		{
			server.Call{Operation: "CreateMesh", Method: "PUT", Path: path, Request: "{\"meshName\":\"\xff\"}"},
			`# PUT /v20190125/meshes: the body is not UTF-8`,
			`# PUT /v20190125/meshes: the body is neither JSON nor a line of text`,
		},
		{
			server.Call{Operation: "CreateMesh", Method: "PUT", Path: path, Truncated: []string{"request"}, Request: "{"},
			`# PUT /v20190125/meshes: the journal has only the beginning of the request`,
			`# PUT /v20190125/meshes: the journal has only the beginning of the request`,
		},
		{
			server.Call{Method: "OPTIONS", Path: "*"},
			`# OPTIONS *: no operation of App Mesh`, `# OPTIONS *: the target is not a path`,
		},
	} {
		target := convert.Target{URL: "URL", Region: "r"}
		aws := strings.TrimSpace(strings.ReplaceAll(target.RepeatWithCLI(c.call), " \\\n  ", " "))
		if aws = strings.TrimSuffix(aws, " --region r --endpoint-url URL"); aws != c.aws {
			t.Errorf("got %s\nwant %s", aws, c.aws)
		}
		if got := target.RepeatWithCurl(c.call); got != c.curl+"\n" {
			t.Errorf("got %swant %s", got, c.curl)
		}
	}
	got := convert.Target{URL: "URL"}.RepeatWithCurl(server.Call{Method: "GET", Path: "/"}, "--cacert", "a b.pem")
	if got != "curl -X GET URL/ --cacert 'a b.pem'\n" {
		t.Error(got)
	}
}

func TestCurlRepeatsCallsUnchanged(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed")
	}
	s := running(t, server.Options{}, nil)
	listening := httptest.NewServer(s)
	defer listening.Close()
	const path = "/v20190125/meshes"
	const multiline = 1 // the call whose body loses its line breaks
	for _, call := range []struct{ method, path, body, account string }{
		{"PUT", path, `{"meshName":"shop","tags":[{"key":"it's","value":"$HOME ` + "`id`" + ` \\ \" ü 😀 !"}]}`, "111111111111"},
		{"PUT", path, "{\n\t\"meshName\": \"two\"\n}\n", "222222222222"},
		{"PUT", path + "/shop/virtualServices", `{"virtualServiceName":"a'b;c\"$(d).local","spec":{}}`, "111111111111"},
		{"GET", path + "/shop/virtualServices/a%27b%3Bc%22$(d).local?x=%26", "", "111111111111"},
		{"GET", path + "/../..//x/./[a-c]{1,2}", "", "111111111111"},
		{"PUT", path, `{"meshName":`, "111111111111"},
		{"PUT", path, `@/etc/passwd`, "111111111111"},
		{"HEAD", path, "", "111111111111"},
		{"DELETE", path + "/two", "", "222222222222"},
	} {
		r := httptest.NewRequest(call.method, call.path, strings.NewReader(call.body))
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+call.account+
			"/20190125/eu-west-1/appmesh/aws4_request, SignedHeaders=host, Signature=0")
		s.ServeHTTP(httptest.NewRecorder(), r)
	}
	first, err := s.Calls(server.CallFilter{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Reset(server.ResetOptions{}); err != nil {
		t.Fatal(err)
	}
	var script strings.Builder
	for _, call := range first {
		script.WriteString(convert.Target{URL: listening.URL}.RepeatWithCurl(call, "-sS", "-o", "/dev/null"))
	}
	shell := exec.Command("sh", "-eu")
	shell.Stdin = strings.NewReader(script.String())
	if out, err := shell.CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("%v: %s", err, out)
	}
	second, err := s.Calls(server.CallFilter{Since: int64(len(first))})
	if err != nil || len(second) != len(first) {
		t.Fatalf("%v: %d calls, want %d", err, len(second), len(first))
	}
	if got := second[multiline].Request; got != `{"meshName":"two"}` {
		t.Error(got)
	}
	succeeded := 0
	for i, call := range second {
		want := first[i]
		if call.Method != want.Method || call.Operation != want.Operation ||
			call.Request != want.Request && i != multiline ||
			call.Mesh != want.Mesh || call.Resource != want.Resource ||
			call.Account != want.Account || call.Region != want.Region || call.Status != want.Status {
			t.Errorf("got %+v\nwant %+v", call, want)
		}
		if call.Status == http.StatusOK {
			succeeded++
		}
	}
	if succeeded < 5 {
		t.Errorf("only %d calls succeeded", succeeded)
	}
}
