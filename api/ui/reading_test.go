package ui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// textOf returns the words of blocks.
func textOf(blocks []block) string {
	var b strings.Builder
	for _, bl := range blocks {
		for _, s := range bl.Sents {
			for _, r := range s.Runs {
				b.WriteString(r.Text)
			}
		}
	}
	return b.String()
}

// TestReading cuts texts of many forms into parts and blocks: every letter is there once,
// at the place that its block tells.
func TestReading(t *testing.T) {
	t.Parallel()
	line := strings.Repeat("全市新建职工书屋𠮷祥里三十个。", 20)
	endless := strings.Repeat("要抓好落实，", 3000)
	for name, text := range map[string]string{
		"empty": "", "one line": "同志们：", "no final mark": "第一段。\n第二段没有句号", "blank lines": "\n\n第一段。\n\n\n　　第二段。\n", "astral": "𠀋𠮷\n𡃁仔。",
		"long": strings.Repeat(line+"\n", 40), "one endless line": strings.Repeat(line, 60), "one endless sentence": endless, "control": "甲\u0000乙\u202e丙\u0007",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			runes := []rune(text)
			a := &daodu.Article{Text: text, Length: len(runes)}
			at := 0
			for i, s := range strings.SplitAfter(text, "。") {
				if n := len([]rune(s)); n > 0 {
					a.Sentences = append(a.Sentences, daodu.Sentence{ID: fmt.Sprint("S", i+1), Span: daodu.Span{Start: at, End: at + n}})
					at += n
				}
			}
			r := newReading(a, nil)
			end, all := 0, ""
			for _, p := range r.parts {
				if p.Start != end {
					t.Fatalf("a part begins at %d, the one before ends at %d", p.Start, end)
				}
				end = p.End
				for _, b := range r.blocks(p) {
					words := []rune(textOf([]block{b}))
					if got, want := string(words), shown(runes[b.At:b.At+len(words)]); got != want {
						t.Errorf("the block at %d has %q, the text %q", b.At, got, want)
					}
					all += string(words)
				}
			}
			if strip := strings.NewReplacer("\n", "", " ", "", "　", ""); end != len(runes) || strip.Replace(all) != strip.Replace(shown(runes)) {
				t.Errorf("the parts end at %d of %d and have %d letters", end, len(runes), len([]rune(all)))
			}
		})
	}
}

// TestReadingDamage marks damaged words and the place where something is missing without
// changing a letter.
func TestReadingDamage(t *testing.T) {
	t.Parallel()
	text := "今天XX同志讲话。要抓好落实"
	a := &daodu.Article{Text: text, Length: 15, Sentences: []daodu.Sentence{{ID: "S1", Span: daodu.Span{Start: 0, End: 9}}, {ID: "S2", Span: daodu.Span{Start: 9, End: 14}}},
		Damage: []daodu.Damage{{Kind: daodu.Truncated, Severity: daodu.SeveritySevere, Span: daodu.Span{Start: 14, End: 14}, Note: "后文缺失"}, {Kind: daodu.Redacted, Severity: daodu.SeverityWarn, Span: daodu.Span{Start: 2, End: 4}, Note: "被隐去"}}}
	r := newReading(a, []*daodu.Artifact{{Content: &daodu.Summary{Headline: daodu.Point{Quotes: []daodu.Quote{{Span: daodu.Span{Start: 10, End: 12}}}}}}})
	want := []block{{Sents: []sentence{
		{ID: "S1", Runs: []run{{Text: "今天"}, {Text: "XX", Class: "damage warn", Note: "被隐去"}, {Text: "同志讲话。"}}},
		{ID: "S2", Cited: true, Runs: []run{{Text: "要抓好落实"}, {Gap: true, Class: "damage severe", Note: "后文缺失"}}},
	}}}
	if diff := cmp.Diff(want, r.blocks(r.parts[0])); diff != "" {
		t.Error(diff)
	}
}

// TestDiffering marks the letters in which two forms of a passage differ, and numbers as a
// whole; scripts and widths do not differ.
func TestDiffering(t *testing.T) {
	t.Parallel()
	show := func(runs []run) string {
		var b strings.Builder
		for _, r := range runs {
			if r.Class != "" {
				b.WriteString("[" + r.Text + "]")
			} else {
				b.WriteString(r.Text)
			}
		}
		return b.String()
	}
	for _, tt := range []struct{ a, b, left, right string }{
		{"新建书屋30个", "新建书屋30个", "新建书屋30个", "新建书屋30个"},
		{"新建书屋30个，", "新建書屋３０個,", "新建书屋30个，", "新建書屋３０個,"},
		{"新建书屋30个和驿站", "新建书屋40个和驿站", "新建书屋[30]个和驿站", "新建书屋[40]个和驿站"},
		{"选树能手1000名，新增", "选树能手40名，新增", "选树能手[1000]名，新增", "选树能手[40]名，新增"},
		{"选树能手40名，新增", "选树能手140名，新增", "选树能手[40]名，新增", "选树能手[140]名，新增"},
		{"共有4.8万名职工", "共有４.９萬名職工", "共有[4.8万]名职工", "共有[４.９萬]名職工"},
		{"举办第十二届竞赛", "举办第十三届竞赛", "举办第[十二]届竞赛", "举办第[十三]届竞赛"},
		{"要切实抓好落实工作", "要抓好落实工作", "要[切实]抓好落实工作", "要抓好落实工作"},
		{"抓好", "落实", "[抓好]", "[落实]"}, {"", "甲", "", "[甲]"},
	} {
		left, right := differing([]rune(tt.a), []rune(tt.b))
		if show(left) != tt.left || show(right) != tt.right {
			t.Errorf("%s | %s: %s | %s", tt.a, tt.b, show(left), show(right))
		}
	}
}
