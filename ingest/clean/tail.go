package clean

import (
	"regexp"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/header"
	"github.com/daodu/daodu/internal/match"
)

// What newspapers and sites write behind the last sentence, in the same line or in
// one of its own.
var (
	wireTail    = regexp.MustCompile(` ?[(（](?:据)?[^()]{0,6}[\p{Han}]{1,10}(?:社|网|报|台|讯)[^()]{0,24}?(?:\d{1,2}月\d{1,2}日)?(?:电|讯|报道|消息)[^()]{0,60}\)$`)
	paperTail   = regexp.MustCompile(` ?《 ?[\p{Han} ]{2,16} ?》 ?\( ?(?:19|20)\d\d ?年 ?\d{1,2} ?月 ?\d{1,2} ?日 ?,? ?第? ?[\dA-Z]{1,3} ?版 ?[^()]{0,10}\)$`)
	editorTail  = regexp.MustCompile(` ?[(【\[](?:责任编辑|责编|编辑|来源|作者|审核|校对|记者|实习生|通讯员)[^()【】\[\]。]{1,60}[)】\]]$`)
	noticeTail  = regexp.MustCompile(` ?(?:\((?:完|E|e|本文有删减|此件公开发布|此件发至.{1,8}|此件有删减|全文完|终)\)|【完】)$`)
	webTail     = regexp.MustCompile(`(?: {1,4}|^)(?:【(?:我要)?纠错】|\[纠错\]|【?责任编辑[:：]|新闻链接|相关链接|阅读下一篇|分享到:).*$|(?:[。!?]”?)((?:本文来源:|责任编辑:|点击进入专题:|返回[^。]{2,8}首页)[^。]{0,60})$`)
	editorLine  = regexp.MustCompile(`^[(【\[ ]?(?:责任编辑|责编|编辑|文字编辑|编审|审核|校对|主编|监制|来源|作者|供稿|撰稿|文/图|图文|文/|图/|转自|转载自|摘编自|本文来源|信息来源|稿件来源|撰文|摄影|本期编辑|值班编辑|一审|二审|三审|初审|复审|终审|签发)[ :/].{0,60}$|^\(?(?:记者|通讯员|实习生|本报记者) ?[\p{Han} 、,]{2,30}\)?$`)
	noteOfTitle = regexp.MustCompile(`^※ ?(?:这|本文|此)是?.{4,80}$|^\((?:原载|载于|刊于|摘自|选自|节选自|原标题|题图).{2,60}\)$`)
)

// tailRule cuts what re matches at the end of any of the last lines.
func tailRule(name string, reason daodu.Reason, doc string, re *regexp.Regexp) Rule {
	filter := match.NewSet(re)
	return Rule{Name: name, Doc: doc, Reason: reason, Find: func(t *Text) []daodu.Span {
		const lines = 12
		var spans []daodu.Span
		for _, l := range t.Lines[max(0, len(t.Lines)-lines):] {
			if filter.Candidates(t.Folded[max(l.Start, l.End-tailReach):l.End]) == 0 {
				continue
			}
			if s, ok := t.atEnd(l, re); ok {
				spans = append(spans, s)
			}
		}
		return spans
	}}
}

// tailReach is how many letters a tail may have.
const tailReach = 200

// atEnd returns what re, or its group when it has one, matches at the end of l.
func (t *Text) atEnd(l Line, re *regexp.Regexp) (daodu.Span, bool) {
	start := max(l.Start, l.End-tailReach)
	s := t.Slice(daodu.Span{Start: start, End: l.End})
	loc := re.FindStringSubmatchIndex(s)
	if loc == nil {
		return daodu.Span{}, false
	}
	from := loc[0]
	if len(loc) > 2 && loc[2] >= 0 { // only the group is the tail
		from = loc[2]
	}
	return daodu.Span{Start: start + utf8.RuneCountInString(s[:from]), End: l.End}, true
}

// findTailLines returns the lines behind the text that tell editor, author and
// source, upward from the last line to the first that is none.
func findTailLines(t *Text) []daodu.Span {
	var spans []daodu.Span
	for i := len(t.Lines) - 1; i > 0; i-- {
		l := t.Lines[i]
		if l.Han > maxTitleHan {
			break
		}
		folded := t.Folded[l.Start:l.End]
		s := string(folded)
		if !editorLine.MatchString(s) && !noteOfTitle.MatchString(s) && header.Classify(folded) != header.Labels {
			break
		}
		spans = append(spans, l.Span)
	}
	return spans
}

// An appendix begins here, and a text has come to its close before it.
var (
	appendixHead = regexp.MustCompile(`^(?:\(?(?:附件|附录|附表)\)?[一二三四五六七八九十\d]{0,2} ?:?(?:.{0,40})|(?:名词|名词术语|有关名词|用语|相关名词|部分名词|专业术语|有关用语|报告中有关用语|政府工作报告)?.{0,14}(?:名词解释|名词术语|用语说明|用语解释|词语解释|术语解释|有关用语说明|注释)|注释?|参考文献|编写说明|[\[〔［]1[\]〕］].*)[:：]?$`)
	closingWords = regexp.MustCompile(`(?:让我们|我们).{0,120}(?:!|努力奋斗|新篇章|新贡献)|谢谢(?:大家|各位)?[!。]?$|(?:奋斗|贡献|前进|胜利|篇章|辉煌)!$|特此(?:通知|报告|公告|函复)|(?:施行|执行|实施|废止)。$`)
)

// small reports whether the lines from i on have at most as many letters as those
// before them: an appendix never outweighs its text.
func (t *Text) small(i int) bool {
	han := 0
	for k, l := range t.Lines {
		if k < i {
			han += l.Han
		} else {
			han -= l.Han
		}
	}
	return han >= 0
}

// findAppendix returns everything from the heading of an appendix on, when the text
// was closed in the six lines before it.
func findAppendix(t *Text) []daodu.Span {
	const reach = 6
	for i := len(t.Lines) / 2; i < len(t.Lines); i++ {
		l := t.Lines[i]
		if l.Len() > 60 || !t.is(l, appendixHead) || !t.small(i) {
			continue
		}
		for j := i - 1; j >= max(0, i-reach); j-- {
			if _, ok := t.atEnd(t.Lines[j], closingWords); ok {
				return []daodu.Span{{Start: l.Start, End: len(t.Runes)}}
			}
		}
	}
	return nil
}
