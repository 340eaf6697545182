package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

func testList(t *testing.T, s *store.Store) {
	var want []string
	for i := range 7 {
		want = append(want, add(t, s, item(article(fmt.Sprint("file:", i), "甲", fmt.Sprintf("第%d篇。%s", i, speech)), nil)))
	}
	slices.Reverse(want) // added last first
	var got []string
	page := store.Page{Limit: 3}
	for range 4 {
		entries, next, err := s.List(t.Context(), store.Filter{}, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			got = append(got, e.ID)
		}
		if page.After = next; next == "" {
			break
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}

func testFilter(t *testing.T, s *store.Store) {
	make := func(n int, change func(*daodu.Article)) string {
		a := article(fmt.Sprint("file:", n), fmt.Sprint(n), fmt.Sprintf("第%d篇。%s", n, speech))
		change(a)
		return add(t, s, item(a, nil))
	}
	names := map[string]string{
		make(1, func(a *daodu.Article) { a.Date, a.Speaker = "2022-10-16", &daodu.Speaker{Name: "張偉"} }):                  "day",
		make(2, func(a *daodu.Article) { a.Date, a.Publisher = "2022", "云溪日报社" }):                                         "year",
		make(3, func(a *daodu.Article) { a.Date = "2021-12"; a.Damage = []daodu.Damage{{Severity: daodu.SeverityNote}} }): "month",
		make(4, func(a *daodu.Article) {
			a.Genre, a.Script, a.Damage = daodu.GenreNews, daodu.ScriptHant, []daodu.Damage{{Severity: daodu.SeveritySevere}}
		}): "undated",
	}
	for _, tt := range []struct {
		filter store.Filter
		want   []string
	}{
		{store.Filter{}, []string{"day", "month", "undated", "year"}},
		{store.Filter{From: "2022-01-01"}, []string{"day", "year"}},
		{store.Filter{From: "2022-11"}, []string{"year"}}, // a year may be any day of it
		{store.Filter{To: "2021"}, []string{"month"}},
		{store.Filter{To: "2022-10-16"}, []string{"day", "month", "year"}},
		{store.Filter{To: "2022-10-15"}, []string{"month", "year"}},
		{store.Filter{Speaker: "张伟"}, []string{"day"}},
		{store.Filter{Speaker: "張偉"}, []string{"day"}},
		{store.Filter{Speaker: "张"}, nil},
		{store.Filter{Publisher: "日報"}, []string{"year"}},
		{store.Filter{Publisher: "%"}, nil},
		{store.Filter{Script: daodu.ScriptHant}, []string{"undated"}},
		{store.Filter{Genre: daodu.GenreNews, Script: daodu.ScriptHant}, []string{"undated"}},
		{store.Filter{Damage: daodu.SeverityNote}, []string{"month", "undated"}},
		{store.Filter{Damage: daodu.SeveritySevere}, []string{"undated"}},
		{store.Filter{Sound: true}, []string{"day", "year"}},
	} {
		entries, _, err := s.List(t.Context(), tt.filter, store.Page{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range entries {
			got = append(got, names[e.ID])
		}
		slices.Sort(got)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", tt.filter, diff)
		}
		if n, err := s.Count(t.Context(), tt.filter); err != nil || n != len(tt.want) {
			t.Errorf("%+v: counted %d, %v", tt.filter, n, err)
		}
	}
	for _, bad := range []store.Filter{{From: "last year"}, {To: "2022-13"}, {Damage: "terrible"}} {
		if _, _, err := s.List(t.Context(), bad, store.Page{}); !errors.Is(err, daodu.ErrUsage) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// artifact makes a summary of one point about a text.
func artifact(id, text string, kind daodu.Kind, length daodu.Length) *daodu.Artifact {
	art := &daodu.Artifact{
		Schema: kind.Schema(), Article: daodu.ArticleRef{ID: id, TextSHA256: sum(text)}, Lang: "zh-Hans", Length: length,
		Origin: daodu.Origin{Engine: "extract"}, Content: daodu.NewContent(kind), Verdict: daodu.Verified, Notes: []string{}, Findings: []daodu.Finding{},
	}
	if summary, ok := art.Content.(*daodu.Summary); ok {
		quote := daodu.Quote{Span: daodu.Span{End: 4}, Text: string([]rune(text)[:4])}
		summary.Points = []daodu.Point{{Text: quote.Text, Quotes: []daodu.Quote{quote}, Verdict: daodu.Exact}}
	}
	return art
}

func testArtifacts(t *testing.T, s *store.Store) {
	id := add(t, s, item(article("file:a.txt", "甲", speech), nil))
	var made []string
	for _, art := range []*daodu.Artifact{
		artifact(id, speech, daodu.KindSummary, daodu.Short), artifact(id, speech, daodu.KindSummary, daodu.Long),
		artifact(id, speech, daodu.KindOutline, ""), artifact(id, speech, daodu.KindSummary, daodu.Short),
	} {
		v, err := s.AddArtifact(t.Context(), id, art)
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, v)
	}
	newest, err := s.Artifact(t.Context(), id, store.Wanted{Kind: daodu.KindSummary, Length: daodu.Short, Lang: "zh-Hans", Engine: "extract", Current: true})
	if err != nil || newest.ID != made[3] || !newest.Current {
		t.Fatalf("newest summary: %+v, %v", newest, err)
	}
	if diff := cmp.Diff(artifact(id, speech, daodu.KindSummary, daodu.Short), newest.Artifact); diff != "" {
		t.Errorf("the artifact came back changed (-want +got):\n%s", diff)
	}
	all, err := s.History(t.Context(), id, store.Wanted{Kind: daodu.KindSummary})
	if err != nil || len(all) != 3 || all[2].ID != made[0] {
		t.Errorf("history: %d artifacts, %v", len(all), err)
	}
	if _, err := s.Artifact(t.Context(), id, store.Wanted{Kind: daodu.KindGuide}); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("a guide that was never written: %v", err)
	}
	if _, err := s.AddArtifact(t.Context(), "00000000-0000-7000-8000-000000000000", newest.Artifact); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("an artifact of no article: %v", err)
	}
}

func testAnswers(t *testing.T, s *store.Store) {
	key := []byte("thirty-two bytes of a sha-256 sum")
	if _, ok, err := s.Answer(t.Context(), key); ok || err != nil {
		t.Errorf("an answer that was never given: %v, %v", ok, err)
	}
	for _, data := range []string{"the first\x00", "another"} {
		if err := s.KeepAnswer(t.Context(), key, "m", []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	if data, ok, err := s.Answer(t.Context(), key); !ok || err != nil || string(data) != "the first\x00" {
		t.Errorf("answer: %q, %v, %v", data, ok, err)
	}
}

func testWorkspaces(t *testing.T, s *store.Store) {
	other, err := s.In(t.Context(), "学习小组")
	if err != nil {
		t.Fatal(err)
	}
	here := add(t, s, item(article("file:a.txt", "甲", speech), nil))
	there := add(t, other, item(article("file:a.txt", "甲", speech), nil))
	if here == there {
		t.Error("two workspaces share an article")
	}
	if _, err := other.Article(t.Context(), here); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("an article of another workspace: %v", err)
	}
	if err := other.Remove(t.Context(), there); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Article(t.Context(), here); err != nil {
		t.Errorf("after removing the copy of another workspace: %v", err)
	}
	again, err := s.In(t.Context(), "学习小组")
	if err != nil || again.Workspace() != "学习小组" {
		t.Errorf("workspace: %v", err)
	}
	if _, err := s.In(t.Context(), "a\nb"); !errors.Is(err, daodu.ErrUsage) {
		t.Errorf("a name with a line break: %v", err)
	}
}

func testEmbed(t *testing.T, s *store.Store) {
	other, err := s.In(t.Context(), "other")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		add(t, s, item(article(fmt.Sprint("file:", i), "甲", fmt.Sprintf("第%d篇。%s", i, speech)), nil))
	}
	add(t, other, item(article("file:o", "甲", speech), nil))
	e := &embedder{model: "a", dim: 64, fail: 4}
	if err := s.Embed(t.Context(), e, nil); !errors.Is(err, daodu.ErrUpstream) {
		t.Fatalf("a model that fails: %v", err)
	}
	var done, total int
	if err := s.Embed(t.Context(), e, func(d, n int) { done, total = d, n }); err != nil {
		t.Fatal(err)
	}
	if done != 3 || total != 3 {
		t.Errorf("progress ended with %d of %d, want the 3 that were missing", done, total)
	}
	// 3 articles of 3 chunks and one of 2: nothing is asked for twice but the text that failed.
	if want := 3*3 + 2 + 1; e.asked != want {
		t.Errorf("the model was asked for %d texts, want %d", e.asked, want)
	}
	spaces, err := s.Spaces(t.Context())
	if err != nil || len(spaces) != 1 || spaces[0].State != "active" || spaces[0].Articles != 4 || spaces[0].Missing != 0 {
		t.Errorf("spaces: %+v, %v", spaces, err)
	}
}

func testSwitch(t *testing.T, s *store.Store) {
	first, second := &embedder{model: "a", dim: 64}, &embedder{model: "b", dim: 32}
	if used, ok, err := s.ActiveSpace(t.Context()); err != nil || ok {
		t.Errorf("an empty library uses %v, %v", used, err)
	}
	defer func() {
		if used, ok, err := s.ActiveSpace(t.Context()); err != nil || !ok || used != second.Space() {
			t.Errorf("behind the switch the library uses %v, %v, %v", used, ok, err)
		}
	}()
	if err := s.UseSpace(t.Context(), first.Space()); err != nil {
		t.Fatal(err)
	}
	add(t, s, item(article("file:a", "甲", speech), first))
	if err := s.UseSpace(t.Context(), second.Space()); err != nil {
		t.Fatal(err)
	}
	states := func() (out []string) {
		spaces, err := s.Spaces(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, sp := range spaces {
			out = append(out, fmt.Sprint(sp.Model, " ", sp.State, " ", sp.Articles, " ", sp.Missing))
		}
		return out
	}
	if diff := cmp.Diff([]string{"a active 1 0", "b building 0 1"}, states()); diff != "" {
		t.Errorf("before (-want +got):\n%s", diff)
	}
	if err := s.Embed(t.Context(), second, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a retired 1 0", "b active 1 0"}, states()); diff != "" {
		t.Errorf("after (-want +got):\n%s", diff)
	}
	if err := s.UseSpace(t.Context(), daodu.EmbeddingSpace{Provider: "x", Model: "huge", Dim: 5000}); !errors.Is(err, daodu.ErrUsage) {
		t.Errorf("a dimension that cannot be searched: %v", err)
	}
}
