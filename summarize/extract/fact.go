package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// facts holds the figures and dates of a text, found once for all of it.
type facts struct {
	figures []zh.Quantity
	dates   []when
}

// A when is a date, or a range of dates, with the words that make it a limit.
type when struct {
	span  daodu.Span // with 前, 底前, 起
	dates []zh.DateMatch
	limit bool // something has to be done by then

	relative bool // told from the day of the text: 明年底, 三年内; dates is empty
}

// findFacts looks the whole text over for figures and dates, since numerals can only
// be read with what stands around them.
func (t *text) findFacts() {
	named := t.shortQuotations()
	for _, q := range zh.Quantities(t.folded) {
		if t.isFigure(q) && !slices.ContainsFunc(overlapping(named, q.Span), func(s daodu.Span) bool { return s.Contains(q.Span) }) {
			t.facts.figures = append(t.facts.figures, q)
		}
	}
	for _, d := range zh.Dates(t.folded) {
		t.addDate(d)
	}
	t.findRelative()
}

// shortQuotations returns the quotations that are names rather than words said; a
// number in one (“最后一公里”, “3个100万”) is no figure.
func (t *text) shortQuotations() []daodu.Span {
	const longest = 8
	return slices.DeleteFunc(quotations(t.folded, daodu.Span{End: len(t.folded)}), func(s daodu.Span) bool { return s.Len() > longest })
}

// overlapping returns those of spans, which ascend, that overlap s.
func overlapping(spans []daodu.Span, s daodu.Span) []daodu.Span {
	from, _ := slices.BinarySearchFunc(spans, s.Start, func(x daodu.Span, at int) int { return x.End - 1 - at })
	to := from
	for to < len(spans) && spans[to].Start < s.End {
		to++
	}
	return spans[from:to]
}

var (
	// relativeDate matches times that are told from the day of the text, by their end.
	relativeDate = regexp.MustCompile(`(?:(?:今年|明年|后年|本年度|本月|下月|本季度|下季度|年|月|季度)(?:底前|底之前|底|末前|末|内)|(?:[一二两三四五六七八九十]|\d{1,2})(?:年|个月|个工作日|个季度|周|天|日)(?:之内|以内|内)|(?:今年|明年)?(?:上半年|下半年))$`)
	// notRelative matches what stands before words that look like one but belong to a date
	// or to a span that is over.
	notRelative = regexp.MustCompile(`(?:\d|[一二三四五六七八九十〇零]|近|过去|过往|最近|前|年|月|全|去|本|国|区|省|市|县|的|这|该|往|每|期|少|第|为|以|否|头)$`)
)

// findRelative adds the times that are told from the day of the text.
func (t *text) findRelative() {
	var found []when
	for i, r := range t.folded {
		if m, ok := t.relativeAt(i, r); ok {
			last := t.folded[m.End-1]
			found = append(found, when{span: m, limit: last != '年', relative: true})
		}
	}
	t.facts.dates = append(t.facts.dates, found...)
	slices.SortStableFunc(t.facts.dates, func(a, b when) int { return a.span.Start - b.span.Start })
}

// relativeAt returns the time that ends with the letter r at i.
func (t *text) relativeAt(i int, r rune) (daodu.Span, bool) {
	const reach = 8
	next := rune(0)
	if i+1 < len(t.folded) {
		next = t.folded[i+1]
	}
	switch {
	case r == '内' && strings.ContainsRune("地部外容涵", next), (r == '底' || r == '末') && (next == '前' || next == '之'):
		return daodu.Span{}, false
	case !strings.ContainsRune("内前底末年", r), r == '年' && (i == 0 || t.folded[i-1] != '半'):
		return daodu.Span{}, false
	}
	window := string(t.folded[max(0, i+1-reach) : i+1])
	m := relativeDate.FindString(window)
	s := daodu.Span{Start: i + 1 - utf8.RuneCountInString(m), End: i + 1}
	if m == "" || notRelative.MatchString(string(t.folded[max(0, s.Start-2):s.Start])) || len(t.datesOver(s)) > 0 {
		return daodu.Span{}, false
	}
	bare := (r != '前' && r != '内' || r == '内' && s.Len() == 2) && s.Start > 0 && !strings.ContainsRune("今明后", t.folded[s.Start])
	if bare && !strings.ContainsRune(",。;:、\n 到于在至将要应须争", t.folded[s.Start-1]) {
		return daodu.Span{}, false // 纳入年底考核, 部署下半年工作
	}
	return s, true
}

// datesOver returns the dates that overlap s.
func (t *text) datesOver(s daodu.Span) []when {
	all := t.facts.dates
	from, _ := slices.BinarySearchFunc(all, s.Start, func(w when, at int) int { return w.span.End - 1 - at })
	to := from
	for to < len(all) && all[to].span.Start < s.End {
		to++
	}
	return all[from:to]
}

// isFigure reports whether q tells how many or how much of something. Counts of the
// parts of the text itself (三点意见) and loose spans of time (近三年) do not.
func (t *text) isFigure(q zh.Quantity) bool {
	arabic := isDigit(t.folded[q.Number.Start])
	switch {
	case t.endsGroups(q.Number):
		return false
	case q.Weak || q.Slogan || q.Range == zh.RangeLow, q.Number.Len() == 1 && strings.ContainsRune("百千万亿", t.folded[q.Number.Start]):
		return false // 万元 behind a figure that was blacked out is no figure
	case strings.HasSuffix(string(t.slice(q.Span)), "方面"), ofSpeech.MatchString(string(t.folded[q.Span.End:min(len(t.folded), q.Span.End+6)])):
		return false
	case q.Kind == zh.Ordinal && arabic && q.Hedge != zh.Exactly:
		return true // 15期以上
	case q.Kind == zh.Proportion:
		return true
	case q.Kind != zh.Cardinal || q.Value == nil:
		return false
	case q.Unit == "点", q.Unit == "周年", q.Unit == "届", q.Unit == "大":
		return false
	case q.Unit == "年":
		return arabic && (q.Hedge != zh.Exactly || t.fixed(q))
	case q.Unit == "":
		return arabic && q.Span.Len() < 5 && t.isWord(q.Span.End) && !strings.ContainsRune("及和至与或、", t.folded[q.Span.End])
	case q.Unit == "日", q.Unit == "号":
		return q.Span.End < len(t.folded) && strings.ContainsRune("内以之工", t.folded[q.Span.End]) // 5月14及15日 is a date
	}
	return arabic || zh.HanCount(t.slice(q.Number)) > 1 || slices.Contains(measures, q.Unit)
}

// endsGroups reports whether s is only the last group of a number that is written with
// blanks, as in Hong Kong: 75 000. What cannot be given whole is not given.
func (t *text) endsGroups(s daodu.Span) bool {
	return s.Start > 1 && t.folded[s.Start-1] == ' ' && isDigit(t.folded[s.Start-2]) && isDigit(t.folded[s.Start])
}

// loose reports whether a figure is a span of years that is a set phrase: 90多年的奋斗史,
// 60年来. Sentences with one tell of history, but it is nothing to learn.
func (t *text) loose(q zh.Quantity) bool {
	return q.Unit == "年" && (strings.HasSuffix(string(t.slice(q.Span)), "多年") || q.Span.End < len(t.folded) && t.folded[q.Span.End] == '来')
}

// ofSpeech matches what stands behind counts of the parts of an argument, and behind
// numbers that belong to a name (世界500强).
var ofSpeech = regexp.MustCompile(`^(?:强|主要|突出|重要|关键|重大|基本|具体)?(?:方面|环节|层面|维度|问题|特点|原则|要求|关键|步骤|阶段|意见|部分|坚持|突出|强企业|强$)`)

// measures are the units with which a single Chinese numeral (三吨, but not 三个) is a
// figure.
var measures = strings.Fields("元 吨 公斤 公里 米 亩 倍 度 小时 分钟 工作日 学时 %")

// isWord reports whether a Chinese word goes on at i.
func (t *text) isWord(i int) bool { return i < len(t.folded) && zh.IsHan(t.folded[i]) }

// setTime matches words before a number of years that fix it; other spans of years
// (过去10年, 5年来) are set phrases.
var setTime = regexp.MustCompile(`(?:为期|聘期|任期|期限|年限|满|每|教育年限[^,]{0,6})$`)

// fixed reports whether a number of years is one that somebody set.
func (t *text) fixed(q zh.Quantity) bool {
	return setTime.MatchString(string(t.folded[max(0, q.Span.Start-8):q.Span.Start]))
}

// dateTails are the words behind a date that belong to it, longest first.
var dateTails = []string{"年底前", "年底之前", "底以前", "底之前", "月底前", "底前", "以前", "之前", "前", "年底", "月底", "底", "上旬前", "中旬前", "下旬前", "上旬", "中旬", "下旬", "初", "中", "起", "以来", "上午", "下午", "晚", "以后"}

// goesOn reports whether a word or bracket follows at i: 1月28日中国, 八日中（共）.
func (t *text) goesOn(i int) bool {
	return t.isWord(i) || i < len(t.folded) && t.folded[i] == '('
}

// weekday matches the day of the week behind a date.
var weekday = regexp.MustCompile(`^\((?:星期|周|礼拜)[一二三四五六日天]\)`)

// years are the words for a year that a date without one may lean on.
var years = strings.Fields("今年 去年 明年 前年 后年 每年")

// addDate appends a date with its tail, or makes one of it and the one before where
// they are a range or give one year twice.
func (t *text) addDate(d zh.DateMatch) {
	w := when{span: d.Span, dates: []zh.DateMatch{d}}
	if before := string(t.folded[max(0, w.span.Start-2):w.span.Start]); d.Year == 0 && slices.Contains(years, before) {
		w.span.Start -= 2
	}
	if w.span.Start > 0 && t.folded[w.span.Start] == '(' && t.folded[w.span.Start-1] == '本' {
		w.span.Start-- // 本（9月16）日
	}
	if n := len(t.facts.dates); n > 0 {
		if last := t.facts.dates[n-1]; t.connects(last.span.End, d.Span.Start) || t.sameYear(last, d) {
			w = when{span: daodu.Span{Start: last.span.Start, End: d.Span.End}, dates: append(last.dates, d)}
			t.facts.dates = t.facts.dates[:n-1]
		}
	}
	if t.opensBracket(w.span) {
		w.span.End++
	}
	rest := string(t.folded[w.span.End:min(len(t.folded), w.span.End+6)])
	if day := weekday.FindString(rest); day != "" {
		w.span.End += utf8.RuneCountInString(day)
		rest = rest[len(day):]
	}
	for _, tail := range dateTails {
		if strings.HasPrefix(rest, tail) && (tail != "中" || !t.goesOn(w.span.End+1)) {
			w.span.End += utf8.RuneCountInString(tail)
			w.limit = strings.HasSuffix(tail, "前")
			break
		}
	}
	t.facts.dates = append(t.facts.dates, w)
}

// opensBracket reports whether s holds a bracket that closes right behind it.
func (t *text) opensBracket(s daodu.Span) bool {
	return !t.balanced(s) && s.End < len(t.folded) && t.folded[s.End] == ')'
}

// sameYear reports whether d goes on with a date that gave its year twice: 民国41年
// （1952年）4月28日.
func (t *text) sameYear(w when, d zh.DateMatch) bool {
	switch string(t.folded[w.span.End:max(w.span.End, d.Span.Start)]) {
	case "(":
		return w.dates[len(w.dates)-1].Year == d.Year
	case ")", "":
		return d.Year == 0 || w.dates[len(w.dates)-1].Year == d.Year
	}
	return false
}

// connects reports whether only a word for "to" stands between two places.
func (t *text) connects(from, to int) bool {
	switch string(t.folded[from:max(from, to)]) {
	case "至", "到", "-", "—", "~", "--", "——", "〜", "～":
		return true
	}
	return false
}

// figuresIn returns the figures within s.
func (t *text) figuresIn(s daodu.Span) []zh.Quantity {
	all := t.facts.figures
	from, _ := slices.BinarySearchFunc(all, s.Start, func(q zh.Quantity, at int) int { return q.Span.Start - at })
	to := from
	for to < len(all) && all[to].Span.End <= s.End {
		to++
	}
	return all[from:to]
}

// datesIn returns the dates within s.
func (t *text) datesIn(s daodu.Span) []when {
	all := t.facts.dates
	from, _ := slices.BinarySearchFunc(all, s.Start, func(w when, at int) int { return w.span.Start - at })
	to := from
	for to < len(all) && all[to].span.End <= s.End {
		to++
	}
	return all[from:to]
}
