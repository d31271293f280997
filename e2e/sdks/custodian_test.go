package sdks

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// Cloud Custodian supports three resources of App Mesh. Besides App Mesh it calls
// sts:GetCallerIdentity for the account and tag:GetResources for tags, both at AWS_ENDPOINT_URL.
func TestCustodian(t *testing.T) {
	t.Parallel()
	custodian := installed("custodian", "bin", "custodian")
	version(t, "", custodian, "version")
	target := harness.Run(t)
	payments := tagList("team", "payments")
	listener := func(port int) members {
		return members{"listeners": []any{members{"portMapping": members{"port": port, "protocol": "http"}}}}
	}
	node := with(listener(80), "serviceDiscovery", members{"dns": members{"hostname": "node.example"}})
	targets := []any{members{"virtualNode": "tagged", "weight": 1}}
	route := members{"tcpRoute": members{"action": members{"weightedTargets": targets}}}
	closed := members{"egressFilter": members{"type": "DROP_ALL"}}
	gateway := members{"meshName": "mesh", "virtualGatewayName": "plain", "spec": listener(8443)}
	create(t, target,
		call{"CreateMesh", members{"meshName": "mesh", "tags": payments}},
		call{"CreateMesh", members{"meshName": "closed", "spec": closed}},
		call{"CreateVirtualGateway", gateway},
		call{"CreateVirtualGateway", with(gateway, "virtualGatewayName", "tagged", "tags", payments)},
		call{"CreateVirtualNode", members{"meshName": "mesh", "virtualNodeName": "plain", "spec": node}},
		call{"CreateVirtualNode", members{"meshName": "mesh", "virtualNodeName": "tagged", "spec": node, "tags": payments}},
		call{"CreateVirtualService", members{"meshName": "mesh", "virtualServiceName": "cart.local", "spec": members{}}},
		call{"CreateVirtualRouter", members{"meshName": "mesh", "virtualRouterName": parent, "spec": listener(80)}},
		call{"CreateRoute", members{"meshName": "mesh", "virtualRouterName": parent, "routeName": "route", "spec": route}},
	)
	out := t.TempDir()
	cmd := command(t, []string{
		"AWS_ENDPOINT_URL=" + target.URL, "AWS_ACCESS_KEY_ID=" + target.Account, "AWS_SECRET_ACCESS_KEY=" + harness.Secret,
		"AWS_DEFAULT_REGION=" + target.Region,
	}, custodian, "run", "--cache-period", "0", "--output-dir", out, "custodian/policies.yml")
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("custodian: %v\n%s", err, text)
	}
	for policy, want := range map[string][]any{
		"meshes":             {"closed", "mesh"},
		"meshes-by-egress":   {"closed"},
		"meshes-by-tag":      {"mesh"},
		"meshes-by-service":  {"mesh"},
		"meshes-by-route":    {"mesh"},
		"gateways":           {"plain", "tagged"},
		"gateways-by-port":   {"tagged"},
		"nodes":              {"plain", "tagged"},
		"nodes-by-discovery": {"plain"},
	} {
		t.Run(policy, func(t *testing.T) {
			var found []members
			readJSON(t, filepath.Join(out, policy, "resources.json"), &found)
			var got []any
			for _, each := range found {
				name := each["meshName"]
				for _, member := range []string{"virtualGatewayName", "virtualNodeName"} {
					if child, ok := each[member]; ok {
						name = child
					}
				}
				got = append(got, name)
			}
			slices.SortFunc(got, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
			same(t, "resources", want, got)
		})
	}
}
