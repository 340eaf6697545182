// Package browser runs Chromium for tests that look at pages as people do. Machines
// without it skip these tests; in CI they fail.
package browser

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Chromium returns the path of the browser, or skips the test; in CI it fails the test.
func Chromium(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatal("no Chromium; install the package chromium")
	}
	t.Skip("no Chromium")
	return ""
}

// Run opens a page without a window, with a profile of its own, and returns what the
// browser prints on standard output. args say what to do with the page: --print-to-pdf=FILE,
// --dump-dom.
func Run(t testing.TB, page string, args ...string) []byte {
	t.Helper()
	path, dir := Chromium(t), t.TempDir()
	file := filepath.Join(dir, "page.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	all := append([]string{"--headless", "--disable-gpu", "--user-data-dir=" + filepath.Join(dir, "profile")}, args...)
	if os.Geteuid() == 0 {
		all = append(all, "--no-sandbox") // Chromium refuses its sandbox to root
	}
	cmd := exec.CommandContext(t.Context(), path, append(all, "file://"+file)...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return out
}
