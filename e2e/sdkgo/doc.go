// Package sdkgo tests both generations of the AWS SDK for Go against a server in the process of the
// test and against the built binary. It contains only tests.
package sdkgo
