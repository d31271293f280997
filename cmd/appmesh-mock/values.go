package main

import (
	"fmt"
	"maps"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// The values of flags. Each says in its error what to type instead.

// address is a host and a port to listen on.
type address string

// Set implements pflag.Value.
func (a *address) Set(s string) error {
	_, port, err := net.SplitHostPort(s)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return fmt.Errorf("must be a host and a port, as in 127.0.0.1:4600")
	}
	*a = address(s)
	return nil
}

// String implements pflag.Value.
func (a *address) String() string { return string(*a) }

// Type implements pflag.Value.
func (a *address) Type() string { return "host:port" }

// choice is one of a few words.
type choice struct {
	word string
	of   []string
}

// Set implements pflag.Value.
func (c *choice) Set(s string) error {
	if !slices.Contains(c.of, s) {
		return fmt.Errorf("must be %s", strings.Join(c.of, " or "))
	}
	c.word = s
	return nil
}

// String implements pflag.Value.
func (c *choice) String() string { return c.word }

// Type implements pflag.Value.
func (c *choice) Type() string { return strings.Join(c.of, "|") }

// ruleNumbers are numbers of rules.
type ruleNumbers []int

// Set implements pflag.Value. More than one call adds up.
func (r *ruleNumbers) Set(s string) error {
	for _, each := range strings.Split(s, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(each))
		if err != nil {
			return fmt.Errorf("must be numbers of rules, as in 28,29; appmesh-mock rules lists them")
		}
		*r = append(*r, n)
	}
	return nil
}

// String implements pflag.Value.
func (r *ruleNumbers) String() string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(*r), " ", ","), "[]")
}

// Type implements pflag.Value.
func (r *ruleNumbers) Type() string { return "numbers" }

// limits are quotas by name.
type limits map[string]int

// Set implements pflag.Value. More than one call adds up.
func (l *limits) Set(s string) error {
	known := server.AWSQuotas()
	for _, each := range strings.Split(s, ",") {
		name, number, _ := strings.Cut(each, "=")
		name = strings.TrimSpace(name)
		if _, ok := known[name]; !ok {
			return fmt.Errorf("must be name=number, the name one of %s", strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		}
		n, err := strconv.Atoi(strings.TrimSpace(number))
		if err != nil || n < 0 {
			return fmt.Errorf("must be name=number, as in %s=%d", name, known[name])
		}
		if *l == nil {
			*l = limits{}
		}
		(*l)[name] = n
	}
	return nil
}

// String implements pflag.Value.
func (l *limits) String() string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(*l)) {
		all = append(all, fmt.Sprintf("%s=%d", name, (*l)[name]))
	}
	return strings.Join(all, ",")
}

// Type implements pflag.Value.
func (l *limits) Type() string { return "name=number" }
