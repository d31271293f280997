package routing

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// valueTest tests a value. The zero valueTest accepts every value.
type valueTest struct {
	op    valueOp
	text  string
	regex *regexp.Regexp
	start int64
	end   int64
}

type valueOp uint8

const (
	opPresent valueOp = iota
	opExact
	opPrefix
	opSuffix
	opRegex
	opRange
)

// newValueTest returns the test for a header or metadata match. If m is nil, it tests
// presence. The three types of such matches in App Mesh's model have the same members. It
// returns an error for a regular expression that is not RE2.
func newValueTest(m *model.HeaderMatchMethod) (valueTest, error) {
	switch {
	case m == nil:
		return valueTest{}, nil
	case m.Exact != nil:
		return valueTest{op: opExact, text: *m.Exact}, nil
	case m.Prefix != nil:
		return valueTest{op: opPrefix, text: *m.Prefix}, nil
	case m.Suffix != nil:
		return valueTest{op: opSuffix, text: *m.Suffix}, nil
	case m.Regex != nil:
		regex, err := compileRegex(*m.Regex)
		return valueTest{op: opRegex, text: *m.Regex, regex: regex}, err
	case m.Range != nil:
		return valueTest{op: opRange, start: deref(m.Range.Start), end: deref(m.Range.End)}, nil
	default:
		return valueTest{}, nil
	}
}

// compileRegex compiles a regular expression that must match a complete value (ruleRegex).
func compileRegex(text string) (*regexp.Regexp, error) {
	parsed, err := syntax.Parse(text, syntax.Perl) // alone, so that the error shows what the user wrote
	if err != nil {
		return nil, fmt.Errorf("%q is not a regular expression of RE2: %w", text, err)
	}
	if size := programSize(parsed); size > maxProgramSize {
		return nil, fmt.Errorf("the regular expression %q is too large for a proxy: about %d instructions, at most %d",
			text, size, maxProgramSize)
	}
	return regexp.Compile(`\A(?:` + text + `)\z`)
}

func (t *valueTest) accepts(v string) bool {
	switch t.op {
	case opExact:
		return v == t.text
	case opPrefix:
		return strings.HasPrefix(v, t.text)
	case opSuffix:
		return strings.HasSuffix(v, t.text)
	case opRegex:
		return t.regex != nil && t.regex.MatchString(v)
	case opRange:
		n, err := strconv.ParseInt(strings.TrimSpace(v), 10, 64)
		return err == nil && n >= t.start && n < t.end
	default:
		return true
	}
}

func (t *valueTest) String() string {
	switch t.op {
	case opExact:
		return "exact " + strconv.Quote(t.text)
	case opPrefix:
		return "prefix " + strconv.Quote(t.text)
	case opSuffix:
		return "suffix " + strconv.Quote(t.text)
	case opRegex:
		return "regex " + strconv.Quote(t.text)
	case opRange:
		return fmt.Sprintf("range %d to %d", t.start, t.end-1)
	default:
		return "present"
	}
}

// deref returns *p, or the zero value if p is nil.
func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
