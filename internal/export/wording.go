package export

import "github.com/daodu/daodu"

// A wording holds the words of documents in one script.
type wording struct {
	speaker, date, occasion, author, source, untitled string
	suspect                                           string // behind a date: why
	colon, stop, and                                  string

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
	unconfirmed, discuss                         string
	verdict                                      map[daodu.Verdict]string
	coverage                                     string // share in per cent
	remark                                       string
	cutNote                                      string // behind the verdict of an artifact about a cut text
	text, removed                                string
	reasons                                      map[daodu.Reason]string
	removal                                      string // reason, rule, how many pieces, how many letters
}

var hans = wording{
	speaker: "讲话人", date: "日期", occasion: "场合", author: "作者", source: "来源", untitled: "（无题）",
	suspect: "（存疑：%s）", colon: "：", stop: "。", and: "；",
	incomplete: "⚠ 原文残缺：", condition: "原文状况：",
	cut: "正文在“…%s”处中断，后文缺失", cutHere: "正文有中断", preview: "来源网站只提供试读部分",
	redacted: "%d处文字被隐去（%s）", suspects: "%d处疑为识别错误（%s）", marks: "%d处引号不成对",
	pageMarks: "原有分页标记截断文句，已去除并接回", mojibake: "%d处乱码", variants: "%d处用字与本文字体不符（%s）", thin: "正文过短",
	summary: "摘要", outline: "提纲", guide: "学习指导",
	overview: "概览", keyPoints: "要点", specific: "本文特有", terms: "名词与提法", people: "人物",
	numbers: "数字", dates: "日期", questions: "思考与自测", answers: "参考答案", related: "延伸阅读",
	value: "数值", meaning: "含义", place: "出处",
	unconfirmed: "（未经原文证实）", discuss: "（讨论）",
	verdict: map[daodu.Verdict]string{
		daodu.Verified: "核对：每一条都有原文为证", daodu.Partial: "核对：部分条目未经原文证实，已标出", daodu.Unverified: "核对：未经原文证实",
	},
	coverage: "，涉及全文%d%%的章节", cutNote: "；原文不全，未见部分不在其内", remark: "提示：",
	text: "正文", removed: "已清除的内容",
	reasons: map[daodu.Reason]string{
		daodu.Navigation: "网页导航", daodu.Metadata: "页面信息", daodu.Caption: "图片说明", daodu.Footer: "页脚", daodu.Advert: "广告",
		daodu.RelatedList: "相关链接", daodu.PageMark: "分页标记", daodu.Notice: "网站提示", daodu.Widget: "页面控件", daodu.Appendix: "附录", daodu.Space: "空白",
	},
	removal: "%s（规则%s，%d处，共%d字）",
}

var hant = wording{
	speaker: "講話人", date: "日期", occasion: "場合", author: "作者", source: "來源", untitled: "（無題）",
	suspect: "（存疑：%s）", colon: "：", stop: "。", and: "；",
	incomplete: "⚠ 原文殘缺：", condition: "原文狀況：",
	cut: "正文在「…%s」處中斷，後文缺失", cutHere: "正文有中斷", preview: "來源網站只提供試讀部分",
	redacted: "%d處文字被隱去（%s）", suspects: "%d處疑為識別錯誤（%s）", marks: "%d處引號不成對",
	pageMarks: "原有分頁標記截斷文句，已去除並接回", mojibake: "%d處亂碼", variants: "%d處用字與本文字體不符（%s）", thin: "正文過短",
	summary: "摘要", outline: "提綱", guide: "學習指導",
	overview: "概覽", keyPoints: "要點", specific: "本文特有", terms: "名詞與提法", people: "人物",
	numbers: "數字", dates: "日期", questions: "思考與自測", answers: "參考答案", related: "延伸閱讀",
	value: "數值", meaning: "含義", place: "出處",
	unconfirmed: "（未經原文證實）", discuss: "（討論）",
	verdict: map[daodu.Verdict]string{
		daodu.Verified: "核對：每一條都有原文為證", daodu.Partial: "核對：部分條目未經原文證實，已標出", daodu.Unverified: "核對：未經原文證實",
	},
	coverage: "，涉及全文%d%%的章節", cutNote: "；原文不全，未見部分不在其內", remark: "提示：",
	text: "正文", removed: "已清除的內容",
	reasons: map[daodu.Reason]string{
		daodu.Navigation: "網頁導航", daodu.Metadata: "頁面信息", daodu.Caption: "圖片說明", daodu.Footer: "頁腳", daodu.Advert: "廣告",
		daodu.RelatedList: "相關連結", daodu.PageMark: "分頁標記", daodu.Notice: "網站提示", daodu.Widget: "頁面控件", daodu.Appendix: "附錄", daodu.Space: "空白",
	},
	removal: "%s（規則%s，%d處，共%d字）",
}

// wordingFor returns the words for an article: Simplified unless it is Traditional.
func wordingFor(a *daodu.Article) *wording {
	if a.Script == daodu.ScriptHant {
		return &hant
	}
	return &hans
}
