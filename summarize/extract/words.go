package extract

import (
	"strings"

	"github.com/daodu/daodu"
)

// A wording holds the words that are not the article's own, in one language and script.
type wording struct {
	lead, opening, body, closing string // labels of sections without a heading
	attendance                   string // label of who was there or spoke
	paragraph                    string // label of a paragraph: number
	paragraphs                   string // label of several: first and last
	parts                        string // question: how many parts
	points                       string // question: heading, number
	meaning                      string // question: term
	members                      string // question: term, number
	pointsIn                     string // question: heading, what it announces
	which                        string // before the number that is asked for
	deadline                     string // question: date
	deadlineIn                   string // question: heading, date
	announced                    string // finding: what the text says, how many it has
	cutShort                     string // behind a finding when the end is missing
}

var hans = wording{
	lead: "导语", opening: "开头", body: "正文", closing: "结语", attendance: "出席与发言",
	paragraph: "第%d段", paragraphs: "第%d—%d段",
	parts:    "全文的主体分为哪%s个部分？",
	points:   "“%s”这一部分讲了哪%s点？",
	meaning:  "文中的“%s”指什么？",
	members:  "“%s”具体指哪%s项？",
	pointsIn: "在“%s”这一部分，%s？",
	which:    "哪",
	deadline: "按照文中的安排，%s要做什么？", deadlineIn: "关于“%s”，%s要做什么？",
	announced: "原文说“%s”，提纲中有%d个部分",
	cutShort:  "；原文结尾残缺，其余部分未见",
}

var hant = wording{
	lead: "導語", opening: "開頭", body: "正文", closing: "結語", attendance: "出席與發言",
	paragraph: "第%d段", paragraphs: "第%d—%d段",
	parts:    "全文的主體分為哪%s個部分？",
	points:   "「%s」這一部分講了哪%s點？",
	meaning:  "文中的「%s」指什麼？",
	members:  "「%s」具體指哪%s項？",
	pointsIn: "在「%s」這一部分，%s？",
	which:    "哪",
	deadline: "按照文中的安排，%s要做什麼？", deadlineIn: "關於「%s」，%s要做什麼？",
	announced: "原文說「%s」，提綱中有%d個部分",
	cutShort:  "；原文結尾殘缺，其餘部分未見",
}

// wordingFor returns the words for a language tag, or for the script of the article
// when the tag does not tell.
func wordingFor(lang string, script daodu.Script) *wording {
	switch {
	case strings.HasPrefix(lang, "zh-Hant"), lang == "zh-TW", lang == "zh-HK", lang == "zh-MO":
		return &hant
	case strings.HasPrefix(lang, "zh-"):
		return &hans
	case strings.HasPrefix(lang, "en"):
		return &english
	case script == daodu.ScriptHant:
		return &hant
	}
	return &hans
}

// inner makes quotation marks inner ones, for words that are quoted in a question.
func (w *wording) inner(s string) string {
	if w == &hant {
		return toCorners.Replace(s)
	}
	return toSingle.Replace(s)
}

var (
	toSingle  = strings.NewReplacer("“", "‘", "”", "’", "「", "『", "」", "』")
	toCorners = strings.NewReplacer("“", "『", "”", "』", "「", "『", "」", "』")
)

// numeral writes a small number as it is said before 个 or 点, 几 when it is not small.
func numeral(n int) string {
	const digits = "零一两三四五六七八九十"
	switch {
	case n < 0 || n > 99:
		return "几"
	case n <= 10:
		return string([]rune(digits)[n])
	case n < 20:
		return "十" + digit(n-10)
	case n%10 == 0:
		return digit(n/10) + "十"
	}
	return digit(n/10) + "十" + digit(n%10)
}

// digit writes a digit within a longer number, where 2 is 二.
func digit(n int) string { return string([]rune("零一二三四五六七八九")[n]) }
