package proof

import (
	"strings"
	"testing"

	"github.com/daodu/daodu"
)

const text = "一、建好平台\n市总工会安排专项资金1800万元，用于建设实训基地。\n二、办好竞赛\n市财政局安排配套资金950万元，用于奖励。" +
	"\n全厂合格率由93.5%提高到98.2%，轻伤起数下降六成。\n三、带好徒弟\n要大力弘扬“一岗双师”的好做法和好传统，代代相传。"

// cite quotes words of text.
func cite(t *testing.T, words string) []daodu.Quote {
	t.Helper()
	at := strings.Index(text, words)
	if at < 0 {
		t.Fatalf("%q is not in the text", words)
	}
	start := len([]rune(text[:at]))
	return []daodu.Quote{{Span: daodu.Span{Start: start, End: start + len([]rune(words))}, Text: words}}
}

// TestFaults has the judge find what is wrong and let pass what is not.
func TestFaults(t *testing.T) {
	t.Parallel()
	const (
		choice = daodu.Choice
		money  = "市总工会安排专项资金1800万元，用于建设实训基地"
	)
	three := []string{"950万元", "1800万元", "2100万元"}
	tests := []struct {
		name string
		q    daodu.Question
		cite string
		want string // part of the fault, "" for none
	}{
		{"sound", daodu.Question{Kind: choice, Question: "市总工会安排多少？", Answer: "1800万元", Options: three}, money, ""},
		{"sound gap", daodu.Question{Question: "关于“建好平台”：市总工会安排专项资金＿＿＿＿，用于建设实训基地", Answer: "1800万元"}, money, ""},
		{"sound sum", daodu.Question{Question: "提高了多少？", Answer: "4.7个百分点", Why: "98.2%－93.5%＝4.7个百分点"}, "由93.5%提高到98.2%", ""},
		{"sound part", daodu.Question{Kind: choice, Question: "“一岗双师”是在哪一部分提出来的？", Answer: "带好徒弟", Options: []string{"带好徒弟", "建好平台", "办好竞赛"}}, "带好徒弟", ""},
		{"answer not cited", daodu.Question{Question: "多少？", Answer: "950万元"}, money, "not in the words cited"},
		{"piece of a figure", daodu.Question{Question: "多少？", Answer: "800万元"}, money, "not in the words cited"},
		{"given away", daodu.Question{Question: "1800万元是多少？", Answer: "1800万元"}, money, "away"},
		{"wrong gap", daodu.Question{Question: "市总工会安排＿＿＿＿专项资金，用于建设实训基地", Answer: "1800万元"}, money, "the gap is not where"},
		{"bare gap", daodu.Question{Question: "资金＿＿＿＿，用于", Answer: "1800万元"}, money, "letters around"},
		{"wrong sum", daodu.Question{Question: "提高了多少？", Answer: "4.6个百分点", Why: "98.2%－93.5%＝4.6个百分点"}, "由93.5%提高到98.2%", "not in the words cited"},
		{"two options", daodu.Question{Kind: choice, Question: "多少？", Answer: "1800万元", Options: three[:2]}, money, "2 options"},
		{"no right option", daodu.Question{Kind: choice, Question: "多少？", Answer: "1800万元", Options: []string{"950万元", "2100万元", "700万元"}}, money, "0 times"},
		{"options in each other", daodu.Question{Kind: choice, Question: "谁？", Answer: "市总工会", Options: []string{"市总工会", "市财政局", "财政局"}}, money, "options"},
		{"option of the sentence", daodu.Question{Kind: choice, Question: "谁安排？", Answer: "市总工会", Options: []string{"市总工会", "市财政局", "实训基地"}}, money, "the sentence has"},
		{"option in its place elsewhere", daodu.Question{Kind: choice, Question: "多少？", Answer: "1800万元", Options: []string{"1800万元", "950万元", "70万元"}}, "1800万元，用于建", ""},
		{"wrong part", daodu.Question{Kind: choice, Question: "“一岗双师”是在哪一部分提出来的？", Answer: "建好平台", Options: []string{"带好徒弟", "建好平台", "办好竞赛"}}, "建好平台", "stands under"},
		{"options of no choice", daodu.Question{Question: "多少？", Answer: "1800万元", Options: three}, money, "no choice"},
		{"discussion with answer", daodu.Question{Kind: daodu.Discussion, Question: "怎样？", Answer: "好"}, money, "a discussion"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.q.Quotes = cite(t, tt.cite)
			faults, n := Faults(&daodu.Guide{Questions: []daodu.Question{tt.q}}, text)
			if n != 1 || tt.want == "" && len(faults) > 0 || tt.want != "" && !strings.Contains(strings.Join(faults, "\n"), tt.want) {
				t.Errorf("found %q, want %q", faults, tt.want)
			}
		})
	}
}

// TestTwice has the judge find the same question and the same card twice, and a quote
// that is not the text.
func TestTwice(t *testing.T) {
	t.Parallel()
	q := daodu.Question{Kind: daodu.ShortAnswer, Question: "市总工会安排多少？", Answer: "1800万元", Quotes: cite(t, "1800万元")}
	c := daodu.Flashcard{GUID: "1", Front: q.Question, Back: q.Answer, Quotes: q.Quotes}
	moved := q
	moved.Question, moved.Quotes = "多少资金？", []daodu.Quote{{Span: daodu.Span{Start: 1, End: 7}, Text: "1800万元"}}
	faults, n := Faults(&daodu.Guide{Questions: []daodu.Question{q, q, moved}, Flashcards: []daodu.Flashcard{c, c}}, text)
	all := strings.Join(faults, "\n")
	for _, want := range []string{"asked twice", "of another card", "is not the text"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q among %q", want, faults)
		}
	}
	if n != 5 || len(faults) != 3 {
		t.Errorf("%d items with faults %q", n, faults)
	}
}
