package office_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/ingest/read/office"
	"github.com/daodu/daodu/internal/race"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// zipOf packs files, in order, into a zip file.
func zipOf(t testing.TB, files ...txtar.File) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		part, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(f.Data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// docx returns a file with one paragraph for each text.
func docx(t testing.TB, paragraphs ...string) []byte {
	t.Helper()
	var b strings.Builder
	for _, p := range paragraphs {
		fmt.Fprintf(&b, "<w:p><w:r><w:t>%s</w:t></w:r></w:p>", p)
	}
	return zipOf(t, txtar.File{Name: "word/document.xml", Data: []byte("<w:document><w:body>" + b.String() + "</w:body></w:document>")})
}

// headings renders headings as "level text" lines.
func headings(doc *raw.Document) string {
	var b strings.Builder
	for _, h := range doc.Headings {
		fmt.Fprintf(&b, "%d %s\n", h.Level, daodu.Slice(doc.Text, h.Span))
	}
	return b.String()
}

// TestDocx reads the files in testdata, each of which holds the parts of a .docx
// file and what is wanted of it.
func TestDocx(t *testing.T) {
	t.Parallel()
	archives, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(archives) == 0 {
		t.Fatalf("no files in testdata: %v", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]string{}
			var parts []txtar.File
			for _, f := range a.Files {
				if strings.HasPrefix(f.Name, "want.") {
					want[f.Name] = string(f.Data)
				} else {
					parts = append(parts, f)
				}
			}
			doc, err := office.Docx(zipOf(t, parts...), 0)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want["want.txt"], doc.Text); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want["want.headings"], headings(doc)); diff != "" {
				t.Errorf("headings (-want +got):\n%s", diff)
			}
			if meta, ok := want["want.meta"]; ok {
				if diff := cmp.Diff(meta, doc.Meta.Title+"\n"+doc.Meta.Author+"\n"); diff != "" {
					t.Errorf("title and author (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// TestDocxUTF16 reads a part that is not UTF-8.
func TestDocxUTF16(t *testing.T) {
	t.Parallel()
	xml := `<?xml version="1.0" encoding="UTF-16"?><w:document><w:p><w:r><w:t>工会</w:t></w:r></w:p></w:document>`
	data := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(xml)) {
		data = append(data, byte(u), byte(u>>8))
	}
	doc, err := office.Docx(zipOf(t, txtar.File{Name: `word\document.xml`, Data: data}), 0)
	if err != nil || doc.Text != "工会\n" {
		t.Errorf("got %v, %v", doc, err)
	}
}

func TestDocxErrors(t *testing.T) {
	t.Parallel()
	race.Skip(t)
	whole := docx(t, "关于开展劳动竞赛的通知")
	entries := make([]txtar.File, 10_001)
	for i := range entries {
		entries[i].Name = fmt.Sprintf("p%d", i)
	}
	tests := []struct {
		name  string
		data  []byte
		limit int64
		err   error
		says  string
	}{
		{"nothing", nil, 0, daodu.ErrEmpty, "empty"},
		{"cut short", whole[:len(whole)/2], 0, daodu.ErrBadInput, "cut short"},
		{"RTF", []byte(`{\rtf1 abc}`), 0, daodu.ErrBadInput, "RTF"},
		{"web page", []byte("\xEF\xBB\xBF\n<HTML><body>"), 0, daodu.ErrBadInput, "web page"},
		{"PDF", []byte("%PDF-1.4"), 0, daodu.ErrBadInput, ".pdf"},
		{"old Word", compoundFile(t, stream{"WordDocument", make([]byte, 5000)}), 0, daodu.ErrBadInput, "name it .doc"},
		{"encrypted", compoundFile(t, stream{"EncryptedPackage", make([]byte, 5000)}), 0, office.ErrEncrypted, "without a password"},
		{"anything", []byte("hello"), 0, daodu.ErrBadInput, "not a .docx"},
		{"Excel", zipOf(t, txtar.File{Name: "xl/workbook.xml"}), 0, daodu.ErrBadInput, "Excel"},
		{"some zip", zipOf(t, txtar.File{Name: "a.txt"}), 0, daodu.ErrBadInput, "word/document.xml"},
		{"other XML", zipOf(t, txtar.File{Name: "word/document.xml", Data: []byte("<html/>")}), 0, daodu.ErrBadInput, "not the text"},
		{"broken XML", zipOf(t, txtar.File{Name: "word/document.xml", Data: []byte("<w:document><w:p></w:document>")}), 0, daodu.ErrBadInput, "damaged"},
		{"no words", docx(t, "", "……"), 0, daodu.ErrEmpty, "OCR"},
		{"bomb", docx(t, strings.Repeat("工", 1<<20)), 1 << 20, daodu.ErrTooLarge, "1048576 bytes"},
		{"long tag", docx(t, strings.Repeat("工", 4<<20)), 0, daodu.ErrBadInput, "longer than"},
		{"paragraphs by the million", zipOf(t, txtar.File{Name: "word/document.xml", Data: []byte("<w:document>" + strings.Repeat("<w:p/>", 1_000_001) + "</w:document>")}), 0, daodu.ErrTooLarge, "1000000 paragraphs"},
		{"deep", zipOf(t, txtar.File{Name: "word/document.xml", Data: []byte(strings.Repeat("<a>", 2000))}), 0, daodu.ErrBadInput, "deep"},
		{"many parts", zipOf(t, entries...), 0, daodu.ErrTooLarge, "10001 parts"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := office.Docx(tt.data, tt.limit)
			if !errors.Is(err, tt.err) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want %v that says %q", err, tt.err, tt.says)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("error is not one line: %q", err)
			}
		})
	}
}

// TestDocxLimit reads a file whose parts unpack to the limit exactly.
func TestDocxLimit(t *testing.T) {
	t.Parallel()
	data := docx(t, "工会")
	const size = int64(len("<w:document><w:body><w:p><w:r><w:t>工会</w:t></w:r></w:p></w:body></w:document>"))
	if _, err := office.Docx(data, size); err != nil {
		t.Errorf("limit %d: %v", size, err)
	}
	if _, err := office.Docx(data, size-1); !errors.Is(err, daodu.ErrTooLarge) {
		t.Errorf("limit %d: %v, want %v", size-1, err, daodu.ErrTooLarge)
	}
}

// check asserts what holds for every document.
func check(t *testing.T, doc *raw.Document, mediaType string) {
	t.Helper()
	if doc.Source.MediaType != mediaType {
		t.Errorf("media type %q, want %q", doc.Source.MediaType, mediaType)
	}
	if !utf8.ValidString(doc.Text) {
		t.Error("text is not UTF-8")
	}
	last, n := 0, utf8.RuneCountInString(doc.Text)
	for _, h := range doc.Headings {
		if h.Level < 1 || h.Level > 9 || h.Span.Start < last || h.Span.End < h.Span.Start || h.Span.End > n {
			t.Fatalf("heading %+v after %d in a text of %d letters", h, last, n)
		}
		last = h.Span.End
		if s := daodu.Slice(doc.Text, h.Span); strings.Contains(s, "\n") || h.Span.Start > 0 && daodu.Slice(doc.Text, daodu.Span{Start: h.Span.Start - 1, End: h.Span.Start}) != "\n" {
			t.Errorf("heading %q is not a line", s)
		}
	}
}

func FuzzDocx(f *testing.F) {
	f.Add([]byte("<w:document><w:p><w:r><w:t>工会</w:t></w:r></w:p></w:document>"), []byte("<w:styles/>"), []byte("<w:numbering/>"))
	archives, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range archives {
		a, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		parts := map[string][]byte{}
		for _, file := range a.Files {
			parts[file.Name] = file.Data
		}
		f.Add(parts["word/document.xml"], parts["word/styles.xml"], parts["word/numbering.xml"])
	}
	f.Add([]byte("PK\x03\x04"), []byte(nil), []byte(nil))
	f.Fuzz(func(t *testing.T, document, styles, numbering []byte) {
		data := zipOf(t, txtar.File{Name: "word/document.xml", Data: document},
			txtar.File{Name: "word/styles.xml", Data: styles}, txtar.File{Name: "word/numbering.xml", Data: numbering})
		for _, data := range [][]byte{data, document} { // as parts, and as a whole file
			if doc, err := office.Docx(data, 1<<20); err == nil {
				check(t, doc, office.DocxMediaType)
			}
		}
	})
}
