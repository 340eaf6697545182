package extract

import (
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/match"
	"github.com/daodu/daodu/internal/zh"
)

// A verdictRule tells units that can never be a point. The rules are tried in order
// over folded text.
type verdictRule struct {
	name   string
	doc    string
	re     *regexp.Regexp
	unless *regexp.Regexp // what makes the unit worth more than that; nil for nothing
}

// reported matches words that make a sentence about a meeting one about what was said
// or held, and those that make 参加 or 主持 part of other matters.
var reported = regexp.MustCompile(`指出|强调|要求|表示|提出|部署|宣布|主要任务|主题是|召开|举行|举办|参加(?:诉讼|工作|革命|劳动|比赛|考试|战斗)|法庭|主持下|参加了?[^,。]{2,}的[^,。]{1,8}$`)

var neverRules = []verdictRule{
	{"note", "a note in brackets: who is responsible, what is shown", regexp.MustCompile(`^\([^()]*\)[。,;]?$`), nil},
	{"byline", "who wrote, edited or photographed", regexp.MustCompile(`\([^()]*(?:摄|照片|供图|制图)\)[。]?$|^\(?(?:本报|新华社)?(?:记者|通讯员|作者|责任编辑|责编|编辑|来源|供稿|撰稿|摄影|记录|校对|审核|图为|图片来源)[ :/]?[\p{Han}、 ]{0,40}\)?$|(?:摄|供图|编写|整理)\)?$|^(?:来源|责编|编辑|责任编辑|作者|记录人?|主题词|关键词|附件):[^。]{0,40}$`), nil},
	{"page", "what a page says about itself", regexp.MustCompile(`版权所有|未经授权|转载请|扫描二维码|扫码|点击(?:下载|查看|阅读)|(?:ICP|公网安)备|免责声明|打印本页|关闭窗口|上一篇|下一篇|相关链接|加载中`), nil},
	{"thanks", "thanks, wishes and greetings", regexp.MustCompile(`谢谢|多谢|(?:表示|致以|送上|道一声)[^,;。]{0,12}(?:感谢|敬意|问候|祝贺|祝福|慰问|欢迎|哀悼|祝愿)|^(?:衷心)?(?:祝愿?|预祝|恭祝)[^,。]{0,20}|^(?:大家|各位|同志们)?(?:上午|下午|早上|晚上)?好[!。]?$`), nil},
	{"transition", "words that lead over to the next part", regexp.MustCompile(`(?:下面|接下来|现在|借此机会|在此|这里)[^。]{0,50}(?:讲|谈|提|说|强调|作|报告)[^。]{0,12}(?:点|个|条|方面|意见|问题|看法|体会|报告工作)|我[^。]{0,20}(?:讲|谈|提|强调)[^。]{0,8}(?:[几一二两三四五六七八九十\d](?:点|个|条|方面))|^(?:主要)?(?:抓|做|讲|谈|把握)?(?:好)?以下[^,。]{0,10}[:。]?$|供(?:同志们|大家|各位)[^,。]{0,6}参考|(?:请予|请各位|敬请)[^。]{0,20}(?:审议|提出意见|批评指正)|(?:提出|制定|作出)(?:如下|以下)[^,。]{0,10}[。]?$|(?:通知|报告|公告|批复|答复|说明|纪要)如下|(?:如下|以下)[^,。]{0,6}(?:意见|通知|事项|工作)?[::]?$|特此(?:通知|公告|报告|函)`), nil},
	{"attendance", "who was there, led the meeting or spoke", regexp.MustCompile(`(?:出席|参加|列席|主持|陪同)(?:了)?(?:今天|本次|此次|这次)?[^,;。:]{0,22}(?:会议?|会见|谈话|活动|仪式|调研|考察|大会|论坛|培训|典礼|会谈|宴会|集会)?[。]?$|(?:参加|出席|列席)[^,;。]{0,16}(?:人员|同志|代表|的)有[::]|(?:作了?|先后|分别|依次)[^,;。]{0,10}(?:发言|汇报|交流)(?:[,。]|$)`), reported},
	{"announcement", "how many points will follow, and nothing else", regexp.MustCompile(`^[^。]{0,30}(?:抓好|做好|讲|提出|办好|议定|做到|把握好|注意|抓住|强调|安排了?)[^,。]{0,8}(?:[一二两三四五六七八九十]{1,3}|\d{1,2})(?:个|点|项|条|件|方面)[^,。\d]{0,8}[。:]?$`), nil},
	{"aside", "what happened around a meeting", regexp.MustCompile(`^(?:\p{Han}{0,4}会(?:前|后|议(?:前|后|开始前|结束后|期间))|活动(?:前|后)),`), nil},
	{"occasion", "which meeting this is, and nothing else", regexp.MustCompile(`^(?:[^,。]{0,24},)?(?:今天|今晚|现在)?,?[^,。]{0,4}(?:我们|大家)[^。]{0,24}(?:召开|举行|举办|聚集|欢聚)[^,。]{0,40}(?:会|会议|大会|活动|仪式|论坛)[。!]?$`), nil},
	{"closing", "calls at the end that say nothing of their own", regexp.MustCompile(`^让我们[^。]*$|^(?:让我们|我们要)?[^。]{0,60}(?:而|不懈|共同|团结)(?:努力)?奋斗[!。]$|奋力谱写[^。]{0,30}篇章[!。]?$|^(?:现场)?(?:响起|爆发)[^。]*掌声`), nil},
}

// neverSet tells which of neverRules may match at all.
var neverSet = func() *match.Set {
	var all []*regexp.Regexp
	for _, r := range neverRules {
		all = append(all, r.re)
	}
	return match.NewSet(all...)
}()

// judge finds out which units can never be a point.
func (t *text) judge() {
	for i := range t.units {
		t.units[i].never = t.verdict(i)
	}
}

// leastLetters is the number of Chinese letters below which a unit says too little.
const leastLetters = 8

// leastHeading is the same for headings. Short ones, and those that only name a matter
// (2025年工作回顾), are but labels.
const leastHeading = 12

var labels = regexp.MustCompile(`^关于|(?:回顾|过程|情况|背景|意义|目标|思路|任务|工作|概况|分工|事项|形势|问题)$`)

// verdict returns why unit i can never be a point, "" when it can.
func (t *text) verdict(i int) string {
	u := &t.units[i]
	folded := t.slice(u.span)
	switch {
	case u.letters < leastLetters:
		return "short"
	case zh.Dateline(folded) >= len(folded), zh.Salutation(folded) == len(folded):
		return "head"
	case t.fragment(u.span):
		return "fragment"
	case t.condition(u.span):
		return "condition"
	case t.severe(u.span):
		return "damage"
	case u.span.End < len(t.folded) && t.folded[u.span.End] == ':':
		return "announcement"
	case slices.Contains(t.runes[u.span.Start:u.span.End], '\t'):
		return "table"
	case u.heading && (u.letters < leastHeading || labels.MatchString(string(folded))):
		return "heading"
	case u.section != nil && u.section.root().Kind == daodu.Salutation, u.section != nil && u.section.Kind == daodu.Transition:
		return "role"
	}
	return ruled(folded)
}

// ruled returns the first of neverRules that matches, "" for none.
func ruled(folded []rune) string {
	may := neverSet.Candidates(folded)
	if may == 0 {
		return ""
	}
	s := string(folded)
	for bit, rule := range neverRules {
		if may&(1<<bit) == 0 || !rule.re.MatchString(s) {
			continue
		}
		if rule.unless == nil || !rule.unless.MatchString(s) {
			return rule.name
		}
	}
	return ""
}

// condition reports whether s is an item of a list of conditions (情节严重的；), as laws
// have them: what follows from it stands before the list.
func (t *text) condition(s daodu.Span) bool {
	listed := s.End < len(t.folded) && t.folded[s.End] == ';'
	return strings.HasSuffix(strings.TrimRight(string(t.slice(s)), "。"), "的") && (listed || t.article.Genre == daodu.GenreLaw)
}

// fragment reports whether s is the broken end of a text that was cut short.
func (t *text) fragment(s daodu.Span) bool {
	if strings.ContainsRune("。!?”’)》", t.folded[s.End-1]) && strings.ContainsAny(string(t.slice(s)), "。!?") {
		return false
	}
	for _, d := range t.article.Damage {
		if (d.Kind == daodu.Truncated || d.Kind == daodu.Preview) && d.Span.Overlaps(s) && s.End >= d.Span.End-1 {
			return true
		}
	}
	return false
}

// severe reports whether words of s are lost or cannot be read.
func (t *text) severe(s daodu.Span) bool {
	for _, d := range t.article.Damage {
		if d.Severity == daodu.SeveritySevere && d.Kind != daodu.Truncated && d.Kind != daodu.Preview && d.Kind != daodu.Thin &&
			d.Span.Len() < len(t.runes)/2 && d.Span.Overlaps(s) {
			return true
		}
	}
	return false
}
