package names

import (
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// posts end an office before a name.
const posts = `CEO CFO CTO COO 关长 总书记 书记 副委员长 委员长 国家主席 主席 总理 省长 市长 州长 县长 区长 镇长 乡长 部长 厅长 局长 司长 处长 科长 所长 署长 行长 院长 校长 检察长 审判长 庭长 法官 检察官 理事长 董事长 会长 总经理 总裁 总工程师 总编辑 主任 组长 社长 台长 馆长 站长 厂长 矿长 村长 队长 班长 秘书长 秘书 司令员 司令 政委 参谋长 发言人 负责人 主编 教授 研究员 院士 专员 行政长官 特首 巡视员 调研员 审判员 书记员 大使 总统 首相 国王 女王 王储 亲王 总干事 召集人 顾问 经理 常委 委员 理事 监事 干事 议员 首脑 外长 防长 财长 议长 国务委员 国务卿 特使 代办 总领事 总监 总长 舰长 船长 机长 连长 营长 团长 师长 军长 旅长 所所长 掌门人 创始人 董事 股东 实控人 实际控制人 法定代表人 法人代表 当家人 合伙人 首席执行官 首席科学家 司长 政务司长 财政司长 政务委员 立委 执委 支队长 大队长 教导员 指导员 典狱长 监狱长 副检察长 园长 店长 首富 主持人 代理人 委托人 辩护人 申请人 执行人 被执行人 上诉人 原告 被告 被告人 嫌疑人 犯罪嫌疑人 受害人 被害人 当事人 证人 责任人 报案人 举报人 村支书 支书 `

// jobs say less than posts: 工人 may be followed by any word.
const jobs = `代表 工人 职工 教师 师傅 技师 工程师 队员 骑手 司机 快递员 医生 护士 农民 工匠 劳模 同志 学员 组员 记者 编辑 通讯员 作者 摄影 律师 演员 导演 歌手 作家 诗人 画家 专家 学者 博士 硕士 主播 网友 市民 村民 居民 业主 男子 女子 老人 青年 学生 同学 战士 烈士 英雄 民警 警员 辅警 交警 法警 消防员 运动员 选手 教练 冠军 球员 先生 女士 小姐 夫人 妻子 丈夫 儿子 女儿 父亲 母亲 老师 校友 志愿者 责编 校对 供图 店主 租客 病人 患者 乘客 游客 车主 房东 员工 干部 党员 客户 助理 董秘 长者 街坊 主持 实习生 讲解员 传承人 带头人 分析师 会计 保安 厨师 矿工 船员 宇航员 航天员 飞行员 工友 班组长 作词 作曲 主演`

// titles stand behind a name.
const titles = `总书记 国家主席 主席 委员长 总理 同志 书记 部长 厅长 司长 市长 省长 县长 区长 局长 处长 科长 厂长 院长 校长 会长 行长 董事长 理事长 总经理 经理 总裁 主任 秘书长 先生 女士 小姐 老师 师傅 教授 博士 院士 大使 总统 首相 外长 议员 委员 律师 法官 检察官 医生 队长 组长 站长 所长 烈士 将军 上将 中将 少将 代表 团长 书记员 司令员 专员 特首 司长 记者 工程师 夫妇 夫人 一行 一家 等人 等同志`

// surnameTitles stand behind a surname by itself: 周主席, 李女士.
const surnameTitles = `先生 女士 小姐 太太 老师 师傅 主席 书记 部长 厅长 司长 市长 省长 县长 区长 局长 处长 科长 厂长 院长 校长 会长 行长 董事长 总经理 经理 主任 秘书长 教授 博士 院士 律师 法官 医生 队长 组长 站长 所长 议员 委员 总理 主播 警官 同学 大爷 大妈 阿姨 奶奶 爷爷 老汉`

// foreignPosts are held by people with foreign names.
const foreignPosts = `总统 首相 总理 国王 女王 王储 亲王 外长 防长 财长 议长 总干事 秘书长 国务卿 特使 大使 参议员 众议员 议员 主席 总书记 教授 专家 委员 代表 州长 市长 部长 法官 国务秘书 发言人 首席执行官 总裁 经济学家 候选人 领导人 领袖 领事 学者 球员 选手 教皇 长老`

// foreignHeads are foreignPosts that stand before nothing but a name.
const foreignHeads = `总统 首相 外长 防长 国王 王储 国务卿 总统先生`

// acts follow a name whose bearer speaks or does something.
const acts = `指出 强调 要求 表示 提出 认为 介绍 说 称 告诉 出席 参加 列席 主持 讲话 致辞 致词 会见 会谈 会晤 作了 作出 作报告 发言 发表 宣布 代表 率 陪同 回顾 回忆 感慨 坦言 透露 呼吁 谈到 讲道 讲述 写道 走进 来到 深入 带队 签署 签发 任命 主编 涉嫌 被 因 犯 伙同 受贿 利用 担任 任 出任 当选 获 获得 荣获 曾 系 先后 分别 率团 代 受 汇报 建议 听取 考察 调研 视察 检查 慰问 看望 走访 主张 通报 解读 解释 补充 回应 答 问 坚称 否认 承认 反问 直言 总结 归纳 点评 宣读 传达 部署 批示 访问 抵达 致信 致电 复信 回信 同 与 和 及其 名下 所 驾驶 死亡 去世 逝世 病逝 遇害 自杀 出生 生于 毕业 起诉 诉 向 对 在 从 于 将 已 正 也 还 就 则 不 以 再次 首先 最后 随后 还说 今天 昨天 昨日 近日 日前 目前 等 简历 摄 文 供图 报道 通讯员 记者 电 等人 等同志 一案 案 之妻 之子 夫妇 本人 及 或 为 利用 作出 享有 交代 提起 承认 因涉嫌 去年`

// strongActs are those of acts that hardly follow anything but a name or a body.
const strongActs = `指出 强调 要求 表示 提出 认为 介绍 说 称 告诉 出席 主持 致辞 致词 会见 会谈 会晤 发言 宣布 陪同 坦言 透露 呼吁 谈到 写道 带队 涉嫌 伙同 受贿 担任 当选 荣获 致信 致电 回忆 回应 坚称 直言 简历 逝世 去世 病逝 一案 摄 利用 作出 享有 交代 提起 提出 承认 因涉嫌 去年 发展 建议 建设 被控 被指 被任命 被判 被查 被捕 被抓 被害 被免 被逮`

// follow are words of grammar that may stand behind a name.
const follow = `的 是 有 都 又 便 才 并 到 把 给 让 经 自 由 用 去 来 走 做 当 看 想 要 会 能 可 上 下 家 提 带 接受 一 两`

// longestPost is how many letters an office has at most, with the body before it.
const longestPost = 40

// postBefore returns the office that ends at end, an empty span for none: back to a
// mark, or to a word like 由 that puts the person into the sentence.
func (f *finder) postBefore(end int) daodu.Span {
	n := f.words.posts.upTo(f.text, end)
	if n == 0 {
		return daodu.Span{}
	}
	start, word := end-n, end-n
	for start > 0 && end-start < longestPost && f.inPost(start-1, end) {
		start--
	}
	for start < word && (strings.ContainsRune("、该本由请时任据被让和与对向同以及在据)”’·", f.at(start)) || f.is(start, stop) && !f.is(start, digit) && !(f.at(start) == '外' && strings.ContainsRune("交国事长", f.at(start+1)))) {
		start++
	}
	start = f.afterVerb(start, word)
	return daodu.Span{Start: f.balanced(start, word), End: end}
}

// balanced returns start moved behind a mark between it and end that has no partner
// there: the office is quoted with what follows, or stands behind a bracket.
func (f *finder) balanced(start, end int) int {
	for i := end - 1; i >= start; i-- {
		switch r := f.at(i); {
		case r == '“' && !slices.Contains(f.text[i:end], '”'), r == ')' && !slices.Contains(f.text[start:i], '('):
			return i + 1
		}
	}
	return start
}

// inPost reports whether the letter at i belongs to the office that ends at end.
func (f *finder) inPost(i, end int) bool {
	r := f.text[i]
	switch {
	case r == '、':
		// Only offices are joined; before a name in a list the office begins anew.
		return f.words.posts.upTo(f.text, i) > 0
	case f.is(i, han):
		if strings.ContainsRune("和与同以的了是在对向从将被把由请让据即说称于", r) {
			return r == '和' && (f.at(i+1) == '国' || f.at(i-1) == '障' || f.at(i-1) == '源' || f.at(i-1) == '展')
		}
		return true
	}
	return strings.ContainsRune("“”·", r) && i < end-2 || r == ')' && f.opens(i) || r == '(' && f.closes(i)
}

// postBehind returns the office behind a name that ends at i: 习近平总书记,
// 王东明（主席）. A form of address (同志, 女士) is none.
func (f *finder) postBehind(i int) daodu.Span {
	at := i
	if f.at(i) == '(' {
		at++
	}
	deputy := 0
	if strings.ContainsRune("副原前代", f.at(at)) && f.at(at) != 0 {
		deputy = 1
	}
	n := f.words.posts.from(f.text, at+deputy)
	if n > 0 {
		n += deputy
	}
	if f.at(i) == '(' {
		for end := at; end < len(f.text) && end-at < longestPost && f.text[end] != '\n'; end++ {
			if f.text[end] == '的' {
				break // a remark rather than an office
			}
			if f.text[end] == ')' {
				if f.words.posts.upTo(f.text, end) > 0 {
					return daodu.Span{Start: at, End: end}
				}
				break
			}
		}
		return daodu.Span{}
	}
	if n == 0 || f.words.suffixes.from(f.text, at) > n || f.at(at+n) == '会' || f.at(at+n) == '团' {
		return daodu.Span{}
	}
	return daodu.Span{Start: at, End: at + n}
}

// parties are words for what somebody is in a case or a contract: no office, though
// names follow them as surely.
const parties = `首富 主持人 代理人 委托人 辩护人 申请人 执行人 被执行人 上诉人 原告 被告 被告人 嫌疑人 犯罪嫌疑人 受害人 被害人 当事人 证人 责任人 报案人 举报人 掌门人 创始人 股东 实控人 实际控制人 当家人 合伙人`

// IsOffice reports whether folded words end in an office (主席, 局长) rather than in a job
// or a form of address (记者, 同志, 被告人).
func IsOffice(folded []rune) bool {
	w := loaded()
	n := w.posts.upTo(folded, len(folded))
	return n > 0 && w.jobs.upTo(folded, len(folded)) != n && w.parties.upTo(folded, len(folded)) != n
}

// IsCommon reports whether folded words end in an office, a job or a form of address:
// what may stand for a person instead of the name (男子, 被告人, 该局长).
func IsCommon(folded []rune) bool { return loaded().posts.upTo(folded, len(folded)) > 0 }

// Office returns where the office begins with which folded words end, its rank (副, 原)
// included: 副主席 of 全国总工会副主席. It returns the length of the words for none.
func Office(folded []rune) int {
	at := len(folded) - loaded().posts.upTo(folded, len(folded))
	if at < len(folded) && at > 0 && strings.ContainsRune("副前原代", folded[at-1]) {
		at--
	}
	return at
}

// LooksLikePerson reports whether folded words, which stand where a name may, are made
// like the name of a person: a surname and letters of given names.
func LooksLikePerson(folded []rune) bool {
	f := &finder{text: folded, letters: letters(), words: loaded()}
	p := &personFinder{finder: f}
	long := 1
	if f.words.doubles.from(folded, 0) > 0 {
		long = 2
	} else if !f.is(0, surname) {
		return false
	}
	n := len(folded) - long
	s := daodu.Span{End: len(folded)}
	if n < 1 || n > 2 || !p.nameLetters(s, long) {
		return false
	}
	if f.is(0, common) {
		n-- // one letter may be unusual
	}
	return p.shapeOf(s, long) >= n
}

// BeginsAct reports whether folded words begin with what somebody does, or with a word of
// grammar: what stands behind a name and is none.
func BeginsAct(folded []rune) bool {
	w := loaded()
	return w.acts.from(folded, 0)+w.strong.from(folded, 0)+w.follow.from(folded, 0)+w.titles.from(folded, 0) > 0
}

// NeverInGiven reports whether a letter hardly ever stands in a given name, but often
// behind one: 因, 在, 说.
func NeverInGiven(r rune) bool { return letters().of(r)&joint != 0 }
