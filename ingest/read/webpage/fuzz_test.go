package webpage_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/daodu/daodu/ingest/read/webpage"
	"github.com/rogpeppe/go-internal/txtar"
)

// FuzzRead checks that no page makes Read panic, that its document holds together,
// and that reading its plain text as preformatted text gives that text again.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/page/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(txtar.Parse(data).Files[0].Data), "https://news.example/1.html")
	}
	for _, page := range []string{
		"<table><tr><td>甲<td><table><tr><td>乙", "<p><b>甲<div>乙</b>丙", "<pre>\n甲\n\n乙", "<select><option>甲",
		"<a href=1><a href=2>甲", "<h1>甲<h2>乙<p>丙，丁。", "<svg><title>甲</title></svg>乙", "<p style='display:none'>甲，乙。",
		"<script type='application/ld+json'>[{\"@type\":\"Article\",\"author\":{\"name\":\"甲\"}}]</script>乙",
		"<meta name=PubDate content=2024-05-04><title>甲_乙|丙</title>丁\xff\x00𠮷", "</p></br><plaintext>甲</p>",
		"<span class=share>甲</span>乙<span class=content>丙", "&lt;&#0;&#x110000;&nbsp", "<!--", "<![CDATA[甲]]>",
	} {
		f.Add(page, "")
	}
	f.Fuzz(func(t *testing.T, page, pageURL string) {
		doc, err := webpage.Read(t.Context(), page, pageURL)
		if err != nil {
			return
		}
		checkDocument(t, doc)
		if !utf8.ValidString(doc.Text) || strings.ContainsRune(doc.Text, 0) {
			t.Errorf("text is not clean UTF-8: %q", doc.Text)
		}
		if m := doc.Meta; !utf8.ValidString(m.Title + m.Author + m.Publisher + m.Date) {
			t.Errorf("meta is not UTF-8: %q", m)
		}
		escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", "\r", "").Replace(doc.Text)
		again, err := webpage.Read(t.Context(), "<pre>\n"+escaped+"</pre>", "")
		if err != nil {
			t.Fatalf("text %q: %v", doc.Text, err)
		}
		if want := strings.ReplaceAll(doc.Text, "\r", ""); again.Text != want {
			t.Errorf("text %q, read as preformatted text %q", want, again.Text)
		}
	})
}
