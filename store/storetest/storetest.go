// Package storetest holds what a library promises on every database. Package store runs
// it on SQLite and on PostgreSQL; a third database would have to pass it too.
package storetest

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// Run runs the suite. open opens a new, empty library at each call, and closes it when the
// test ends.
func Run(t *testing.T, open func(t *testing.T) *store.Store) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *store.Store)
	}{
		{"add and get", testAdd},
		{"add again", testAddAgain},
		{"all or none", testAllOrNone},
		{"concurrent adds", testConcurrentAdds},
		{"list", testList},
		{"filter", testFilter},
		{"find", testFind},
		{"remove", testRemove},
		{"replace", testReplace},
		{"artifacts", testArtifacts},
		{"answers", testAnswers},
		{"workspaces", testWorkspaces},
		{"embed", testEmbed},
		{"switch of model", testSwitch},
		{"damaged backup", testDamagedBackup},
		{"merged backup", testMergedBackup},
		{"search", testSearch},
		{"excerpts", testSearchExcerpts},
		{"related", testRelated},
		{"set phrases", testSetPhrases},
		{"reprints", testReprints},
		{"reuse", testReuse},
		{"sort", testSort},
		{"keys", testKeys},
		{"keys of workspaces", testKeyWorkspaces},
		{"spending", testSpending},
		{"replays", testReplays},
		{"audit", testAudit},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, open(t))
		})
	}
}

const speech = "同志们，今天我们召开全市工会工作会议。会议的任务是部署全年工作。要培训职工五千人次以上，新建职工书屋三十个。𠮷田同志也出席了会议。"

func testAdd(t *testing.T, s *store.Store) {
	a := article("file:a.txt", "在会议上的讲话", speech)
	a.Speaker = &daodu.Speaker{Name: "张三", Role: "市总工会主席"}
	a.Date = "2024-03-05"
	a.Damage = []daodu.Damage{{Kind: daodu.Redacted, Severity: daodu.SeverityWarn, Note: "有遮盖"}, {Kind: daodu.Quotes, Severity: daodu.SeverityNote}}
	it := item(a, nil)
	id := add(t, s, it)

	got, err := s.Article(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	want := *a
	want.ID = id
	if diff := cmp.Diff(&want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the article came back changed (-want +got):\n%s", diff)
	}
	chunks, err := s.Chunks(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(it.Chunks, chunks, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the chunks came back changed (-want +got):\n%s", diff)
	}
	original, err := s.Original(t.Context(), a.Source.SHA256)
	if err != nil || string(original) != string(it.Original) {
		t.Errorf("original: %q, %v", original, err)
	}
	entry, err := s.Entry(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if entry.Damage != daodu.SeverityWarn || entry.Speaker == nil || entry.Speaker.Role != "市总工会主席" || entry.AddedAt.IsZero() {
		t.Errorf("entry: %+v", entry)
	}
}

func testAddAgain(t *testing.T, s *store.Store) {
	first := add(t, s, item(article("file:a.txt", "甲", speech), nil))
	same, err := s.Add(t.Context(), item(article("file:a.txt", "甲", speech), nil))
	if err != nil || same[0].ID != first || same[0].Outcome != store.Known {
		t.Errorf("the same file again: %+v, %v", same, err)
	}
	elsewhere, err := s.Add(t.Context(), item(article("https://example.com/b.html", "乙", speech), nil))
	if err != nil || elsewhere[0].ID != first || elsewhere[0].Outcome != store.Again {
		t.Errorf("the same text from elsewhere: %+v, %v", elsewhere, err)
	}
	sources, err := s.Sources(t.Context(), first)
	if err != nil || len(sources) != 2 || sources[0].URI != "file:a.txt" || sources[1].Title != "乙" || !sources[1].Kept {
		t.Errorf("sources: %+v, %v", sources, err)
	}
	if n, err := s.Count(t.Context(), store.Filter{}); err != nil || n != 1 {
		t.Errorf("%d articles, %v", n, err)
	}
}

func testAllOrNone(t *testing.T, s *store.Store) {
	good, bad := item(article("file:a.txt", "甲", speech), nil), item(article("file:b.txt", "乙", speech+"完。"), nil)
	bad.Vectors = &store.Vectors{Space: daodu.EmbeddingSpace{Provider: "nowhere", Model: "none", Dim: 3}}
	if _, err := s.Add(t.Context(), good, bad); !errors.Is(err, daodu.ErrUsage) {
		t.Errorf("vectors of an unknown space: %v", err)
	}
	if n, err := s.Count(t.Context(), store.Filter{}); err != nil || n != 0 {
		t.Errorf("%d articles of a batch that failed, %v", n, err)
	}
	if added, err := s.Add(t.Context(), item(article("file:\xff\x00.txt", "甲", speech+"又。"), nil)); err != nil || added[0].Outcome != store.New {
		t.Errorf("a file name that is no UTF-8: %+v, %v", added, err)
	}
	if _, err := s.Add(t.Context(), item(article("file:nul", "甲", speech+"\x00"), nil)); !errors.Is(err, daodu.ErrBadInput) {
		t.Errorf("a text with NUL: %v", err)
	}
	broken := item(article("file:c.txt", "丙", speech), nil)
	broken.Chunks = broken.Chunks[1:]
	if _, err := s.Add(t.Context(), broken); !errors.Is(err, daodu.ErrBadInput) {
		t.Errorf("chunks that leave words out: %v", err)
	}
}

func testConcurrentAdds(t *testing.T, s *store.Store) {
	const writers = 8
	ids := make(chan string, writers)
	for range writers {
		go func() {
			added, err := s.Add(t.Context(), item(article("file:a.txt", "甲", speech), nil), item(article("file:b.txt", "乙", speech+"完。"), nil))
			if err != nil {
				t.Error(err)
				ids <- ""
				return
			}
			ids <- added[0].ID + added[1].ID
		}()
	}
	var seen []string
	for range writers {
		seen = append(seen, <-ids)
	}
	if slices.Sort(seen); seen[0] != seen[writers-1] {
		t.Errorf("writers of one text got several articles: %v", seen)
	}
	if n, err := s.Count(t.Context(), store.Filter{}); err != nil || n != 2 {
		t.Errorf("%d articles, %v", n, err)
	}
}

func testFind(t *testing.T, s *store.Store) {
	id := add(t, s, item(article("file:a.txt", "甲", speech), nil))
	for _, name := range []string{id, "file:a.txt", id[len(id)-6:]} {
		if got, err := s.Find(t.Context(), name); err != nil || got != id {
			t.Errorf("Find(%q) = %q, %v", name, got, err)
		}
	}
	for _, name := range []string{"", "file:b.txt", "00000000-0000-7000-8000-000000000000", "zzzz", id[len(id)-3:]} {
		if got, err := s.Find(t.Context(), name); !errors.Is(err, daodu.ErrNotFound) {
			t.Errorf("Find(%q) = %q, %v", name, got, err)
		}
	}
	if _, err := s.Article(t.Context(), "nothing"); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("an ID that is none: %v", err)
	}
}

func testRemove(t *testing.T, s *store.Store) {
	e := &embedder{model: "a", dim: 64}
	if err := s.UseSpace(t.Context(), e.Space()); err != nil {
		t.Fatal(err)
	}
	it := item(article("file:a.txt", "甲", speech), e)
	id := add(t, s, it)
	if err := s.Remove(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Article(t.Context(), id); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("a removed article: %v", err)
	}
	if err := s.Remove(t.Context(), id); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("removing twice: %v", err)
	}
	if _, err := s.Original(t.Context(), it.Article.Source.SHA256); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("bytes of a removed article: %v", err)
	}
	again, err := s.Add(t.Context(), item(article("file:a.txt", "甲", speech), e))
	if err != nil || again[0].Outcome != store.New || again[0].ID == id {
		t.Errorf("adding a removed text: %+v, %v", again, err)
	}
}

func testReplace(t *testing.T, s *store.Store) {
	id := add(t, s, item(article("file:a.txt", "甲", speech), nil))
	art := artifact(id, speech, daodu.KindSummary, daodu.Short)
	if _, err := s.AddArtifact(t.Context(), id, art); err != nil {
		t.Fatal(err)
	}
	if changed, err := s.Replace(t.Context(), id, item(article("file:a.txt", "甲", speech), nil)); err != nil || changed {
		t.Errorf("the same text: changed %v, %v", changed, err)
	}
	if changed, err := s.Replace(t.Context(), id, item(article("file:a.txt", "新", "新读出来的文字。"+speech), nil)); err != nil || !changed {
		t.Errorf("another text: changed %v, %v", changed, err)
	}
	other := add(t, s, item(article("file:b.txt", "乙", speech), nil))
	if _, err := s.Replace(t.Context(), other, item(article("file:b.txt", "乙", "新读出来的文字。"+speech), nil)); !errors.Is(err, daodu.ErrUsage) {
		t.Errorf("a text that another article has: %v", err)
	}
	a, err := s.Article(t.Context(), id)
	if err != nil || a.Title != "新" || a.Length != len([]rune("新读出来的文字。"+speech)) {
		t.Errorf("after replacing: %q, %v", a.Title, err)
	}
	versions, err := s.History(t.Context(), id, store.Wanted{})
	if err != nil || len(versions) != 1 || versions[0].Current {
		t.Errorf("the artifact about the text before: %+v, %v", versions, err)
	}
	if _, err := s.Artifact(t.Context(), id, store.Wanted{Current: true}); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("a current artifact: %v", err)
	}
}
