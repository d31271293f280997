package envoy

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"unicode/utf8"
)

var (
	errEmptyName  = errors.New("a name must not be empty")
	errHeaderName = errors.New("the name of a header must not have control characters")
)

// maxProgram is the largest program of a regular expression that App Mesh's Envoys accepted:
// their re2.max_program_size.error_level.
const maxProgram = 1000

// checkRegex returns an error if Envoy would refuse the regular expression. Go has the syntax
// of RE2. The size of RE2's program is an upper estimate.
func checkRegex(expr string) error {
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return fmt.Errorf("the regular expression %q is not RE2: %w", expr, err)
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return fmt.Errorf("the regular expression %q cannot be compiled: %w", expr, err)
	}
	size := 0
	for i := range program.Inst {
		if size += instructions(&program.Inst[i]); size > maxProgram {
			return fmt.Errorf("the regular expression %q is larger than Envoy's limit of %d", expr, maxProgram)
		}
	}
	return nil
}

// instructions returns the number of RE2's instructions for an instruction of Go. RE2 matches
// bytes, Go matches runes.
func instructions(inst *syntax.Inst) int {
	switch inst.Op {
	case syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		return 12 // four lengths of UTF-8
	case syntax.InstRune, syntax.InstRune1:
		n := 0
		for i := 0; i < len(inst.Rune); i += 2 {
			n += max(1, 2*utf8.RuneLen(inst.Rune[i])-1)
		}
		return max(n, 1)
	default:
		return 1
	}
}
