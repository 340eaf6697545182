package zh

import (
	"math/big"
	"slices"
	"strings"
	"sync"
)

// A unitClass says how a unit goes with numbers.
type unitClass int

const (
	counted  unitClass = iota // 个, 项: 一 before it may be an article
	measured                  // 元, 吨: a power alone is a number before it (千亿斤)
	timed                     // 年, 小时: goes with 半, but 百年 is a word
	ranked                    // 届, 级: the number is an ordinal without 第
	arabic                    // 门, 州: counts behind Arabic digits only
	numbered                  // behind 第 only
)

// A unit is one row of the table of units.
type unit struct {
	name  string // canonical
	words string // as written, folded, parted by blanks
	class unitClass
	not   string // letters that may not follow, since they make another word
	least int64  // smallest number in Chinese letters that counts
}

// unitAt returns the unit at i with where it ends; of several the longest counts
// that no letter behind it makes into another word. Latin units end with the word.
func unitAt(t []rune, i int) (unit, int, bool) {
	first := at(t, i)
	if first == 0 {
		return unit{}, i, false
	}
	for _, w := range unitWords()[first] {
		end := i + len(w.word)
		if end > len(t) || !slices.Equal(t[i:end], w.word) {
			continue
		}
		next := at(t, end)
		if next != 0 && strings.ContainsRune(w.not, next) {
			continue
		}
		if isLetter(first) && (isLetter(next) || isDigit(next)) {
			continue
		}
		return w.unit, end, true
	}
	return unit{}, i, false
}

// isLetter reports whether r is an ASCII letter.
func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// A unitWord is one way to write a unit.
type unitWord struct {
	word []rune
	unit
}

// unitWords is the table of units by first letter, longest word first.
var unitWords = sync.OnceValue(func() map[rune][]unitWord {
	index := map[rune][]unitWord{}
	for _, u := range units {
		for _, w := range strings.Fields(u.words) {
			word := []rune(w)
			index[word[0]] = append(index[word[0]], unitWord{word, u})
		}
	}
	for _, words := range index {
		slices.SortStableFunc(words, func(a, b unitWord) int { return len(b.word) - len(a.word) })
	}
	return index
})

// A measure ties a unit to a base unit by an exact factor.
type measure struct {
	base     string
	num, den int64
}

// rat returns the factor of m to its base.
func (m measure) rat() *big.Rat { return big.NewRat(m.num, m.den) }

// measureOf returns the measure of a canonical unit; its base is "" when there is
// no exact way to another unit.
func measureOf(name string) measure { return measures[name] }

// measures holds units with an exact relation by definition. 亩 is 1/15 hectare
// (State Council, 1990 rules on statutory units). 度 is left out, since it is a
// kilowatt hour as well as a degree, and so are days, months and years.
var measures = map[string]measure{
	"公里": {"米", 1000, 1}, "米": {"米", 1, 1}, "厘米": {"米", 1, 100}, "毫米": {"米", 1, 1000},
	"平方公里": {"平方米", 1_000_000, 1}, "平方米": {"平方米", 1, 1}, "公顷": {"平方米", 10_000, 1}, "亩": {"平方米", 2000, 3},
	"吨": {"公斤", 1000, 1}, "公斤": {"公斤", 1, 1}, "斤": {"公斤", 1, 2}, "克": {"公斤", 1, 1000},
	"瓦": {"瓦", 1, 1}, "千瓦": {"瓦", 1000, 1}, "兆瓦": {"瓦", 1_000_000, 1}, "吉瓦": {"瓦", 1_000_000_000, 1},
	"小时": {"分钟", 60, 1}, "分钟": {"分钟", 1, 1}, "刻钟": {"分钟", 15, 1},
}
