package convert

import (
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/yamldoc"
)

// parse answers the documents of a JSON or YAML file. CloudFormation's short forms are written
// out: !Sub x is {"Fn::Sub": x}.
func parse(data []byte) ([]any, error) { return yamldoc.Read(data, writtenOut) }

// writtenOut writes a short form out: !Ref and !Condition, and Fn:: for all others.
func writtenOut(tag string, value any) (any, error) {
	switch name := strings.TrimPrefix(tag, "!"); name {
	case "Ref", "Condition":
		return map[string]any{name: value}, nil
	case "GetAtt":
		if text, ok := value.(string); ok {
			resource, attribute, _ := strings.Cut(text, ".")
			value = []any{resource, attribute}
		}
		return map[string]any{"Fn::GetAtt": value}, nil
	default:
		return map[string]any{"Fn::" + name: value}, nil
	}
}
