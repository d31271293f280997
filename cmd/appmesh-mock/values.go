package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// choice is a flag with a fixed set of values.
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

// instant is a flag for the clock: the system time, or a fixed time.
type instant struct {
	text  string    // the original value
	fixed time.Time // zero for the system time
}

const wallClock, fixedClock = "wall", "fixed:"

// Set implements pflag.Value.
func (i *instant) Set(s string) error {
	if s == wallClock {
		*i = instant{text: s}
		return nil
	}
	text, isFixed := strings.CutPrefix(s, fixedClock)
	fixed, err := time.Parse(time.RFC3339, text)
	if !isFixed || err != nil {
		return fmt.Errorf("must be %s, or %s and a time, as in %s2024-02-29T12:00:00Z", wallClock, fixedClock,
			fixedClock)
	}
	*i = instant{s, fixed.UTC()}
	return nil
}

// String implements pflag.Value.
func (i *instant) String() string { return i.text }

// Type implements pflag.Value.
func (i *instant) Type() string { return wallClock + "|" + fixedClock + "TIME" }
