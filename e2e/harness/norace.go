//go:build !race

package harness

// raced reports whether the tests run under the race detector.
const raced = false
