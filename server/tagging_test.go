package server_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/cbor"
)

// populateTags creates a resource of each kind, with the tags kind=<kind> and team=a; the mesh
// has team=b instead.
func populateTags(a *api) {
	a.populate()
	a.make("route", "t", "")
	a.make("gatewayRoute", "h", "")
	for kind, name := range map[string]string{
		"mesh": "m", "virtualGateway": "g", "gatewayRoute": "h", "virtualNode": "n", "virtualRouter": "r", "route": "t",
		"virtualService": "s",
	} {
		team := "a"
		if kind == "mesh" {
			team = "b"
		}
		a.tag(kindOf(kind).arnOf(name), "kind", kind, "team", team).ok()
	}
}

type mapping struct {
	ResourceARN string
	Tags        []struct{ Key, Value string }
}

type resourcesPage struct {
	PaginationToken        string
	ResourceTagMappingList []mapping
}

func getResources(t *testing.T, srv *appmeshtest.Server, body string) resourcesPage {
	t.Helper()
	w := taggingCall("GetResources", body).send(srv)
	var page resourcesPage
	if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != 200 {
		t.Fatalf("%s: %d %v: %s", body, w.Code, err, w.Body)
	}
	return page
}

// arnSuffixes returns the parts of the ARNs of a page after the account.
func (p resourcesPage) arnSuffixes() string {
	var all []string
	for _, each := range p.ResourceTagMappingList {
		_, suffix, _ := strings.Cut(each.ResourceARN, server.DefaultAccount+":")
		all = append(all, suffix)
	}
	return strings.Join(all, " ")
}

func TestGetResourcesSelectsByTagsTypesAndARNs(t *testing.T) {
	t.Parallel()
	a := start(t)
	populateTags(a)
	const arns = "arn:aws:appmesh:us-east-1:123456789012:"
	all := getResources(t, a.srv, `{}`).arnSuffixes()
	if n := len(strings.Fields(all)); n != len(kinds) || !slices.IsSorted(strings.Fields(all)) {
		t.Fatalf("%d resources: %s", n, all)
	}
	for body, want := range map[string]string{
		`{"TagFilters":[{"Key":"team","Values":["b"]}]}`:                                                    "mesh/m",
		`{"TagFilters":[{"Key":"team","Values":["b","a"]},{"Key":"kind","Values":["mesh"]}]}`:               "mesh/m",
		`{"TagFilters":[{"Key":"team","Values":["a"]},{"Key":"kind","Values":["mesh"]}]}`:                   "",
		`{"TagFilters":[{"Key":"kind"}]}`:                                                                   all,
		`{"TagFilters":[{"Key":"Kind"}]}`:                                                                   "",
		`{"ResourceTypeFilters":["appmesh"]}`:                                                               all,
		`{"ResourceTypeFilters":["appmesh:mesh"]}`:                                                          "mesh/m",
		`{"ResourceTypeFilters":["appmesh:mesh/virtualRouter/route","ec2"]}`:                                "mesh/m/virtualRouter/r/route/t",
		`{"ResourceTypeFilters":["ec2:instance"]}`:                                                          "",
		`{"ResourceARNList":["` + arns + `mesh/m","` + arns + `mesh/none","arn:aws:s3:::bucket"]}`:          "mesh/m",
		`{"ResourceARNList":["` + arns + `mesh/m"],"ResourceTypeFilters":["appmesh:mesh/virtualNode"]}`:     "",
		`{"IncludeComplianceDetails":true,"ExcludeCompliantResources":true}`:                                "",
		`{"TagFilters":[{"Key":"team","Values":["b"]}],"PaginationToken":"","ResourceTypeFilters":[]}`:      "mesh/m",
		`{"TagFilters":null,"ResourceTypeFilters":["appmesh:mesh"],"ResourceARNList":[],"TagsPerPage":100}`: "mesh/m",
	} {
		same(t, body, getResources(t, a.srv, body).arnSuffixes(), want)
	}
	w := taggingCall(
		"GetResources",
		`{"ResourceTypeFilters":["appmesh:mesh"],"IncludeComplianceDetails":true}`,
	).send(a.srv)
	same(t, "the response", w.Body.String(), `{"PaginationToken":"","ResourceTagMappingList":[{"ComplianceDetails":`+
		`{"ComplianceStatus":true,"KeysWithNoncompliantValues":[],"NoncompliantKeys":[]},"ResourceARN":"`+arns+`mesh/m",`+
		`"Tags":[{"Key":"kind","Value":"mesh"},{"Key":"team","Value":"b"}]}]}`)
	same(t, "Content-Type", w.Header().Get("Content-Type"), "application/x-amz-json-1.1")
}

// Rule 123: the list has the resources with tags that the account created in the region of the call.
func TestGetResourcesListsTaggedResourcesOfTheCallerOnly(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.make("mesh", "m", "")
	arn := kindOf("mesh").arnOf("m")
	same(t, "without tags", getResources(t, a.srv, `{}`).arnSuffixes(), "")
	a.tag(arn, "a", `"<ü>`).ok()
	if got := getResources(
		t,
		a.srv,
		`{}`,
	); len(got.ResourceTagMappingList) != 1 ||
		got.ResourceTagMappingList[0].Tags[0].Value != `"<ü>` {
		t.Errorf("with a tag: %+v", got)
	}
	const consumer = "111122223333"
	if _, err := a.handler().Share(server.Share{MeshName: "m", Account: consumer}); err != nil {
		t.Fatal(err)
	}
	b := a.as(consumer, server.DefaultRegion)
	b.put("/meshes/m/virtualNodes?meshOwner="+server.DefaultAccount,
		`{"virtualNodeName":"theirs","spec":{},"tags":[{"key":"a","value":"b"}]}`).ok()
	same(t, "of the owner", getResources(t, a.srv, `{}`).arnSuffixes(), "mesh/m")
	request := taggingCall("GetResources", `{}`)
	request.account, request.region = consumer, server.DefaultRegion
	const theirs = `"arn:aws:appmesh:us-east-1:111122223333:mesh/m@123456789012/virtualNode/theirs"`
	if got := request.send(
		a.srv,
	).Body.String(); strings.Count(got, "ResourceARN") != 1 ||
		!strings.Contains(got, theirs) {
		t.Errorf("of the consumer: %s", got)
	}
	request.region = "eu-west-1"
	if got := request.send(a.srv).Body.String(); strings.Contains(got, "ResourceARN") {
		t.Errorf("in another region: %s", got)
	}
	a.untag(arn, "a").ok()
	same(t, "without tags again", getResources(t, a.srv, `{}`).arnSuffixes(), "")
}

func TestGetResourcesIsPaged(t *testing.T) {
	t.Parallel()
	a := start(t)
	for i := range 22 { // with ten tags each: the example in AWS's documentation
		var tags []string
		for j := range 10 {
			tags = append(tags, fmt.Sprintf(`{"key":"k%d","value":""}`, j))
		}
		a.put("/meshes", fmt.Sprintf(`{"meshName":"m%02d","tags":[%s]}`, i, strings.Join(tags, ","))).ok()
	}
	for limits, want := range map[string]string{
		``:                       "22",
		`"TagsPerPage":100,`:     "10 10 2",
		`"TagsPerPage":109,`:     "10 10 2",
		`"ResourcesPerPage":7,`:  "7 7 7 1",
		`"ResourcesPerPage":11,`: "11 11",
		`"ResourcesPerPage":20,"TagsPerPage":150,`: "15 7",
		`"ResourcesPerPage":100,`:                  "22",
	} {
		var sizes, arns []string
		token := ""
		for range 30 {
			page := getResources(t, a.srv, fmt.Sprintf(`{%s"PaginationToken":%q}`, limits, token))
			sizes = append(sizes, fmt.Sprint(len(page.ResourceTagMappingList)))
			arns = append(arns, strings.Fields(page.arnSuffixes())...)
			if token = page.PaginationToken; token == "" {
				break
			}
		}
		same(t, limits, strings.Join(sizes, " "), want)
		if len(arns) != 22 || !slices.IsSorted(arns) {
			t.Errorf("%s: %v", limits, arns)
		}
	}
}

func TestGetResourcesRefusesInvalidInput(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.put("/meshes", `{"meshName":"a","tags":[{"key":"k","value":""}]}`).ok()
	a.put("/meshes", `{"meshName":"b","tags":[{"key":"k","value":""}]}`).ok()
	token := getResources(t, a.srv, `{"ResourcesPerPage":1}`).PaginationToken
	if token == "" {
		t.Fatal("there is no second page")
	}
	long := func(item string, n int) string { return strings.TrimSuffix(strings.Repeat(item+",", n), ",") }
	const arn = `"ResourceARNList":["arn:aws:appmesh:us-east-1:123456789012:mesh/a"]`
	for body, rule := range map[string]string{
		`{"ResourcesPerPage":0}`:                                          "122",
		`{"ResourcesPerPage":101}`:                                        "122",
		`{"TagsPerPage":99}`:                                              "122",
		`{"TagsPerPage":501}`:                                             "122",
		`{` + arn + `,"ResourcesPerPage":1}`:                              "122",
		`{` + arn + `,"TagsPerPage":100}`:                                 "122",
		`{` + arn + `,"PaginationToken":"` + token + `"}`:                 "122",
		`{"PaginationToken":"invented"}`:                                  "122",
		`{"TagFilters":[{"Key":"k"}],"PaginationToken":"` + token + `"}`:  "122",
		`{"TagFilters":[{"Values":["v"]}]}`:                               "121",
		`{"TagFilters":[` + long(`{"Key":"k"}`, 51) + `]}`:                "121",
		`{"TagFilters":[{"Key":"k","Values":[` + long(`"v"`, 21) + `]}]}`: "121",
		`{"ResourceTypeFilters":[` + long(`"ec2"`, 101) + `]}`:            "121",
		`{"ResourceTypeFilters":["appmesh:virtualNode"]}`:                 "121",
		`{"ResourceARNList":[` + long(`"arn:x"`, 101) + `]}`:              "121",
		`{"ExcludeCompliantResources":true}`:                              "121",
		`{"TagFilters":"k"}`:                                              "121",
		`{"TagFilters":`:                                                  "121",
		``:                                                                "121",
	} {
		w := taggingCall("GetResources", body).send(a.srv)
		var got struct {
			Type    string `json:"__type"`
			Message string `json:"message"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 400 || got.Message == "" {
			t.Errorf("%s: %d %v: %s", body, w.Code, err, w.Body)
		}
		if got.Type != "InvalidParameterException" && got.Type != "SerializationException" ||
			got.Type != w.Header().Get("x-amzn-errortype") {
			t.Errorf("%s: %s", body, got.Type)
		}
		same(t, body, w.Header().Get("x-appmesh-mock-rule"), rule)
	}
}

// Newer SDKs send the same operation in CBOR.
func TestGetResourcesIsTheSameInCBOR(t *testing.T) {
	t.Parallel()
	a := start(t)
	populateTags(a)
	for _, c := range []struct {
		path, body string
		status     int
		want       string // JSON
	}{
		{"/service/ResourceGroupsTaggingAPI_20170126/operation/GetResources", ``, 200,
			taggingCall("GetResources", `{}`).send(a.srv).Body.String()},
		{"/service/ResourceGroupsTaggingAPI_20170126/operation/GetResources", `{"ResourceTypeFilters":["appmesh:mesh"],"ResourcesPerPage":1}`,
			200, taggingCall("GetResources", `{"ResourceTypeFilters":["appmesh:mesh"]}`).send(a.srv).Body.String()},
		{"/service/ResourceGroupsTaggingAPI_20170126/operation/GetResources", `{"ResourcesPerPage":0}`, 400,
			taggingCall("GetResources", `{"ResourcesPerPage":0}`).send(a.srv).Body.String()},
		{"/service/ResourceGroupsTaggingAPI_20170126/operation/GetTagKeys", `{}`, 400,
			taggingCall("GetTagKeys", `{}`).send(a.srv).Body.String()},
	} {
		var body []byte
		if c.body != "" {
			var err error
			if body, err = cbor.FromJSON([]byte(c.body)); err != nil {
				t.Fatal(err)
			}
		}
		request := companionRequest{
			method: "POST", path: c.path, contentType: "application/cbor", body: string(body), service: "tagging",
		}.http()
		request.Header.Set("Smithy-Protocol", "rpc-v2-cbor")
		w := httptest.NewRecorder()
		a.srv.Handler().ServeHTTP(w, request)
		got, err := cbor.ToJSON(w.Body.Bytes())
		if err != nil || w.Code != c.status || w.Header().Get("Smithy-Protocol") != "rpc-v2-cbor" {
			t.Errorf("%s %s: %d %v %v", c.path, c.body, w.Code, err, w.Header())
		}
		same(t, c.path+" "+c.body, indented(t, string(got)), indented(t, c.want))
	}
	malformed := taggingCall("", "\xff")
	malformed.path, malformed.target = "/service/ResourceGroupsTaggingAPI_20170126/operation/GetResources", ""
	request := malformed.http()
	request.Header.Set("Smithy-Protocol", "rpc-v2-cbor")
	w := httptest.NewRecorder()
	a.srv.Handler().ServeHTTP(w, request)
	same(t, "the code", w.Header().Get("x-amzn-errortype"), "SerializationException")
}

// indented returns JSON with sorted members and indentation, for comparisons.
func indented(t *testing.T, document string) string {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(document), &value); err != nil {
		t.Fatalf("%s: %v", document, err)
	}
	text, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
