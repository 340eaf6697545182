package zh

import (
	"strings"

	"github.com/daodu/daodu"
)

// A dateScan walks through a text once.
type dateScan struct {
	t   []rune
	out []DateMatch
	// minguo is whether the text counts years from 1912; it is looked up when a
	// year of two digits first asks for it: 0 unknown, 1 yes, 2 no.
	minguo int
}

// A dateRun is a numeral of a date.
type dateRun struct {
	start, end int
	value      int
	digits     int // letters, blanks not counted
	han        bool
	fixed      bool // a letter was read as the digit it looks like
	ok         bool
}

// step reads the date at i, if any, and returns where to go on.
func (s *dateScan) step(i int) int {
	r := s.t[i]
	if r == '民' {
		return s.minguoYear(i)
	}
	if isLetter(r) && isLetter(at(s.t, i-1)) {
		return skipLetters(s.t, i) // inside a word
	}
	// An English month begins with a letter, and so may a misread digit (l1月).
	if isLetter(r) && !isMisread(r) {
		return s.english(i)
	}
	n := s.run(i)
	if !n.ok {
		if isLetter(r) {
			return s.english(i)
		}
		return n.end
	}
	for _, form := range dateForms {
		if d, ok := form(s, n); ok {
			return s.add(d)
		}
	}
	return n.end
}

// dateForms are the ways to write a date that begins with a numeral, in the order
// in which they are tried: what is most sure of being a date comes first.
var dateForms = [...]func(*dateScan, dateRun) (DateMatch, bool){
	(*dateScan).separated,
	(*dateScan).compact,
	(*dateScan).fromYear,
	(*dateScan).fromMonth,
	(*dateScan).bareDay,
	(*dateScan).dayFirst,
}

// add appends d, checked, and returns where it ends.
func (s *dateScan) add(d DateMatch) int {
	d.check()
	s.out = append(s.out, d)
	return d.Span.End
}

// newDate returns a date that starts there and says nothing yet.
func newDate(start int) DateMatch {
	return DateMatch{Span: daodu.Span{Start: start}, Hour: -1, Minute: -1}
}

// isMisread reports whether r is a letter that scanners write for 0 or 1.
func isMisread(r rune) bool {
	switch r {
	case 'l', 'I', 'O':
		return true
	}
	return false
}

// run reads the numeral at i. Letters that look like digits count when a digit
// stands beside them, or 年, 月 or 日 follows. end is always behind i.
func (s *dateScan) run(i int) dateRun {
	r := at(s.t, i)
	switch {
	case isDigit(r) || isMisread(r):
		return s.arabicRun(i)
	case r == '元':
		next := at(s.t, i+1)
		return dateRun{start: i, end: i + 1, value: 1, digits: 1, han: true, ok: next == '月' || next == '年'}
	case isHanNumeral(r):
		return s.hanRun(i)
	}
	return dateRun{start: i, end: i + 1}
}

// arabicRun reads digits and letters that look like them. Letters make a date of
// nothing: with them, two real digits must stand before 年, one before 月 or 日 (ll月
// alone passes, as 11月). Behind a Latin letter digits are a code; t20231024 in the
// names of government pages is the exception.
func (s *dateScan) arabicRun(i int) dateRun {
	n := dateRun{start: i, end: i}
	real := 0
	for r := at(s.t, n.end); isDigit(r) || isMisread(r); r = at(s.t, n.end) {
		if n.end-i < 9 {
			n.value = n.value*10 + misreadDigit(r)
		}
		if isDigit(r) {
			real++
		} else {
			n.fixed = true
		}
		n.end++
	}
	n.digits = n.end - i
	before := at(s.t, i-1)
	n.ok = n.digits <= 8 && !isDigit(before) && (!isLetter(before) || before == 't' && n.digits == 8)
	if n.fixed {
		next := at(s.t, n.end)
		year := next == '年' && real >= 2
		day := (next == '月' || next == '日') && (real > 0 || n.digits == 2) && n.digits <= 2
		n.ok = n.ok && (year || day)
	}
	if !n.ok && n.fixed {
		n.end = skipLetters(s.t, i)
	}
	return n
}

// misreadDigit returns the digit that r is or looks like.
func misreadDigit(r rune) int {
	switch {
	case isDigit(r):
		return int(r - '0')
	case r == 'O':
		return 0
	}
	return 1
}

// skipLetters returns where the Latin letters and digits at i end, at least i+1.
func skipLetters(t []rune, i int) int {
	for i++; i < len(t) && (isLetter(t[i]) || isDigit(t[i])); i++ {
	}
	return i
}

// hanRun reads Chinese numerals, digit by digit or positional. No date needs more
// than a year of four places.
func (s *dateScan) hanRun(i int) dateRun {
	n := dateRun{start: i, end: skipRun(s.t, i), han: true}
	n.digits = n.end - i
	if year, ok := zeroedYear(s.t, i); ok {
		return dateRun{start: i, end: i + 4, value: year, digits: 4, han: true, ok: true}
	}
	v, ok := parseHan(s.t[i:n.end])
	n.value, n.ok = int(v), ok && v < 3000
	return n
}

// zeroedYear reads a year of Chinese digits in which O or 0 is typed for 〇, as is
// common: 二OO八年, 二0二四年.
func zeroedYear(t []rune, i int) (year int, ok bool) {
	for k := i; k < i+4; k++ {
		r := at(t, k)
		d := hanDigit(r)
		switch {
		case r == 'O' || r == 'o' || r == '0':
			d, ok = 0, true
		case d < 0:
			return 0, false
		}
		year = year*10 + int(d)
	}
	return year, ok && at(t, i+4) == '年'
}

// sign returns where r stands behind n, with blanks and a closing parenthesis
// between, if one was opened before: 2022 年, (9)月, (9月16)日.
func (s *dateScan) sign(n dateRun, r rune) (end int, ok bool) {
	p := s.blanks(n.end)
	if at(s.t, p) == ')' && s.opened(n.start) {
		p++
	}
	return p + 1, at(s.t, p) == r
}

// opened reports whether a parenthesis opens right before i, or before the month
// there.
func (s *dateScan) opened(i int) bool {
	for k := i - 1; k >= i-4; k-- {
		switch r := at(s.t, k); {
		case r == '(':
			return true
		case !isDigit(r) && r != '月':
			return false
		}
	}
	return false
}

// shares reports whether n leaves its sign r to a later number of a list or range:
// 2016 in 2016-2020年, 5 in 5、6月. The numbers rise and stay within limit.
func (s *dateScan) shares(n dateRun, r rune, limit int) bool {
	if limit < 100 && at(s.t, n.end) == '、' && !IsHan(at(s.t, n.start-1)) && at(s.t, n.start-1) != '、' {
		return false // 3、12月: the mark of a list
	}
	if n.value < 1 {
		return false
	}
	// Twelve links bound the walk; no list of dates is longer than a year of months.
	for links := 0; links < 12 && joins(at(s.t, n.end)); links++ {
		next := s.run(n.end + 1)
		if !next.ok || next.value <= n.value || next.value > limit || next.fixed {
			return false
		}
		if _, ok := s.sign(next, r); ok {
			return next.digits <= 4
		}
		n = next
	}
	return false
}

// joins reports whether r joins dates of a list or range.
func joins(r rune) bool { return isConnector(r) || r == '、' || r == '和' }

// previous returns the date that ends one joining letter before start.
func (s *dateScan) previous(start int) (DateMatch, bool) {
	if len(s.out) == 0 {
		return DateMatch{}, false
	}
	d := s.out[len(s.out)-1]
	return d, d.Span.End == start-1 && joins(s.t[d.Span.End])
}

// blanks skips at most three spaces, which crawled pages set around figures.
func (s *dateScan) blanks(i int) int {
	end := i
	for end-i < 3 && at(s.t, end) == ' ' {
		end++
	}
	return end
}

// opening returns where a date beginning with n starts: at the parenthesis before
// it, when that closes inside the date, so that the span is balanced: (9月16)日.
func (s *dateScan) opening(n dateRun, end int) int {
	if at(s.t, n.start-1) == '(' && n.start-1 >= s.lastEnd() && strings.ContainsRune(string(s.t[n.end:end]), ')') {
		return n.start - 1
	}
	return n.start
}

// lastEnd returns where the last date ends, 0 for none.
func (s *dateScan) lastEnd() int {
	if len(s.out) == 0 {
		return 0
	}
	return s.out[len(s.out)-1].Span.End
}

// usesMinguo reports whether the text names the Minguo era in a date.
func (s *dateScan) usesMinguo() bool {
	if s.minguo == 0 {
		s.minguo = 2
		for i, r := range s.t {
			if r == '民' && at(s.t, i+1) == '国' && s.run(s.blanks(i+2)).ok {
				s.minguo = 1
				break
			}
		}
	}
	return s.minguo == 1
}
