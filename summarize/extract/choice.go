package extract

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// A Wording gives words of other texts for wrong options: what the same speaker said in
// another year, what another outlet wrote. Whether they are wrong here is proved here.
type Wording interface {
	// Like returns words that may stand where the given folded words stand, the most
	// likely to be chosen first; none where it knows none.
	Like(folded string) []string
}

const (
	leastOptions = 3 // with the right one
	mostOptions  = 4
)

// options returns up to three wrong options of an item that the text proves wrong, nil
// when there are fewer than two.
func (t *text) options(it *item) []string {
	var rivals []string
	if it.rivals != nil {
		rivals = it.rivals()
	}
	if t.wording != nil && it.slot.Len() > 0 {
		rivals = slices.Concat(t.wording.Like(string(t.slice(it.slot))), rivals)
	}
	const tried = 12 // so that the work for one question has a bound
	var out []string
	for _, r := range rivals[:min(tried, len(rivals))] {
		if len(out) < mostOptions-1 && t.wrong(it, r) && !slices.ContainsFunc(out, func(o string) bool { return alike(o, r) }) {
			out = append(out, r)
		}
	}
	if len(out) < leastOptions-1 {
		return nil
	}
	return out
}

// wrong reports whether the text proves that an option is no answer: neither the
// question nor the sentence of the answer has it, and nowhere does it stand in such
// surroundings as the answer does.
func (t *text) wrong(it *item, option string) bool {
	folded := zh.FoldString(option)
	if folded == "" || strings.ContainsAny(folded, "哪谁?") || alike(option, it.answer) || strings.Contains(zh.FoldString(t.stem(it)), folded) || strings.Contains(zh.FoldString(it.cloze), folded) {
		return false
	}
	for _, s := range it.quotes {
		if s = t.wholeSentence(s, it.form); strings.Contains(string(t.slice(s)), folded) {
			return false
		}
	}
	return it.slot.Len() == 0 || !t.fits(it.slot, folded)
}

// wholeSentence widens a quote to its sentence, also beyond semicolons; a heading stays
// as it is.
func (t *text) wholeSentence(s daodu.Span, f form) daodu.Span {
	const far = 1000 // code points; damaged texts have no stops
	if f == formPlace || f == formStructure {
		return s
	}
	start, end := max(0, s.Start-far), min(len(t.folded), s.End+far)
	for s.Start > start && !strings.ContainsRune("。!?\n", t.folded[s.Start-1]) {
		s.Start--
	}
	for s.End < end && !strings.ContainsRune("。!?\n", t.folded[s.End-1]) {
		s.End++
	}
	return s
}

// alike reports whether one of two options is part of the other, so that both may be
// right.
func alike(a, b string) bool {
	a, b = zh.FoldString(a), zh.FoldString(b)
	return strings.Contains(a, b) || strings.Contains(b, a)
}

// fits reports whether words stand somewhere in the text with the letters beside them
// that the slot has on one of its sides.
func (t *text) fits(slot daodu.Span, folded string) bool {
	const reach, least = 4, 3
	before := t.folded[max(0, slot.Start-reach):slot.Start]
	after := t.folded[slot.End:min(len(t.folded), slot.End+reach)]
	return letters(before) >= least && strings.Contains(t.foldedText, string(before)+folded) ||
		letters(after) >= least && strings.Contains(t.foldedText, folded+string(after))
}

// arrange puts the right answer among the wrong options. The order looks random and is
// the same each time; over the n-th questions of a guide the right one moves through
// all places.
func (t *text) arrange(wrong []string, right string, n int) []string {
	out := slices.Clone(wrong)
	slices.SortFunc(out, func(a, b string) int {
		x, y := hash(a, t.article.TextSHA256), hash(b, t.article.TextSHA256)
		if x == y {
			return strings.Compare(a, b)
		}
		if x < y {
			return -1
		}
		return 1
	})
	at := (hash("", t.article.TextSHA256) + uint64(n)) % uint64(len(out)+1)
	return slices.Insert(out, int(at), right)
}

// hash returns a number that depends on words and salt alone.
func hash(words, salt string) uint64 {
	sum := sha256.Sum256([]byte(salt + "\n" + words))
	return binary.BigEndian.Uint64(sum[:8]) >> 1
}

// families are words that stand together in parallel lists of political language, one
// family a line, folded. Another member than those of a text is what a reader who does
// not remember would choose.
var families = splitLines(`
劳模精神 劳动精神 工匠精神 奋斗精神 奉献精神 创造精神 企业家精神 科学家精神
政治性 先进性 群众性 战斗性 时代性 原则性
积极性 主动性 创造性 自觉性 能动性 协调性
系统性 整体性 协同性 针对性 实效性 前瞻性
政治判断力 政治领悟力 政治执行力 政治免疫力 政治鉴别力
引领力 组织力 服务力 战斗力 凝聚力 创造力
说服力 感染力 影响力 传播力 公信力 引导力
获得感 幸福感 安全感 认同感 归属感 荣誉感 自豪感
知识型 技能型 创新型 复合型 应用型 学习型
道路自信 理论自信 制度自信 文化自信 历史自信
思想自觉 政治自觉 行动自觉 文化自觉 法治自觉
政治成果 理论成果 实践成果 制度成果 文化成果
理论创新 实践创新 制度创新 科技创新 文化创新
经济建设 政治建设 文化建设 社会建设 生态文明建设 作风建设 制度建设
科教兴国战略 人才强国战略 创新驱动发展战略 乡村振兴战略 区域协调发展战略
结合点 切入点 着力点 落脚点 出发点 突破点 支撑点
政治三力 政治能力 调查研究能力 科学决策能力 改革攻坚能力 应急处突能力 群众工作能力 抓落实能力
政治立场 政治方向 政治原则 政治道路 政治纪律
辛勤劳动 诚实劳动 创造性劳动`)

func splitLines(s string) [][]string {
	var out [][]string
	for line := range strings.Lines(strings.TrimSpace(s)) {
		out = append(out, strings.Fields(line))
	}
	return out
}

// family returns the other members of the family of a folded word that the text does not
// have, as the text would write them.
func (t *text) family(folded string) []string {
	var out []string
	for _, f := range families {
		if !slices.Contains(f, folded) {
			continue
		}
		for _, w := range f {
			if shown, ok := t.inScript(w); ok && w != folded && !strings.Contains(t.foldedText, w) {
				out = append(out, shown)
			}
		}
		break
	}
	return out
}

// inScript writes a folded word with the letters that the text has for it. ok is false
// for a word of a Traditional text with a letter that it does not have.
func (t *text) inScript(folded string) (string, bool) {
	if t.own != &hant {
		return folded, true
	}
	if t.glyphs == nil {
		t.glyphs = map[rune]rune{}
		for i, r := range t.folded {
			t.glyphs[r] = t.runes[i]
		}
	}
	var out []rune
	for _, r := range folded {
		g, ok := t.glyphs[r]
		if !ok {
			return "", false
		}
		out = append(out, g)
	}
	return string(out), true
}
