//go:build unix

package read

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/daodu/daodu"
)

func TestPipesAreRefused(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "pipe.txt")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	for _, input := range []string{pipe, "/dev/null"} {
		_, err := one(t, &Reader{}, input)
		if daodu.ExitCode(err) != 5 || !strings.Contains(err.Error(), `"-"`) {
			t.Errorf("%s: %v", input, err)
		}
		if got, errs := expanded(t, &Reader{}, "", input); len(got) != 0 || len(errs) != 1 {
			t.Errorf("%s stands for %q, %v", input, got, errs)
		}
	}
}
