package export

import (
	"strings"
	"unicode"

	"github.com/daodu/daodu"
)

// A block is a piece of a document that stands on lines of its own.
type block struct {
	kind   blockKind
	name   string   // of a heading: what it opens, as in links; "" for most
	level  int      // of a heading from 1; of an item from 0
	number int      // of a numbered item; of an option or quotation, the item it belongs to
	runs   []run    // words of everything but a table
	rows   [][]cell // of a table, the first being its head
}

type blockKind int

const (
	heading blockKind = iota
	paragraph
	item     // of a list
	numbered // item with a number
	option   // of a numbered item
	quotation
	table
	warning
	facts // what is known of an article, a run for each
)

// A cell of a table holds words of one or more styles.
type cell []run

// A run is words of one style.
type run struct {
	text   string
	style  style
	quotes []daodu.Quote // of an anchor: what it names the place of
}

// bold returns words that stand out.
func bold(words string) run { return run{text: words, style: strong} }

type style int

const (
	plain  style = iota
	strong       // bold
	anchor       // [S12 · 一、（二）]
)

// A document collects blocks.
type document struct {
	article *daodu.Article
	runes   []rune
	own     *wording
	blocks  []block
	damaged map[string]bool // paths of the artifact under way that rest on damaged words
	marked  bool            // whether one of them was shown
}

// newDocument begins a document in a language, that of its article when lang is "".
func newDocument(a *daodu.Article, lang string) *document {
	return &document{article: a, runes: []rune(a.Text), own: wordingFor(lang, a)}
}

func (d *document) add(b block) { d.blocks = append(d.blocks, b) }

func (d *document) heading(level int, words string) { d.opening("", level, words) }

// opening writes a heading that links and style sheets know by name.
func (d *document) opening(name string, level int, words string) {
	d.add(block{kind: heading, name: name, level: level, runs: []run{{text: words}}})
}

func (d *document) paragraph(runs ...run) { d.add(block{kind: paragraph, runs: runs}) }

// words returns the article's words at s, "" when it lies outside.
func (d *document) words(s daodu.Span) string {
	if s.Start < 0 || s.End < s.Start || s.End > len(d.runes) {
		return ""
	}
	return string(d.runes[s.Start:s.End])
}

// oneLine makes a line of words that may hold line breaks. Letters that steer a terminal
// or turn the direction of writing are left out.
func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.Map(shown, s)), " ")
}

// factWords writes facts on one line.
func factWords(b block) string {
	words := make([]string, len(b.runs))
	for i, r := range b.runs {
		words[i] = oneLine(r.text)
	}
	return strings.Join(words, " · ")
}

// shown returns r, or -1 when it is no letter to be shown.
func shown(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return r
	case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return -1
	}
	return r
}

// first cuts words to their first n letters.
func first(s string, n int) string {
	r := []rune(oneLine(s))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n]) + "…"
}
