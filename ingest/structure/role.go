package structure

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/match"
	"github.com/daodu/daodu/internal/zh"
)

// What paragraphs without a number do, over folded text.
var (
	// subject and verb of reported speech: 某某指出, 《通知》强调, 会议要求.
	reported = regexp.MustCompile(`(?:^|[。,!;” ])(《[^》]{2,30}》(?:还|同时|明确|进一步)?(?:提出|明确|要求|规定|指出|强调)|(?:[\p{Han}·]{2,24}|《[^》]{2,30}》)(?:首先|还|同时|进一步|最后|特别|明确|着重|代表[\p{Han}]{2,20})?(?:指出|强调|要求|表示|提出|认为|希望|说|介绍说?|谈到|号召|呼吁|宣布|重申|提到|称|表明|明确)[,:])`)
	attended = regexp.MustCompile(`(?:参加|出席|列席|陪同|主持)(?:了)?(?:[\p{Han}“”]{0,20}(?:会议?|会见|谈话|座谈|活动|仪式|调研|考察|大会|论坛|培训|典礼))?(?:等)?(?:。|$)`)
	spoke    = regexp.MustCompile(`(?:先后|分别|依次|也|作了?|作为代表)?(?:发了言|发言|作(?:了)?(?:发言|汇报|说明|报告|交流|表态)|作(?:了)?交流发言)(?:[。,]|$)`)
	moves    = regexp.MustCompile(`(?:(?:下面|接下来|现在|借此机会|在此),?[^。!?]{0,60}|我[^。!?]{0,40})(?:讲|谈|提|说|强调)(?:以下)?(?:几|[一二两三四五六七八九十]|\d)(?:点|个|条|方面)(?:方面)?(?:的)?(?:意见|问题|要求|看法|体会|想法|建议|希望|认识|工作)?[^。!?]{0,20}[。:!]|(?:现|兹)(?:将|就)?[^。]{0,30}(?:通知|报告|公告|通报|答复|批复)如下[:。]`)
	closes   = regexp.MustCompile(`^(?:同志们|各位代表|各位委员|女士们|朋友们|各位同[事仁]|各位来宾|同学们|职工朋友们|工友们)[^。]{0,30}?[,!:]|^(?:让我们|最后,|谢谢|祝|预祝|我相信|我坚信)|^(?:特此(?:通知|报告|公告|函复)|此致|以上(?:意见|报告))`)
)

// roleFilter tells which of the first three may match a paragraph, as bits 1, 2, 4.
var roleFilter = match.NewSet(attended, spoke, reported)

// moveFilter tells whether a paragraph may have a transition: the words that every
// match of moves has and few other sentences do.
var moveFilter = match.NewSet(regexp.MustCompile(`(?:讲|谈|提|说|强调)(?:以下)?(?:几|[一二两三四五六七八九十]|\d)|(?:通知|报告|公告|通报|答复|批复)如下`))

// maxAttendance is the longest paragraph, in code points, that only names who was
// there or spoke.
const maxAttendance = 260

// closingReach is how many paragraphs at the end may be closing words.
const closingReach = 3

// reach is how many code points at the start of a paragraph tell what it does.
const reach = 140

// roleOf tells what a paragraph does. Most stand under a heading and are never asked.
func (t *text) roleOf(i int) daodu.SectionKind {
	if t.roles[i] == "" {
		t.roles[i] = t.role(i, t.genre)
	}
	return t.roles[i]
}

func (t *text) role(i int, genre daodu.Genre) daodu.SectionKind {
	p := t.paras[i]
	folded := t.folded[p.Start:p.End]
	may := roleFilter.Candidates(folded[:min(len(folded), maxAttendance)])
	start := string(folded[:min(len(folded), reach)])
	whole := func(bit uint64, re *regexp.Regexp) bool {
		return may&bit != 0 && i > 0 && len(folded) <= maxAttendance && re.MatchString(string(folded))
	}
	switch {
	case len(folded) <= 60 && zh.Salutation(folded) == len(folded), i == 0 && len(t.paras) > 1 && addressee(folded):
		return daodu.Salutation
	case zh.Dateline(folded) > 0, i == 0 && genre == daodu.GenreNews:
		return daodu.Lead
	case whole(1, attended), whole(2, spoke):
		return daodu.Attendance
	case may&4 != 0 && genre != daodu.GenreSpeech && reported.MatchString(start):
		return daodu.ReportedPoint
	case i >= len(t.paras)-closingReach && i > 0 && closes.MatchString(start):
		return daodu.Closing
	}
	return daodu.Body
}

// addressee reports whether the first line of a document says whom it is for:
// 各县(区)总工会:.
func addressee(folded []rune) bool {
	return len(folded) <= 120 && folded[len(folded)-1] == ':' && !strings.ContainsAny(string(folded), "。!;")
}

// paragraphs returns the parts for the text in [from, to) that no numbered part
// covers. Paragraphs of plain body are one part, unless the text is told in
// paragraphs (news); lists inside a paragraph become its children.
func (t *text) paragraphs(from, to int, roots []*part) []*part {
	var out []*part
	for i, p := range t.paras {
		s := daodu.Span{Start: max(p.Start, from), End: min(p.End, to)}
		if s.Start >= s.End || t.allBlank(s) {
			continue
		}
		for _, part := range t.splitParagraph(s, t.roleOf(i), i) {
			if last := len(out) - 1; last >= 0 && part.kind == daodu.Body && out[last].kind == daodu.Body &&
				!t.holdsList(part.span, roots) && !t.holdsList(out[last].span, roots) {
				out[last].span.End = part.span.End
				continue
			}
			out = append(out, part)
		}
	}
	for _, p := range out {
		t.adopt(p, roots)
		if p.kind == daodu.Body && len(p.children) == 0 {
			t.addRunIns(p)
		}
	}
	return out
}

// holdsList reports whether a list stands inside of a stretch of paragraphs.
func (t *text) holdsList(s daodu.Span, roots []*part) bool {
	i, _ := slices.BinarySearchFunc(roots, s.Start, func(p *part, at int) int { return cmp.Compare(p.span.Start, at) })
	return i < len(roots) && roots[i].span.Start < s.End && !t.structural(roots[i])
}

func (t *text) allBlank(s daodu.Span) bool {
	for _, r := range t.runes[s.Start:s.End] {
		if !blank(r) {
			return false
		}
	}
	return true
}

// splitParagraph makes the part of a paragraph and parts a salutation at its head
// and a transition inside it from the rest.
func (t *text) splitParagraph(s daodu.Span, role daodu.SectionKind, para int) []*part {
	var out []*part
	add := func(kind daodu.SectionKind, s daodu.Span) {
		for s.Start < s.End && blank(t.runes[s.Start]) {
			s.Start++
		}
		if s.Len() > 0 {
			out = append(out, &part{kind: kind, para: para, first: true, span: s, head: t.opening(s, kind)})
		}
	}
	if role == daodu.Body || role == daodu.Closing {
		if n := zh.Salutation(t.folded[s.Start:s.End]); n > 0 && n < s.Len() && role == daodu.Body {
			add(daodu.Salutation, daodu.Span{Start: s.Start, End: s.Start + n})
			s.Start += n
		}
		if m, ok := t.transition(s); ok {
			add(role, daodu.Span{Start: s.Start, End: m.Start})
			add(daodu.Transition, m)
			s.Start = m.End
		}
	}
	add(role, s)
	return out
}

// transition returns the sentence in s that leads over to the points of a speech.
func (t *text) transition(s daodu.Span) (daodu.Span, bool) {
	for _, m := range t.sentencesIn(s) {
		if m.Len() <= reach && m.End <= s.End && moveFilter.Candidates(t.folded[m.Start:m.End]) != 0 && moves.MatchString(string(t.folded[m.Start:m.End])) {
			return m, true
		}
	}
	return daodu.Span{}, false
}

// opening returns the words that stand for a part without heading: subject and verb
// of reported speech, or the first clause.
func (t *text) opening(s daodu.Span, kind daodu.SectionKind) daodu.Span {
	if kind == daodu.ReportedPoint {
		start := string(t.folded[s.Start:min(s.End, s.Start+reach)])
		if m := reported.FindStringSubmatchIndex(start); m != nil {
			from := s.Start + utf8.RuneCountInString(start[:m[2]])
			return daodu.Span{Start: from, End: from + utf8.RuneCountInString(strings.TrimRight(start[m[2]:m[3]], ",:"))}
		}
	}
	s.Start += zh.Dateline(t.folded[s.Start:s.End])
	const most = 30
	for at := s.Start; at < min(s.End, s.Start+most); at++ {
		switch t.folded[at] {
		case ',', '。', ':', ';', '!', '?':
			if at-s.Start >= 4 {
				return daodu.Span{Start: s.Start, End: at}
			}
		}
	}
	return daodu.Span{Start: s.Start, End: min(s.End, s.Start+most)}
}

// adopt hangs the lists that stand inside a paragraph under its part.
func (t *text) adopt(p *part, roots []*part) {
	for _, r := range roots {
		if !t.structural(r) && p.span.Contains(daodu.Span{Start: r.span.Start, End: r.span.Start}) && r.span.Start < p.span.End {
			r.span.End = min(r.span.End, p.span.End)
			p.children = append(p.children, r)
		}
	}
}

// closingStart returns where the closing words begin behind the last numbered part.
func (t *text) closingStart(roots []*part) int {
	last := lastHead(roots)
	start := len(t.runes)
	for i := len(t.paras) - 1; i >= max(0, len(t.paras)-closingReach) && t.paras[i].Start > last; i-- {
		if t.roleOf(i) == daodu.Closing {
			start = t.paras[i].Start
		}
	}
	return start
}

// lastHead returns where the last heading of the tree ends, -1 for an empty tree.
func lastHead(parts []*part) int {
	last := -1
	for _, p := range parts {
		last = max(last, p.head.End, lastHead(p.children))
	}
	return last
}
