//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd)

package batch

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"strconv"
)

// lockedFile makes a file that must not be there. One that a dead process has left is
// taken over, where the system tells that it is dead.
func lockedFile(name string) (*os.File, error) {
	for range 2 {
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
		if !orphaned(name) || os.Remove(name) != nil {
			break
		}
	}
	return nil, errHeld
}

// orphaned reports whether the process that made a lock is no more.
func orphaned(name string) bool {
	data, err := os.ReadFile(name)
	pid, bad := strconv.Atoi(string(bytes.TrimSpace(data)))
	if err != nil || bad != nil {
		return false
	}
	p, err := os.FindProcess(pid) // fails on Windows when there is none
	if err == nil {
		p.Release() // nothing was held but the handle
	}
	return err != nil
}

func unlock(f *os.File) error { return errors.Join(f.Close(), os.Remove(f.Name())) }
