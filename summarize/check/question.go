package check

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"sync"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// checkQuestions holds the answers of questions and cards against their quotes, and the
// options of choices against the text.
func checkQuestions(r *run) {
	g, ok := r.content.(*daodu.Guide)
	if !ok {
		return
	}
	text := sync.OnceValue(func() string { return string(r.source.whole().folded) })
	by := map[string]*claim{}
	for _, c := range r.claims {
		by[c.path] = c
	}
	for i, q := range g.Questions {
		path := fmt.Sprintf("questions[%d]", i)
		if c := by[path]; !c.failed {
			r.checkQuestion(c, q, text)
		}
		settle(by[path+".question"], completes(q.Question, q.Answer, q.Quotes) || counted(q.Question, q.Answer, text))
		settle(by[path+".why"], q.Why != "" && equation(q.Why, q.Answer, q.Quotes))
	}
	for i, f := range g.Flashcards {
		path := fmt.Sprintf("flashcards[%d]", i)
		if c := by[path]; !c.failed {
			r.checkAsked(c, f.Front, f.Back)
		}
		settle(by[path+".front"], completes(f.Front, f.Back, f.Quotes) || counted(f.Front, f.Back, text))
	}
}

// settle takes a claim that is proved for exact, so that later rules leave it alone.
func settle(c *claim, proved bool) {
	if c != nil && proved {
		c.exact = true
	}
}

// completes reports whether the words around a gap, with the answer in it, are those of a
// quote. A heading may stand before them and a hint behind.
func completes(question, answer string, quotes []daodu.Quote) bool {
	before, after, ok := strings.Cut(question, gaps[0])
	if !ok {
		return false
	}
	if i := strings.LastIndex(after, "（填"); i >= 0 {
		after = after[:i]
	}
	return slices.ContainsFunc(quotes, func(q daodu.Quote) bool {
		at := strings.Index(q.Text, answer+after)
		return at >= 0 && strings.HasSuffix(before, q.Text[:at])
	})
}

// counted reports whether a number behind 哪 is how many parts the answer has (分为哪三个
// 部分？), and the other numbers of the question stand in the text.
func counted(question, answer string, text func() string) bool {
	folded, agrees := zh.FoldRunes([]rune(question)), false
	parts := big.NewRat(int64(strings.Count(answer, "；")+1), 1)
	for _, q := range zh.Quantities(folded) {
		switch {
		case q.Span.Start > 0 && folded[q.Span.Start-1] == '哪':
			agrees = q.Value != nil && q.Value.Cmp(parts) == 0
		case !strings.Contains(text(), string(folded[q.Span.Start:q.Span.End])):
			return false
		}
	}
	return agrees
}

// equation reports whether words are a sum A－B＝answer of two figures of a quote.
func equation(why, answer string, quotes []daodu.Quote) bool {
	left, right, ok := strings.Cut(why, "＝")
	a, b, minus := strings.Cut(left, "－")
	return ok && minus && right == answer && holds(quotes, a) && holds(quotes, b) && computed(answer, quotes)
}

// checkQuestion judges one question. What is to be discussed has no answer to judge.
func (r *run) checkQuestion(c *claim, q daodu.Question, text func() string) {
	if q.Kind == daodu.Discussion && q.Answer == "" {
		return
	}
	r.checkAsked(c, q.Question, q.Answer)
	if q.Kind == daodu.Choice && !c.failed {
		r.checkChoice(c, q, text)
	}
}

// checkAsked demands that an answer follows from its quotes and does not stand in the
// question. An answer that is proved is exact, so that later rules leave it alone.
func (r *run) checkAsked(c *claim, question, answer string) {
	folded := zh.FoldString(strings.TrimFunc(answer, isMark))
	switch {
	case folded == "":
		r.fail(c, c.path, "没有答案")
	case len([]rune(folded)) > 1 && strings.Contains(zh.FoldString(question), folded):
		r.fail(c, c.path, fmt.Sprintf("题目里已经有答案“%s”", shorten(answer)))
	case rests(answer, c.quotes) || computed(answer, c.quotes):
		c.exact = true
	}
}

// rests reports whether every part of an answer, parted by ；, stands in a quote.
func rests(answer string, quotes []daodu.Quote) bool {
	if holds(quotes, answer) {
		return true
	}
	for part := range strings.SplitSeq(answer, "；") {
		if !holds(quotes, strings.TrimFunc(part, isMark)) {
			return false
		}
	}
	return true
}

// computed reports whether an answer is the difference of two figures of one quote, in
// their unit: of shares, in percentage points.
func computed(answer string, quotes []daodu.Quote) bool {
	folded := zh.FoldRunes([]rune(answer))
	all := zh.Quantities(folded)
	if len(all) != 1 || all[0].Value == nil || all[0].Span.Len() != len(folded) {
		return false
	}
	return slices.ContainsFunc(quotes, func(q daodu.Quote) bool {
		return differs(zh.Quantities(zh.FoldRunes([]rune(q.Text))), all[0])
	})
}

// differs reports whether two of the figures lie d apart.
func differs(figures []zh.Quantity, d zh.Quantity) bool {
	for i, a := range figures {
		for _, b := range figures[:i] {
			if a.Value == nil || b.Value == nil || a.Kind != b.Kind || a.Unit != b.Unit {
				continue
			}
			points := a.Kind == zh.Proportion && d.Unit == "个百分点"
			by := new(big.Rat).Sub(a.Value, b.Value)
			if by.Abs(by).Cmp(d.Value) == 0 && (points || a.Kind != zh.Proportion && a.Unit == d.Unit) {
				return true
			}
		}
	}
	return false
}
