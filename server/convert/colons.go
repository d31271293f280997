package convert

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// parseYAML parses a YAML file. Within { } the scanner takes every colon for one between a key
// and a value, so that !Ref AWS::Region and a bare ARN there fall into pieces. YAML says that
// behind a key without quotes such a colon has a space: those that have none are put back.
func parseYAML(data []byte) (*ast.File, error) {
	var mended token.Tokens
	all := lexer.Tokenize(string(data))
	if tooDeep(all) {
		return nil, errTooDeep
	}
	for i := 0; i < len(all); i++ {
		tk := all[i]
		if tk.Type == token.MappingValueType && i+1 < len(all) && len(mended) > 0 {
			before, after := mended[len(mended)-1], all[i+1]
			if adjacent(before, after) {
				whole := token.String(before.Value+":"+after.Value, before.Origin+":"+after.Origin, before.Position)
				mended = mended[:len(mended)-1]
				tk = whole
				i++
			}
		}
		tk.Prev, tk.Next = nil, nil
		mended.Add(tk)
	}
	return parser.Parse(mended, 0)
}

// deepest is how many brackets may stand in each other. The parser takes its time with more.
const deepest = 500

var errTooDeep = fmt.Errorf("more than %d brackets stand in each other", deepest)

func tooDeep(all token.Tokens) bool {
	depth := 0
	for _, tk := range all {
		switch tk.Type {
		case token.SequenceStartType, token.MappingStartType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth--
		}
		if depth > deepest {
			return true
		}
	}
	return false
}

// adjacent tells whether a colon stands between two plain texts without a space.
func adjacent(before, after *token.Token) bool {
	return plainText(before) && plainText(after) &&
		strings.TrimRight(before.Origin, " \t\r\n") == before.Origin &&
		strings.TrimLeft(after.Origin, " \t\r\n") == after.Origin
}

func plainText(tk *token.Token) bool {
	switch tk.Type {
	case token.StringType, token.IntegerType, token.FloatType, token.BoolType, token.NullType,
		token.BinaryIntegerType, token.OctetIntegerType, token.HexIntegerType:
		return tk.Indicator == token.NotIndicator
	default:
		return false
	}
}
