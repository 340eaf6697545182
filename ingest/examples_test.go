package ingest_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/structure"
)

// An example is what examples/expected.json says of one file.
type example struct {
	File  string
	Title string
	Date  *struct {
		ISO     string
		Kind    daodu.DateKind
		Suspect bool
	}
	Speaker *struct {
		Name, Role string
		AsWritten  string `json:"as_written"`
	}
	Author, Editor, Publisher string
	Script                    daodu.Script
	Genre                     daodu.Genre
	Damage                    []daodu.DamageKind
	DamageMay                 []daodu.DamageKind `json:"damage_may"`
	FirstSentence             string             `json:"first_sentence"`
	LastSentence              string             `json:"last_sentence"`
	Outline                   []struct {
		Level int
		Kind  daodu.SectionKind
		Label string `json:"label_prefix"`
	}
	Announced []struct {
		Text         string
		Count, Found int
		Items        []string
	}
	MustKeep []string `json:"must_keep"`
	MustDrop []string `json:"must_drop"`
	Joined   []string
}

func examples(t *testing.T) []example {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "examples", "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var expected struct {
		Files    []example
		SameText []struct {
			File, Charset string
			SameAs        string `json:"same_as"`
		} `json:"same_text"`
	}
	if err := json.Unmarshal(data, &expected); err != nil {
		t.Fatal(err)
	}
	for _, same := range expected.SameText {
		at := slices.IndexFunc(expected.Files, func(e example) bool { return e.File == same.SameAs })
		e := expected.Files[at]
		e.File = same.File
		expected.Files = append(expected.Files, e)
	}
	return expected.Files
}

func TestExamples(t *testing.T) {
	t.Parallel()
	for _, e := range examples(t) {
		t.Run(e.File, func(t *testing.T) {
			t.Parallel()
			a := readOne(t, filepath.Join("..", "examples", e.File))
			describes(t, a, e)
			reads(t, a, e)
			outlines(t, a, e)
		})
	}
}

func describes(t *testing.T, a *daodu.Article, e example) {
	t.Helper()
	same := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s = %q, want %q", what, got, want)
		}
	}
	same("title", a.Title, e.Title)
	same("author", a.Author, e.Author)
	same("editor", a.Editor, e.Editor)
	same("publisher", a.Publisher, e.Publisher)
	same("script", string(a.Script), string(e.Script))
	same("genre", string(a.Genre), string(e.Genre))
	var got, want daodu.Speaker
	if a.Speaker != nil {
		got = *a.Speaker
	}
	if e.Speaker != nil {
		want = daodu.Speaker{Name: e.Speaker.Name, Role: e.Speaker.Role, AsWritten: e.Speaker.AsWritten}
	}
	same("speaker", got.Name, want.Name)
	same("role", got.Role, want.Role)
	same("speaker as written", got.AsWritten, want.AsWritten)
	if e.Date == nil {
		same("date", a.Date, "")
	} else {
		same("date", a.Date, e.Date.ISO)
		if !slices.ContainsFunc(a.Dates, func(d daodu.Date) bool {
			return d.Date == e.Date.ISO && d.Kind == e.Date.Kind && d.Suspect == e.Date.Suspect
		}) {
			t.Errorf("dates = %+v, want one %+v", a.Dates, *e.Date)
		}
	}
	kinds := map[daodu.DamageKind]bool{}
	for _, d := range a.Damage {
		kinds[d.Kind] = true
		if !slices.Contains(e.Damage, d.Kind) && !slices.Contains(e.DamageMay, d.Kind) {
			t.Errorf("damage %+v, want none of its kind", d)
		}
	}
	for _, kind := range e.Damage {
		if !kinds[kind] {
			t.Errorf("no damage of kind %s", kind)
		}
	}
}

func reads(t *testing.T, a *daodu.Article, e example) {
	t.Helper()
	var sentences []string
	for _, s := range a.Sentences {
		sentences = append(sentences, daodu.Slice(a.Text, s.Span))
	}
	if at := slices.Index(sentences, e.FirstSentence); at < 0 || at > 2 {
		t.Errorf("first sentence stands at %d of %.3q, want %q", at, sentences, e.FirstSentence)
	}
	if at := slices.Index(sentences, e.LastSentence); at < len(sentences)-4 {
		t.Errorf("last sentence stands at %d of %d: %q, want %q", at, len(sentences), sentences[len(sentences)-1], e.LastSentence)
	}
	for _, s := range append(slices.Clone(e.MustKeep), e.Joined...) {
		if !strings.Contains(a.Text, s) {
			t.Errorf("%q is not in the text", s)
		}
	}
	for _, s := range e.MustDrop {
		if strings.Contains(a.Text, s) {
			t.Errorf("%q is left in the text", s)
		}
	}
}

func outlines(t *testing.T, a *daodu.Article, e example) {
	t.Helper()
	var flat []daodu.Section
	structure.Walk(a.Sections, func(s *daodu.Section) { flat = append(flat, *s) })
	next := 0
	for _, node := range e.Outline {
		at := slices.IndexFunc(flat[next:], func(s daodu.Section) bool {
			return s.Level == node.Level && s.Kind == node.Kind && strings.HasPrefix(s.Label, node.Label)
		})
		if at < 0 {
			t.Errorf("no %s of level %d %q behind section %s", node.Kind, node.Level, node.Label, flat[max(0, next-1)].ID)
			continue
		}
		next += at + 1
	}
	if t.Failed() {
		for _, s := range flat {
			t.Logf("%s %s %.40q announced %d", s.ID, s.Kind, s.Label, s.Announced)
		}
	}
}
