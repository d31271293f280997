package routing

import "strconv"

// got returns a condition and the actual value of the request.
func got(condition, value string) string { return condition + ", got " + strconv.Quote(value) }

// gotNone returns a condition whose subject is absent from the request.
func gotNone(condition string) string { return condition + ", got none" }
