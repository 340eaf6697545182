package zh

import (
	"math/big"
	"strings"
)

// A hedgeWord qualifies the number behind or before it.
type hedgeWord struct {
	word  []rune
	hedge Hedge
	not   string // letters before (or behind) it that make it another word
}

// hedgesBefore stand right before a number; longer words first. A word that hedges
// nothing (多达, 高出) keeps its end from being read as one that does.
var hedgesBefore = [...]hedgeWord{
	{[]rune("不少于"), AtLeast, ""}, {[]rune("不低于"), AtLeast, ""}, {[]rune("不小于"), AtLeast, ""}, {[]rune("不短于"), AtLeast, ""},
	{[]rune("不超过"), AtMost, ""}, {[]rune("不高于"), AtMost, ""}, {[]rune("不多于"), AtMost, ""}, {[]rune("不大于"), AtMost, ""},
	{[]rune("至少"), AtLeast, ""}, {[]rune("最少"), AtLeast, ""}, {[]rune("起码"), AtLeast, ""},
	{[]rune("至多"), AtMost, ""}, {[]rune("最多"), AtMost, ""},
	{[]rune("超过"), Over, ""}, {[]rune("超出"), Over, ""}, {[]rune("突破"), Over, "新大性的"}, {[]rune("多达"), Exactly, ""},
	{[]rune("高于"), Over, ""}, {[]rune("大于"), Over, ""}, {[]rune("多于"), Over, ""}, {[]rune("高出"), Exactly, ""},
	{[]rune("不足"), Under, ""}, {[]rune("不到"), Under, ""}, {[]rune("接近"), Nearly, ""}, {[]rune("将近"), Nearly, ""}, {[]rune("逼近"), Nearly, ""},
	{[]rune("低于"), Under, ""}, {[]rune("少于"), Under, ""}, {[]rune("小于"), Under, ""},
	{[]rune("大约"), About, ""}, {[]rune("大概"), About, ""}, {[]rune("左右"), Exactly, ""},
	{[]rune("约"), About, "节签契合条缔制集违履公预简隐邀特纽失守赴和誓盟相"},
	{[]rune("近"), Nearly, "最附邻临靠亲相就毗新贴晚远"},
	{[]rune("超"), Over, "高赶反"},
	{[]rune("逾"), Over, ""},
	{[]rune("过"), Over, "不通经超度"},
}

// hedgesAfter stand right behind a quantity.
var hedgesAfter = [...]hedgeWord{
	{[]rune("以上"), AtLeast, "述诸各问"}, {[]rune("及以上"), AtLeast, ""}, {[]rune("以下"), AtMost, "几简"},
	{[]rune("以内"), AtMost, ""}, {[]rune("之内"), AtMost, ""}, {[]rune("左右"), About, ""}, {[]rune("上下"), About, "齐一同联贯游功"},
}

// hedge reads the words on both sides of c. What stands inside the number (多) is
// nearest and wins, then the word behind, then the one before. A power alone
// (百, 千万) becomes a number by a hedge before it or by 每.
func (s *quantityScan) hedge(c *candidate) {
	before, found := s.hedgeBefore(c)
	// 近百人, 每千人, 百余人 state a number; 百人 alone is as good as "many".
	if c.n.bare && c.Unit != "" && (found || at(s.t, c.Number.Start-1) == '每' || c.Hedge == Over) {
		c.stands = true
	}
	if c.Hedge != Exactly {
		return
	}
	for _, h := range hedgesAfter {
		end := c.end + len(h.word)
		if hasWord(s.t, c.end, h.word) && !strings.ContainsRune(h.not, at(s.t, end)) {
			c.Hedge = h.hedge
			return
		}
	}
	if isTime(c.Unit) && at(s.t, c.end) == '内' && !strings.ContainsRune("蒙地容部外涵在", at(s.t, c.end+1)) {
		before = AtMost // 三年内
	}
	c.Hedge = before
}

// hedgeBefore finds the word before c, also with a verb between: 至少有2000人, 超过了一半.
func (s *quantityScan) hedgeBefore(c *candidate) (Hedge, bool) {
	h, ok := s.hedgeAt(c, c.Span.Start, 1)
	if r := at(s.t, c.Span.Start-1); h == Exactly && (r == '有' || r == '了' || r == '达') {
		return s.hedgeAt(c, c.Span.Start-1, 2)
	}
	return h, ok
}

// hedgeAt finds the word of at least so many letters that ends at p.
func (s *quantityScan) hedgeAt(c *candidate, p, least int) (Hedge, bool) {
	for _, h := range hedgesBefore {
		start, ok := hasSuffix(s.t, p, h.word)
		if !ok || len(h.word) < least || strings.ContainsRune(h.not, at(s.t, start-1)) {
			continue
		}
		if !c.takes(string(h.word)) {
			return Exactly, false
		}
		return h.hedge, true
	}
	return Exactly, false
}

// takes reports whether a hedge before c qualifies its number: 近 before a span of time
// is "recent", 过 goes with powers alone (过百, 过万), and who 突破 a few things solves
// them.
func (c *candidate) takes(word string) bool {
	switch word {
	case "近":
		return c.n.bare || !isTime(c.Unit)
	case "过":
		return c.n.bare
	case "突破":
		return c.Kind == Proportion || c.class == measured || c.n.powers || c.Value != nil && c.Value.Cmp(big.NewRat(100, 1)) >= 0
	}
	return true
}

// isTime reports whether a canonical unit measures spans of time.
func isTime(name string) bool {
	switch name {
	case "年", "个月", "周", "天", "日", "小时", "分钟", "个世纪":
		return true
	}
	return false
}
