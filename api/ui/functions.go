package ui

import (
	"html/template"
	"net/url"
	"strings"

	"github.com/daodu/daodu"
)

// functions are what templates call besides the words of the interface. prefix is where
// the static files are.
func functions(prefix string) template.FuncMap {
	return template.FuncMap{
		"static":   func(name string) string { return prefix + "/" + name },
		"place":    placeOf,
		"link":     link,
		"langOf":   langAttr,
		"speaker":  speaker,
		"percent":  func(share float64) int { return int(share*100 + .5) },
		"short":    first,
		"on":       on,
		"language": func(l lang) string { return l.Name() },
	}
}

// link returns an address of the web, "" for anything else: files have no link.
func link(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return uri
}

// langAttr returns the language of words as HTML has it, "" when it is not known.
func langAttr(l string) string {
	if l == "und" {
		return ""
	}
	return l
}

// speaker returns who speaks, as a line.
func speaker(s *daodu.Speaker) string {
	if s == nil {
		return ""
	}
	name := s.Name
	if name == "" {
		name = s.AsWritten
	}
	return strings.TrimSpace(name + " " + s.Role)
}

// A view is what a shared template gets: the page with what it is to show.
type view struct {
	Page any
	Of   any
}

// on joins a page and what a shared template is to show of it.
func on(page, of any) view { return view{page, of} }
