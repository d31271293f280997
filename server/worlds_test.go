package server_test

import (
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
)

// Rule 35: resources are separate for each account and region.
func TestTenantsAreIsolated(t *testing.T) {
	t.Parallel()
	a := start(t)
	tenants := []*api{a, a.as(owner, "eu-west-1"), a.as(consumer, "us-east-1"), a.as(consumer, "eu-west-1")}
	for _, w := range tenants {
		w.populate()
		w.make("route", "x", "")
	}
	for i, w := range tenants {
		w.change("virtualNode", "n", `{}`).ok().is("metadata.version", "2")
		for _, later := range tenants[i+1:] {
			later.describe("virtualNode", "n").ok().is("metadata.version", "1")
		}
		same(t, "the meshes", w.get("/meshes").ok().names("meshes", "meshName"), []string{"m"})
	}
	tenants[1].remove("route", "x").ok()
	for _, w := range []*api{a, tenants[2], tenants[3]} {
		w.describe("route", "x").ok()
	}
}

func TestARNsHavePartitionRegionAndAccount(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ key, region, arn string }{
		{"", "", "arn:aws:appmesh:us-east-1:123456789012:mesh/m"}, // unsigned
		{"111122223333", "eu-west-1", "arn:aws:appmesh:eu-west-1:111122223333:mesh/m"},
		{"AKIAIOSFODNN7EXAMPLE", "eu-west-1", "arn:aws:appmesh:eu-west-1:123456789012:mesh/m"},
		{"1234567890123", "us-east-2", "arn:aws:appmesh:us-east-2:123456789012:mesh/m"},
		{"12345678901a", "us-east-2", "arn:aws:appmesh:us-east-2:123456789012:mesh/m"},
		{"111122223333", "cn-north-1", "arn:aws-cn:appmesh:cn-north-1:111122223333:mesh/m"},
		{"111122223333", "cn-northwest-1", "arn:aws-cn:appmesh:cn-northwest-1:111122223333:mesh/m"},
		{"111122223333", "us-gov-west-1", "arn:aws-us-gov:appmesh:us-gov-west-1:111122223333:mesh/m"},
		{"111122223333", "us-gov-east-1", "arn:aws-us-gov:appmesh:us-gov-east-1:111122223333:mesh/m"},
	} {
		w := start(t).as(c.key, c.region)
		w.make("mesh", "m", "").is("metadata.arn", c.arn)
		w.tag(c.arn, "k", "v").ok()
		same(t, c.arn, w.tags(c.arn, "").ok().body, `{"tags":[{"key":"k","value":"v"}]}`)
	}
}

func TestDefaultAccountAndRegionAreOptions(t *testing.T) {
	t.Parallel()
	a := start(t, appmeshtest.WithAccount("111122223333"), appmeshtest.WithRegion("us-gov-west-1"))
	a.make("mesh", "m", "").is("metadata.arn", "arn:aws-us-gov:appmesh:us-gov-west-1:111122223333:mesh/m")
	a.get("/meshes/none").refused("NotFoundException", 3, "Mesh with name none is not present for account 111122223333")
	a.as("AKIAIOSFODNN7EXAMPLE", "us-gov-west-1").get("/meshes/m").ok()
}

// A request with an invalid credential scope belongs to the default account and region.
func TestBrokenAuthorizationIsServedUnsigned(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.make("mesh", "m", "")
	for _, header := range []string{"", "Bearer x", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=",
		"AWS4-HMAC-SHA256 Credential=a/b/c",
		"AWS4-HMAC-SHA256 Credential=////", "Basic Zm9vOmJhcg==", strings.Repeat("x", 10000)} {
		w := dial(t, a.srv)
		if got := w.send("GET", "/v20190125/meshes/m", "", "Authorization: "+header); !strings.HasPrefix(got,
			"HTTP/1.1 200 ") {
			t.Errorf("%.40q: %s", header, got)
		}
	}
}
