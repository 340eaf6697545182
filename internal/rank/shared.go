package rank

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/docfreq"
	"github.com/daodu/daodu/internal/terms"
	"github.com/daodu/daodu/internal/zh"
)

// A SharedTerm is a word that two texts have in common and few others have.
type SharedTerm struct {
	Text   string     // folded
	Here   daodu.Span // where it stands first in the one text
	There  daodu.Span // and in the other
	Rarity float64    // in nats, of a stretch of letters that of its pairs on average
}

const (
	shortest, longest = 2, 8 // letters of a shared term
	// fewDocuments or fewShare of a library are few articles.
	fewDocuments = 3
	fewShare     = .05
	// cohesion is the share of the documents with a letter that have it in the pair at
	// the edge of a term; below it the letter belongs to another word. A pair alone needs
	// pairCohesion.
	cohesion     = .05
	pairCohesion = .1
	// nameIDF is how rare a pair is, in nats, that may be a word although it is not known
	// as one: a name.
	nameIDF = 7
	// knownShare is the share of the letters that makes a stretch a set phrase.
	knownShare = .5
)

// A Sharing is a text that is held against others.
type Sharing struct {
	stats *Stats
	text  []rune // folded
	known *docfreq.Weights
	cuts  []bool // where words may begin and end
}

// Sharing prepares a folded text.
func (s *Stats) Sharing(text []rune) *Sharing {
	return &Sharing{s, text, docfreq.Default().Weigh(text, nil), docfreq.Default().Cuts(text)}
}

// Terms returns up to n words that another folded text shares: figures with their units,
// words of other scripts, and stretches of 2 to 8 Chinese letters, the rarest first. They
// begin and end with a word, as far as the library tells; what is said everywhere is left
// out.
func (h *Sharing) Terms(there []rune, n int) []SharedTerm {
	s, here := h.stats, h.text
	all := append(s.sharedFigures(here, there, h.known), s.sharedWords(here, there)...)
	for _, m := range matches(here, there) {
		for _, piece := range pieces(here, m.here) {
			if t, ok := h.term(piece); ok {
				t.There = daodu.Span{Start: t.Here.Start - m.here.Start + m.there, End: t.Here.End - m.here.Start + m.there}
				all = append(all, t)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b SharedTerm) int {
		return cmp.Or(cmp.Compare(b.Rarity, a.Rarity), cmp.Compare(len(b.Text), len(a.Text)), cmp.Compare(a.Here.Start, b.Here.Start))
	})
	return different(all, n)
}

// different returns the first n terms of which none is part of another.
func different(all []SharedTerm, n int) []SharedTerm {
	var out []SharedTerm
	for i, t := range all {
		part := func(o SharedTerm) bool { return strings.Contains(o.Text, t.Text) }
		longer := func(o SharedTerm) bool { return len(o.Text) > len(t.Text) && part(o) }
		if len(out) < n && !slices.ContainsFunc(all[:i], part) && !slices.ContainsFunc(all[i:], longer) {
			out = append(out, t)
		}
	}
	return out
}

// A match is a stretch that both texts have, as long as it gets.
type match struct {
	here  daodu.Span
	there int
}

// matches returns the longest common stretches of Chinese letters, one for each
// beginning in here.
func matches(here, there []rune) []match {
	at := map[[2]rune][]int{}
	for i := 0; i+1 < len(there); i++ {
		if zh.IsHan(there[i]) && zh.IsHan(there[i+1]) {
			pair := [2]rune{there[i], there[i+1]}
			at[pair] = append(at[pair], i)
		}
	}
	var out []match
	for i := 0; i+1 < len(here); i++ {
		best := match{}
		for _, j := range at[[2]rune{here[i], here[i+1]}] {
			if n := common(here[i:], there[j:]); n > best.here.Len() {
				best = match{daodu.Span{Start: i, End: i + n}, j}
			}
		}
		if k := len(out) - 1; best.here.Len() > 0 && (k < 0 || best.here.End > out[k].here.End) {
			out = append(out, best)
		}
	}
	return out
}

// common returns how many Chinese letters a and b begin with alike.
func common(a, b []rune) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] && zh.IsHan(a[n]) {
		n++
	}
	return n
}

const (
	// inner are letters that hardly stand within a term, edge those that do, but never
	// first or last, opening and closing those that do there only as part of a word.
	inner   = "的了着和与及在是等"
	edge    = inner + "得之"
	opening = edge + "为将对从把被向以并而且其这那各该本我你他也都就还又更要能可已让使由于至个名项次年月日们者经请"
	closing = edge + "为将对从把被向以并而且其这那有不很更要能可已让使由各该都也就还又里作"
	// prefixes and suffixes make words longer: 老师傅, 机械厂.
	prefixes = "老大小新总副"
	suffixes = "厂县市局会委区村室部院校站处办队组法奖所省镇乡街路山河江湖港园馆员者家人长师工业化性度率感"
	numerals = "零〇一二两三四五六七八九十百千万亿"
)

// pieces parts a stretch at function words and takes those from the ends of its parts.
func pieces(text []rune, s daodu.Span) []daodu.Span {
	var out []daodu.Span
	start := s.Start
	for i := s.Start; i <= s.End; i++ {
		if i < s.End && !strings.ContainsRune(inner, text[i]) {
			continue
		}
		from, to := start, i
		for from < to && (strings.ContainsRune(edge, text[from]) || strings.ContainsRune(opening, text[from]) && !wordAt(text, from, to)) {
			from++
		}
		for to > from && (strings.ContainsRune(edge, text[to-1]) || strings.ContainsRune(closing, text[to-1]) && !wordAt(text, to-2, to)) {
			to--
		}
		if to-from >= shortest {
			out = append(out, daodu.Span{Start: from, End: to})
		}
		start = i + 1
	}
	return out
}

// wordAt reports whether the two letters at a place are a word that ends before to.
func wordAt(text []rune, at, to int) bool {
	return at >= 0 && at+2 <= to && docfreq.Default().IsWord(text[at], text[at+1])
}

// loose returns whether the first or the last letter of a stretch stands alone beside a
// word: it belongs to what is before or behind the stretch.
func loose(text []rune, at daodu.Span) (first, last bool) {
	if at.Len() <= shortest {
		return false, false
	}
	first = !wordAt(text, at.Start, at.End) && wordAt(text, at.Start+1, at.End) && !strings.ContainsRune(prefixes, text[at.Start])
	last = !wordAt(text, at.End-2, at.End) && wordAt(text, at.End-3, at.End) && !strings.ContainsRune(suffixes, text[at.End-1])
	return first, last
}

// term returns a stretch as a term, without letters at its ends that belong to other
// words. ok is false when it is too long, too common or no word.
func (h *Sharing) term(at daodu.Span) (t SharedTerm, ok bool) {
	s, text := h.stats, h.text
	for at.Len() > 0 && (!h.cuts[at.Start] || at.Len() > shortest && s.coheres(text, at.Start) < cohesion) {
		at.Start++
	}
	for at.Len() > 0 && (!h.cuts[at.End] || at.Len() > shortest && s.coheres(text, at.End-2) < cohesion) {
		at.End--
	}
	first, last := loose(text, at)
	if first {
		at.Start++
	}
	if last {
		at.End--
	}
	if at.Len() < shortest || at.Len() > longest || at.Len() == shortest && !s.pairIsTerm(text[at.Start], text[at.Start+1]) ||
		h.known.Known(at.Start, at.End) >= knownShare || docfreq.IsFormula(string(text[at.Start:at.End])) {
		return t, false
	}
	rarity, least, telling := 0.0, s.documents, false
	for i := at.Start; i+1 < at.End; i++ {
		id := terms.PairID(text[i], text[i+1])
		rarity += s.rarity(id)
		least = min(least, s.Frequency(id))
		telling = telling || id.Kind() >= terms.Pair4
	}
	t = SharedTerm{Text: string(text[at.Start:at.End]), Here: at, Rarity: rarity / float64(at.Len()-1)}
	return t, telling && s.few(least)
}

// few reports whether a number of documents is few.
func (s *Stats) few(documents int) bool {
	return documents <= max(fewDocuments, int(fewShare*float64(s.documents)))
}

// pairIsTerm reports whether a pair of letters is a word by itself, or may be a name. What
// begins or ends with a function word seldom is a term, be it a word.
func (s *Stats) pairIsTerm(a, b rune) bool {
	if strings.ContainsRune(numerals+"几"+opening, a) || strings.ContainsRune(closing, b) {
		return false
	}
	known := docfreq.Default()
	return known.IsWord(a, b) || known.IDF(a, b) >= nameIDF && s.together(a, b) >= pairCohesion
}

// coheres returns whether two letters belong together, 0..1: 1 for a word.
func (s *Stats) coheres(text []rune, at int) float64 {
	if docfreq.Default().IsWord(text[at], text[at+1]) {
		return 1
	}
	return s.together(text[at], text[at+1])
}

// together returns how many of the documents that have the rarer of two letters have them
// as a pair, 0..1; 1 for what the library does not know.
func (s *Stats) together(a, b rune) float64 {
	letters := min(s.Frequency(terms.LetterID(a)), s.Frequency(terms.LetterID(b)))
	if letters == 0 {
		return 1
	}
	return float64(s.Frequency(terms.PairID(a, b))) / float64(letters)
}

// sharedFigures returns the figures with units that both texts have.
func (s *Stats) sharedFigures(here, there []rune, known *docfreq.Weights) []SharedTerm {
	first := map[string]daodu.Span{}
	for _, f := range terms.Figures(there) {
		if _, ok := first[f.Value]; !ok {
			first[f.Value] = f.Span
		}
	}
	var out []SharedTerm
	seen := map[string]bool{}
	for _, f := range terms.Figures(here) {
		at, ok := first[f.Value]
		text := string(here[f.Span.Start:f.Span.End])
		id := terms.FigureID(f.Value)
		if ok && !seen[f.Value] && telling(text) && s.few(s.Frequency(id)) && known.Known(f.Span.Start, f.Span.End) < knownShare {
			seen[f.Value] = true
			out = append(out, SharedTerm{text, f.Span, at, s.rarity(id)})
		}
	}
	return out
}

// telling reports whether a figure is more than a small count: 2 letters of it are of
// the number.
func telling(figure string) bool {
	n := 0
	for _, r := range figure {
		if r >= '0' && r <= '9' || strings.ContainsRune(numerals, r) {
			n++
		}
	}
	return n >= 2
}

// sharedWords returns the words of other scripts that both texts have.
func (s *Stats) sharedWords(here, there []rune) []SharedTerm {
	first := map[string]daodu.Span{}
	for _, w := range latin(there) {
		if text := string(there[w.Start:w.End]); first[strings.ToLower(text)].Len() == 0 {
			first[strings.ToLower(text)] = w
		}
	}
	var out []SharedTerm
	seen := map[string]bool{}
	for _, w := range latin(here) {
		text := string(here[w.Start:w.End])
		key := strings.ToLower(text)
		id := terms.WordID(key)
		if first[key].Len() > 0 && !seen[key] && s.few(s.Frequency(id)) {
			seen[key] = true
			out = append(out, SharedTerm{text, w, first[key], s.rarity(id)})
		}
	}
	return out
}

// latin returns the words of ASCII letters and digits with at least two letters.
func latin(text []rune) []daodu.Span {
	var out []daodu.Span
	for i := 0; i < len(text); i++ {
		end, letters := i, 0
		for end < len(text) && text[end] < 0x80 && (unicode.IsLetter(text[end]) || unicode.IsDigit(text[end])) {
			if !unicode.IsDigit(text[end]) {
				letters++
			}
			end++
		}
		if letters >= 2 {
			out = append(out, daodu.Span{Start: i, End: end})
		}
		i = max(i, end)
	}
	return out
}
