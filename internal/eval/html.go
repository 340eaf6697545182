package eval

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Page is one web page with the text that a person took out of it.
type Page struct {
	Name   string // file name without its ending
	URL    string // "" when the corpus does not tell
	HTML   []byte // as received: any encoding
	Gold   string // main text, UTF-8
	Author string // as written on the page; "" when unknown
	Date   string // as written on the page; "" when unknown
}

// MagicPages loads the 48 Chinese pages of magic-html below dir, the folder of the
// corpora. Three of their golds are a snippet of the article only.
func MagicPages(dir string) ([]Page, error) {
	dir = filepath.Join(dir, "html_magic")
	index, err := os.ReadFile(filepath.Join(dir, "base.json"))
	if err != nil {
		return nil, err
	}
	var golds map[string]struct{ URL, Content string }
	if err := json.Unmarshal(index, &golds); err != nil {
		return nil, fmt.Errorf("%s: base.json: %w", dir, err)
	}
	var pages []Page
	for _, name := range slices.Sorted(maps.Keys(golds)) {
		html, err := os.ReadFile(filepath.Join(dir, "htmls", name+".html"))
		if err != nil {
			return nil, err
		}
		pages = append(pages, Page{Name: name, URL: golds[name].URL, HTML: html, Gold: golds[name].Content})
	}
	return pages, nil
}

// CWCEDPages loads the 68 pages of the Chinese Web Content Extraction Dataset below
// dir, the folder of the corpora; most have no address but an author and a date.
func CWCEDPages(dir string) ([]Page, error) {
	dir = filepath.Join(dir, "html_cwced")
	files, err := filepath.Glob(filepath.Join(dir, "original", "*.html"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no pages in original: %w", dir, os.ErrNotExist)
	}
	pages := make([]Page, len(files))
	for i, file := range files {
		if pages[i], err = cwcedPage(dir, file); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

// cwcedPage loads one page and the three text files that belong to it.
func cwcedPage(dir, file string) (Page, error) {
	page := Page{Name: strings.TrimSuffix(filepath.Base(file), ".html")}
	html, err := os.ReadFile(file)
	if err != nil {
		return Page{}, err
	}
	page.HTML = html
	for folder, field := range map[string]*string{"cleaned": &page.Gold, "author": &page.Author, "date": &page.Date} {
		text, err := os.ReadFile(filepath.Join(dir, folder, page.Name+".txt"))
		if err != nil {
			return Page{}, err
		}
		*field = known(string(text))
	}
	return page, nil
}

// known returns a label of the corpus, "" for its word UNKNOWN (once UNKNWON).
func known(label string) string {
	label = strings.TrimSpace(label)
	if strings.HasPrefix(label, "UNKN") {
		return ""
	}
	return label
}
