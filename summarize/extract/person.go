package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// A person is somebody the text names.
type person struct {
	name string     // folded
	role string     // as written, "" when the text gives none beside the name
	span daodu.Span // the name, with the role before it
	at   daodu.Span // the name alone
}

// surnames are the common ones, folded; with them nearly all Chinese names begin. A
// letter that mostly begins other words is left out.
const surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦柳邢岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹苗凌费纪靳盛童欧甄项曲游阳裴席卫查屈鲍覃霍翁隋甘景薄单柏宁柯阮桂闵解柴华车冉房边吉饶刁瞿戚古池滕晋苑邬臧畅宫苟褚廉娄符奚穆燕郎邸冀谈姬屠连郜晏栾郁商蒙喻窦迟宇敖冷卓花仇艾蓝习蔡丛关米沙肖闫付代"

var isSurname = func() map[rune]bool {
	set := map[rune]bool{}
	for _, r := range surnames {
		set[r] = true
	}
	return set
}()

// doubleSurnames are those of two letters.
var doubleSurnames = strings.Fields(`欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 长孙 宇文 端木`)

// offices are the words that end an office before a name.
var offices = newWords(`总书记 书记 副委员长 委员长 国家主席 主席 总理 省长 市长 州长 县长 区长 镇长 乡长 部长 厅长 局长 司长 处长 科长 所长 署长 行长 院长 校长
	检察长 理事长 董事长 会长 总经理 总裁 总工程师 主任 组长 社长 台长 馆长 站长 厂长 队长 秘书长 司令员 政委 参谋长 发言人 负责人 主编 教授 研究员 院士 专员 行政长官
	大使 总统 首相 国王 总干事 召集人 顾问 班长 经理 常委 委员 理事 干事 议员`)

// jobs say less: 工人 may be followed by any word, so a name behind them needs a sign
// of its own.
var jobs = newWords(`代表 工人 职工 教师 师傅 技师 队员 骑手 司机 快递员 医生 护士 农民 工匠 劳模 同志 学员 组员 记者`)

var (
	titleTail = regexp.MustCompile(`^(?:总书记|主席|总理|同志|书记|部长|市长|省长|县长|局长|厂长|主任|先生|女士|老师|师傅)`)
	nameList  = regexp.MustCompile(`(?:\p{Han}{2,4}、){1,30}\p{Han}{2,4}(?:等)?(?:\d{1,3}|[一二两三四五六七八九十]{1,3})?(?:位|名|人|同志)?[^。;:]{0,40}?(?:发言|汇报|参加|出席|列席|陪同|主持)`)
	bylines   = regexp.MustCompile(`(?:记者|通讯员|责编|编辑|摄影|供图)[ :/]{0,3}(?:\p{Han}{2,3}[ 、]{0,2}){1,6}`)
)

// notNames are words that begin like a name but are none.
var notNames = strings.Fields(`文化 文明 文件 文章 文艺 程度 方面 方式 方法 方案 方向 高度 高质 高校 高级 高新 高技 高层 高标 万人 万名 安全 安排 安定 康复 金融 金牌 金额 白天 常态 常务 时间 时代 时期 时刻 时候
	时任 项目 项工 关于 关心 关键 关注 单位 连续 连接 解决 华东 华北 华人 边境 古代 古镇 石化 石油 石头 田间 田野 任务 任何 任期 任免 马上 马克 温暖 温度 易地 易于 严格 严重 严肃 严密 严明 卫生 查处 查找 查看 管理 管好 管道
	费用 纪检 纪委 纪律 纪念 盛会 盛大 景区 宁可 甘肃 江苏 江西 云南 海南 曲折 游客 游戏 席位 商业 商务 商品 谈话 谈判 符合 花费 冷链 习惯 代表 代替 付出 沙龙 米饭 车间 车辆 车站 房屋 房地 花园 宫廷 苗木 祝贺 祝愿 武装 武术 汤圆
	余名 余人 余家 余件 余种 何时 何种 于是 于今 许可 许多 应当 左右 古城 广大 全体 何以 丁香 江河 江山 龙头 龙舟 毛病 牛羊 熊猫 孔子 孟子 程序 史诗 史册 史料 夏季 夏天 秋季 冬季 谷物 辛勤 辛苦 常年 常委 经验 梅花 庄严 庄稼 齐心 齐全 齐抓 和谐 段落 尤其 申请 申报 申诉 毕业 焦点 向上 柳树
	宋代 唐代 明代 清代 汉代 顾客 顾问 侯补 陶瓷 洪水 钱款 贺信 莫大 燕子 晋级 蓝图 蓝天 穆斯 廉洁 廉政 连锁 连年 商会 商圈 单独 单项 解放 解除 解读 凌晨 童年 童心 卓越 薄弱 景观 迟到 冀望 宁愿 阳光 阳台 水平 成员 成立 沈阳 温州 福州 金华 黄河 黄海 黄金 白酒 白银 方便 于此 高峰 高铁 高速 石家 江海 安徽 安康 康养 龙江 常州`)

// foreignDot parts the names of other peoples: 艾尔肯·吐尼亚孜.
const foreignDot = '·'

// people finds the persons that the text names, in order.
func (t *text) people() []person {
	f := &nameFinder{t: t, skip: t.matches(bylines)}
	f.behindOffices(offices, false)
	f.inLists()
	f.beforeTitles()
	f.behindOffices(jobs, true)
	slices.SortStableFunc(f.found, func(a, b person) int { return a.at.Start - b.at.Start })
	return f.found
}

// A nameFinder collects persons, each once.
type nameFinder struct {
	t     *text
	skip  []daodu.Span // bylines
	found []person
}

// matches returns where a pattern matches the folded text.
func (t *text) matches(re *regexp.Regexp) []daodu.Span {
	var out []daodu.Span
	from, pos := 0, 0
	for _, m := range re.FindAllStringIndex(t.foldedText, -1) {
		pos += utf8.RuneCountInString(t.foldedText[from:m[0]])
		end := pos + utf8.RuneCountInString(t.foldedText[m[0]:m[1]])
		out = append(out, daodu.Span{Start: pos, End: end})
		from, pos = m[1], end
	}
	return out
}

// behindOffices finds names behind a word for an office. careful asks for a sign that
// what follows is a name.
func (f *nameFinder) behindOffices(w words, careful bool) {
	for _, m := range w.find(f.t.folded) {
		if m.End < len(f.t.folded) && f.t.folded[m.End] == '会' {
			continue // 委员 of 委员会
		}
		name, sure := f.t.nameAt(m.End)
		if name.Len() == 0 || careful && !sure && f.t.count(name) < 2 {
			continue
		}
		role := f.t.roleBefore(m.End)
		f.add(person{at: name, span: daodu.Span{Start: role.Start, End: name.End}, role: f.t.words(role)})
		f.andOthers(name.End)
	}
}

// andOthers goes on with a list behind a name: 副主席某某、某某、某某.
func (f *nameFinder) andOthers(at int) {
	for at < len(f.t.folded) && f.t.folded[at] == '、' {
		name, sure := f.t.nameAt(at + 1)
		if !sure {
			return
		}
		f.add(person{at: name, span: name})
		at = name.End
	}
}

// inLists finds lists of names before 发言, 参加 and the like. Every item has to look
// like a name.
func (f *nameFinder) inLists() {
	for _, m := range f.t.matches(nameList) {
		var names []daodu.Span
		at := m.Start
		for {
			name, sure := f.t.nameAt(at)
			if !sure {
				break
			}
			names = append(names, name)
			if at = name.End; at >= m.End || f.t.folded[at] != '、' {
				break
			}
			at++
		}
		if len(names) < 2 {
			continue
		}
		for _, n := range names {
			f.add(person{at: n, span: n})
		}
	}
}

// beforeTitles finds names before a title (习近平总书记) that stand there twice, or are
// known from the head of the article.
func (f *nameFinder) beforeTitles() {
	for i := range f.t.folded {
		if !isSurname[f.t.folded[i]] || i > 0 && !f.t.opensName(i) {
			continue
		}
		for n := 2; n <= 3 && i+n < len(f.t.folded); n++ {
			s := daodu.Span{Start: i, End: i + n}
			title := titleTail.FindString(string(f.t.folded[s.End:min(len(f.t.folded), s.End+4)]))
			if title == "" || !f.t.looksLikeName(s) || f.t.count(s) < 2 && !f.t.isSpeaker(s) {
				continue
			}
			p := person{at: s, span: daodu.Span{Start: i, End: s.End + utf8.RuneCountInString(title)}}
			if offices.end([]rune(title)) { // 同志 and 女士 are no offices
				p.role = f.t.words(daodu.Span{Start: s.End, End: p.span.End})
			}
			f.add(p)
		}
	}
}

// isSpeaker reports whether the head of the article names s.
func (t *text) isSpeaker(s daodu.Span) bool {
	speaker := t.article.Speaker
	return speaker != nil && zh.FoldString(speaker.Name) == string(t.slice(s))
}

// add takes a person unless the name is known or stands in a byline. A role replaces
// none.
func (f *nameFinder) add(p person) {
	p.name = string(f.t.slice(p.at))
	if slices.ContainsFunc(f.skip, p.at.Overlaps) {
		return
	}
	for i := range f.found {
		if f.found[i].name == p.name {
			if f.found[i].role == "" && p.role != "" {
				f.found[i] = p
			}
			return
		}
	}
	f.found = append(f.found, p)
}

// count returns how often the words at s stand in the text, at most twice.
func (t *text) count(s daodu.Span) int { return len(t.places(t.slice(s), 2)) }

// nameAt returns the name that begins at i, an empty span for none. sure tells that
// what follows shows where it ends.
func (t *text) nameAt(i int) (name daodu.Span, sure bool) {
	if n := t.foreignName(i); n > 0 {
		return daodu.Span{Start: i, End: i + n}, true
	}
	short, long := 2, 3
	if t.hasDoubleSurname(i) {
		short, long = 3, 4
	}
	three, two := daodu.Span{Start: i, End: i + long}, daodu.Span{Start: i, End: i + short}
	switch {
	case t.looksLikeName(three) && t.atMark(three.End):
		return three, true
	case t.looksLikeName(two) && t.atMark(two.End):
		return two, true
	case t.plausible(three) && t.endsName(three.End):
		return three, true
	case t.plausible(two) && t.endsName(two.End):
		return two, true
	case t.plausible(three) && t.count(three) >= 2:
		return three, false
	case t.plausible(two) && t.count(two) >= 2 && !t.plausible(three):
		return two, false
	}
	return daodu.Span{}, false
}

// foreignName returns the length of a name with a dot at i, 0 for none.
func (t *text) foreignName(i int) int {
	const most = 16
	dot := 0
	for n := 0; i+n < len(t.folded) && n < most; n++ {
		switch r := t.folded[i+n]; {
		case r == foreignDot && n > 0:
			dot = n
		case !zh.IsHan(r):
			return 0
		case dot > 0 && n > dot+1 && t.endsName(i+n+1) && !(i+n+1 < len(t.folded) && t.folded[i+n+1] == foreignDot):
			return n + 1
		}
	}
	return 0
}

func (t *text) hasDoubleSurname(i int) bool {
	return i+2 <= len(t.folded) && slices.Contains(doubleSurnames, string(t.folded[i:i+2]))
}

// inNames are letters that hardly stand in given names but often behind them.
const inNames = "的是在和与同向就说作为等了将也被把从及其这那有不会上下时后前中参出主来到对让给使能可要应该我你他她它们"

// looksLikeName reports whether s is a surname and a plausible given name.
func (t *text) looksLikeName(s daodu.Span) bool {
	if s.End > len(t.folded) || s.Len() < 2 {
		return false
	}
	letters := t.slice(s)
	if zh.HanCount(letters) != len(letters) || slices.Contains(notNames, string(letters[:2])) {
		return false
	}
	if !isSurname[letters[0]] && !t.hasDoubleSurname(s.Start) {
		return false
	}
	return !endsInOffice(letters) && !strings.ContainsRune("等们说称讲道谈", letters[len(letters)-1])
}

// endsInOffice reports whether s ends in a word for an office or a job.
func endsInOffice(s []rune) bool { return offices.end(s) || jobs.end(s) }

// plausible is looksLikeName for a name with a word right behind it, whose first
// letter must not be taken for the name's last.
func (t *text) plausible(s daodu.Span) bool {
	return t.looksLikeName(s) && !strings.ContainsAny(string(t.slice(s)[1:]), inNames)
}

// atMark reports whether a mark or the end of the text stands at i.
func (t *text) atMark(i int) bool { return i >= len(t.folded) || !zh.IsHan(t.folded[i]) }

// follows matches what comes behind a name.
var follows = regexp.MustCompile(`^(?:[^\p{Han}]|出席|参加|列席|主持|指出|强调|要求|表示|提出|说|认为|介绍|在|和|与|同|作|对|向|代表|率|陪同|宣布|等|先后|告诉|就|以|为|的|也|还|一行|同志|总书记|主席|先生|女士|今|昨|近日|日前|分别|担任|任|会见|致|讲|率队|建议|回顾|回忆|感慨|坦言|透露|呼吁|谈|到|走|深入|带队|发表|签署|主任|师傅)`)

// endsName reports whether a name may end at i.
func (t *text) endsName(i int) bool {
	return i >= len(t.folded) || follows.MatchString(string(t.folded[i:min(len(t.folded), i+3)]))
}

// opensName reports whether a name may begin at i.
func (t *text) opensName(i int) bool {
	r := t.folded[i-1]
	return !zh.IsHan(r) || strings.ContainsRune("以同和与由请对受据在于是向着习照听把沿", r)
}

// longestRole is how many letters an office has at most.
const longestRole = 40

// roleBefore returns the office that ends at end: back to a mark, or to a word like
// 由 that puts the person into the sentence.
func (t *text) roleBefore(end int) daodu.Span {
	start := end
	for start > 0 && end-start < longestRole && t.inRole(start-1, end) {
		start--
	}
	for start < end && strings.ContainsRune("、该本由请时任据被让", t.folded[start]) {
		start++
	}
	return daodu.Span{Start: start, End: end}
}

// inRole reports whether the letter at i belongs to the office that ends at end.
func (t *text) inRole(i, end int) bool {
	r := t.folded[i]
	if r == '、' {
		// Only offices are joined; before a name in a list the office begins anew.
		return endsInOffice(t.folded[:i])
	}
	return zh.IsHan(r) && !strings.ContainsRune("由请被让据", r) || strings.ContainsRune("“”·()", r) && i < end-2
}

// guidePeople makes the persons of a guide.
func (t *text) guidePeople(most int) []daodu.Person {
	out := []daodu.Person{}
	for _, p := range t.people() {
		if len(out) == most {
			break
		}
		out = append(out, daodu.Person{Name: t.words(p.at), Role: p.role, Quotes: []daodu.Quote{t.quote(p.span)}})
	}
	return out
}
