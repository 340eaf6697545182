package batch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// durability says what must be sure when a file was written.
type durability int

const (
	replaced   durability = iota // whole or not there, and may be made again
	synced                       // on the disk
	firstStays                   // on the disk, and a file that is there is left alone
)

// writeFile writes a file whole or not at all: into a new file in temp, which must be on
// the same file system, and then under its name.
func writeFile(file, temp string, data []byte, how durability) error {
	return writeThrough(file, temp, how, func(f *os.File) error {
		_, err := f.Write(data)
		return err
	})
}

// writeThrough is writeFile for what is too large to be held in memory.
func writeThrough(file, temp string, how durability, write func(*os.File) error) (err error) {
	for _, dir := range []string{filepath.Dir(file), temp} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	f, err := os.CreateTemp(temp, ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil || how == firstStays {
			os.Remove(f.Name()) // an orphan is cleared away by the next run
		}
	}()
	err = errors.Join(write(f), f.Chmod(0o644))
	if err == nil && how != replaced {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if how == firstStays {
		if err := os.Link(f.Name(), file); err == nil || errors.Is(err, fs.ErrExist) {
			return nil
		} // some file systems have no links
	}
	return os.Rename(f.Name(), file)
}
