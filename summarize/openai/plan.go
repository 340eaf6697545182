package openai

import (
	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/prompts"
)

// UsualContext is what is assumed of a model whose context nobody tells, in tokens: hardly
// any that is in use has less, but for servers of one's own, which say.
const UsualContext = 32768

const (
	// share of the context that a call may fill. Models neglect what stands in the middle
	// of a full one (arXiv 2310.10570), and counts are estimates.
	share = .6
	// safety is by how much a prompt may be longer than estimated.
	safety = 1.1
	// longestPart and shortestPart are the tokens of a part of a long text. Larger parts
	// give more coherent artifacts (arXiv 2310.00785) and fewer calls.
	longestPart  = 16000
	shortestPart = 200
	// leastIsolated is the number of tokens below which a part that a model refuses is
	// not parted further to find the words at fault.
	leastIsolated = 300
	mostLevels    = 4 // of an outline
)

// A part is a run of lines that is shown in one call.
type part struct{ from, to int }

// A plan says how an article is read.
type plan struct {
	context int    // tokens of one call, prompt and answer
	whole   bool   // in one piece
	parts   []part // in the order of the text; one when whole
}

// answerTokens returns the most tokens of an answer: enough for all that the prompts ask for,
// of which most texts need half, in Chinese letters; double for English, where words are
// longer than tokens save.
func answerTokens(name string, length daodu.Length, lang string, input int) int {
	n := map[string]int{prompts.Summary: 1000, prompts.Outline: 1500, prompts.Guide: 6000}[name]
	if name == prompts.Notes {
		n = min(max(input/5, 500), 3000)
	}
	if name == prompts.Outline {
		n = max(n, min(input/6, 4000)) // long texts have more parts
	}
	switch length {
	case daodu.Short:
		n = n * 3 / 4
	case daodu.Long:
		n = n * 3 / 2
	}
	if zhLang(lang) {
		return n
	}
	return n * 2
}

// answerTokens is the function of that name, within a context: a small one leaves less.
func (w *writer) answerTokens(name string, input int) int {
	const part = 3 // of the context
	return min(answerTokens(name, w.opts.Length, w.opts.Lang, input), w.contextSize()/part)
}

// zhLang reports whether a language tag is Chinese.
func zhLang(lang string) bool { return len(lang) >= 2 && lang[:2] == "zh" }

// total estimates the tokens of lines.
func total(lines []line) int {
	n := 0
	for _, l := range lines {
		n += l.tokens
	}
	return n
}

// promptTokens estimates the tokens of a prompt without its document, from above.
func promptTokens(p *prompts.Prompt, lastSentence int) int {
	around := p.System() + p.Document(prompts.Document{}) + p.Task(prompts.Task{}) + string(p.Schema(lastSentence, false))
	return zh.TokenLimit([]rune(around))
}

// newPlan decides how an article is read. An artifact of the largest kind decides for all,
// so that they share what is read.
func (w *writer) newPlan() (plan, error) {
	guide, err := w.prompt(prompts.Guide)
	if err != nil {
		return plan{}, err
	}
	p := plan{context: w.contextSize()}
	if p.whole = w.fits(guide, p.context); p.whole {
		p.parts = []part{{0, len(w.doc.lines)}}
		return p, nil
	}
	p.parts, err = w.partsOf(p.context)
	return p, err
}

// fits reports whether prompt and answer most probably fill no more than share of a context,
// and all of it at the very most.
func (w *writer) fits(p *prompts.Prompt, context int) bool {
	most := total(w.doc.lines)
	around := promptTokens(p, w.doc.last()) + numbering*2*len(w.doc.sections(1, w.doc.last()))
	answer := w.answerTokens(p.Name, most)
	usual := zh.TokenPrice(w.doc.runes) + numbering*len(w.doc.lines) + around
	return safety*float64(usual)+float64(answer)/2 <= share*float64(context) && most+around+answer <= context
}

// partsOf cuts the document into parts for notes, at least two where there are two lines.
func (w *writer) partsOf(context int) ([]part, error) {
	notes, err := w.prompt(prompts.Notes)
	if err != nil {
		return nil, err
	}
	room := share*float64(context)/safety - float64(promptTokens(notes, w.doc.last()))
	most := min(longestPart, int(room*4/5)) // notes have up to a fifth of what they are on
	all := total(w.doc.lines)
	return w.doc.cut(max(shortestPart, min(most, (all+1)/2+1))), nil
}

// contextSize returns the tokens of one call.
func (w *writer) contextSize() int {
	switch {
	case w.engine.config.Context > 0:
		return w.engine.config.Context
	case w.caps.Context > 0:
		return w.caps.Context
	}
	return UsualContext
}
