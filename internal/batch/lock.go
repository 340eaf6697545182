package batch

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/daodu/daodu"
)

// errHeld says that another program has the lock.
var errHeld = errors.New("held")

// lock takes the lock of a folder, or says who has it. A lock whose program has ended, in
// whatever way, is free. The file itself stays, with the number of the program in it.
func lock(folder string) (release func() error, err error) {
	name := filepath.Join(folder, ownFolder, lockFile)
	f, err := lockedFile(name)
	if errors.Is(err, errHeld) {
		return nil, fmt.Errorf("%w: %s is being written by another run%s; wait for it or stop it", daodu.ErrForbidden, folder, holder(name))
	}
	if err != nil {
		return nil, fmt.Errorf("%w: cannot lock %s: %v", daodu.ErrForbidden, folder, err)
	}
	err = f.Truncate(0)
	if err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w: cannot lock %s: %v", daodu.ErrForbidden, folder, err), unlock(f))
	}
	return func() error { return unlock(f) }, nil
}

// holder names the program that has a lock, as far as its file tells.
func holder(name string) string {
	data, err := os.ReadFile(name)
	pid, bad := strconv.Atoi(string(bytes.TrimSpace(data)))
	if err != nil || bad != nil {
		return ""
	}
	return fmt.Sprintf(" (process %d)", pid)
}
