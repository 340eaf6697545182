//go:build ignore

// Gen makes the tables of package docfreq from folders of real texts:
//
//	go run gen.go -corpora DIR -training DIR
//
// table.bin holds which stretches of 6 letters many documents share, as Bloom filters
// of hashes, which pairs of letters are words, likewise, and the document frequencies of
// pairs, as a sketch: numbers only, no text can be read back from it. phrases.txt holds the most frequent set
// phrases with the number of documents each stands in.
//
// DIR of -corpora has the folders named in sources below, DIR of -training the files
// law.txt.xz and xwlb.txt.xz: documents parted by empty lines. Reading those needs the
// command xz. Texts from 2025 on are left out, so that they can serve as a test.
package main

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"log"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu/internal/docfreq"
	"github.com/daodu/daodu/internal/zh"
)

// A source is a kind of text. least is the number of its documents that make a stretch
// known: a phrase of 4 in 210 official texts is as common as one of 13 in 67,000 items
// of news.
type source struct {
	name  string
	globs []string // below -corpora, or -training for .xz
	least int32
	cut   int // letters of a document; longer files are cut, 0 for never
}

var sources = []source{
	{"news", []string{"xwlb.txt.xz"}, 13, 0},
	{"laws", []string{"law.txt.xz", "laws/*.md", "laws/*/*.md"}, 35, 0},
	{"official", []string{"speeches_xi/*.txt", "speeches_xi_2020/*.txt", "gwr_state_council/*.segs.txt", "policy_state_council/*.content.html"}, 4, 0},
	{"assemblies", []string{"legco_hk/*.txt", "legco_hk_json/*.json", "tw_transcripts/*.xml", "tw_mofa/*.txt", "mfa_prc_pressconf/*.txt"}, 20, 6000},
}

const (
	sketchBits    = 27 // log2 of the cells that count hashes in the first pass
	bitsPerGram   = 12
	probes        = 8
	phraseLeast   = 30  // documents of a phrase that is listed
	officialLeast = 3   // of them official texts
	phrasesMost   = 700 // lines of phrases.txt
)

func main() {
	corpora := flag.String("corpora", "", "folder of texts")
	training := flag.String("training", "", "folder of law.txt.xz and xwlb.txt.xz")
	flag.Parse()
	docs := read(*corpora, *training)
	grams := countGrams(docs)
	t := docfreq.Table{Documents: total(docs), Known: filters(grams), Pairs: pairs(docs), Words: words(docs)}
	data, err := t.MarshalBinary()
	check(err)
	check(os.WriteFile("table.bin", data, 0o644))
	check(os.WriteFile("phrases.txt", phrases(docs, grams), 0o644))
	fmt.Printf("%d documents, %d known stretches, %d bytes\n", t.Documents, len(grams), len(data))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// read returns the documents of each source as runs of Chinese letters.
func read(corpora, training string) [][][]docfreq.Run {
	out := make([][][]docfreq.Run, len(sources))
	for i, s := range sources {
		letters := 0
		for _, glob := range s.globs {
			dir := corpora
			if strings.HasSuffix(glob, ".xz") {
				dir = training
			}
			files, err := filepath.Glob(filepath.Join(dir, glob))
			check(err)
			for _, f := range files {
				for _, doc := range documents(f, s.cut) {
					runs := docfreq.Runs(zh.FoldRunes([]rune(doc)))
					out[i] = append(out[i], runs)
					for _, r := range runs {
						letters += len(r.Letters)
					}
				}
			}
		}
		fmt.Printf("%-10s %6d documents %9d letters\n", s.name, len(out[i]), letters)
	}
	return out
}

var tags = regexp.MustCompile(`(?s)<(?:script|style).*?</(?:script|style)>|<[^>]*>`)

// documents reads a file: several documents parted by empty lines (.xz), or one, cut
// into pieces of cut letters where that is given.
func documents(file string, cut int) []string {
	if strings.HasSuffix(file, "SOURCES.md") {
		return nil
	}
	if strings.HasSuffix(file, ".xz") {
		data, err := exec.Command("xz", "-dc", file).Output()
		check(err)
		return strings.Split(string(data), "\n\n")
	}
	data, err := os.ReadFile(file)
	check(err)
	text := tags.ReplaceAllString(string(data), "\n")
	if cut == 0 {
		return []string{text}
	}
	var out []string
	for runes := []rune(text); len(runes) > 0; runes = runes[min(cut, len(runes)):] {
		out = append(out, string(runes[:min(cut, len(runes))]))
	}
	return out
}

func total(docs [][][]docfreq.Run) (n int) {
	for _, d := range docs {
		n += len(d)
	}
	return n
}

// hashes returns the different grams of a document, hashed.
func hashes(doc []docfreq.Run) []uint64 {
	var out []uint64
	for _, r := range doc {
		for i := 0; i+docfreq.Gram <= len(r.Letters); i++ {
			out = append(out, docfreq.Hash(r.Letters[i:i+docfreq.Gram]))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// countGrams returns the grams that enough documents of a source share, with how many
// times as many as that. Grams are counted exactly once a sketch of 1-byte counters has
// shown that they may reach the least.
func countGrams(docs [][][]docfreq.Run) map[uint64]float64 {
	out := map[uint64]float64{}
	for i, s := range sources {
		sketch := make([]uint8, 1<<sketchBits)
		for _, d := range docs[i] {
			for _, h := range hashes(d) {
				if c := &sketch[h>>(64-sketchBits)]; *c < 255 {
					*c++
				}
			}
		}
		df := map[uint64]int32{}
		for _, d := range docs[i] {
			for _, h := range hashes(d) {
				if int32(sketch[h>>(64-sketchBits)]) >= s.least {
					df[h]++
				}
			}
		}
		known := 0
		for h, n := range df {
			if n >= s.least {
				out[h] = max(out[h], float64(n)/float64(s.least))
				known++
			}
		}
		fmt.Printf("%-10s %6d known\n", s.name, known)
	}
	return out
}

// filters returns one filter for each of docfreq.Levels: the grams whose count
// reaches it.
func filters(grams map[uint64]float64) []docfreq.Filter {
	var out []docfreq.Filter
	for _, level := range docfreq.Levels {
		var in []uint64
		for h, ratio := range grams {
			if ratio >= level {
				in = append(in, h)
			}
		}
		f := docfreq.NewFilter(len(in)*bitsPerGram, probes)
		for _, h := range in {
			f.Add(h)
		}
		fmt.Printf("level %3.0f %6d grams\n", level, len(in))
		out = append(out, f)
	}
	return out
}

// pairs counts the document frequencies of pairs of letters.
func pairs(docs [][][]docfreq.Run) docfreq.Sketch {
	df := map[uint64]int{}
	for _, source := range docs {
		for _, d := range source {
			var in []uint64
			for _, r := range d {
				for i := 0; i+1 < len(r.Letters); i++ {
					in = append(in, docfreq.Hash(r.Letters[i:i+2]))
				}
			}
			slices.Sort(in)
			for _, h := range slices.Compact(in) {
				df[h]++
			}
		}
	}
	n := total(docs)
	s := docfreq.NewSketch()
	for _, h := range slices.Sorted(maps.Keys(df)) {
		s.Add(h, docfreq.IDF(n, df[h]))
	}
	return s
}

// A pair is two letters with what stands beside them.
type pair struct {
	seen        int
	left, right map[rune]int
}

// Words are pairs that stand together this often, this much more often than by chance, and
// with so many different neighbours (in nats) that nothing longer explains them. The
// thresholds were chosen by reading some hundred pairs at either side of them.
const (
	wordLeast   = 40
	wordGain    = .4 // ln of seen/expected
	wordSurety  = 5. // (seen-expected)/sqrt(seen)
	wordEntropy = 1.
	// noWord are letters that no word begins or ends with.
	noWord = "的了是在和与及或而着被把将从由以"
)

// words finds words without a dictionary (mutual information, and the entropy of what
// stands beside: Jin and Tanaka-Ishii, 2006).
func words(docs [][][]docfreq.Run) docfreq.Filter {
	letters, all, total := map[rune]int{}, map[[2]rune]*pair{}, 0
	eachStretch(docs, func(s []rune) {
		total += len(s)
		for i, c := range s {
			letters[c]++
			if i+1 < len(s) {
				at := [2]rune{c, s[i+1]}
				if all[at] == nil {
					all[at] = &pair{}
				}
				all[at].seen++
			}
		}
	})
	maps.DeleteFunc(all, func(at [2]rune, p *pair) bool {
		expected := float64(letters[at[0]]) * float64(letters[at[1]]) / float64(total)
		seen := float64(p.seen)
		return p.seen < wordLeast || math.Log(seen/expected) < wordGain || (seen-expected)/math.Sqrt(seen) < wordSurety || strings.ContainsAny(string(at[:]), noWord)
	})
	eachStretch(docs, func(s []rune) {
		for i := 0; i+1 < len(s); i++ {
			if p := all[[2]rune{s[i], s[i+1]}]; p != nil {
				p.beside(s, i)
			}
		}
	})
	maps.DeleteFunc(all, func(_ [2]rune, p *pair) bool { return min(entropy(p.left), entropy(p.right)) < wordEntropy })
	f := docfreq.NewFilter(len(all)*bitsPerGram, probes)
	for at := range all {
		f.Add(docfreq.Hash(at[:]))
	}
	fmt.Printf("%d words of two letters\n", len(all))
	return f
}

// eachStretch calls f with each stretch of letters that no mark parts.
func eachStretch(docs [][][]docfreq.Run, f func([]rune)) {
	for _, source := range docs {
		for _, d := range source {
			for _, r := range d {
				start := 0
				for i := 1; i <= len(r.Letters); i++ {
					if i == len(r.Letters) || r.At[i] != r.At[i-1]+1 {
						f(r.Letters[start:i])
						start = i
					}
				}
			}
		}
	}
}

// beside notes what stands around the pair at i. Each end of a stretch counts as a letter
// of its own: a word may stand anywhere.
func (p *pair) beside(s []rune, i int) {
	if p.left == nil {
		p.left, p.right = map[rune]int{}, map[rune]int{}
	}
	before, behind := rune(-len(p.left)-1), rune(-len(p.right)-1)
	if i > 0 {
		before = s[i-1]
	}
	if i+2 < len(s) {
		behind = s[i+2]
	}
	p.left[before]++
	p.right[behind]++
}

// entropy returns that of a distribution, in nats.
func entropy(counts map[rune]int) (h float64) {
	total := 0
	for _, n := range counts {
		total += n
	}
	for _, n := range counts {
		share := float64(n) / float64(total)
		h -= share * math.Log(share)
	}
	return h
}

// badStart and badEnd are letters that a phrase does not begin or end with.
const (
	badStart = "的了是在和与及或而等个们着过上下里们对把将为以从由也都就还要会能不这那其各年月日第并且于被让使说我他元年指出"
	badEnd   = "的了是在和与及或而个这那其各要第并且于被让使向把将对从由为以我他说等中出年月日"
)

// A phrase is a candidate for phrases.txt with what stands beside it.
type phrase struct {
	documents   int
	official    int
	left, right map[rune]int
	seen        int
	last        int // the document that counted it last
}

// phrases lists the most frequent set phrases of official texts: runs of grams that are
// all frequent and about equally so, that begin and end where words do.
func phrases(docs [][][]docfreq.Run, grams map[uint64]float64) []byte {
	all := map[string]*phrase{}
	number := 0
	for i, source := range docs {
		for _, d := range source {
			number++
			for _, r := range d {
				for _, at := range cohesive(r.Letters, grams) {
					note(all, r.Letters, at, number, sources[i].name == "official")
				}
			}
		}
	}
	names := slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(cmp.Compare(all[b].documents, all[a].documents), cmp.Compare(a, b))
	})
	var kept []string
	for _, p := range names {
		x := all[p]
		within := func(k string) bool {
			return strings.Contains(k, p) || strings.Contains(p, k) && x.documents*3 < all[k].documents
		}
		if len(kept) < phrasesMost && x.official >= officialLeast && x.documents >= phraseLeast && x.free() && !slices.ContainsFunc(kept, within) {
			kept = append(kept, p)
		}
	}
	var out bytes.Buffer
	for _, p := range kept {
		fmt.Fprintf(&out, "%s\t%d\n", p, all[p].documents)
	}
	return out.Bytes()
}

// note counts a phrase with its neighbours.
func note(all map[string]*phrase, run []rune, at [2]int, document int, official bool) {
	key := string(run[at[0]:at[1]])
	p := all[key]
	if p == nil {
		p = &phrase{left: map[rune]int{}, right: map[rune]int{}}
		all[key] = p
	}
	if p.last != document {
		p.last = document
		p.documents++
		if official {
			p.official++
		}
	}
	p.seen++
	if at[0] > 0 {
		p.left[run[at[0]-1]]++
	}
	if at[1] < len(run) {
		p.right[run[at[1]]]++
	}
}

// free reports whether the phrase has no neighbour that it mostly stands with: then it
// is the whole phrase.
func (p *phrase) free() bool {
	const mostly = 0.4
	for _, side := range []map[rune]int{p.left, p.right} {
		for _, n := range side {
			if float64(n) > mostly*float64(p.seen) {
				return false
			}
		}
	}
	return true
}

// cohesive returns the stretches of a run whose grams are well known and have counts
// within a factor of the first.
func cohesive(run []rune, grams map[uint64]float64) [][2]int {
	const well, factor, longest = 4, 4, 24
	var out [][2]int
	for i := 0; i+docfreq.Gram <= len(run); {
		first := grams[docfreq.Hash(run[i:i+docfreq.Gram])]
		if first < well {
			i++
			continue
		}
		end := i + docfreq.Gram
		for end < len(run) && end-i < longest {
			next := grams[docfreq.Hash(run[end+1-docfreq.Gram:end+1])]
			if next < first/factor || next > first*factor {
				break
			}
			end++
		}
		if !strings.ContainsRune(badStart, run[i]) && !strings.ContainsRune(badEnd, run[end-1]) {
			out = append(out, [2]int{i, end})
		}
		i = end
	}
	return out
}
