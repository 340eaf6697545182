package damage

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/header"
	"github.com/daodu/daodu/internal/zh"
)

// findTruncated reports a text whose last sentence has no end. A signature, a date,
// a table or a list at the end is none.
func findTruncated(in *Input) []daodu.Damage {
	last, ok := in.lastParagraph()
	if !ok || in.complete(last) {
		return nil
	}
	sentences := zh.Sentences(in.Text[last.Start:last.End], zh.FullStops)
	fragment := sentences[len(sentences)-1]
	span := daodu.Span{Start: last.Start + fragment.Start, End: last.Start + fragment.End}
	return []daodu.Damage{{
		Kind: daodu.Truncated, Severity: daodu.SeveritySevere, Span: span,
		Note: fmt.Sprintf("正文在“…%s”处中断，后文缺失。", tail(in.Text[span.Start:span.End], 12)),
	}}
}

func tail(s []rune, n int) string { return string(s[max(0, len(s)-n):]) }

func (in *Input) lastParagraph() (daodu.Span, bool) {
	const reach = 20000
	from := max(0, len(in.Text)-reach)
	paras := zh.Paragraphs(in.Text[from:])
	if len(paras) == 0 {
		return daodu.Span{}, false
	}
	p := paras[len(paras)-1]
	return daodu.Span{Start: from + p.Start, End: from + p.End}, true
}

// complete reports whether the text may end with this paragraph.
func (in *Input) complete(p daodu.Span) bool {
	line := in.Folded[p.Start:p.End]
	end := len(line) - 1
	for end > 0 && strings.ContainsRune("”’)》】\"' ", line[end]) {
		end--
	}
	if strings.ContainsRune("。!?…", line[end]) || line[end] == '.' && (end == 0 || line[end-1] != ',') && !cutDots(line[:end]) {
		return true
	}
	if signedOff.MatchString(string(line)) {
		return true
	}
	if strings.ContainsRune(",、;:", line[end]) {
		return false
	}
	if in.signature(p) {
		return true
	}
	return !in.prose(p)
}

// cutDots reports whether a line goes on in dots behind a Chinese letter, as an excerpt
// does: 会议要求...
func cutDots(line []rune) bool {
	end := len(line)
	for end > 0 && line[end-1] == '.' {
		end--
	}
	return end < len(line) && end > 0 && zh.IsHan(line[end-1])
}

// A signature ends in a body's name or in a date.
var (
	body     = regexp.MustCompile(`(?:局|会|委|府|厅|部|院|处|署|社|公司|集团|大学|学院|学校|中心|委员会|办公室|组|行|厂|站|网|报|支部|书记|主席|主任|市长|省长|总理)(?:\(.{1,12}\)|\(?(?:盖)?章\)?)?$`)
	listItem = regexp.MustCompile(`^(?:\(?\d{1,3}[.、)]|[①-⑳]|[-·•●]|附件|附[:：]|联系|电话|\(联系|(?:记录|整理|主持|出席|缺席|列席|审签|签发|抄送|主送|印发|记录人|主持人)[:]|\[\d)`)
	// signedOff is what follows the last stop of a text: (某某) , (某某网评论员) , ——某某 ,
	// 某社记者 某某 摄.
	signedOff = regexp.MustCompile(`(?:[。!?…”] ?[(\[][^()\[\]。,]{2,30}[)\]]|[。!?…”] ?[-—–―─]{1,3} ?[\p{Han}·]{2,12}|[。!?…” ](?:.{0,10}记者 ?)\p{Han}[\p{Han} ]{1,10} ?摄(?:影报道)?) ?$`)
	// A line behind the text that tells title, makers or source.
	credit    = regexp.MustCompile(`^[-—–―─]{1,4}.{4,60}(?:讲话|致辞|演讲|报告|发言)$|^\(.{2,60}\)$|^(?:文|图|策划|撰文|设计|执笔|编辑|记者|供稿|整理|来源|制作|出品)[/:]|(?:出品|制作|供稿|整理)$|[策划整理文图]/[策划整理文图]{1,2}[:]|^(?:采写|整合|总?监 ?制|审 ?读|素材来源)[: ]`)
	reference = regexp.MustCompile(`(?:摄|讯|电|版|期|页|完|号)[)\]]?$`)
)

func (in *Input) signature(p daodu.Span) bool {
	line := in.Folded[p.Start:p.End]
	s := strings.TrimSpace(string(line))
	if header.Classify([]rune(s)) != header.None || credit.MatchString(s) {
		return true
	}
	if zh.HanCount(line) > 40 {
		return false
	}
	return body.MatchString(s) && !strings.ContainsAny(s, ",。;") && in.afterSentence(p) || listItem.MatchString(s) && !strings.ContainsAny(s, ",") || reference.MatchString(s) && in.afterSentence(p)
}

// afterSentence reports whether the paragraph before p is closed.
func (in *Input) afterSentence(p daodu.Span) bool {
	for at := p.Start - 1; at >= 0; at-- {
		if r := in.Folded[at]; !strings.ContainsRune(" \n\r\t”’)》", r) {
			return strings.ContainsRune("。!?…", r)
		}
	}
	return false
}

// prose reports whether the last paragraph is running text: it has clauses, or the
// text is nothing else.
func (in *Input) prose(p daodu.Span) bool {
	line := in.Folded[p.Start:p.End]
	han := zh.HanCount(line)
	if han*2 < len(line) || han == 0 || strings.ContainsRune(string(in.Text[p.Start:p.End]), '\t') {
		return false // figures, a table, another language
	}
	for _, r := range line {
		if r == ',' || r == '。' || r == ';' || r == '!' || r == '?' {
			return true
		}
	}
	if in.Page && han < wholeClause && in.afterSentence(p) {
		return false // a button or a credit that the page shows behind the text
	}
	return in.mostlyProse()
}

// wholeClause is the least number of Chinese letters of a line on a web page behind
// the last sentence that is taken for the start of another.
const wholeClause = 30

// mostlyProse reports whether most paragraphs of the text end a sentence, so that
// one at the end that does not is cut.
func (in *Input) mostlyProse() bool {
	closed, all := 0, 0
	for _, p := range zh.Paragraphs(in.Text[max(0, len(in.Text)-6000):]) {
		all++
		last := in.Folded[max(0, len(in.Text)-6000)+p.End-1]
		if strings.ContainsRune("。!?…”’);:", last) {
			closed++
		}
	}
	return all > 1 && closed*2 >= all
}

// findPreview reports the notice of a site that shows a part only; it was cut.
func findPreview(in *Input) []daodu.Damage {
	for _, r := range in.Removed {
		if r.Rule != "preview" {
			continue
		}
		at := in.At(r.Raw.Start)
		from := at
		for _, s := range zh.Sentences(in.Text[max(0, at-400):at], zh.FullStops) {
			from = max(0, at-400) + s.Start
		}
		return []daodu.Damage{{
			Kind: daodu.Preview, Severity: daodu.SeveritySevere, Span: daodu.Span{Start: from, End: at},
			Note: "来源网站只提供试读，以下内容未见。",
		}}
	}
	return nil
}

// findPageMarks reports where page marks were taken out of words.
func findPageMarks(in *Input) []daodu.Damage {
	first, last, n := -1, 0, 0
	for _, r := range in.Removed {
		if r.Rule != "page_mark" {
			continue
		}
		at := in.At(r.Raw.Start)
		if first < 0 {
			first = at
		}
		last = at
		n++
	}
	if n == 0 {
		return nil
	}
	return []daodu.Damage{{
		Kind: daodu.PageMarks, Severity: daodu.SeverityNote, Span: daodu.Span{Start: first, End: last},
		Note: fmt.Sprintf("原文被%d处分页标记截断，已去除标记并接回原句。", n),
	}}
}

// minHan is the least number of Chinese letters to make something of.
const minHan = 80

func findThin(in *Input) []daodu.Damage {
	han := zh.HanCount(in.Text)
	if han >= minHan {
		return nil
	}
	return []daodu.Damage{{
		Kind: daodu.Thin, Severity: daodu.SeverityWarn, Span: daodu.Span{Start: 0, End: len(in.Text)},
		Note: fmt.Sprintf("正文只有%d个汉字，不足以整理学习材料。", han),
	}}
}
