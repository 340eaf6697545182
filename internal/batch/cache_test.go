package batch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// cache is the port by which engines keep answers.
var _ interface {
	Answer(ctx context.Context, key []byte) (data []byte, ok bool, err error)
	KeepAnswer(ctx context.Context, key []byte, model string, data []byte) error
} = (*FileCache)(nil)

func TestFileCache(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	key := sha256.Sum256([]byte("问"))
	c := NewFileCache(dir)
	if data, ok, err := c.Answer(t.Context(), key[:]); ok || err != nil {
		t.Errorf("an empty cache answers %q, %v", data, err)
	}
	var running sync.WaitGroup
	for i := range 20 {
		running.Go(func() {
			if err := NewFileCache(dir).KeepAnswer(t.Context(), key[:], "model", bytes.Repeat([]byte{byte('a' + i)}, 10000)); err != nil {
				t.Error(err)
			}
		})
	}
	running.Wait()
	first, ok, err := c.Answer(t.Context(), key[:])
	if !ok || err != nil || len(first) != 10000 || len(bytes.Trim(first, string(first[:1]))) != 0 {
		t.Errorf("%d bytes %.20q, %v, %v", len(first), first, ok, err)
	}
	if err := c.KeepAnswer(t.Context(), key[:], "model", []byte("later")); err != nil {
		t.Error(err)
	}
	if again, _, _ := NewFileCache(dir).Answer(t.Context(), key[:]); !bytes.Equal(first, again) {
		t.Errorf("the first answer did not stay: %.20q", again)
	}
	for _, data := range [][]byte{{}, []byte("空\n\x00")} {
		key := sha256.Sum256(data)
		if err := c.KeepAnswer(t.Context(), key[:], "", data); err != nil {
			t.Error(err)
		}
		if got, ok, err := c.Answer(t.Context(), key[:]); !ok || err != nil || !bytes.Equal(got, data) {
			t.Errorf("%q came back as %q, %v, %v", data, got, ok, err)
		}
	}
	if err := c.KeepAnswer(t.Context(), nil, "", nil); err == nil {
		t.Error("an empty key is taken")
	}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if strings.HasPrefix(d.Name(), ".new-") {
			err = fmt.Errorf("%s is left over", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
