// Package envoy runs real Envoys with the configuration that this project generates. install.sh
// installs the binary. Without it the tests are skipped, or fail if E2E_REQUIRE is 1.
package envoy
