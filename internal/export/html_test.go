package export

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// examples are the articles of testdata.
var examples = []string{"speech", "news", "notice-hant", "sharing-site"}

func example(t testing.TB, name string) (*daodu.Article, []*daodu.Artifact) {
	t.Helper()
	var a daodu.Article
	var arts []*daodu.Artifact
	read(t, name+"/article.json", &a)
	read(t, name+"/artifacts.json", &arts)
	return &a, arts
}

func pageOf(t testing.TB, a *daodu.Article, arts ...*daodu.Artifact) string {
	t.Helper()
	var out bytes.Buffer
	if err := HTML(&out, a, arts, "1.0"); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

var (
	tagMark   = regexp.MustCompile(`<(/?)([a-zA-Z0-9]+)[^>]*>`)
	idMark    = regexp.MustCompile(` id="([^"]*)"`)
	hrefMark  = regexp.MustCompile(` (?:href|src)="([^"]*)"`)
	styleMark = regexp.MustCompile(`(?s)<style>(.*)</style>`)
	void      = []string{"meta", "br"}
)

// elements fails the test unless the elements of a page are closed in order, and returns
// their names.
func elements(t testing.TB, page string) []string {
	t.Helper()
	var open, all []string
	for _, m := range tagMark.FindAllStringSubmatch(styleMark.ReplaceAllString(page, "<style></style>"), -1) {
		switch name := m[2]; {
		case slices.Contains(void, name):
		case m[1] == "":
			open, all = append(open, name), append(all, name)
		case len(open) == 0 || open[len(open)-1] != name:
			t.Fatalf("</%s> closes %v", name, open)
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Fatalf("%v are not closed", open)
	}
	return all
}

// TestPageNeedsNothing looks for whatever a browser would fetch or run, and follows the
// links within the page.
func TestPageNeedsNothing(t *testing.T) {
	t.Parallel()
	for _, name := range examples {
		a, arts := example(t, name)
		page := pageOf(t, a, arts...)
		for _, tag := range elements(t, page) {
			if slices.Contains([]string{"script", "link", "img", "iframe", "object", "form", "base", "svg"}, tag) {
				t.Errorf("%s: an element %s", name, tag)
			}
		}
		css := styleMark.FindStringSubmatch(page)[1]
		sum := sha256.Sum256([]byte(css))
		if want := fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'", base64.StdEncoding.EncodeToString(sum[:])); !strings.Contains(page, want) {
			t.Errorf("%s: the policy does not allow the style sheet: want %s", name, want)
		}
		if strings.Contains(css, "url(") || strings.Contains(css, "@import") {
			t.Errorf("%s: the style sheet fetches", name)
		}
		ids := map[string]bool{}
		for _, m := range idMark.FindAllStringSubmatch(page, -1) {
			if ids[m[1]] {
				t.Errorf("%s: the id %s twice", name, m[1])
			}
			ids[m[1]] = true
		}
		links := hrefMark.FindAllStringSubmatch(page, -1)
		for _, m := range links {
			if target, ok := strings.CutPrefix(m[1], "#"); !ok || !ids[target] {
				t.Errorf("%s: a link to %q", name, m[1])
			}
		}
		if len(links) < 20 {
			t.Errorf("%s: only %d links into the text", name, len(links))
		}
	}
}

// TestPageLeadsToTheWords follows the place of each point to the sentence in the text.
func TestPageLeadsToTheWords(t *testing.T) {
	t.Parallel()
	sentence := regexp.MustCompile(`<span id="(s\d+)"><i>[^<]*</i>(.*?)</span>`)
	place := regexp.MustCompile(`<li[^>]*>([^<]*) <a class="at" href="#(s\d+)" data-start="(\d+)"`)
	for _, name := range examples {
		a, arts := example(t, name)
		page := pageOf(t, a, arts[0]) // the points of a summary are words of the text
		texts := map[string]string{}
		for _, m := range sentence.FindAllStringSubmatch(page, -1) {
			texts[m[1]] = html.UnescapeString(tagMark.ReplaceAllString(m[2], ""))
		}
		points := place.FindAllStringSubmatch(page, -1)
		if len(points) == 0 {
			t.Errorf("%s: no points", name)
		}
		for _, m := range points {
			words := []rune(html.UnescapeString(m[1]))
			if !strings.Contains(texts[m[2]], string(words[:min(len(words), 8)])) {
				t.Errorf("%s: %q leads to %q", name, string(words), texts[m[2]])
			}
		}
	}
}

// TestPageHoldsTheText takes the text out of the page again: no letter is lost, and the
// underlined ones are those that are quoted.
func TestPageHoldsTheText(t *testing.T) {
	t.Parallel()
	number := regexp.MustCompile(`<i>[^<]*</i>`)
	for _, name := range examples {
		a, arts := example(t, name)
		_, text, _ := strings.Cut(pageOf(t, a, arts...), "<details")
		_, text, _ = strings.Cut(text, "</summary>")
		text, _, _ = strings.Cut(text, "</details>")
		text = number.ReplaceAllString(text, "")
		if diff := cmp.Diff(letters(a.Text), letters(html.UnescapeString(tagMark.ReplaceAllString(text, "")))); diff != "" {
			t.Errorf("%s: the text of the page (-want +got):\n%s", name, diff)
		}
		quoted := make([]bool, a.Length)
		for _, art := range arts {
			for _, q := range art.Content.EachQuote() {
				for i := q.Start; i < q.End; i++ {
					quoted[i] = true
				}
			}
		}
		var want, got strings.Builder
		for i, r := range []rune(a.Text) {
			if quoted[i] {
				want.WriteRune(r)
			}
		}
		for _, m := range regexp.MustCompile(`<u>(.*?)</u>`).FindAllStringSubmatch(text, -1) {
			got.WriteString(html.UnescapeString(m[1]))
		}
		if diff := cmp.Diff(letters(want.String()), letters(got.String())); diff != "" {
			t.Errorf("%s: underlined (-want +got):\n%s", name, diff)
		}
	}
}

// letters leaves out blanks.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func TestPageTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	a := small()
	a.Damage = []daodu.Damage{
		{Kind: daodu.Redacted, Severity: daodu.SeverityWarn, Span: daodu.Span{Start: 2, End: 5}},
		{Kind: daodu.Truncated, Severity: daodu.SeveritySevere, Span: daodu.Span{Start: 10, End: 16}},
	}
	quote := daodu.Quote{Span: daodu.Span{Start: 6, End: 15}, Text: "要安排1800万元"}
	point := daodu.Point{Text: "花1900万", Quotes: []daodu.Quote{quote}, Verdict: daodu.Unsupported}
	page := pageOf(t, a, &daodu.Artifact{Incomplete: true, Verdict: daodu.Partial, Lang: "zh-Hant", Content: &daodu.Summary{Points: []daodu.Point{point}},
		Origin: daodu.Origin{Engine: "openai", Model: "写手<1>"}})
	for _, want := range []string{
		`<html lang="zh-Hant">`, `<p class="warning" role="note">⚠ 原文殘缺：正文在`,
		`<h2 class="summary" id="summary">摘要（原文不全，僅據所見部分）</h2>`,
		`<li value="1">花1900万（未經原文證實） <a class="at" href="#s2" data-start="6" data-end="15" title="原文第7–15字">[S2 · 一、要安排]</a>`,
		`<blockquote>要安排1800万元 <a class="at" href="#s2" data-start="6" data-end="15" title="原文第7–15字">[原文第7–15字]</a></blockquote>`,
		`一、<mark>建平台</mark>。`, `<u>要安排1800万元</u>。`, `由導讀1.0編寫（openai 写手&lt;1&gt;）`, `@right-top { content: "筆記" }`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page[strings.Index(page, "<body>"):])
		}
	}
	elements(t, page)
}

// TestPageNestsLists has what Markdown tells by indenting.
func TestPageNestsLists(t *testing.T) {
	t.Parallel()
	node := func(label string, below ...daodu.Node) daodu.Node { return daodu.Node{Label: label, Children: below} }
	outline := &daodu.Outline{Nodes: []daodu.Node{node("甲", node("乙", node("丙")), node("丁")), node("戊")}}
	guide := &daodu.Guide{Questions: []daodu.Question{
		{Kind: daodu.Choice, Question: "一？", Options: []string{"子", "丑"}, Answer: "丑"}, {Kind: daodu.ShortAnswer, Question: "二？", Answer: "寅"},
	}}
	page := strings.ReplaceAll(pageOf(t, small(), &daodu.Artifact{Content: outline}, &daodu.Artifact{Content: guide}), "\n", "")
	for _, want := range []string{
		"<ul><li><b>甲</b><ul><li><b>乙</b><ul><li><b>丙</b></li></ul></li><li><b>丁</b></li></ul></li><li><b>戊</b></li></ul>",
		`<ol><li value="1">一？<ul><li>A. 子</li><li>B. 丑</li></ul></li><li value="2">二？</li></ol>`,
		`<h3 class="answers" id="answers">参考答案</h3><ol><li value="1">B. 丑</li><li value="2">寅</li></ol>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page[strings.Index(page, "<body>"):])
		}
	}
}
