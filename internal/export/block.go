package export

import (
	"strings"
	"unicode"

	"github.com/daodu/daodu"
)

// A block is a piece of a document that stands on lines of its own.
type block struct {
	kind   blockKind
	level  int        // of a heading from 1; of an item from 0
	number int        // of a numbered item; of an option or quotation, the item it belongs to
	runs   []run      // words of everything but a table
	rows   [][]string // of a table, the first being its head
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
)

// A run is words of one style.
type run struct {
	text  string
	style style
}

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

func (d *document) heading(level int, words string) {
	d.add(block{kind: heading, level: level, runs: []run{{text: words}}})
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
