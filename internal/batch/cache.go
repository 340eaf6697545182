package batch

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/daodu/daodu"
)

// A FileCache keeps the answers of models in a folder, one file each, by the SHA-256 of
// everything that decides the answer. It may be used by several goroutines and programs.
type FileCache struct{ dir, temp string }

// NewFileCache returns the cache of a batch folder. Nothing is made before the first
// answer is kept.
func NewFileCache(folder string) *FileCache {
	own := filepath.Join(folder, ownFolder)
	return &FileCache{dir: filepath.Join(own, answerFolder), temp: filepath.Join(own, tempFolder)}
}

// Answer returns what a model answered before. ok is false when it was never asked.
func (c *FileCache) Answer(_ context.Context, key []byte) (data []byte, ok bool, err error) {
	file, err := c.file(key)
	if err != nil {
		return nil, false, err
	}
	data, err = os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// KeepAnswer stores what a model answered; it is on the disk when KeepAnswer returns. The
// first answer stays: what was built on it can be built again. The model is part of what
// the key was made from and is not kept beside it.
func (c *FileCache) KeepAnswer(_ context.Context, key []byte, _ string, data []byte) error {
	file, err := c.file(key)
	if err != nil {
		return err
	}
	if _, err := os.Stat(file); err == nil {
		return nil
	}
	return writeFile(file, c.temp, data, firstStays)
}

// file returns where an answer stands: two digits of the key part the files, since some
// file systems are slow with very large folders.
func (c *FileCache) file(key []byte) (string, error) {
	if len(key) < 2 {
		return "", fmt.Errorf("%w: a key of %d bytes is no hash", daodu.ErrUsage, len(key))
	}
	digits := hex.EncodeToString(key)
	return filepath.Join(c.dir, digits[:2], digits[2:]), nil
}
