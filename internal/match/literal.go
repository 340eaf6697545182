package match

import (
	"regexp/syntax"
	"unicode"
	"unicode/utf8"
)

// maxWords bounds how many words stand for one pattern.
const maxWords = 256

// An info is what is known of the texts an expression matches: either all of them
// (exact), or words of which each holds one (must). Both nil: nothing is known.
type info struct {
	exact []string
	must  []string
}

// need returns words of which every match holds one; nil when none are known.
func (n info) need() []string {
	words := n.must
	if n.exact != nil && !hasEmpty(n.exact) && (words == nil || weight(n.exact) >= weight(words)) {
		words = n.exact
	}
	return words
}

func hasEmpty(words []string) bool {
	for _, w := range words {
		if w == "" {
			return true
		}
	}
	return false
}

// weight rates how telling words are: the length of the shortest, then how few.
func weight(words []string) int {
	shortest := 3
	for _, w := range words {
		shortest = min(shortest, utf8.RuneCountInString(w))
	}
	return shortest*2*maxWords - len(words)
}

func analyse(re *syntax.Regexp) info {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 && !plain(re.Rune) {
			return info{} // folds that lower does not know
		}
		return info{exact: []string{lowerAll(re.Rune)}}
	case syntax.OpCharClass:
		return info{exact: class(re.Rune)}
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return info{exact: []string{""}}
	case syntax.OpCapture:
		return analyse(re.Sub[0])
	case syntax.OpQuest:
		return optional(analyse(re.Sub[0]))
	case syntax.OpPlus:
		return info{must: analyse(re.Sub[0]).need()}
	case syntax.OpRepeat:
		if re.Min > 0 {
			return info{must: analyse(re.Sub[0]).need()}
		}
	case syntax.OpConcat:
		return concat(re.Sub)
	case syntax.OpAlternate:
		return alternate(re.Sub)
	}
	return info{}
}

func lowerAll(runes []rune) string {
	out := make([]rune, len(runes))
	for i, r := range runes {
		out[i] = lower(r)
	}
	return string(out)
}

// plain reports whether lower knows all case folds of the letters.
func plain(runes []rune) bool {
	for _, r := range runes {
		if r >= utf8.RuneSelf && unicode.SimpleFold(r) != r {
			return false
		}
	}
	return true
}

// class returns the letters of a small character class.
func class(ranges []rune) []string {
	const most = 12
	var out []string
	for i := 0; i < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if len(out) == most {
				return nil
			}
			out = append(out, string(lower(r)))
		}
	}
	return out
}

func optional(n info) info {
	if n.exact == nil {
		return info{}
	}
	return info{exact: append(n.exact[:len(n.exact):len(n.exact)], "")}
}

// concat multiplies the exact words of neighbours as long as they stay few, and
// keeps the most telling words met on the way.
func concat(subs []*syntax.Regexp) info {
	run := info{exact: []string{""}} // the current stretch of exact parts
	whole := true                    // run begins with the first part
	var best []string
	better := func(words []string) {
		if words != nil && (best == nil || weight(words) > weight(best)) {
			best = words
		}
	}
	for _, sub := range subs {
		n := analyse(sub)
		product := cross(run.exact, n.exact)
		if product != nil {
			run.exact = product
			continue
		}
		better(run.need())
		better(n.need())
		run = info{exact: []string{""}}
		if n.exact != nil {
			run.exact = n.exact
		}
		whole = false
	}
	better(run.need())
	if whole {
		return info{exact: run.exact, must: best}
	}
	return info{must: best}
}

// cross returns every word of a followed by every word of b, nil when there would
// be too many.
func cross(a, b []string) []string {
	if a == nil || b == nil || len(a)*len(b) > maxWords {
		return nil
	}
	out := make([]string, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+y)
		}
	}
	return out
}

func alternate(subs []*syntax.Regexp) info {
	all := info{exact: []string{}, must: []string{}}
	for _, sub := range subs {
		n := analyse(sub)
		if n.exact == nil || all.exact == nil || len(all.exact)+len(n.exact) > maxWords {
			all.exact = nil
		} else {
			all.exact = append(all.exact, n.exact...)
		}
		if words := n.need(); words == nil || all.must == nil {
			all.must = nil
		} else {
			all.must = append(all.must, words...)
		}
	}
	return all
}
