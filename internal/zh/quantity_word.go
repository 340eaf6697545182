package zh

import (
	"slices"
	"strings"
	"sync"
)

// plainWords are ordinary words and names whose numerals count nothing. Only those
// stand here that the rules would otherwise take for a quantity, because a unit
// seems to follow (一起, 五台山) or because the word ends in a numeral that a unit may
// follow (同一个). Words whose numeral no unit follows (一定, 三农, 一带一路) need no entry.
var plainWords = []struct{ why, words string }{
	{"the numeral closes the word", "统一 唯一 同一 单一 专一 任一 逐一 之一"},
	{"一 of adverbs and nouns", "进一步 下一步 一起 一方面 一次性 一对一 一条心 一条龙 一本正经 一本万利 一笔勾销 一步一 一点一滴 一张一弛 " +
		"一轮又一轮 一代又一代 一代接着一代 一个个 一批批 一件件 一条条 一项项 一步步 一天天 一次次 一年年 一代代 一天比一天 一年比一年 " +
		"一年一度 一年到头 一年四季 一年之计 一日千里 一分为二 一年半载"},
	{"idioms", "两头 三番五次 三番两次 三天两头 三年五载 三位一体 五位一体 三人行 三家村 三大球 五大三粗 四大皆空 四周 四处 三省吾身 一日三省 八股 " +
		"新一届 下一届 每一届 这一届 一方面军 二方面军 四方面军 五年如一日 七年之痒 十年树木 十年如一日 十年寒窗 十天半 八九不离十 十里 一亩三分 三级跳"},
	{"places", "五台山 五台县 三台县 五家岗 七台河 九台区 九台市 八所镇 八所港 八步沙 八步区 五大连池 五大湖 三元桥 三元区 三元里"},
	{"上 is of the word before", "以上百 以上千 以上万 以上亿 之上百 路上千 路上百"},
	{"half a year by name", "上半年 下半年 前半年 后半年 半年报 半年度 大半年 大半天"},
}

// A plainWord is one of plainWords with the place of the first letter at which a
// rule could begin.
type plainWord struct {
	word []rune
	at   int
}

// wordIndex holds the plain words by that letter, longest first.
var wordIndex = sync.OnceValue(func() map[rune][]plainWord {
	index := map[rune][]plainWord{}
	for _, row := range plainWords {
		for _, w := range strings.Fields(row.words) {
			word := []rune(w)
			for k, r := range word {
				if opensQuantity(r) {
					index[r] = append(index[r], plainWord{word, k})
					break
				}
			}
		}
	}
	for _, words := range index {
		slices.SortStableFunc(words, func(a, b plainWord) int { return len(b.word) - len(a.word) })
	}
	return index
})

// skipWord is the rule of plainWords: it passes over the word and adds nothing.
func (s *quantityScan) skipWord(i int) int {
	for _, w := range wordIndex()[s.t[i]] {
		start := i - w.at
		end := start + len(w.word)
		if start >= 0 && end <= len(s.t) && slices.Equal(s.t[start:end], w.word) {
			return end
		}
	}
	return i
}
