package convert

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/quote"
)

// The formats that only Text supports.
const (
	AWS = "aws" // a script of commands for the AWS CLI
	Go  = "go"  // the start of a server in a Go test
)

// Text returns a text that creates the resources that the steps create. The steps must be create
// operations in the order in which they can run. The target is that of commands.
func Text(format string, steps []server.Step, to Target) ([]byte, error) {
	switch format {
	case AWS:
		return script(steps, to)
	case CloudFormation:
		files, err := Export(format, steps)
		return files["template.json"], err
	case Go:
		return goSeed(steps)
	default:
		return nil, fmt.Errorf("there is no format %q; there are %s, %s and %s", format, AWS, CloudFormation, Go)
	}
}

// script returns commands for the AWS CLI.
func script(steps []server.Step, to Target) ([]byte, error) {
	var text []byte
	for _, step := range steps {
		command, err := to.Command(step.Operation, step.Input)
		if err != nil {
			return nil, err
		}
		text = append(text, command...)
	}
	return text, nil
}

// goSeed returns Go code that starts a server with a seed.
func goSeed(steps []server.Step) ([]byte, error) {
	var inputs []string
	for _, step := range steps {
		members, err := membersOf(step.Operation, step.Input)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, object(members))
	}
	// In JSON a backquote is inside of a string, where it may be escaped.
	list := "[" + strings.ReplaceAll(strings.Join(inputs, ","), "`", `\u0060`) + "]"
	var seed bytes.Buffer
	if err := json.Indent(&seed, []byte(list), "", "  "); err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "srv := appmeshtest.Start(t, appmeshtest.WithSeed(%s))\n", quote.Go(seed.String())), nil
}
