package harness

import (
	"os"
	"testing"
)

// Unavailable ends a test that cannot run here, with a reason that says what it needs. It skips
// the test, or fails it if the variable E2E_REQUIRE is 1.
func Unavailable(t testing.TB, reason string) {
	t.Helper()
	if os.Getenv("E2E_REQUIRE") == "1" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}
