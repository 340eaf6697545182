package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/export"
	"github.com/daodu/daodu/internal/shared"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
)

// TestCutTexts cuts texts in the middle of a sentence, three fifths of the way: every
// artifact says so in its first line, and none asks how many parts the whole has.
func TestCutTexts(t *testing.T) {
	t.Parallel()
	cut := 0
	for _, file := range append(ownTexts(t), sharedTexts(t)...) {
		for a, err := range new(ingest.Ingester).Read(t.Context(), file) {
			if err == nil && a.Length > 900 && strings.HasPrefix(a.Lang, "zh") {
				cut++
				t.Run(filepath.Base(file), func(t *testing.T) { cutText(t, a) })
			}
		}
	}
	if cut < 3 || len(sharedTexts(t)) > 0 && cut < 30 {
		t.Errorf("only %d texts were cut", cut)
	}
}

func ownTexts(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "examples", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	return files
}

// sharedTexts returns some real speeches and reports, none where they are not at hand.
func sharedTexts(t *testing.T) []string {
	t.Helper()
	var out []string
	dir := shared.Find()
	for _, glob := range []string{"speeches_xi/*.txt", "gwr_provincial_2026/*.txt"} {
		files, err := filepath.Glob(filepath.Join(dir, "corpora", filepath.FromSlash(glob)))
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(files); i += 4 {
			out = append(out, files[i])
		}
	}
	return out
}

func cutText(t *testing.T, whole *daodu.Article) {
	runes := []rune(whole.Text)
	at := amidSentence(runes, len(runes)*3/5)
	a, err := ingest.Article(&raw.Document{Text: string(runes[:at])})
	if err != nil {
		t.Fatal(err)
	}
	arts, err := summarize.Artifacts(t.Context(), extract.Engine{}, a, nil, summarize.Options{Length: daodu.Long})
	if err != nil {
		t.Fatal(err)
	}
	for _, art := range arts {
		if !art.Incomplete {
			t.Errorf("%s does not say that the text is cut at %q", art.Schema, string(runes[max(0, at-12):at]))
		}
		for path, q := range art.Content.EachQuote() {
			if q.End > a.Length {
				t.Errorf("%s %s ends behind the cut", art.Schema, path)
			}
		}
		var out bytes.Buffer
		if err := export.Markdown(&out, a, []*daodu.Artifact{art}); err != nil {
			t.Fatal(err)
		}
		_, artifact, _ := strings.Cut(out.String(), "\n## ")
		if first, _, _ := strings.Cut(artifact, "\n"); !strings.Contains(first, "原文不全") {
			t.Errorf("the first line of the %s is %q", art.Content.Kind(), first)
		}
		if g, ok := art.Content.(*daodu.Guide); ok {
			questionsWithinCut(t, a, g)
		}
	}
}

// amidSentence returns the first place at or behind at where a sentence is under way.
func amidSentence(text []rune, at int) int {
	const ends = "。！？；：，、…”’」』）)》,.;:!?\n \t\u3000"
	for ; at < len(text)-1; at++ {
		if !strings.ContainsAny(string(text[at-3:at+3]), ends) {
			break
		}
	}
	return at
}

// questionsWithinCut finds questions about the number of parts of the whole text, or of
// the part that the cut runs through.
func questionsWithinCut(t *testing.T, a *daodu.Article, g *daodu.Guide) {
	t.Helper()
	for _, q := range g.Questions {
		if strings.Contains(q.Question, "全文") && strings.Contains(q.Question, "部分") {
			t.Errorf("%q asks for parts that are not there", q.Question)
		}
		if s := openSection(a); s != "" && strings.Contains(q.Question, "“"+s+"”这一部分讲了哪") {
			t.Errorf("%q asks for the parts of a section that is cut", q.Question)
		}
	}
}

// openSection returns the heading of the last main section, which the cut runs through.
func openSection(a *daodu.Article) string {
	if len(a.Sections) == 0 {
		return ""
	}
	s := a.Sections[len(a.Sections)-1]
	if s.Kind != daodu.Heading || len(s.Children) == 0 {
		return ""
	}
	_, words, _ := strings.Cut(zh.FoldString(s.Label), "、")
	return strings.TrimRight(words, "。")
}
