package extract

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// The weights of what makes a unit a good point, beside its rank of 0..1. Measured on
// 47 speeches with the reports about them, 135 meetings and 500 news items: `eval`
// prints what they reach.
const (
	weightTitle    = 0.4  // words of the title
	weightFirst    = 0.1  // opens its paragraph
	weightLast     = 0.1  // closes it, and so sums it up
	weightPosition = 0.08 // stands early in the text
	decline        = 0.3  // how fast position loses weight
	weightEnd      = 0.24 // stands in the last twentieth of a text of parts, which sums up
	weightDemand   = 0.1  // asks for something: 要, 必须
	weightFacts    = 0.2  // holds figures, dates and names
	weightTask     = 0.35 // asks for something that is measured: how many, how much
	leastTask      = 0.45 // how much of that such a unit holds: one figure

	lossHeading    = 0.1  // a heading alone says little
	lossAnaphora   = 0.35 // begins with 这, 对此, 其中: says nothing alone
	lossConnective = 0.1  // begins with 但, 也, 因此
	lossTelling    = 0.2  // tells a story or gives somebody's words
	lossFiller     = 2    // nothing but fillers of talk: 那个, 对吧
	lossDamage     = 0.15 // a letter is misread or blacked out
	lossQuestion   = 0.3
	lossShort      = 0.15 // fewer than 12 letters
	lossClosing    = 0.3  // in the closing words
	lossAside      = 0.25 // in a paragraph that reports words, but before them
)

// What a unit begins with that leans on the sentence before, folded.
var (
	anaphora = newWords(`这 此外 此举 此次 对此 其中 该 他 她 它 为此
		否则 于是 即, 即: 以上 上述 以下`)
	connectives = newWords(`因此 所以 但 然而 可是 而 并 也 还 同时 那么 与此同时 特别是 尤其是 不过 总之 例如 比如 譬如`)
	notLeaning  = newWords(`还原 还清 还款 还贷 并购 并网 并轨 并列 并联 该项目部 而立`)
)

// fillers are words that talk is full of and writing is not, folded.
var fillers = newWords(`就是说 对吧 是吧 对不对 是不是 我觉得 这个 那个 这样 这样的 那么 然后 其实 就是 的话 这种 那种 实际上 比如说 嗯 啊 哦 呃 吧 嘛 呀`)

// tellings are words of those who tell a story or what others said, folded.
var tellings = newWords(`说: 说, 说过 讲过 曾 有一次 记得 故事 当年 那时`)

// duties are words that bind, folded; 要 is one where it is no part of another word.
var duties = newWords(`必须 应当 应该`)

// score gives every unit its score; those that can never be a point score below zero.
func (t *text) score() {
	bags := make([]bag, len(t.units))
	for i, u := range t.units {
		bags[i] = u.bag
		if u.never != "" {
			bags[i] = nil // greetings and the like recommend nobody
		}
	}
	vectors := t.lexicon.weigh(bags)
	ranks := lexRank(vectors, len(t.lexicon.df))
	for i := range t.units {
		u := &t.units[i]
		u.vector, u.central = vectors[i], ranks[i]
		u.score = t.scoreOf(i)
	}
}

// scoreOf adds up what speaks for unit i and against it.
func (t *text) scoreOf(i int) float64 {
	u := &t.units[i]
	if u.never != "" {
		return -1
	}
	u.facts = t.countable(u.span)
	s := u.central + weightTitle*recall(t.title, u.bag) + weightFacts*u.facts + t.placeValue(i)
	if asks(t.slice(u.span)) {
		s += weightDemand
		if u.facts >= leastTask && len(t.figuresIn(u.span)) > 0 && anaphora.at(t.slice(u.span)) == 0 {
			s += weightTask
		}
	}
	return s - t.losses(u)
}

// countable tells how much of s can be counted or has a name of its own, 0..1: figures,
// dates, quoted terms that are no common slogans. It is narrower than specific, which is
// shown to readers: of places and projects every sentence of a speech has some.
func (t *text) countable(s daodu.Span) float64 {
	const first, more, limit, date, term, halfway = 1.0, 0.4, 1.0, 0.5, 0.5, 1.5
	points := 0.0
	if n := len(t.figuresIn(s)); n > 0 {
		points += first + more*float64(min(n-1, 3))
	}
	for _, w := range t.datesIn(s) {
		if w.limit {
			points += limit
		} else {
			points += date
		}
	}
	terms := 0
	for _, q := range quotations(t.folded, s) {
		if terms < 2 && q.Len() >= shortTerm && q.Len() <= longestTerm && !isSlogan(string(t.slice(q))) {
			terms++
		}
	}
	return 1 - math.Exp(-(points+term*float64(terms))/halfway)
}

// placeValue returns what unit i gains from where it stands.
func (t *text) placeValue(i int) float64 {
	const endShare = 20
	u := &t.units[i]
	v := weightPosition / (1 + decline*float64(i))
	switch {
	case u.first:
		v += weightFirst
	case u.last:
		v += weightLast
	}
	if t.regime == regimeParts && (len(t.units)-1-i)*endShare < len(t.units) {
		v += weightEnd
	}
	return v
}

// asks reports whether the folded words bind somebody to something.
func asks(s []rune) bool {
	for i, r := range s {
		if r == '要' && (i == 0 || !strings.ContainsRune("重主需首紧纪概摘简", s[i-1])) &&
			(i+1 == len(s) || !strings.ContainsRune("求点素闻件务", s[i+1])) || duties.at(s[i:]) > 0 {
			return true
		}
	}
	return false
}

// losses sums what speaks against a unit.
func (t *text) losses(u *unit) float64 {
	folded := t.slice(u.span)
	loss := lossLeaning(folded) + lossFiller*share(fillers, folded, u.letters)
	if tellings.in(folded) {
		loss += lossTelling
	}
	if folded[len(folded)-1] == '?' {
		loss += lossQuestion
	}
	if u.letters < 12 {
		loss += lossShort
	}
	if u.heading {
		loss += lossHeading
	}
	if t.damaged(u.span) {
		loss += lossDamage
	}
	return loss + lossRole(u)
}

// lossRole returns what a unit loses for the part it has in the text.
func lossRole(u *unit) float64 {
	switch {
	case u.section == nil:
		return 0
	case u.section.root().Kind == daodu.Closing:
		return lossClosing
	case u.section.Kind == daodu.ReportedPoint && u.span.End <= u.section.Head.Start:
		return lossAside
	}
	return 0
}

// lossLeaning returns what words lose that lean on the sentence before.
func lossLeaning(folded []rune) float64 {
	switch {
	case notLeaning.at(folded) > 0:
		return 0
	case anaphora.at(folded) > 0:
		return lossAnaphora
	case connectives.at(folded) > 0:
		return lossConnective
	}
	return 0
}

// share returns how much of a stretch of n letters stands in the words of w, 0..1.
func share(w words, folded []rune, n int) float64 {
	found := 0
	for _, s := range w.find(folded) {
		found += s.Len()
	}
	return min(1, float64(found)/float64(max(1, n)))
}

// damaged reports whether a letter of s is misread or blacked out, or a mark lost.
func (t *text) damaged(s daodu.Span) bool {
	return slices.ContainsFunc(t.article.Damage, func(d daodu.Damage) bool {
		return (d.Kind == daodu.OCRSuspect || d.Kind == daodu.Redacted || d.Kind == daodu.Quotes) && d.Span.Overlaps(s)
	})
}

// occasion matches what a title says of the event rather than of its matter.
var occasion = regexp.MustCompile(`的?(?:重要)?(?:讲话|致辞|发言|报告|说明|讲稿|演讲|贺信|通知|意见|决定|纪要)(?:稿|提纲)?$|^(?:关于|在)`)

// leastTitle is the number of letters of a title that tells what a text is about.
// 政府工作报告 is the title of thousands.
const leastTitle = 8

// titleCore returns the words of a title that tell what the article is about, "" when
// it does not tell.
func titleCore(title string) string {
	core := zh.FoldString(title)
	if _, after, ok := strings.Cut(core, "强调 "); ok {
		core = after
	}
	core = occasion.ReplaceAllString(core, "")
	if letters([]rune(core)) < leastTitle {
		return ""
	}
	return core
}
