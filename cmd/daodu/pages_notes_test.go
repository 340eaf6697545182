package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/daodu/daodu"
)

// choose selects words of the text of the page, as a mouse does.
func (b *tab) choose(words string) {
	b.t.Helper()
	b.eval(fmt.Sprintf(`(() => {
		const walker = document.createTreeWalker(document.querySelector(".text .part"), NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			const i = node.data.indexOf(%q);
			if (i < 0) continue;
			getSelection().setBaseAndExtent(node, i, node, i + %[1]q.length);
			return;
		}
		throw new Error("not in the text");
	})()`, words), nil)
}

// TestPagesNotes writes notes with the mouse and with the keyboard, on words with letters
// beyond the basic plane before them, reads them without scripts and by a link, and looks
// at them when the text was read anew.
func TestPagesNotes(t *testing.T) {
	t.Parallel()
	p := paging(t)
	id := p.served.add(noted)
	p.key = ""
	at := p.collect(id)
	page := "/articles/" + id + "?in=" + strings.TrimPrefix(at, "/api/v1/collections/")
	b := p.browse(1366, 900)
	b.open(strings.TrimPrefix(at, "/api/v1"))
	b.eval(`window.before = true; document.querySelector(".reading a").click()`, nil)
	b.until(`!window.before && document.querySelector(".desk") && ` + loaded)

	b.choose("新建职工书屋")
	b.until(`!document.getElementById("noteoffer").hidden`)
	b.eval(`document.getElementById("noteoffer").click()`, nil)
	if got := b.text(`document.querySelector("#noteform .quote").innerText`); got != "新建职工书屋" {
		t.Errorf("the form is about %q", got)
	}
	b.eval(`window.before = true; (() => { const f = document.getElementById("noteform"); f.body.value = "放在哪里？<img src=x onerror=alert(1)>"; f.author.value = "李明"; f.requestSubmit(); })()`, nil)
	b.until(`!window.before && document.querySelector(".groupnote") && ` + loaded + ` && CSS.highlights.get("lit")?.size > 0`)
	words, start := b.lit()
	want, _ := p.place(id, "新建职工书屋")
	if words != "新建职工书屋" || start != want.Start {
		t.Errorf("lit is %q at %d, want it at %d", words, start, want.Start)
	}
	if got := b.text(`document.querySelector(".groupnote").innerText`); !strings.Contains(got, "<img src=x") || !strings.Contains(got, "李明") {
		t.Errorf("the note: %s", got)
	}
	if got := b.text(`document.querySelector("mark.noted").innerText`); got != "新建职工书屋" {
		t.Errorf("marked in the text: %q", got)
	}

	// The keyboard chooses a sentence, N writes, Enter on the button sends.
	b.eval(`document.querySelectorAll(".s").forEach(s => s.classList.add("c"))`, nil)
	b.run(chromedp.KeyEvent("j"))
	b.until(`document.querySelector("#resting [data-note]")`)
	b.eval(`window.before = true`, nil)
	b.run(chromedp.KeyEvent("n"), chromedp.KeyEvent("谁在主持"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter))
	b.until(`!window.before && document.querySelectorAll(".groupnote").length === 2 && ` + loaded)
	if got := b.text(`document.querySelector(".groupnote .quote").innerText`); got != "市总工会今天召开会议，𠮷林同志主持。" {
		t.Errorf("the note by keyboard is on %q", got)
	}
	if got := b.text(`document.querySelector(".groupnote .notebody").innerText`); got != "谁在主持" {
		t.Errorf("the note by keyboard says %q", got)
	}
	b.eval(`document.querySelectorAll(".s")[1].click()`, nil)
	b.until(`document.querySelector("#resting .groupnote")`)
	b.sound()

	p.reread(id, "工会简报第三期\n\n"+strings.NewReplacer("新建职工书屋30个", "再办一批", "今天召开", "昨天召开").Replace(noted))
	for lang, said := range map[string][2]string{
		"zh-Hans": {"不在其中", "现为："}, "zh-Hant": {"不在其中", "現為："}, "en": {"no longer has these words", "They now read:"},
	} {
		got, _ := p.get(page + "&tab=notes&lang=" + lang)
		for _, words := range append(said[:], "昨天召开会议，𠮷林同志主持。</span></mark>", "新建职工书屋") {
			if !strings.Contains(got, words) {
				t.Errorf("%s: the page without scripts does not have %q", lang, words)
			}
		}
	}
	if got, _ := p.get(strings.TrimPrefix(at, "/api/v1")); !strings.Contains(got, "谁在主持") {
		t.Error("the page of the collection does not show the notes")
	}
	share, err := p.store.AddShare(t.Context(), strings.TrimPrefix(at, "/api/v1/collections/"), "", time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	p.newKey(daodu.RoleAdmin)
	if got, _ := p.get("/shared/" + share.Token + "/articles/" + id + "?tab=notes"); !strings.Contains(got, "谁在主持") || strings.Contains(got, "noteform") {
		t.Error("a link does not show the notes, or lets its readers write them")
	}
}
