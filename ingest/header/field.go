// Package header reads the lines above and below a text that tell its title, its
// dates, its source and its people: "来源:工人日报", "——2026年1月27日在…会议上",
// "省长 某某". Cleaning asks it which lines are of this kind, metadata what they
// say. All functions take folded text.
package header

import (
	"regexp"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// A FieldKind says what a labelled value is.
type FieldKind int

// The kinds of field. Other is a label that tells nothing Daodu keeps (views, font
// size, index number).
const (
	Other FieldKind = iota
	Date
	Source
	Author
	Editor
	Title
	Link
)

// A Field is a labelled value in a line: "来源:工人日报".
type Field struct {
	Kind  FieldKind
	Label string // without blanks
	Span  daodu.Span
	Value daodu.Span // empty when the value stands in the next line
}

// labels maps each label to its kind. Blanks inside a label ("标 题") do not count.
var labels = table(map[FieldKind]string{
	Date: `发布时间 发布日期 发表时间 发表日期 发稿时间 时间 日期 更新时间 更新日期 成文日期 成文时间 印发日期 公开日期
		生成日期 发文日期 录入时间 上传时间 创建时间 刊发时间 稿件时间 信息时间 公布日期 施行日期 实施日期 发布于`,
	Source: `来源 稿源 信息来源 文章来源 新闻来源 稿件来源 出处 发布机构 发布单位 发布者 发文机关 发文单位 发布机关
		信息提供 转自 来源单位 报送单位 供稿单位 原文来源 消息来源 内容来源 素材来源 制定机关 颁布单位`,
	Author: `作者 记者 撰稿 撰文 文/图 文/ 通讯员 供稿 供稿人 文章作者 署名 本报记者 特约记者 撰稿人 执笔 执笔人 采写`,
	Editor: `责任编辑 责编 选稿 编辑 编审 审核 校对 主编 值班编辑 本期编辑 网络编辑 实习编辑 监制 责任校对 初审 复审 终审 审校
		审读 值班主任 值班总编 策划 统筹 设计 制作 出品 海报 海报制作 整理 文案 美编 剪辑 总监制 监审`,
	Title: `标题 名称 文件名称 信息名称`,
	Link:  `原文链接 原文地址 原文网址 原文出处 本文链接 本文地址 文章链接 链接 网址 转载地址 来源链接 原文`,
	Other: `浏览 浏览次数 浏览量 阅读 阅读量 阅读次数 点击 点击数 点击量 点击率 点击次数 访问量 访问次数 人气 字体 字号
		字体大小 评论 评论数 分享 分享到 打印 收藏 点赞 文号 发文字号 索引号 主题分类 主题词 公文种类 有效性 信息分类
		体裁 组配分类 栏目 关键词 关键字 分类 公开方式 公开范围 时效 信息索引 公开形式 公文时效 效力状态 原标题 摄影
		图片 标签 所属栏目 文件编号 发布文号 信息类别 公开类别 责任部门 服务对象 有效期 视力保护色 背景色 保护视力色`,
})

func table(words map[FieldKind]string) map[string]FieldKind {
	t := map[string]FieldKind{}
	for kind, list := range words {
		for name := range strings.FieldsSeq(list) {
			t[name] = kind
		}
	}
	return t
}

// labelRunes is the length of the longest label with a blank after every letter.
const labelRunes = 14

// Fields returns the labelled values of a line. all is true when the line holds
// nothing else but dates and marks, so that it is a header line as a whole.
func Fields(line []rune) (fields []Field, all bool) {
	var open []Field
	for i, r := range line {
		if r != ':' {
			continue
		}
		if start, name, ok := labelBefore(line, i, len(open) > 0); ok {
			open = append(open, Field{Kind: labels[name], Label: name, Span: daodu.Span{Start: start, End: i + 1}})
		}
	}
	for i := range open {
		end := len(line)
		if i+1 < len(open) {
			end = open[i+1].Span.Start
		}
		open[i].Value = trim(line, open[i].Span.End, valueEnd(open[i], line[:end]))
		open[i].Span.End = end
	}
	if len(open) == 0 {
		return nil, false
	}
	before := line[:open[0].Span.Start]
	return open, fillerOnly(before) && !prose(line, open)
}

// labelBefore finds the label that ends before the colon at i: the longest suffix of
// Chinese letters and single blanks that is in the table. In a line that has labels it
// may stand right behind the value of another: 王一选稿:李二.
func labelBefore(line []rune, i int, glued bool) (start int, name string, ok bool) {
	var letters []rune
	for at := i - 1; at >= 0 && i-at <= labelRunes; at-- {
		if line[at] == ' ' {
			continue
		}
		if !zh.IsHan(line[at]) && line[at] != '/' {
			break
		}
		letters = append(letters, line[at])
		reversed := reverse(letters)
		if _, known := labels[reversed]; known && (at == 0 || !zh.IsHan(line[at-1]) || glued && len(letters) > 1) {
			start, name, ok = at, reversed, true
		}
	}
	return start, name, ok
}

func reverse(letters []rune) string {
	out := make([]rune, len(letters))
	for i, r := range letters {
		out[len(letters)-1-i] = r
	}
	return string(out)
}

// behindValue begins what a page writes behind the name of a source or a person
// without a label: a day, the buttons of the site.
var behindValue = regexp.MustCompile(`\t| {2,}|出自|(?:19|20)\d\d ?[-/.年]|(?:分享到?|举报|收藏|展开|打印|字号|关闭|评论|阅读|浏览|人参与|我[要来]?说两句|发表评论|查看评论|我有话说|转载文章|加入|访问统计|返回)(?:[:( 0-9\t]|$)|第\d+页|<|&lt`)

// valueEnd returns where the value of f ends in line.
func valueEnd(f Field, line []rune) int {
	if f.Kind != Source && f.Kind != Author && f.Kind != Editor {
		return len(line)
	}
	value := trim(line, f.Span.End, len(line))
	s := string(line[value.Start:value.End])
	loc := behindValue.FindStringIndex(s)
	if loc == nil {
		return len(line)
	}
	return value.Start + len([]rune(s[:loc[0]]))
}

// trim returns the span [start, end) of line without blanks and separators around.
func trim(line []rune, start, end int) daodu.Span {
	for start < end && strings.ContainsRune(" |/、,;[(【", line[start]) {
		start++
	}
	for start < end && strings.ContainsRune(" |、,;])】", line[end-1]) && !paired(line, start, end) {
		end--
	}
	return daodu.Span{Start: start, End: end}
}

// paired reports whether the bracket that ends line[start:end] opens inside it, as
// in 人民日报(海外版).
func paired(line []rune, start, end int) bool {
	open := map[rune]rune{')': '(', ']': '[', '】': '【'}[line[end-1]]
	for _, r := range line[start:end] {
		if open != 0 && r == open {
			return true
		}
	}
	return false
}

// fillerOnly reports whether a stretch holds a date or nothing but marks.
func fillerOnly(s []rune) bool {
	for _, d := range zh.Dates(s) {
		s = append(append([]rune{}, s[:d.Span.Start]...), s[d.Span.End:]...)
		break
	}
	return zh.HanCount(s) <= 4 && len(s) <= 16
}

// prose reports whether a value is a sentence, so that the line is text after all
// ("时间:我们要…。").
func prose(line []rune, fields []Field) bool {
	for _, f := range fields {
		value := line[f.Value.Start:f.Value.End]
		stops := 0
		for _, r := range value {
			if r == '。' || r == ';' || r == '!' {
				stops++
			}
		}
		if stops > 0 && zh.HanCount(value) > 12 || f.Kind != Title && zh.HanCount(value) > 40 {
			return true
		}
	}
	return false
}
