package routing

import (
	"math"
	"regexp/syntax"
	"unicode/utf8"
)

// maxProgramSize is the largest program of a regular expression in App Mesh's Envoys.
const maxProgramSize = 1000

// programSize returns an upper estimate of the size of RE2's program for an expression. RE2's
// programs match bytes, Go's programs match runes.
func programSize(parsed *syntax.Regexp) int {
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return math.MaxInt
	}
	size := 0
	for i := range program.Inst {
		switch in := &program.Inst[i]; in.Op {
		case syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			size += 12 // the four lengths of UTF-8
		case syntax.InstRune, syntax.InstRune1:
			runes := 0
			for j := 0; j < len(in.Rune); j += 2 {
				runes += max(1, 2*utf8.RuneLen(in.Rune[j])-1)
			}
			size += max(runes, 1)
		default:
			size++
		}
	}
	return size
}
