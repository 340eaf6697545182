package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// structureItems asks for the parts of the text and of its sections, those that announce
// their number first.
func (t *text) structureItems() []item {
	var out []item
	add := func(q daodu.Question, s *section, value float64) {
		it := item{form: formStructure, question: q.Question, answer: q.Answer, value: value}
		for _, x := range q.Quotes {
			it.quotes = append(it.quotes, x.Span)
		}
		it.subject = "parts"
		if s != nil {
			it.subject = string(zh.Letters(t.slice(s.Head)))
		}
		out = append(out, it)
	}
	if q, ok := t.partsQuestion(); ok {
		add(q, nil, 3)
	}
	for _, s := range t.sections {
		if q, ok := t.pointsQuestion(s); ok {
			value := 1 / float64(1+len(q.Answer))
			if s.Announced > 0 {
				value++
			}
			add(q, s, value)
		}
	}
	return out
}

// placeItems asks in which of its parts the text has a heading of the level below. The
// parts must be told apart by their headings.
func (t *text) placeItems() []item {
	var heads []*section
	for _, s := range t.roots {
		if s.Kind == daodu.Heading && t.headingWords(s) != "" {
			heads = append(heads, s)
		}
	}
	var out []item
	for _, s := range heads {
		for _, k := range s.children {
			words := t.headingWords(k)
			if len(heads) < leastOptions || words == "" || article.MatchString(words) || len([]rune(words)) > longestTopic || len(t.occurrences(zh.FoldString(words))) > 1 {
				continue
			}
			it := item{
				form: formPlace, choice: true, question: fmt.Sprintf(t.phrasing().inPart, words), answer: t.plainHeading(s),
				quotes: []daodu.Span{t.core(s.Head), t.core(k.Head)}, subject: string(zh.Letters(t.slice(k.Head))), value: 0.2 * t.specific(k.Span),
			}
			it.rivals, it.likely = func() []string { return t.otherParts(heads, s, words) }, true
			out = append(out, it)
		}
	}
	return out
}

const (
	leastParts = 2
	mostParts  = 10
)

// otherParts returns the headings of other parts that do not read like the words asked
// about.
func (t *text) otherParts(heads []*section, s *section, words string) []string {
	var out []string
	for _, other := range heads {
		if name := t.plainHeading(other); other != s && !t.echoes(name, words) && !t.echoes(words, name) {
			out = append(out, name)
		}
	}
	return out
}

// partsQuestion asks for the main headings.
func (t *text) partsQuestion() (daodu.Question, bool) {
	var heads []*section
	for _, s := range t.roots {
		if s.Kind == daodu.Heading && (t.headingWords(s) == "" || len(s.children) == 0 && s.Span.Len() < s.Head.Len()+longLabel) {
			return daodu.Question{}, false // a sentence with a number: the text has no parts with names
		}
		if s.Kind == daodu.Heading {
			heads = append(heads, s)
		}
	}
	if len(heads) < leastParts || len(heads) > mostParts || t.cutShort() {
		return daodu.Question{}, false
	}
	q := t.listQuestion(fmt.Sprintf(t.own.parts, t.numeral(len(heads))), heads)
	return q, q.Answer != ""
}

// pointsQuestion asks for the parts of one section, where it has a heading to name it
// by.
func (t *text) pointsQuestion(s *section) (daodu.Question, bool) {
	var kids []*section
	for _, k := range s.children {
		if k.headed() {
			kids = append(kids, k)
		}
	}
	name := t.headingWords(s)
	if article.MatchString(name) || t.article.Genre == daodu.GenreLaw && s.Announced == 0 {
		return daodu.Question{}, false
	}
	if name == "" && s.Announced == 0 || len(kids) < leastParts || len(kids) > mostParts || s.Announced > 0 && s.Announced != len(kids) {
		return daodu.Question{}, false
	}
	if last := kids[len(kids)-1]; t.cutShort() && last.Span.End >= len(t.runes)-1 {
		return daodu.Question{}, false // more may have followed
	}
	words := t.pointsWords(s, name, len(kids))
	q := t.listQuestion(words, kids)
	return q, words != "" && q.Answer != ""
}

// announcing matches the words that give the number of the parts to come.
var announcing = regexp.MustCompile(`([一二两三四五六七八九十]{1,3}|\d{1,2})(?:个|点|项|条|件|方面|大)`)

// pointsWords asks with the announcing clause of the section (反映出哪三个突出问题？), or
// in words of its own where the section announces nothing.
func (t *text) pointsWords(s *section, name string, n int) string {
	if clause, at := t.announcement(s); s.Announced == n && at.Len() > 0 {
		asked := t.words(daodu.Span{Start: clause.Start, End: at.Start}) + t.own.which + t.words(daodu.Span{Start: at.Start, End: clause.End})
		if name == "" {
			return asked + "？"
		}
		return fmt.Sprintf(t.own.pointsIn, name, asked)
	}
	if name == "" {
		return ""
	}
	return fmt.Sprintf(t.own.points, name, t.numeral(n))
}

// announcement returns the last clause before the first child that gives a number,
// and where the number stands.
func (t *text) announcement(s *section) (clause, number daodu.Span) {
	before := daodu.Span{Start: s.Span.Start, End: s.children[0].Span.Start}
	if before.Len() <= 0 {
		return daodu.Span{}, daodu.Span{}
	}
	for _, c := range slices.Backward(t.clauses(t.core(before))) {
		folded := string(t.slice(c.span))
		if m := announcing.FindAllStringIndex(folded, -1); m != nil {
			last := m[len(m)-1]
			at := c.span.Start + utf8.RuneCountInString(folded[:last[0]])
			return t.core(c.span), daodu.Span{Start: at, End: c.span.Start + utf8.RuneCountInString(folded[:last[1]])}
		}
	}
	return daodu.Span{}, daodu.Span{}
}

// headingWords returns the heading of a section without its number, "" when it has
// none that stands apart.
func (t *text) headingWords(s *section) string {
	if !s.headApart() {
		return ""
	}
	words := strings.TrimRight(t.words(t.core(s.Head)), "。；;：:，,！! ")
	if n := letters([]rune(words)); n < leastWhat && !article.MatchString(words) || n > longLabel || strings.ContainsRune(words, '\t') {
		return ""
	}
	return t.own.inner(words)
}

// plainHeading is headingWords with the marks of the text.
func (t *text) plainHeading(s *section) string { return trimmed(t.words(t.core(s.Head))) }

// nameless matches headings that name nothing.
var nameless = regexp.MustCompile(`^(?:第[一二三四五六七八九十百零〇\d]+条|附件\d*|附录|附表)[:。]?$`)

// listQuestion asks for what sections are headed with. Every one of them has a head in
// an article that was read here.
func (t *text) listQuestion(question string, sections []*section) daodu.Question {
	q := daodu.Question{Kind: daodu.ShortAnswer, Question: question}
	var answers []string
	for _, s := range sections {
		head := s.Head
		if !s.headApart() {
			head, _ = t.splitHead(s)
		}
		if head = t.core(head); head.Len() == 0 {
			continue
		}
		if nameless.MatchString(string(t.slice(head))) {
			return daodu.Question{}
		}
		answers = append(answers, strings.TrimRight(t.words(head), "。；;：:，,"))
		q.Quotes = append(q.Quotes, t.quote(head))
	}
	q.Answer = strings.Join(answers, "；")
	return q
}
