package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

const (
	longestSpecific = 90 // code points of a specific point
	// leastSpecific is the value below which nothing counts as specific: words that are
	// rare, without a figure, a date or a name among them, reach 0.6 at most.
	leastSpecific = 0.36
	// lossIdleClause is what a stretch loses for each clause that any text might have.
	lossIdleClause = 0.12
	// idle is the value below which a clause is one of those.
	idle = 0.25
	// weightCentral breaks ties between equally specific points.
	weightCentral = 0.1
)

// A finding is a stretch that may be listed as specific.
type finding struct {
	span  daodu.Span
	value float64
}

// specifics returns the stretches that are most specific, in the order of the text. Of
// a sentence the clauses that are specific are taken, not the formulas around them.
func (t *text) specifics(most int) []daodu.Span {
	var all []finding
	for _, i := range t.bodies(t.all()) {
		u := &t.units[i]
		if u.score < 0 {
			continue
		}
		for _, f := range t.findings(t.trimmed(u.span), nil) {
			f.value += weightCentral * u.central
			all = append(all, f)
		}
	}
	slices.SortStableFunc(all, func(a, b finding) int { return cmp.Compare(b.value, a.value) })
	s := &selection{t: t}
	for _, f := range all {
		if len(s.spans) < most && s.free(f.span) && !s.repeats(f.span) {
			s.spans = append(s.spans, f.span)
		}
	}
	slices.SortFunc(s.spans, func(a, b daodu.Span) int { return cmp.Compare(a.Start, b.Start) })
	return s.spans
}

// trimmed returns s without marks before its first word.
func (t *text) trimmed(s daodu.Span) daodu.Span {
	for s.Start < s.End && strings.ContainsRune(",;:、。) ", t.folded[s.Start]) {
		s.Start++
	}
	return s
}

// maxFindings is how many stretches of one sentence may be listed.
const maxFindings = 3

// findings appends the most specific stretch of s to out, and then what is specific
// among the rest.
func (t *text) findings(s daodu.Span, out []finding) []finding {
	runs := t.runs(s, longestSpecific)
	if s.Len() <= longestSpecific && !slices.Contains(runs, s) {
		runs = append(runs, s)
	}
	clauses := t.weighClauses(s)
	var all []finding
	for _, run := range runs {
		if v := t.findingValue(s, run, clauses); v >= leastSpecific && !t.onlyDate(run) {
			all = append(all, finding{run, v})
		}
	}
	slices.SortStableFunc(all, func(a, b finding) int {
		return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(b.span.Len(), a.span.Len()))
	})
	for _, f := range all {
		overlaps := func(x finding) bool { return x.span.Overlaps(f.span) }
		if len(out) < maxFindings && !slices.ContainsFunc(out, overlaps) && ruled(t.slice(f.span)) == "" {
			out = append(out, f)
		}
	}
	return out
}

// A weighed clause is one of a sentence with what findingValue asks of it.
type weighed struct {
	span       daodu.Span
	idle, task bool
}

// weighClauses weighs the clauses of s once for all runs of them.
func (t *text) weighClauses(s daodu.Span) []weighed {
	var out []weighed
	for _, c := range t.clauses(s) {
		out = append(out, weighed{c.span, t.specific(c.span) < idle, task.MatchString(string(t.slice(c.span)))})
	}
	return out
}

// task matches a clause that says what is to be done: it begins with a verb of doing,
// or with 要 or 应 and one.
var task = regexp.MustCompile(`^(?:要|应|须|必须|将|继续|积极|大力|深入|持续|全面|进一步|着力|重点|广泛|认真|切实|及时|适时|逐步|探索|分级|分类|免费|统一|联合|扎实|稳妥|推动|加快|年内|每年|每月|每季度|全力|依法|依规)*(?:恢复|建立|健全|完善|开展|举办|组织|组建|成立|制定|制订|出台|推出|推行|推广|评选|设立|设置|开设|开办|开通|建设|打造|培育|培养|选派|选树|选好|配强|编制|编写|印发|发放|安排|实施|启动|创建|召开|落实|推进|深化|做好|办好|扩大|畅通|清理|整治|化解|受理|接待|帮助|指导|检查|督查|考核|通报|公开|公布|表彰|奖励|补贴|减免|取消|合并|改造|新建|扩建|修建|修订|完成|安装|配备|购置|引进|派出|走访|慰问|救助|签订|签约|试点|解决|纳入|列入|展示|展现|讲好)`)

// personal matches what a speaker says of himself or to those present, and a saying.
var personal = regexp.MustCompile(`^(?:我[^国省市县区厂校院公党军]|欢迎|感谢|祝|大家|见到)|^“[^”]*”$`)

// lossIdea is what words lose that hold nothing to check and ask for nothing to do,
// however rare they are: most are but well put.
const lossIdea = 0.3

// pointsBack matches words that lean on the sentence before.
var pointsBack = regexp.MustCompile(`^(?:这|此|该|其中|对此|为此|因此|所以|但是?|然而|而且|并且|上述|以上|否则|于是|同时|他|她|它)`)

// lossPointing is what words lose that point to the sentence before: 该项工作….
const lossPointing = 0.15

// lossSoft is what a task loses without a figure, a date or a name.
const lossSoft = 0.05

// findingValue weighs a stretch of sentence s: how specific it is, less what it carries
// along, and what it leaves out. clauses are those of s.
func (t *text) findingValue(s, run daodu.Span, clauses []weighed) float64 {
	v := t.specific(run) - t.lossStart(s, run)*lossBegin
	asked := false
	for _, c := range clauses {
		if !run.Contains(c.span) {
			continue
		}
		asked = asked || c.task
		if c.idle {
			v -= lossIdleClause
		}
	}
	if t.hardPoints(run) == 0 {
		v -= lossSoft
		if !asked {
			v -= lossIdea
		}
	}
	folded := string(t.slice(run))
	if personal.MatchString(folded) && len(t.figuresIn(run)) == 0 {
		v -= lossIdea
	}
	if pointsBack.MatchString(folded) {
		v -= lossPointing
	}
	return v
}

// lossBegin is the part of what a headline loses for a beginning in the middle of a
// sentence that a specific point loses: it need not tell who.
const lossBegin = 0.2
