package names

import (
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// bodySuffixes end the names of bodies, and say enough by themselves.
const bodySuffixes = `总工会 工会联合会 工会委员会 工会 委员会 常委会 人大常委会 人民代表大会 人大 政协 人民政府 政府 党委 党组 党支部 省委 市委 县委 区委 州委 镇党委 工委 纪委 监委 纪委监委 政法委 卫健委 发改委 国资委 住建委 教委 经信委 农委 人民法庭 审判庭 人民法院 中级法院 高级法院 法院 中院 高院 人民检察院 检察院
	公安局 公安分局 派出所 公安厅 公安部 财政局 财政厅 财政部 教育局 教育厅 教育部 税务局 统计局 监督局 管理局 分局 总局 商务局 商务厅 商务部 司法局 司法厅 司法部 民政局 民政厅 民政部 外交部 国防部 人社局 人社厅 人社部 卫生局 城管局 环保局 气象局 地震局 能源局 邮政局 档案局 信访局 规划局 交通局 水利局 水利厅 水利部 农业局 农业厅 农业部 农村局 农村厅 农村部 文旅局 体育局 审计局 审计署 统战部 宣传部 组织部 武装部 社会工作部 环境厅 环境局 环境部 资源局 资源厅 资源部 保障局 保障厅 保障部 建设局 建设厅 建设部 应急局 应急厅 管理部 信息化部 工信部 科技部 科技局 科技厅 文化局 旅游局 监管局 执法局 消防局 海事局 电力局 铁路局 专利局 版权局 知识产权局 公安处 税务所
	研究院 研究所 科学院 工程院 社科院 设计院 实验室 大学 学院 党校 中学 小学 幼儿园 学校 医院 疾控中心 中心 银行 分行 支行 集团公司 有限责任公司 股份有限公司 有限公司 分公司 子公司 公司 集团 交易所 证券 基金 基金会 事务所 协会 学会 商会 联合会 总会 促进会 理事会 董事会 监事会 组委会 筹委会 居委会 村委会 业委会 妇联 残联 工商联 文联 作协 科协 侨联 共青团 团委 红十字会 仲裁院 仲裁委 指挥部 司令部 总队 支队 大队 中队 消防队 舰队 海关 监狱 看守所 殡仪馆 博物馆 图书馆 纪念馆 体育馆 美术馆 文化馆 出版社 通讯社 报社 杂志社 电视台 广播电台 电台 街道办事处 街道办 办事处 办公厅 办公室 管委会 合作社 供销社 俱乐部 联合国 理事国 联盟 代表团 代表处 大使馆 总领馆 领事馆 机场 车站 火车站 码头 工厂 机械厂 纺织厂 电厂 钢铁厂 水厂 化工厂 制造厂 加工厂 矿业 煤矿 铝矿 铁矿 动物园 乐园 养老院 敬老院 福利院 服务站 工作站 收费站 加油站 水电站 核电站 专班 领导小组 工作组 巡视组 联合组`

// shortSuffixes need a place or a level before them, since they end many other words.
const shortSuffixes = `局 厅 委 办 院 厂 队 站 社 部 署 店 馆 校`

// roughSuffixes are those of bodySuffixes that make a name without a place, a level or
// another head before it: 朝晖机械厂, 远方科技有限公司.
const roughSuffixes = `厂工会 公司工会 集团工会 矿工会 研究院 研究所 设计院 大学 学院 中学 小学 幼儿园 医院 银行 集团公司 有限责任公司 股份有限公司 有限公司 分公司 公司 集团 交易所 基金会 事务所 协会 学会 商会 联合会 总会 促进会 派出所 出版社 通讯社 报社 杂志社 电视台 俱乐部 机械厂 纺织厂 电厂 钢铁厂 化工厂 制造厂 加工厂 煤矿 铝矿 铁矿 动物园 乐园 合作社 博物馆 纪念馆 法院 检察院 委员会 联盟 机场`

// notBodies end like a body, but are other words.
const notBodies = `部署 签署 政局 北部 南部 东部 西部 中部 内部 全部 干部 总部 外部 局部 大局 布局 格局 结局 战局 时局 全局 出局 党中央决策部 决策部 部委 机关部 各部 组部 顶部 底部 上部 下部 头部 肺部 面部 多部 两部 一部 三部 首部 邮局 终局 定局 僵局 开局 破局 胜局 变局 创办 举办 主办 承办 协办 查办 督办 交办 督查督办 申办 新办 开办 兴办 法院院 上院 下院 参议院 众议院 住院 入院 出院 开庭 家庭 军队 部队 团队 排队 球队 车队 乐队 船队 舰队 领队 归队 网站 驿站 车站站 空间站 中转站 商店 饭店 酒店 书店 母校 学校校 高校 院校 党校校 展馆 场馆 宾馆 餐馆 公署 官署 出厂 建厂 公社 报社社 旅社 会社 结社 原委 编委 评委 政委 村两委 两委 地委`

// knownBodies go without a place: short names that everybody knows.
const knownBodies = `全总 中华全国总工会 全国总工会 党中央 中共中央 国务院 中央军委 中央政治局 全国人大 全国政协 中央纪委 国家监委 最高人民法院 最高人民检察院 最高法 最高检 中纪委 国家发展改革委 发展改革委 国家发改委 国家卫健委 证监会 银保监会 银监会 保监会 金融监管总局 国新办 国台办 港澳办 新华社 人民日报 中央电视台 央视 联合国 世界卫生组织 世卫组织 世贸组织 世界贸易组织 世界银行 国际货币基金组织 北约 上海合作组织 上合组织 金砖国家 二十国集团 欧盟委员会 欧盟 东盟 非盟 立法会 行政会议 中国人民银行 央行 上交所 深交所 中国科学院 中国工程院 中国社科院 清华大学 北京大学 共青团中央 团中央 全国妇联 工人日报 国际劳工组织`

// genericBodies name no particular body.
const genericBodies = `上市公司 该公司 本公司 各公司 我公司 子公司 分公司 总公司 母公司 基层工会 企业工会 各级工会 产业工会 工会组织 社会组织 群团组织 党组织 群众组织 各级党委 地方政府 各级政府 基层组织 国际组织 民间组织 犯罪组织 恐怖组织 小微企业 有限公司 股份公司 民营企业 商业银行 人民群众 中小学校 职工代表大会 工会小组 基层党组织 为中心 以人民为中心 核心 全心 两个中心 以经济建设为中心 服务中心 活动中心 学习小组 金融中心 创新中心 科技创新中心 会员代表大会 新时代 政府 会议 办公室 人民法院 人民检察院 检察院 法院 公安局 派出所 医院 大学 学校 中学 小学 银行 协会 党委 党组 纪委 监委 委员会 常委会 公安机关 组织 中心 机场 车站 集团 公司 工会 大队 支队 实验室 研究院 研究所 幼儿园 联盟 证券 基金 组委会 博物馆 图书馆 代表团 理事会 董事会 监事会`

// kindsOfBodies tell of which kind a body is, and name none even with a place before them.
const kindsOfBodies = `上市公司 民营企业 各级工会 各级党委 各级政府 基层工会 犯罪组织 小微企业`

// levelHeads begin the name of a body that leaves its place out: 市总工会.
const levelHeads = "省市县区州镇乡"

// heads begin names of bodies by themselves.
const heads = `全国 中华 中国 中共 中央 国家 国务院 最高 世界 国际 联合国`

// leadingVerbs are words that often stand right before the name of a body or a place,
// without a letter that no name has.
const leadingVerbs = `指示 暗杀 登出 另有 写给 新任 知名 侵占 侵犯 挪用 导致 砍伤 所持 持有 购买 出售 租给 转让 拍卖 查封 冻结 扣押 骗取 诈骗 伪造 冒充 隐瞒 串通 勾结 出纳 致使 要挟 殴打 按照 依照 根据 遵照 组织 加强 成立 召开 走访 来到 走进 成为 参加 参观 出席 担任 历任 兼任 原任 曾任 现任 时任 任职 当选 选举 推荐 推进 推动 支持 指导 领导 学习 宣传 贯彻 落实 建设 建立 创建 开展 深化 实施 邀请 会同 联合 协同 配合 协调 携手 代表 感谢 慰问 调研 考察 视察 检查 督查 督导 赴 加入 位于 坐落 前往 抵达 返回 离开 途经 通过 经过 访问 告诉 表示 指出 强调 认为 介绍 举行 举办 主办 承办 协办 发布 印发 制定 公布 通报 获悉 得知 了解 涉嫌 起诉 状告 收购 控股 投资 创办 设立 组建 改革 改组 选派 派出 派驻 命名 授予 荣获 获得 享受 属于 归属 隶属 毗邻 紧邻 依托 围绕 立足 面向 聚焦 融入 服务 帮助 督促 责成 委托 授权 批准 决定 同意 要求 建议 希望 呼吁 号召 号称 联系 帮扶 援助 援建 对口 结对 团结 动员 带领 率领 引导 教育 培养 激励 关心 关爱 保障 维护 持续 不断 进一步 主持 召集 负责 提交 移送 移交 报送 上报 报告 汇报 反映 举报 投诉 送往 运往 飞抵 驶往 毕业于 就读 就职 供职 任教 工作于 出生于 生于 籍贯 一道 积极 增建 筹建 打造 认定 扩建 新建 共建 筹办 增强 深入 推进 强化 完善 健全 优化 提升 赋能 引进 引入 用好 办好 建好 昨日 昨天 今天 今日 日前 近日 目前 当天 当日 上午 下午 晚上 中午 凌晨 本报讯 记者 讯 其中 以及 还有 包括 例如 比如 尤其 特别是 有关 相关 所属 下属 下辖 辖区 直属 著名 优秀 先进 原 现 新 由 系 叫 见 送 看 查 找 给 离 距 近 临 靠`

// nounVerbs are those of leadingVerbs that are also parts of names: 学习小组, 联合总工会,
// 投资公司.
const nounVerbs = `组织 学习 宣传 建设 服务 教育 培训 指导 领导 联合 协同 协调 考察 检查 督查 督导 视察 监督 投资 控股 发布 信息 保障 维护 援助 帮扶 改革 创新 发展 成立 支持 联系 代表 团结 动员 引导 先进 优秀 著名 负责 通报 报告 反映 举报 投诉 建议 推荐 选举 主办 承办 协办 创建 就业 移交 贯彻 落实 实施 深化 推进 要求 命名 授权 委托 上报 呼吁 公布 制定 打造 优化 提升 现 新 原 系 叫 见 送 看 查 找 给 离 距 近 临 靠 由`

// bodies finds bodies from their last letters to the left.
func (f *finder) bodies() {
	last := 0 // end of the body before
	for i := 0; i < len(f.text); i++ {
		if n := f.words.known.from(f.text, i); n > 0 && i >= last {
			f.found = append(f.found, Name{Kind: Body, Span: daodu.Span{Start: i, End: i + n}})
			last = i + n
		}
		long := f.words.suffixes.upTo(f.text, i+1)
		short := 0
		if long == 0 {
			short = f.words.short.upTo(f.text, i+1)
		}
		if long+short == 0 || f.continues(i+1) || f.words.notBodies.upTo(f.text, i+1) > long+short {
			continue
		}
		if b, ok := f.body(i+1, long, short); ok && b.Span.End > last {
			f.found = f.dropWithin(b.Span)
			f.found = append(f.found, b)
			last = b.Span.End
		}
	}
}

// dropWithin returns the names without the last one when it is a body that stands
// within s.
func (f *finder) dropWithin(s daodu.Span) []Name {
	if n := len(f.found) - 1; n >= 0 && f.found[n].Kind == Body && s.Contains(f.found[n].Span) {
		return f.found[:n]
	}
	return f.found
}

// LastWord returns the length of the word that ends the name of a body, in folded
// letters: 3 for 云溪市总工会.
func LastWord(body []rune) int { return loaded().suffixes.upTo(body, len(body)) }

// continues reports whether the name of a body goes on at i: 工会 of 工会委员会, 部 of
// 部门.
func (f *finder) continues(i int) bool {
	for ahead := 1; ahead <= 4; ahead++ {
		if n := f.words.suffixes.upTo(f.text, i+ahead); n > ahead {
			return true
		}
	}
	if f.at(i) == '门' {
		return true
	}
	return strings.ContainsRune("长员级议谈面分化性力型式务动建改伍士商会区法点群势署件", f.at(i)) && f.at(i) != 0 && f.words.suffixes.upTo(f.text, i) < 2
}

// body returns the body whose last word ends at end and has long letters, or short ones
// for a word that needs a place before it.
func (f *finder) body(end, long, short int) (Name, bool) {
	const most = 22 // letters before the last word
	word := end - long - short
	edge := word
	for edge > 0 && word-edge < most && f.inBody(edge-1) {
		edge--
	}
	edge = f.afterVerb(edge, word)
	if f.words.kinds.upTo(f.text, end) > 0 {
		return Name{}, false
	}
	if at, ok := f.anchor(edge, word); ok {
		if f.at(at) == '第' || short > 0 && word-at < 1 || short > 0 && !f.placedAt(at) && word-at > 4 {
			return Name{}, false
		}
		return Name{Kind: Body, Span: daodu.Span{Start: at, End: end}, Rough: f.counted(at, word)}, true
	}
	if edge == word && long > 0 && f.headAt(word) { // 省委 by itself
		return Name{Kind: Body, Span: daodu.Span{Start: word, End: end}}, true
	}
	for edge < word && (f.is(edge, digit|joint) || strings.ContainsRune("有向新老大小全本家所诉告", f.at(edge))) {
		edge++
	}
	span := daodu.Span{Start: edge, End: end}
	const roughest = 10
	if short > 0 || f.words.rough.upTo(f.text, end) < long || word-edge < 2 || word-edge > roughest || f.words.generic.upTo(f.text, end) >= span.Len() {
		return Name{}, false
	}
	return Name{Kind: Body, Span: span, Rough: true}, true
}

// counted reports whether the words from at to the last one count a body rather than
// name it: 横山区一家具店, 市某医院.
func (f *finder) counted(at, word int) bool {
	for i := at; i < word; i++ {
		if r := f.text[i]; strings.ContainsRune("某两数几", r) || r == '一' && f.at(i-1) != '第' && !strings.ContainsRune("中院医附", f.at(i+1)) && i > at {
			return true
		}
	}
	return false
}

// inBody reports whether the letter at i may stand within the name of a body.
func (f *finder) inBody(i int) bool {
	r := f.text[i]
	switch {
	case !f.is(i, han):
		return r == '·' || r == '(' && f.at(i+1) != ')' && f.closes(i) || r == ')' && f.opens(i)
	case r == '和':
		return f.at(i+1) == '国' || f.at(i+1) == '平' || f.at(i-1) == '共' || f.at(i-1) == '源' || f.at(i-1) == '业' || f.at(i-1) == '展' || f.at(i-1) == '障'
	case f.is(i, stop):
		return strings.ContainsRune("外多为同以个时进当最", r) && (r == '最' && f.at(i+1) == '高' || r == '外' && strings.ContainsRune("交对国", f.at(i+1)) || r == '进' && f.at(i+1) == '出')
	}
	return true
}

// closes and opens allow a place in brackets within a name: 江源(集团)有限公司.
func (f *finder) closes(i int) bool {
	for n := 1; n <= 6; n++ {
		if f.at(i+n) == ')' {
			return n > 1
		}
	}
	return false
}

func (f *finder) opens(i int) bool {
	for n := 1; n <= 6; n++ {
		if f.at(i-n) == '(' {
			return n > 1
		}
	}
	return false
}

// anchor returns where within [edge, word) the name of a body begins: at the first
// place, level or head.
func (f *finder) anchor(edge, word int) (int, bool) {
	k, _ := slices.BinarySearchFunc(f.placed, edge, func(p daodu.Span, at int) int { return p.Start - at })
	best := -1
	if k < len(f.placed) && f.placed[k].Start < word {
		best = f.placed[k].Start
	}
	for i := edge; i < word && (best < 0 || i < best); i++ {
		if f.headAt(i) {
			return i, true
		}
	}
	return best, best >= 0
}

func (f *finder) placedAt(i int) bool {
	_, ok := slices.BinarySearchFunc(f.placed, i, func(p daodu.Span, at int) int { return p.Start - at })
	return ok
}

// headAt reports whether a word that begins the name of a body stands at i.
func (f *finder) headAt(i int) bool {
	if r := f.text[i]; f.words.level.has(r) && strings.ContainsRune(levelHeads, r) {
		return !f.words.notBeforeLevel.has(f.at(i-1)) || f.is(i-1, stop) || i == 0 || !f.is(i-1, han)
	}
	return f.words.heads.from(f.text, i) > 0
}
