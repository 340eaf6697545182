package extract

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/docfreq"
	"github.com/daodu/daodu/internal/zh"
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

// responsible matches a body with what it has to do.
var responsible = regexp.MustCompile(`由[^,。;]{2,24}(?:牵头|负责|承担|会同|组织|实施|约谈|授予|解决|开展|提出)|[\p{Han}]{2,20}(?:部|局|委|办|厅|处|会|院|公司|中心|办公室)(?:牵头|会同|负责|联合)|第一责任人`)

// noPlace are letters before 县 or 镇 that make a word of them: 各县, 城镇, 古镇.
const noPlace = "古城乡集小各全本该省市县区自"

// deeds tells whether responsible may match.
var deeds = newWords(`牵头 负责 承担 会同 组织 实施 约谈 授予 解决 开展 提出 联合 第一责任人`)

// projects end the names of programmes; places those of places; lines stand beside a
// number to call.
var (
	projects = newWords(`竞赛 大赛 比武 行动 活动 工程 计划 制度 平台 培训 宣讲团 工作室 示范区 示范点 联系点 试点 基地 中心 专项 品牌 夜校 驿站 论坛 清单 热线 会议 大讲堂 园区 项目`)
	places   = newWords(`省 市 县 区 旗 镇 乡 村 街道`)
	lines    = newWords(`热线 电话 平台 专线 拨打 撥打`)
)

// A mark is a place of the text with something that can be checked.
type mark struct {
	span daodu.Span
	kind markKind
}

// A markKind says what a mark holds.
type markKind int

const (
	markTerm markKind = iota
	markBody
	markTitle
	markProject
	markLine
	markPlace
	markKinds
)

// markPoints says what each kind is worth, and how many of them count.
var markPoints = [markKinds]struct {
	points float64
	most   int
}{{pointsTerm, 2}, {pointsBody, 1}, {pointsTitle, 1}, {pointsProject, 2}, {pointsLine, 1}, {pointsPlace, 1}}

// findMarks looks the text over once for what specific asks of every stretch.
func (t *text) findMarks() {
	add := func(s daodu.Span, kind markKind) { t.marks = append(t.marks, mark{s, kind}) }
	for _, q := range t.named {
		if !isSlogan(string(t.slice(q))) {
			add(q, markTerm)
		}
	}
	for _, s := range projects.find(t.folded) {
		if name := t.before(s, 8); name.Len() >= s.Len()+2 && t.weights.Rarity(name.Start, name.End) >= rareName {
			add(name, markProject)
		}
	}
	for _, s := range places.find(t.folded) {
		if name := t.before(s, 2); name.Len() == s.Len()+2 && !strings.ContainsRune(noPlace, t.folded[s.Start-1]) && t.weights.Rarity(name.Start, name.End) >= rareName {
			add(name, markPlace)
		}
	}
	t.findLines(add)
	t.findTitles(add)
	for i := range t.units {
		u := t.units[i].span
		if !deeds.in(t.slice(u)) {
			continue
		}
		folded := string(t.slice(u))
		for _, m := range responsible.FindAllStringIndex(folded, -1) {
			start := u.Start + utf8.RuneCountInString(folded[:m[0]])
			add(daodu.Span{Start: start, End: start + utf8.RuneCountInString(folded[m[0]:m[1]])}, markBody)
		}
	}
	slices.SortStableFunc(t.marks, func(a, b mark) int { return a.span.Start - b.span.Start })
}

// before returns s with the Chinese letters before it, at most n.
func (t *text) before(s daodu.Span, n int) daodu.Span {
	for ; n > 0 && s.Start > 0 && zh.IsHan(t.folded[s.Start-1]); n-- {
		s.Start--
	}
	return s
}

// findLines finds numbers to call: 5 to 12 digits near 热线 or 电话.
func (t *text) findLines(add func(daodu.Span, markKind)) {
	const near = 8
	for i := 0; i < len(t.folded); i++ {
		start := i
		for i < len(t.folded) && isDigit(t.folded[i]) {
			i++
		}
		if n := i - start; n >= 5 && n <= 12 && lines.in(t.folded[max(0, start-near):min(len(t.folded), i+near)]) {
			add(daodu.Span{Start: start, End: i}, markLine)
		}
	}
}

// findTitles finds titles of documents.
func (t *text) findTitles(add func(daodu.Span, markKind)) {
	const longest = 40
	open := -1
	for i, r := range t.folded {
		switch {
		case r == '《':
			open = i
		case r == '》' && open >= 0:
			if n := i - open - 1; n >= 2 && n <= longest {
				add(daodu.Span{Start: open, End: i + 1}, markTitle)
			}
			open = -1
		}
	}
}

// specific returns how far the words at s are said by this text only: 0 for set
// phrases, towards 1 for figures with units, deadlines, named projects and bodies in
// words that the background table does not know.
func (t *text) specific(s daodu.Span) float64 {
	value := 1 - (1-weightNovel*t.novel(s))*(1-weightHard*t.share(s, t.hardPoints(s)))
	return math.Round(value*100) / 100
}

// share maps points of s onto 0..1; among formulas they count less.
func (t *text) share(s daodu.Span, points float64) float64 {
	return (1 - math.Exp(-points/halfway)) * (1 - dampedByForm*t.weights.Known(s.Start, s.End))
}

// novel maps the novelty of s onto 0..1.
func (t *text) novel(s daodu.Span) float64 {
	n := (t.weights.Novelty(s.Start, s.End) - commonplace) / (singular - commonplace)
	return min(1, max(0, n))
}

// hardPoints adds up what s holds that can be checked: how much, by when, who, where.
func (t *text) hardPoints(s daodu.Span) float64 { return t.figurePoints(s) + t.markedPoints(s) }

// figurePoints adds up the figures of s but for loose ones.
func (t *text) figurePoints(s daodu.Span) float64 {
	points, n := 0.0, 0
	for _, q := range t.figuresIn(s) {
		if t.loose(q) {
			continue
		}
		points += []float64{pointsFigure, pointsMore, pointsMore, pointsMore, 0}[min(n, 4)]
		n++
	}
	return points
}

// markedPoints adds up the dates, names, places and bodies of s.
func (t *text) markedPoints(s daodu.Span) float64 {
	points := 0.0
	for _, w := range t.datesIn(s) {
		if w.limit {
			points += pointsLimit
		} else {
			points += pointsDate
		}
	}
	var counts [markKinds]int
	from, _ := slices.BinarySearchFunc(t.marks, s.Start, func(m mark, at int) int { return m.span.Start - at })
	for ; from < len(t.marks) && t.marks[from].span.Start < s.End; from++ {
		if t.marks[from].span.End <= s.End {
			counts[t.marks[from].kind]++
		}
	}
	for kind, n := range counts {
		points += markPoints[kind].points * float64(min(n, markPoints[kind].most))
	}
	return points
}

// rareName is the mean rarity, in nats, of the letters of a name that is not just any
// (全市, 宣传教育活动).
const rareName = 5.0

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
