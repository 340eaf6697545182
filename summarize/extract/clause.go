package extract

import (
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/match"
)

// A clause is a piece of a unit between commas, semicolons and colons.
type clause struct {
	span  daodu.Span // without the mark behind it
	class clauseClass
	colon bool // a colon follows: what it announces must follow too
	tight bool // begins with 就, 才: cannot stand without the clause before
}

// A clauseClass says whether a clause can stand alone.
type clauseClass int

const (
	mainClause  clauseClass = iota
	background              // time, means, purpose: can be left out, cannot stand alone
	conditional             // 只要, 如果, 凡是…的: leaving it out turns the sense
	stub                    // too short, or 某某指出
)

var (
	conditions  = regexp.MustCompile(`^(?:如果|若|倘|假如|如(?:未|有|无|遇|需|因)|遇到?|只要|只有|除非|凡|无论|不论|不管|即使|即便|虽然|虽|尽管|既然|因为|因|由于|与其|宁可|一旦|对|有的|不仅|不但|不只|既|没有|当[^前年地])|[^目]的$|每(?:投入|增加|减少|提高|完成|发现)[^,]*$|^(?:气温|温度|水位|风力)[^,]*[度级米]$|的(?:人|单位|企业|地方|项目|事项|情况|同志|职工|干部)$`)
	backgrounds = regexp.MustCompile(`(?:出席|参加|主持)[^,]{0,30}(?:会议|大会|活动|仪式|座谈会|开幕式|讲话|致辞|发言)$|^(?:随着|为了?[^,]|按照|根据|依据|依照|遵照|经|通过|针对|围绕|结合|借助|凭借|鉴于|本着|基于|在[^,]{2,30}(?:上|中|下|前|后|时|里|内|间|期间|方面|领域|基础上|过程中|背景下|领导下|条件下)$|自[^己主觉然信]|从[^,]{1,20}(?:起|来看|看|以来)$|近年来|近几年|目前|当前|今天|日前|近日|昨日|昨天|刚才|过去|如今|同时|此外|另外|与此同时|下一步|今后|接下来|总的看|总体看|据[^此点守]|以[^,]{2,30}(?:力|方式|形式|态度|名义|姿态|契机|载体|抓手|重点|主线)$)|(?:时|时候|后|前|之后|之前|以来|期间|之际|来看|来说|而言|基础上|的同时|过程中|背景下|领导下|方面|年来|情况下)$`)
	stubs       = regexp.MustCompile(`(?:指出|强调|要求|表示|提出|认为|希望|说|介绍|看到|认识到|体会到|知道|告诉记者|了解到|获悉|得知|消息|讯|报道|介绍|显示|称|是|即|如|例如|[作做][过了]一次\p{Han}{2,4})$`)
	tights      = regexp.MustCompile(`^(?:就(?:是|要|会|能|可|应|必|不|没|显|使|让|把)|才|则|便|却|从而|进而|因而|因此|所以|以便|以免|以期|使|致使|导致|防止|避免|也(?:是|要|会|能|不|没)|但|而|并|或|及|直至|否则|反之|其中|即|真正做到|是|[二三四五六七八九十]是|与|和|要看|更|还|只看|同时|以及|加上|对[^,]*(?:具有|有着|意义|产生))`)
)

// clauses parts s at commas, semicolons and colons outside of brackets and titles. The
// answer is kept, since the same sentence is asked for by several lists.
func (t *text) clauses(s daodu.Span) []clause {
	out, known := t.parted[s]
	if !known {
		out = t.part(s)
		t.parted[s] = out
	}
	return out
}

// part does the work of clauses.
func (t *text) part(s daodu.Span) []clause {
	var out []clause
	start, depth := s.Start, 0
	for i := s.Start; i < s.End; i++ {
		switch t.folded[i] {
		case '(', '《', '〈', '【', '[':
			depth++
		case ')', '》', '〉', '】', ']':
			depth = max(depth-1, 0)
		case ',', ';', ':', '。', '!', '?', '…':
			if depth == 0 && !t.amidFigures(i) {
				out = t.appendClause(out, daodu.Span{Start: start, End: i}, t.folded[i] == ':')
				start = i + 1
			}
		}
	}
	return t.appendClause(out, daodu.Span{Start: start, End: s.End}, false)
}

// amidFigures reports whether the mark at i stands within a number or clock time.
func (t *text) amidFigures(i int) bool {
	return i > 0 && i+1 < len(t.folded) && isDigit(t.folded[i-1]) && isDigit(t.folded[i+1])
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// clauseSet tells which patterns may match, as bits 1, 2, 4, 8; most clauses need none.
var clauseSet = match.NewSet(stubs, conditions, backgrounds, tights)

// appendClause appends the clause at s, without quotation marks that close before it,
// and tells its class from its words.
func (t *text) appendClause(out []clause, s daodu.Span, colon bool) []clause {
	for s.Start < s.End && strings.ContainsRune(" \n”’)", t.folded[s.Start]) {
		s.Start++
	}
	if s.Len() == 0 {
		return out
	}
	c := clause{span: s, colon: colon}
	folded := strings.Trim(string(t.slice(s)), "“”‘’ ")
	may := clauseSet.Candidates(t.slice(s))
	switch {
	case letters(t.runes[s.Start:s.End]) < 4, may&1 != 0 && stubs.MatchString(folded):
		c.class = stub
	case may&2 != 0 && conditions.MatchString(folded):
		c.class = conditional
	case may&4 != 0 && backgrounds.MatchString(folded), t.onlyDate(s):
		c.class = background
	}
	c.tight = may&8 != 0 && tights.MatchString(folded)
	return append(out, c)
}

// onlyDate reports whether s is hardly more than a date: 到2027年底.
func (t *text) onlyDate(s daodu.Span) bool {
	rest := letters(t.runes[s.Start:s.End])
	dates := t.datesIn(s)
	for _, w := range dates {
		rest -= letters(t.runes[w.span.Start:w.span.End])
	}
	return len(dates) > 0 && rest < 4
}

// leastCut is the number of letters that what is left of a shortened unit has at least.
const leastCut = 10

// fit returns s itself when it has at most limit code points, or else the longest run
// of its clauses that has, can stand alone and leaves out nothing at the beginning but
// time and reason. ok is false when there is none.
func (t *text) fit(s daodu.Span, limit int) (fitted daodu.Span, ok bool) {
	if s.Len() <= limit {
		return s, true
	}
	if t.indivisible() {
		return daodu.Span{}, false
	}
	clauses := t.clauses(s)
	for from := range clauses {
		if !canOmit(clauses[:from]) || from > 0 && clauses[from].tight && clauses[from-1].class != background {
			break
		}
		for to := len(clauses); to > from; to-- {
			run := daodu.Span{Start: clauses[from].span.Start, End: clauses[to-1].span.End}
			if run.Len() <= limit && t.standsAlone(clauses, from, to) {
				return run, true
			}
		}
	}
	return daodu.Span{}, false
}

// indivisible reports whether no clause of a sentence may be left out: in a law those
// before say who and when, and what follows from it stands at the end.
func (t *text) indivisible() bool { return t.article.Genre == daodu.GenreLaw }

// canOmit reports whether clauses can be left out at the head of a sentence without
// loss: they only tell when or why, or who said it.
func canOmit(clauses []clause) bool {
	for _, c := range clauses {
		if c.class != background && c.class != stub || c.colon {
			return false
		}
	}
	return true
}

// canStart reports whether the clauses before i can be left out without turning the
// sense, though something is lost with them.
func canStart(clauses []clause, i int) bool {
	for _, c := range clauses[:i] {
		if c.class == conditional || c.colon {
			return false
		}
	}
	return i == 0 || !clauses[i].tight || clauses[i-1].class == background
}

// standsAlone reports whether clauses [from, to) make sense without the rest.
func (t *text) standsAlone(clauses []clause, from, to int) bool {
	last := clauses[to-1]
	if last.class != mainClause || last.colon {
		return false
	}
	if to < len(clauses) && (clauses[to].tight || t.hangs(last.span, clauses[to].span)) {
		return false
	}
	if slices.ContainsFunc(clauses[to:], t.predicate) {
		return false
	}
	run := daodu.Span{Start: clauses[from].span.Start, End: last.span.End}
	return letters(t.runes[run.Start:run.End]) >= leastCut && t.balanced(run)
}

// predicate reports whether a clause says of all before it what it is worth: 学习……，
// 高举……，具有重大意义.
func (t *text) predicate(c clause) bool {
	folded := t.slice(c.span)
	return len(folded) > 2 && (string(folded[:2]) == "具有" || string(folded[:2]) == "有着")
}

var (
	bodyEnds  = strings.Fields("局 部 厅 委 会 院 司 公司 中心 办公室 政府 单位 部门 机关 企业 学校 同志 代表 干部 职工 负责人 人员")
	governing = strings.Fields("对 把 将 为 向 以 按 联合 会同 共同 在 要 分别 负责 围绕 针对 通过 从")
)

// hangs reports whether clause s only names who acts, and next tells what is done.
func (t *text) hangs(s, next daodu.Span) bool {
	name, deed := string(t.slice(s)), string(t.slice(next))
	return slices.ContainsFunc(bodyEnds, func(w string) bool { return strings.HasSuffix(name, w) }) &&
		slices.ContainsFunc(governing, func(w string) bool { return strings.HasPrefix(deed, w) })
}

// balanced reports whether every quotation mark and bracket of s has its partner in
// it.
func (t *text) balanced(s daodu.Span) bool {
	depth := [2]int{}
	for _, r := range t.slice(s) {
		switch r {
		case '“':
			depth[0]++
		case '”':
			depth[0]--
		case '(', '《':
			depth[1]++
		case ')', '》':
			depth[1]--
		}
		if depth[0] < 0 || depth[1] < 0 {
			return false
		}
	}
	return depth == [2]int{}
}
