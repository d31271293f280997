package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// api is the part of the model that the generator needs.
type api struct {
	Operations map[string]operation
	Shapes     map[string]shape
}

type operation struct {
	HTTP struct {
		Method     string
		RequestURI string `json:"requestUri"`
	}
	Input  ref
	Errors []ref
}

type ref struct {
	Shape    string
	Location string
}

type shape struct {
	Type      string
	Members   members
	Member    ref
	Required  []string
	Enum      []string
	Min, Max  *int64
	Pattern   string
	Union     bool
	Exception bool
	Error     struct {
		Status int `json:"httpStatusCode"`
	}
}

// members are the members of a structure in the order of the file.
type members []member

type member struct {
	Name string
	ref
}

// UnmarshalJSON implements json.Unmarshaler. It keeps the order, which a map would lose.
func (m *members) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		one := member{Name: name.(string)}
		if err := d.Decode(&one.ref); err != nil {
			return err
		}
		*m = append(*m, one)
	}
	return nil
}

// structures returns the names of the structures that inputs of operations contain,
// sorted. It fails if the model breaks an assumption of package model.
func (a *api) structures() ([]string, error) {
	var names []string
	var visit func(name string) error
	visit = func(name string) error {
		s, ok := a.Shapes[name]
		if !ok {
			return fmt.Errorf("there is no shape %s", name)
		}
		if s.Type == "list" {
			return visit(s.Member.Shape)
		}
		if s.Type != "structure" || slices.Contains(names, name) {
			return nil
		}
		names = append(names, name)
		if len(s.Members) > 64 {
			return fmt.Errorf("%s has more than 64 members", name)
		}
		for i, m := range s.Members {
			if i > 0 && s.Members[i-1].Name >= m.Name {
				return fmt.Errorf("the members of %s are not in alphabetical order: %s, %s", name, s.Members[i-1].Name,
					m.Name)
			}
			if err := visit(m.Shape); err != nil {
				return err
			}
		}
		return nil
	}
	for _, op := range a.Operations {
		if err := visit(op.Input.Shape); err != nil {
			return nil, err
		}
	}
	slices.Sort(names)
	return names, nil
}
