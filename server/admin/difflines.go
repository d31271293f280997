package admin

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// maxDiffPairs is the largest number of pairs of lines that a diff compares. Lines that would
// exceed it are listed as if they had nothing in common.
const maxDiffPairs = 4_000_000

// lineDiff compares resources line by line.
type lineDiff struct {
	pairs int64 // that were compared
}

// lines returns the lines of two versions of a resource, each after "  ", "- " or "+ ". A version
// that is nil has no lines.
func (d *lineDiff) lines(before, after *state.Resource) ([]string, error) {
	a, err := linesOf(before)
	if err != nil {
		return nil, err
	}
	b, err := linesOf(after)
	if err != nil {
		return nil, err
	}
	return d.compare(a, b), nil
}

// linesOf returns the lines of a resource's spec and tags as JSON.
func linesOf(r *state.Resource) ([]string, error) {
	if r == nil {
		return nil, nil
	}
	type tag struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	}
	content := struct {
		Spec json.RawMessage `json:"spec"`
		Tags []tag           `json:"tags"`
	}{json.RawMessage(r.Spec), []tag{}}
	for _, t := range r.Tags {
		content.Tags = append(content.Tags, tag{t.Key, t.Value})
	}
	compact, err := encode(content)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := json.Indent(&text, bytes.TrimSpace(compact), "", "  "); err != nil {
		return nil, err
	}
	return strings.Split(text.String(), "\n"), nil
}

// compare returns the lines of two texts by their longest common subsequence.
func (d *lineDiff) compare(a, b []string) []string {
	var all []string
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		all, a, b = append(all, "  "+a[0]), a[1:], b[1:]
	}
	end := len(a)
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	tail := a[len(a):end]
	common := d.commonLengths(a, b)
	for len(a) > 0 || len(b) > 0 {
		switch {
		case common == nil && len(a) > 0, len(b) == 0:
			all, a = append(all, "- "+a[0]), a[1:]
		case len(a) == 0:
			all, b = append(all, "+ "+b[0]), b[1:]
		case a[0] == b[0]:
			all, a, b = append(all, "  "+a[0]), a[1:], b[1:]
		case common[len(a)-1][len(b)] >= common[len(a)][len(b)-1]:
			all, a = append(all, "- "+a[0]), a[1:]
		default:
			all, b = append(all, "+ "+b[0]), b[1:]
		}
	}
	for _, line := range tail {
		all = append(all, "  "+line)
	}
	return all
}

// commonLengths returns the lengths of the longest common subsequences of the last i lines of a and
// the last j lines of b, by i and j. It returns nil if there would be too many pairs.
func (d *lineDiff) commonLengths(a, b []string) [][]uint16 {
	pairs := int64(len(a)) * int64(len(b))
	if d.pairs+pairs > maxDiffPairs {
		return nil
	}
	d.pairs += pairs
	common := make([][]uint16, len(a)+1) // no length exceeds the square root of maxDiffPairs
	common[0] = make([]uint16, len(b)+1)
	for i := 1; i <= len(a); i++ {
		common[i] = make([]uint16, len(b)+1)
		for j := 1; j <= len(b); j++ {
			if a[len(a)-i] == b[len(b)-j] {
				common[i][j] = common[i-1][j-1] + 1
			} else {
				common[i][j] = max(common[i-1][j], common[i][j-1])
			}
		}
	}
	return common
}
