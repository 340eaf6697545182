package names

import (
	_ "embed"
	"strings"

	"github.com/daodu/daodu"
)

// placeNames is the table of well-known places; see its first lines.
//
//go:embed tables/places.txt
var placeNames string

// placeTable returns the places of the table, and which of them are also parts of
// other words.
func placeTable() (names string, unsure map[string]bool) {
	unsure = map[string]bool{}
	var b strings.Builder
	for line := range strings.Lines(placeNames) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(line) {
			name, doubt := strings.CutSuffix(w, "?")
			if doubt {
				unsure[name] = true
			}
			b.WriteString(name)
			b.WriteByte(' ')
		}
	}
	return b.String(), unsure
}

const (
	// levelLetters end the names of places.
	levelLetters = "省市县区镇乡村旗州盟路街屯"
	// notBeforeLevel are letters that make another word with a level behind them: 城市,
	// 社区, 道路, 上市.
	notBeforeLevel = "城上超股楼门夜早社地校园景郊灾山小片战军选特辖库矿林牧农渔老全本该各我某贵此两每都乡县镇市区省下回家故水道公铁线思出之走一网陆电半顺来去同新开发级直自治心政村街路岸港保海禁疫管控险盲误音雷住居厂社游商库头灾旧华神九贫落空民古集族名小跨进入到从在任乱全多几数个座条夜庙闹黑赶花果蔬菜车楼期现货股债汇外内国"
	// notBehindLevel are letters that make another word with a level before them: 市场,
	// 区域, 路线.
	notBehindLevel = "场民域别级线径面容值价况块间隔情寨庄落干际标由桥灯口基"
)

// genericPlaces end in a level but name no place.
const genericPlaces = `农村 墟市 整省 整市 设区 撤县 保税区 示范区 发展区 贸易区 先行区 试验区 试点区 贫困县 脱贫县 城中村 和美乡 赛区 专区 特区 自贸区 开发区 高新区 新区 园区 功能区 聚集区 集聚区 保护区 合作区 创新区 引领区 主产区 生态区 流域区 缓冲区 服务区 生活区 工业区 商业区 住宅区 作业区 养殖区 种植区 监管区 隔离区 危险区 活动区 文化区 办公区 候车区 等候区 展区 病区 疫区 震区 考区 选区 防区 警区 教区 片区 强省 强市 强县 强区 强镇 特色镇 重镇 中心镇 百强县 试点县 示范县 示范村 示范镇 示范乡 兄弟省 兄弟市 副省 候选区 生态县 旅游县 民族县 边境县 革命老区 两岸 地级市 县级市 副省级市 一线城市 超市 股市 楼市 房市 夜市 早市 汇市 债市 门市 集市 黑市 街市 花市 闹市 牛市 熊市 都市 城市 上市 入市 开市 收市 休市 退市 菜市 行政村 自然村 驻村 包村 整村 空心村 美丽乡 家乡 故乡 老乡 下乡 返乡 城乡 回乡 思乡 异乡 他乡 水乡 侨乡 同乡 入乡 离乡 兴乡 乡镇 城镇 集镇 小镇 古镇 村镇 市镇 红旗 国旗 党旗 军旗 大旗 锦旗 升旗 彩旗 品牌旗 联盟 同盟 加盟 结盟`

// places finds places: those of the table first, then by their level.
func (f *finder) places() {
	end := 0 // of the last place
	for i := 0; i < len(f.text); i++ {
		if n := f.words.places.from(f.text, i); n > 0 && f.meant(i, n, end) {
			at := daodu.Span{Start: i, End: f.withLevel(i + n)}
			f.addPlace(at)
			end, i = at.End, at.End-1
			continue
		}
		if at, ok := f.byLevel(i, end); ok {
			f.addPlace(at)
			end = at.End
		}
	}
}

func (f *finder) addPlace(at daodu.Span) {
	f.placed = append(f.placed, at)
	f.found = append(f.found, Name{Kind: Place, Span: at})
}

// meant reports whether the n letters at i, which stand in the table, mean the place.
func (f *finder) meant(i, n, last int) bool {
	if !f.words.unsure[string(f.text[i:i+n])] {
		return true
	}
	before, next := f.at(i-1), f.at(i+n)
	switch {
	case strings.ContainsRune("省市县区州盟地", next) && f.at(i+n+1) != '部':
		return true
	case last == i && last > 0, strings.ContainsRune("在到赴抵于从省区、自往", before) && before != 0:
		return !f.is(i+n, joint) || next == '和' || next == '等' || next == '的'
	}
	return !f.is(i-1, han) && !f.is(i+n, han)
}

// withLevel returns where a place of the table that ends at i really ends: 云南省,
// 延边朝鲜族自治州.
func (f *finder) withLevel(i int) int {
	if n := f.words.levels.from(f.text, i); n > 0 {
		return i + n
	}
	if strings.ContainsRune("省市县州区岛", f.at(i)) && f.at(i) != 0 && !strings.ContainsRune(notBehindLevel, f.at(i+1)) {
		return i + 1
	}
	for n := range 12 { // 巴音郭楞蒙古自治州
		if !f.is(i+n, han) || f.is(i+n, stop) {
			break
		}
		if f.at(i+n) == '自' && f.at(i+n+1) == '治' && strings.ContainsRune("州县旗区", f.at(i+n+2)) {
			return i + n + 3
		}
	}
	return i
}

// levels are what may follow the short name of a place.
const levels = `特别行政区 自治区 自治州 自治县 自治旗 地区 新区 经济技术开发区 高新区 开发区 自由贸易试验区 自贸试验区 自贸区`

// byLevel returns the place that ends in the level at i, found by its letters. last is
// where the place before it ends: behind it the name begins.
func (f *finder) byLevel(i, last int) (daodu.Span, bool) {
	level := f.at(i)
	if i == 0 || !f.words.level.has(level) {
		return daodu.Span{}, false
	}
	if f.otherWord(i) || strings.ContainsRune(notBehindLevel, f.at(i+1)) && f.is(i+1, han) {
		return daodu.Span{}, false
	}
	const most = 4 // letters before the level
	start := i
	for start > last && i-start < most && f.is(start-1, han) && !f.is(start-1, stop) && !f.levelAt(start-1) && !f.and(start-1) {
		start--
	}
	if f.words.genericPlaces.upTo(f.text, i+1) > 0 {
		return daodu.Span{}, false
	}
	start = f.afterVerb(start, i)
	behind := start == last && last > 0 && start > 0 // stands behind another place
	n := i - start
	switch {
	case strings.ContainsRune("路街屯", level):
		behind = behind || f.is(i+1, digit)
		return daodu.Span{Start: start, End: i + 1}, behind && n >= 2
	case behind:
		return daodu.Span{Start: start, End: i + 1}, n >= 1
	}
	// Without a place before it the name has to begin where a clause or a noun does.
	open := !f.is(start-1, han) || f.is(start-1, stop) || f.and(start-1) || f.verbBefore(start)
	return daodu.Span{Start: start, End: i + 1}, open && n >= 2 && n < most && (!f.isWord(start) || strings.ContainsRune("省市县区", level))
}

// otherWord reports whether the level at i makes another word with the letter before it:
// 城市, 林区.
func (f *finder) otherWord(i int) bool {
	before := f.at(i - 1)
	if strings.ContainsRune("镇乡村", f.at(i)) {
		return strings.ContainsRune("城乡全本该各我此两每名小古贫空中集镇市", before)
	}
	return f.words.notBeforeLevel.has(before)
}

// and reports whether the letter at i joins two names, and is no part of one (和平区).
func (f *finder) and(i int) bool {
	return f.at(i) == '和' && !strings.ContainsRune("平田顺静龙林硕布政", f.at(i+1))
}

func (f *finder) levelAt(i int) bool { return f.words.level.has(f.at(i)) }

// afterVerb returns start moved behind verbs that stand between it and end.
func (f *finder) afterVerb(start, end int) int {
	for at := start; at < end-1; at++ {
		n := f.words.verbs.from(f.text, at)
		if n > 0 && at+n <= end && (f.words.nounVerbs.from(f.text, at) != n || f.anchored(at+n)) {
			start, at = at+n, at+n-1
		}
	}
	return start
}

// anchored reports whether the name of a body surely begins at i: with a place of the
// table, a level or another head.
func (f *finder) anchored(i int) bool {
	return i < len(f.text) && (f.words.places.from(f.text, i) > 0 || f.headAt(i))
}

func (f *finder) verbBefore(i int) bool { return f.words.verbs.upTo(f.text, i) > 0 }
