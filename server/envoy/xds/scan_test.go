package xds

import "testing"

func TestExtensionsAreRemovedWhateverTheirStringsContain(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"node":{"id":"n","extensions":[{"name":"a]","type_urls":["b\"]","c\\"]},{}]},"version_info":"1"}`: `{"node":{"id":"n","extensions":[]},"version_info":"1"}`,
		`{"node":{"extensions":[]}}`:    `{"node":{"extensions":[]}}`,
		`{"node":{"id":"n"}}`:           `{"node":{"id":"n"}}`,
		`{"node":{"extensions":["a]`:    `{"node":{"extensions":["a]`,
		`{"node":{"extensions":[["a"],`: `{"node":{"extensions":[["a"],`,
	} {
		if got := string(withoutExtensions([]byte(body))); got != want {
			t.Errorf("%s: got %s, want %s", body, got, want)
		}
	}
}
