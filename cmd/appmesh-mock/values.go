package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// The values of flags. Each says in its error what to type instead.

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
	known := state.AWSQuotas()
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

// number is a number that is not negative.
type number int

// Set implements pflag.Value.
func (n *number) Set(s string) error {
	value, err := strconv.Atoi(s)
	if err != nil || value < 0 {
		return fmt.Errorf("must be a number, 0 or more")
	}
	*n = number(value)
	return nil
}

// String implements pflag.Value.
func (n *number) String() string { return strconv.Itoa(int(*n)) }

// Type implements pflag.Value.
func (n *number) Type() string { return "number" }

// instant is what a clock shows: the time of the machine, or one time for ever.
type instant struct {
	said  string    // "" if nothing was
	fixed time.Time // zero: the time of the machine
}

const wallClock, fixedClock = "wall", "fixed:"

// Set implements pflag.Value.
func (i *instant) Set(s string) error {
	text, isFixed := strings.CutPrefix(s, fixedClock)
	fixed, err := time.Parse(time.RFC3339, text)
	switch {
	case s == wallClock:
		*i = instant{said: s}
		return nil
	case !isFixed || err != nil:
		return fmt.Errorf("must be %s, or %s and a time, as in %s2024-02-29T12:00:00Z", wallClock, fixedClock, fixedClock)
	}
	*i = instant{s, fixed.UTC()}
	return nil
}

// String implements pflag.Value.
func (i *instant) String() string { return i.said }

// Type implements pflag.Value.
func (i *instant) Type() string { return wallClock + "|" + fixedClock + "TIME" }
