package structure

import (
	"strings"

	"github.com/daodu/daodu"
)

// glueReach is how far behind an unmarked 一是 the 二是 must stand that confirms it.
const glueReach = 3000

// scan returns every place that may begin a numbered part, in order.
func scan(folded []rune, paras []daodu.Span) []marker {
	var found []marker
	for i, p := range paras {
		for at := p.Start; at < p.End; at++ {
			if !mayBegin(folded[at]) {
				continue
			}
			first := at == p.Start
			if !first && !boundary(folded, at) && !glued(folded, p, at) {
				continue
			}
			st, n, length := parseMarker(folded[at:min(p.End, at+16)])
			if length == 0 || !first && !st.inline() {
				continue
			}
			found = append(found, marker{style: st, n: n, start: at, end: at + length, para: i, first: first})
			at += length - 1
		}
	}
	return found
}

// mayBegin is a quick test for the first letter of a marker.
func mayBegin(r rune) bool {
	switch r {
	case '(', '第', '首', '其', '再', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十':
		return true
	}
	return r >= '0' && r <= '9' || r >= '①' && r <= '⑳'
}

// boundary reports whether a part may begin at a position inside a paragraph: the
// letter before it ends a clause.
func boundary(folded []rune, at int) bool {
	for at--; at >= 0; at-- {
		if folded[at] == ' ' {
			continue
		}
		return strings.ContainsRune("。!?;:”’)…", folded[at])
	}
	return true
}

// glued reports whether an 一是 or （一） that follows a heading without any mark begins
// a list: a well-marked second item must follow before another first one does.
func glued(folded []rune, p daodu.Span, at int) bool {
	if strings.ContainsRune(notBefore, folded[at-1]) {
		return false
	}
	st, n, length := parseMarker(folded[at:min(p.End, at+8)])
	if n != 1 || st != styleIs && st != styleMust && st != styleHanPar {
		return false
	}
	for i := at + length; i < min(p.End, at+glueReach); i++ {
		if !mayBegin(folded[i]) || !boundary(folded, i) {
			continue
		}
		if other, m, _ := parseMarker(folded[i:min(p.End, i+8)]); other == st && m <= 2 {
			return m == 2
		}
	}
	return false
}

// notBefore are letters that make a word with 一是, 一要 or （一）: 唯一是, 第（一）项.
const notBefore = "唯同统之不第万任专单逐划合归二三十百其、和"
