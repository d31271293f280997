package sdkgo

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// namesRule restricts names to letters, digits, hyphens and underscores in most kinds.
const namesRule = 15

// unusualNames are names that are difficult in a path, a query or an ARN. Only slashes and control
// characters are refused (rule 15).
var unusualNames = []string{
	"a%b c+d*ü", "a:b@c,d;e=f~g", "..", ".", "...", "a|b?c", "%25", "%2F", "%2e%2E", "#fragment&x=y",
	`"quoted"\back'<>{}[]^` + "`",
	" ", "+", "-", "~", "routes", "virtualRouter", "mesh@123456789012", "foo.bar.svc.cluster.local",
	"名前🦊", "e\u0301", "é", strings.Repeat("n", 255), strings.Repeat("名", 255), strings.Repeat("🦊", 127) + "n",
}

// Resources with unusual names, and with parents that have such names, are created, read, changed
// and deleted.
func TestUnusualNamesWorkInEachOperation(t *testing.T) {
	t.Parallel()
	harness.EachOf(t, harness.Relaxed(namesRule), func(t *testing.T, target harness.Target) {
		for i, name := range unusualNames {
			for _, k := range kinds[1:] {
				t.Run(k.name+"/"+label(i, name), func(t *testing.T) {
					t.Parallel()
					target := target
					target.Account = harness.Account()
					testLifecycle(t, v2(newClient(target)), target, short(k), parentName(k, name), name)
				})
				if len(k.parents) < 2 || name == "." || name == ".." {
					continue // two in a path are enough; aws-sdk-go removes . and .. from paths
				}
				t.Run("v1/"+k.name+"/"+label(i, name), func(t *testing.T) {
					t.Parallel()
					target := target
					target.Account = harness.Account()
					testLifecycle(t, v1(newClientV1(target)), target, short(k), parentName(k, name), name)
				})
			}
		}
	})
}

// By default, meshes, virtual nodes, virtual routers and routes have names of letters, digits,
// hyphens and underscores (rules 15 and 64); the names of the other kinds are free.
func TestSomeKindsRefuseUnusualNames(t *testing.T) {
	t.Parallel()
	plain := regexp.MustCompile(`^[a-zA-Z0-9\-_]+$`)
	harness.Each(t, func(t *testing.T, target harness.Target) {
		for i, name := range unusualNames {
			for _, k := range kinds {
				t.Run(k.name+"/"+label(i, name), func(t *testing.T) {
					t.Parallel()
					target := target
					target.Account = harness.Account()
					s := v2(newClient(target))
					free := slices.Contains([]string{"VirtualGateway", "GatewayRoute", "VirtualService"}, k.name)
					if free || plain.MatchString(name) {
						testLifecycle(t, s, target, short(k), "parent", name)
						return
					}
					setUp(t, s, "parent")
					in := k.names("parent", name).with("Spec", short(k).specs[0])
					_, err := s.call(t.Context(), "Create"+k.name, in)
					checkError(t, "Create"+k.name, err, 400, "BadRequestException", k.name+`Name must match ^[a-zA-Z0-9\-_]+$`)
				})
			}
		}
	})
}

// short returns a kind with only its simplest spec.
func short(k kind) kind {
	k.specs = k.specs[len(k.specs)-1:]
	if k.name == "VirtualService" {
		k.specs = serviceSpecs[:1]
	}
	return k
}

// parentName returns the name of the parent: the unusual name if the resource has a parent below the
// mesh.
func parentName(k kind, name string) string {
	if len(k.parents) == 2 {
		return name
	}
	return "parent"
}

// label returns the name of a subtest: a part of an unusual name that identifies it.
func label(i int, name string) string {
	if len(name) > 20 {
		name = name[:3]
	}
	return string(rune('a'+i)) + " " + strings.ReplaceAll(name, "/", "_")
}

// tagOf returns a tag whose value is the name, cut to 256 characters.
func tagOf(s sdk, name string) any {
	runes := []rune(name)
	return s.tags("name", "of "+string(runes[:min(len(runes), 100)]))
}

// Names that wrong decoding would confuse are different names.
func TestSimilarNamesAreDistinct(t *testing.T) {
	t.Parallel()
	harness.EachOf(t, harness.Relaxed(namesRule), func(t *testing.T, target harness.Target) {
		s := v2(newClient(target))
		s.must(t, "CreateMesh", fields{"MeshName": "mesh"})
		uids := map[any]string{}
		for _, name := range unusualNames {
			out := s.must(t, "CreateVirtualNode",
				at("VirtualNode", "", name).with("Spec", &types.VirtualNodeSpec{}).with("Tags", tagOf(s, name)))
			uids[get(out, "VirtualNode", "Metadata", "Uid")] = name
		}
		if len(uids) != len(unusualNames) {
			t.Fatalf("%d uids for %d names", len(uids), len(unusualNames))
		}
		for uid, name := range uids {
			out := s.must(t, "DescribeVirtualNode", at("VirtualNode", "", name))
			if got := get(out, "VirtualNode", "Metadata", "Uid"); got != uid {
				t.Errorf("%q has the uid of %q", name, uids[got])
			}
			tags := s.must(t, "ListTagsForResource", fields{"ResourceArn": get(out, "VirtualNode", "Metadata", "Arn")})
			if d := diff(tagOf(s, name), tags.FieldByName("Tags").Interface()); d != "" {
				t.Errorf("tags of %q (-want +got):\n%s", name, d)
			}
		}
		for i, name := range unusualNames {
			s.must(t, "DeleteVirtualNode", at("VirtualNode", "", name))
			out := s.must(t, "ListVirtualNodes", fields{"MeshName": "mesh"})
			if got := out.FieldByName("VirtualNodes").Len(); got != len(unusualNames)-i-1 {
				t.Fatalf("%d nodes are left after %q was deleted, want %d", got, name, len(unusualNames)-i-1)
			}
		}
	})
}

// A slash is refused in every position, with a message in a body and without one in a path (rule 15),
// and nothing is changed.
func TestSlashesAreRefused(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		s := v2(newClient(target))
		setUpBlockers(t, s)
		for _, k := range kinds[1:] {
			spec := short(k).specs[0]
			for _, name := range []string{"a/b", "/", "node/", "../node",
				"arn:aws:appmesh:us-east-1:123456789012:mesh/mesh"} {
				_, err := s.call(t.Context(), "Create"+k.name, k.names("parent", name).with("Spec", spec))
				if status, code, message,
					_ := errorFields(err); status != 400 || code != "BadRequestException" ||
					!strings.Contains(message, segment(k.name)+"Name") {
					t.Errorf("Create%s %q: %v", k.name, name, err)
				}
				for operation, in := range map[string]fields{
					"Describe" + k.name: k.names("parent", name),
					"Delete" + k.name:   k.names("parent", name),
					"Update" + k.name:   k.names("parent", name).with("Spec", spec),
				} {
					_, err := s.call(t.Context(), operation, in)
					checkError(t, operation, err, 400, "BadRequestException", "")
				}
			}
			if len(k.parents) == 2 {
				_, err := s.call(t.Context(), "List"+k.plural, k.names("pa/rent", ""))
				checkError(t, "List"+k.plural, err, 400, "BadRequestException", "")
			}
			_, err := s.call(t.Context(), "Describe"+k.name, k.names("parent", "name").with("MeshName", "me/sh"))
			checkError(t, "Describe"+k.name, err, 400, "BadRequestException", "")
		}
		_, err := s.call(t.Context(), "CreateMesh", fields{"MeshName": "me/sh"})
		if bad := (*types.BadRequestException)(nil); !errors.As(err, &bad) {
			t.Errorf("CreateMesh: %v", err)
		}
	})
}
