package sdks

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/server"
)

var mesh = members{"meshName": "mesh"}

// testErrors expects the CLI to print each of the ten exceptions, to exit with its code for errors,
// and to try again on the codes in retried.
func (a awsCLI) testErrors(t *testing.T) {
	t.Parallel()
	counted := harness.Run(t, "--quota", "meshesPerAccount=1")
	s := readScenarios(t)
	full := a.on(counted)
	create(t, full.Target, s.Setup...)
	create(t, full.Target, s.Blocked...)
	check := func(t *testing.T, c cli, code, operation string, in members, message string) {
		t.Helper()
		if got := c.refused(t, attempts, code, operation, in); got != message {
			t.Errorf("the message is %q, want %q", got, message)
		}
		calls := slices.DeleteFunc(c.Calls(t, operation), func(each harness.Call) bool { return each.Code != code })
		want := 1
		if slices.Contains(a.retried, code) {
			want = attempts
		}
		if len(calls) != want {
			t.Errorf("%d attempts, want %d", len(calls), want)
		}
	}
	tests := []struct {
		name, code, operation string
		in                    members
		message               string
	}{
		{"a port out of range", "BadRequestException", "CreateVirtualGateway",
			with(mesh, "virtualGatewayName", "g", "spec", members{"listeners": []any{
				members{"portMapping": members{"port": 70000, "protocol": "zzz"}},
			}}),
			"2 validation errors detected: Value '70000' at 'spec.listeners.1.member.portMapping.port' " +
				"failed to satisfy constraint: Member must have value less than or equal to 65535; " +
				"Value 'zzz' at 'spec.listeners.1.member.portMapping.protocol' " +
				"failed to satisfy constraint: Member must satisfy enum value set: [http, http2, grpc]"},
		{"a second mesh", "ConflictException", "CreateMesh", mesh,
			"Mesh with name mesh already exists for account " + full.Account},
		{"one mesh too many", "LimitExceededException", "CreateMesh", members{"meshName": "another"},
			"You've reached the limit on number of Meshes(1) for the account " + full.Account + "."},
		{"a router with routes", "ResourceInUseException", "DeleteVirtualRouter",
			with(mesh, "virtualRouterName", parent),
			"VirtualRouter with name parent cannot be deleted because it has active Routes"},
		{"an ARN as a name", "BadRequestException", "DescribeMesh",
			members{"meshName": "arn:aws:appmesh:us-east-1:" + full.Account + ":mesh/mesh"},
			"None"}, // the service sends no message
		{"a missing node", "NotFoundException", "DescribeVirtualNode", with(mesh, "virtualNodeName", "no"),
			"VirtualNode with name no is not present under mesh mesh for account " + full.Account},
		{"another account's tags", "AccessDeniedException", "ListTagsForResource",
			members{"resourceArn": "arn:aws:appmesh:us-east-1:111111111111:mesh/default"},
			"arn:aws:appmesh:us-east-1:111111111111:mesh/default is an invalid ARN. " +
				"Invalid account id in the ARN provided : 111111111111"},
	}
	covered := map[string]bool{}
	for _, test := range tests {
		covered[test.code] = true
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			check(t, full, test.code, test.operation, test.in, test.message)
		})
	}
	for code := range s.Exceptions {
		if covered[code] {
			continue
		}
		t.Run("injected "+code, func(t *testing.T) {
			t.Parallel()
			c := a.on(counted)
			c.Inject(t, server.Fault{Code: server.Code(code), Message: "as injected: ü"})
			check(t, c, code, "TagResource", members{"resourceArn": "arn", "tags": []any{}}, "as injected: ü")
		})
	}
}

// testPages expects the CLI to read all pages of a list, or those that --max-items and
// --starting-token select.
func (a awsCLI) testPages(t *testing.T) {
	t.Parallel()
	s := readScenarios(t)
	counted := harness.Run(t)
	for _, k := range s.Kinds {
		t.Run(k.Name, func(t *testing.T) {
			t.Parallel()
			c := a.on(counted)
			create(t, c.Target, s.Setup...)
			want := s.existing(k)
			var made members
			for _, name := range []string{"b", "B", "a-1", "a"} {
				spec := k.Specs[len(k.Specs)-1]
				made = create(t, c.Target, call{"Create" + k.Name, with(k.names(parent, name), "spec", spec)})
				want = append(want, name)
			}
			slices.Sort(want)
			out := c.must(t, "List"+k.Plural, k.within(), "--page-size", "2")
			same(t, "names", want, column(out[stem(k.Plural)], stem(k.Name)+"Name"))
			if got, want := len(c.Calls(t, "List"+k.Plural)), (len(want)+1)/2; got != want {
				t.Errorf("it reads %d pages, want %d", got, want)
			}
			if _, more := out["nextToken"]; more {
				t.Errorf("%v has a token", out)
			}
			isItem(t, k, made, out[stem(k.Plural)])
		})
	}
	t.Run("tags", func(t *testing.T) {
		t.Parallel()
		c := a.on(counted)
		tags := []map[string]string{}
		for i := range 50 {
			tags = append(tags, map[string]string{"key": fmt.Sprintf("key %02d", 49-i), "value": "v"})
		}
		create(t, c.Target, call{"CreateMesh", with(mesh, "tags", tags)})
		arn := members{"resourceArn": "arn:aws:appmesh:" + c.Region + ":" + c.Account + ":mesh/mesh"}
		same(t, "tags", members{"tags": tags}, c.must(t, "ListTagsForResource", arn, "--page-size", "20"))
		if got := len(c.Calls(t, "ListTagsForResource")); got != 3 {
			t.Errorf("it reads %d pages, want 3", got)
		}
	})
	t.Run("from a token", func(t *testing.T) {
		t.Parallel()
		c := a.on(counted)
		for _, name := range []string{"a", "b", "c"} {
			create(t, c.Target, call{"CreateMesh", members{"meshName": name}})
		}
		first := c.must(t, "ListMeshes", members{}, "--max-items", "2", "--page-size", "2")
		same(t, "names", []string{"a", "b"}, column(first["meshes"], "meshName"))
		token, _ := first["NextToken"].(string)
		if token == "" {
			t.Fatalf("%v has no token", first)
		}
		rest := c.must(t, "ListMeshes", members{}, "--starting-token", token)
		same(t, "names", []string{"c"}, column(rest["meshes"], "meshName"))
	})
}

// isItem checks the list item of a resource against made, the output of its creation.
func isItem(t *testing.T, k kind, made members, items any) {
	t.Helper()
	want := maps.Clone(made["metadata"].(members))
	delete(want, "uid")
	for _, each := range k.lineage() {
		want[stem(each)+"Name"] = made[stem(each)+"Name"]
	}
	list, _ := items.([]any)
	for _, item := range list {
		if got := item.(members); got["arn"] == want["arn"] {
			for _, member := range []string{"createdAt", "lastUpdatedAt"} {
				got[member] = float64(parseTime(t, got[member]).UnixMilli()) / 1000
			}
			same(t, "item", want, got)
			return
		}
	}
	t.Errorf("%v is not listed", want["arn"])
}

// testRetries expects the CLI to try again, and nothing to be created or changed twice.
func (a awsCLI) testRetries(t *testing.T) {
	t.Parallel()
	counted := harness.Run(t)
	t.Run("until success", func(t *testing.T) {
		t.Parallel()
		const code = "TooManyRequestsException"
		c := a.on(counted)
		c.Inject(t, server.Fault{Code: server.Code(code), First: 2})
		c.mustRetry(t, 3, "CreateMesh", mesh)
		same(t, "outcomes", []string{code, code, ""}, outcomes(c.Calls(t, "CreateMesh")))
	})
	s := readScenarios(t)
	for _, k := range []kind{s.kind("Mesh"), s.kind("VirtualGateway")} {
		t.Run("lost responses of "+k.Name, func(t *testing.T) {
			t.Parallel()
			c := a.on(counted)
			if k.Name != "Mesh" {
				create(t, c.Target, s.Setup[0])
			}
			for i, verb := range []string{"Create", "Update"} {
				operation := verb + k.Name
				c.Inject(t, server.Fault{
					Calls: server.CallFilter{Operation: server.OperationName(operation)},
					Cut:   server.CutBefore, After: true, First: 1,
				})
				out := c.mustRetry(t, 2, operation, with(k.names(parent, "subject"), "spec", k.Specs[i]))
				same(t, "outcomes", []string{"cut", ""}, outcomes(c.Calls(t, operation)))
				data, _ := out[stem(k.Name)].(members)
				metadata, _ := data["metadata"].(members)
				same(t, "version", i+1, metadata["version"])
			}
		})
	}
}

// testUnusualNames expects names to reach the server unchanged, in a path and in a query.
func (a awsCLI) testUnusualNames(t *testing.T) {
	t.Parallel()
	s := readScenarios(t)
	names := []string{"a%b c+d*ü", "..", `"quoted"\back'<>{}[]^` + "`名前🦊" + strings.Repeat("名", 200)}
	for i, name := range names {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			c := cli{strict(t), a}
			c.must(t, s.Setup[0].Operation, s.Setup[0].Input)
			service := with(s.kind("VirtualService").names(parent, name), "spec", members{})
			arn := arnOf(c.must(t, "CreateVirtualService", service)["virtualService"]).(string)
			out := c.must(t, "DescribeVirtualService", mesh, "--virtual-service-name", name)
			data, _ := out["virtualService"].(members)
			same(t, "name", name, data["virtualServiceName"])
			same(t, "spec", members{}, data["spec"])
			c.must(t, "TagResource", nil, "--resource-arn", arn, "--tags", "key=k,value=v")
			same(t, "tags", members{"tags": []any{members{"key": "k", "value": "v"}}},
				c.must(t, "ListTagsForResource", nil, "--resource-arn", arn))
		})
	}
}
