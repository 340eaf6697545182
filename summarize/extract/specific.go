package extract

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/match"
)

// What makes a stretch specific, in points that specific maps onto 0..1.
const (
	pointsFigure = 1.0 // the first figure
	pointsMore   = 0.4 // each further one, of up to 3
	pointsLimit  = 1.0 // a date by which something is due
	pointsDate   = 0.5 // another date
	pointsTerm   = 0.5 // a quoted term that is no common one, of up to 2
	pointsBody   = 0.6 // who is responsible
	pointsTitle  = 0.3 // a document
	halfway      = 1.5 // points that make 1-1/e
)

var (
	// responsible matches a body with what it has to do.
	responsible = regexp.MustCompile(`由[^,。;]{2,24}(?:牵头|负责|承担|会同|组织|实施|约谈|授予|解决|开展|提出)|[\p{Han}]{2,20}(?:部|局|委|办|厅|处|会|院|公司|中心|办公室)(?:牵头|会同|负责|联合)|第一责任人`)
	// document matches a title.
	document = regexp.MustCompile(`《[^》]{2,40}》`)
	namedSet = match.NewSet(responsible, document)
)

// specific returns how far the words at s are said by this text only: 0 for set
// phrases, towards 1 for figures with units, dates, named projects and bodies. It
// knows common phrases from a short list; a table of many texts would know better.
func (t *text) specific(s daodu.Span) float64 {
	points := 0.0
	for i := range t.figuresIn(s) {
		points += []float64{pointsFigure, pointsMore, pointsMore, pointsMore, 0}[min(i, 4)]
	}
	for _, w := range t.datesIn(s) {
		if w.limit {
			points += pointsLimit
		} else {
			points += pointsDate
		}
	}
	folded := string(t.slice(s))
	points += pointsTerm * float64(min(2, t.quotedIn(s)))
	may := namedSet.Candidates(t.slice(s))
	if may&1 != 0 && responsible.MatchString(folded) {
		points += pointsBody
	}
	if may&2 != 0 && document.MatchString(folded) {
		points += pointsTitle
	}
	value := (1 - math.Exp(-points/halfway)) * (1 - formulaic(folded))
	return math.Round(value*100) / 100
}

// quotedIn counts the quoted terms within s that are no common slogans.
func (t *text) quotedIn(s daodu.Span) int {
	n := 0
	for _, q := range quotations(t.folded, s) {
		if words := string(t.folded[q.Start:q.End]); q.Len() >= 2 && q.Len() <= 14 && !isSlogan(words) {
			n++
		}
	}
	return n
}

// formulaic returns the share of the letters of s that stand in set phrases, 0..1.
func formulaic(s string) float64 {
	total := len([]rune(s))
	if total == 0 {
		return 0
	}
	return float64(total-len([]rune(withoutFormulas.Replace(s)))) / float64(total)
}

// withoutFormulas takes the longest of formulas out at each place.
var withoutFormulas = func() *strings.Replacer {
	words := slices.Clone(formulas)
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, w := range words {
		pairs = append(pairs, w, "")
	}
	return strings.NewReplacer(pairs...)
}()

// formulas are phrases that thousands of texts share, folded.
var formulas = strings.Fields(`
	习近平新时代中国特色社会主义思想 以习近平同志为核心的党中央 中国特色社会主义 党的二十大精神 党的十九大精神
	马克思列宁主义 毛泽东思想 邓小平理论 三个代表重要思想 科学发展观 社会主义现代化国家 社会主义现代化强国
	中华民族伟大复兴 中国式现代化 高质量发展 新发展理念 新发展格局 以人民为中心 全过程人民民主 构建人类命运共同体
	全国各族人民 全面从严治党 党中央决策部署 党中央权威和集中统一领导 思想上政治上行动上 保持高度一致
	决定性意义 历史性成就 历史性变革 稳中求进工作总基调 改革开放 依法治国 党的领导 党的建设 党和国家事业
	新时代新征程 新征程 新时代 历史使命 根本遵循 行动指南 团结奋斗 踔厉奋发 勇毅前行 守正创新 自信自强
	现实意义 深远历史意义 伟大旗帜 坚强领导 凝心聚力 真抓实干 开拓创新 锐意进取 同心同德 奋发有为 求真务实
	提高政治站位 统一思想 走深走实 落地见效 贯彻落实 深入学习 凝心铸魂 高度重视 认真履行 团结带领 听党话 跟党走
	劳模精神 劳动精神 工匠精神 主力军作用 桥梁纽带作用 群众路线 人民群众 职工群众 获得感 幸福感 安全感
	新局面 新篇章 新贡献 新气象 新作为 再上新台阶 重要论述 重要指示精神 重要讲话精神 重大意义 首要政治任务`)
