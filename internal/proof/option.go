package proof

import (
	"math/big"
	"slices"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// options demands three or four different ones, the answer among them once, and that
// the text supports no other: not in the sentences cited, not where the answer's
// neighbours stand, and for the part that something belongs to, not by its place.
func (j *judge) options(name string, q daodu.Question) {
	key := plain(q.Answer)
	if len(q.Options) < 3 || len(q.Options) > 4 {
		j.fault("%s: %d options", name, len(q.Options))
	}
	keys := 0
	for i, o := range q.Options {
		p := plain(o)
		if p == key {
			keys++
			continue
		}
		for _, other := range q.Options[:i] {
			if strings.Contains(p, plain(other)) || strings.Contains(plain(other), p) {
				j.fault("%s: options %q and %q", name, o, other)
			}
		}
		j.wrong(name, q, o)
	}
	if keys != 1 {
		j.fault("%s: the answer is %d times among the options", name, keys)
	}
	if _, rest, ok := strings.Cut(q.Question, "“"); ok && strings.HasSuffix(q.Question, "是在哪一部分提出来的？") {
		head, _, _ := strings.Cut(rest, "”是在哪")
		j.part(name, head, q)
	}
}

// wrong demands that the text does not support an option.
func (j *judge) wrong(name string, q daodu.Question, option string) {
	key, p := plain(q.Answer), plain(option)
	for _, x := range q.Quotes {
		sentence := plain(j.sentence(x.Span))
		if strings.HasPrefix(x.Text, q.Answer) && x.Text == q.Answer {
			sentence = plain(x.Text) // a heading
		}
		if hasWhole(sentence, p) {
			j.fault("%s: the sentence has %q too", name, option)
		}
		words := bare(x.Text)
		at := strings.Index(words, key)
		if at < 0 {
			continue
		}
		b, a := last(words[:at], 5), first(words[at+len(key):], 5)
		if len([]rune(b)) == 5 && hasWhole(j.folded, b+p) || len([]rune(a)) == 5 && hasWhole(j.folded, p+a) {
			j.fault("%s: elsewhere %q stands where the answer does", name, option)
		}
	}
}

// part demands that of the options, which are headings, the answer is the last before
// the words asked about.
func (j *judge) part(name, words string, q daodu.Question) {
	text := string(j.text)
	at := strings.LastIndex(text, words)
	best, nearest := "", -1
	for _, o := range q.Options {
		if i := strings.LastIndex(text[:max(at, 0)], o); i > nearest {
			best, nearest = o, i
		}
	}
	if best != q.Answer {
		j.fault("%s: %q stands under %q", name, words, best)
	}
}

// sentence returns the whole sentences around a span.
func (j *judge) sentence(s daodu.Span) string {
	ends := func(r rune) bool { return strings.ContainsRune("。！？!?\n", r) }
	for s.Start > 0 && !ends(j.text[s.Start-1]) {
		s.Start--
	}
	for s.End < len(j.text) && !ends(j.text[s.End-1]) {
		s.End++
	}
	return string(j.text[s.Start:s.End])
}

// solves reports whether an answer is the right side of an equation A－B＝C that holds,
// and A and B stand in a quote. Cards have no equation; any two figures will do.
func solves(answer, why string, quotes []daodu.Quote) bool {
	left, right, ok := strings.Cut(why, "＝")
	a, b, minus := strings.Cut(left, "－")
	if !ok || !minus || right != answer {
		return why == "" && solvable(answer, quotes)
	}
	inQuote := func(s string) bool {
		return slices.ContainsFunc(quotes, func(q daodu.Quote) bool { return hasWhole(plain(q.Text), plain(s)) })
	}
	x, y, z := number(a), number(b), number(answer)
	return inQuote(a) && inQuote(b) && x != nil && y != nil && z != nil && new(big.Rat).Sub(x, y).Cmp(z) == 0
}

// solvable reports whether two figures of a quote differ by the answer.
func solvable(answer string, quotes []daodu.Quote) bool {
	z := number(answer)
	for _, q := range quotes {
		var all []*big.Rat
		for _, f := range strings.FieldsFunc(plain(q.Text), func(r rune) bool { return !strings.ContainsRune(digits+"万亿,", r) }) {
			if x := number(f); x != nil {
				all = append(all, x)
			}
		}
		for _, x := range all {
			for _, y := range all {
				if z != nil && new(big.Rat).Sub(x, y).Cmp(z) == 0 {
					return true
				}
			}
		}
	}
	return false
}

const digits = "0123456789."

// number reads the Arabic figure at the head of s, with 万 and 亿; nil for none.
func number(s string) *big.Rat {
	s = strings.ReplaceAll(plain(s), ",", "")
	n := strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune(digits, r) })
	if n < 0 {
		n = len(s)
	}
	x, ok := new(big.Rat).SetString(s[:n])
	if !ok {
		return nil
	}
	switch {
	case strings.HasPrefix(s[n:], "万亿"):
		x.Mul(x, big.NewRat(1e12, 1))
	case strings.HasPrefix(s[n:], "万"):
		x.Mul(x, big.NewRat(1e4, 1))
	case strings.HasPrefix(s[n:], "亿"):
		x.Mul(x, big.NewRat(1e8, 1))
	}
	return x
}

// plain is bare without the marks at both ends.
func plain(s string) string { return strings.Trim(bare(s), ",。;:、!?") }

// bare folds script and width and takes blanks away.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, zh.FoldString(s))
}

// hasWhole reports whether s has part, and where that begins or ends in a digit, not as
// a piece of a longer figure.
func hasWhole(s, part string) bool {
	if part == "" {
		return false
	}
	for from := 0; ; {
		at := strings.Index(s[from:], part)
		if at < 0 {
			return false
		}
		at += from
		before := last(strings.TrimRight(s[:at], "."), 1) // a point without a digit before it ends a sentence
		after := first(strings.TrimLeft(s[at+len(part):], "."), 1)
		if !(isDigits(before) && isDigits(first(part, 1))) && !(isDigits(after) && isDigits(last(part, 1))) {
			return true
		}
		from = at + len(part)
	}
}

func isDigits(s string) bool { return s != "" && strings.Contains(digits, s) }

// first and last return up to n code points of s.
func first(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}

func last(s string, n int) string {
	r := []rune(s)
	return string(r[max(0, len(r)-n):])
}
