package sdks

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// testSDK runs all scenarios with an SDK.
func testSDK(t *testing.T, s sdk) {
	t.Helper()
	t.Parallel()
	r := newRun(t, s)
	t.Run("scenarios", func(t *testing.T) {
		for _, k := range r.Kinds {
			t.Run("lifecycle/"+k.Name, func(t *testing.T) {
				t.Parallel()
				lifecycle(t, r.strict(), k, parent, "subject", k.Specs)
			})
			t.Run("pages/"+k.Name, func(t *testing.T) {
				t.Parallel()
				r.pages(t, k)
			})
			t.Run("lost response/"+k.Name, func(t *testing.T) {
				t.Parallel()
				r.lostResponse(t, k)
			})
		}
		for i, name := range r.UnusualNames {
			if slices.Contains(r.unsendable, name) {
				continue
			}
			t.Run(fmt.Sprintf("unusual name/%d", i), func(t *testing.T) {
				t.Parallel()
				r.unusualName(t, name)
			})
		}
		r.errorScenarios(t)
		r.retryScenarios(t)
		for name, scenario := range map[string]func(*testing.T){
			"pages/tags": r.pagesOfTags, "too many tags": r.tooManyTags, "shared mesh": r.sharedMesh, "quota": r.quota,
			"empty name": r.emptyName, "unmodelled error": r.unmodelledError, "wrong secret": r.wrongSecret,
			"response of a proxy": r.proxyResponse, "unknown members": r.unknownMembers, "TLS": r.tls,
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				scenario(t)
			})
		}
	})
	if len(r.called) != 38 && !t.Failed() {
		t.Errorf("%d operations were called with success, want 38: %v", len(r.called), r.called)
	}
}

// unusualName expects a name to work once and twice in a path, and in a reference. The names of other
// kinds have a pattern (rule 15).
func (r *run) unusualName(t *testing.T, name string) {
	t.Helper()
	for _, kindName := range []string{"VirtualGateway", "VirtualService", "GatewayRoute"} {
		k, outer := r.kind(kindName), parent
		if len(k.Parents) == 2 {
			outer = name
		}
		spec := k.Specs[len(k.Specs)-1]
		if kindName == "VirtualService" {
			spec = k.Specs[0]
		}
		lifecycle(t, r.strict(), k, outer, name, []members{spec})
	}
}

func (r *run) errorScenarios(t *testing.T) {
	t.Helper()
	c := r.strict()
	c.all(t, r.Setup)
	c.all(t, r.Blocked)
	for _, each := range r.Errors {
		t.Run("error/"+each.Name, func(t *testing.T) {
			t.Parallel()
			in := filled(t, each.Input, c.Account)
			if slices.Contains(r.local, each.Name) {
				if err := c.fails(t, each.Operation, in); err.Kind != "local" {
					t.Errorf("%v, want an error that the SDK finds itself", err)
				}
				return
			}
			got := c.refused(t, each.Code, each.Operation, in)
			if each.Message != "" && !matches(each.Message, c.Account, got) {
				t.Errorf("the message is %q, want %q", got, each.Message)
			}
		})
	}
	for code := range r.Exceptions {
		t.Run("injected/"+code, func(t *testing.T) {
			t.Parallel()
			c := r.client(r.counted)
			c.Inject(t, server.Fault{Code: server.Code(code), Message: "as injected: ü"})
			failing := callFor(code)
			if got := c.refused(t, code, failing.Operation, failing.Input); got != "as injected: ü" {
				t.Errorf("the message is %q", got)
			}
			same(t, "outcomes", []string{code}, c.outcomes(t, failing.Operation))
		})
	}
}

// callFor returns a call whose operation has the exception in App Mesh's model: strictly
// typed SDKs know no other exceptions of an operation.
func callFor(code string) call {
	switch mesh := (members{"meshName": "mesh"}); code {
	case "ConflictException", "LimitExceededException":
		return call{"CreateMesh", mesh}
	case "ResourceInUseException":
		return call{"DeleteMesh", mesh}
	case "TooManyTagsException":
		return call{"TagResource", members{"resourceArn": "arn", "tags": []any{}}}
	default:
		return call{"DescribeMesh", mesh}
	}
}

// filled returns the members with the account in them.
func filled(t *testing.T, in members, account string) (out members) {
	t.Helper()
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(strings.ReplaceAll(string(text), "ACCOUNT", account)), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func (r *run) tooManyTags(t *testing.T) {
	c, tags := r.strict(), []any{}
	for i := range 52 {
		tags = append(tags, tagList(fmt.Sprintf("key %02d", i), "")...)
	}
	made := c.must(t, "CreateMesh", members{"meshName": "mesh", "tags": tags[:49]})
	arn := members{"resourceArn": arnOf(made["mesh"])}
	c.refused(t, "TooManyTagsException", "TagResource", with(arn, "tags", tags[49:]))
	same(t, "tags", tags[:49], c.must(t, "ListTagsForResource", arn)["tags"])
}

func arnOf(data any) any { return data.(members)["metadata"].(members)["arn"] }

func (r *run) sharedMesh(t *testing.T) {
	owner, consumer := r.strict(), r.strict()
	owner.all(t, r.Setup)
	owner.Share(t, "mesh", consumer.Account)
	in := members{"meshName": "mesh", "meshOwner": owner.Account}
	mesh := consumer.must(t, "DescribeMesh", in)["mesh"].(members)
	same(t, "owner", owner.Account, mesh["metadata"].(members)["resourceOwner"])
	consumer.refused(t, "ForbiddenException", "DescribeVirtualGateway", with(in, "virtualGatewayName", parent))
}

func (r *run) quota(t *testing.T) {
	c := r.client(r.counted)
	for _, name := range []string{"a", "b"} {
		c.must(t, "CreateMesh", members{"meshName": name})
	}
	c.refused(t, "LimitExceededException", "CreateMesh", members{"meshName": "c"})
}

// emptyName expects an error and no change for an empty name. Some SDKs refuse it, and some send
// a path that ends with a slash.
func (r *run) emptyName(t *testing.T) {
	c := r.strict()
	c.all(t, r.Setup)
	for operation, in := range map[string]members{
		"DescribeMesh":         {"meshName": ""},
		"DeleteVirtualGateway": {"meshName": "mesh", "virtualGatewayName": ""},
		"UpdateRoute":          with(r.kind("Route").names(parent, ""), "spec", r.kind("Route").Specs[0]),
		"ListVirtualServices":  {"meshName": ""},
	} {
		err := c.fails(t, operation, in)
		if err.Kind != "local" && (err.Status != 400 && err.Status != 404 || err.Message == "") {
			t.Errorf("%s: %v", operation, err)
		}
	}
	c.must(t, "DescribeVirtualGateway", members{"meshName": "mesh", "virtualGatewayName": parent})
}

// unmodelledError expects an error with a code that App Mesh's model does not have.
func (r *run) unmodelledError(t *testing.T) {
	arn := "arn:aws:appmesh:us-east-1:111111111111:mesh/default"
	err := r.strict().fails(t, "ListTagsForResource", members{"resourceArn": arn})
	if err.Kind != "" || err.Code != "AccessDeniedException" || err.Status != 403 {
		t.Errorf("%v, want an AccessDeniedException without a class", err)
	}
}

func (r *run) wrongSecret(t *testing.T) {
	c := r.strict()
	c.settings.Secret += "x"
	err := c.fails(t, "CreateMesh", members{"meshName": "mesh"})
	if err.Code != "SignatureDoesNotMatch" || err.Status != 403 {
		t.Errorf("%v, want SignatureDoesNotMatch", err)
	}
}

// proxyResponse expects an error for a response that is not JSON.
func (r *run) proxyResponse(t *testing.T) {
	c := r.client(r.counted)
	c.Inject(t, server.Fault{Status: 503, Body: "<html>no</html>", ContentType: "text/html"})
	if err := c.fails(t, "ListMeshes", nil); err.Status != 503 && err.Kind != "local" {
		t.Errorf("%v, want an error with status 503", err)
	}
}

// unknownMembers expects the client to read a response of a later version of the API.
func (r *run) unknownMembers(t *testing.T) {
	c := r.client(r.counted)
	c.Inject(t, server.Fault{Status: 200, Body: `{"later":[{"a":{"b":[1,null]}}],"meshName":"mesh",` +
		`"spec":{"egressFilter":{"type":"LATER","later":1.5}},` +
		`"metadata":{"arn":"arn","createdAt":1548374400,"lastUpdatedAt":1.548374400001E9,"later":null,` +
		`"meshOwner":"1","resourceOwner":"2","uid":"u","version":4294967297},"status":{"status":"LATER"}}`})
	got := c.must(t, "DescribeMesh", members{"meshName": "mesh"})["mesh"].(members)
	same(t, "mesh", members{
		"meshName": "mesh",
		"spec":     members{"egressFilter": members{"type": "LATER"}},
		"status":   members{"status": "LATER"},
		"metadata": members{
			"arn":           "arn",
			"createdAt":     1548374400,
			"lastUpdatedAt": 1548374400.001,
			"meshOwner":     "1",
			"resourceOwner": "2",
			"uid":           "u",
			"version":       4294967297,
		},
	}, got)
}

// tls expects calls to succeed with the CA file of the server, and to fail without it.
func (r *run) tls(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ca.pem")
	target := harness.Run(t, "--tls", "--ca-file", file)
	c := r.client(target)
	if err := c.fails(t, "CreateMesh", members{"meshName": "mesh"}); err.Kind != "local" {
		t.Errorf("%v, want an error that the SDK finds itself", err)
	}
	c.settings.CAFile = file
	c.must(t, "CreateMesh", members{"meshName": "mesh"})
	c.must(t, "DescribeMesh", members{"meshName": "mesh"})
}
