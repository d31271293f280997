// Package conformance tests that the server keeps to AWS's own model of App Mesh: its
// test reads that model, and tries every constraint of every member of every operation,
// broken once and kept at each bound.
package conformance
