package eval

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/clean"
	"github.com/daodu/daodu/internal/winnow"
	"github.com/daodu/daodu/internal/zh"
)

// reused are the corpora that passages are planted into and unrelated pairs come from.
var reused = []string{
	"speeches_xi/*.txt", "speeches_xi_2020/*.txt", "gwr_provincial_2026/*.txt", "gwr_state_council/*.txt", "laws/*.md",
	"tw_mofa/*.txt", "tw_transcripts/*.xml", "policy_state_council/*.content.html", "xinwenlianbo/*.json",
}

const (
	plantings      = 400
	unrelatedPairs = 6000
	families       = 10
	tolerance      = 2  // code points that an offset may be off
	telling        = 16 // letters of the stretches by which an independent count tells related texts
	quotesLooked   = 50 // candidates for quotes that are compared
)

// A reuseText is a text of the library that reuse is looked for in.
type reuseText struct {
	name     string
	runes    []rune
	prepared *winnow.Text
	grams    map[string]bool // its stretches of telling letters
}

// measureReuse plants passages of 80 to 300 characters of one text into another, half of
// them in Traditional letters, with up to 5 % of the letters changed, put in or left out, and
// asks for them back; it makes copies and excerpts of texts and asks what they are; and it
// compares texts that have nothing to do with each other.
func measureReuse(ctx context.Context, dir string) ([]Figure, error) {
	texts, err := reuseTexts(ctx, dir, reused...)
	if err != nil {
		return nil, err
	}
	congress, err := reuseTexts(ctx, dir, "congress20_variants/*.txt", "congress20_variants/*.docx")
	if err != nil {
		return nil, err
	}
	traditional, err := traditionalLetters(filepath.Join(dir, "opencc_dict", "STCharacters.txt"))
	if err != nil {
		return nil, err
	}
	lib := newLibrary(texts)
	p := &planter{random: rand.New(rand.NewPCG(1, 2)), traditional: traditional}
	out := measurePlanted(p, lib)
	out = append(out, measureFamilies(p, lib, congress), measureUnrelated(p.random, texts))
	return append(out, lib.figure()), ctx.Err()
}

// reuseTexts cleans the texts of 300 letters to 60,000 that match globs.
func reuseTexts(ctx context.Context, dir string, globs ...string) ([]*reuseText, error) {
	docs, err := documents(ctx, dir, globs...)
	if err != nil {
		return nil, err
	}
	var out []*reuseText
	for _, doc := range docs {
		t := newReuseText(base(doc), clean.Clean(doc).Runes)
		if n := t.prepared.Letters(); n >= 300 && n <= 60_000 {
			out = append(out, t)
		}
	}
	return out, nil
}

func newReuseText(name string, runes []rune) *reuseText {
	t := &reuseText{name: name, runes: runes, prepared: winnow.New(runes), grams: map[string]bool{}}
	var letters []rune
	for _, r := range zh.FoldRunes(runes) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters = append(letters, r)
		}
	}
	for i := 0; i+telling <= len(letters); i++ {
		t.grams[string(letters[i:i+telling])] = true
	}
	return t
}

// contained returns the share of the stretches of the text with fewer of them that the
// other has too, 0..1: a count that shares no code with what is measured.
func (t *reuseText) contained(o *reuseText) float64 {
	if len(t.grams) > len(o.grams) {
		t, o = o, t
	}
	n := 0
	for g := range t.grams {
		if o.grams[g] {
			n++
		}
	}
	return float64(n) / float64(max(1, len(t.grams)))
}

// traditionalLetters reads a table of OpenCC: a letter, a tab, its Traditional forms, of
// which the first is taken.
func traditionalLetters(file string) (map[rune]rune, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	out := map[rune]rune{}
	for line := range strings.Lines(string(data)) {
		if from, to, ok := strings.Cut(line, "\t"); ok && !strings.HasPrefix(line, "#") {
			out[[]rune(from)[0]] = []rune(to)[0]
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("eval: no letters in %s", file)
	}
	return out, nil
}

// A library finds candidates among texts as a database does.
type library struct {
	texts    []*reuseText
	articles map[uint64][]string // by fingerprint
	right, n int
	missed   []string
}

func newLibrary(texts []*reuseText) *library {
	l := &library{texts: texts, articles: map[uint64][]string{}}
	for _, t := range texts {
		for _, f := range t.prepared.Fingerprints() {
			l.articles[f] = append(l.articles[f], t.name)
		}
	}
	return l
}

// look notes whether a text finds another one as a candidate.
func (l *library) look(text []rune, self, want string) {
	fingerprints := winnow.Fingerprints(text)
	lists, counts := map[uint64][]string{}, map[uint64]int{}
	for _, f := range fingerprints {
		others := slices.DeleteFunc(slices.Clone(l.articles[f]), func(name string) bool { return name == self })
		if len(others) > 0 {
			lists[f], counts[f] = others, len(others)
		}
	}
	var postings []winnow.Posting
	for _, f := range winnow.Lists(counts) {
		postings = append(postings, winnow.Posting{Fingerprint: f, Articles: lists[f]})
	}
	lookedUp := len(fingerprints) - len(lists) + len(postings)
	found := winnow.Rank(lookedUp, postings, quotesLooked)
	l.n++
	if slices.ContainsFunc(found, func(c winnow.Candidate) bool { return c.ID == want }) {
		l.right++
	} else {
		l.missed = append(l.missed, self+" does not find "+want)
	}
}

func (l *library) figure() Figure { return ratio("reuse.candidates", l.right, l.n, .995, l.missed) }

// measureUnrelated counts the pairs taken for copies or excerpts of each other among those
// that have less than a fifth in common.
func measureUnrelated(random *rand.Rand, texts []*reuseText) Figure {
	f := Figure{Name: "reuse.false", AtMost: true}
	for f.N < unrelatedPairs {
		a, b := texts[random.IntN(len(texts))], texts[random.IntN(len(texts))]
		if a == b || a.contained(b) >= .2 {
			continue
		}
		f.N++
		if c := a.prepared.Compare(b.prepared); c.Class == daodu.Reprint || c.Class == daodu.ExcerptFrom {
			f.Value++
			f.Misses = append(f.Misses, fmt.Sprintf("%s of %s and %s: %.2f %.2f", c.Class, a.name, b.name, c.Here, c.There))
		}
	}
	return f
}
