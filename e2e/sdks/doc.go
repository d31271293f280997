// Package sdks answers whether the clients that are not written in Go get along with the
// server: the AWS CLI, boto3, and both SDKs for JavaScript, as their makers ship them.
// install.sh installs them all; with E2E_REQUIRE=1 none may be missing.
package sdks
