package store

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/terms"
	"github.com/daodu/daodu/internal/winnow"
	"github.com/daodu/daodu/internal/zh"
)

// An Item is an article to add, with what goes with it.
type Item struct {
	Article  *daodu.Article
	Chunks   []daodu.Chunk
	Original []byte   // the bytes received; nil when they are not at hand
	Vectors  *Vectors // nil to embed later

	row *itemRow
}

// Vectors are the vectors of the chunks of one article, in order, in one space.
type Vectors struct {
	Space  daodu.EmbeddingSpace
	Chunks [][]float32
}

// Prepare computes what the tables hold of an item. Add does it when it was not done
// before; callers with several processors do it before, beside each other.
func (it *Item) Prepare() error {
	if it.row != nil {
		return nil
	}
	row, err := newItemRow(it)
	it.row = row
	return err
}

// An itemRow is an item as the tables hold it.
type itemRow struct {
	textSHA, sourceSHA []byte
	detail, source     string // JSON
	raw, original      []byte // DEFLATE
	terms              []byte
	fingerprints       []uint64
	damage             daodu.Severity
	chunks             []chunkRow
}

// A chunkRow is a chunk with the words that find it.
type chunkRow struct {
	workspace, article key
	daodu.Chunk
	path  string // JSON
	words []string
}

func newItemRow(it *Item) (*itemRow, error) {
	a := it.Article
	row := &itemRow{damage: worst(a.Damage)}
	var err error
	if row.textSHA, err = hex.DecodeString(a.TextSHA256); err != nil || len(row.textSHA) != 32 {
		return nil, fmt.Errorf("%w: %s: text_sha256 %q is no SHA-256", daodu.ErrBadInput, a.Source.URI, a.TextSHA256)
	}
	if row.sourceSHA, err = hex.DecodeString(a.Source.SHA256); err != nil {
		return nil, fmt.Errorf("%w: %s: sha256 %q is no SHA-256", daodu.ErrBadInput, a.Source.URI, a.Source.SHA256)
	}
	// PostgreSQL takes neither; a file name may have both.
	if a.Source.URI = printable(a.Source.URI); a.Text != printable(a.Text) || a.Title != printable(a.Title) {
		return nil, fmt.Errorf("%w: %s: the text has bytes that are no UTF-8, or NUL", daodu.ErrBadInput, a.Source.URI)
	}
	text := []rune(a.Text)
	if row.detail, err = detailOf(a); err != nil {
		return nil, err
	}
	if row.source, err = toJSON(a.Source); err != nil {
		return nil, err
	}
	if row.chunks, err = chunkRows(text, it.Chunks); err != nil {
		return nil, err
	}
	titled := titled(a.Title, a.Text)
	if len(titled) > len(text) { // found by the words of its title too
		row.chunks[0].words = append(row.chunks[0].words, terms.Index([]rune(a.Title))...)
	}
	row.raw, row.original = deflate([]byte(a.Raw)), deflate(it.Original)
	row.fingerprints = winnow.Fingerprints(text)
	row.terms, err = terms.Count(zh.FoldRunes(titled)).MarshalBinary()
	return row, err
}

// titled returns the text of an article under its title, which pages have beside the text.
func titled(title, text string) []rune {
	if strings.Contains(text, title) {
		return []rune(text)
	}
	return []rune(title + "\n" + text)
}

// chunkRows returns the rows of chunks and makes sure that they tile the text.
func chunkRows(text []rune, chunks []daodu.Chunk) ([]chunkRow, error) {
	out := make([]chunkRow, len(chunks))
	at := 0
	for i, c := range chunks {
		if c.Span.Start != at || c.Span.End <= at || c.Span.End > len(text) {
			return nil, fmt.Errorf("%w: chunk %d does not begin where the one before ends", daodu.ErrBadInput, c.Seq)
		}
		at = c.Span.End
		path, err := toJSON(c.Path)
		if err != nil {
			return nil, err
		}
		out[i] = chunkRow{Chunk: c, path: path, words: terms.Index(text[c.Span.Start:c.Span.End])}
	}
	if at != len(text) {
		return nil, fmt.Errorf("%w: the chunks end at %d, the text at %d", daodu.ErrBadInput, at, len(text))
	}
	return out, nil
}

// printable replaces what is no UTF-8, and NUL.
func printable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// hexSum returns the SHA-256 of a text.
func hexSum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

// severities are ordered from harmless to severe.
var severities = []daodu.Severity{"", daodu.SeverityNote, daodu.SeverityWarn, daodu.SeveritySevere}

func worst(damage []daodu.Damage) daodu.Severity {
	level := 0
	for _, d := range damage {
		level = max(level, slices.Index(severities, d.Severity))
	}
	return severities[level]
}

// detailOf returns the JSON of an article without what has columns of its own.
func detailOf(a *daodu.Article) (string, error) {
	bare := *a
	bare.ID, bare.Text, bare.Raw = "", "", ""
	return toJSON(&bare)
}

func toJSON(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", err
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// deflate compresses data. Nothing becomes nothing.
func deflate(data []byte) []byte {
	if len(data) == 0 {
		return []byte{}
	}
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.DefaultCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	w.Write(data) // a buffer takes everything
	w.Close()
	return b.Bytes()
}

func inflate(data []byte) ([]byte, error) {
	if len(data) == 0 {
		return nil, nil
	}
	return io.ReadAll(flate.NewReader(bytes.NewReader(data)))
}

// packHashes writes sorted hashes as their differences.
func packHashes(hashes []uint64) []byte {
	sorted := slices.Sorted(slices.Values(hashes))
	out := make([]byte, 0, 7*len(sorted))
	last := uint64(0)
	for _, h := range sorted {
		out = binary.AppendUvarint(out, h-last)
		last = h
	}
	return out
}

func unpackHashes(data []byte) []uint64 {
	var out []uint64
	last := uint64(0)
	for len(data) > 0 {
		d, n := binary.Uvarint(data)
		if n <= 0 {
			return out // only what packHashes wrote is stored
		}
		last += d
		out = append(out, last)
		data = data[n:]
	}
	return out
}
