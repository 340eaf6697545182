package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

const articleText = "同志们：近几年，全市建成职工书屋３０个。\n要把职工書屋办好，𠮷田同志说得对"

// at returns the quote of words in articleText.
func at(t *testing.T, words string) daodu.Quote {
	t.Helper()
	before, _, ok := strings.Cut(articleText, words)
	if !ok {
		t.Fatalf("%q is not in the text", words)
	}
	start := len([]rune(before))
	return daodu.Quote{Span: daodu.Span{Start: start, End: start + len([]rune(words))}, Text: words}
}

func TestMarked(t *testing.T) {
	t.Parallel()
	excerpt := func(words string, marks ...string) daodu.Excerpt {
		x := daodu.Excerpt{Quote: at(t, words)}
		for _, m := range marks {
			x.Marks = append(x.Marks, at(t, m).Span)
		}
		return x
	}
	for _, tt := range []struct {
		excerpt daodu.Excerpt
		want    string
	}{
		{excerpt("全市建成职工书屋３０个", "职工书屋"), "全市建成【职工书屋】３０个"},
		{excerpt("建成职工书屋３０个。\n要把职工書屋办好", "职工书屋", "职工書屋"), "建成【职工书屋】３０个。 要把【职工書屋】办好"},
		{excerpt("职工书屋３０个", "职工书屋", "书屋３０"), "【职工书屋３０】个"},
		{excerpt("𠮷田同志说得对", "得对"), "𠮷田同志说【得对】"},
		{excerpt("𠮷田", "同志们"), "𠮷田"},
	} {
		if got := marked(tt.excerpt, [2]string{"【", "】"}); got != tt.want {
			t.Errorf("marked: %s, want %s", got, tt.want)
		}
	}
}

var found = daodu.Entry{
	ID: "0192aaaa-bbbb-7ccc-8ddd-1f2e3d4c5b6a", Title: "在全市工会\n工作会议上的讲话", Date: "2025-03",
	Speaker: &daodu.Speaker{Name: "周明远", Role: "主席"}, Publisher: "云溪通讯社", URI: "a.txt",
}

func TestFoundForPeople(t *testing.T) {
	t.Parallel()
	other := found
	other.Title, other.Speaker, other.URI = "", &daodu.Speaker{Role: "市長"}, "b.txt"
	here, there := at(t, "全市建成职工书屋３０个"), at(t, "要把职工書屋办好，𠮷田同志说得对")
	for _, tt := range []struct {
		name  string
		write func(*strings.Builder) error
		want  string
	}{
		{"hit", func(b *strings.Builder) error {
			return writeHit(b, 1, daodu.Hit{Entry: found, Score: .8314, Excerpts: []daodu.Excerpt{{Quote: here, Marks: []daodu.Span{at(t, "书屋").Span}}}}, [2]string{"【", "】"})
		}, `
 1.  0.831  在全市工会 工作会议上的讲话
     周明远 · 2025-03 · 云溪通讯社 · 1f2e3d4c5b6a
     全市建成职工【书屋】３０个 [8–19]
`},
		{"relation", func(b *strings.Builder) error {
			return writeRelation(b, 12, daodu.Relation{
				Entry: other, Score: 1, AlsoPublished: []daodu.Entry{found},
				Grounds: []daodu.Ground{
					{Kind: daodu.GroundPassage, Here: &here, There: &there},
					{Kind: daodu.GroundOccasion, Text: "全市工会工作会议"},
				},
			})
		}, `
12.  1.000  (no title)
     市長 · 2025-03 · 云溪通讯社 · 1f2e3d4c5b6a
     same passage     here  「全市建成职工书屋３０个」[8–19]
                      there 「要把职工書屋办好，𠮷田同志说得对」[21–37]
     same occasion    全市工会工作会议
     also published  周明远 · 2025-03 · 云溪通讯社 · 1f2e3d4c5b6a  (a.txt)
`},
		{"reuse", func(b *strings.Builder) error {
			return writeReuse(b, 1, daodu.Reuse{
				Entry: found, Class: daodu.Reprint, Direction: daodu.ReuseFrom, Here: .98, There: .5,
				Passages: []daodu.Passage{{Here: here, There: there, Letters: 34}},
			}, 60)
		}, `
 1.  reprint, earlier  在全市工会 工作会议上的讲话
     周明远 · 2025-03 · 云溪通讯社 · 1f2e3d4c5b6a
     98 % of this article stand there, 50 % of that one here
     34 letters
     here [8–19]                │ there [21–37]
     全市建成职工书屋３０个     │ 要把职工書屋办好，𠮷田同志
                                │ 说得对
`},
	} {
		var b strings.Builder
		if err := tt.write(&b); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.TrimPrefix(tt.want, "\n"), b.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
