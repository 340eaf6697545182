package structure

import (
	"strings"

	"github.com/daodu/daodu/internal/zh"
)

// A style is a way of numbering: 一、 or （一） or 1. or 一是.
type style string

// The styles of numbering. styleLine is a heading line without number; styleRunIn a
// short sentence that heads its paragraph.
const (
	styleBook    style = "编"
	styleChapter style = "章"
	styleSection style = "节"
	styleArticle style = "条"
	styleHan     style = "一、"
	styleHanPar  style = "（一）"
	styleOrdinal style = "第一，"
	styleMatter  style = "第一个问题"
	styleIs      style = "一是"
	styleMust    style = "一要"
	styleDigit   style = "1."
	styleDigPar  style = "（1）"
	styleCircle  style = "①"
	styleLine    style = "line"
	styleRunIn   style = "run-in"
	styleLead    style = "lead" // words that lead to one of several lists
)

// A marker is a numbered place in the text where a part may begin.
type marker struct {
	style style
	n     int
	start int  // first code point of the number
	end   int  // behind the number and its mark
	para  int  // index of the paragraph
	first bool // at the start of its paragraph
}

// inline reports whether parts of this style may begin inside a paragraph.
func (s style) inline() bool {
	switch s {
	case styleHan, styleHanPar, styleIs, styleMust, styleOrdinal, styleMatter, styleCircle, styleDigPar:
		return true
	}
	return false
}

// parseMarker reads a marker at the start of s, a stretch of folded text.
func parseMarker(s []rune) (st style, n, length int) {
	if len(s) < 2 {
		return "", 0, 0
	}
	switch r := s[0]; {
	case r == '第':
		return parseOrdinal(s)
	case r == '(':
		return parseBracketed(s)
	case r >= '①' && r <= '⑳':
		return styleCircle, int(r-'①') + 1, 1
	case r >= '0' && r <= '9':
		return parseDigits(s)
	case r == '首' || r == '其' || r == '再' || r == '最':
		return parseFirstly(s)
	}
	n, length = hanNumber(s)
	if length == 0 || length >= len(s) {
		return "", 0, 0
	}
	switch s[length] {
	case '、', '.':
		if countsOn(s[length+1:]) {
			return "", 0, 0
		}
		return styleHan, n, length + 1
	case '是':
		return styleIs, n, length + 1
	case '要':
		return styleMust, n, length + 1
	}
	return "", 0, 0
}

// countsOn reports whether a number behind 一、 shows that it is a word: 一、二、三产业,
// 一、二线城市.
func countsOn(s []rune) bool {
	_, length := hanNumber(s)
	return length > 0 && length < len(s) && strings.ContainsRune("、产线级类等期批季", s[length])
}

// hanNumber reads a Chinese number from 一 to 九十九 at the start of s.
func hanNumber(s []rune) (n, length int) {
	for length < len(s) && length < 4 && digitOf(s[length]) > 0 {
		length++
	}
	if length == 0 {
		return 0, 0
	}
	v, ok := zh.ParseInt(s[:length])
	if !ok || v < 1 || v > 199 {
		return 0, 0
	}
	return int(v), length
}

func digitOf(r rune) int {
	for i, d := range []rune("一二三四五六七八九十百") {
		if r == d {
			return i + 1
		}
	}
	return 0
}

// parseOrdinal reads 第三章, 第十二条, 第一, and 第二个问题.
func parseOrdinal(s []rune) (style, int, int) {
	n, length := hanNumber(s[1:])
	if length == 0 {
		for length < 3 && 1+length < len(s) && s[1+length] >= '0' && s[1+length] <= '9' {
			n = n*10 + int(s[1+length]-'0')
			length++
		}
	}
	at := 1 + length
	if length == 0 || at >= len(s) {
		return "", 0, 0
	}
	switch s[at] {
	case '编':
		return styleBook, n, at + 1
	case '章':
		return styleChapter, n, at + 1
	case '节':
		return styleSection, n, at + 1
	case '条':
		return styleArticle, n, at + 1
	case ',', '、', ':':
		return styleOrdinal, n, at + 1
	case '是':
		return styleOrdinal, n, at + 1
	case '个', '点', '方':
		return parseMatter(s, n, at)
	}
	return "", 0, 0
}

// parseMatter reads the rest of 第一个问题: and 第二个方面, and 第三点,.
func parseMatter(s []rune, n, at int) (style, int, int) {
	for i := at; i < min(at+5, len(s)); i++ {
		if s[i] == ',' || s[i] == ':' || s[i] == '、' {
			return styleMatter, n, i + 1
		}
	}
	return "", 0, 0
}

// parseBracketed reads (一) and (1).
func parseBracketed(s []rune) (style, int, int) {
	at := 1
	for at < len(s) && s[at] == ' ' {
		at++
	}
	n, length := hanNumber(s[at:])
	st := styleHanPar
	if length == 0 {
		st = styleDigPar
		for length < 2 && at+length < len(s) && s[at+length] >= '0' && s[at+length] <= '9' {
			n = n*10 + int(s[at+length]-'0')
			length++
		}
	}
	at += length
	for at < len(s) && s[at] == ' ' {
		at++
	}
	if length == 0 || at >= len(s) || s[at] != ')' {
		return "", 0, 0
	}
	return st, n, at + 1
}

// parseDigits reads 1. and 1、 but not a figure such as 1.5 or 2024.
func parseDigits(s []rune) (style, int, int) {
	n, at := 0, 0
	for at < len(s) && at < 4 && s[at] >= '0' && s[at] <= '9' {
		n = n*10 + int(s[at]-'0')
		at++
	}
	if at > 3 || at >= len(s) || s[at] != '.' && s[at] != '、' || n == 0 {
		return "", 0, 0
	}
	if at+1 < len(s) && s[at+1] >= '0' && s[at+1] <= '9' {
		return "", 0, 0
	}
	return styleDigit, n, at + 1
}

// parseFirstly reads 首先, 其次, 再次, 最后, which number a list without figures.
func parseFirstly(s []rune) (style, int, int) {
	for n, word := range []string{"首先,", "其次,", "再次,"} {
		w := []rune(word)
		if len(s) >= len(w) && string(s[:len(w)]) == word {
			return styleOrdinal, n + 1, len(w)
		}
	}
	return "", 0, 0
}
