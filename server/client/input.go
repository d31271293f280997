package client

import (
	"encoding/json"
	"errors"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// Input returns the input of a recorded call as one JSON object, including the names in the
// path and the query. It has the form that `aws appmesh … --cli-input-json` accepts.
func Input(call *Call) (json.RawMessage, error) {
	op := model.Lookup(call.Operation)
	if op == nil {
		return nil, errors.New("the request matches no operation")
	}
	return op.InputOf(call.Path, call.Request)
}
