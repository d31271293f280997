package sdkgo

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/appmesh"
	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// Unsigned requests use the default account and region (rules 26 and 35).
func TestUnsignedRequestsUseTheDefaultAccountAndRegion(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		target.Account = server.DefaultAccount
		target.Region = "eu-west-1" // an unsigned request does not contain it
		s := v2(newClient(target, func(o *appmesh.Options) { o.Credentials = aws.AnonymousCredentials{} }))
		target.Region = server.DefaultRegion
		testLifecycle(t, s, target, kindNamed("VirtualGateway"), "parent", "subject")
		tearDown(t, s, "parent") // other tests of the binary use the default account, too
	})
}

// Each account and region has its own resources, and ARNs contain both (rule 35).
func TestAccountsAndRegionsAreIsolated(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		accounts := []string{harness.Account(), harness.Account()}
		partitions := map[string]string{"us-east-1": "aws", "cn-north-1": "aws-cn", "us-gov-west-1": "aws-us-gov",
			"ap-southeast-2": "aws"}
		for region, partition := range partitions {
			for _, account := range accounts {
				client := newClient(harness.Target{URL: target.URL, Region: region, Account: account})
				out, err := client.CreateMesh(t.Context(), &appmesh.CreateMeshInput{
					MeshName: p("mesh"), Tags: []types.TagRef{{Key: p("of"), Value: p(region + account)}},
				})
				if err != nil {
					t.Fatal(err)
				}
				arn := "arn:" + partition + ":appmesh:" + region + ":" + account + ":mesh/mesh"
				if got := *out.Mesh.Metadata.Arn; got != arn {
					t.Errorf("arn %s, want %s", got, arn)
				}
				if got := *out.Mesh.Metadata.ResourceOwner; got != account {
					t.Errorf("owner %s, want %s", got, account)
				}
			}
		}
		for region := range partitions {
			for _, account := range accounts {
				client := newClient(harness.Target{URL: target.URL, Region: region, Account: account})
				out, err := client.ListMeshes(t.Context(), &appmesh.ListMeshesInput{})
				if err != nil {
					t.Fatal(err)
				}
				if len(out.Meshes) != 1 || *out.Meshes[0].MeshOwner != account {
					t.Errorf("%s of %s has %d meshes", region, account, len(out.Meshes))
				}
				tags, err := client.ListTagsForResource(t.Context(),
					&appmesh.ListTagsForResourceInput{ResourceArn: out.Meshes[0].Arn})
				if err != nil {
					t.Fatal(err)
				}
				if len(tags.Tags) != 1 || *tags.Tags[0].Value != region+account {
					t.Errorf("%s of %s has the tags %v", region, account, tags.Tags)
				}
			}
		}
	})
}

// An access key that is not an account belongs to the default account.
func TestAnAccessKeyThatIsNoAccountUsesTheDefaultAccount(t *testing.T) {
	t.Parallel()
	server := appmeshtest.Start(t, appmeshtest.WithAccount("444455556666"), appmeshtest.WithRegion("eu-central-1"))
	client := newClient(harness.Target{URL: server.URL, Region: "eu-west-3", Account: "AKIAIOSFODNN7EXAMPLE"})
	out, err := client.CreateMesh(t.Context(), &appmesh.CreateMeshInput{MeshName: p("mesh")})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := *out.Mesh.Metadata.Arn, "arn:aws:appmesh:eu-west-3:444455556666:mesh/mesh"; got != want {
		t.Errorf("arn %s, want %s", got, want)
	}
}

// Code that loads the default configuration needs no change. The test calls Setenv, so it
// cannot be parallel.
func TestSetenvConfiguresTheDefaultConfiguration(t *testing.T) {
	server := appmeshtest.Start(t, appmeshtest.WithRegion("eu-north-1"))
	server.Setenv(t)
	loaded, err := config.LoadDefaultConfig(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out, err := appmesh.NewFromConfig(loaded).CreateMesh(t.Context(), &appmesh.CreateMeshInput{MeshName: p("mesh")})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := *out.Mesh.Metadata.Arn, "arn:aws:appmesh:eu-north-1:123456789012:mesh/mesh"; got != want {
		t.Errorf("arn %s, want %s", got, want)
	}
}

// Only two defaults are filled in (rule 56).
func TestOnlyTwoMembersHaveDefaults(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		client := newClient(target)
		if _, err := client.CreateMesh(t.Context(), &appmesh.CreateMeshInput{MeshName: p("mesh")}); err != nil {
			t.Fatal(err)
		}
		check := func(port *int32) *types.HealthCheckPolicy {
			return &types.HealthCheckPolicy{
				HealthyThreshold: p(int32(2)), IntervalMillis: p(int64(5000)), Protocol: types.PortProtocolTcp,
				TimeoutMillis: p(int64(2000)), UnhealthyThreshold: p(int32(2)), Port: port,
			}
		}
		spec := func(filled bool) *types.VirtualNodeSpec {
			s := &types.VirtualNodeSpec{Listeners: nodeListeners(8080, 9090), ServiceDiscovery: dns()}
			s.Listeners[0].HealthCheck, s.Listeners[1].HealthCheck = check(nil), check(p(int32(8080)))
			if filled {
				s.Listeners[0].HealthCheck.Port = p(int32(8080))
			}
			return s
		}
		in := &appmesh.CreateVirtualNodeInput{MeshName: p("mesh"), VirtualNodeName: p("node"), Spec: spec(false)}
		made, err := client.CreateVirtualNode(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		if d := diff(spec(true), made.VirtualNode.Spec); d != "" {
			t.Errorf("created (-want +got):\n%s", d)
		}
		updated, err := client.UpdateVirtualNode(t.Context(), &appmesh.UpdateVirtualNodeInput{
			MeshName: p("mesh"), VirtualNodeName: p("node"), Spec: spec(false),
		})
		if err != nil {
			t.Fatal(err)
		}
		if d := diff(spec(true), updated.VirtualNode.Spec); d != "" {
			t.Errorf("updated (-want +got):\n%s", d)
		}
		shown, err := client.DescribeVirtualNode(t.Context(),
			&appmesh.DescribeVirtualNodeInput{MeshName: p("mesh"), VirtualNodeName: p("node")})
		if err != nil {
			t.Fatal(err)
		}
		if d := diff(described(spec(true)), any(shown.VirtualNode.Spec)); d != "" {
			t.Errorf("described (-want +got):\n%s", d)
		}
	})
}

// The spec of a mesh is optional; an absent one becomes empty.
func TestAMeshNeedsNoSpec(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		client := newClient(target)
		out, err := client.CreateMesh(t.Context(), &appmesh.CreateMeshInput{MeshName: p("mesh")})
		if err != nil {
			t.Fatal(err)
		}
		if d := diff(&types.MeshSpec{}, out.Mesh.Spec); d != "" {
			t.Errorf("spec (-want +got):\n%s", d)
		}
	})
}
