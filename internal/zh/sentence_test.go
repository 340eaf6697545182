package zh

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSentences(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		in    string
		stops Stops
		want  string // sentences parted by |
	}{
		{"plain", "第一句。第二句！第三句？", FullStops, "第一句。|第二句！|第三句？"},
		{"half width", "第一句!第二句?好", FullStops, "第一句!|第二句?|好"},
		{"no final stop", "第一句。没有句号的末句", FullStops, "第一句。|没有句号的末句"},
		{"semicolon holds", "一是学习；二是落实。", FullStops, "一是学习；二是落实。"},
		{"semicolon parts", "一是学习；二是落实。", Semicolons, "一是学习；|二是落实。"},
		{"traditional small semicolon", "聚焦到學習上﹔聚焦到落實上。", Semicolons, "聚焦到學習上﹔|聚焦到落實上。"},
		{"dots behind the stop", "这样做，好吗？……他没有回答。", FullStops, "这样做，好吗？……|他没有回答。"},
		{"inside a quotation", "他说：“要学习。要落实。”大家鼓掌。", FullStops, "他说：“要学习。要落实。”|大家鼓掌。"},
		{"corner brackets", "主席說：「要學習。要落實。」大家鼓掌。", FullStops, "主席說：「要學習。要落實。」|大家鼓掌。"},
		{"goes on behind the quotation", "“干什么？”的问题，“好！”，他说。", FullStops, "“干什么？”的问题，“好！”，他说。"},
		{"bracket", "会议（见附件。另发）开始。散会。", FullStops, "会议（见附件。另发）开始。|散会。"},
		{"orphan opening quote", "要牢记“两个要求。第二句。第三句。", FullStops, "要牢记“两个要求。|第二句。|第三句。"},
		{"orphan closing quote", "要牢记”两个要求。第二句。", FullStops, "要牢记”两个要求。|第二句。"},
		{"long quotation is split", "他说：“" + strings.Repeat("要学习好。", 30) + "”完。", FullStops,
			"他说：“要学习好。|" + strings.Repeat("要学习好。|", 28) + "要学习好。”|完。"},
		{"lines", "标题\n第一段。\n\n　　第二段", FullStops, "标题|第一段。|第二段"},
		{"lost line breaks", "第一段。　　第二段。", FullStops, "第一段。|第二段。"},
		{"blanks inside a label", "标　　题：通知", FullStops, "标　　题：通知"},
		{"salutation", "同志们:今天开会。", FullStops, "同志们:|今天开会。"},
		{"traditional salutation", "各位代表：現在開會。", FullStops, "各位代表：|現在開會。"},
		{"dateline", "本社云溪3月18日电 市总工会今天开会。", FullStops, "本社云溪3月18日电|市总工会今天开会。"},
		{"decimals", "增长3.5%。达到1.2万亿元。", FullStops, "增长3.5%。|达到1.2万亿元。"},
		{"english", "The meeting ended. Mr. J. P. Wong spoke.", FullStops, "The meeting ended.|Mr. J. P. Wong spoke."},
		{"astral", "𠮷野家开业。😀大家高兴！", FullStops, "𠮷野家开业。|😀大家高兴！"},
		{"dash after a stop", "成绩很大。——经济增长。", FullStops, "成绩很大。|——经济增长。"},
		{"blank", " \n　\n", FullStops, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := []rune(tt.in)
			var got []string
			for _, s := range Sentences(text, tt.stops) {
				got = append(got, string(text[s.Start:s.End]))
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "|")); diff != "" {
				t.Errorf("sentences of %q (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

// Sentences are in order, do not overlap, and hold every letter that shows.
func FuzzSentences(f *testing.F) {
	for _, s := range []string{"第一句。“第二句。”第三句", "標題\n　　內文，「好！」他說。", "a. B. c?!……》）", "“‘（【"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := []rune(s)
		at := 0
		for _, span := range append(Sentences(text, FullStops), Sentences(nil, FullStops)...) {
			if span.Start < at || span.End <= span.Start || span.End > len(text) {
				t.Fatalf("sentence %v behind %d of %d", span, at, len(text))
			}
			for _, r := range text[at:span.Start] {
				if !isBlank(r) && paragraphBreak([]rune{r}, 0) == 0 {
					t.Fatalf("%q stands in no sentence", r)
				}
			}
			at = span.End
		}
		for _, r := range text[at:] {
			if !isBlank(r) && paragraphBreak([]rune{r}, 0) == 0 {
				t.Fatalf("%q stands in no sentence", r)
			}
		}
	})
}
