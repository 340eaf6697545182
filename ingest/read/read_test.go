package read

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
)

const speech = "云江市工会第三次代表大会昨天开幕，全市职工代表出席了会议。"

func gbk(t testing.TB, text string) string {
	t.Helper()
	s, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// save writes a file of that name into a new folder.
func save(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// all reads an input to its end.
func all(t testing.TB, r *Reader, input string) (docs []*raw.Document, errs []error) {
	t.Helper()
	for doc, err := range r.Read(t.Context(), input) {
		if (doc == nil) == (err == nil) {
			t.Fatalf("%s: document %v with error %v", input, doc, err)
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		docs = append(docs, doc)
	}
	return docs, errs
}

// one reads an input that is one text.
func one(t testing.TB, r *Reader, input string) (*raw.Document, error) {
	t.Helper()
	docs, errs := all(t, r, input)
	switch {
	case len(docs) == 1 && len(errs) == 0:
		return docs[0], nil
	case len(docs) == 0 && len(errs) == 1:
		return nil, errs[0]
	}
	t.Fatalf("%s: %d texts, errors %v", input, len(docs), errs)
	return nil, nil
}

// zipped returns a zip archive of files, given as name, content, name, content.
func zipped(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.CreateHeader(&zip.FileHeader{Name: files[i]}) // stored, as the first part of OpenDocument is
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReadText(t *testing.T) {
	t.Parallel()
	page := "<!DOCTYPE html><html><head><meta charset=gb2312><title>开幕</title></head><body><p>" + strings.Repeat(speech, 3) + "</p></body></html>"
	archive := "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://news.example/1.html\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--xyz\"\r\n\r\n" +
		"----xyz\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: http://news.example/1.html\r\n\r\n" +
		"<html><head><title>=E5=BC=80=E5=B9=95</title></head><body><p>=E5=B7=A5=E4=BC=9A=E4=BB=A3=E8=A1=A8=E5=A4=A7=\r\n=E4=BC=9A=E5=BC=80=E5=B9=95=E3=80=82</p></body></html>\r\n" +
		"----xyz\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n----xyz--\r\n"
	docx := zipped(t,
		"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>`+speech+`</w:t></w:r></w:p></w:body></w:document>`)
	for _, test := range []struct {
		name, file, content string
		text                string // contained in the text, which is it exactly for text/plain
		mediaType, charset  string
	}{
		{"text", "a.txt", speech + "\r\n第二行", speech + "\r\n第二行", "text/plain", "UTF-8"},
		{"text in GB18030", "a.txt", gbk(t, speech), speech, "text/plain", "GB18030"},
		{"text without a name", "讲话", "\uFEFF" + speech, speech, "text/plain", "UTF-8"},
		{"text that speaks of a tag", "a.txt", "标签 <p> 表示一段。", "标签 <p> 表示一段。", "text/plain", "UTF-8"},
		{"text that begins like JSON", "a.txt", "[1] 见附件。", "[1] 见附件。", "text/plain", "UTF-8"},
		{"page", "a.html", page, speech, "text/html", "UTF-8"},
		{"page in GB18030", "a.htm", gbk(t, page), speech, "text/html", "GB18030"},
		{"page under the name of a text", "a.txt", page, speech, "text/html", "UTF-8"},
		{"page under the name of a Word file", "a.doc", page, speech, "text/html", "UTF-8"},
		{"page under the name of a crawl", "a.json", page, speech, "text/html", "UTF-8"},
		{"piece of a page", "a.txt", "\n<div><p>" + speech + "</p></div>", speech, "text/html", "UTF-8"},
		{"XHTML", "a.xml", `<?xml version="1.0" encoding="utf-8"?>` + "\n" + page, speech, "text/html", "UTF-8"},
		{"Markdown that begins with a tag", "a.md", "<div align=center>徽章</div>\n\n# 开幕\n", "<div align=center>徽章</div>\n\n# 开幕\n", "text/markdown", "UTF-8"},
		{"debate", "a.xml", "<?xml version='1.0'?>\n<debate><speech by='#a'><from>主席</from><p>现在\n  开会，<b>请</b>坐。</p></speech></debate>", "主席\n现在开会，请坐。\n", "application/xml", "UTF-8"},
		{"feed", "a.rss", "<?xml version='1.0'?><rss><title>新闻</title><item><description>&lt;p&gt;甲队。&lt;/p&gt;&lt;p&gt;乙队。&lt;/p&gt;</description><x><![CDATA[<p>丙队。</p>]]></x></item></rss>", "新闻\n甲队。\n乙队。\n丙队。\n", "application/xml", "UTF-8"},
		{"web archive", "a.mht", archive, "工会代表大会开幕。", "multipart/related", "UTF-8"},
		{"Word file", "a.docx", docx, speech, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ""},
		{"Word file without a name", "报告", docx, speech, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ""},
	} {
		path := save(t, test.file, test.content)
		doc, err := one(t, &Reader{}, path)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if test.mediaType == "text/plain" && doc.Text != test.text || !strings.Contains(doc.Text, test.text) {
			t.Errorf("%s: text %q, want %q", test.name, doc.Text, test.text)
		}
		sum := sha256.Sum256([]byte(test.content))
		want := daodu.Source{
			URI: path, MediaType: test.mediaType, Charset: test.charset,
			SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(test.content)),
		}
		if diff := cmp.Diff(want, doc.Source); diff != "" {
			t.Errorf("%s: source -want +got\n%s", test.name, diff)
		}
	}
}

func TestReadMarkdown(t *testing.T) {
	t.Parallel()
	text := "---\ntitle: \"开幕\"\r\nauthor: 王某\ndate: 2024-05-01\ntags: [工会]\n---\n" +
		"# 工会代表大会 #\n\n正文𠮷。\n\n```\n# 代码\n```\n\n###   三、讨论\n#话题#\n   ## 尾\n####\n"
	doc, err := one(t, &Reader{}, save(t, "a.md", text))
	if err != nil {
		t.Fatal(err)
	}
	type heading struct {
		Level int
		Words string
	}
	var got []heading
	for _, h := range doc.Headings {
		got = append(got, heading{h.Level, daodu.Slice(doc.Text, h.Span)})
	}
	if diff := cmp.Diff([]heading{{1, "工会代表大会"}, {3, "三、讨论"}, {2, "尾"}}, got); diff != "" {
		t.Errorf("headings -want +got\n%s", diff)
	}
	if diff := cmp.Diff(raw.Meta{Title: "开幕", Author: "王某", Date: "2024-05-01"}, doc.Meta); diff != "" {
		t.Errorf("meta -want +got\n%s", diff)
	}
	if len(doc.Main) != 1 || !strings.HasPrefix(daodu.Slice(doc.Text, doc.Main[0]), "# 工会") || doc.Main[0].End != utf8.RuneCountInString(text) {
		t.Errorf("main is %v", doc.Main)
	}
}

func TestReadErrors(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(5, 6))
	noise := make([]byte, 5000)
	for i := range noise {
		noise[i] = byte(rnd.Uint32())
	}
	for _, test := range []struct {
		name, file, content string
		err                 error
		says                string
	}{
		{"empty file", "a.txt", "", daodu.ErrEmpty, "empty"},
		{"empty crawl", "a.jsonl", "", daodu.ErrEmpty, "no rows"},
		{"space", "a.txt", "\uFEFF \r\n\u3000\t", daodu.ErrEmpty, "space"},
		{"random bytes", "a.txt", string(noise), daodu.ErrBadInput, "not text"},
		{"random bytes as a crawl", "a.json", string(noise), daodu.ErrBadInput, "not text"},
		{"picture", "a.txt", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00\x00\x00\x01\x00\x08\x06\x00\x00\x00", daodu.ErrBadInput, "image/png"},
		{"RTF", "a.doc", `{\rtf1\ansi text}`, daodu.ErrBadInput, "save it as .docx"},
		{"zip", "a.docx", zipped(t, "a.txt", speech), daodu.ErrBadInput, "unpack"},
		{"Excel", "a.docx", zipped(t, "xl/workbook.xml", "<x/>"), daodu.ErrBadInput, ".csv"},
		{"PowerPoint", "a", zipped(t, "ppt/presentation.xml", "<x/>"), daodu.ErrBadInput, ".pdf"},
		{"OpenDocument", "a.odt", zipped(t, "mimetype", "application/vnd.oasis.opendocument.text"), daodu.ErrBadInput, ".docx"},
		{"e-book", "a.epub", zipped(t, "mimetype", "application/epub+zip"), daodu.ErrBadInput, "chapters"},
		{"broken Word file", "a.doc", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + speech, daodu.ErrBadInput, ""},
		{"broken PDF", "a.pdf", "%PDF-1.4\n" + speech, daodu.ErrBadInput, ""},
		{"mail without a page", "a.eml", "MIME-Version: 1.0\nContent-Type: text/plain\n\nhello", daodu.ErrBadInput, "no page"},
		{"over the limit", "a.txt", strings.Repeat(speech, 100), daodu.ErrTooLarge, "limit is 8192 bytes; raise it with --max-bytes"},
	} {
		path := save(t, test.file, test.content)
		_, err := one(t, &Reader{MaxBytes: 8 << 10}, path)
		if !errors.Is(err, test.err) || daodu.ExitCode(err) != 5 {
			t.Errorf("%s: %v (exit code %d), want %v", test.name, err, daodu.ExitCode(err), test.err)
			continue
		}
		if !strings.HasPrefix(err.Error(), path) || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %q, want a line that names the file and says %q", test.name, err, test.says)
		}
	}
}

func TestReadMissing(t *testing.T) {
	t.Parallel()
	for input, want := range map[string]error{
		filepath.Join(t.TempDir(), "gone.txt"): daodu.ErrNotFound,
		t.TempDir():                            daodu.ErrBadInput,
		"ftp://news.example/1":                 daodu.ErrUsage,
		"-":                                    daodu.ErrUsage, // a Reader without standard input
	} {
		if _, err := one(t, &Reader{}, input); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", input, err, want)
		}
	}
}

func TestReadLocked(t *testing.T) {
	t.Parallel()
	if os.Geteuid() <= 0 {
		t.Skip("needs a user who has not all permissions")
	}
	path := save(t, "a.txt", speech)
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := one(t, &Reader{}, path); daodu.ExitCode(err) != 5 {
		t.Errorf("%v, want exit code 5", err)
	}
}

func TestReadStdin(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		content, mediaType string
		texts              int
	}{
		{speech, "text/plain", 1},
		{"<html><body><p>" + speech + "</p></body></html>", "text/html", 1},
		{`{"text": "` + speech + `"}` + "\n" + `{"text": "` + speech + `"}`, "application/json", 2},
	} {
		docs, errs := all(t, &Reader{Stdin: strings.NewReader(test.content)}, "-")
		if len(errs) > 0 || len(docs) != test.texts {
			t.Errorf("%d texts, errors %v, want %d texts", len(docs), errs, test.texts)
			continue
		}
		if s := docs[0].Source; !strings.HasPrefix(s.URI, "-") || s.MediaType != test.mediaType {
			t.Errorf("source %+v, want %s", s, test.mediaType)
		}
	}
	long := &Reader{Stdin: io.LimitReader(endless{}, 1<<30), MaxBytes: 1 << 20}
	if _, err := one(t, long, "-"); !errors.Is(err, daodu.ErrTooLarge) {
		t.Errorf("endless input: %v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestReadIsCancelled(t *testing.T) {
	t.Parallel()
	typed, keyboard := io.Pipe() // nobody types
	defer keyboard.Close()
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	for doc, err := range (&Reader{Stdin: typed}).Read(ctx, "-") {
		if doc != nil || !errors.Is(err, context.Canceled) {
			t.Errorf("waiting input: %v, %v", doc, err)
		}
	}
	n := 0
	ctx, cancel = context.WithCancel(t.Context())
	defer cancel()
	for _, err := range (&Reader{}).Read(ctx, save(t, "a.jsonl", strings.Repeat(`{"text": "开会。"}`+"\n", 100))) {
		if n++; n == 3 {
			cancel()
		} else if n > 3 && !errors.Is(err, context.Canceled) {
			t.Fatalf("row %d after the cancel: %v", n, err)
		}
	}
	if n > 4 {
		t.Errorf("%d rows after the cancel", n-3)
	}
}

func TestGuard(t *testing.T) {
	t.Parallel()
	_, err := (&Reader{}).guard(t.Context(), "a.doc", func() (*raw.Document, error) { panic("index out of range") })
	if !errors.Is(err, daodu.ErrBadInput) || strings.Contains(err.Error(), "index") {
		t.Errorf("error %v", err)
	}
}

func TestReadDamage(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"a.txt":  "职工\xE5\xA4代表" + speech,
		"a.html": "<html><body><p>职工\xE5\xA4代表" + strings.Repeat(speech, 5) + "</p></body></html>",
		"a.json": `{"text": "职工` + "\xE5\xA4" + `代表` + speech + `"}`,
	} {
		doc, err := one(t, &Reader{}, save(t, name, content))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(doc.Damage) != 1 || doc.Damage[0].Kind != daodu.Mojibake || !strings.Contains(daodu.Slice(doc.Text, doc.Damage[0].Span), "\uFFFD") {
			t.Errorf("%s: damage %+v of %q", name, doc.Damage, doc.Text)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a.txt", []byte(speech))
	f.Add("a.md", []byte("---\ntitle: x\n---\n# 开幕\n"))
	f.Add("a.xml", []byte("<?xml version='1.0'?><a>&lt;p&gt;<![CDATA[<b>x]]></a>"))
	f.Add("a.mht", []byte("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>x\n--x--"))
	f.Add("a", []byte("PK\x03\x04word/document.xml"))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		in := &input{uri: name, ext: filepath.Ext(name)}
		doc, err := (&Reader{MaxBytes: 1 << 20}).parse(t.Context(), in, content)
		if err != nil {
			if daodu.ExitCode(err) != 5 || strings.Contains(err.Error(), "\n") {
				t.Fatalf("error %q has exit code %d", err, daodu.ExitCode(err))
			}
			return
		}
		n := utf8.RuneCountInString(doc.Text)
		for _, h := range doc.Headings {
			if h.Span.Start < 0 || h.Span.End > n || h.Span.Len() < 1 {
				t.Fatalf("heading %v outside %d letters", h, n)
			}
		}
		for _, d := range doc.Damage {
			if d.Span.Start < 0 || d.Span.End > n || d.Span.Len() < 0 {
				t.Fatalf("damage %v outside %d letters", d, n)
			}
		}
	})
}
