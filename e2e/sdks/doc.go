// Package sdks tests the server with clients that are not written in Go.
//
// The scenarios are written once, over the tables in scenarios.json. Each SDK has a driver: a
// program that reads calls as JSON, one on a line, makes them with the SDK, and writes the
// results as JSON. The AWS CLI and Cloud Custodian are programs already, and have tests of
// their own. install.sh installs all clients; with E2E_REQUIRE=1 none may be missing.
package sdks
