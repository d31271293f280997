package routing

import "strconv"

// got returns a condition and the value that the request has instead.
func got(condition, value string) string { return condition + ", got " + strconv.Quote(value) }

// gotNone returns a condition on something that the request does not have.
func gotNone(condition string) string { return condition + ", got none" }
