package eval_test

import (
	"bufio"
	"cmp"
	"encoding/json"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/embed/offline"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/chunk"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/internal/race"
	"github.com/daodu/daodu/internal/rank"
	"github.com/daodu/daodu/internal/shared"
	"github.com/daodu/daodu/internal/terms"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/store"
)

// open opens a library and closes it at the end of the test.
func open(t testing.TB, url string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// TestNews adds real news to both databases and looks for what is in it.
func TestNews(t *testing.T) {
	t.Parallel()
	race.Skip(t)
	const articles = 600
	texts := news(t, articles)
	var libraries []*library
	for _, db := range pgtest.Databases {
		l := &library{Store: open(t, db.URL(t)), texts: texts}
		l.ids = addAll(t, l.Store, texts)
		libraries = append(libraries, l)
	}
	t.Run("related alike", func(t *testing.T) { relatedAlike(t, libraries) })
	t.Run("nothing missed", func(t *testing.T) { nothingMissed(t, libraries[0]) })
	for i, l := range libraries {
		t.Run("known items "+pgtest.Databases[i].Name, func(t *testing.T) { knownItems(t, l) })
		t.Run("phrases "+pgtest.Databases[i].Name, func(t *testing.T) { exactPhrases(t, l) })
		t.Run("scripts "+pgtest.Databases[i].Name, func(t *testing.T) { bothScripts(t, l) })
	}
}

// A library is one that holds texts under ids.
type library struct {
	*store.Store
	texts, ids []string
}

// relatedAlike compares what is related on each database: the same articles in the same
// order, but for those whose scores tie.
func relatedAlike(t *testing.T, libraries []*library) {
	const asked, tie = 60, 1e-4
	for i := range asked {
		n := i * len(libraries[0].ids) / asked
		one, err := libraries[0].Related(t.Context(), libraries[0].ids[n], store.RelatedOptions{})
		if err != nil {
			t.Fatal(err)
		}
		other, err := libraries[1].Related(t.Context(), libraries[1].ids[n], store.RelatedOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if len(one) != len(other) {
			t.Errorf("article %d: %d and %d results", n, len(one), len(other))
			continue
		}
		for j := range one {
			if one[j].URI != other[j].URI && math.Abs(one[j].Score-other[j].Score) > tie {
				t.Errorf("article %d, place %d: %s (%.5f) and %s (%.5f)", n, j+1, one[j].URI, one[j].Score, other[j].URI, other[j].Score)
			}
		}
	}
}

// nothingMissed compares with a search through all articles: those that share most with an
// article are among the candidates that the library looks at.
func nothingMissed(t *testing.T, l *library) {
	const asked, top, wanted = 40, 10, .98
	vectors := map[string]terms.Vector{}
	var stats rank.Stats
	for i, text := range l.texts {
		if _, again := vectors[l.ids[i]]; !again {
			vectors[l.ids[i]] = terms.Count(zh.FoldRunes([]rune(text)))
			stats.Add(vectors[l.ids[i]])
		}
	}
	found, all := 0, 0
	for i := range asked {
		id := l.ids[i*len(l.ids)/asked]
		q := stats.Related(vectors[id])
		best := slices.Collect(maps.Keys(vectors))
		slices.SortFunc(best, func(a, b string) int {
			return cmp.Or(cmp.Compare(q.Score(vectors[b]), q.Score(vectors[a])), cmp.Compare(a, b))
		})
		relations, err := l.Related(t.Context(), id, store.RelatedOptions{Limit: 60})
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range best[1 : top+1] { // the first is the article itself
			all++
			if slices.ContainsFunc(relations, func(r daodu.Relation) bool {
				return r.ID == want || slices.ContainsFunc(r.AlsoPublished, func(e daodu.Entry) bool { return e.ID == want })
			}) {
				found++
			}
		}
	}
	if share := float64(found) / float64(all); share < wanted {
		t.Errorf("%.1f %% of the articles that share most are found, want %.0f %%", 100*share, 100*wanted)
	}
}

// knownItems looks for articles by words cut from them: the article stands among the first
// five at least 95 times in 100.
func knownItems(t *testing.T, l *library) {
	const asked, letters, wanted = 200, 12, .95
	random := rand.New(rand.NewPCG(7, 7))
	found := 0
	for range asked {
		i := random.IntN(len(l.texts))
		hits, err := l.Search(t.Context(), cut(l.texts[i], letters, random), store.SearchOptions{Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(hits, func(h daodu.Hit) bool { return h.ID == l.ids[i] }) {
			found++
		}
	}
	if share := float64(found) / asked; share < wanted {
		t.Errorf("%.1f %% of the articles are among the first five, want %.0f %%", 100*share, 100*wanted)
	}
}

// exactPhrases looks for phrases of 2 letters and more: what is found has them as they are,
// and what they were cut from is found.
func exactPhrases(t *testing.T, l *library) {
	text := map[string]string{}
	for i, id := range l.ids {
		text[id] = strings.ToLower(zh.FoldString(l.texts[i]))
	}
	random := rand.New(rand.NewPCG(9, 9))
	for n := range 60 {
		i := random.IntN(len(l.texts))
		phrase := cut(l.texts[i], 2+n%9, random)
		hits, err := l.Search(t.Context(), `"`+phrase+`"`, store.SearchOptions{Limit: 400})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, h := range hits {
			found = found || h.ID == l.ids[i]
			if !strings.Contains(text[h.ID], strings.ToLower(zh.FoldString(phrase))) {
				t.Errorf("%s is not in %s", phrase, h.URI)
			}
		}
		if !found && len(hits) < 400 {
			t.Errorf("%s: the article that has it is not among %d", phrase, len(hits))
		}
	}
}

// cut returns letters in a row from a random place of a text, without marks.
func cut(text string, letters int, random *rand.Rand) string {
	all := []rune(text)
	for {
		from := random.IntN(len(all) - letters)
		query := all[from : from+letters]
		if !slices.ContainsFunc(query, func(r rune) bool { return !unicode.IsLetter(r) }) {
			return string(query)
		}
		letters = max(2, letters-1) // no stretch as long, perhaps
	}
}

// bothScripts asks each query in Simplified and in Traditional letters.
func bothScripts(t *testing.T, l *library) {
	traditional := traditionalLetters(t)
	random := rand.New(rand.NewPCG(8, 8))
	e := offline.New()
	for i := range 50 {
		query := cut(l.texts[random.IntN(len(l.texts))], 2+i%7, random)
		var lists [2][]string
		for j, q := range []string{query, traditional.Replace(query)} {
			hits, err := l.Search(t.Context(), q, store.SearchOptions{Embedder: e})
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range hits {
				lists[j] = append(lists[j], h.ID)
			}
		}
		if diff := gocmp.Diff(lists[0], lists[1]); diff != "" || len(lists[0]) == 0 {
			t.Errorf("%s and %s (-Simplified +Traditional):\n%s", query, traditional.Replace(query), diff)
		}
	}
}

// traditionalLetters writes Simplified letters as Traditional ones, the commonest where
// there are several.
func traditionalLetters(t *testing.T) *strings.Replacer {
	t.Helper()
	table, err := os.ReadFile(filepath.Join(shared.Dir(t), "eval", "STCharacters.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var pairs []string
	for line := range strings.Lines(string(table)) {
		if f := strings.Fields(line); len(f) > 1 {
			pairs = append(pairs, f[0], f[1])
		}
	}
	return strings.NewReplacer(pairs...)
}

// news returns texts of the shared collections.
func news(t *testing.T, n int) []string {
	t.Helper()
	f, err := os.Open(filepath.Join(shared.Dir(t), "eval", "ret_xwlb_series.docs.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<22)
	var out []string
	for len(out) < n && lines.Scan() {
		var doc struct {
			Text string `json:"text"`
		}
		if err := json.Unmarshal(lines.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		out = append(out, doc.Text)
	}
	return out
}

// addAll adds texts with their vectors and returns their IDs; texts that are the same have
// the same.
func addAll(t *testing.T, s *store.Store, texts []string) []string {
	t.Helper()
	e := offline.New()
	if err := s.UseSpace(t.Context(), e.Space()); err != nil {
		t.Fatal(err)
	}
	var items []*store.Item
	for _, text := range texts {
		a, err := ingest.Article(&raw.Document{Text: text, Source: daodu.Source{URI: "text:" + string([]rune(text)[:10])}})
		if err != nil {
			t.Fatal(err)
		}
		it := &store.Item{Article: a, Chunks: ingest.Chunks(a, chunk.Options{})}
		vectors, err := e.Documents(t.Context(), store.ChunkTexts(a.Text, it.Chunks))
		if err != nil {
			t.Fatal(err)
		}
		it.Vectors = &store.Vectors{Space: e.Space(), Chunks: vectors}
		items = append(items, it)
	}
	var ids []string
	for len(items) > 0 {
		n := min(50, len(items))
		added, err := s.Add(t.Context(), items[:n]...)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range added {
			ids = append(ids, a.ID)
		}
		items = items[n:]
	}
	return ids
}
