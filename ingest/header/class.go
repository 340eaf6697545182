package header

import (
	"regexp"
	"strings"

	"github.com/daodu/daodu/internal/zh"
)

// A Class is what a header line is as a whole.
type Class int

// The classes of line. None is anything that is no header line by itself: it may
// still be a title.
const (
	None     Class = iota
	Labels         // 来源:工人日报 时间:2022-11-02
	DateLine       // 2022年11月02日14:04  (2016年11月21日,利马)
	Occasion       // ——2026年1月27日在省第十四届人民代表大会第四次会议上
	Person_        // 省长 某某
	Number         // 国办发〔2019〕6号
	Dateline       // 新华社北京10月8日电
)

// maxHeaderLine is the longest header line in letters.
const maxHeaderLine = 110

var (
	occasion = regexp.MustCompile(`^[-—–―─ ]*\(?[^。!;]{0,40}?在[^。!;]{3,70}(?:上|时|期间|中)(?:的?(?:讲话|致辞|致词|演讲|报告|发言|说明|视频讲话|主旨演讲|祝酒辞|贺词))?(?:\(.{1,12}\))?\)?$`)
	dashed   = regexp.MustCompile(`^(?:[-—–―─]{1,4}) ?`)
	number   = regexp.MustCompile(`^[\p{Han}]{1,12}(?:〔|\[|\()(?:19|20)\d\d(?:〕|\]|\)) ?第? ?\d{1,5} ?号$|^第? ?\d{1,5} ?号$|^[\p{Han}]{2,20}(?:令|公告)(?:\((?:19|20)?\d{1,4}年?\))? ?第 ?[\d〇一二三四五六七八九十百]{1,6} ?号$`)
	weekday  = regexp.MustCompile(`\(?(?:星期|周|礼拜)[一二三四五六日天]\)?|上午|下午|凌晨|晚上?|农历.{4,6}`)
	// place is what may stand beside the date under a title: ",利马".
	place = regexp.MustCompile(`^[,、] ?[\p{Han}·]{2,8}$|^\d{4,6}期?$`)
)

// Classify tells what a folded line is as a whole.
func Classify(line []rune) Class {
	s := strings.TrimSpace(string(line))
	if s == "" || len(line) > maxHeaderLine {
		return None
	}
	if fields, all := Fields([]rune(s)); all && told(fields, []rune(s)) {
		return Labels
	}
	switch {
	case strings.HasSuffix(s, "号") && number.MatchString(s):
		return Number
	case isDateLine(s):
		return DateLine
	case strings.Contains(s, "在") && occasion.MatchString(s) && (dashed.MatchString(s) || len(zh.Dates([]rune(s))) > 0):
		return Occasion
	}
	if n := zh.Dateline([]rune(s)); n > 0 && n == len([]rune(s)) {
		return Dateline
	}
	if _, _, ok := Person(s); ok {
		return Person_
	}
	return None
}

// told reports whether no field contradicts its label: the value of a date is a date,
// not the hour of an item on an agenda.
func told(fields []Field, line []rune) bool {
	for _, f := range fields {
		if f.Kind == Date && f.Value.Len() > 0 {
			dates := zh.Dates(line[f.Value.Start:f.Value.End])
			if len(dates) == 0 || dates[0].Month == 0 {
				return false
			}
		}
	}
	return true
}

// isDateLine reports whether a line is a date with at most a time, a weekday or a
// place beside it.
func isDateLine(s string) bool {
	runes := []rune(s)
	if len(runes) > 40 || strings.ContainsAny(s, "。!;") {
		return false
	}
	dates := zh.Dates(runes)
	if len(dates) != 1 || dates[0].Month == 0 {
		return false
	}
	d := dates[0].Span
	before := strings.Trim(string(runes[:d.Start]), " ([-—·【")
	after := strings.Trim(weekday.ReplaceAllString(string(runes[d.End:]), ""), " )]】|-—·.")
	return before == "" && (after == "" || place.MatchString(after))
}

// titleWord ends the title of a document or a speech.
var titleWord = regexp.MustCompile(`(?:讲话|致辞|致词|演讲|报告|通知|意见|公报|决定|方案|办法|规定|条例|规则|细则|纲要|规划|批复|复函|函|公告|通告|通报|说明|贺信|贺电|贺词|回信|倡议书|公开信|决议|宣言|声明|总结|要点|纪要|发言|答复|法|令|制度|准则|计划|建议|指南|标准|清单|白皮书)(?:\(.{1,12}\))?(?:》.{0,4})?$`)

// IsTitle reports whether a folded line ends as the title of a document or a speech
// does: …的通知, …上的讲话.
func IsTitle(s string) bool { return titleWord.MatchString(s) }
