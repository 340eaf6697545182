package check

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/daodu/daodu"
)

const questioned = "市总工会安排专项资金1800万元，用于建设实训基地。市财政局安排配套资金950万元。" +
	"全厂合格率由93.5%提高到98.2%，带出高级工187名。一是建好实训平台；二是办好技能竞赛；三是带好青年徒弟。" +
	"县总工会安排专项资金600万元，用于建设职工书屋。"

// faultsOf returns what the rules find in a guide with one question and one card.
func faultsOf(t *testing.T, q daodu.Question) []string {
	t.Helper()
	sum := sha256.Sum256([]byte(questioned))
	first := quoteOf(t, questioned, "市总工会安排专项资金1800万元")
	g := &daodu.Guide{
		Overview:   []daodu.Point{{Text: first.Text, Quotes: []daodu.Quote{first}, Verdict: daodu.Exact}},
		Questions:  []daodu.Question{q},
		Flashcards: []daodu.Flashcard{{GUID: "1", Front: q.Question, Back: q.Answer, Quotes: q.Quotes}},
	}
	if q.Kind == daodu.Discussion {
		g.Flashcards = nil
	}
	art := &daodu.Artifact{Schema: daodu.KindGuide.Schema(), Content: g}
	art.Article.TextSHA256 = hex.EncodeToString(sum[:])
	Artifact(art, questioned)
	var out []string
	for _, f := range art.Findings {
		if f.Verdict == daodu.Unsupported {
			out = append(out, f.Path+" "+f.Rule)
		}
	}
	return out
}

func TestQuestionRule(t *testing.T) {
	t.Parallel()
	const money = "市总工会安排专项资金1800万元，用于建设实训基地"
	tests := []struct {
		name string
		q    daodu.Question
		cite string
		want string // of the question; "" when it is sound
	}{
		{"a figure", daodu.Question{Question: "市总工会安排专项资金多少元？", Answer: "1800万元"}, money, ""},
		{"another figure", daodu.Question{Question: "市总工会安排专项资金多少元？", Answer: "2800万元"}, money, "number"},
		{"the answer in the question", daodu.Question{Question: "市总工会安排的1800万元是多少元？", Answer: "1800万元"}, money, "question"},
		{"no answer", daodu.Question{Question: "市总工会安排专项资金多少元？"}, money, "question"},
		{"parts", daodu.Question{Question: "讲了哪三点？", Answer: "建好实训平台；办好技能竞赛；带好青年徒弟"}, "一是建好实训平台；二是办好技能竞赛；三是带好青年徒弟", ""},
		{"a gap", daodu.Question{Kind: daodu.Cloze, Question: "关于“2025年工作”：市总工会安排专项资金＿＿＿＿，用于建设实训基地", Answer: "1800万元"}, money, ""},
		{"a difference", daodu.Question{Question: "全厂合格率提高了多少个百分点？", Answer: "4.7个百分点", Why: "98.2%－93.5%＝4.7个百分点"}, "全厂合格率由93.5%提高到98.2%", ""},
		{"a wrong difference", daodu.Question{Question: "全厂合格率提高了多少个百分点？", Answer: "5.7个百分点", Why: "98.2%－93.5%＝5.7个百分点"}, "全厂合格率由93.5%提高到98.2%", "number"},
		{"a difference with another reason", daodu.Question{Question: "全厂合格率提高了多少个百分点？", Answer: "4.7个百分点", Why: "98.7%－94%＝4.7个百分点"}, "全厂合格率由93.5%提高到98.2%", "number"},
		{"a choice", daodu.Question{Kind: daodu.Choice, Question: "市总工会安排专项资金多少元？", Answer: "1800万元", Options: []string{"950万元", "1800万元", "1300万元"}}, money, ""},
		{"two options", daodu.Question{Kind: daodu.Choice, Question: "市总工会安排专项资金多少元？", Answer: "1800万元", Options: []string{"950万元", "1800万元"}}, money, "question"},
		{"an option of the same value", daodu.Question{Kind: daodu.Choice, Question: "市总工会安排专项资金多少元？", Answer: "1800万元", Options: []string{"950万元", "1800万元", "18000000元"}}, money, "question"},
		{"an option true as well", daodu.Question{Kind: daodu.Choice, Question: "工会安排专项资金多少元？", Answer: "1800万元", Options: []string{"600万元", "1800万元", "950万元"}}, money, "question"},
		{"an option twice", daodu.Question{Kind: daodu.Choice, Question: "市总工会安排专项资金多少元？", Answer: "1800万元", Options: []string{"950万元", "1800万元", "９50万元"}}, money, "question"},
		{"an option of the sentence", daodu.Question{Kind: daodu.Choice, Question: "由谁安排资金？", Answer: "市总工会", Options: []string{"实训基地", "市总工会", "市财政局"}}, money, "question"},
		{"no right option", daodu.Question{Kind: daodu.Choice, Question: "市总工会安排专项资金多少元？", Answer: "1800万元", Options: []string{"950万元", "1300万元", "2100万元"}}, money, "question"},
		{"to be discussed", daodu.Question{Kind: daodu.Discussion, Question: "怎样落实？"}, money, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.q.Kind == "" {
				tt.q.Kind = daodu.ShortAnswer
			}
			tt.q.Quotes = []daodu.Quote{quoteOf(t, questioned, tt.cite)}
			got := faultsOf(t, tt.q)
			if tt.want == "" && len(got) > 0 || tt.want != "" && !slices.ContainsFunc(got, func(s string) bool {
				return strings.HasPrefix(s, "questions[0]") && strings.HasSuffix(s, " "+tt.want)
			}) {
				t.Errorf("found %v, want %q", got, tt.want)
			}
		})
	}
}
