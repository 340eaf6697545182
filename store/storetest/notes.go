package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// noteAt adds a note at the first place of words in the text of an article.
func noteAt(t *testing.T, s *store.Store, collection, article, words, body string) daodu.Note {
	t.Helper()
	a, err := s.Article(t.Context(), article)
	if err != nil {
		t.Fatal(err)
	}
	before, _, ok := strings.Cut(a.Text, words)
	if !ok {
		t.Fatalf("the text has no %q", words)
	}
	from := len([]rune(before))
	n, err := s.AddNote(t.Context(), collection, store.NewNote{
		Article: article, Author: "小组长", Body: body, At: daodu.Span{Start: from, End: from + len([]rune(words))}, TextSHA256: a.TextSHA256,
	})
	if err != nil {
		t.Fatal(err)
	}
	if n.Anchor.Quote != words {
		t.Fatalf("the note at %q stands at %q", words, n.Anchor.Quote)
	}
	return n
}

func notesOf(t *testing.T, s *store.Store, collection, article string) []daodu.Note {
	t.Helper()
	got, err := s.Notes(t.Context(), collection, article)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

const notedText = "同志们：𠮷林车间的職工书屋办得好，每周都有读书会，去年借出图书三千册。" +
	"今年要做三件事：一是扩大房间，二是添置新书，三是请老师傅讲课。希望大家踊跃参加，互相帮助，把学习坚持下去。"

func testNotes(t *testing.T, s *store.Store) {
	a := []string{add(t, s, item(article("file:note.txt", "书屋", notedText), nil)), numbered(t, s, 1)[0]}
	id := collection(t, s, a[0], a[1])
	other := collection(t, s, a[0])
	late := noteAt(t, s, id, a[1], "第0篇", "这是第二篇")
	second := noteAt(t, s, id, a[0], "添置新书", "买哪些？")
	first := noteAt(t, s, id, a[0], "𠮷林车间", "第一行\n第二行𠮷")
	if diff := cmp.Diff([]daodu.Note{first, second, late}, notesOf(t, s, id, ""), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("notes in reading order (-want +got):\n%s", diff)
	}
	if first.State != daodu.NoteAnchored || first.Anchor.Prefix != "同志们：" || first.Now == nil || first.Now.Text != "𠮷林车间" {
		t.Errorf("a new note: %+v", first)
	}
	if got := notesOf(t, s, id, a[1]); len(got) != 1 || got[0].ID != late.ID {
		t.Errorf("the notes on one article: %+v", got)
	}
	if got := notesOf(t, s, other, ""); len(got) != 0 {
		t.Errorf("another collection with the article shows %+v", got)
	}
	body, author := "改过的", ""
	changed, err := s.ChangeNote(t.Context(), id, second.ID, &author, &body)
	if err != nil || changed.Body != body || changed.Author != "" || !cmp.Equal(changed.Anchor, second.Anchor) || changed.Now == nil {
		t.Errorf("a changed note: %+v, %v", changed, err)
	}
	if err := s.RemoveCollectionItem(t.Context(), id, a[1]); err != nil {
		t.Fatal(err)
	}
	if got := notesOf(t, s, id, ""); len(got) != 2 {
		t.Errorf("with an article taken out: %+v", got)
	}
	if _, err := s.PutCollectionItem(t.Context(), id, a[1], store.ItemChange{}); err != nil {
		t.Fatal(err)
	}
	if got := notesOf(t, s, id, ""); len(got) != 3 {
		t.Errorf("with the article put back: %+v", got)
	}
	if err := s.RemoveNote(t.Context(), id, first.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Remove(t.Context(), a[1]); err != nil { // from the library, with its notes
		t.Fatal(err)
	}
	if got := notesOf(t, s, id, ""); len(got) != 1 || got[0].Body != body {
		t.Errorf("what is left: %+v", got)
	}
}

// testNotesReread has a text read anew under its notes, and then read as it was.
func testNotesReread(t *testing.T, s *store.Store) {
	a := add(t, s, item(article("file:note.txt", "书屋", notedText), nil))
	id := collection(t, s, a)
	stays := noteAt(t, s, id, a, "二是添置新书", "记住")
	edited := noteAt(t, s, id, a, "去年借出图书三千册", "核对")
	gone := noteAt(t, s, id, a, "互相帮助", "讨论")
	now := "（读书简报）\n" + strings.NewReplacer("三千", "五千", "互相帮助，把学习坚持下去。", "散会。").Replace(notedText)
	if _, err := s.Replace(t.Context(), a, item(article("file:note.txt", "书屋", now), nil)); err != nil {
		t.Fatal(err)
	}
	type seen struct {
		State daodu.NoteState
		Words string
	}
	want := map[string]seen{
		stays.ID: {daodu.NoteMoved, "二是添置新书"}, edited.ID: {daodu.NoteMoved, "去年借出图书五千册"}, gone.ID: {daodu.NoteOrphaned, ""},
	}
	got := map[string]seen{}
	for _, n := range notesOf(t, s, id, a) {
		v := seen{State: n.State}
		if n.Now != nil {
			if v.Words = n.Now.Text; daodu.Slice(now, n.Now.Span) != v.Words {
				t.Errorf("at %v stands %q, not %q", n.Now.Span, daodu.Slice(now, n.Now.Span), v.Words)
			}
		}
		if n.Anchor.Quote == v.Words && n.Anchor.Span == n.Now.Span {
			t.Errorf("%q did not move", v.Words)
		}
		got[n.ID] = v
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("after reading anew (-want +got):\n%s", diff)
	}
	body := "还在"
	if n, err := s.ChangeNote(t.Context(), id, gone.ID, nil, &body); err != nil || n.State != daodu.NoteOrphaned || n.Anchor.Quote != "互相帮助" {
		t.Errorf("a changed orphan: %+v, %v", n, err)
	}
	if _, err := s.Replace(t.Context(), a, item(article("file:note.txt", "书屋", notedText), nil)); err != nil {
		t.Fatal(err)
	}
	for _, n := range notesOf(t, s, id, a) {
		if n.State != daodu.NoteAnchored || n.Now.Span != n.Anchor.Span {
			t.Errorf("in the text that it was made on: %+v", n)
		}
	}
}

func testNotesRefused(t *testing.T, s *store.Store) {
	a := append(numbered(t, s, 1), add(t, s, item(article("file:note.txt", "书屋", notedText), nil)))
	id := collection(t, s, a[1])
	n := noteAt(t, s, id, a[1], "添置新书", "买哪些？")
	length := len([]rune(notedText))
	good := store.NewNote{Article: a[1], Body: "好", At: daodu.Span{Start: 1, End: 3}}
	for what, test := range map[string]struct {
		change func(*store.NewNote)
		want   error
	}{
		"not in the collection": {func(n *store.NewNote) { n.Article = a[0] }, daodu.ErrNotFound},
		"no article":            {func(n *store.NewNote) { n.Article = "x" }, daodu.ErrNotFound},
		"another text":          {func(n *store.NewNote) { n.TextSHA256 = sum("别的") }, daodu.ErrConflict},
		"no words":              {func(n *store.NewNote) { n.Body = " \n" }, daodu.ErrUsage},
		"too many words":        {func(n *store.NewNote) { n.Body = strings.Repeat("长", 5000) }, daodu.ErrUsage},
		"author of two lines":   {func(n *store.NewNote) { n.Author = "甲\n乙" }, daodu.ErrUsage},
		"empty stretch":         {func(n *store.NewNote) { n.At.End = n.At.Start }, daodu.ErrUsage},
		"before the text":       {func(n *store.NewNote) { n.At.Start = -1 }, daodu.ErrUsage},
		"behind the text":       {func(n *store.NewNote) { n.At.End = length + 1 }, daodu.ErrUsage},
	} {
		in := good
		test.change(&in)
		if _, err := s.AddNote(t.Context(), id, in); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	elsewhere := collection(t, s, a[1])
	words := "甲"
	_, changed := s.ChangeNote(t.Context(), elsewhere, n.ID, nil, &words)
	_, listed := s.Notes(t.Context(), "x", "")
	outside, err := s.In(t.Context(), "other")
	if err != nil {
		t.Fatal(err)
	}
	_, apart := outside.Notes(t.Context(), id, "")
	for what, err := range map[string]error{
		"change elsewhere": changed, "remove elsewhere": s.RemoveNote(t.Context(), elsewhere, n.ID), "no collection": listed,
		"another workspace": apart, "remove in another workspace": outside.RemoveNote(t.Context(), id, n.ID),
	} {
		if !errors.Is(err, daodu.ErrNotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
	empty := ""
	if _, err := s.ChangeNote(t.Context(), id, n.ID, nil, &empty); !errors.Is(err, daodu.ErrUsage) {
		t.Errorf("a note without words: %v", err)
	}
	if got := notesOf(t, s, id, ""); len(got) != 1 || got[0].Body != n.Body {
		t.Errorf("refused changes left %+v", got)
	}
	for i := range store.MaxNotes {
		in := good
		in.Body = fmt.Sprint(i)
		if _, err = s.AddNote(t.Context(), id, in); err != nil {
			break
		}
	}
	if !errors.Is(err, daodu.ErrTooLarge) {
		t.Errorf("one note too many: %v", err)
	}
}
