package structure

import (
	"regexp"
	"strconv"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// announces finds "讲三点意见", "做好以下五个方面工作", "重点抓好四件事:" in folded text.
var announces = regexp.MustCompile(`([第百千万亿.\d]??)([一二两三四五六七八九十]{1,3}|\d{1,2})(?:点|个方面|方面|个(?:问题|层面|环节|重点|关系|坚持|着力|突出|必须)|条|项|件)(?:的)?(?:具体)?(?:意见|要求|工作|任务|措施|问题|举措|建议|希望|看法|体会|原则|事|内容|实事|情况|部分|方面)?[^。!?;,\d]{0,12}[。::]`)

// aims matches words that make a number of aspects an adverb.
var aims = regexp.MustCompile(`(?:方面|层面|环节)(?:采取|着手|入手|发力|努力|用力|推进|加强)`)

// announced returns how many points a part says will follow: in its transition
// sentence, in its heading, or in the last sentence before its first child or before the
// list that follows it.
func (t *text) announced(p *part, next []*part) int {
	before := p.span
	switch {
	case p.kind == daodu.Transition:
		return t.count(p.span)
	case len(p.children) > 0:
		before.End = p.children[0].span.Start
	case len(next) < 2 || !next[0].style.list() || next[0].n != 1 || p.style != "":
		return 0
	}
	sentences := t.sentencesIn(before)
	if len(sentences) == 0 {
		return t.count(before)
	}
	last := sentences[len(sentences)-1]
	return t.count(daodu.Span{Start: last.Start, End: min(last.End, before.End)})
}

// count reads the last announced number in a stretch, 0 for none.
func (t *text) count(s daodu.Span) int {
	if s.Len() > 2*reach {
		s.Start = s.End - 2*reach
	}
	m := announces.FindAllStringSubmatch(string(t.folded[s.Start:s.End])+":", -1)
	if len(m) == 0 || m[len(m)-1][1] != "" {
		return 0
	}
	if aims.MatchString(m[len(m)-1][0]) {
		return 0 // 从两方面采取有力措施: how it is done, not what follows
	}
	number := m[len(m)-1][2]
	if n, err := strconv.Atoi(number); err == nil {
		return several(n)
	}
	n, ok := zh.ParseInt([]rune(number))
	if !ok || n > 99 {
		return 0
	}
	return several(int(n))
}

// several returns n when it may be the number of a list: not one thing, nor a figure.
func several(n int) int {
	const most = 30
	if n < 2 || n > most {
		return 0
	}
	return n
}
