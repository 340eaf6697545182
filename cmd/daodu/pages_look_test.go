package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/daodu/daodu"
)

// A shelf is a library with some articles, and the pages that there are.
type shelf struct {
	paged
	speech, notice, damaged, minutes string
}

func shelved(t testing.TB) shelf {
	p := paging(t)
	return shelf{p, p.example("speech.txt"), p.example("notice-hant.txt"), p.example("sharing-site.txt"), p.example("minutes.docx")}
}

// pages lists an address of every page and of every tab, by a name for files.
func (s shelf) pages() [][2]string {
	return [][2]string{
		{"library", "/"}, {"search", "/?q=职工"}, {"filters", "/?genre=speech&damage=sound"},
		{"summary", "/articles/" + s.speech}, {"outline", "/articles/" + s.speech + "?tab=outline"},
		{"guide", "/articles/" + s.speech + "?tab=guide"}, {"terms", "/articles/" + s.speech + "?tab=guide&view=terms"},
		{"facts", "/articles/" + s.speech + "?tab=guide&view=facts"}, {"quiz", "/articles/" + s.speech + "?tab=guide&view=quiz"},
		{"cards", "/articles/" + s.speech + "?tab=guide&view=cards"}, {"discussion", "/articles/" + s.speech + "?tab=guide&view=discuss"},
		{"related", "/articles/" + s.speech + "?tab=related"}, {"report", "/articles/" + s.damaged + "?tab=report"},
		{"damaged", "/articles/" + s.damaged}, {"traditional", "/articles/" + s.notice}, {"raw", "/articles/" + s.damaged + "/raw"},
		{"compare", "/compare?a=" + s.speech + "&b=" + s.minutes}, {"choose", "/compare"},
		{"collections", "/collections"}, {"settings", "/settings"}, {"login", "/login"}, {"missing", "/articles/00000000-0000-7000-8000-000000000000"},
	}
}

// noted makes a collection with notes in all states, and lists the pages that show them.
func (s shelf) noted() [][2]string {
	s.t.Helper()
	id := s.served.add(noted)
	at := s.collect(id)
	for _, words := range []string{"𠮷林同志", "每周开放三天", "新建职工书屋30个"} {
		span, _ := s.place(id, words)
		s.do("POST", at+"/notes", map[string]any{"article": id, "start": span.Start, "end": span.End, "body": "怎样落实？", "author": "李明"}, 201, nil)
	}
	s.reread(id, "工会简报第三期。"+strings.NewReplacer("，每周开放三天", "", "30个", "40个").Replace(noted))
	span, _ := s.place(id, "先进集体")
	s.do("POST", at+"/notes", map[string]any{"article": id, "start": span.Start, "end": span.End, "body": "有哪些？"}, 201, nil)
	collection := strings.TrimPrefix(at, "/api/v1")
	return [][2]string{{"collection with notes", collection}, {"notes", "/articles/" + id + "?tab=notes&in=" + strings.TrimPrefix(collection, "/collections/")}}
}

// scheme makes the browser ask for a light or a dark page.
func (b *tab) scheme(name string) {
	b.t.Helper()
	b.run(func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}})
		return chromedp.Void{}, err
	})
}

// axe returns the script that checks accessibility. Without it the test is skipped.
func axe(t *testing.T) string {
	t.Helper()
	path, err := exec.Command(filepath.Join("..", "..", "scripts", "axe.sh")).Output()
	var script []byte
	if err == nil {
		script, err = os.ReadFile(strings.TrimSpace(string(path)))
	}
	if err != nil {
		t.Skipf("axe-core cannot be fetched: %v", err)
	}
	return string(script)
}

// TestPagesAccessible has axe-core look at every page, light and dark, on a desk and on a
// phone.
func TestPagesAccessible(t *testing.T) {
	t.Parallel()
	script := axe(t)
	s := shelved(t)
	b, pages := s.browse(1366, 900), append(s.pages(), s.noted()...)
	for _, look := range []struct {
		scheme        string
		width, height int64
	}{{"light", 1366, 900}, {"dark", 1366, 900}, {"light", 390, 844}} {
		b.run(chromedp.EmulateViewport(look.width, look.height))
		b.scheme(look.scheme)
		for _, p := range pages {
			t.Run(fmt.Sprintf("%s %d %s", look.scheme, look.width, p[0]), func(t *testing.T) {
				b.t = t
				b.open(p[1])
				b.eval(script+"; 0", nil)
				var found []struct {
					ID, Impact, Help string
					Nodes            []struct{ HTML, FailureSummary string }
				}
				b.eval(`axe.run({resultTypes: ["violations"]}).then(r => r.violations.map(v => ({id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.slice(0, 3).map(n => ({html: n.html.slice(0, 200), failureSummary: n.failureSummary}))})))`, &found)
				for _, v := range found {
					nodes, _ := json.MarshalIndent(v.Nodes, "", " ")
					t.Errorf("%s (%s): %s\n%s", v.ID, v.Impact, v.Help, nodes)
				}
			})
		}
	}
}

// TestPagesNarrow shows every page on a phone and on a desk: nothing is wider than the
// window.
func TestPagesNarrow(t *testing.T) {
	t.Parallel()
	s := shelved(t)
	b, pages := s.browse(390, 844), append(s.pages(), s.noted()...)
	for _, width := range []int64{320, 390, 768, 1366} {
		b.run(chromedp.EmulateViewport(width, 844))
		for _, p := range pages {
			b.open(p[1])
			var wide []string
			b.eval(`document.scrollingElement.scrollWidth <= innerWidth + 1 ? [] : [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(e => e.outerHTML.slice(0, 120))`, &wide)
			if len(wide) > 0 {
				t.Errorf("%s at %d: wider than the window: %q", p[0], width, wide)
			}
		}
	}
	b.run(chromedp.EmulateViewport(390, 844))
	b.open("/articles/" + s.speech)
	visible := func(selector string) string {
		return b.text(fmt.Sprintf(`document.querySelector(%q).checkVisibility()`, selector))
	}
	if visible(".text") != "true" || visible(".panel") != "false" {
		t.Error("a phone does not begin with the text")
	}
	b.eval(`document.querySelector('[data-show="panel"]').click()`, nil)
	if visible(".text") != "false" || visible(".panel") != "true" {
		t.Error("a phone does not turn to the points")
	}
	b.eval(`document.querySelector("#panel .cite").click()`, nil)
	b.until(`document.querySelector(".text").checkVisibility() && CSS.highlights.get("lit").size > 0`)
	b.sound()
}

// TestPagesDark turns to dark and larger letters by the menu; both stay.
func TestPagesDark(t *testing.T) {
	t.Parallel()
	p := paging(t)
	id := p.example("speech.txt")
	b := p.browse(1366, 900)
	b.scheme("light")
	b.open("/articles/" + id)
	ground := `getComputedStyle(document.body).backgroundColor`
	size := `getComputedStyle(document.querySelector(".text")).fontSize`
	light, normal := b.text(ground), b.text(size)
	b.eval(`document.querySelector('[data-theme-set="dark"]').click(); document.querySelector('[data-size="1"]').click()`, nil)
	dark, large := b.text(ground), b.text(size)
	if dark == light || large == normal {
		t.Errorf("ground %s then %s, letters %s then %s", light, dark, normal, large)
	}
	b.open("/articles/" + id + "?tab=outline")
	if b.text(ground) != dark || b.text(size) != large {
		t.Error("the choice does not stay")
	}
	b.eval(`document.querySelector('[data-theme-set="auto"]').click()`, nil)
	b.scheme("dark")
	if b.text(ground) != dark {
		t.Error("a page does not follow the system")
	}
	b.sound()
}

// TestPagesKeyboard goes to a point by the keyboard alone and has its words lit up.
func TestPagesKeyboard(t *testing.T) {
	t.Parallel()
	p := paging(t)
	id := p.example("speech.txt")
	b := p.browse(1366, 900)
	b.open("/articles/" + id)
	b.run(chromedp.KeyEvent(kb.Tab))
	if got := b.text(`document.activeElement.className`); got != "skip" {
		t.Errorf("the first stop is %q, want the link that skips the head", got)
	}
	stops := 0
	for ; stops < 120 && b.text(`document.activeElement.matches("#panel .cite")`) != "true"; stops++ {
		b.run(chromedp.KeyEvent(kb.Tab))
		if b.text(`getComputedStyle(document.activeElement).outlineStyle`) == "none" && b.text(`document.activeElement.localName`) != "main" {
			t.Errorf("no outline on %s", b.text(`document.activeElement.outerHTML.slice(0, 120)`))
		}
	}
	if b.text(`CSS.highlights.get("hover")?.size`) != "1" {
		t.Error("a point that has the focus does not light up its words")
	}
	b.run(chromedp.KeyEvent(kb.Enter))
	b.until(`CSS.highlights.get("lit")?.size === 1`)
	b.run(chromedp.KeyEvent("j"))
	b.until(`document.querySelector("#resting .point")`)
	b.run(chromedp.KeyEvent(kb.Escape))
	b.until(`document.getElementById("resting").hidden`)
	b.sound()
}

// TestPagesScripts shows the interface in three languages; the words of texts stay in their
// own glyphs.
func TestPagesScripts(t *testing.T) {
	t.Parallel()
	p := paging(t)
	id := p.example("notice-hant.txt")
	b := p.browse(1366, 900)
	for lang, want := range map[string]string{"zh-Hans": "摘要 提纲 导学 相关 报告", "zh-Hant": "摘要 提綱 導學 相關 報告", "en": "Summary Outline Guide Related Report"} {
		b.open("/articles/" + id + "?lang=" + lang)
		if got := b.text(`[...document.querySelectorAll(".tabs a")].map(a => a.innerText).join(" ")`); got != want {
			t.Errorf("%s: tabs %q, want %q", lang, got, want)
		}
		b.open("/articles/" + id + "?tab=guide") // the choice stays
		if got := b.text(`document.documentElement.lang`); got != lang {
			t.Errorf("%s is forgotten: %s", lang, got)
		}
		if got := b.text(`document.querySelector("h1").innerText`); got != "聯合總工會印發關於做好夏季防暑與工間休息保障工作的通知" {
			t.Errorf("%s: title %q", lang, got)
		}
	}
}

// TestPagesOutputScript has an artifact written in the other script: our words are in that,
// those of the text stay as they are.
func TestPagesOutputScript(t *testing.T) {
	t.Parallel()
	p := paging(t)
	id := p.example("speech.txt")
	a, err := p.store.Article(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	b := p.browse(1366, 900)
	b.open("/articles/" + id + "?tab=guide&view=quiz")
	asked := `[...document.querySelectorAll(".question .asked, .question legend")].map(e => e.innerText).join("\n")`
	before := b.text(asked)
	b.eval(`[...document.querySelectorAll(".scripts a")].find(a => a.lang === "zh-Hant").click()`, nil)
	b.until(loaded + ` && document.querySelector('.scripts [data-lang="zh-Hant"]')`)
	b.eval(`document.querySelector('.scripts [data-lang="zh-Hant"]').click()`, nil)
	b.until(loaded + ` && document.querySelector('.scripts a[lang="zh-Hant"][aria-current]') && !document.querySelector('.scripts [data-lang]')`)
	if after := b.text(asked); after == before || before == "" {
		t.Errorf("the questions are the same in the other script: %.100s", after)
	}
	var cites []struct{ At, Title string }
	b.eval(`[...document.querySelectorAll("#panel a.cite[title]")].map(c => ({at: c.dataset.at, title: c.title}))`, &cites)
	if len(cites) == 0 {
		t.Error("nothing is cited")
	}
	for _, c := range cites {
		if span, ok := spanOf(c.At); !ok || daodu.Slice(a.Text, span) != c.Title {
			t.Errorf("%q is not what stands at %s", c.Title, c.At)
		}
	}
	b.sound()
}

// TestPagesWeight counts what the first visit of a page takes, and asks no other host.
func TestPagesWeight(t *testing.T) {
	t.Parallel()
	p := paging(t)
	id := p.example("work-report.txt")
	b := p.browse(1366, 900)
	b.open("/articles/" + id)
	var sizes []struct {
		Name  string
		Bytes int
	}
	b.eval(`performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource")).map(e => ({name: e.name, bytes: e.transferSize}))`, &sizes)
	total := 0
	for _, s := range sizes {
		total += s.Bytes
	}
	t.Logf("%d bytes in %d answers", total, len(sizes))
	if total > 150<<10 || len(sizes) < 5 {
		t.Errorf("%d bytes: %+v", total, sizes)
	}
	for _, asked := range b.asked {
		if !strings.HasPrefix(asked, p.url+"/") && !strings.HasPrefix(asked, "data:") && !strings.HasPrefix(asked, "blob:") {
			t.Errorf("asked %s", asked)
		}
	}
	b.sound()
}
