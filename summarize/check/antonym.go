package check

import (
	"fmt"
	"strings"
)

// antonyms are pairs of sets: each word on the left is the opposite of each on the
// right. Single letters are not among them, since they are parts of too many words.
var antonyms = [...][2]string{
	{"提高 提升 增强 加强 强化 增进", "降低 减弱 削弱 弱化 下降 减退"},
	{"增加 增长 增多 增大 增至 增收 上升 上涨 升高 攀升 回升 走高 增产 新增 扩招", "减少 下降 减小 降至 减收 下跌 下滑 降低 回落 走低 减产 缩减 削减 裁减"},
	{"扩大 扩张 拓宽 拓展", "缩小 收缩 压缩 缩减 收窄"},
	{"加快 加速", "放缓 减缓 减速 延缓 放慢"},
	{"支持 赞成 赞同 拥护 同意 赞许", "反对 抵制 不同意"},
	{"超过 高于 多于 大于 超出", "不足 低于 少于 小于 不到"},
	{"积极", "消极"}, {"主动", "被动"}, {"乐观", "悲观"}, {"先进", "落后"}, {"领先", "落后"},
	{"有利", "不利"}, {"有效", "无效"}, {"有罪", "无罪"}, {"合法", "违法 非法 不法"}, {"合规", "违规"}, {"合格", "不合格"}, {"达标", "超标"},
	{"符合 遵守 遵循", "违反 违背"}, {"正常", "异常 反常"}, {"公开", "秘密 隐瞒"}, {"公平 公正", "不公"},
	{"开始 开幕 启动 开启 开工", "结束 闭幕 停止 终止 竣工 完工"}, {"开放 开通 打开", "关闭 封闭"}, {"恢复", "中断 中止 暂停"},
	{"通过 批准 同意 准许 核准", "否决 驳回 拒绝 不予"}, {"允许 准予 许可", "禁止 严禁 不准 不得"}, {"承认 供认", "否认"}, {"肯定", "否定"}, {"接受", "拒绝"},
	{"成功 顺利", "失败 受挫"}, {"胜诉", "败诉"}, {"获胜 胜利", "失利 失败"}, {"盈利 增值", "亏损 贬值"}, {"收入", "支出"}, {"进口", "出口"}, {"买入 购入 收购", "卖出 售出 抛售"},
	{"安全", "危险"}, {"稳定", "动荡"}, {"富裕 富有", "贫困 贫穷"}, {"健康", "病态"}, {"严格 从严", "宽松 从宽"}, {"从重", "从轻"}, {"加重", "减轻"},
	{"集中", "分散"}, {"统一", "分裂"}, {"团结", "分裂"}, {"巩固", "动摇 瓦解"}, {"促进 推动 推进", "阻碍 阻止 妨碍"}, {"鼓励", "限制 抑制"}, {"保护 维护", "破坏 损害 侵害"},
	{"建立 成立 设立 创建 组建", "撤销 解散 取消 废除 拆除"}, {"任命 任用", "免职 罢免 免去"}, {"就任 上任 到任", "卸任 离任"}, {"录用", "辞退 开除"}, {"加入", "退出"}, {"参加 出席", "缺席"},
	{"继续 坚持 保持", "停止 放弃 终止"}, {"完善", "破坏"}, {"优化 改善 好转", "恶化"}, {"简化", "繁化"}, {"紧缩", "宽松"}, {"发展", "倒退"}, {"前进", "后退"},
	{"城市 城镇", "农村 乡村"}, {"国内", "国外 境外"}, {"境内", "境外"}, {"公有", "私有"}, {"长期", "短期 暂时 临时"}, {"短期", "长期"}, {"整体 全部", "局部 部分"}, {"直接", "间接"}, {"主要", "次要"},
	{"上游", "下游"}, {"上半年", "下半年"}, {"上午", "下午"}, {"上级", "下级"}, {"以上", "以下"}, {"之前 以前 此前", "之后 以后 此后"}, {"事前 事先", "事后"}, {"最高", "最低"}, {"最大", "最小"}, {"最多", "最少"}, {"优先", "其次"}, {"优势", "劣势"},
	{"原告 原告人", "被告 被告人"}, {"上诉人", "被上诉人"}, {"甲方", "乙方"}, {"男性 男子 男职工", "女性 女子 女职工"}, {"父亲", "母亲"}, {"债权", "债务"},
	{"真实 属实", "虚假 不实"}, {"重要 重大", "轻微"}, {"复杂", "简单"}, {"困难", "容易"}, {"普遍", "个别 罕见"}, {"高度", "低度"}, {"强烈", "微弱"}, {"高涨 旺盛", "低落 低迷"}, {"繁荣", "萧条"}, {"供给", "需求"}, {"充足 充分", "缺乏 不足 匮乏"},
	{"表扬 表彰 奖励 嘉奖", "批评 处罚 惩处 惩罚"}, {"信任", "怀疑"}, {"热情", "冷淡"}, {"胜任", "不胜任"}, {"有序", "无序"}, {"延长", "缩短"}, {"满意", "不满"}, {"签订 签署", "解除"}, {"新建 兴建", "拆除"}, {"有偿", "无偿"}, {"自愿", "强制 被迫"}, {"清晰 明确", "模糊"},
}

// antonymLexicon finds the words of antonyms; the senses tell nothing.
var antonymLexicon, opposites = indexAntonyms()

// indexAntonyms returns the lexicon of all words and the opposites of each.
func indexAntonyms() (lexicon, map[string]map[string]bool) {
	var all []string
	opposite := map[string]map[string]bool{}
	add := func(a, b string) {
		if opposite[a] == nil {
			opposite[a] = map[string]bool{}
			all = append(all, a)
		}
		opposite[a][b] = true
	}
	for _, pair := range antonyms {
		for _, a := range strings.Fields(pair[0]) {
			for _, b := range strings.Fields(pair[1]) {
				add(a, b)
				add(b, a)
			}
		}
	}
	return newLexicon([2]string{"word", strings.Join(all, " ")}), opposite
}

// checkAntonyms looks for words of a claim in whose place the evidence has the opposite.
func checkAntonyms(r *run) {
	r.eachClause(alignment.oppositeWord)
	r.eachStatement(func(c *claim) {
		for _, l := range c.said.lines() {
			if fault := l.onlyOpposite(c.evidence); fault != "" {
				r.fail(c, c.path, fault)
				return
			}
		}
	})
}

// onlyOpposite looks for a word whose opposite the evidence has with the same number
// behind it or, when the word is nowhere in it, with the same letters next to it: it serves clauses too free to be laid
// beside a sentence.
func (l line) onlyOpposite(evidence *passage) string {
	for _, m := range antonymLexicon.find(l, 0, len(l.tokens)) {
		known := strings.Contains(evidence.text(), string(m.word))
		for _, o := range evidence.paired() {
			if !opposites[string(m.word)][string(o.word)] {
				continue
			}
			near := sameFigure(l, m.to, o.line, o.to) || !known && neighbours(l, m, o.line, o.mention)
			if near && l.negated(m.from) == o.line.negated(o.from) {
				return fmt.Sprintf("原文作“%s”，没有“%s”", o.line.shown(o.from, o.to), l.shown(m.from, m.to))
			}
		}
	}
	return ""
}

// A placed mention knows its line.
type placed struct {
	mention
	line line
}

// pairedWords returns the words of p that have an opposite.
func pairedWords(p *passage) []placed {
	var out []placed
	for _, l := range p.lines() {
		for _, m := range antonymLexicon.find(l, 0, len(l.tokens)) {
			out = append(out, placed{m, l})
		}
	}
	return out
}

// sameFigure reports whether token i of a and token j of b are the same number, behind
// the words to be compared (增长5%) or a letter or two later (增长到5%).
func sameFigure(a line, i int, b line, j int) bool {
	x, y := a.figure(i), b.figure(j)
	return x.quantity != nil && y.quantity != nil && x.quantity.Value != nil && x.equal(y)
}

// figure returns the number at token i or shortly behind it.
func (l line) figure(i int) token {
	for k := i; k < min(i+3, len(l.tokens)); k++ {
		if l.tokens[k].quantity != nil {
			return l.tokens[k]
		}
	}
	return token{}
}

// neighbours reports whether the two letters before, or behind, two words are the same.
func neighbours(a line, m mention, b line, n mention) bool {
	same := func(i, j int) bool {
		return i >= 0 && j >= 0 && i+2 <= len(a.tokens) && j+2 <= len(b.tokens) && a.letters(i, i+2) && b.letters(j, j+2) &&
			a.tokens[i].letter == b.tokens[j].letter && a.tokens[i+1].letter == b.tokens[j+1].letter
	}
	return same(m.from-2, n.from-2) || same(m.to, n.to)
}

// oppositeWord returns what it says of the first such word, "" for none. Where one side
// negates its word, both may say the same.
func (a alignment) oppositeWord() string {
	for _, m := range antonymLexicon.find(a.said, 0, len(a.said.tokens)) {
		if a.keeps(m.from, m.to) {
			continue
		}
		lo, hi, ok := a.counterpart(m.from, m.to)
		if !ok || hi-lo > reach {
			continue
		}
		for _, other := range antonymLexicon.find(a.cited, lo, hi) {
			if opposites[string(m.word)][string(other.word)] && a.said.negated(m.from) == a.cited.negated(other.from) {
				return fmt.Sprintf("“%s”处原句作“%s”，意思相反", a.said.shown(m.from, m.to), a.cited.shown(other.from, other.to))
			}
		}
	}
	return ""
}

// negated reports whether a negator stands shortly before token i in its clause.
func (l line) negated(i int) bool {
	const before = 4
	from, _ := l.clause(i)
	return len(negators.find(l, max(from, i-before), i)) > 0
}
