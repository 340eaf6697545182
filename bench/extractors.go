package main

import (
	"context"
	"net/url"
	"strings"

	readeck "codeberg.org/readeck/go-readability/v2"
	"github.com/daodu/daodu/ingest/read/webpage"
	shiori "github.com/go-shiori/go-readability"
	"github.com/markusmobius/go-trafilatura"
)

// An extractor returns the main text of a page, which is UTF-8.
type extractor struct {
	name string
	run  func(page, pageURL string) (string, error)
}

// extractors are those compared, ours first.
var extractors = []extractor{
	{"daodu webpage", ours},
	{"readeck/go-readability v2.1.2", readeckText},
	{"  with invisible styles taken out", func(page, u string) (string, error) { return readeckText(visible.Replace(page), u) }},
	{"go-shiori/go-readability 20251205", shioriText},
	{"go-trafilatura v1.12.2", func(page, u string) (string, error) { return trafilaturaText(page, u, false) }},
	{"  with fallback", func(page, u string) (string, error) { return trafilaturaText(page, u, true) }},
}

// visible takes out the styles by which WeChat hides its articles until a script has
// run; readability leaves out what is hidden so.
var visible = strings.NewReplacer("visibility: hidden", "", "visibility:hidden", "", "opacity: 0", "", "opacity:0", "")

func ours(page, pageURL string) (string, error) {
	doc, err := webpage.Read(context.Background(), page, pageURL)
	if err != nil {
		return "", err
	}
	text := []rune(doc.Text)
	var out strings.Builder
	for _, s := range doc.Main {
		out.WriteString(string(text[s.Start:s.End]))
		out.WriteByte('\n')
	}
	return out.String(), nil
}

func readeckText(page, pageURL string) (string, error) {
	article, err := readeck.FromReader(strings.NewReader(page), address(pageURL))
	if err != nil || article.Node == nil {
		return "", err
	}
	var out strings.Builder
	err = article.RenderText(&out)
	return out.String(), err
}

func shioriText(page, pageURL string) (string, error) {
	article, err := shiori.FromReader(strings.NewReader(page), address(pageURL))
	return article.TextContent, err
}

func trafilaturaText(page, pageURL string, fallback bool) (string, error) {
	result, err := trafilatura.Extract(strings.NewReader(page), trafilatura.Options{
		OriginalURL:     address(pageURL),
		EnableFallback:  fallback,
		ExcludeComments: true,
	})
	if err != nil {
		return "", err
	}
	return result.ContentText, nil
}

// address parses an address; the extractors do not take none.
func address(s string) *url.URL {
	if u, err := url.Parse(s); err == nil && u.Host != "" {
		return u
	}
	return &url.URL{Scheme: "https", Host: "page.example", Path: "/"}
}
