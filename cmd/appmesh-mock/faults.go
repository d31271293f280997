package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// faultList is a flag with the initial faults of a server.
type faultList []server.Fault

// Set implements pflag.Value. The value is a fault as JSON, a list of faults, or @ and a file
// with either. Set adds the faults to those of earlier calls.
func (l *faultList) Set(s string) error {
	data := []byte(s)
	if file, isFile := strings.CutPrefix(s, "@"); isFile {
		var err error
		if data, err = os.ReadFile(file); err != nil {
			return err
		}
	}
	faults, err := readFaults(data)
	if err != nil {
		return err
	}
	*l = append(*l, faults...)
	return nil
}

func readFaults(data []byte) ([]server.Fault, error) {
	var faults []server.Fault
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var err error
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		err = decoder.Decode(&faults)
	} else {
		faults = make([]server.Fault, 1)
		err = decoder.Decode(&faults[0])
	}
	if err == nil {
		if _, more := decoder.Token(); more != io.EOF {
			err = errors.New("there is text after it")
		}
	}
	if err != nil {
		const example = `{"operation":"Create*","code":"TooManyRequestsException","first":2}`
		return nil, fmt.Errorf("must be JSON, as in %s, or @FILE: %s", example,
			strings.TrimPrefix(err.Error(), "json: "))
	}
	for i := range faults {
		if err := faults[i].Check(); err != nil {
			return nil, errors.New(strings.ReplaceAll(err.Error(), "\n", "; "))
		}
	}
	return faults, nil
}

// String implements pflag.Value.
func (l *faultList) String() string {
	if len(*l) == 0 {
		return ""
	}
	text, _ := json.Marshal(*l) //nolint:errcheck // faults are read from JSON
	return string(text)
}

// Type implements pflag.Value.
func (l *faultList) Type() string { return "JSON" }
