package main

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// bare switches the scripts of pages off.
func (b *tab) bare() {
	b.t.Helper()
	b.run(func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return chromedp.Void{}, err
	})
}

// follow goes where a link leads, and fails the test when it cannot be seen.
func (b *tab) follow(selector string) {
	b.t.Helper()
	if visible := b.text(fmt.Sprintf(`document.querySelector(%q)?.checkVisibility()`, selector)); visible != "true" {
		b.t.Fatalf("%s cannot be seen: %s", selector, visible)
	}
	b.run(chromedp.Navigate(b.text(fmt.Sprintf(`document.querySelector(%q).href`, selector))), chromedp.WaitReady("main"))
}

// TestPagesWithoutScripts searches, reads a whole text, follows points to their words and
// looks up answers in a browser that runs no scripts.
func TestPagesWithoutScripts(t *testing.T) {
	t.Parallel()
	p := paging(t)
	id := p.upload("long.txt", []byte(longText(60_000)))
	speech := p.example("speech.txt")
	a, err := p.store.Article(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	b := p.browse(1366, 900)
	b.bare()
	b.run(chromedp.Navigate(b.url+"/"), chromedp.WaitReady("main"))
	if got := b.text(`[...document.querySelectorAll(".scripted")].filter(e => e.checkVisibility()).length`); got != "0" {
		t.Errorf("%s controls that need scripts can be seen", got)
	}
	b.run(chromedp.SendKeys("#q", "职工技能\r"), chromedp.WaitReady("mark"))
	if got := b.text(`document.querySelector("#results .card h2").innerText`); got != "在全市职工技能提升三年行动动员会上的讲话" {
		t.Errorf("found %q", got)
	}
	b.run(chromedp.Navigate(b.url+"/articles/"+id), chromedp.WaitReady("main"))
	if got, want := b.whole(), bareLetters(a.Text); got != want {
		t.Errorf("%d letters can be read, the text has %d", len([]rune(got)), len([]rune(want)))
	}
	for _, name := range []string{"summary", "outline", "guide", "related", "report"} {
		b.follow(fmt.Sprintf(`.tabs a[href*="tab=%s"]`, name))
		if got := b.text(`document.querySelector("#panel").innerText.length`); len(got) < 2 {
			t.Errorf("the tab %s has %s letters", name, got)
		}
	}
	b.run(chromedp.Navigate(b.url+"/articles/"+id+"?tab=summary"), chromedp.WaitReady("main"))
	words := b.text(`document.querySelector("#panel .points a.cite").title`)
	b.follow("#panel .points a.cite")
	if got := b.text(`document.querySelector(":target")?.innerText`); !strings.Contains(bareLetters(words), bareLetters(got)) && !strings.Contains(bareLetters(got), bareLetters(words)) {
		t.Errorf("a point leads to %q, its words are %q", got, words)
	}
	b.run(chromedp.Navigate(b.url+"/articles/"+speech+"?tab=guide&view=quiz"), chromedp.WaitReady("main"), chromedp.Click(".question .key summary"))
	if got := b.text(`document.querySelector(".question .answer").checkVisibility()`); got != "true" {
		t.Error("an answer cannot be looked up")
	}
}

// whole returns the letters of a text, part after part.
func (b *tab) whole() string {
	b.t.Helper()
	var all strings.Builder
	for range 100 {
		all.WriteString(b.text(`[...[...document.querySelectorAll(".part:not(.waiting)")].at(-1).querySelectorAll(".block")].map(e => e.textContent).join("")`))
		to := b.text(`[...document.querySelectorAll(".part")].slice([...document.querySelectorAll(".part:not(.waiting)")].at(-1).dataset.part)[0]?.querySelector(".onward a").href ?? ""`)
		if to == "" {
			break
		}
		b.run(chromedp.Navigate(to), chromedp.WaitReady("main"))
	}
	return bareLetters(all.String())
}

// bareLetters leaves out the space between letters.
func bareLetters(s string) string { return strings.Join(strings.Fields(s), "") }
