package convert_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

// amplifyingTemplate returns a template in which each name joins the one before ten times.
func amplifyingTemplate(depth int) string {
	var b strings.Builder
	b.WriteString("Resources:\n  M0: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: aaaaaaaaaa}}\n")
	for i := 1; i <= depth; i++ {
		reference := fmt.Sprintf("!GetAtt M%d.MeshName, ", i-1)
		fmt.Fprintf(&b, "  M%d: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: !Join [\"\", [%s]]}}\n",
			i, strings.TrimSuffix(strings.Repeat(reference, 10), ", "))
	}
	return b.String()
}

func TestAnImportIsBoundedByTheSizeOfItsFiles(t *testing.T) {
	t.Parallel()
	var conditions, names, sub, split, selectors strings.Builder
	conditions.WriteString(
		"Resources: {M: {Type: AWS::AppMesh::Mesh, Condition: C39}}\nConditions:\n  C0: !Equals [a, b]\n")
	for i := 1; i < 120; i++ {
		fmt.Fprintf(&conditions, "  C%d: !And [!Not [!Condition C%d], !Not [!Condition C%d]]\n", i, i-1, i-1)
	}
	names.WriteString("Resources:\n  M150: {Type: AWS::AppMesh::Mesh}\n")
	for i := range 150 {
		fmt.Fprintf(&names, "  M%d: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: !GetAtt M%d.MeshName}}\n", i, i+1)
	}
	sub.WriteString("Resources:\n  M0: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: aaaaaaaaaa}}\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&sub, "  M%d: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: !Sub \"%s\"}}\n",
			i, strings.Repeat(fmt.Sprintf("${M%d.MeshName}", i-1), 10))
	}
	split.WriteString("Parameters: {L: {Type: CommaDelimitedList, Default: \"" + strings.Repeat(",", 5000) +
		"\"}}\nResources:\n")
	for i := range 300 {
		fmt.Fprintf(&split, "  M%d: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: !Select [0, !Ref L]}}\n", i)
	}
	for i := range 600 {
		selectors.WriteString(object("Mesh", fmt.Sprintf("name: m%d", i), "namespaceSelector: {matchLabels: {a: b}}"))
		selectors.WriteString(object("VirtualNode", fmt.Sprintf("name: n%d", i), ""))
	}
	for name, test := range map[string]struct{ text, want string }{
		"nested Fn::Join":  {amplifyingTemplate(12), "bytes of text, the limit for files of this size"},
		"nested Fn::Sub":   {sub.String(), "bytes of text, the limit for files of this size"},
		"Fn::Split":        {split.String(), "values, the limit for files of this size"},
		"a chain of names": {names.String(), "names and conditions need each other"},
		"a chain of conditions": {strings.Replace(conditions.String(), "C39", "C119", 1),
			"names and conditions need each other"},
		"selectors": {selectors.String(), "none of 600 objects of kind Mesh selects namespace default"},
		"mesh owner of itself": {
			"Resources: {M: {Type: AWS::AppMesh::VirtualNode, Properties: {MeshOwner: !GetAtt M.MeshOwner, " +
				"MeshName: m, VirtualNodeName: n, Spec: {}}}}", "the value needs itself"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			done := make(chan error, 1)
			go func() {
				_, err := readFile("t.yaml", test.text, convert.Options{})
				done <- err
			}()
			select {
			case err := <-done:
				if err == nil || !strings.Contains(err.Error(), test.want) {
					t.Errorf("got %.300v\nwant %s", err, test.want)
				}
			case <-time.After(2 * time.Minute):
				t.Fatal("the import has not ended after two minutes")
			}
		})
	}
}

func TestManyMistakesAreReportedInBoundedTime(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&text, "- {meshName: m, speck%d: 1}\n", i)
	}
	_, err := convert.ReadSeed("s.yaml", []byte(text.String()))
	if err == nil || strings.Count(err.Error(), "\n") != 50 ||
		!strings.HasSuffix(err.Error(), "only the first 50 mistakes are reported") {
		t.Errorf("%.500v", err)
	}
}

func TestManyMistakesOfATemplateAreReportedInBoundedTime(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("Resources:\n")
	for i := range 20_000 {
		fmt.Fprintf(&text, "  Resource%d: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: !Ref Resourse%d}}\n", i, i)
	}
	_, err := readFile("t.yaml", text.String(), convert.Options{})
	if err == nil || strings.Count(err.Error(), "\n") != 50 {
		t.Errorf("%.500v", err)
	}
}
