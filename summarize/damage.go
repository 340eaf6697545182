package summarize

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// damageRule is the name under which findings say that words are damaged.
const damageRule = "damage"

// damaged returns a finding for every point, fact and question of c that rests on words
// of the article that are damaged, and for every outline node whose heading is. It makes
// none of them false: the words stand there, but a reader should see the original before
// passing them on. lang is that of the artifact.
func damaged(c daodu.Content, a *daodu.Article, lang string) []daodu.Finding {
	faults := marring(a.Damage)
	out := []daodu.Finding{}
	if len(faults) == 0 || c == nil {
		return out
	}
	m := marks{faults: faults, text: []rune(a.Text), own: damageWordsFor(lang)}
	if o, ok := c.(*daodu.Outline); ok {
		m.headings(o.Nodes, "nodes", headsOf(a.Sections, map[string]daodu.Span{}))
	}
	for path, q := range c.EachQuote() {
		if at := strings.LastIndex(path, ".quotes["); at >= 0 {
			m.add(path[:at], q.Span)
		}
	}
	for _, path := range m.paths {
		out = append(out, daodu.Finding{
			Path: path, Rule: damageRule, Verdict: daodu.Supported, Detail: strings.Join(m.details[path], m.own.and) + m.own.stop,
		})
	}
	return out
}

// marring returns the damage that changes the words it stands on. Letters of the other
// script are read alike, and page marks are taken out already.
func marring(damage []daodu.Damage) []daodu.Damage {
	return slices.DeleteFunc(slices.Clone(damage), func(d daodu.Damage) bool {
		switch d.Kind {
		case daodu.Truncated, daodu.Redacted, daodu.OCRSuspect, daodu.Quotes, daodu.Mojibake:
			return d.Span.Len() <= 0 // an article may come from a file that others wrote
		case daodu.WrongVariant:
			return d.Severity != daodu.SeveritySevere || d.Span.Len() <= 0
		}
		return true
	})
}

// marks collects what is wrong with the words under each path, in the order in which
// the paths come.
type marks struct {
	faults  []daodu.Damage
	text    []rune
	own     damageWords
	paths   []string
	details map[string][]string
}

// add notes the damage on the words at s.
func (m *marks) add(path string, s daodu.Span) {
	for _, d := range m.faults {
		if s.Len() == 0 || !s.Overlaps(d.Span) {
			continue
		}
		if d.Kind == daodu.Mojibake {
			if d.Span = m.garbled(s); d.Span.Len() == 0 {
				continue
			}
		}
		if m.details == nil {
			m.details = map[string][]string{}
		}
		detail := m.own.say(d, m.text)
		if m.details[path] == nil {
			m.paths = append(m.paths, path)
		}
		if !slices.Contains(m.details[path], detail) {
			m.details[path] = append(m.details[path], detail)
		}
	}
}

// garbled returns the words around the first letter in s that no decoding gave, an empty
// span when there is none. Articles have one damage from the first such letter to the
// last, and all between may be well.
func (m *marks) garbled(s daodu.Span) daodu.Span {
	const beside = 4
	s.End = min(s.End, len(m.text))
	for i := max(0, s.Start); i < s.End; i++ {
		if unreadable(m.text[i:s.End]) {
			return daodu.Span{Start: max(s.Start, i-beside), End: min(s.End, i+beside)}
		}
	}
	return daodu.Span{}
}

// unreadable reports whether words begin with a replacement character, a private one, or
// several letters that a wrong charset makes of Chinese.
func unreadable(words []rune) bool {
	const run = 6
	if r := words[0]; r == 0xFFFD || r >= 0xE000 && r <= 0xF8FF {
		return true
	}
	n := 0
	for n < len(words) && n < run && words[n] >= 0xA1 && words[n] <= 0xFF {
		n++
	}
	return n == run
}

// headings notes the damage on the headings of outline nodes.
func (m *marks) headings(nodes []daodu.Node, list string, heads map[string]daodu.Span) {
	for i, n := range nodes {
		path := fmt.Sprintf("%s[%d]", list, i)
		m.add(path, heads[n.Section])
		m.headings(n.Children, path+".children", heads)
	}
}

// headsOf returns where the headings of sections stand, by section ID.
func headsOf(sections []daodu.Section, heads map[string]daodu.Span) map[string]daodu.Span {
	for _, s := range sections {
		switch s.Kind {
		case daodu.Heading, daodu.Enumeration, daodu.RunIn:
			heads[s.ID] = s.Head
		}
		headsOf(s.Children, heads)
	}
	return heads
}

// damageWords says in one language what is wrong with words.
type damageWords struct {
	redacted, suspect, quotes, mojibake, variant string // the words
	cut, and, stop                               string
}

// say tells of one damage.
func (w damageWords) say(d daodu.Damage, text []rune) string {
	words := ""
	if d.Span.Start >= 0 && d.Span.End <= len(text) {
		words = shorten(text[d.Span.Start:d.Span.End])
	}
	switch d.Kind {
	case daodu.Redacted:
		return fmt.Sprintf(w.redacted, words)
	case daodu.OCRSuspect:
		return fmt.Sprintf(w.suspect, words)
	case daodu.Quotes:
		return fmt.Sprintf(w.quotes, words)
	case daodu.Mojibake:
		return fmt.Sprintf(w.mojibake, words)
	case daodu.WrongVariant:
		return fmt.Sprintf(w.variant, words)
	}
	return w.cut
}

// shorten returns the first letters of words, without the quotation marks around them.
func shorten(words []rune) string {
	const most = 10
	s := []rune(strings.Trim(string(words), "“”‘’「」『』\""))
	if len(s) <= most {
		return string(s)
	}
	return string(s[:most]) + "…"
}

// damageWordsFor returns the words for a language tag.
func damageWordsFor(lang string) damageWords {
	switch {
	case strings.HasPrefix(lang, "zh-Hant"):
		return damageWords{
			redacted: "「%s」處原詞被隱去", suspect: "「%s」疑為識別錯誤", quotes: "「%s」處引號不成對", mojibake: "「%s」處有亂碼",
			variant: "「%s」用字有誤", cut: "此處原文中斷，後文未見", and: "；", stop: "。",
		}
	case strings.HasPrefix(lang, "en"):
		return damageWords{
			redacted: "the words at “%s” are blacked out", suspect: "“%s” looks misread", quotes: "a quotation mark at “%s” has no partner",
			mojibake: "letters at “%s” are garbled", variant: "“%s” is in the wrong script", cut: "the source breaks off here", and: "; ", stop: ".",
		}
	}
	return damageWords{
		redacted: "“%s”处原词被隐去", suspect: "“%s”疑为识别错误", quotes: "“%s”处引号不成对", mojibake: "“%s”处有乱码",
		variant: "“%s”用字有误", cut: "此处原文中断，后文未见", and: "；", stop: "。",
	}
}
