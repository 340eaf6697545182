package main

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/store"
)

// longText is a report of at least n code points with chapters, like the longest texts of
// the open web that we measured with.
func longText(n int) string {
	var b strings.Builder
	b.WriteString("云溪市年度工作汇编\n\n")
	for i := 0; b.Len() < n*3; i++ {
		if i%12 == 0 {
			fmt.Fprintf(&b, "第%d章 第%d方面的工作\n\n", i/12+1, i/12+1)
		}
		fmt.Fprintf(&b, "第%d项工作由第%d小组承担，全年完成%d件，比上年增长%d.%d%%。𠮷祥里社区在%d月%d日前完成第%d次检查，共走访职工%d人次，收集意见%d条，已办结%d条，其余各条列入下一年计划，由专人负责，逐月通报。\n\n",
			i, i%7+1, 100+i, i%30+1, i%10, i%12+1, i%28+1, i%9+1, 1000+i, 50+i%40, 30+i%20)
	}
	return b.String()
}

// get returns a page with how long the server took.
func (p paged) get(path string) (string, time.Duration) {
	p.t.Helper()
	begun := time.Now()
	res, err := http.Get(p.url + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		p.t.Fatalf("%s: %d, %v", path, res.StatusCode, err)
	}
	return string(data), time.Since(begun)
}

var (
	markup    = regexp.MustCompile(`<[^>]*>`)
	blocksOf  = regexp.MustCompile(`(?s)<(?:p|h2|h3|h4) class="block" data-at="\d+">(.*?)</(?:p|h2|h3|h4)>`)
	onwardsOf = regexp.MustCompile(`<p class="onward"><a href="([^"]+)"`)
)

// wordsOf returns the text of the blocks of a page.
func wordsOf(page string) string {
	var b strings.Builder
	for _, m := range blocksOf.FindAllStringSubmatch(page, -1) {
		b.WriteString(html.UnescapeString(markup.ReplaceAllString(m[1], "")))
	}
	return b.String()
}

// TestPagesLong reads a text of 276,000 letters without scripts: by the links from part to
// part every letter of it is there, and no page holds more than two parts of it.
func TestPagesLong(t *testing.T) {
	t.Parallel()
	p := paging(t)
	id := p.upload("long.txt", []byte(longText(276_000)))
	a, err := p.store.Article(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	first, took := p.get("/articles/" + id)
	t.Logf("%d code points: %d bytes in %s", a.Length, len(first), took)
	if n := len([]rune(wordsOf(first))); n > 12_000 || n < 1000 {
		t.Errorf("the first page holds %d letters of %d", n, a.Length)
	}
	all, begin := wordsOf(first), wordsOf(first)
	for i, link := range onwardsOf.FindAllStringSubmatch(first, -1) {
		part, took := p.get(html.UnescapeString(strings.Split(link[1], "#")[0]))
		if i == 0 {
			t.Logf("a further part in %s", took)
		}
		all += strings.TrimPrefix(wordsOf(part), begin)
	}
	want := strings.ReplaceAll(a.Text, "\n", "")
	if strings.ReplaceAll(all, "\n", "") != want {
		t.Errorf("the parts have %d letters, the text %d", len([]rune(all)), len([]rune(want)))
	}
}

// TestPagesLongScroll goes to the end of a long text, whose parts come as they are reached.
func TestPagesLongScroll(t *testing.T) {
	t.Parallel()
	p := paging(t)
	id := p.upload("long.txt", []byte(longText(276_000)))
	b := p.browse(1366, 900)
	b.open("/articles/" + id + "?tab=outline")
	b.eval(`[...document.querySelectorAll("#panel a.cite")].at(-1).click()`, nil)
	b.until(`CSS.highlights.get("lit")?.size > 0 && (() => { const r = [...CSS.highlights.get("lit")][0].getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; })()`)
	words, start := b.lit()
	a, err := p.store.Article(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if got := string([]rune(a.Text)[start : start+len([]rune(words))]); got != words || start < a.Length/2 {
		t.Errorf("lit at %d of %d: %q, the text has %q", start, a.Length, words, got)
	}
	var waiting int
	b.eval(`document.querySelectorAll(".part.waiting").length`, &waiting)
	if waiting < 20 {
		t.Errorf("only %d parts were left for later", waiting)
	}
	b.sound()
}

// BenchmarkPagesLibrary lists a library of 10,000 articles.
func BenchmarkPagesLibrary(b *testing.B) {
	p := paging(b)
	const articles, together = 10_000, 500
	for from := 0; from < articles; from += together {
		var items []*store.Item
		for i := range together {
			text := fmt.Sprintf("在第%d次会议上的讲话\n\n同志们：\n\n今天召开第%d次会议，部署全年工作，新建职工书屋%d个。\n", from+i, from+i, from+i)
			a, err := ingest.Article(&raw.Document{Text: text, Source: daodu.Source{URI: fmt.Sprintf("file:%d.txt", from+i), MediaType: "text/plain", SHA256: fmt.Sprintf("%064x", from+i)}})
			if err != nil {
				b.Fatal(err)
			}
			items = append(items, &store.Item{Article: a, Chunks: ingest.Chunks(a, chunkOptions), Original: []byte(text)})
		}
		if _, err := p.store.Add(b.Context(), items...); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		p.get("/")
	}
}

// BenchmarkPagesArticle opens a text of 276,000 letters.
func BenchmarkPagesArticle(b *testing.B) {
	p := paging(b)
	id := p.upload("long.txt", []byte(longText(276_000)))
	for b.Loop() {
		p.get("/articles/" + id)
	}
}
