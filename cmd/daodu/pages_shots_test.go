package main

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/daodu/daodu"
)

// screenshots is where pictures of all pages go: make screenshots
var screenshots = flag.String("screenshots", "", "folder to write pictures of all pages to")

// TestScreenshots takes pictures of all pages: light on a desk and dark on a phone, the
// pages that people are in most the other way round too.
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.Skip("pictures are taken by make screenshots")
	}
	if err := os.MkdirAll(*screenshots, 0o755); err != nil {
		t.Fatal(err)
	}
	s := shelved(t)
	s.example("news.html")
	s.example("preview.txt")
	s.example("work-report.txt")
	b := s.browse(1280, 800)
	pages := append(s.pages(), [2]string{"collection", s.group()}, s.noted()[1])
	often := map[string]bool{"library": true, "summary": true, "outline": true, "quiz": true, "compare": true, "collection": true}
	for _, look := range []struct {
		name, scheme  string
		width, height int64
		all           bool
	}{{"desk-light", "light", 1280, 800, true}, {"phone-dark", "dark", 390, 844, true}, {"desk-dark", "dark", 1280, 800, false}, {"phone-light", "light", 390, 844, false}} {
		b.run(chromedp.EmulateViewport(look.width, look.height))
		b.scheme(look.scheme)
		for _, p := range pages {
			if look.all || often[p[0]] {
				b.open(p[1])
				b.pose(p[0], look.width)
				b.shoot(filepath.Join(*screenshots, p[0]+"-"+look.name+".webp"))
			}
		}
	}
	b.run(chromedp.EmulateViewport(1280, 800))
	b.scheme("light")
	b.open("/articles/" + s.speech + "?tab=outline")
	b.eval(`document.querySelector("[data-map]").click()`, nil)
	b.until(`document.activeElement?.matches(".mapbox .node")`)
	b.shoot(filepath.Join(*screenshots, "map-desk-light.webp"))
	empty := paging(t).browse(1280, 800)
	empty.scheme("light")
	empty.open("/")
	empty.shoot(filepath.Join(*screenshots, "empty-desk-light.webp"))
}

// group makes a collection with a guide and returns its address.
func (s shelf) group() string {
	s.t.Helper()
	c, err := s.store.AddCollection(s.t.Context(), "第一期读书班", "每篇先读摘要，再对照原文讨论。")
	if err != nil {
		s.t.Fatal(err)
	}
	for _, id := range []string{s.speech, s.minutes} {
		s.do("PUT", "/api/v1/collections/"+c.ID+"/articles/"+id, map[string]any{"due": "2026-12-01"}, 201, nil)
	}
	s.send(s.request("POST", "/api/v1/collections/"+c.ID+"/guide", "Prefer", "wait=50"), 200, &daodu.CollectionGuide{})
	return "/collections/" + c.ID
}

// pose brings a page into the state that a picture shows.
func (b *tab) pose(name string, width int64) {
	b.t.Helper()
	switch name {
	case "summary":
		b.eval(`document.querySelectorAll("#panel .points .cite")[1].click()`, nil)
	case "quiz":
		b.eval(`document.querySelector(".question input[type=radio]")?.click()`, nil)
	case "cards":
		b.eval(`localStorage.removeItem("daodu.cards")`, nil)
	}
	if width < 800 && name != "summary" && name != "damaged" && name != "traditional" {
		b.eval(`document.querySelector('[data-show="panel"]')?.click()`, nil)
	}
	b.eval(`new Promise(done => setTimeout(done, 600))`, nil)
}

// shoot takes a picture of the window.
func (b *tab) shoot(file string) {
	b.t.Helper()
	b.run(func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		quality := int64(80)
		shot, err := cdp.Call(ctx, t, cdppage.CaptureScreenshot, cdppage.CaptureScreenshotParams{Format: cdppage.CaptureScreenshotFormatWebp, Quality: &quality})
		if err != nil {
			return chromedp.Void{}, err
		}
		return chromedp.Void{}, os.WriteFile(file, shot.Data, 0o644)
	})
}
