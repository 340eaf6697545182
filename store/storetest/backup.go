package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// Fill stores a small library of everything there is, for tests of backups.
func Fill(t *testing.T, s *store.Store) {
	t.Helper()
	first, second := &embedder{model: "a", dim: 64}, &embedder{model: "b", dim: 32}
	if err := s.UseSpace(t.Context(), first.Space()); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i := range 5 {
		text := numberedText(i)
		a := article(fmt.Sprint("file:", i), "讲话<"+fmt.Sprint(i)+">&\u2028", text)
		a.Speaker = &daodu.Speaker{Name: "張偉", Role: "主席"}
		id := add(t, s, item(a, first))
		ids = append(ids, id)
		for _, kind := range []daodu.Kind{daodu.KindSummary, daodu.KindOutline} {
			if _, err := s.AddArtifact(t.Context(), id, artifact(id, text, kind, daodu.Short)); err != nil {
				t.Fatal(err)
			}
		}
	}
	add(t, s, item(article("https://example.com/again", "讲话", "第1篇。"+speech), first))
	if err := s.Embed(t.Context(), second, nil); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if err := s.KeepAnswer(t.Context(), []byte{byte(7 - i)}, "model", []byte{0, 1, byte(i)}); err != nil {
			t.Fatal(err)
		}
	}
	fillGroup(t, s, ids)
}

func numberedText(i int) string { return fmt.Sprintf("第%d篇。%s", i, speech) }

// fillGroup gives a library what a study group has.
func fillGroup(t *testing.T, s *store.Store, articles []string) {
	t.Helper()
	id := collection(t, s, articles[1], articles[0])
	note, due := "先读第二部分<>&", "2026-12-01"
	if _, err := s.PutCollectionItem(t.Context(), id, articles[0], store.ItemChange{Note: &note, Due: &due}); err != nil {
		t.Fatal(err)
	}
	noteAt(t, s, id, articles[0], "第0篇", "第一行\n第二行𠮷")
	noteAt(t, s, id, articles[1], "第1篇", "另一篇")
	f := feed(t, s, id)
	c := claimFeed(t, s)
	if _, err := s.SeenInFeed(t.Context(), c, items(3), 2); err != nil {
		t.Fatal(err)
	}
	for i, it := range items(2) {
		it.State, it.Article, it.ReprintOf = daodu.FeedItemReprint, articles[2+i], articles[1]
		if err := s.FeedItemDone(t.Context(), c, it); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.FeedChecked(t.Context(), c, daodu.FeedCheck{Title: f.URL, ETag: `"1"`, Modified: "yesterday", Due: time.Now().Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	ask(t, s, id)
	c, _, err := s.ClaimCollection(t.Context(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.KeepCollectionGuide(t.Context(), c, guideOver(t, s, id, "1")); err != nil {
		t.Fatal(err)
	}
	collection(t, s) // an empty one
}

// RoundTrip writes a backup of one library, reads it into another, empty one and compares
// the backup of that one with the first.
func RoundTrip(t *testing.T, from, to *store.Store) {
	t.Helper()
	before := export(t, from)
	imported, err := to.Import(t.Context(), bytes.NewReader(before), nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := (store.Imported{Articles: 5, Artifacts: 10, Collections: 2, Notes: 2}); imported != want {
		t.Errorf("imported %+v, want %+v", imported, want)
	}
	if diff := cmp.Diff(strings.Split(string(before), "\n"), strings.Split(string(export(t, to)), "\n")); diff != "" {
		t.Errorf("the backup of the copy differs (-first +copy):\n%.2000s", diff)
	}
	again, err := to.Import(t.Context(), bytes.NewReader(before), nil)
	if want := (store.Imported{Known: 5}); err != nil || again != want {
		t.Errorf("imported again: %+v, %v, want %+v", again, err, want)
	}
	if !bytes.Equal(before, export(t, to)) {
		t.Error("importing twice changed the library")
	}
}

// testMergedBackup reads a backup into a library that has one of its texts under another
// ID: what the group has of it is about that one.
func testMergedBackup(t *testing.T, s *store.Store) {
	Fill(t, s)
	other, err := s.In(t.Context(), "other")
	if err != nil {
		t.Fatal(err)
	}
	own := add(t, other, item(article("file:own", "讲话", numberedText(0)), nil))
	got, err := other.Import(t.Context(), bytes.NewReader(export(t, s)), nil)
	if want := (store.Imported{Articles: 4, Known: 1, Artifacts: 10, Collections: 2, Notes: 2}); err != nil || got != want {
		t.Errorf("imported %+v, %v, want %+v", got, err, want)
	}
	all, _, err := other.Collections(t.Context(), store.Page{Limit: 10})
	if err != nil || len(all) != 2 {
		t.Fatalf("collections %+v, %v", all, err)
	}
	id := all[1].ID
	list, err := other.CollectionItems(t.Context(), id)
	if err != nil || len(list) != 2 || list[1].ID != own || list[1].Due != "2026-12-01" {
		t.Errorf("the articles of the collection: %+v, %v; the one there is %s", list, err, own)
	}
	g, current, err := other.CollectionGuide(t.Context(), id)
	if err != nil || len(g.Articles) != 2 || g.Articles[1].ID != own || !current {
		t.Errorf("the guide: %+v, current %v, %v", g, current, err)
	}
	if notes := notesOf(t, other, id, own); len(notes) != 1 || notes[0].State != daodu.NoteAnchored || notes[0].Now.Text != "第0篇" {
		t.Errorf("the notes: %+v", notes)
	}
	feeds, err := other.Feeds(t.Context(), id)
	if err != nil || len(feeds) != 1 || feeds[0].Every != 60 || !feeds[0].Active {
		t.Errorf("the feeds: %+v, %v", feeds, err)
	}
	if err := other.RemoveNote(t.Context(), id, notesOf(t, other, id, own)[0].ID); err != nil {
		t.Fatal(err)
	}
	again, err := other.Import(t.Context(), bytes.NewReader(export(t, s)), nil)
	if want := (store.Imported{Known: 5, Notes: 1}); err != nil || again != want {
		t.Errorf("imported again, with a note removed: %+v, %v, want %+v", again, err, want)
	}
}

func export(t *testing.T, s *store.Store) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := s.Export(t.Context(), &b, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func testDamagedBackup(t *testing.T, s *store.Store) {
	Fill(t, s)
	other, err := s.In(t.Context(), "other")
	if err != nil {
		t.Fatal(err)
	}
	whole := string(export(t, s))
	for name, damaged := range map[string]string{
		"empty":         "",
		"something":     "{\"hello\": 1}\n",
		"no JSON":       "PK\x03\x04",
		"cut short":     whole[:len(whole)/2],
		"another text":  strings.Replace(whole, "五千人次", "六千人次", 1),
		"no article":    strings.Replace(whole, `"items":[{"article":"`, `"items":[{"article":"00000000-0000-7000-8000-000000000000","note":"","due":""},{"article":"`, 1),
		"not inflating": strings.Replace(whole, `"raw":"`, `"raw":"AAAA`, 1),
	} {
		_, err := other.Import(t.Context(), strings.NewReader(damaged), nil)
		if !errors.Is(err, daodu.ErrBadInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := other.Import(t.Context(), strings.NewReader(whole), nil); err != nil {
		t.Errorf("the whole backup after damaged ones: %v", err)
	}
	if n, err := other.Count(t.Context(), store.Filter{}); err != nil || n != 5 {
		t.Errorf("%d articles, %v", n, err)
	}
}
