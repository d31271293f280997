package sdks

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/server"
)

var mesh = map[string]any{"meshName": "mesh"}

// retried are the exceptions on which the CLI tries again.
var retried = []string{"InternalServerErrorException", "LimitExceededException", "ServiceUnavailableException", "TooManyRequestsException"}

// The CLI names each of the ten exceptions, ends with 254, and tries again where it should
// and no more often than it should.
func TestAWSCLINamesEveryException(t *testing.T) {
	t.Parallel()
	const attempts = 2
	quiet := harness.Run(t, "--quota", "meshesPerAccount=1")
	s := readStory(t)
	town := newCLI(t, quiet)
	town.prepare(t, s.Stage...)
	town.prepare(t, s.Town...)
	check := func(t *testing.T, c cli, code, operation string, in map[string]any, message string) {
		t.Helper()
		if got := c.refused(t, attempts, code, operation, in); got != message {
			t.Errorf("said %q, want %q", got, message)
		}
		calls := slices.DeleteFunc(c.Calls(t, operation), func(each harness.Call) bool { return each.Code != code })
		want := 1
		if slices.Contains(retried, code) {
			want = attempts
		}
		if len(calls) != want {
			t.Errorf("it tried %d times, want %d", len(calls), want)
		}
	}
	rows := []struct {
		what, code, operation string
		in                    map[string]any
		message               string
	}{
		{"a port out of range", "BadRequestException", "CreateVirtualGateway",
			with(mesh, "virtualGatewayName", "g", "spec", map[string]any{"listeners": []any{
				map[string]any{"portMapping": map[string]any{"port": 70000, "protocol": "zzz"}},
			}}),
			"2 validation errors detected: Value '70000' at 'spec.listeners.1.member.portMapping.port' failed to satisfy constraint: " +
				"Member must have value less than or equal to 65535; Value 'zzz' at 'spec.listeners.1.member.portMapping.protocol' " +
				"failed to satisfy constraint: Member must satisfy enum value set: [http, http2, grpc]"},
		{"a second mesh", "ConflictException", "CreateMesh", mesh, "Mesh with name mesh already exists for account " + town.Account},
		{"one mesh too many", "LimitExceededException", "CreateMesh", map[string]any{"meshName": "another"},
			"You've reached the limit on number of Meshes(1) for the account " + town.Account + "."},
		{"a router with routes", "ResourceInUseException", "DeleteVirtualRouter", with(mesh, "virtualRouterName", "home"),
			"VirtualRouter with name home cannot be deleted because it has active Routes"},
		{"an ARN as a name", "BadRequestException", "DescribeMesh", map[string]any{"meshName": "arn:aws:appmesh:us-east-1:" + town.Account + ":mesh/mesh"},
			"None"}, // as recorded: RM#101
		{"a node that is not there", "NotFoundException", "DescribeVirtualNode", with(mesh, "virtualNodeName", "no"),
			"VirtualNode with name no is not present under mesh mesh for account " + town.Account},
		{"another account's tags", "AccessDeniedException", "ListTagsForResource",
			map[string]any{"resourceArn": "arn:aws:appmesh:us-east-1:111111111111:mesh/default"},
			"arn:aws:appmesh:us-east-1:111111111111:mesh/default is an invalid ARN. Invalid account id in the ARN provided : 111111111111"},
	}
	caused := map[string]bool{}
	for _, row := range rows {
		caused[row.code] = true
		t.Run(row.what, func(t *testing.T) {
			t.Parallel()
			check(t, town, row.code, row.operation, row.in, row.message)
		})
	}
	for code := range s.Exceptions {
		if caused[code] {
			continue
		}
		t.Run("injected "+code, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t, quiet)
			c.Inject(t, server.Fault{Code: server.Code(code), Message: "as injected: ü"})
			check(t, c, code, "TagResource", map[string]any{"resourceArn": "arn", "tags": []any{}}, "as injected: ü")
		})
	}
}

// The CLI reads lists to their end, page by page, or as much as it is asked for.
func TestAWSCLIReadsPages(t *testing.T) {
	t.Parallel()
	s := readStory(t)
	quiet := harness.Run(t)
	for _, k := range s.Kinds {
		t.Run(k.Name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t, quiet)
			c.prepare(t, s.Stage...)
			want := map[string][]string{
				"Mesh": {"mesh"}, "VirtualNode": {"node"}, "VirtualService": {"service"}, "VirtualRouter": {"home"}, "VirtualGateway": {"home"},
			}[k.Name]
			var made map[string]any
			for _, name := range []string{"b", "B", "a-1", "a"} {
				made = c.prepare(t, call{"Create" + k.Name, with(k.names(name), "spec", k.Specs[len(k.Specs)-1])})
				want = append(want, name)
			}
			slices.Sort(want)
			out := c.must(t, "List"+k.Plural, k.within(), "--page-size", "2")
			same(t, "names", want, column(out[stem(k.Plural)], stem(k.Name)+"Name"))
			if got, want := len(c.Calls(t, "List"+k.Plural)), (len(want)+1)/2; got != want {
				t.Errorf("it asked for %d pages, want %d", got, want)
			}
			if _, more := out["nextToken"]; more {
				t.Errorf("%v has a token", out)
			}
			isItem(t, k, made, out[stem(k.Plural)])
		})
	}
	t.Run("tags", func(t *testing.T) {
		t.Parallel()
		c := newCLI(t, quiet)
		tags := []map[string]string{}
		for i := range 50 {
			tags = append(tags, map[string]string{"key": fmt.Sprintf("key %02d", 49-i), "value": "v"})
		}
		c.prepare(t, call{"CreateMesh", with(mesh, "tags", tags)})
		arn := map[string]any{"resourceArn": "arn:aws:appmesh:" + c.Region + ":" + c.Account + ":mesh/mesh"}
		same(t, "tags", map[string]any{"tags": tags}, c.must(t, "ListTagsForResource", arn, "--page-size", "20"))
		if got := len(c.Calls(t, "ListTagsForResource")); got != 3 {
			t.Errorf("it asked for %d pages, want 3", got)
		}
	})
	t.Run("taken up again", func(t *testing.T) {
		t.Parallel()
		c := newCLI(t, quiet)
		for _, name := range []string{"a", "b", "c"} {
			c.prepare(t, call{"CreateMesh", map[string]any{"meshName": name}})
		}
		first := c.must(t, "ListMeshes", map[string]any{}, "--max-items", "2", "--page-size", "2")
		same(t, "names", []string{"a", "b"}, column(first["meshes"], "meshName"))
		token, _ := first["NextToken"].(string)
		if token == "" {
			t.Fatalf("%v has no token", first)
		}
		rest := c.must(t, "ListMeshes", map[string]any{}, "--starting-token", token)
		same(t, "names", []string{"c"}, column(rest["meshes"], "meshName"))
	})
}

// isItem checks the item that the CLI prints of a resource, whose create was answered by made.
func isItem(t *testing.T, k kind, made map[string]any, items any) {
	t.Helper()
	want := maps.Clone(made["metadata"].(map[string]any))
	delete(want, "uid")
	for _, each := range append([]string{k.Name}, k.Homes...) {
		want[stem(each)+"Name"] = made[stem(each)+"Name"]
	}
	for _, member := range []string{"createdAt", "lastUpdatedAt"} {
		milliseconds := int64(math.Round(want[member].(float64) * 1000))
		want[member] = time.UnixMilli(milliseconds).UTC().Format("2006-01-02T15:04:05.000000-07:00")
	}
	list, _ := items.([]any)
	for _, item := range list {
		if got := item.(map[string]any); got["arn"] == want["arn"] {
			for _, member := range []string{"createdAt", "lastUpdatedAt"} {
				got[member] = moment(t, got[member]).UTC().Format("2006-01-02T15:04:05.000000-07:00")
			}
			same(t, "item", want, got)
			return
		}
	}
	t.Errorf("%v is not listed", want["arn"])
}

// column answers one member of each item.
func column(items any, member string) (values []any) {
	list, _ := items.([]any)
	for _, item := range list {
		values = append(values, item.(map[string]any)[member])
	}
	return values
}

// The CLI tries until it works, and a second try makes and changes nothing twice.
func TestAWSCLITriesAgain(t *testing.T) {
	t.Parallel()
	quiet := harness.Run(t)
	t.Run("until it works", func(t *testing.T) {
		t.Parallel()
		const code = "TooManyRequestsException"
		c := newCLI(t, quiet)
		c.Inject(t, server.Fault{Code: server.Code(code), First: 2})
		c.tries(t, 3, "CreateMesh", mesh)
		same(t, "outcomes", []string{code, code, ""}, outcomes(c.Calls(t, "CreateMesh")))
	})
	s := readStory(t)
	for _, k := range []kind{s.kind("Mesh"), s.kind("VirtualGateway")} {
		t.Run("lost answers of "+k.Name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t, quiet)
			if k.Name != "Mesh" {
				c.prepare(t, s.Stage[0])
			}
			for i, verb := range []string{"Create", "Update"} {
				operation := verb + k.Name
				c.Inject(t, server.Fault{Calls: server.CallFilter{Operation: server.OperationName(operation)}, Cut: server.CutBefore, After: true, First: 1})
				out := c.tries(t, 2, operation, with(k.names("subject"), "spec", k.Specs[i]))
				same(t, "outcomes", []string{"cut", ""}, outcomes(c.Calls(t, operation)))
				data, _ := out[stem(k.Name)].(map[string]any)
				metadata, _ := data["metadata"].(map[string]any)
				same(t, "version", i+1, metadata["version"])
			}
		})
	}
}

// outcomes answers the code of each call, "" for a success and "cut" for a cut.
func outcomes(calls []harness.Call) (all []string) {
	for _, c := range calls {
		if c.Code == "" && c.Status == 0 {
			c.Code = "cut"
		}
		all = append(all, c.Code)
	}
	return all
}

// A name reaches the server as it was typed, in a path and in a query.
func TestAWSCLISendsOddNames(t *testing.T) {
	t.Parallel()
	s := readStory(t)
	for i, name := range []string{"a%b c+d*ü", "..", `"quoted"\back'<>{}[]^` + "`名前🦊" + strings.Repeat("名", 200)} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			c := cli{strict(t), awsCLI(t), slots}
			c.must(t, s.Stage[0].Operation, s.Stage[0].In)
			made := c.must(t, "CreateVirtualService", with(s.kind("VirtualService").names(name), "spec", map[string]any{}))["virtualService"].(map[string]any)
			arn := made["metadata"].(map[string]any)["arn"].(string)
			out := c.must(t, "DescribeVirtualService", mesh, "--virtual-service-name", name)
			data, _ := out["virtualService"].(map[string]any)
			same(t, "name", name, data["virtualServiceName"])
			same(t, "spec", map[string]any{}, data["spec"])
			if out := c.must(t, "TagResource", nil, "--resource-arn", arn, "--tags", "key=k,value=v"); out != nil {
				t.Errorf("TagResource prints %v", out)
			}
			same(t, "tags", map[string]any{"tags": []any{map[string]any{"key": "k", "value": "v"}}},
				c.must(t, "ListTagsForResource", nil, "--resource-arn", arn))
		})
	}
}
