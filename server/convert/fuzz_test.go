package convert_test

import (
	"errors"
	"runtime"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/seed"
)

// The memory that an import may allocate in all: a constant and a multiple of its size.
const (
	maxBase    = 128 << 20
	maxPerByte = 4096
)

// importBounded imports data, and fails the test if that takes too much memory, or if steps that
// were read without a mistake cannot be compared with themselves.
func importBounded(t *testing.T, name, format string, data []byte) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	result, err := convert.Read([]seed.File{{Name: name, Data: data}}, convert.Options{Format: format})
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > maxBase+maxPerByte*uint64(len(data)) {
		t.Errorf("%d bytes of input allocated %d bytes", len(data), used)
	}
	if err != nil {
		var mistakes convert.Errors
		if !errors.As(err, &mistakes) || len(mistakes) == 0 || err.Error() == "" {
			t.Errorf("the error has no mistakes: %v", err)
		}
		return
	}
	plan, err := convert.NewPlan(result.Steps, nil, convert.PlanOptions{})
	if err != nil || len(plan.Steps()) != len(result.Steps) {
		t.Errorf("%d steps in the plan, want %d: %v", len(plan.Steps()), len(result.Steps), err)
	}
	s, err := server.New(server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	empty := string(s.Save())
	if err := s.Apply("", "", result.Steps); err != nil && string(s.Save()) != empty {
		t.Errorf("a failed import left resources: %v", err)
	}
}

func FuzzCloudFormation(f *testing.F) {
	f.Add([]byte(shop))
	f.Add([]byte(amplifyingTemplate(3)))
	for _, expression := range []string{
		`!GetAtt Mesh.MeshOwner`, `!Ref Shared`, `!FindInMap [Map, a, b]`, `!If [Loop, a, b]`,
		`!Sub "${Other.MeshName}${!x}"`,
		`!Join ["-", !Split [":", "a:b:c"]]`, `m, MeshOwner: !GetAtt Mesh.MeshOwner`,
	} {
		f.Add([]byte(mesh(expression)))
	}
	f.Fuzz(func(t *testing.T, data []byte) { importBounded(t, "t.yaml", convert.CloudFormation, data) })
}

func FuzzKubernetes(f *testing.F) {
	f.Add([]byte(manifests))
	f.Add([]byte(backendGroups))
	f.Add([]byte(object("Mesh", "name: m, labels: {a: [1]}", "namespaceSelector: {matchLabels: {a: [1]}}")))
	f.Fuzz(func(t *testing.T, data []byte) { importBounded(t, "k.yaml", convert.Kubernetes, data) })
}

func FuzzSeed(f *testing.F) {
	f.Add([]byte("- &m {meshName: m}\n- {<<: *m, virtualServiceName: s, spec: {}}\n---\nx: [1, 2.5, ~, !!str 5]\n"))
	f.Add([]byte("- operation: CreateMesh\n  input: {meshName: m, spec: {egressFilter: {type: DROP_ALL}}}\n"))
	f.Fuzz(func(t *testing.T, data []byte) { importBounded(t, "s.yaml", convert.Seed, data) })
}

func FuzzCLIInput(f *testing.F) {
	f.Add([]byte(
		`{"meshName":"m","virtualNodeName":"n","spec":{"listeners":[{"portMapping":{"port":80,"protocol":"http"}}]}}`))
	f.Add([]byte(`[{"operation":"TagResource","input":{"resourceArn":"arn","tags":[{"key":"a","value":"b"}]}}]`))
	f.Fuzz(func(t *testing.T, data []byte) { importBounded(t, "i.json", convert.Seed, data) })
}
