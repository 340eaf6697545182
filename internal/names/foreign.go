package names

import "strings"

// foreignDot parts the names of other peoples: 艾尔肯·吐尼亚孜.
const foreignDot = '·'

// mostForeign is how many letters a part of a foreign name has at most.
const mostForeign = 8

// dotBehind reports whether foreign letters and a dot follow from i.
func (p *personFinder) dotBehind(i int) bool {
	if p.is(i-1, han) && p.leftOf(i) == 0 {
		return false // begins in the middle
	}
	for n := range mostForeign {
		if p.at(i+n) == foreignDot {
			return n > 0
		}
		if !p.is(i+n, foreign) {
			return false
		}
	}
	return false
}

// dotted returns the length of the foreign name with dots at i, 0 for none.
func (p *personFinder) dotted(i int) int {
	at := i
	for p.at(at) != foreignDot {
		at++
	}
	end := 0
	for p.at(at) == foreignDot {
		part := at + 1
		for p.is(part, foreign) && part-at <= mostForeign && (part-at < 3 || p.rightOf(part) < rightAct) {
			part++
		}
		if part-at < 2 {
			return 0
		}
		at, end = part, part
	}
	end = p.trimmed(i, end)
	const plenty = 5 // letters, the dot included
	if p.rightOf(end) == 0 && end-i < plenty {
		return 0
	}
	return end - i
}

// byPost returns the length of a foreign name without a dot at i, which needs a post
// before it and a word or mark behind it: 总统拜登, 总理默克尔表示.
func (p *personFinder) byPost(i int) int {
	if p.words.foreignPosts.upTo(p.text, i) == 0 {
		return 0
	}
	end := i
	for p.is(end, foreign) && end-i < mostForeign {
		end++
	}
	end = p.trimmed(i, end)
	if end-i < 2 || p.is(i, han) && p.words.suffixes.from(p.text, i) > 0 {
		return 0
	}
	if p.words.foreignHeads.upTo(p.text, i) > 0 && p.rightOf(end) == 0 && p.mayBeForeign(i, end) {
		return end - i
	}
	least := rightMark
	if p.words.jobs.upTo(p.text, i) > 0 { // 代表 is also a verb
		least = rightAct
	}
	for ; end-i >= 2; end-- {
		if p.rightOf(end) >= least && p.mayBeForeign(i, end) {
			return end - i
		}
	}
	return 0
}

// trimmed returns end without letters that rather begin the next word: 当 of 当天.
func (p *personFinder) trimmed(i, end int) int {
	const tails = "本当于尤"
	for end > i && strings.ContainsRune(tails, p.at(end-1)) {
		end--
	}
	return end
}

// mayBeForeign reports whether nothing speaks against a foreign name from i to end.
func (p *personFinder) mayBeForeign(i, end int) bool {
	return !p.is(end-1, joint) && !p.isWord(i) && p.words.notForeign.from(p.text, i) == 0 && p.words.places.from(p.text, i) == 0
}

// byTitle returns the length of a foreign name without a dot at i that stands before the
// title of a head of state, 0 for none: 卡尔松总统.
func (p *personFinder) byTitle(i int) int {
	if p.leftOf(i) == 0 {
		return 0
	}
	end := i
	for p.is(end, foreign) && end-i < mostForeign {
		end++
	}
	end = p.trimmed(i, end)
	if end-i < 2 || p.words.foreignHeads.from(p.text, end) == 0 && !(p.at(end) == '总' && p.at(end+1) == '理') || !p.mayBeForeign(i, end) {
		return 0
	}
	return end - i
}

// notForeign are words made of letters that also write foreign names.
const notForeign = `本次 本年 本人 本国 东加 纽西 万那 特别 特色 特定 特殊 特意 特此 依法 依照 依据 依靠 依托 普通 普遍 普及 考察 考虑 考核 大多 大力 大会 大学 大家 大大 大使 大量 达致 达成 达到 安全 安排 安理 博士 多次 多方 多边 多谢 基于 基本 基层 加强 加快 加入 加大 加以 法律 法院 法治 法国 利用 利益 理事 理解 理论 古代 古巴 科学 科技 可以 可能 可见 可持 明确 明显 道德 道路 德国 西部 西方 东部 东方 南部 汉学 文化 文明 文莱 万人 张家 江苏 江西 华人 华裔 华侨 武装 金融 金砖 高级 高度 海外 海关 海军 胡同 马上 马来 玉米 艺术 列席 列出 南非 南海 米兰 温和 史学 石油 夏季 冬季 高尔 土地 土耳 奥运 奥地 拉美 巴方 巴西 果断 热烈 热情 费用 提出 提及 提交 提供 才可 才能 比较 比如 宁可 努力 通过 尤其 阿方 乌方 哈方 尼方 塔方 吉方 埃方 沙方 俄方 德方 法方 约方 女士 阿里巴 特斯拉 福特 丰田 卡塔 卡车 伊朗 伊拉 以色 印度 贝宁 尼泊 达沃 欧洲 欧盟 亚太 亚洲 亚运 雅加 希腊 希望 捷克 萨摩 瓦努 桑给 索马 哈萨 吉尔 塔吉 乌兹 土库 布隆 布基`
