// Package shared finds the real texts that some tests measure against. They are
// not part of the project: rights stay with their publishers.
package shared

import (
	"os"
	"path/filepath"
	"testing"
)

// Env names the environment variable that tells where the texts are.
const Env = "DAODU_SHARED"

// Dir returns the folder of the shared texts: $DAODU_SHARED, or the folder
// "shared" beside the module. Without it the test is skipped, except in CI
// (environment CI set), where it fails.
func Dir(t testing.TB) string {
	t.Helper()
	if dir := Find(); dir != "" {
		return dir
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("the shared texts are missing; set %s to their folder", Env)
	}
	t.Skipf("needs the shared texts beside the project or in %s", Env)
	return ""
}

// Find returns the folder of the shared texts, "" without it: for a test that has texts
// of its own besides. It looks upward from the working folder, since a test runs in its
// package.
func Find() string {
	if dir := os.Getenv(Env); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
			continue
		}
		texts := filepath.Join(dir, "..", "shared")
		if _, err := os.Stat(filepath.Join(texts, "corpora")); err == nil {
			return texts
		}
	}
	return ""
}
