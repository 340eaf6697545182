package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/daodu/daodu"
)

// verbatim reports whether text is the words of the quotes: all of them joined, or a
// run of whole clauses of one. A piece torn out of a clause is not, since what stands
// before it may turn its sense (不得…, 尚未…).
func verbatim(text string, quotes []daodu.Quote) bool {
	var all strings.Builder
	for _, q := range quotes {
		all.WriteString(q.Text)
	}
	if text == all.String() {
		return text != ""
	}
	text = strings.TrimFunc(text, isMark)
	return text != "" && (strings.TrimFunc(all.String(), isMark) == text ||
		slices.ContainsFunc(quotes, func(q daodu.Quote) bool { return hasClauses(q.Text, text) }))
}

// hasClauses reports whether part stands in s with a mark or an end on either side.
func hasClauses(s, part string) bool {
	for from := 0; ; {
		at := strings.Index(s[from:], part)
		if at < 0 {
			return false
		}
		at += from
		before, after := []rune(s[:at]), []rune(s[at+len(part):])
		if (len(before) == 0 || isMark(before[len(before)-1])) && (len(after) == 0 || isMark(after[0])) {
			return true
		}
		from = at + len(part)
	}
}

// holds reports whether a fact, a few words or a figure, stands in one of the quotes. A
// figure must not be part of a longer one.
func holds(quotes []daodu.Quote, fact string) bool {
	return fact != "" && slices.ContainsFunc(quotes, func(q daodu.Quote) bool {
		before, after, ok := strings.Cut(q.Text, fact)
		return ok && !(endsInDigit(before) && startsWithDigit(fact)) && !(endsInDigit(fact) && startsWithDigit(after))
	})
}

// numerals are the letters that figures are written with, decimal points included.
const numerals = "0123456789０１２３４５６７８９.．,，〇零一二两兩三四五六七八九十百千万萬亿億"

func startsWithDigit(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune(numerals, r)
}

func endsInDigit(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return s != "" && strings.ContainsRune(numerals, r)
}

// isMark reports whether r separates clauses. Percent signs and the like belong to
// the words.
func isMark(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsPunct(r) && !strings.ContainsRune("%％‰·.．-－—/／#＃&＆@＠*＊", r)
}
