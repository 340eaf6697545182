package extract

import (
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// The weights of what makes a unit a good point, beside its rank of 0..1. Measured on
// speeches and the reports about them.
const (
	weightHeading  = 0.3
	weightTitle    = 0.3 // words of the title
	weightFirst    = 0.2 // opens its paragraph
	weightPosition = 0.1 // stands early in the text
	decline        = 0.3 // how fast position loses weight

	// These were set by reading results: they cost 0.4 points of ROUGE-2 and make points
	// that say something and can be read by themselves.
	weightFacts  = 0.3  // wholly specific
	lossAnaphora = 0.25 // begins with 这, 对此, 其中: says nothing alone
	lossDamage   = 0.15 // a letter is misread or blacked out
	lossQuestion = 0.3
	lossShort    = 0.15 // fewer than 12 letters
	lossClosing  = 0.3  // in the closing words
	lossAside    = 0.25 // in a paragraph that reports words, but before them
)

// anaphora matches units that lean on the sentence before.
var anaphora = regexp.MustCompile(`^(?:这(?:是|里|些|说明|次|就|不|个|一|为|既|也|方面|样)|此(?:外|举|次)|对此|其中|该|他|她|它|为此|因此|所以|但是?,?|然而|可是|而且?|并且?|也|还要?|同时|否则|那么|于是|与此同时|特别是|尤其是|不过|即[^将使]|以上|上述|总之|例如|比如|譬如)`)

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
	s := u.central + weightTitle*recall(t.title, u.bag) + weightPosition/(1+decline*float64(i))
	if u.heading {
		s += weightHeading
	}
	if u.first {
		s += weightFirst
	}
	s += weightFacts * t.hard(u.span)
	return s - t.losses(u)
}

// losses sums what speaks against a unit.
func (t *text) losses(u *unit) float64 {
	folded := string(t.slice(u.span))
	loss := 0.0
	if anaphora.MatchString(folded) {
		loss += lossAnaphora
	}
	if strings.HasSuffix(folded, "?") {
		loss += lossQuestion
	}
	if u.letters < 12 {
		loss += lossShort
	}
	if u.section != nil && u.section.root().Kind == daodu.Closing {
		loss += lossClosing
	}
	if u.section != nil && u.section.Kind == daodu.ReportedPoint && u.span.End <= u.section.Head.Start {
		loss += lossAside
	}
	if t.damaged(u.span) {
		loss += lossDamage
	}
	return loss
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
