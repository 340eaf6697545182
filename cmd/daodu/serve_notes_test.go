package main

import (
	"strings"
	"testing"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/store"
)

// reread gives an article another text, as reading its file anew does.
func (s *served) reread(id, text string) {
	s.t.Helper()
	a, err := ingest.Article(&raw.Document{Text: text, Source: daodu.Source{URI: "file:reread.txt", MediaType: "text/plain", SHA256: strings.Repeat("cd", 32)}})
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.store.Replace(s.t.Context(), id, &store.Item{Article: a, Chunks: ingest.Chunks(a, chunkOptions), Original: []byte(text)}); err != nil {
		s.t.Fatal(err)
	}
}

// place returns where words stand in the text of an article, with the sum of that text.
func (s *served) place(id, words string) (daodu.Span, string) {
	s.t.Helper()
	a, err := s.store.Article(s.t.Context(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	before, _, ok := strings.Cut(a.Text, words)
	if !ok {
		s.t.Fatalf("the text has no %q", words)
	}
	start := len([]rune(before))
	return daodu.Span{Start: start, End: start + len([]rune(words))}, a.TextSHA256
}

const noted = "市总工会今天召开会议，𠮷林同志主持。会议要求，到年底新建职工书屋30个。各单位要指定专人登记图书，每周开放三天。会议还表彰了先进集体。"

// Notes follow their words when the text is read anew, and say so; readers and those with a
// link read them only.
func TestServeNotes(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		s.newKey(daodu.RoleEditor)
		id, other := s.add(noted), s.add(meeting)
		at := s.collect(id)
		words, sum := s.place(id, "𠮷林同志")
		var first, second daodu.Note
		s.do("POST", at+"/notes", map[string]any{"article": id, "start": words.Start, "end": words.End, "body": "是谁？", "author": "李明", "text_sha256": sum}, 201, &first)
		if first.State != daodu.NoteAnchored || first.Anchor.Quote != "𠮷林同志" || first.Author != "李明" {
			t.Errorf("a new note: %+v", first)
		}
		gone, _ := s.place(id, "每周开放三天")
		s.do("POST", at+"/notes", map[string]any{"article": id, "start": gone.Start, "end": gone.End, "body": "够不够？"}, 201, &second)
		for what, body := range map[string]map[string]any{
			"behind the text": {"article": id, "start": 1, "end": 9000, "body": "x"}, "no stretch": {"article": id, "start": 4, "end": 4, "body": "x"},
		} {
			t.Log(what)
			s.do("POST", at+"/notes", body, 400, nil)
		}
		s.do("POST", at+"/notes", map[string]any{"article": id, "start": 0, "end": 2, "body": ""}, 422, nil)
		s.do("POST", at+"/notes", map[string]any{"article": other, "start": 0, "end": 2, "body": "x"}, 404, nil)
		s.do("PATCH", at+"/notes/"+first.ID, map[string]any{"body": "查清楚了"}, 200, &first)

		s.reread(id, "工会简报第三期\n\n"+strings.Replace(noted, "，每周开放三天", "", 1))
		s.do("POST", at+"/notes", map[string]any{"article": id, "start": 0, "end": 2, "body": "x", "text_sha256": sum}, 409, nil)
		key := s.key
		s.newKey(daodu.RoleReader)
		var all struct{ Items []daodu.Note }
		s.do("GET", at+"/notes?article="+id, nil, 200, &all)
		if len(all.Items) != 2 {
			t.Fatalf("notes: %+v", all.Items)
		}
		now, _ := s.place(id, "𠮷林同志")
		if n := all.Items[0]; n.State != daodu.NoteMoved || n.Now.Span != now || n.Anchor.Span != words || n.Body != "查清楚了" {
			t.Errorf("a note whose words moved: %+v", n)
		}
		if n := all.Items[1]; n.State != daodu.NoteOrphaned || n.Now != nil || n.Anchor.Quote != "每周开放三天" {
			t.Errorf("a note whose words are gone: %+v", n)
		}
		if s.do("GET", at+"/notes?article="+other, nil, 200, &all); len(all.Items) != 0 {
			t.Errorf("notes on another article: %+v", all.Items)
		}
		s.do("POST", at+"/notes", map[string]any{"article": id, "start": 0, "end": 2, "body": "x"}, 403, nil)
		s.do("PATCH", at+"/notes/"+first.ID, map[string]any{"body": "x"}, 403, nil)
		s.do("DELETE", at+"/notes/"+first.ID, nil, 403, nil)

		s.key = key
		var share daodu.Share
		s.do("POST", at+"/shares", map[string]any{"expires_at": time.Now().Add(time.Hour)}, 201, &share)
		s.key = ""
		if s.do("GET", "/api/v1/shared/notes?token="+share.Token, nil, 200, &all); len(all.Items) != 2 || all.Items[0].Body != "查清楚了" {
			t.Errorf("notes by a link: %+v", all.Items)
		}
		s.do("GET", "/api/v1/shared/notes?token=x", nil, 404, nil)
		s.key = key
		s.do("DELETE", at+"/notes/"+first.ID, nil, 204, nil)
		s.do("DELETE", at+"/notes/"+first.ID, nil, 404, nil)
	})
}
