// Package sdkgo tests that the AWS SDKs for Go work against App Mesh in memory as they
// did against App Mesh: both generations of the SDK, against the server in the test's
// process and against the built binary. It consists of tests only.
package sdkgo
