// Package race tells tests whether the race detector runs, which makes everything several
// times slower.
package race

import "testing"

// Enabled says that the race detector runs.
const Enabled = enabled

// Skip skips a test that takes long in one goroutine, for which the race detector has
// nothing to say, where tests are short and run under it.
func Skip(t testing.TB) {
	t.Helper()
	if Enabled && testing.Short() {
		t.Skip("takes minutes under the race detector")
	}
}
