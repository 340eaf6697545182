package check

import (
	"fmt"
)

// negators are the words that turn the sense of what follows ("no"), by forbidding as
// well: 禁止停车 says 不得停车. Words of the sense "bar" may stand for them (避免出现 for
// 不出现), but are often no more than words.
var negators = newLexicon(
	[2]string{"no", "不 未 没 没有 无 非 勿 并不 并未 并非 并没有 未能 未曾 尚未 从未 从不 绝不 决不 绝非 毫不 毫无 不能 不得 不准 不许 不可 不予 不会 不再 " +
		"无法 无须 无需 禁止 严禁 切勿 请勿"},
	[2]string{"bar", "杜绝 拒绝 拒不 避免 防止 难以 否认 未必 不利 不当 不良 不法 不明 不服 不满 不正当 不合格 不足 不到 不及 不如 无效 无证 无罪 不实 莫"},
	// These only look like negators, or turn nothing: the clause says the same with them.
	[2]string{"", "不断 不仅 不但 不只 不光 不单 不同 不少 不久 不过 不管 不论 不然 不禁 不由 不妨 不愧 不料 不懈 不已 不等 不超过 不少于 不低于 不高于 不多于 不小于 不大于 " +
		"不得不 不能不 不可不 不无 无不 无非 不惜 不胜 不朽 不忘 不移 不动摇 不锈钢 差不多 对不起 了不起 不幸 " +
		"未来 未成年 未婚 未遂 无人机 无锡 无线 无论 无数 无比 无私 无疑 无偿 无期 无产 无障碍 无缝 无穷 无限 无意 无声 无家 无业 无辜 无因管理 南无 虚无 " +
		"非常 非洲 非法 非遗 非公 非凡 非典 除非 是非 莫非 无非 非物质 没收 沉没 淹没 出没 埋没 没落 没有人 莫大 莫名 莫过 莫斯科 莫言"},
)

// checkNegation demands that a claim says yes and no where its evidence does.
func checkNegation(r *run) {
	r.eachClause(func(a alignment) string {
		if fault := a.insertedNegation(); fault != "" {
			return fault
		}
		return a.droppedNegation()
	})
	r.eachStatement(func(c *claim) {
		for _, l := range c.said.lines() {
			if fault := l.neverNegated(c.evidence); fault != "" {
				r.fail(c, c.path, fault)
				return
			}
		}
	})
}

// neverNegated looks for a negator before a word that stands in the evidence, but in no
// clause with a negator: it serves clauses too free to be laid beside a sentence.
func (l line) neverNegated(evidence *passage) string {
	for _, m := range negators.find(l, 0, len(l.tokens)) {
		if m.sense != "no" || m.to+2 > len(l.tokens) || !l.letters(m.to, m.to+2) {
			continue
		}
		word := [2]rune{l.tokens[m.to].letter, l.tokens[m.to+1].letter}
		if negated, known := evidence.negated()[word]; known && !negated {
			return fmt.Sprintf("“%s”为原文所无，意思相反", l.shown(m.from, m.to+2))
		}
	}
	return ""
}

// letters reports whether the tokens [from,to) are letters side by side.
func (l line) letters(from, to int) bool {
	for i := from; i < to; i++ {
		if l.tokens[i].letter == 0 || i > from && l.tokens[i].span.Start != l.tokens[i-1].span.End {
			return false
		}
	}
	return true
}

// negatedPairs returns the pairs of letters side by side in p, each with whether one of
// its clauses has a negator.
func negatedPairs(p *passage) map[[2]rune]bool {
	out := map[[2]rune]bool{}
	for _, l := range p.lines() {
		for from := 0; from < len(l.tokens); {
			_, to := l.clause(from)
			negated := len(negators.find(l, from, to)) > 0
			for i := from + 1; i < to; i++ {
				if l.letters(i-1, i+1) {
					pair := [2]rune{l.tokens[i-1].letter, l.tokens[i].letter}
					out[pair] = out[pair] || negated
				}
			}
			from = to
		}
	}
	return out
}

// insertedNegation looks for a negator of said that nothing in cited answers to, while
// the word it turns stands in both.
func (a alignment) insertedNegation() string {
	for _, m := range negators.find(a.said, 0, len(a.said.tokens)) {
		if m.sense != "no" || a.partner(m.to) < 0 || a.keeps(m.from, m.to) {
			continue
		}
		from, _ := a.gap(m.from)
		lo, hi, ok := a.counterpart(min(from, m.from), m.to)
		if ok && hi-lo <= reach && len(negators.find(a.cited, lo, hi)) == 0 && a.balance(m.to, a.pair[m.to]) > 0 {
			return fmt.Sprintf("“%s”为原句所无，意思相反", a.said.shown(m.from, min(m.to+2, len(a.said.tokens))))
		}
	}
	return ""
}

// reach is how many tokens may stand between two partners that still belong together.
const reach = 6

// droppedNegation looks for a negator of cited right before a word that stands in both,
// where said has none.
func (a alignment) droppedNegation() string {
	for i := range a.pair {
		if !a.anchored(i) || len(negators.find(a.said, i-4, i)) > 0 {
			continue
		}
		at := a.pair[i]
		for _, m := range negators.find(a.cited, at-reach, at) {
			if m.sense == "no" && at-m.to <= 1 && !a.taken(m.from) && !a.cited.parts(m.from, at) && a.balance(i, at) < 0 {
				return fmt.Sprintf("原句作“%s”，此处少了否定", a.cited.shown(m.from, min(at+2, len(a.cited.tokens))))
			}
		}
	}
	return ""
}

// anchored reports whether token i of said surely has its partner: the one before has
// its own near by, or two more follow side by side.
func (a alignment) anchored(i int) bool {
	switch at := a.partner(i); {
	case at < 0:
		return false
	case a.partner(i-1) >= 0:
		return at-a.pair[i-1] <= reach
	default:
		return i+3 <= len(a.pair) && a.keeps(i, i+3)
	}
}

// balance returns how many negators the clause of said's token i has more than that of
// cited's token j.
func (a alignment) balance(i, j int) int {
	return a.said.negations(i) - a.cited.negations(j)
}

// negations counts the negators in the clause of token i.
func (l line) negations(i int) int {
	from, to := l.clause(i)
	return len(negators.find(l, from, to))
}
