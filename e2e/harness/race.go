//go:build race

package harness

// raced tells whether the tests run under the race detector.
const raced = true
