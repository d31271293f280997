package sdkgo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/appmesh"
	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// paginator is the interface of the SDK's eight paginators.
type paginator[Page any] interface {
	HasMorePages() bool
	NextPage(context.Context, ...func(*appmesh.Options)) (*Page, error)
}

// drain returns the names on each page.
func drain[Page any](t *testing.T, pages paginator[Page], names func(*Page) []string) [][]string {
	t.Helper()
	var all [][]string
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if all = append(all, names(page)); len(all) > 1000 {
			t.Fatal("the pages do not end")
		}
	}
	return all
}

// column returns one member of each item.
func column[Item any](items []Item, member func(Item) *string) []string {
	values := []string{}
	for _, item := range items {
		values = append(values, *member(item))
	}
	return values
}

// pages returns the names on each page of each list.
func pages(t *testing.T, c *appmesh.Client, list string, limit *int32) [][]string {
	t.Helper()
	mesh, parent := p("mesh"), p("parent")
	switch list {
	case "Mesh":
		return drain(t, appmesh.NewListMeshesPaginator(c, &appmesh.ListMeshesInput{Limit: limit}),
			func(o *appmesh.ListMeshesOutput) []string {
				return column(o.Meshes, func(r types.MeshRef) *string { return r.MeshName })
			})
	case "VirtualGateway":
		return drain(t, appmesh.NewListVirtualGatewaysPaginator(c,
			&appmesh.ListVirtualGatewaysInput{MeshName: mesh, Limit: limit}),
			func(o *appmesh.ListVirtualGatewaysOutput) []string {
				return column(o.VirtualGateways,
					func(r types.VirtualGatewayRef) *string { return r.VirtualGatewayName })
			})
	case "GatewayRoute":
		return drain(t, appmesh.NewListGatewayRoutesPaginator(c,
			&appmesh.ListGatewayRoutesInput{MeshName: mesh, VirtualGatewayName: parent, Limit: limit}),
			func(o *appmesh.ListGatewayRoutesOutput) []string {
				return column(o.GatewayRoutes, func(r types.GatewayRouteRef) *string { return r.GatewayRouteName })
			})
	case "VirtualNode":
		return drain(t, appmesh.NewListVirtualNodesPaginator(c,
			&appmesh.ListVirtualNodesInput{MeshName: mesh, Limit: limit}),
			func(o *appmesh.ListVirtualNodesOutput) []string {
				return column(o.VirtualNodes, func(r types.VirtualNodeRef) *string { return r.VirtualNodeName })
			})
	case "VirtualRouter":
		return drain(t, appmesh.NewListVirtualRoutersPaginator(c,
			&appmesh.ListVirtualRoutersInput{MeshName: mesh, Limit: limit}),
			func(o *appmesh.ListVirtualRoutersOutput) []string {
				return column(o.VirtualRouters, func(r types.VirtualRouterRef) *string { return r.VirtualRouterName })
			})
	case "Route":
		return drain(t, appmesh.NewListRoutesPaginator(c,
			&appmesh.ListRoutesInput{MeshName: mesh, VirtualRouterName: parent, Limit: limit}),
			func(o *appmesh.ListRoutesOutput) []string {
				return column(o.Routes, func(r types.RouteRef) *string { return r.RouteName })
			})
	default:
		return drain(t, appmesh.NewListVirtualServicesPaginator(c,
			&appmesh.ListVirtualServicesInput{MeshName: mesh, Limit: limit}),
			func(o *appmesh.ListVirtualServicesOutput) []string {
				return column(o.VirtualServices,
					func(r types.VirtualServiceRef) *string { return r.VirtualServiceName })
			})
	}
}

// chunks divides names into pages.
func chunks(names []string, size int) [][]string {
	if len(names) == 0 {
		return [][]string{{}}
	}
	return slices.Collect(slices.Chunk(names, size))
}

// All pages but the last are full, names are in byte order, and the last page has no token (rules 18
// and 55).
func TestPaginatorsReturnEachItemOnceAndInOrder(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		for _, k := range kinds {
			t.Run(k.name, func(t *testing.T) {
				t.Parallel()
				target := target
				target.Account = harness.Account()
				client := newClient(target)
				s := v2(client)
				want := []string{}
				if k.name == "Mesh" {
					want = append(want, "mesh")
				}
				setUp(t, s, "parent")
				switch k.name {
				case "VirtualNode":
					want = append(want, "node")
				case "VirtualService":
					want = append(want, "service")
				case "VirtualRouter", "VirtualGateway":
					want = append(want, "parent")
				}
				for _, name := range []string{"b", "B", "a-1", "a", "a_1", "10", "9"} {
					s.must(t, "Create"+k.name, k.names("parent", name).with("Spec", k.specs[len(k.specs)-1]))
					want = append(want, name)
				}
				slices.Sort(want)
				for _, limit := range []int{1, 2, len(want) - 1, len(want), 100} {
					got := pages(t, client, k.name, p(int32(limit)))
					if d := diff(chunks(want, limit), got); d != "" {
						t.Errorf("limit %d (-want +got):\n%s", limit, d)
					}
				}
			})
		}
	})
}

// An empty list has one empty page.
func TestPaginatorsReturnOneEmptyPageOfAnEmptyList(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		client := newClient(target)
		if got := pages(t, client, "Mesh", nil); len(got) != 1 || len(got[0]) != 0 {
			t.Errorf("meshes: %v, want one empty page", got)
		}
		setUp(t, v2(client), "parent")
		for _, list := range []string{"Route", "GatewayRoute"} {
			if got := pages(t, client, list, p(int32(1))); len(got) != 1 || len(got[0]) != 0 {
				t.Errorf("%s: %v, want one empty page", list, got)
			}
		}
	})
}

// Without a limit, a page has 100 items (rule 55).
func TestPagesHave100ItemsByDefault(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		client := newClient(target)
		s := v2(client)
		s.must(t, "CreateMesh", fields{"MeshName": "mesh"})
		var want []string
		for i := range 201 {
			name := fmt.Sprintf("router-%03d", i)
			s.must(t, "CreateVirtualRouter", at("VirtualRouter", "", name).with("Spec", &types.VirtualRouterSpec{}))
			want = append(want, name)
		}
		if d := diff(chunks(want, 100), pages(t, client, "VirtualRouter", nil)); d != "" {
			t.Errorf("pages (-want +got):\n%s", d)
		}
	})
}

// Pages of tags are in the order in which the tags were set (rule 60), 50 by default.
func TestTagsArePagedInOrder(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		client := newClient(target)
		tags := manyTags(50)
		slices.Reverse(tags)
		mesh := v2(client).must(t, "CreateMesh", fields{"MeshName": "mesh", "Tags": tags})
		arn := get(mesh, "Mesh", "Metadata", "Arn").(string)
		want := column(tags, func(tag types.TagRef) *string { return tag.Key })
		for _, limit := range []*int32{nil, p(int32(1)), p(int32(7)), p(int32(49)), p(int32(50))} {
			in := &appmesh.ListTagsForResourceInput{ResourceArn: &arn, Limit: limit}
			got := drain(t, appmesh.NewListTagsForResourcePaginator(client, in),
				func(o *appmesh.ListTagsForResourceOutput) []string {
					return column(o.Tags, func(tag types.TagRef) *string { return tag.Key })
				})
			size := 50
			if limit != nil {
				size = int(*limit)
			}
			if d := diff(chunks(want, size), got); d != "" {
				t.Errorf("limit %d (-want +got):\n%s", size, d)
			}
		}
	})
}

// A token is valid only for its list (rule 17).
func TestATokenOfAnotherListIsRefused(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		client := newClient(target)
		s := v2(client)
		for _, mesh := range []string{"mesh", "other"} {
			s.must(t, "CreateMesh", fields{"MeshName": mesh})
			for _, name := range []string{"a", "b"} {
				s.must(t, "CreateVirtualNode",
					fields{"MeshName": mesh, "VirtualNodeName": name, "Spec": &types.VirtualNodeSpec{}})
				s.must(t, "CreateVirtualRouter",
					fields{"MeshName": mesh, "VirtualRouterName": name, "Spec": &types.VirtualRouterSpec{}})
			}
		}
		first, err := client.ListVirtualNodes(t.Context(),
			&appmesh.ListVirtualNodesInput{MeshName: p("mesh"), Limit: p(int32(1))})
		if err != nil {
			t.Fatal(err)
		}
		for what, in := range map[string]fields{
			"ListVirtualNodes":   {"MeshName": "other", "NextToken": *first.NextToken},
			"ListVirtualRouters": {"MeshName": "mesh", "NextToken": *first.NextToken},
			"ListMeshes":         {"NextToken": *first.NextToken},
		} {
			_, err := s.call(t.Context(), what, in)
			if bad := (*types.BadRequestException)(nil); !errors.As(err, &bad) {
				t.Errorf("%s: %v, want a BadRequestException", what, err)
			}
		}
		second, err := client.ListVirtualNodes(t.Context(),
			&appmesh.ListVirtualNodesInput{MeshName: p("mesh"), NextToken: first.NextToken})
		if err != nil || len(second.VirtualNodes) != 1 || *second.VirtualNodes[0].VirtualNodeName != "b" {
			t.Errorf("in its own list the token gives %v, %v", second, err)
		}
	})
}
