package terms

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

const (
	// excerptAim and excerptMax are the code points that an excerpt is filled up to and
	// never goes beyond: three lines of a list of results on a telephone.
	excerptAim = 60
	excerptMax = 120
)

// Excerpts returns up to n stretches of text around the words of q, the best ones in
// the order of the text. They begin and end with a clause of the given sentences (nil
// takes those of package zh) and have 60 to 120 code points where the text allows it; a
// longer clause is cut. Without any word of q the text's beginning is the only excerpt,
// since something has to be shown; an empty text has none.
func Excerpts(text []rune, sentences []daodu.Span, q Query, n int) []daodu.Excerpt {
	if sentences == nil {
		sentences = zh.Sentences(text, zh.Semicolons)
	}
	all := Marks(text, q)
	clauses := cut(text, sentences, all)
	var out []daodu.Excerpt
	taken := make([]bool, len(clauses))
	seen := map[string]int{}
	for len(out) < n && len(clauses) > 0 {
		first, last := best(text, clauses, taken, all, seen)
		if first < 0 {
			break
		}
		for i := first; i <= last; i++ {
			taken[i] = true
		}
		e := excerpt(text, daodu.Span{Start: clauses[first].Start, End: clauses[last].End}, all)
		for _, m := range e.Marks {
			seen[zh.FoldString(string(text[m.Start:m.End]))]++
		}
		out = append(out, e)
	}
	if len(out) == 0 && n > 0 && len(clauses) > 0 {
		return []daodu.Excerpt{excerpt(text, daodu.Span{Start: clauses[0].Start, End: clauses[fill(clauses, taken, 0)].End}, nil)}
	}
	slices.SortFunc(out, func(a, b daodu.Excerpt) int { return cmp.Compare(a.Start, b.Start) })
	return out
}

// excerpt returns the stretch s with the marks in it.
func excerpt(text []rune, s daodu.Span, all []daodu.Span) daodu.Excerpt {
	e := daodu.Excerpt{Quote: daodu.Quote{Span: s, Text: string(text[s.Start:s.End])}, Marks: []daodu.Span{}}
	for _, m := range all {
		if s.Contains(m) {
			e.Marks = append(e.Marks, m)
		}
	}
	return e
}

// best returns the stretch of free clauses that shows most of what was looked for, the
// earliest of equals; -1 when none shows anything.
func best(text []rune, clauses []daodu.Span, taken []bool, all []daodu.Span, seen map[string]int) (first, last int) {
	first, top := -1, 0.0
	for i := range clauses {
		if taken[i] {
			continue
		}
		end := fill(clauses, taken, i)
		if v := worth(text, daodu.Span{Start: clauses[i].Start, End: clauses[end].End}, all, seen); v > top {
			first, last, top = i, end, v
		}
	}
	return first, last
}

// fill returns the last clause of the excerpt that begins with clause i: so many that it
// reaches excerptAim and stays within excerptMax.
func fill(clauses []daodu.Span, taken []bool, i int) int {
	end := i
	for end+1 < len(clauses) && !taken[end+1] && clauses[end].End-clauses[i].Start < excerptAim &&
		clauses[end+1].End-clauses[i].Start <= excerptMax {
		end++
	}
	return end
}

// worth adds up the marks in s. The longer a word the more it tells; one that was shown
// before, here or in another excerpt, counts for a fifth of the time before. What begins
// a sentence reads better than what begins within one.
func worth(text []rune, s daodu.Span, all []daodu.Span, seen map[string]int) float64 {
	const again, opens = 0.2, 1.02
	v, here := 0.0, map[string]int{}
	for _, m := range all {
		if !s.Contains(m) {
			continue
		}
		w := zh.FoldString(string(text[m.Start:m.End]))
		value := float64(m.Len() * m.Len())
		for range here[w] + seen[w] {
			value *= again
		}
		here[w]++
		v += value
	}
	if s.Start == 0 || !strings.ContainsRune(",、:", zh.Fold(text[s.Start-1])) {
		v *= opens
	}
	return v
}

// cut parts sentences into clauses, none longer than excerptMax and none ending within a
// mark.
func cut(text []rune, sentences, all []daodu.Span) []daodu.Span {
	var out []daodu.Span
	for _, s := range sentences {
		start := s.Start
		for i := s.Start; i < s.End; i++ {
			if end := i + 1; ends(text, i) || end == s.End || end-start == excerptMax {
				if end-start == excerptMax {
					end = before(end, start, all)
				}
				out = append(out, daodu.Span{Start: start, End: end})
				for end < s.End && unicode.IsSpace(text[end]) {
					end++
				}
				start, i = end, end-1
			}
		}
	}
	return out
}

// before moves the end of a clause that begins at start out of a mark.
func before(end, start int, all []daodu.Span) int {
	for _, m := range all {
		if m.Start < end && end < m.End && m.Start > start {
			return m.Start
		}
	}
	return end
}

// ends reports whether a clause ends behind i: at a mark that no letter or digit of a
// number follows.
func ends(text []rune, i int) bool {
	switch zh.Fold(text[i]) {
	case ',', ';', ':', '。', '!', '?', '\n':
		return i+1 == len(text) || !unicode.IsDigit(text[i+1]) || i == 0 || !unicode.IsDigit(text[i-1])
	}
	return false
}
