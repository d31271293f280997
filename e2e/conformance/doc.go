// Package conformance tests that the server enforces AWS's own model of App Mesh. Its test
// reads the model and, for each constraint of each member of each operation, sends requests
// that violate it and requests at its bounds.
package conformance
