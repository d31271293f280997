package harness

import (
	"os"
	"testing"
)

// Unavailable skips a test that cannot run on this machine, or fails it if the variable
// E2E_REQUIRE is 1. The reason has the missing requirement and the command that installs it.
func Unavailable(t testing.TB, reason string) {
	t.Helper()
	if os.Getenv("E2E_REQUIRE") == "1" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}
