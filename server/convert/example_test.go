package convert_test

import (
	"context"
	"fmt"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/seed"
)

func ExampleRead() {
	template := seed.File{Name: "template.yaml", Data: []byte(`
Parameters: {Stage: {Type: String}}
Resources:
  Shop: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: !Sub "shop-${Stage}"}}
  Bucket: {Type: AWS::S3::Bucket}
`)}
	result, err := convert.Read([]seed.File{template}, convert.Options{Parameters: map[string]string{"Stage": "test"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, step := range result.Steps {
		fmt.Printf("%s: %s %s\n", step.From, step.Operation, step.Input)
	}
	fmt.Println(result.LeftOut)
	// Output:
	// template.yaml: resource Shop: CreateMesh {"meshName":"shop-test"}
	// map[AWS::S3::Bucket:1]
}

func ExampleReadSeed() {
	_, err := convert.ReadSeed("mesh.yaml", []byte(`
- meshName: shop
  spec: {egresFilter: {type: DROP_ALL}}
- meshName: shop
  virtualRouterName: r
  spec: {listeners: [{portMapping: {port: 80}}]}
`))
	fmt.Println(err)
	// Output:
	// mesh.yaml:3: entry 1: CreateMesh shop: spec.egresFilter: unknown member; did you mean "egressFilter"?
	// mesh.yaml:6: entry 2: CreateVirtualRouter shop/r: spec.listeners.0.portMapping.protocol: Member must not be null
}

func ExampleNewPlan() {
	s, err := server.New(server.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	client := client(s) // a *convert.Client
	ctx := context.Background()
	if err := s.Apply("", "", mustRead(`[{meshName: shop}, {meshName: old}]`)); err != nil {
		fmt.Println(err)
		return
	}
	existing, err := convert.Resources(ctx, client, client.Account)
	if err != nil {
		fmt.Println(err)
		return
	}
	wanted := mustRead(`[{meshName: shop, spec: {egressFilter: {type: DROP_ALL}}}, {meshName: new}]`)
	plan, err := convert.NewPlan(wanted, existing, convert.PlanOptions{Update: true, Prune: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, change := range plan.Changes {
		fmt.Println(change)
	}
	done, err := plan.Apply(ctx, client, convert.ApplyOptions{})
	fmt.Println(done, err)
	// Output:
	// update mesh shop (spec.egressFilter: absent becomes {"type":"DROP_ALL"})
	// create mesh new
	// delete mesh old (it is not in the files)
	// 3 <nil>
}

func mustRead(text string) []server.Step {
	steps, err := convert.ReadSource(text, convert.Options{})
	if err != nil {
		panic(err)
	}
	return steps
}
