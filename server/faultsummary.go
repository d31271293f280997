package server

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Summary returns a sentence about the fault, such as "delay 100ms, then status 503 for Create*,
// mesh shop: the first 2 calls".
func (f Fault) Summary() string {
	text := f.outcome() + " for " + cmp.Or(f.selection(), "all operations")
	if when := f.occasion(); when != "" {
		text += ": " + when
	}
	if f.After {
		text += "; the operation is done first"
	}
	return text
}

// outcome describes how a call fails.
func (f Fault) outcome() string {
	var parts []string
	switch {
	case f.DelayUpTo != 0:
		parts = append(parts, fmt.Sprintf("delay %v to %v", f.Delay, f.DelayUpTo))
	case f.Delay != 0:
		parts = append(parts, fmt.Sprintf("delay %v", f.Delay))
	}
	switch {
	case f.Code != "":
		parts = append(parts, string(f.Code))
	case f.Status != 0:
		parts = append(parts, fmt.Sprintf("status %d", f.Status))
	case f.Cut == CutBefore:
		parts = append(parts, "connection cut before the response")
	case f.Cut == CutMiddle:
		parts = append(parts, "connection cut in the middle of the response")
	}
	return strings.Join(parts, ", then ")
}

// selection describes the calls that match, or returns "" if all do.
func (f Fault) selection() string {
	var parts []string
	for _, part := range [...]struct{ noun, pattern string }{
		{"", string(f.Calls.Operation)}, {"mesh ", f.Calls.Mesh}, {"resource ", f.Calls.Resource},
		{"account ", f.Calls.Account}, {"region ", f.Calls.Region},
	} {
		if part.pattern != "" {
			parts = append(parts, part.noun+part.pattern)
		}
	}
	return strings.Join(parts, ", ")
}

// occasion describes the matching calls that fail, or returns "" if all do.
func (f Fault) occasion() string {
	var parts []string
	add := func(set bool, format string, values ...any) {
		if set {
			parts = append(parts, fmt.Sprintf(format, values...))
		}
	}
	add(f.Nth != 0, "only call %d", f.Nth)
	add(f.Every > 1, "every %s call", ordinal(f.Every))
	add(f.First == 1, "the first call")
	add(f.First > 1, "the first %d calls", f.First)
	add(f.Share != 0, "%.3g %% of calls", 100*f.Share)
	add(f.Rate != 0, "above %g calls a second", f.Rate)
	return strings.Join(parts, ", ")
}

// ordinal returns a number as 1st, 2nd, 3rd, 4th.
func ordinal(n int) string {
	suffix := "th"
	if n/10%10 != 1 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}
