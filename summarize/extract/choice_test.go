package extract

import (
	"slices"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/race"
	"github.com/daodu/daodu/summarize"
)

// choiceOn returns the choice made of the first item of a text whose answer is as given.
func choiceOn(t *testing.T, x *text, answer string) []string {
	t.Helper()
	for i := range x.items() {
		if it := &x.asking[i]; it.answer == answer && it.rivals != nil {
			return x.options(it)
		}
	}
	t.Fatalf("nothing asks for %s", answer)
	return nil
}

func TestOptions(t *testing.T) {
	t.Parallel()
	const figures = "市总工会安排专项资金1800万元用于建设。市财政局安排配套资金950万元支持企业。全市技改投资达到2400万元以上。上年奖励资金为3000万元左右。"
	tests := []struct {
		name, text, answer string
		want               []string // nil: no choice can be made
	}{
		{"figures of the same unit", figures, "1800万元", []string{"2400万元", "3000万元", "950万元"}},
		{"not the same value in other writing", "市总工会安排专项资金1800万元用于建设。市财政局安排了1800万元、两千四百万元和18000000元配套资金。", "1800万元", nil},
		{
			"not what fits the slot too",
			"全市有90%以上的企业开展了职工技能竞赛。小微组75%以上的企业建立了工会组织。新建的60%以上的企业设立了职工书屋。职工的满意率保持在98%左右。", "90%", nil,
		},
		{"members of the same family", "要大力弘扬劳模精神、劳动精神、工匠精神，激励广大职工奋发有为。", "工匠精神", []string{"奋斗精神", "奉献精神", "创造精神"}},
		{
			"not a member that the text has",
			"要大力弘扬劳模精神、劳动精神、工匠精神，激励广大职工奋发有为。还要弘扬奋斗精神和奉献精神，多作贡献。", "工匠精神", []string{"创造精神", "企业家精神", "科学家精神"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := choiceOn(t, newText(plain(tt.text), ""), tt.answer)
			if !slices.Equal(got, tt.want) {
				t.Errorf("wrong options %v, want %v", got, tt.want)
			}
		})
	}
}

// TestKeyMoves checks that the right option has no favourite place.
func TestKeyMoves(t *testing.T) {
	t.Parallel()
	race.Skip(t)
	places := map[int]int{}
	for seed := range uint64(60) {
		for _, q := range guideOf(t, invented(seed, 6), daodu.Long).Questions {
			if q.Kind == daodu.Choice {
				places[slices.Index(q.Options, q.Answer)]++
			}
		}
	}
	total := places[0] + places[1] + places[2] + places[3]
	for at := range 4 {
		if share := float64(places[at]) / float64(total); share < 0.15 || share > 0.35 {
			t.Errorf("the answer stands at place %d in %.0f %% of %d choices", at, 100*share, total)
		}
	}
}

// otherYears stands for a library that knows what was said in other years.
type otherYears struct{}

func (otherYears) Like(folded string) []string {
	if strings.HasSuffix(folded, "万元") {
		return []string{"1800万元", "1650万元", "2100万元", "950万元"}
	}
	return nil
}

// TestWordingOfOtherYears checks that words of a library come first, and are proved
// wrong like any others.
func TestWordingOfOtherYears(t *testing.T) {
	t.Parallel()
	a := plain("市总工会安排专项资金1800万元，用于建设实训基地。市财政局安排配套资金950万元支持企业。")
	arts, err := summarize.Artifacts(t.Context(), Engine{Wording: otherYears{}}, a, []daodu.Kind{daodu.KindGuide}, summarize.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range arts[0].Content.(*daodu.Guide).Questions {
		if q.Answer != "1800万元" {
			continue
		}
		for _, want := range []string{"1650万元", "2100万元"} {
			if q.Kind != daodu.Choice || !slices.Contains(q.Options, want) {
				t.Errorf("%s has options %v, want %s of another year among them", q.Question, q.Options, want)
			}
		}
		return
	}
	t.Error("nothing asks for the figure")
}
