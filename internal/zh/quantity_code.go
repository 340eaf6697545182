package zh

import (
	"strconv"
	"strings"

	"github.com/daodu/daodu"
)

// document reads the number of a document: 〔2019〕6号, [2022]第5号. The year in
// brackets and the number are one label, whatever the brackets, so that all ways to
// quote a document are equal.
func (s *quantityScan) document(i int) int {
	open := at(s.t, i-1)
	if open != '〔' && open != '[' && open != '(' || i <= s.done || !isDigit(s.t[i]) {
		return i
	}
	year := skipRun(s.t, i)
	if year-i != 4 || !strings.ContainsRune("〕])", at(s.t, year)) {
		return i
	}
	p := year + 1
	if at(s.t, p) == '第' {
		p++
	}
	end := skipRun(s.t, p)
	if !isDigit(at(s.t, p)) || end-p > 6 || at(s.t, end) != '号' {
		return i
	}
	number, _ := strconv.Atoi(string(s.t[p:end]))
	form := string(s.t[i:year]) + "/" + strconv.Itoa(number)
	s.label(i-1, end+1, "号", form)
	s.out[len(s.out)-1].Number = daodu.Span{Start: i, End: end}
	return end + 1
}

// longestCode bounds how far a code reaches, in letters; it keeps the walk linear on
// texts that are one code.
const longestCode = 40

// code reads digits that are no amount: tied to Latin letters (5G, PM2.5, C919), in
// groups (1.2.3, 0939-5916900, 6·20, 1+6), with a leading zero, longer than an amount
// is written, in quotation marks of their own, or a telephone number by the word
// beside it.
func (s *quantityScan) code(i int) int {
	if !isDigit(s.t[i]) {
		return i
	}
	// digits closes the first group, figures all groups and signs, end the code.
	start, end, digits := s.codeStart(i), s.codeEnd(i), skipRun(s.t, i)
	figures := s.figuresEnd(i, end)
	switch {
	case start < i || figures < 0:
	case figures > digits && (s.isGrouped(i, figures) || s.isEvent(i, figures)):
	case figures > digits:
		return i // a decimal, a share or a range: an amount
	case digits-i > 1 && s.t[i] == '0', digits-i > 6 && !s.countsAt(digits):
	case s.isQuoted(i, digits) && digits-i > 1:
	case digits-i == 2 && at(s.t, digits) == '后' && (s.t[i+1] == '0' || s.t[i+1] == '5'): // 90后
	case s.isTelephone(i, digits):
	default:
		return i
	}
	return s.label(start, end, "", string(s.t[start:end]))
}

// codeStart returns where the Latin letters tied to the digits at i begin. It never
// reaches back into the match before.
func (s *quantityScan) codeStart(i int) int {
	start := i
	for start > s.done && i-start < longestCode {
		r := s.t[start-1]
		tie := (r == '-' || r == '+' || r == '_') && isLetter(at(s.t, start-2)) && start-1 > s.done
		if !isLetter(r) && !tie {
			break
		}
		start--
	}
	return start
}

// codeEnd returns where the letters, digits and signs tied to the digits at i end.
func (s *quantityScan) codeEnd(i int) int {
	end := skipRun(s.t, i)
	for end-i < longestCode {
		r, next := at(s.t, end), at(s.t, end+1)
		tie := strings.ContainsRune("-.·+×/", r) && (isDigit(next) || isLetter(next) && r != '.')
		if !isLetter(r) && !isDigit(r) && !tie {
			break
		}
		end++
	}
	return end
}

// figuresEnd returns where the digits and signs from i end, of a code that ends at
// end: before a unit in Latin letters (50km), or -1 when other letters follow.
func (s *quantityScan) figuresEnd(i, end int) int {
	for k := i; k < end; k++ {
		if !isLetter(s.t[k]) {
			continue
		}
		if _, unitEnd, ok := unitAt(s.t, k); ok && unitEnd >= end {
			return k
		}
		return -1
	}
	return end
}

// countsAt reports whether a power, a unit or % stands at i, or behind a blank
// there: what precedes is an amount.
func (s *quantityScan) countsAt(i int) bool {
	if at(s.t, i) == ' ' {
		i++
	}
	r := at(s.t, i)
	_, _, ok := unitAt(s.t, i)
	return ok || r == '%' || r == '‰' || hanPower(r) > 1 || isMore(r)
}

// isGrouped reports whether the digits and signs from i to end are a code: three
// groups and more, a sign that no amount has, or the groups of a telephone number.
func (s *quantityScan) isGrouped(i, end int) bool {
	signs, last := 0, rune(0)
	for _, r := range s.t[i:end] {
		if !isDigit(r) {
			signs++
			last = r
		}
	}
	switch {
	case signs > 1:
		return !s.isSpan(i, end)
	case last == '·', last == '+', last == '×', s.t[i] == '0' && at(s.t, i+1) != '.':
		return true
	case last == '-':
		return !s.countsAt(end)
	}
	return false
}

// isEvent reports whether month and day from i to end name an event: 3.15晚会, “9.11”.
// They look like a decimal, so that a word for an event or quotation marks decide.
func (s *quantityScan) isEvent(i, end int) bool {
	n, ok := readArabic(s.t, i)
	if !ok || n.end != end || n.value.exp >= 0 || n.value.exp < -2 {
		return false
	}
	if s.isQuoted(i, end) {
		return true
	}
	for _, word := range [...]string{"晚会", "地震", "事件", "案", "专案", "事故"} {
		if hasPrefix(s.t, end, word) {
			return true
		}
	}
	return false
}

// isQuoted reports whether quotation marks stand right around i to end.
func (s *quantityScan) isQuoted(i, end int) bool {
	before, next := at(s.t, i-1), at(s.t, end)
	return before == '“' && next == '”' || before == '"' && next == '"'
}

// isSpan reports whether two decimal numbers and one dash stand from i to end: 3.5-4.2.
func (s *quantityScan) isSpan(i, end int) bool {
	first, ok := readArabic(s.t, i)
	if !ok || at(s.t, first.end) != '-' {
		return false
	}
	second, ok := readArabic(s.t, first.end+1)
	return ok && second.end == end
}

// isTelephone reports whether the digits from i to end are a number to call: a word
// for it stands beside them.
func (s *quantityScan) isTelephone(i, end int) bool {
	if end-i < 3 {
		return false
	}
	if hasPrefix(s.t, end, "热线") || hasPrefix(s.t, end, "政务") || hasPrefix(s.t, end, "便民") {
		return true
	}
	before := string(s.t[max(0, i-4):i])
	for _, word := range [...]string{"电话", "热线", "传真", "拨打", "邮编"} {
		if strings.Contains(before, word) {
			return true
		}
	}
	return false
}
