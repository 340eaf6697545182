package winnow

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLists(t *testing.T) {
	t.Parallel()
	many := map[uint64]int{}
	for f := range uint64(100) {
		many[f] = 10_000
	}
	tests := []struct {
		name   string
		counts map[uint64]int
		want   []uint64
	}{
		{"nothing", nil, nil},
		{"nobody has it", map[uint64]int{7: 0}, nil},
		{"rare and common ones", map[uint64]int{9: 3, 2: 12, 5: 1}, []uint64{2, 5, 9}},
		{"the commonest are left out when enough are read", union(run(0, 40, 400), map[uint64]int{99: 19_000}), span(0, 40)},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, Lists(tt.counts)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	if got := len(Lists(many)); got != fewestLists {
		t.Errorf("of fingerprints with 10,000 copies each %d are read, want %d", got, fewestLists)
	}
	rare := union(run(0, 5000, 4), many)
	for f := range uint64(100) {
		rare[f+9000] = many[f]
	}
	if got := len(Lists(rare)); got < 4900+fewestLists {
		t.Errorf("%d lists are read, want all rare ones besides the common", got)
	}
}

// run gives n articles to each fingerprint of [from, to).
func run(from, to uint64, n int) map[uint64]int {
	out := map[uint64]int{}
	for f := from; f < to; f++ {
		out[f] = n
	}
	return out
}

func union(a, b map[uint64]int) map[uint64]int {
	for f, n := range b {
		a[f] = n
	}
	return a
}

func span(from, to uint64) []uint64 {
	var out []uint64
	for f := from; f < to; f++ {
		out = append(out, f)
	}
	return out
}

func TestRank(t *testing.T) {
	t.Parallel()
	ten := []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}
	tests := []struct {
		name     string
		lookedUp int
		postings []Posting
		quotes   int
		want     []string
	}{
		{"nothing", 0, nil, 5, nil},
		{"one rare fingerprint", 100, []Posting{{1, []string{"a"}}}, 5, []string{"a"}},
		{"one common fingerprint", 100, []Posting{{1, ten}}, 5, nil},
		{"common ones that make a quarter are copies", 4, []Posting{{1, ten}}, 0, ten},
		{"several common ones together", 100, []Posting{{1, ten}, {2, ten}, {3, ten}}, 5, ten[:5]},
		{"the best first, no more than asked for", 100, []Posting{{1, []string{"a", "b"}}, {2, []string{"b", "c"}}}, 2, []string{"b", "a"}},
	}
	for _, tt := range tests {
		var got []string
		for _, c := range Rank(tt.lookedUp, tt.postings, tt.quotes) {
			got = append(got, c.ID)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestCopiesAreFound looks for the ten reprints of a text, and for the same text by a
// quote that an eleventh article has from it, among sixty other speeches.
func TestCopiesAreFound(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 8))
	original := speech(r, 30)
	texts := map[string][]rune{"original": original}
	for i := range 10 {
		texts[fmt.Sprint("copy", i)] = misread(r, original, .02)
	}
	for i := range 60 {
		texts[fmt.Sprint("other", i)] = speech(r, 30)
	}
	quoting := slices.Concat(speech(r, 15), original[300:420], speech(r, 15))
	for name, text := range map[string][]rune{"original": original, "quoting": quoting} {
		found := candidates(texts, text, name)
		for i := range 10 {
			if !slices.ContainsFunc(found, func(c Candidate) bool { return c.ID == fmt.Sprint("copy", i) }) {
				t.Errorf("%s does not find copy %d, only %v", name, i, found)
			}
		}
	}
	for _, c := range candidates(texts, speech(r, 30), "stranger") {
		if c.Share >= leastShare || c.Score > 10 {
			t.Errorf("a stranger takes %v for related", c)
		}
	}
}

// candidates looks a text up as a library does.
func candidates(texts map[string][]rune, text []rune, self string) []Candidate {
	fingerprints := Fingerprints(text)
	lists, counts := map[uint64][]string{}, map[uint64]int{}
	for name, other := range texts {
		for _, f := range Fingerprints(other) {
			if _, ok := slices.BinarySearch(fingerprints, f); ok && name != self {
				lists[f] = append(lists[f], name)
				counts[f]++
			}
		}
	}
	var postings []Posting
	for _, f := range Lists(counts) {
		postings = append(postings, Posting{f, lists[f]})
	}
	return Rank(len(fingerprints)-len(lists)+len(postings), postings, 20)
}
