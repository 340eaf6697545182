package pdf_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/read/pdf"
)

// hostile are files made to use up time, memory or stack, or to trip a parser.
// They are read with four megabytes to unpack to.
var hostile = []struct {
	name string
	make func() []byte
	err  error // nil is any outcome that is no panic
}{
	{"tree of pages in a circle", func() []byte {
		return []byte("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R] >>\nendobj\n")
	}, daodu.ErrBadInput},
	{"form that draws itself", func() []byte {
		f := newPDF()
		form := len(f.objects) + 1
		f.stream(fmt.Sprintf("/Subtype /Form /Resources << /XObject << /X %d 0 R >> >>", form), "/X Do")
		f.page(fmt.Sprintf("/XObject << /X %d 0 R >>", form), "/X Do")
		return f.bytes()
	}, daodu.ErrBadInput},
	{"forms that draw each other ten times over", func() []byte {
		f := newPDF()
		form := f.stream("/Subtype /Form", "q Q")
		for range 14 {
			form = f.stream(fmt.Sprintf("/Subtype /Form /Resources << /XObject << /X %d 0 R >> >>", form), strings.Repeat("/X Do ", 10))
		}
		f.page(fmt.Sprintf("/XObject << /X %d 0 R >>", form), "/X Do")
		return f.bytes()
	}, context.DeadlineExceeded},
	{"bomb of zeros", func() []byte {
		f := newPDF()
		f.page("", strings.Repeat("\x00", 8<<20))
		return f.bytes()
	}, daodu.ErrTooLarge},
	{"one stream shown a thousand times", func() []byte {
		f := newPDF()
		f.page("", strings.Repeat("q Q ", 10_000))
		page := &f.objects[f.pages[0]-1]
		*page = strings.Replace(*page, "/Contents 3 0 R", "/Contents ["+strings.Repeat("3 0 R ", 1000)+"]", 1)
		return f.bytes()
	}, daodu.ErrTooLarge},
	{"arrays in arrays", func() []byte {
		f := newPDF()
		f.page("", strings.Repeat("[", 1<<20))
		f.add(strings.Repeat("[", 1<<20))
		return f.bytes()
	}, daodu.ErrBadInput},
	{"dictionaries in dictionaries", func() []byte {
		return []byte("%PDF-1.4\n1 0 obj " + strings.Repeat("<</Pages", 1<<18))
	}, daodu.ErrBadInput},
	{"objects without an end", func() []byte {
		return []byte("%PDF-1.4\n" + strings.Repeat("1 0 obj <<", 1<<17) + "trailer")
	}, daodu.ErrBadInput},
	{"streams without an end", func() []byte {
		var b strings.Builder
		b.WriteString("%PDF-1.4\n")
		for i := range 2000 {
			fmt.Fprintf(&b, "%d 0 obj <</Type/ObjStm/N 9/First 9>> stream\n", i+1)
		}
		return []byte(b.String())
	}, daodu.ErrBadInput},
	{"length of a stream that is the stream", func() []byte {
		return []byte("%PDF-1.4\n1 0 obj\n<</Type/ObjStm/Length 1 0 R/N 1/First 1 0 R>>\nstream\n1 0\nendstream\nendobj\n")
	}, daodu.ErrBadInput},
	{"strings without an end", func() []byte {
		f := newPDF()
		f.page("", "(((( <48 \\")
		return f.bytes()
	}, daodu.ErrBadInput},
	{"numbers out of range", func() []byte {
		f := newPDF()
		f.page(fmt.Sprintf("/Font << /F %d 0 R >>", f.unicodeFont()),
			"1e999 0 0 1 99999999999999999999999999999999999 0 cm BT /F 1"+strings.Repeat("0", 30)+" Tf 9"+strings.Repeat("9", 35)+" -0 Td <4E2D4E2D> Tj [-.--5 99999999999999999999 <4E2D>] TJ ET")
		return f.bytes()
	}, nil},
	{"a map of all codes there are", func() []byte {
		f := newPDF()
		m := f.stream("", "1 beginbfrange <00000000> <FFFFFFFF> <10FFFF> endbfrange 1 beginbfrange <00> <FF> ["+strings.Repeat("<41> ", 1000)+"] endbfrange")
		f.page(fmt.Sprintf("/Font << /F %d 0 R >>", f.composite("Identity-H", "Identity", fmt.Sprintf("/ToUnicode %d 0 R", m))), "BT /F 9 Tf 9 9 Td <4E2DFFFFFFFF> Tj ET")
		return f.bytes()
	}, nil},
	{"letters by the million", func() []byte {
		f := newPDF()
		f.page(fmt.Sprintf("/Font << /F %d 0 R >>", f.unicodeFont()), "BT /F 9 Tf "+strings.Repeat("1 1 Td <4E2D> Tj ", 100_000)+" ET")
		return f.bytes()
	}, nil},
	{"predictor with rows beyond all bounds", func() []byte {
		f := newPDF()
		f.stream("/Type /ObjStm /N 5 /First 9 /DecodeParms << /Predictor 12 /Columns 99999999999 >>", "1 2 3 4")
		return f.bytes()
	}, daodu.ErrBadInput},
}

func TestHostile(t *testing.T) {
	t.Parallel()
	for _, tt := range hostile {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := &pdf.Reader{Tool: pdf.Go, MaxUnpacked: 4 << 20}
			if tt.err == context.DeadlineExceeded {
				r.Timeout = time.Second / 4
			}
			_, err := r.Read(t.Context(), tt.make())
			if tt.err != nil && !errors.Is(err, tt.err) {
				t.Errorf("error %v, want %v", err, tt.err)
			}
		})
	}
}

func TestMaxText(t *testing.T) {
	t.Parallel()
	eachTool(t, func(t *testing.T, r *pdf.Reader) {
		r.MaxText = 50
		if _, err := r.Read(t.Context(), onePage(show{72, 700, fill(30)})); !errors.Is(err, daodu.ErrTooLarge) {
			t.Errorf("error %v, want %v", err, daodu.ErrTooLarge)
		}
	})
}

// TestDamagedFiles reads files whose text can still be found.
func TestDamagedFiles(t *testing.T) {
	t.Parallel()
	whole := onePage(show{72, 700, "东风纺织厂工会"})
	tests := []struct {
		name string
		data []byte
	}{
		{"junk behind the end", append(bytes.Clone(whole), "WebFastLoad"...)},
		{"junk before the head", append([]byte("\r\n\r\n"), whole...)},
		{"table of objects lost", whole[:bytes.LastIndex(whole, []byte("xref\n0"))]},
		{"wrong offset", bytes.Replace(whole, []byte("startxref\n"), []byte("startxref\n1"), 1)},
		{"wrong length of streams", bytes.ReplaceAll(whole, []byte("/Length "), []byte("/Length 1"))},
		{"root not named", bytes.Replace(whole, []byte("/Root 1 0 R"), nil, 1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc := read(t, &pdf.Reader{Tool: pdf.Go}, tt.data)
			if want := "东风纺织厂工会\n"; doc.Text != want {
				t.Errorf("text %q, want %q", doc.Text, want)
			}
		})
	}
}

// TestCutShort reads a file that lists a page which is not there.
func TestCutShort(t *testing.T) {
	t.Parallel()
	f := newPDF()
	font := fmt.Sprintf("/Font << /F %d 0 R >>", f.unicodeFont())
	f.page(font, content(show{72, 700, "第一页"}))
	f.pages = append(f.pages, 99)
	eachTool(t, func(t *testing.T, r *pdf.Reader) {
		doc := read(t, r, f.bytes())
		if len(doc.Damage) != 1 || doc.Damage[0].Kind != daodu.Truncated || doc.Damage[0].Severity != daodu.SeveritySevere {
			t.Errorf("damage %v, want one that says the file is cut short", doc.Damage)
		}
	})
}

// TestUpdate changes a page behind the end of a file, as editors do.
func TestUpdate(t *testing.T) {
	t.Parallel()
	data := onePage(show{72, 700, "旧文"})
	update := fmt.Sprintf("6 0 obj\n<< /Length 60 >>\nstream\n%s\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%%%EOF\n", content(show{72, 700, "新文"}))
	doc := read(t, &pdf.Reader{Tool: pdf.Go}, append(data, update...))
	if doc.Text != "新文\n" {
		t.Errorf("text %q, want the new one", doc.Text)
	}
}

// TestEncrypted reads files encrypted by pdfcpu v0.15.0, with and without a
// password that is needed to read.
func TestEncrypted(t *testing.T) {
	t.Parallel()
	const want = "东风纺织厂工会\n　　本文件人人可读，但不得改动。\n"
	for _, name := range []string{"rc4-40", "rc4-128", "aes-128", "aes-256", "password-128", "password-256"} {
		data, err := os.ReadFile(filepath.Join("testdata", name+".pdf"))
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachTool(t, func(t *testing.T, r *pdf.Reader) {
				if strings.HasPrefix(name, "password") {
					_, err := r.Read(t.Context(), data)
					if !errors.Is(err, pdf.ErrEncrypted) || !errors.Is(err, daodu.ErrBadInput) {
						t.Errorf("error %v, want %v", err, pdf.ErrEncrypted)
					}
					return
				}
				doc := read(t, r, data)
				if doc.Text != want || doc.Meta.Author != "Zhao Qing" {
					t.Errorf("text %q by %q, want %q", doc.Text, doc.Meta.Author, want)
				}
			})
		})
	}
}

// TestToolFails stands a script in for pdftotext.
func TestToolFails(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	tests := []struct {
		name, script string
		err          error
		says         string
	}{
		{"hangs", "exec sleep 60", context.DeadlineExceeded, ""},
		{"writes without end", "while :; do echo '<word>'; done", context.DeadlineExceeded, ""},
		{"password", "echo 'Command Line Error: Incorrect password' >&2; exit 1", pdf.ErrEncrypted, "without a password"},
		{"no tables", "echo '<page width=\"1\" height=\"1\">'; echo '</page>'; echo \"Syntax Error: Missing language pack for 'Adobe-GB1' mapping\" >&2", daodu.ErrBadInput, "poppler-data"},
		{"fails", "echo 'Syntax Error: no way' >&2; echo more >&2; exit 99", daodu.ErrBadInput, "no way"},
		{"long word", "head -c 3000000 /dev/zero | tr '\\0' x", daodu.ErrBadInput, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tool := filepath.Join(t.TempDir(), "pdftotext")
			if err := os.WriteFile(tool, []byte("#!/bin/sh\n"+tt.script+"\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			r := &pdf.Reader{Tool: tool, Timeout: time.Second}
			_, err := r.Read(t.Context(), onePage(show{72, 700, "工会"}))
			if !errors.Is(err, tt.err) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want %v that says %q", err, tt.err, tt.says)
			}
		})
	}
}

func FuzzPDF(f *testing.F) {
	f.Add(onePage(show{72, 700, "关于表彰先进集体的决定"}, show{92, 680, fill(20)}))
	plain := newPDF()
	plain.plain = true
	plain.page(fmt.Sprintf("/Font << /F %d 0 R >>", plain.unicodeFont()), "q 1 0 0 1 5 5 cm BT 2 Tr 1 Tc 90 Tz 12 TL /F 10 Tf 72 700 Td <5DE54F1A> Tj T* [<5DE5> -500 <4F1A>] TJ (a) ' ET Q BI /W 1 ID x EI")
	f.Add(plain.bytes())
	gb := newPDF()
	gb.plain = true
	gb.page(fmt.Sprintf("/Font << /F %d 0 R >>", gb.composite("GBK-EUC-H", "GB1", "/W [1 [500]]")), fmt.Sprintf("BT /F 10 Tf 72 700 Td %s Tj ET", hexOf(gbk(f, "工会"))))
	f.Add(gb.bytes())
	files, err := filepath.Glob(filepath.Join("testdata", "*.pdf"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, h := range hostile {
		if data := h.make(); len(data) < 10_000 && h.err != context.DeadlineExceeded {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := &pdf.Reader{Tool: pdf.Go, Timeout: time.Second / 4, MaxUnpacked: 1 << 20}
		doc, err := r.Read(t.Context(), data)
		if err != nil {
			return
		}
		if !utf8.ValidString(doc.Text) {
			t.Error("text is not UTF-8")
		}
		n := utf8.RuneCountInString(doc.Text)
		for _, d := range doc.Damage {
			if d.Span.Start < 0 || d.Span.End < d.Span.Start || d.Span.End > n {
				t.Errorf("damage %v lies outside of the text of %d letters", d, n)
			}
		}
	})
}
