package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/daodu/daodu"
)

// TestPagesCollection makes a list in the browser, has its guide written, and shares it
// with somebody who has no key.
func TestPagesCollection(t *testing.T) {
	t.Parallel()
	p := paging(t)
	first := p.example("speech.txt")
	second := p.example("minutes.docx")
	other := p.example("news.html")
	b := p.browse(1366, 900)
	b.open("/collections")
	b.eval(`(() => { const f = document.querySelector(".newcollection"); f.name.value = "第一期读书班"; f.requestSubmit(); })()`, nil)
	b.until(`document.querySelector(".card a")`)
	b.eval(`document.querySelector(".card a").click()`, nil)
	b.until(`document.querySelector("[data-collection]") && ` + loaded)
	for _, id := range []string{first, second} {
		b.eval(`window.before = true; (() => { const f = document.querySelector('form[data-api$="{article}"]'); f.article.value = "`+id+`"; f.requestSubmit(); })()`, nil)
		b.until(`!window.before && ` + loaded)
	}
	b.eval(`window.before = true; (() => { const f = document.querySelector(".reading form"); f.due.value = "2026-12-01"; f.note.value = "先读第二部分"; f.requestSubmit(); })()`, nil)
	b.until(`!window.before && ` + loaded)
	if got := b.text(`document.querySelector(".reading").innerText`); !strings.Contains(got, "2026-12-01") || !strings.Contains(got, "先读第二部分") {
		t.Errorf("the list: %s", got)
	}
	b.eval(`document.querySelector("[data-guide]").click()`, nil)
	b.until(`document.querySelector(".theme, .pairs li") && ` + loaded)
	b.citedInCollection(p)
	b.eval(`document.getElementById("share").requestSubmit()`, nil)
	b.until(`document.querySelector("#sharelink a")`)
	link := b.text(`document.querySelector("#sharelink a").href`)
	b.chosenInLibrary(b.text(`document.querySelector("[data-collection]").dataset.collection`))
	b.sound()

	p.newKey(daodu.RoleAdmin) // from now on there are keys
	b.open(strings.TrimPrefix(link, p.url))
	if got := b.text(`document.querySelectorAll(".reading .card").length`); got != "2" {
		t.Errorf("the link shows %s articles", got)
	}
	b.eval(`document.querySelector(".theme a.cite, .pairs a.cite").click()`, nil)
	b.until(`document.querySelector(".desk") && ` + loaded + ` && CSS.highlights.get("lit")?.size > 0`)
	b.eval(`document.querySelector(".s.c").click()`, nil)
	b.until(`document.querySelector("#resting .resting")`)
	b.sound()
	for path, status := range map[string]int{
		strings.TrimPrefix(link, p.url) + "/articles/" + first: 200, strings.TrimPrefix(link, p.url) + "/articles/" + other: 404,
		"/shared/nonsense": 404, "/articles/" + first: 303, "/": 303, "/collections": 303, "/settings": 303, "/compare": 303, "/articles/" + first + "/raw": 303,
	} {
		client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		res, err := client.Get(p.url + path)
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
		if res.StatusCode != status {
			t.Errorf("%s without a key: %d, want %d", path, res.StatusCode, status)
		}
	}
}

// chosenInLibrary filters a library of three articles by a collection that has two of them.
func (b *tab) chosenInLibrary(id string) {
	b.t.Helper()
	cards := `document.querySelectorAll("#results .card").length`
	b.open("/?collection=" + id)
	if got := b.text(cards); got != "2" {
		b.t.Errorf("the library shows %s articles of the collection", got)
	}
	choose := `(() => { const c = document.querySelector('[name="collection"]'); c.value = %q; c.dispatchEvent(new Event("input", {bubbles: true})); })()`
	b.eval(fmt.Sprintf(choose, ""), nil)
	b.until(cards + ` === 3 && location.search === ""`)
	b.eval(fmt.Sprintf(choose, id), nil)
	b.until(cards + ` === 2 && location.search.includes("collection=")`)
	b.open("/?collection=00000000-0000-7000-8000-000000000000")
	if got := b.text(cards); got != "3" {
		b.t.Errorf("a collection that is gone leaves %s articles", got)
	}
}

// citedInCollection holds the words behind each cite of a guide against the articles.
func (b *tab) citedInCollection(p paged) {
	b.t.Helper()
	var cites []struct{ Href, At, Title string }
	b.eval(`[...document.querySelectorAll("a.cite")].map(c => ({href: c.pathname, at: c.dataset.at, title: c.title}))`, &cites)
	if len(cites) < 3 {
		b.t.Errorf("the guide cites %d times", len(cites))
	}
	for _, c := range cites {
		a, err := p.store.Article(b.t.Context(), c.Href[strings.LastIndexByte(c.Href, '/')+1:])
		if err != nil {
			b.t.Fatal(err)
		}
		if span, ok := spanOf(c.At); !ok || daodu.Slice(a.Text, span) != c.Title {
			b.t.Errorf("%s at %s is not %q", c.Href, c.At, c.Title)
		}
	}
}

// TestPagesLogin logs in with a key, works, and logs out.
func TestPagesLogin(t *testing.T) {
	t.Parallel()
	p := paging(t)
	id := p.example("speech.txt")
	key := p.newKey(daodu.RoleAdmin)
	b := p.browse(1366, 900)
	b.open("/articles/" + id + "?tab=outline")
	if got := b.text("location.pathname"); got != "/login" {
		t.Fatalf("without a key the page is %s", got)
	}
	login := func(secret string) {
		b.eval(`window.before = true; document.getElementById("key").value = "`+secret+`"; document.querySelector(".loginpage form").requestSubmit()`, nil)
		b.until(`!window.before && ` + loaded)
	}
	login("daodu_wrong")
	if got := b.text(`document.querySelector("[role=alert]").innerText`); got == "" {
		t.Error("a wrong key is not told")
	}
	login(p.key)
	if got := b.text("location.pathname + location.search"); got != "/articles/"+id+"?tab=outline" {
		t.Errorf("the login leads to %s", got)
	}
	if b.text("document.cookie") != "" && strings.Contains(b.text("document.cookie"), "key") {
		t.Error("scripts can read the key")
	}
	var status int
	b.eval(`fetch("/api/v1/me").then(r => r.status)`, &status)
	if status != 200 {
		t.Errorf("the API answers %d to who is logged in", status)
	}
	b.open("/settings")
	if got := b.text(`document.querySelector(".keys").innerText`); !strings.Contains(got, key.Prefix) {
		t.Errorf("keys: %s", got)
	}
	b.eval(`window.before = true; document.querySelector('form[action="/logout"]').requestSubmit()`, nil)
	b.until(`!window.before && ` + loaded + ` && location.pathname === "/login"`)
	b.sound()
}
