package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// A unit is what can become a point: a sentence, or the part of one between
// semicolons or at the beginning of a section. Numbering before it and a semicolon
// behind it are not part of it.
type unit struct {
	span    daodu.Span
	section *section // the deepest one, nil in a text without sections
	heading bool     // the heading of its section and nothing else
	first   bool     // first of its paragraph, which has more
	last    bool     // last of a paragraph that has more
	letters int      // Chinese letters; three of another script count as one
	never   string   // the rule by which it is no point, "" when it may be one
	bag     bag
	vector  vector
	central float64 // 0..1
	score   float64
	facts   float64 // how much of it can be counted, 0..1
}

// cut divides the text into units.
func (t *text) cut() []unit {
	var out []unit
	for _, s := range zh.Sentences(t.runes, zh.Semicolons) {
		out = append(out, unit{span: s})
	}
	out = splitAt(out, t.borders())
	at := make([]int, len(out))
	for i, u := range out {
		at[i] = u.span.Start
	}
	owners := t.owners(at)
	kept := out[:0]
	for i, u := range out {
		u.section = owners[i]
		u.heading = u.section != nil && u.section.headApart() && u.section.Head.Contains(u.span)
		u.first, u.last = t.edges(at, i)
		u.span = t.core(t.afterCredit(t.afterByline(u.span, len(kept))))
		if u.span.Len() == 0 {
			continue
		}
		u.letters = letters(t.runes[u.span.Start:u.span.End])
		u.bag = t.lexicon.bag(t.slice(u.span))
		kept = append(kept, u)
	}
	t.attach(kept)
	return kept
}

// edges reports whether the i-th unit opens or closes a paragraph that has more. at are
// the beginnings of all.
func (t *text) edges(at []int, i int) (first, last bool) {
	p := t.paragraph(at[i])
	before := i > 0 && t.paragraph(at[i-1]) == p
	behind := i+1 < len(at) && t.paragraph(at[i+1]) == p
	return behind && !before, before && !behind
}

// attach hangs the units on their sections and all sections above.
func (t *text) attach(units []unit) {
	for i := range units {
		for s := units[i].section; s != nil; s = s.parent {
			s.units = append(s.units, i)
		}
	}
}

// borders returns where units end besides the ends of sentences: where sections begin
// and headings end. Texts that lost their line breaks run both together.
func (t *text) borders() []int {
	var out []int
	for _, s := range t.sections {
		out = append(out, s.Span.Start)
		if s.headApart() {
			out = append(out, s.Head.End)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// splitAt cuts units at ascending positions.
func splitAt(units []unit, at []int) []unit {
	var out []unit
	for _, u := range units {
		i, _ := slices.BinarySearch(at, u.span.Start+1)
		for ; i < len(at) && at[i] < u.span.End; i++ {
			out = append(out, unit{span: daodu.Span{Start: u.span.Start, End: at[i]}})
			u.span.Start = at[i]
		}
		out = append(out, u)
	}
	return out
}

// marker matches numbering and address at the head of a folded unit. What binds a
// sentence (要, 应) stays.
var marker = regexp.MustCompile(`^(?:[一二三四五六七八九十百]{1,4}、|\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|第[一二三四五六七八九十]{1,3}[,、:](?:是)?|第[一二三四五六七八九十百零\d]{1,6}条 |[一二三四五六七八九十]{1,3}是|其[一二三四五六七八九][,是]|\d{1,2}[.、)](?:\D|$)|[①-⑳]|(?:为此|对此|那么|然后|所以|于是|因此|但是|然而|不过|总之|而且|并且|那),|首先,|其次,|再次,|最后,|同时,|另外,|此外,|(?:同志们|朋友们|各位代表|各位委员|各位同志|女士们|先生们|同学们|工友们)[,:!])`)

// numbered matches 一要, 二必须: only the numeral goes, the word that binds stays.
var numbered = regexp.MustCompile(`^[一二三四五六七八九十]{1,3}(?:要|必须|应)`)

// bylineHead matches what news puts before its first words: 某某报讯（记者某某）,
// （原标题：…）, 据某某社消息，. Datelines with a day stand alone already.
var bylineHead = regexp.MustCompile(`^(?:\(?原标题:[^)]{4,60}\))?(?:据?[\p{Han}·]{1,16}[^资通简短喜音函电问审闻传](?:快?讯|消息)(?: ?\([^()]{2,40}\))?[,:]? ?)?(?:\((?:[\p{Han}·]{0,8}记者|通讯员)[^()]{1,40}\))?`)

// afterByline returns s without such words when it is one of the first units.
func (t *text) afterByline(s daodu.Span, n int) daodu.Span {
	const first, reach, least = 3, 120, 10
	if n >= first {
		return s
	}
	head := bylineHead.FindString(string(t.folded[s.Start:min(s.End, s.Start+reach)]))
	if skip := utf8.RuneCountInString(head); s.Len()-skip >= least {
		s.Start += skip
	}
	return s
}

// credit matches the end of a caption that ran into the sentence behind it.
var credit = regexp.MustCompile(`^(?:新华社|本报|本网)?(?:记者|通讯员)[ :/]?[\p{Han} ]{2,12}?摄[ )]`)

// afterCredit returns s without the name of a photographer before it.
func (t *text) afterCredit(s daodu.Span) daodu.Span {
	const reach = 24
	head := credit.FindString(string(t.folded[s.Start:min(s.End, s.Start+reach)]))
	s.Start += utf8.RuneCountInString(head)
	return s
}

// core returns s without numbering before and joints behind it.
func (t *text) core(s daodu.Span) daodu.Span {
	for {
		n := t.markerLen(s)
		if n == 0 || n >= s.Len() {
			break
		}
		s.Start += n
		for s.Start < s.End && t.folded[s.Start] <= ' ' {
			s.Start++
		}
	}
	for s.Start < s.End && strings.ContainsRune("—-•●■◆· ", t.folded[s.Start]) {
		s.Start++
	}
	for s.End > s.Start && strings.ContainsRune(";,、: \n", t.folded[s.End-1]) {
		s.End--
	}
	return s
}

// markerLen returns the length of the numbering that opens s, 0 for none.
func (t *text) markerLen(s daodu.Span) int {
	const reach = 8
	head := string(t.folded[s.Start:min(s.End, s.Start+reach)])
	if m := marker.FindString(head); m != "" {
		r := []rune(m)
		if last := r[len(r)-1]; r[0] <= '9' && last != '.' && last != '、' && last != ')' {
			return len(r) - 1 // the letter behind the mark only proves that no decimal follows
		}
		return len(r)
	}
	if m := numbered.FindString(head); m != "" {
		return strings.IndexAny(m, "要必应") / len("要")
	}
	return 0
}

// letters counts the Chinese letters of s; three of another script count as one.
func letters(s []rune) int {
	han, other := 0, 0
	for _, r := range s {
		switch {
		case zh.IsHan(r):
			han++
		case zh.IsLetter(r):
			other++
		}
	}
	return han + other/3
}
