// Package faults tests that a client of App Mesh survives injected faults. It runs in virtual
// time, so that hours of waiting take milliseconds, and checks that no goroutine is left. It
// consists of tests only.
package faults
