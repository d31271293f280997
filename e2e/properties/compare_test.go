package properties

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"pgregory.net/rapid"
)

// differs returns a description of the difference between a response and the model, or "".
func differs(want outcome, got response) string {
	r := want.of
	for _, each := range []struct {
		what      string
		got, want any
	}{
		{"status", got.Text("status", "status"), want.state},
		{"version", got.Version(), r.version},
		{"createdAt", millis(got.At("metadata", "createdAt")), r.created},
		{"lastUpdatedAt", millis(got.At("metadata", "lastUpdatedAt")), r.updated},
		{"uid", got.Text("metadata", "uid"), r.uid},
		{"arn", got.Text("metadata", "arn"), r.arn()},
		{"meshOwner", got.Text("metadata", "meshOwner"), r.owner},
		{"resourceOwner", got.Text("metadata", "resourceOwner"), r.creator},
		{"meshName", got.Text("meshName"), r.mesh},
		{"name", got.Text(r.kind + "Name"), r.name},
	} {
		if each.got != each.want {
			return fmt.Sprintf("%s is %v, want %v", each.what, each.got, each.want)
		}
	}
	// Other tests check that only describe and delete return backends as [] (rule 56).
	spec, _ := got.At("spec").(object)
	if backends, ok := spec["backends"].([]any); ok && len(backends) == 0 {
		delete(spec, "backends")
	}
	o := r.spec.object(r.kind)
	if len(r.spec.backends) == 0 {
		delete(o, "backends")
	}
	is, _ := json.Marshal(spec)
	should, _ := json.Marshal(o)
	if !bytes.Equal(is, should) {
		return fmt.Sprintf("spec is %s, want %s", is, should)
	}
	return ""
}

// walk reads a list page by page and compares the items.
func (m *machine) walk(t *rapid.T, q request, page response, want []string, show func(request, response) []string) {
	for {
		due := want
		if most := q.maxItems(); len(due) > most {
			due = due[:most]
		}
		if got := show(q, page); !slices.Equal(got, due) {
			t.Fatalf("%s\ngot %s\nwhich is %q\nwant %q", q, page.Body, got, due)
		}
		want = want[len(due):]
		q.next = page.Text("nextToken")
		if _, there := page.Object["nextToken"]; there != (len(want) > 0) {
			t.Fatalf("%s\ngot the nextToken %q with %d items left", q, q.next, len(want))
		}
		if q.next == "" {
			return
		}
		if page = send(m.server, q); page.Status != http.StatusOK {
			t.Fatalf("%s\ngot %s", q, page.Body)
		}
	}
}

// maxItems returns the maximum number of items of a page (rule 55).
func (q request) maxItems() int {
	switch {
	case q.limit > 0:
		return q.limit
	case q.verb == "tags":
		return 50
	default:
		return 100
	}
}

func itemsOf(all []*resource) []string {
	var lines []string
	for _, r := range all {
		lines = append(lines,
			fmt.Sprint(r.name, " ", r.mesh, " ", r.arn(), " ", r.version, r.created, r.updated, r.owner, r.creator))
	}
	return lines
}

func shownItems(q request, page response) []string {
	member := q.kind + "s"
	if q.kind == mesh {
		member = "meshes"
	}
	list, _ := page.At(member).([]any)
	var lines []string
	for _, each := range list {
		item := response{Object: each.(object)}
		lines = append(lines,
			fmt.Sprint(item.Text(q.kind+"Name"), " ", item.Text("meshName"), " ", item.Text("arn"), " ",
				item.At("version"),
				millis(item.At("createdAt")), millis(item.At("lastUpdatedAt")), item.Text("meshOwner"),
				item.Text("resourceOwner")))
	}
	return lines
}

func tagsOf(all []tag) []string {
	var lines []string
	for _, each := range all {
		lines = append(lines, each.Key+"="+each.Value)
	}
	return lines
}

func shownTags(_ request, page response) []string {
	list, _ := page.At("tags").([]any)
	var lines []string
	for _, each := range list {
		item := response{Object: each.(object)}
		lines = append(lines, item.Text("key")+"="+item.Text("value"))
	}
	return lines
}
