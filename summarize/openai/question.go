package openai

import (
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/prompts"
)

// blank is how the gap of a cloze is written in artifacts.
const blank = "＿＿＿＿"

var (
	// gaps are the ways in which models write one.
	gaps = regexp.MustCompile(`[_＿]{2,}|[（(][ 　_＿]{2,}[）)]`)
	// lettered opens options that a model numbered.
	lettered = regexp.MustCompile(`^[（(]?[A-Fa-fＡ-Ｆ][)）]?[.．、:：)） ]\s*`)
	letter   = regexp.MustCompile(`^[A-FＡ-Ｆ]$`)
)

// questions decodes questions, in the form in which artifacts have them.
func (d *decoder) questions(fields map[string]json.RawMessage) []daodu.Question {
	out := []daodu.Question{}
	all := unique(d, "questions", list[prompts.Question](d, fields, "questions"), func(q prompts.Question) string { return q.Question })
	for i, q := range all {
		x := daodu.Question{Kind: q.Kind, Question: clean(q.Question), Answer: clean(q.Answer), Why: clean(q.Why)}
		for _, o := range q.Options {
			x.Options = append(x.Options, clean(lettered.ReplaceAllString(clean(o), "")))
		}
		x.Answer = chosen(x.Answer, x.Options)
		parts := answerParts(x.Answer)
		x.Quotes = d.quotes(fmt.Sprintf("questions[%d]", i), x.Question+x.Answer, q.Cites, parts...)
		shape(&x)
		snap(&x)
		out = append(out, x)
	}
	return out
}

// chosen returns the words of the option that an answer names by its letter, or the answer
// without it.
func chosen(answer string, options []string) string {
	if len(options) == 0 {
		return answer
	}
	if letter.MatchString(answer) {
		if i := int(zh.Fold([]rune(answer)[0]) - 'A'); i >= 0 && i < len(options) {
			return options[i]
		}
	}
	return clean(lettered.ReplaceAllString(answer, ""))
}

// shape makes a question what its kind promises: a discussion has no answer, a cloze has a
// gap, only a choice has options. What is not is asked as a plain question.
func shape(q *daodu.Question) {
	const leastOptions = 3
	switch q.Kind {
	case daodu.Discussion:
		q.Answer, q.Why, q.Options = "", "", nil
		return
	case daodu.Cloze:
		q.Options = nil
		q.Question = gaps.ReplaceAllString(q.Question, blank)
		if before, after, ok := strings.Cut(q.Question, q.Answer); ok && q.Answer != "" && !strings.Contains(q.Question, blank) {
			q.Question = before + blank + after
		}
		if strings.Contains(q.Question, blank) {
			return
		}
	case daodu.Choice:
		if len(q.Options) >= leastOptions && slices.Contains(q.Options, q.Answer) {
			return
		}
	}
	q.Kind, q.Options = daodu.ShortAnswer, nil
}

// answerParts returns the parts of an answer.
func answerParts(answer string) []string {
	return strings.FieldsFunc(answer, func(r rune) bool { return r == '；' || r == ';' })
}

// snap puts the words of the quotes in place of an answer that differs from them in glyphs,
// width and marks only.
func snap(q *daodu.Question) {
	if q.Answer == "" || rests(q.Answer, q.Quotes) {
		return
	}
	parts := answerParts(q.Answer)
	for i, part := range parts {
		words, ok := found(part, q.Quotes)
		if !ok {
			return
		}
		parts[i] = words
	}
	answer := strings.Join(parts, "；")
	for i, o := range q.Options {
		if o == q.Answer {
			q.Options[i] = answer
		}
	}
	q.Answer = answer
}

// found returns the words of a quote that are those given when both are folded.
func found(words string, quotes []daodu.Quote) (string, bool) {
	wanted := zh.FoldRunes([]rune(strings.TrimFunc(words, isEndMark)))
	for _, q := range quotes {
		runes := []rune(q.Text)
		folded := zh.FoldRunes(runes)
		for at := 0; len(wanted) > 0 && at+len(wanted) <= len(folded); at++ {
			if slices.Equal(folded[at:at+len(wanted)], wanted) {
				return string(runes[at : at+len(wanted)]), true
			}
		}
	}
	return "", false
}

func isEndMark(r rune) bool { return strings.ContainsRune("。．.，,；;：:！!？? “”\"'", r) }

// proved reports whether an answer is words of the quotes, or the difference of two figures
// in them that the reason gives.
func proved(q daodu.Question) bool {
	return q.Kind == daodu.Discussion && q.Answer == "" || rests(q.Answer, q.Quotes) || subtracted(q)
}

// rests reports whether every part of an answer stands in a quote.
func rests(answer string, quotes []daodu.Quote) bool {
	parts := answerParts(answer)
	for _, part := range parts {
		if !slices.ContainsFunc(quotes, func(q daodu.Quote) bool { return strings.Contains(q.Text, strings.TrimFunc(part, isEndMark)) }) {
			return false
		}
	}
	return len(parts) > 0
}

// subtracted reports whether the reason is A－B＝answer of two figures in the quotes, and the
// sum is right.
func subtracted(q daodu.Question) bool {
	left, right, ok := strings.Cut(strings.NewReplacer("=", "＝", "-", "－", "—", "－").Replace(q.Why), "＝")
	a, b, minus := strings.Cut(left, "－")
	if !ok || !minus || right != q.Answer || !rests(a, q.Quotes) || !rests(b, q.Quotes) {
		return false
	}
	x, y, z := value(a), value(b), value(right)
	return x != nil && y != nil && z != nil && new(big.Rat).Sub(x, y).Cmp(z) == 0
}

// value returns the only figure of words, nil when there is none.
func value(words string) *big.Rat {
	all := zh.Quantities(zh.FoldRunes([]rune(words)))
	if len(all) != 1 {
		return nil
	}
	return all[0].Value
}
