package batch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/daodu/daodu"
)

// stands reports whether the files of an artifact are those of this one. The JSON is
// written last, so that the other forms are right when it is.
func (w *run) stands(name string, kind daodu.Kind, art []byte) bool {
	have, err := os.ReadFile(w.file(name, kind, "json"))
	if err != nil {
		return false
	}
	want, err := pretty(art)
	if err != nil || !bytes.Equal(have, want) {
		return false
	}
	for _, f := range w.Forms {
		if _, err := os.Stat(w.file(name, kind, f.Ext)); err != nil {
			return false
		}
	}
	return true
}

func (w *run) file(name string, kind daodu.Kind, ext string) string {
	return filepath.Join(w.ledger.dir, filepath.FromSlash(name), string(kind)+"."+ext)
}

// pretty returns an artifact as its file has it.
func pretty(art []byte) ([]byte, error) {
	var b bytes.Buffer
	if err := json.Indent(&b, art, "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// keepFiles writes the files of an artifact that was written before, when they are gone or
// hold another.
func (w *run) keepFiles(t *work, kind daodu.Kind, data []byte) error {
	if w.stands(t.text.Name, kind, data) {
		return nil
	}
	art := new(daodu.Artifact)
	if err := json.Unmarshal(data, art); err != nil {
		return err
	}
	return w.writeFiles(t, art, data)
}

// writeFiles writes an artifact in all forms, its JSON last.
func (w *run) writeFiles(t *work, art *daodu.Artifact, data []byte) error {
	kind := art.Content.Kind()
	for _, f := range w.Forms {
		var b bytes.Buffer
		if err := f.Write(&b, t.article, []*daodu.Artifact{art}); err != nil {
			return err
		}
		if err := w.writeFile(w.file(t.text.Name, kind, f.Ext), b.Bytes()); err != nil {
			return err
		}
	}
	indented, err := pretty(data)
	if err != nil {
		return err
	}
	return w.writeFile(w.file(t.text.Name, kind, "json"), indented)
}

func (w *run) writeFile(file string, data []byte) error {
	if err := writeFile(file, filepath.Join(w.ledger.dir, ownFolder, tempFolder), data, replaced); err != nil {
		return fmt.Errorf("%w: cannot write into the output folder: %v", daodu.ErrForbidden, err)
	}
	return nil
}
