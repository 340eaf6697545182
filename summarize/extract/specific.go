package extract

import (
	"math"
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/match"
	"github.com/daodu/daodu/summarize/docfreq"
)

// What makes a stretch specific beside words that are said nowhere else, in points that
// facts maps onto 0..1.
const (
	pointsFigure  = 1.0 // the first figure
	pointsMore    = 0.4 // each further one, of up to 3
	pointsLimit   = 1.0 // a date by which something is due
	pointsDate    = 0.4 // another date
	pointsTerm    = 0.6 // a quoted term that is no common one, of up to 2
	pointsBody    = 0.6 // who is responsible
	pointsTitle   = 0.3 // a document
	pointsProject = 0.5 // a named programme, of up to 2
	pointsLine    = 1.0 // a number to call
	pointsPlace   = 0.4 // a place
	halfway       = 1.5 // points that make 1-1/e
)

// How novelty (package docfreq) is mapped onto 0..1: below commonplace it is what
// thousands of texts say, at singular hardly anybody else does. Of clauses in news of
// 2025 that recur, 90 % are below 2.2; of those that do not, half are above 5.2.
const (
	commonplace  = 2.0
	singular     = 6.5
	weightNovel  = 0.6 // of words alone, however rare: rare is not yet specific
	weightHard   = 0.8 // of figures, deadlines, names
	dampedByForm = 0.5 // what a figure loses among words that are all formula
)

var (
	// responsible matches a body with what it has to do.
	responsible = regexp.MustCompile(`由[^,。;]{2,24}(?:牵头|负责|承担|会同|组织|实施|约谈|授予|解决|开展|提出)|[\p{Han}]{2,20}(?:部|局|委|办|厅|处|会|院|公司|中心|办公室)(?:牵头|会同|负责|联合)|第一责任人`)
	// document matches a title.
	document = regexp.MustCompile(`《[^》]{2,40}》`)
	// project matches the name of a programme by its last word; what stands before it
	// must be rare.
	project = regexp.MustCompile(`[\p{Han}”]{2,12}?(?:竞赛|大赛|比武|行动|活动|工程|计划|制度|平台|培训|宣讲团|工作室|示范区|示范点|联系点|试点|基地|中心|专项|品牌|夜校|驿站|论坛|清单|热线|三方会议|大讲堂|园区|项目)`)
	// hotline matches a number to call.
	hotline  = regexp.MustCompile(`\d{5,12}[^,。;\d]{0,6}(?:热线|电话|平台|专线)|(?:热线|电话|专线|拨打)[^,。;\d]{0,4}\d{5,12}`)
	place    = regexp.MustCompile(`[\p{Han}]{2,3}(?:省|市|县|区|旗|镇|乡|村|街道)`)
	namedSet = match.NewSet(responsible, document, project, hotline, place)
)

// specific returns how far the words at s are said by this text only: 0 for set
// phrases, towards 1 for figures with units, deadlines, named projects and bodies in
// words that the background table does not know.
func (t *text) specific(s daodu.Span) float64 {
	value := 1 - (1-weightNovel*t.novel(s))*(1-weightHard*t.hard(s))
	return math.Round(value*100) / 100
}

// hard returns how much of what can be checked s holds, 0..1. It is what makes a unit a
// good point; words that are only rare do not.
func (t *text) hard(s daodu.Span) float64 {
	return (1 - math.Exp(-t.hardPoints(s)/halfway)) * (1 - dampedByForm*t.weights.Known(s.Start, s.End))
}

// novel maps the novelty of s onto 0..1.
func (t *text) novel(s daodu.Span) float64 {
	n := (t.weights.Novelty(s.Start, s.End) - commonplace) / (singular - commonplace)
	return min(1, max(0, n))
}

// hardPoints adds up what s holds that can be checked: how much, by when, who, where.
func (t *text) hardPoints(s daodu.Span) float64 {
	points := 0.0
	for i := range t.figuresIn(s) {
		points += []float64{pointsFigure, pointsMore, pointsMore, pointsMore, 0}[min(i, 4)]
	}
	for _, w := range t.datesIn(s) {
		if w.limit {
			points += pointsLimit
		} else {
			points += pointsDate
		}
	}
	points += pointsTerm * float64(min(2, t.quotedIn(s)))
	may := namedSet.Candidates(t.slice(s))
	if may == 0 {
		return points
	}
	folded := string(t.slice(s))
	for bit, p := range []struct {
		re    *regexp.Regexp
		value float64
	}{{responsible, pointsBody}, {document, pointsTitle}, {nil, 0}, {hotline, pointsLine}, {nil, 0}} {
		if p.re != nil && may&(1<<bit) != 0 && p.re.MatchString(folded) {
			points += p.value
		}
	}
	if may&4 != 0 {
		points += pointsProject * float64(min(2, t.rareNames(s, folded, project)))
	}
	if may&16 != 0 {
		points += pointsPlace * float64(min(1, t.rareNames(s, folded, place)))
	}
	return points
}

// rareName is the mean rarity, in nats, of the letters of a name that is not just any
// (全市, 宣传教育活动).
const rareName = 5.0

// rareNames counts the matches of re in s, whose folded words are given, that are rare.
func (t *text) rareNames(s daodu.Span, folded string, re *regexp.Regexp) int {
	n := 0
	for _, m := range re.FindAllStringIndex(folded, -1) {
		start := s.Start + utf8.RuneCountInString(folded[:m[0]])
		end := start + utf8.RuneCountInString(folded[m[0]:m[1]])
		if t.weights.Rarity(start, end) >= rareName {
			n++
		}
	}
	return n
}

// weigh asks the background table about the words of the text. Misread and blacked-out
// letters, which no text shares, do not count.
func (t *text) weigh(more docfreq.Counts) {
	folded := slices.Clone(t.folded)
	for _, d := range t.article.Damage {
		if d.Kind != daodu.OCRSuspect && d.Kind != daodu.Redacted && d.Kind != daodu.Mojibake {
			continue
		}
		s := t.within(d.Span, len(folded))
		for i := s.Start; i < s.End && s.Len() < len(folded)/2; i++ {
			folded[i] = '\uFFFD'
		}
	}
	t.weights = docfreq.Default().Weigh(folded, more)
}

// quotedIn counts the quoted terms within s that are no common slogans.
func (t *text) quotedIn(s daodu.Span) int {
	n := 0
	for _, q := range quotations(t.folded, s) {
		if words := string(t.folded[q.Start:q.End]); q.Len() >= 2 && q.Len() <= 14 && !isSlogan(words) {
			n++
		}
	}
	return n
}
