package ingest_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/structure"
	"github.com/daodu/daodu/internal/shared"
)

// A goldText is a stretch of a seed with its place in the raw file.
type goldText struct {
	Text       string
	Start, End int
}

// A goldSeed is what a person found in one of the five seeds.
type goldSeed struct {
	File  string
	Title goldText
	Date  *struct {
		ISO     string
		Kind    daodu.DateKind
		Suspect bool
	}
	Script  daodu.Script
	Source  *goldText
	Author  *goldText
	Editor  *struct{ Text []string }
	Speaker *struct {
		Name      string
		AsWritten string `json:"as_written"`
		Redacted  bool
	}
	Flags         map[string]bool
	FirstSentence goldText   `json:"first_sentence"`
	LastSentence  goldText   `json:"last_sentence"`
	MustDrop      []goldText `json:"must_drop"`
	PageMarks     []struct {
		Start  int
		Joined string `json:"joined_text"`
	} `json:"page_marks"`
	Redactions   []goldText
	OCRSuspects  []goldText `json:"ocr_suspects"`
	VariantSpots []goldText `json:"variant_spots"`
	Truncation   *goldText
	Outline      []struct {
		Level        int
		Kind         string
		Start        int
		ParallelList *goldList  `json:"parallel_list"`
		Lists        []goldList `json:"parallel_lists"`
	}
}

type goldList struct {
	Pattern string
	Count   int
}

// goldFlags maps the flags of the gold to kinds of damage. Other flags are no damage.
var goldFlags = map[string]daodu.DamageKind{
	"truncated": daodu.Truncated, "page_marks": daodu.PageMarks, "redacted": daodu.Redacted, "ocr_suspect": daodu.OCRSuspect,
	"preview_or_paywall": daodu.Preview, "quotes_stripped": daodu.Quotes, "unbalanced_quotes": daodu.Quotes, "wrong_variants": daodu.WrongVariant,
}

func TestSeeds(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(shared.Dir(t), "seeds")
	data, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	var gold struct{ Seeds map[string]goldSeed }
	if err := json.Unmarshal(data, &gold); err != nil {
		t.Fatal(err)
	}
	if len(gold.Seeds) != 5 {
		t.Fatalf("gold of %d seeds, want 5", len(gold.Seeds))
	}
	for name, g := range gold.Seeds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := readOne(t, filepath.Join(dir, g.File))
			checkMetadata(t, a, g)
			checkText(t, a, g)
			checkDamage(t, a, g)
			checkOutline(t, a, g)
		})
	}
}

// readOne reads the only article of an input.
func readOne(t *testing.T, input string) *daodu.Article {
	t.Helper()
	var in ingest.Ingester
	for a, err := range in.Read(context.Background(), input) {
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	t.Fatalf("%s: no article", input)
	return nil
}

func checkMetadata(t *testing.T, a *daodu.Article, g goldSeed) {
	t.Helper()
	same := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s = %q, want %q", what, got, want)
		}
	}
	same("title", a.Title, g.Title.Text)
	same("script", string(a.Script), string(g.Script))
	same("publisher", a.Publisher, textOf(g.Source))
	same("author", a.Author, textOf(g.Author))
	editor := ""
	if g.Editor != nil {
		editor = strings.Join(g.Editor.Text, "、")
	}
	same("editor", a.Editor, editor)
	name, written := "", ""
	if a.Speaker != nil {
		name, written = a.Speaker.Name, a.Speaker.AsWritten
	}
	wantName, wantWritten := "", ""
	if g.Speaker != nil {
		wantName, wantWritten = g.Speaker.Name, g.Speaker.AsWritten
	}
	same("speaker", name, wantName)
	same("speaker as written", written, wantWritten)
	if g.Date == nil {
		same("date", a.Date, "")
		return
	}
	same("date", a.Date, g.Date.ISO)
	if !slices.ContainsFunc(a.Dates, func(d daodu.Date) bool {
		return d.Date == g.Date.ISO && d.Kind == g.Date.Kind && d.Suspect == g.Date.Suspect
	}) {
		t.Errorf("dates = %+v, want one %+v", a.Dates, *g.Date)
	}
}

func textOf(g *goldText) string {
	if g == nil {
		return ""
	}
	return g.Text
}

func checkText(t *testing.T, a *daodu.Article, g goldSeed) {
	t.Helper()
	var sentences []string
	for _, s := range a.Sentences {
		sentences = append(sentences, daodu.Slice(a.Text, s.Span))
	}
	// The salutation and the dateline are sentences of their own before the first.
	if at := slices.Index(sentences, g.FirstSentence.Text); at < 0 || at > 1 {
		t.Errorf("first sentence stands at %d in %.2q, want %q", at, sentences, g.FirstSentence.Text)
	}
	// A text that is cut has a fragment behind its last sentence.
	last := len(sentences) - 1
	if g.Flags["truncated"] {
		last--
	}
	if sentences[last] != g.LastSentence.Text {
		t.Errorf("last sentence = %q, want %q", sentences[last], g.LastSentence.Text)
	}
	for _, d := range g.MustDrop {
		for _, k := range a.Kept {
			if k.Raw.Start < d.End && d.Start < k.Raw.End {
				t.Errorf("%q is left in the text", d.Text)
			}
		}
	}
	for _, m := range g.PageMarks {
		if m.Joined != "" && !strings.Contains(a.Text, m.Joined) {
			t.Errorf("page mark at %d: %q not rejoined", m.Start, m.Joined)
		}
	}
}

// toText maps a position of the raw text to the clean text.
func toText(a *daodu.Article, raw int) int {
	at := 0
	for _, k := range a.Kept {
		if raw < k.Raw.Start {
			break
		}
		at = k.At + min(raw, k.Raw.End) - k.Raw.Start
	}
	return at
}

func checkDamage(t *testing.T, a *daodu.Article, g goldSeed) {
	t.Helper()
	want := map[daodu.DamageKind]bool{}
	for flag, kind := range goldFlags {
		want[kind] = want[kind] || g.Flags[flag]
	}
	got := map[daodu.DamageKind][]daodu.Span{}
	for _, d := range a.Damage {
		got[d.Kind] = append(got[d.Kind], d.Span)
		if !want[d.Kind] {
			t.Errorf("damage %+v, gold has none of its kind", d)
		}
	}
	for kind, on := range want {
		if on && len(got[kind]) == 0 {
			t.Errorf("no damage of kind %s", kind)
		}
	}
	spots := map[daodu.DamageKind][]goldText{
		daodu.Redacted: g.Redactions, daodu.OCRSuspect: g.OCRSuspects, daodu.WrongVariant: g.VariantSpots,
	}
	if g.Truncation != nil {
		spots[daodu.Truncated] = []goldText{*g.Truncation}
	}
	for kind, list := range spots {
		for _, spot := range list {
			s := daodu.Span{Start: toText(a, spot.Start), End: toText(a, spot.End)}
			known := s.Len() == 0 || slices.ContainsFunc(got[kind], s.Overlaps) || slices.ContainsFunc(got[daodu.Quotes], s.Overlaps)
			if !known {
				t.Errorf("%s at %q (%v) not found", kind, spot.Text, s)
			}
		}
	}
}

// goldKinds maps the kinds of the gold's outline to section kinds.
var goldKinds = map[string]daodu.SectionKind{
	"lead": daodu.Lead, "reported_point": daodu.ReportedPoint, "attendance": daodu.Attendance, "other_speakers": daodu.Attendance,
	"chinese_numeral_heading": daodu.Heading, "ordinal_heading": daodu.Heading, "yishi_item": daodu.Enumeration, "run_in_heading": daodu.RunIn,
}

func checkOutline(t *testing.T, a *daodu.Article, g goldSeed) {
	t.Helper()
	var flat []daodu.Section
	structure.Walk(a.Sections, func(s *daodu.Section) { flat = append(flat, *s) })
	next := 0
	for _, node := range g.Outline {
		start := toText(a, node.Start)
		at := slices.IndexFunc(flat[next:], func(s daodu.Section) bool {
			return s.Span.Start-start <= 2 && start-s.Span.Start <= 2 && s.Level == node.Level && s.Kind == goldKinds[node.Kind]
		})
		if at < 0 {
			t.Errorf("no %s of level %d at %d", node.Kind, node.Level, start)
			continue
		}
		lists := node.Lists
		if node.ParallelList != nil {
			lists = append(lists, *node.ParallelList)
		}
		for _, want := range lists {
			if !slices.ContainsFunc(flat[next+at].Lists, func(l daodu.List) bool { return l.Count == want.Count }) {
				t.Errorf("section %s: lists %+v, want %s × %d", flat[next+at].ID, flat[next+at].Lists, want.Pattern, want.Count)
			}
		}
		next += at + 1
	}
}
