package openai

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/prompts"
	"github.com/daodu/daodu/summarize/check"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// A defect is a statement that did not pass the checks.
type defect struct {
	path    string
	details []string
}

// repair puts an artifact to the checks and asks the model once more for what did not pass,
// for that only. What does not pass then either stays as it is, marked by the checks.
func (w *writer) repair(ctx context.Context, d *decoder, art *daodu.Artifact, l *ledger) error {
	if w.translates() {
		d.note("", modelRule, "用另一种语言写成，多数条目无法逐字核对，请对照所引原文")
		return nil
	}
	source := check.NewSource(w.article.Text)
	if defects := w.defects(source, art); len(defects) > 0 && !w.engine.config.NoRepair {
		if err := w.askAgain(ctx, d, art.Content, defects, l); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if errors.Is(err, chat.ErrPending) {
				return err
			}
			w.engine.config.Log.WarnContext(ctx, "defects are not repaired", "kind", art.Content.Kind(), "error", err)
			why := "请求没有成功"
			if r, ok := reasonOf(err); ok {
				why = r.words
			}
			d.note("", modelRule, "%d处没有通过核对，未能修正：%s", len(defects), why)
		}
	}
	w.settle(source, d, art)
	return nil
}

// translates reports whether the artifact is in another language than the text. The checks
// compare words, and pass hardly anything then: to ask again for all of it would be paid for
// nothing.
func (w *writer) translates() bool {
	from, to := w.article.Lang, w.opts.Lang
	return from != "" && to != "" && from != "und" && to != "und" && zhLang(from) != zhLang(to)
}

// withinQuotes matches the end of the path of a quote.
var withinQuotes = regexp.MustCompile(`\.quotes\[\d+\]$`)

// defects returns what the checks do not let pass, and answers that are no words of the text,
// in the order of their paths. It sets the verdicts of points.
func (w *writer) defects(source *check.Source, art *daodu.Artifact) []defect {
	probe := &daodu.Artifact{Article: daodu.ArticleRef{Date: w.article.Date}, Content: art.Content}
	source.Artifact(probe)
	var out []defect
	add := func(path, detail string) {
		if i := slices.IndexFunc(out, func(x defect) bool { return x.path == path }); i >= 0 {
			out[i].details = append(out[i].details, detail)
			return
		}
		out = append(out, defect{path, []string{detail}})
	}
	for _, f := range probe.Findings {
		if f.Verdict == daodu.Unsupported {
			add(withinQuotes.ReplaceAllString(f.Path, ""), f.Detail)
		}
	}
	if g, ok := art.Content.(*daodu.Guide); ok {
		for i, q := range g.Questions {
			if !proved(q) {
				add(pathOf("questions", i), "答案不是所引句子里的原话")
			}
		}
	}
	return out
}

// mostRepairs is how many items the schema of a repair takes.
const mostRepairs = 60

// askAgain asks for items once more and puts what comes in place of them.
func (w *writer) askAgain(ctx context.Context, d *decoder, c daodu.Content, defects []defect, l *ledger) error {
	items := targets(c)
	var asked []prompts.Finding
	for _, x := range defects {
		if t, ok := items[x.path]; ok && len(asked) < mostRepairs {
			asked = append(asked, prompts.Finding{Path: x.path, Text: *t.text, Cites: w.doc.citesOf(*t.quotes), Detail: x.details})
		}
	}
	if len(asked) == 0 {
		return nil
	}
	lines, r, err := w.requestRepair(d, asked)
	if err != nil {
		return err
	}
	r.limit = repairTokens(asked, w.opts.Lang)
	got, err := w.engine.ask(ctx, r, l)
	if err != nil {
		return err
	}
	shown := map[int]bool{}
	for _, x := range lines {
		shown[x.n] = true
	}
	d.replace(c, items, asked, w.decoder(func(n int) bool { return shown[n] }), got)
	return nil
}

// cachedPrice is the part of its price that a prompt costs where the provider has it in its
// cache, from a tenth to a fourth.
const cachedPrice = .2

// requestRepair returns the request for a repair and the lines that it shows: those that
// matter, or all of them where the provider still has them from the first reading and they
// cost less so.
func (w *writer) requestRepair(d *decoder, asked []prompts.Finding) ([]line, request, error) {
	lines, task := w.doc.about(asked), prompts.Task{Findings: asked, First: 1, Last: w.doc.last()}
	if all := w.doc.lines; d.whole && float64(total(lines)) >= cachedPrice*float64(total(all)) {
		r, err := w.layout(prompts.Repair, task, w.doc.show(all), total(all))
		return all, r, err
	}
	r, err := w.request(prompts.Repair, task, w.doc.show(lines), total(lines))
	return lines, r, err
}

// repairTokens returns the most tokens of the answer to a repair: each item about as long as
// it was, with its path.
func repairTokens(asked []prompts.Finding, lang string) int {
	const frame, most = 80, 8000
	n := 200
	for _, f := range asked {
		n += frame + 2*len([]rune(f.Text))
	}
	return min(n, most)
}

// replace puts what was answered in place of what was asked for. An empty text takes an item
// back.
func (d *decoder) replace(c daodu.Content, items map[string]target, asked []prompts.Finding, again *decoder, got *reply) {
	var back []string
	done := map[string]bool{}
	for _, item := range list[prompts.Item](again, again.object(got.JSON), "items") {
		i := slices.IndexFunc(asked, func(f prompts.Finding) bool { return f.Path == item.Path })
		if i < 0 || done[item.Path] {
			continue
		}
		done[item.Path] = true
		t := items[item.Path]
		text := clean(item.Text)
		if text == "" {
			back = append(back, item.Path)
			continue
		}
		quotes := again.quotes(item.Path, t.said(text), item.Cites, answerParts(text)...)
		if t.set(text); len(quotes) > 0 {
			*t.quotes = quotes
		}
	}
	d.findings = append(d.findings, again.findings...)
	d.takeBack(c, items, back)
}

// settle takes out what still does not pass and is no point, since only points bear a mark:
// people, figures, terms, questions, headings in words of their own. Flash cards are made of
// what is left.
func (w *writer) settle(source *check.Source, d *decoder, art *daodu.Artifact) {
	points := map[string]bool{}
	for path := range art.Content.EachPoint() {
		points[path] = true
	}
	g, isGuide := art.Content.(*daodu.Guide)
	var paths []string
	for _, x := range w.defects(source, art) {
		if isGuide && d.simplified(g, x.path) {
			continue
		}
		if !points[x.path] {
			paths = append(paths, x.path)
		}
	}
	d.takeBack(art.Content, targets(art.Content), paths)
	if !isGuide {
		return
	}
	faulty := w.defects(source, art)
	g.Flashcards = d.cards(g, func(path string) bool {
		return !slices.ContainsFunc(faulty, func(x defect) bool { return x.path == path || strings.HasPrefix(x.path, path+".") })
	})
}

// simplified makes a plain question of a choice whose options did not pass while its answer
// is proved; ok is false for anything else at path.
func (d *decoder) simplified(g *daodu.Guide, path string) bool {
	i := indexOf("questions", path)
	if i < 0 || path != pathOf("questions", i) || g.Questions[i].Kind != daodu.Choice || !proved(g.Questions[i]) {
		return false
	}
	d.note(path, answerRule, "选项没有通过核对，改为问答题")
	g.Questions[i].Kind, g.Questions[i].Options = daodu.ShortAnswer, nil
	return true
}
