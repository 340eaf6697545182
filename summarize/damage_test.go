package summarize

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// TestGarbledWordsAreMarked has a damage over the whole text, which names the first and
// the last letter that no decoding gave.
func TestGarbledWordsAreMarked(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"一、建平\uFFFD多花钱。": 1, "一、建平\uE123多花钱。": 1, "ÖÐ¹ú¹¤»á": 1, "一、建平台多花钱。": 0, "café 多花钱": 0,
	} {
		a := article()
		a.Text = text
		runes := []rune(text)
		a.Damage = []daodu.Damage{{Kind: daodu.Mojibake, Span: daodu.Span{Start: 0, End: len(runes)}}}
		p := daodu.Point{Quotes: []daodu.Quote{{Span: daodu.Span{Start: 0, End: len(runes)}, Text: text}}}
		if got := damaged(&daodu.Summary{Headline: p}, a, "zh-Hans"); len(got) != want {
			t.Errorf("%q: %v, want %d findings", text, got, want)
		}
	}
}

func TestDamagedPointsAreMarked(t *testing.T) {
	t.Parallel()
	fault := func(kind daodu.DamageKind, start, end int) daodu.Damage {
		return daodu.Damage{Kind: kind, Severity: daodu.SeverityWarn, Span: daodu.Span{Start: start, End: end}}
	}
	first, second := point(daodu.Span{Start: 5, End: 8}), point(daodu.Span{Start: 14, End: 17})
	outline := &daodu.Outline{Nodes: []daodu.Node{{Section: "1", Point: &first}, {Section: "2", Children: []daodu.Node{{Section: "3"}}}}}
	guide := &daodu.Guide{
		KeyPoints: []daodu.Point{first, second},
		Questions: []daodu.Question{{Quotes: first.Quotes}, {Quotes: second.Quotes}},
	}
	severe := fault(daodu.WrongVariant, 14, 15)
	severe.Severity = daodu.SeveritySevere
	whole := fault(daodu.Mojibake, 0, 22)
	tests := []struct {
		name    string
		content daodu.Content
		lang    string
		damage  []daodu.Damage
		want    map[string]string
	}{
		{"a point", &daodu.Summary{Headline: first, Points: []daodu.Point{second}}, "zh-Hans", []daodu.Damage{fault(daodu.OCRSuspect, 15, 17)}, map[string]string{"points[0]": "“津贴”疑为识别错误。"}},
		{"two faults of one point", &daodu.Summary{Headline: first}, "zh-Hans", []daodu.Damage{fault(daodu.Redacted, 5, 6), fault(daodu.Quotes, 7, 8), fault(daodu.Redacted, 5, 6)}, map[string]string{"headline": "“多”处原词被隐去；“钱”处引号不成对。"}},
		{"a heading", outline, "zh-Hant", []daodu.Damage{fault(daodu.OCRSuspect, 19, 21)}, map[string]string{"nodes[1].children[0]": "「、收」疑為識別錯誤。"}},
		{"a point of a node", outline, "en", []daodu.Damage{fault(daodu.Quotes, 5, 6)}, map[string]string{"nodes[0].point": "a quotation mark at “多” has no partner."}},
		{"readable words between garbled ones", outline, "zh-Hans", []daodu.Damage{whole}, nil},
		{"a question", guide, "zh-Hans", []daodu.Damage{fault(daodu.Truncated, 14, 22)}, map[string]string{"key_points[1]": "此处原文中断，后文未见。", "questions[1]": "此处原文中断，后文未见。"}},
		{"words beside", &daodu.Summary{Headline: first}, "zh-Hans", []daodu.Damage{fault(daodu.OCRSuspect, 8, 9), fault(daodu.Redacted, 5, 5)}, nil},
		{"letters that are read alike", &daodu.Summary{Headline: second}, "zh-Hans", []daodu.Damage{fault(daodu.WrongVariant, 14, 15), fault(daodu.PageMarks, 0, 22)}, nil},
		{"letters that are not", &daodu.Summary{Headline: second}, "zh-Hans", []daodu.Damage{severe}, map[string]string{"headline": "“有”用字有误。"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := article()
			a.Damage = tt.damage
			var got map[string]string
			for _, f := range damaged(tt.content, a, tt.lang) {
				if got == nil {
					got = map[string]string{}
				}
				if got[f.Path] != "" || f.Rule != "damage" || f.Verdict != daodu.Supported {
					t.Errorf("finding %+v", f)
				}
				got[f.Path] = f.Detail
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
