package clean

import (
	"regexp"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// disclaimers are phrases of the sentences by which a site keeps clear of what it
// shows, over folded text.
var disclaimers = regexp.MustCompile(`免责声明|仅代表(?:作者|其)|不代表(?:本|我)[网站]|一经查实|侵权.{0,16}(?:联系|告知|删除|处理|举报|投诉|敬请)|(?:涉嫌|如有|若有|存在).{0,8}侵权|(?:来源于|来自|转载自|摘自)(?:互联)?网络|本(?:站|网|平台)(?:仅|只|不|对|将|尊重)|与本(?:站|网)(?:联系|无关)|请(?:及时)?(?:与|联系)(?:我们|本网|本站)|如若转载|转载请(?:注明|标明)|请注明(?:出处|来源)|举报(?:电话|邮箱)|违法(?:和|违规)?不良信息|信息存储空间|由(?:会员|网友|用户|互联网用户).{0,12}(?:分享|上传|贡献)|版权(?:问题|归|等)|不构成商业目的|不构成.{0,8}投资建议|据此操作|不用于商业用途|仅供(?:学习|参考)`)

const (
	// shortDisclaimer is the most Chinese letters of a line that one phrase makes a
	// disclaimer, maxDisclaimer that of a line that two make one.
	shortDisclaimer = 45
	maxDisclaimer   = 300
)

// findDisclaimers returns the lines that are disclaimers, and of a line that holds
// much of the text only the sentences at its ends.
func findDisclaimers(t *Text) []daodu.Span {
	var spans []daodu.Span
	for _, l := range t.Lines {
		if !t.is(l, disclaimers) {
			continue
		}
		if t.bulk(l) {
			spans = append(spans, t.disclaimed(l)...)
			continue
		}
		hits := len(disclaimers.FindAllStringIndex(t.Slice(l.Span), 2))
		if l.Han <= maxDisclaimer && (hits >= 2 || l.Han <= shortDisclaimer) && t.nearEdge(l) {
			spans = append(spans, l.Span)
		}
	}
	return spans
}

// bulk reports whether a line of running text holds more than a third of all letters,
// so that it cannot be what stands around the text.
func (t *Text) bulk(l Line) bool {
	all := 0
	for _, other := range t.Lines {
		all += other.Han
	}
	return l.Han > shortDisclaimer && l.Han*3 > all
}

// disclaimed returns the runs of sentences at the start and at the end of l that are
// disclaimers, but for single words of buttons between them.
func (t *Text) disclaimed(l Line) []daodu.Span {
	const word = 6 // most Chinese letters of the label of a button
	sentences := zh.Sentences(t.Runes[l.Start:l.End], zh.FullStops)
	head, tail := 0, len(sentences) // sentences before head and from tail on are cut
	is := func(i int) (hit, skip bool) {
		s := daodu.Span{Start: l.Start + sentences[i].Start, End: l.Start + sentences[i].End}
		return disclaimers.MatchString(t.Slice(s)), zh.HanCount(t.Folded[s.Start:s.End]) <= word
	}
	for i := range sentences {
		hit, skip := is(i)
		if hit {
			head = i + 1
		} else if !skip {
			break
		}
	}
	for i := len(sentences) - 1; i >= head; i-- {
		hit, skip := is(i)
		if hit {
			tail = i
		} else if !skip {
			break
		}
	}
	var spans []daodu.Span
	if head > 0 {
		spans = append(spans, daodu.Span{Start: l.Start, End: l.Start + sentences[head-1].End})
	}
	if tail < len(sentences) {
		spans = append(spans, daodu.Span{Start: l.Start + sentences[tail].Start, End: l.End})
	}
	return spans
}

// originalTitle stands in brackets before the first sentence: (原标题:…).
var originalTitle = regexp.MustCompile(`^ ?\(原标题 ?: ?[^()]{2,80}\) ?`)

// findOriginalTitle returns the original title at the head of one of the first lines.
func findOriginalTitle(t *Text) []daodu.Span {
	const lines, reach = 6, 100
	for _, l := range t.Lines[:min(lines, len(t.Lines))] {
		s := t.Slice(daodu.Span{Start: l.Start, End: min(l.End, l.Start+reach)})
		if loc := originalTitle.FindStringIndex(s); loc != nil && loc[1] < len(s) {
			return []daodu.Span{{Start: l.Start, End: l.Start + utf8.RuneCountInString(s[:loc[1]])}}
		}
	}
	return nil
}
