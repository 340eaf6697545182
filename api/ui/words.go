package ui

import (
	_ "embed"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// wordList holds the words of the interface: a line for each with its name and the words in
// the languages of langs, parted by tabs.
//
//go:embed words.txt
var wordList string

// A lang is a language of the interface, as a BCP 47 tag.
type lang string

// langs are the languages of the interface in the order of words.txt.
var langs = []lang{"zh-Hans", "zh-Hant", "en"}

// Name returns what a language calls itself.
func (l lang) Name() string {
	return map[lang]string{"zh-Hans": "简体", "zh-Hant": "繁體", "en": "English"}[l]
}

// langCookie keeps the language that a reader chose.
const langCookie = "daodu_lang"

var matcher = language.NewMatcher([]language.Tag{language.SimplifiedChinese, language.TraditionalChinese, language.English})

// langOf returns the language of an answer: that of the address, else the one chosen
// before, else what the browser asks for.
func langOf(r *http.Request) lang {
	if l := lang(r.URL.Query().Get("lang")); slices.Contains(langs, l) {
		return l
	}
	if c, err := r.Cookie(langCookie); err == nil && slices.Contains(langs, lang(c.Value)) {
		return lang(c.Value)
	}
	tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(tags) == 0 {
		return langs[0]
	}
	_, i, _ := matcher.Match(tags...)
	return langs[i]
}

// words are the words of the interface by name and language.
type words struct {
	byName map[string][]string
}

// readWords reads words.txt. Every name has words in every language.
func readWords(list string) (*words, error) {
	w := &words{map[string][]string{}}
	for n, line := range strings.Split(list, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != len(langs)+1 || slices.Contains(fields, "") {
			return nil, fmt.Errorf("words.txt:%d: want a name and %d languages", n+1, len(langs))
		}
		if _, again := w.byName[fields[0]]; again {
			return nil, fmt.Errorf("words.txt:%d: %s stands there twice", n+1, fields[0])
		}
		w.byName[fields[0]] = fields[1:]
	}
	return w, nil
}

// of returns words in a language, with values put in. A name that is not there is shown
// itself: a test finds those.
func (w *words) of(l lang, name string, args ...any) string {
	all, ok := w.byName[name]
	if !ok {
		return name
	}
	text := all[max(slices.Index(langs, l), 0)]
	if len(args) > 0 {
		return fmt.Sprintf(text, args...)
	}
	return text
}

// scripts returns the words that scripts show, by their names without "js.".
func (w *words) scripts(l lang) map[string]string {
	out := map[string]string{}
	for name := range w.byName {
		if short, ok := strings.CutPrefix(name, "js."); ok {
			out[short] = w.of(l, name)
		}
	}
	return out
}
