package export

import (
	"strings"

	"github.com/daodu/daodu"
)

// A wording holds the words of documents in one language and script.
type wording struct {
	speaker, date, occasion, author, source, untitled string
	suspect                                           string // behind a date: why
	colon, stop, and, comma                           string
	others                                            string // behind a list that is not all

	incomplete, condition string // before the list of damage: severe, slight
	cut                   string // last words
	cutHere               string
	preview               string
	redacted              string // how many, samples
	suspects              string // how many, samples
	marks                 string // how many quotes
	pageMarks             string
	mojibake              string
	variants              string
	thin                  string

	summary, outline, guide                      string
	overview, keyPoints, specific, terms, people string
	numbers, dates, questions, answers, related  string
	value, meaning, place                        string // heads of the table of figures
	discussion, quote                            string // head of the questions to discuss; before a quote
	partOnly                                     string // behind the title of an artifact about a text that is not whole
	unconfirmed                                  string
	verbatim, verbatimGuide                      string // every point is words of the text; in a guide, which asks in its own
	verdict                                      map[daodu.Verdict]string
	uncovered, uncoveredMany                     string // names of sections; how many they are
	counted                                      string // name of a part, how many sections of it
	list, openQuote, closeQuote                  string
	legend                                       string // of the sign of damage: what is damaged
	more                                         string // how many more kinds of damage
	remark                                       string
	announced                                    string // label, how many parts it announces, how many it has
	text, removed                                string
	reasons                                      map[daodu.Reason]string
	removal                                      string // reason, rule, how many pieces, how many letters

	lang                     string // BCP 47 of these words
	notes                    string // over the margin to write in
	position                 string // first and last letter of a quote, counted from 1
	made, engine             string // version; engines and models
	sum                      string // before the hash of the text
	sourceText, sourceDamage string // over the text itself; added when words of it are damaged
	product, cardDamage      string // name of the program; behind a card: what is damaged
}

var hans = wording{
	speaker: "讲话人", date: "日期", occasion: "场合", author: "作者", source: "来源", untitled: "（无题）",
	suspect: "（存疑：%s）", colon: "：", stop: "。", and: "；", comma: "、", others: "等",
	incomplete: "⚠ 原文残缺：", condition: "原文状况：",
	cut: "正文在“…%s”处中断，后文缺失", cutHere: "正文有中断", preview: "来源网站只提供试读部分",
	redacted: "%d处文字被隐去（%s）", suspects: "%d处疑为识别错误（%s）", marks: "%d处引号不成对",
	pageMarks: "原有分页标记截断文句，已去除并接回", mojibake: "%d处乱码", variants: "%d处用字与本文字体不符（%s）", thin: "正文过短",
	summary: "摘要", outline: "提纲", guide: "学习指导",
	overview: "概览", keyPoints: "要点", specific: "本文特有", terms: "名词与提法", people: "人物",
	numbers: "数字", dates: "日期", questions: "自测题", answers: "参考答案", related: "延伸阅读",
	value: "数值", meaning: "含义", place: "出处",
	discussion: "讨论题", quote: "原文",
	partOnly: "（原文不全，仅据所见部分）", unconfirmed: "（未经原文证实）",
	verbatim: "核对：以上各条均逐字引自原文。", verbatimGuide: "核对：以上要点均逐字引自原文，各题答案均有原文出处。",
	verdict: map[daodu.Verdict]string{
		daodu.Verified: "核对：以上各条均有原文为证。", daodu.Partial: "核对：有的条目未经原文证实，已在条后注明。", daodu.Unverified: "核对：以上各条未经原文证实。",
	},
	uncovered: "未涉及的部分：%s。", uncoveredMany: "另有%d处未涉及。", counted: "%s（%d处）", list: "；", openQuote: "“", closeQuote: "”",
	legend: "※ 标有此号的条目，所据原文有残损，引用前请核对原件：%s。", more: "另有%d处", remark: "提示：",
	announced: "“%s”：原文说有%d项，提纲中列出%d项",
	text:      "正文", removed: "已清除的内容",
	reasons: map[daodu.Reason]string{
		daodu.Navigation: "网页导航", daodu.Metadata: "页面信息", daodu.Caption: "图片说明", daodu.Footer: "页脚", daodu.Advert: "广告",
		daodu.RelatedList: "相关链接", daodu.PageMark: "分页标记", daodu.Notice: "网站提示", daodu.Widget: "页面控件", daodu.Appendix: "附录", daodu.Space: "空白",
	},
	removal: "%s（规则%s，%d处，共%d字）",
	lang:    "zh-Hans", product: "导读", cardDamage: "（※ 原文有残损：%s）", notes: "笔记", position: "原文第%d–%d字", made: "由导读%s编写", engine: "（%s）", sum: "正文 SHA-256：", sourceText: "原文：句前为句子编号，加线处为以上各条所引", sourceDamage: "，加底纹处有残损",
}

var hant = wording{
	speaker: "講話人", date: "日期", occasion: "場合", author: "作者", source: "來源", untitled: "（無題）",
	suspect: "（存疑：%s）", colon: "：", stop: "。", and: "；", comma: "、", others: "等",
	incomplete: "⚠ 原文殘缺：", condition: "原文狀況：",
	cut: "正文在「…%s」處中斷，後文缺失", cutHere: "正文有中斷", preview: "來源網站只提供試讀部分",
	redacted: "%d處文字被隱去（%s）", suspects: "%d處疑為識別錯誤（%s）", marks: "%d處引號不成對",
	pageMarks: "原有分頁標記截斷文句，已去除並接回", mojibake: "%d處亂碼", variants: "%d處用字與本文字體不符（%s）", thin: "正文過短",
	summary: "摘要", outline: "提綱", guide: "學習指導",
	overview: "概覽", keyPoints: "要點", specific: "本文特有", terms: "名詞與提法", people: "人物",
	numbers: "數字", dates: "日期", questions: "自測題", answers: "參考答案", related: "延伸閱讀",
	value: "數值", meaning: "含義", place: "出處",
	discussion: "討論題", quote: "原文",
	partOnly: "（原文不全，僅據所見部分）", unconfirmed: "（未經原文證實）",
	verbatim: "核對：以上各條均逐字引自原文。", verbatimGuide: "核對：以上要點均逐字引自原文，各題答案均有原文出處。",
	verdict: map[daodu.Verdict]string{
		daodu.Verified: "核對：以上各條均有原文為證。", daodu.Partial: "核對：有的條目未經原文證實，已在條後註明。", daodu.Unverified: "核對：以上各條未經原文證實。",
	},
	uncovered: "未涉及的部分：%s。", uncoveredMany: "另有%d处未涉及。", counted: "%s（%d處）", list: "；", openQuote: "「", closeQuote: "」",
	legend: "※ 標有此號的條目，所據原文有殘損，引用前請核對原件：%s。", more: "另有%d處", remark: "提示：",
	announced: "「%s」：原文說有%d項，提綱中列出%d項",
	text:      "正文", removed: "已清除的內容",
	reasons: map[daodu.Reason]string{
		daodu.Navigation: "網頁導航", daodu.Metadata: "頁面信息", daodu.Caption: "圖片說明", daodu.Footer: "頁腳", daodu.Advert: "廣告",
		daodu.RelatedList: "相關連結", daodu.PageMark: "分頁標記", daodu.Notice: "網站提示", daodu.Widget: "頁面控件", daodu.Appendix: "附錄", daodu.Space: "空白",
	},
	removal: "%s（規則%s，%d處，共%d字）",
	lang:    "zh-Hant", product: "導讀", cardDamage: "（※ 原文有殘損：%s）", notes: "筆記", position: "原文第%d–%d字", made: "由導讀%s編寫", engine: "（%s）", sum: "正文 SHA-256：", sourceText: "原文：句前為句子編號，加線處為以上各條所引", sourceDamage: "，加底紋處有殘損",
}

// wordingFor returns the words for a language tag, or for the article's script when the
// tag is "" or does not tell one.
func wordingFor(lang string, a *daodu.Article) *wording {
	switch {
	case strings.HasPrefix(lang, "zh-Hant"):
		return &hant
	case strings.HasPrefix(lang, "zh-"):
		return &hans
	case strings.HasPrefix(lang, "en"):
		return &english
	case a.Script == daodu.ScriptHant:
		return &hant
	}
	return &hans
}
