package sdks

import (
	"fmt"
	"slices"
	"testing"
)

// pages expects lists in full pages, sorted by the bytes of the names.
func (r *run) pages(t *testing.T, k kind) {
	c := r.strict()
	c.all(t, r.Setup)
	want := r.existing(k)
	for _, name := range []string{"b", "B", "a-1", "a", "a_1", "10", "9"} {
		c.must(t, "Create"+k.Name, with(k.names(parent, name), "spec", k.Specs[len(k.Specs)-1]))
		want = append(want, name)
	}
	slices.Sort(want)
	for _, size := range []int{1, 2, len(want) - 1, len(want), 100} {
		names := [][]any{}
		for _, page := range c.paginate(t, "List"+k.Plural, k.within(), size) {
			names = append(names, column(page[stem(k.Plural)], k.nameMember()))
		}
		same(t, fmt.Sprintf("pages of %d", size), slices.Collect(slices.Chunk(want, size)), names)
	}
}

func (r *run) pagesOfTags(t *testing.T) {
	c, tags := r.strict(), []any{}
	for i := range 50 {
		tags = append(tags, tagList(fmt.Sprintf("key %02d", 49-i), "v")...)
	}
	made := c.must(t, "CreateMesh", members{"meshName": "mesh", "tags": tags})
	for _, size := range []int{1, 7, 50} {
		got := []any{}
		for _, page := range c.paginate(t, "ListTagsForResource", members{"resourceArn": arnOf(made["mesh"])}, size) {
			got = append(got, page["tags"])
		}
		same(t, fmt.Sprintf("pages of %d", size), slices.Collect(slices.Chunk(tags, size)), got)
	}
}

func (c client) paginate(t *testing.T, operation string, in members, size int) []members {
	t.Helper()
	r := c.settings
	r.PageSize, r.Operation, r.Input = size, operation, in
	out := c.send(t, r)
	if out.Error != nil {
		t.Fatalf("%s: %v", operation, out.Error)
	}
	return out.Pages
}
