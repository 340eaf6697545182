package check

import (
	"fmt"
	"strings"
)

// A scale is a set of words that say how far, how surely or how bindingly something is
// so. Words of the same sense say the same; each other word of the scale says more or
// less.
type scale struct {
	name string
	rows [][2]string // sense, words
	// added are the senses of words that may not be put before a word that stands in both,
	// left those that may not be left out there: who says 建成 of what is 基本建成, or 首次建成
	// of what is 建成, says more than the source. To say less is no fault.
	added, left string
}

// scales lists the scales of speeches, reports and laws.
var scales = []scale{
	{"要求的强度", [][2]string{
		{"must", "必须 务必 必需 务须"},
		{"shall", "应当 应该 应予"},
		{"may", "可以 可自愿 可自行 自愿 允许 准许"},
		{"not", "不得 不准 不许 禁止 严禁 不可 不能"},
		{"encourage", "鼓励 倡导 提倡 引导"},
		{"require", "要求 责令 强制 督促"},
		{"suggest", "建议"},
		{"", "可以说 可以看出 可以看到 总要求 要求高 不可或缺 不可逆转 不可分割 不能不 不得不"},
	}, "must not", ""},
	{"程度", [][2]string{
		{"whole", "全面 全部 完全 彻底 悉数 所有 一律 全体 全都"},
		{"most", "基本 大体 大致 大部分 绝大多数 绝大部分 多数 大多数 主要"},
		{"begun", "初步"},
		{"part", "部分 局部 少数 个别"},
		{"", "基本上 基本法 基本面 基本功 基本国策 基本制度 基本方略 基本经济 基本原则 基本生活 基本公共 基本养老 基本医疗 基本保障 基本要求 基本路线 基本情况 基本内涵 基本矛盾 基本盘 基本条件 基本民生 " +
			"主要矛盾 主要任务 主要领导 主要负责 主要原因 主要内容 主要目标 主要指标 部分组成 组成部分 全面小康 全面深化 全面从严 全面依法 完全一致 全体会议 全体同志 个别谈话 主要是 主要来自"},
	}, "", "most begun part"},
	{"把握的大小", [][2]string{
		{"ensure", "确保 保证"},
		{"strive", "力争 争取 努力 力求 尽量 尽力 尽可能"},
		{"plan", "计划 拟 拟于 预计 有望 打算 准备"},
		{"done", "已经 已 业已"},
		{"", "努力奋斗 共同努力 不懈努力 拟人 模拟 虚拟 草拟 计划生育 计划经济 五年计划 行动计划 准备金 保证金 准备工作"},
	}, "ensure", "strive plan"},
	{"次序", [][2]string{
		{"first", "首次 第一次 首度 首届 首个 首批 首家 首例 首起 首位 首条 首座 第一个 第一批 第一起 第一件 第一家 率先 最先"},
		{"again", "再次 再度 又一次 第二次 重新 二度"},
		{"often", "多次 屡次 每次 历次 经常 时常 往往"},
		{"only", "唯一 仅有"},
	}, "first only again", ""},
	{"快慢", [][2]string{
		{"gradual", "逐步 逐渐 渐进 稳步 分步 分期 分批"},
		{"atonce", "立即 立刻 马上 迅速 尽快 从速 即刻 一次性 一步到位 火速"},
		{"fast", "加快 加速 快速"},
		{"slow", "放缓 减缓 缓慢"},
	}, "", ""},
	{"原则与例外", [][2]string{
		{"rule", "原则上 一般 通常"},
		{"strict", "一律 绝对 毫无例外 无一例外"},
		{"", "一般公共 一般性 一般债务 一般而言"},
	}, "strict", "rule"},
	{"力度", [][2]string{
		{"strong", "大力 全力 竭力 大幅 大幅度 显著 明显 急剧 极大 深入 着力"},
		{"weak", "适当 适度 适时 小幅 略有 略微 稍有 轻微 有限 酌情"},
		{"", "有限公司 有限责任 有限合伙"},
		{"steady", "持续 长期 不断 始终 一直"},
		{"once", "暂时 临时 短期 一度 偶尔"},
	}, "", "weak"},
	{"可能与确定", [][2]string{
		{"maybe", "可能 或许 也许 疑似 涉嫌 据称 据传 或将"},
		{"sure", "必然 必将 必定 一定 肯定 确定 确认 证实"},
		{"", "尽可能 可能性 一定程度 一定要 一定规模 一定条件 一定数量 一定比例 不一定"},
	}, "", "maybe"},
	{"上限与下限", [][2]string{ // of numbers so small that they are words: 至少一次
		{"least", "至少 最少 起码 不少于 不低于 不得少于 不得低于"},
		{"most", "至多 最多 顶多 不超过 不多于 不高于 不得超过 不得多于 不得高于"},
	}, "", ""},
	{"比较", [][2]string{
		{"best", "最为 最高 最大 最强 最好 最重要"},
		{"among", "之一"},
		{"more", "更加 更为 进一步"},
	}, "best", "among"},
}

// lexicons are the words of each scale.
var lexicons = func() []lexicon {
	var out []lexicon
	for _, s := range scales {
		out = append(out, newLexicon(s.rows...))
	}
	return out
}()

// checkModality demands that a claim is as binding, as sure and as far-reaching as its
// evidence.
func checkModality(r *run) {
	r.eachClause(func(a alignment) string {
		for i, s := range scales {
			if fault := a.otherDegree(s, lexicons[i]); fault != "" {
				return fault
			}
		}
		return ""
	})
}

// otherDegree looks for a word of a scale that was replaced by one of another sense,
// added or left out.
func (a alignment) otherDegree(s scale, l lexicon) string {
	for _, m := range l.find(a.said, 0, len(a.said.tokens)) {
		if a.keeps(m.from, m.to) {
			continue
		}
		lo, hi, ok := a.counterpart(m.from, m.to)
		if !ok {
			continue
		}
		there := l.find(a.cited, lo, hi)
		switch {
		case has(there, m.sense):
		case len(there) > 0:
			return fmt.Sprintf("“%s”处原句作“%s”，%s不同", a.said.shown(m.from, m.to), a.cited.shown(there[0].from, there[0].to), s.name)
		case strings.Contains(s.added, m.sense) && a.precedes(m.to) && !a.knows(l, m, lo, hi):
			return fmt.Sprintf("“%s”为原句所无，%s不同", a.said.shown(m.from, m.to), s.name)
		}
	}
	return a.lostDegree(s, l)
}

// lostDegree looks for a word of cited that said leaves out before a word of both.
func (a alignment) lostDegree(s scale, l lexicon) string {
	for i := range a.pair {
		if !a.anchored(i) {
			continue
		}
		at := a.pair[i]
		for _, m := range l.find(a.cited, at-reach, at) {
			// Only 原则上 and its like speak across a comma.
			if m.to != at || !strings.Contains(s.left, m.sense) || a.taken(m.from) || m.sense != "rule" && a.cited.parts(m.from, at) {
				continue
			}
			from, to := a.said.clause(i)
			if len(l.find(a.said, max(from, i-reach), i)) == 0 && !has(l.find(a.said, from, to), m.sense) {
				return fmt.Sprintf("原句作“%s”，%s不同", a.cited.shown(m.from, min(at+2, len(a.cited.tokens))), s.name)
			}
		}
	}
	return ""
}

// precedes reports whether token i of said, and the one behind it, have partners side by
// side: what stands before them in either can be compared.
func (a alignment) precedes(i int) bool { return i+2 <= len(a.pair) && a.keeps(i, i+2) }

// knows reports whether the clauses of cited's tokens [lo,hi) have a word of m's sense, or
// the evidence has the very word with the two letters behind it.
func (a alignment) knows(words lexicon, m mention, lo, hi int) bool {
	tokens := a.cited.tokens
	from, _ := a.cited.clause(min(lo, len(tokens)-1))
	_, to := a.cited.clause(max(0, min(hi, len(tokens))-1))
	behind := a.said.passage.folded[a.said.tokens[m.from].span.Start:a.said.tokens[m.to+1].span.End]
	return has(words.find(a.cited, from, to), m.sense) || strings.Contains(a.cited.passage.text(), string(behind))
}
