// Package conformance tests that the server enforces AWS's own model of App Mesh. Its test
// reads the model, and sends requests that break each constraint of each member of each
// operation, and requests that keep it at its bounds.
package conformance
