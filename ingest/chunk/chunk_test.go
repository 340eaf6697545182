package chunk

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

func sentencesOf(text []rune) []daodu.Sentence {
	var out []daodu.Sentence
	for i, s := range zh.Sentences(text, zh.FullStops) {
		out = append(out, daodu.Sentence{ID: "S" + strconv.Itoa(i+1), Span: s})
	}
	return out
}

func TestSplitAtSections(t *testing.T) {
	t.Parallel()
	a, b := strings.Repeat("要认真学习会议精神。", 12), strings.Repeat("要抓好工作任务落实。", 12)
	text := []rune("一、学习\n" + a + "\n二、落实\n" + b)
	second := len([]rune("一、学习\n"+a)) + 1
	sections := []daodu.Section{
		{ID: "1", Level: 1, Kind: daodu.Heading, Label: "一、学习", Span: daodu.Span{Start: 0, End: second - 1}},
		{ID: "2", Level: 1, Kind: daodu.Heading, Label: "二、落实", Span: daodu.Span{Start: second, End: len(text)}},
	}
	chunks := Split(text, sentencesOf(text), sections, Options{Max: 200, Min: 50})
	if len(chunks) != 2 || chunks[1].Span.Start != second {
		t.Fatalf("chunks %+v, want two that part at %d", chunks, second)
	}
	if diff := cmp.Diff([]string{"二、落实"}, chunks[1].Path); diff != "" {
		t.Errorf("path of the second chunk (-want +got):\n%s", diff)
	}
	// Small sections share a chunk.
	if small := Split(text, sentencesOf(text), sections, Options{Max: 500, Min: 400}); len(small) != 1 {
		t.Errorf("%d chunks, want 1: neither section has the least size", len(small))
	}
}

func TestSplitNestedPath(t *testing.T) {
	t.Parallel()
	body := strings.Repeat("要抓好工作任务落实。", 20)
	text := []rune("一、落实\n（一）部署\n" + body)
	inner := len([]rune("一、落实\n"))
	sections := []daodu.Section{{
		ID: "1", Level: 1, Kind: daodu.Heading, Label: "一、落实", Span: daodu.Span{Start: 0, End: len(text)},
		Children: []daodu.Section{{ID: "1.1", Level: 2, Kind: daodu.Heading, Label: "（一）部署", Span: daodu.Span{Start: inner, End: len(text)}}},
	}}
	chunks := Split(text, sentencesOf(text), sections, Options{Max: 60, Min: 1})
	last := chunks[len(chunks)-1]
	if diff := cmp.Diff([]string{"一、落实", "（一）部署"}, last.Path); diff != "" {
		t.Errorf("path of the last chunk (-want +got):\n%s", diff)
	}
}

// Whatever the text, chunks tile it and none is larger than it may be.
func FuzzSplit(f *testing.F) {
	f.Add("一、学习\n要学习。要落实，再落实；", 40)
	f.Add(strings.Repeat("沒有句號的長文", 50), 16)
	f.Add("😀𠮷", 1)
	f.Add("", 0)
	f.Fuzz(func(t *testing.T, s string, most int) {
		text := []rune(s)
		opts := Options{Max: most%600 + 1}
		if opts.Max <= 0 {
			opts.Max = 512
		}
		at := 0
		for i, c := range Split(text, sentencesOf(text), nil, opts) {
			if c.Seq != i+1 || c.Span.Start != at || c.Span.Len() <= 0 {
				t.Fatalf("chunk %+v behind %d", c, at)
			}
			if c.Tokens > opts.Max && c.Span.Len() > 1 {
				t.Fatalf("chunk of %d tokens, at most %d", c.Tokens, opts.Max)
			}
			at = c.Span.End
		}
		if at != len(text) {
			t.Fatalf("chunks end at %d of %d", at, len(text))
		}
	})
}
