package convert_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

// describer is a client that records the output of describe operations as the AWS CLI prints it.
type describer struct {
	convert.Doer
	outputs [][]byte
}

func (d *describer) Do(ctx context.Context, operation string, input json.RawMessage) (json.RawMessage, error) {
	body, err := d.Doer.Do(ctx, operation, input)
	if kind, ok := strings.CutPrefix(operation, "Describe"); ok {
		var indented bytes.Buffer
		if err := json.Indent(&indented, body, "", "    "); err != nil {
			return nil, err
		}
		name := strings.ToLower(kind[:1]) + kind[1:]
		d.outputs = append(d.outputs, fmt.Appendf(nil, "{%q: %s}\n", name, indented.Bytes()))
	}
	return body, err
}

func TestADataSetComesBackFromTheOutputOfDescribe(t *testing.T) {
	t.Parallel()
	for _, name := range worlds.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made, err := worlds.Steps(name)
			if err != nil {
				t.Fatal(err)
			}
			d := describer{Doer: client(running(t, server.Options{}, made))}
			want, err := convert.Resources(context.Background(), &d, "")
			if err != nil {
				t.Fatal(err)
			}
			for i := range want {
				var input map[string]any
				if err := json.Unmarshal(want[i].Input, &input); err != nil {
					t.Fatal(err)
				}
				delete(input, "tags") // describe operations do not return them
				if want[i].Input, err = json.Marshal(input); err != nil {
					t.Fatal(err)
				}
			}
			if len(want) == 0 {
				return // a file has a document
			}
			slices.Reverse(d.outputs) // the order makes no difference
			got := read(t, "described.json", string(bytes.Join(d.outputs, nil)), convert.Options{})
			same(t, got, want)
			running(t, server.Options{}, got)
		})
	}
}
