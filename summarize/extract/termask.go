package extract

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// termItems asks what the terms mean that the text explains, and which term stands for
// the members that it lists.
func (t *text) termItems() []item {
	var out []item
	for _, m := range t.terms {
		if !m.explain {
			continue
		}
		words := t.own.inner(t.words(m.shown))
		asked := fmt.Sprintf(t.own.meaning, words)
		if strings.ContainsAny(t.words(m.shown), "“「") { // “百千万”目标
			asked = fmt.Sprintf(t.phrasing().marked, t.words(m.shown))
		}
		it := item{
			form: formTerm, question: asked, answer: t.words(m.defined), quotes: []daodu.Span{m.defined},
			subject: m.words, value: 2 + t.specific(m.defined),
		}
		if n := len(m.members); n > 0 {
			it.question, it.answer = fmt.Sprintf(t.own.members, words, t.numeral(n)), t.memberWords(m)
			if strings.ContainsAny(t.words(m.shown), "“「") {
				it.question = fmt.Sprintf(t.phrasing().membersOf, t.words(m.shown), t.numeral(n))
			}
			it.quotes = t.memberSpans(m)
			it.value++
		} else if cut := t.afterTerm(m); cut.Len() > 0 {
			it.answer = t.words(cut)
		}
		if !spoken.MatchString(zh.FoldString(it.answer)) {
			out = append(out, it)
		}
	}
	return out
}

// afterTerm returns the words of an explanation behind the term, without the marks and
// words that only join them, so that an answer does not begin with what is asked for.
func (t *text) afterTerm(m term) daodu.Span {
	at := strings.Index(string(t.slice(m.defined)), m.words)
	if at < 0 {
		return daodu.Span{}
	}
	s := daodu.Span{Start: m.defined.Start + len([]rune(string(t.slice(m.defined))[:at])) + len([]rune(m.words)), End: m.defined.End}
	if i := slices.IndexFunc(t.slice(s), func(r rune) bool { return strings.ContainsRune(",:即是", r) }); i >= 0 && i < 12 {
		s.Start += i + 1
	}
	for s.Start < s.End && strings.ContainsRune(",:即就是指说”", t.folded[s.Start]) {
		s.Start++
	}
	if s = t.core(s); letters(t.slice(s)) < leastCut || !t.balanced(s) {
		return daodu.Span{}
	}
	return s
}

// memberSpans returns the words that introduce the members, or each member where they
// stand elsewhere.
func (t *text) memberSpans(m term) []daodu.Span {
	if end := m.members[len(m.members)-1].End; end <= m.defined.End {
		return []daodu.Span{m.defined}
	}
	return m.members
}

// memberWords joins the members of a term.
func (t *text) memberWords(m term) string {
	var words []string
	for _, s := range m.members {
		words = append(words, t.words(s))
	}
	return strings.Join(words, "；")
}

// quotedItems leaves a quoted term out. Common slogans are left out only where the text
// has little else.
func (t *text) quotedItems(u *unit) []item {
	var out []item
	for _, q := range quotations(t.folded, u.span) {
		const least = 3
		if q.Len() < least || !t.isTerm(q) {
			continue
		}
		it, ok := t.slotItem(formTerm, u, q, "")
		if !ok {
			continue
		}
		if isSlogan(string(t.slice(q))) {
			it.value -= 1
		}
		it.rivals, it.likely = func() []string { return t.otherTerms(q) }, len(t.terms) >= leastOptions
		out = append(out, it)
	}
	return out
}

// otherTerms returns terms of the text that could stand for a quoted one, those of like
// length first.
func (t *text) otherTerms(q daodu.Span) []string {
	words := string(t.slice(q))
	slogan := isSlogan(words)
	type rival struct {
		words string
		far   int
	}
	var all []rival
	for _, m := range t.terms {
		const least = 3
		if m.words != words && m.span.Len() >= least && isSlogan(m.words) == slogan {
			far := m.span.Len() - q.Len()
			all = append(all, rival{t.words(m.span), far * far})
		}
	}
	slices.SortStableFunc(all, func(a, b rival) int { return cmp.Compare(a.far, b.far) })
	var out []string
	for _, r := range all {
		out = append(out, r.words)
	}
	return out
}

// listItems asks for the words of a parallel list: all of them, or the last, for which
// other words of the same family may stand.
func (t *text) listItems(u *unit) []item {
	var out []item
	for _, l := range t.parallels(u.span) {
		if !t.wholeWords(u, l) {
			continue
		}
		if it, ok := t.slotItem(formList, u, l.span, ""); ok {
			it.cloze += fmt.Sprintf(t.phrasing().listed, t.numeral(l.n), t.words(t.ending(l)))
			it.value += 0.1
			out = append(out, it)
		}
		last := daodu.Span{Start: l.span.End - l.wordLen(), End: l.span.End}
		if it, ok := t.slotItem(formList, u, last, ""); ok {
			it.choice = true
			it.rivals, it.likely = func() []string { return t.family(string(t.slice(last))) }, true
			it.value += 0.15
			out = append(out, it)
		}
	}
	return out
}

// beforeWord are the last letters of words behind which a list begins: 弘扬, 增强, 建设.
const beforeWord = "扬强高进设现的是有为定大展立成升优善好到和与及广造育以同动传于在对把将使让足践行推讲括化"

// wholeWords reports whether the first word of a list is a word: another may stand
// before it without a mark, of which its letters must not be part (普通中小学).
func (t *text) wholeWords(u *unit, l parallel) bool {
	words := t.slice(l.span)
	if slices.Contains(words, '第') || slices.ContainsFunc(words, isDigit) {
		return false
	}
	if l.span.Start == u.span.Start || !zh.IsLetter(t.folded[l.span.Start-1]) || strings.ContainsRune(beforeWord, t.folded[l.span.Start-1]) {
		return true
	}
	first := string(words[:l.wordLen()])
	return slices.ContainsFunc(families, func(f []string) bool { return slices.Contains(f, first) })
}

// ending returns the letters that all words of a list end in.
func (t *text) ending(l parallel) daodu.Span {
	n, k := l.wordLen(), 1
	for k < n-1 && t.sameFromEnd(l, k+1) {
		k++
	}
	return daodu.Span{Start: l.span.End - k, End: l.span.End}
}

// sameFromEnd reports whether all words of a list have the same k-th letter from their
// ends.
func (t *text) sameFromEnd(l parallel, k int) bool {
	want := t.folded[l.span.End-k]
	for i := range l.n {
		if t.folded[l.span.End-i*(l.wordLen()+1)-k] != want {
			return false
		}
	}
	return true
}

// wordLen is the length of each word of the list.
func (p parallel) wordLen() int { return (p.span.Len()+1)/p.n - 1 }

// documentBefore are the words before a title that make it the document of the matter.
var documentBefore = newWords("根据 依据 按照 依照 遵照 印发 出台 制定 修订 发布 公布 下发 审议通过 通过 贯彻落实 落实 实施 发表")

// documentItems asks which document something rests on, or what was issued.
func (t *text) documentItems(u *unit) []item {
	var out []item
	for i := u.span.Start; i < u.span.End; i++ {
		if t.folded[i] != '《' {
			continue
		}
		end := i + slices.Index(t.folded[i:u.span.End], '》') + 1
		at := daodu.Span{Start: i, End: end}
		const least = 8
		if at.Len() < least || t.oneOfSeveral(at) || !documentBefore.end(t.folded[max(u.span.Start, i-6):i]) {
			continue
		}
		if it, ok := t.slotItem(formDocument, u, t.withBracket(at), t.phrasing().document); ok {
			it.answer, it.slot, it.cloze = t.words(at), at, ""
			it.rivals = func() []string { return t.otherTitles(at) }
			out = append(out, it)
		}
		i = end
	}
	return out
}

// withBracket returns s with the bracket behind it, in which a title is shortened.
func (t *text) withBracket(s daodu.Span) daodu.Span {
	const reach = 24
	if s.End < len(t.folded) && t.folded[s.End] == '(' {
		if n := slices.Index(t.folded[s.End:min(len(t.folded), s.End+reach)], ')'); n > 0 {
			s.End += n + 1
		}
	}
	return s
}

// officialTitle matches documents that could be taken for each other.
var officialTitle = regexp.MustCompile(`^《[^》]{3,}(?:建议|意见|通知|决定|决议|规划|纲要|方案|条例|办法|法|报告|公报|规定|指南|章程|细则|计划|标准|解释|公约|宣言|协议|草案\))》$`)

// oneOfSeveral reports whether another title stands beside one.
func (t *text) oneOfSeveral(s daodu.Span) bool {
	beside := func(i int) bool {
		return i >= 0 && i < len(t.folded) && strings.ContainsRune("《》、和", t.folded[i])
	}
	return beside(s.Start-1) || beside(s.End)
}

// otherTitles returns the other documents that the text names.
func (t *text) otherTitles(at daodu.Span) []string {
	var out []string
	for _, s := range t.titles() {
		if words := t.words(s); !slices.Contains(out, words) && officialTitle.MatchString(string(t.slice(s))) && zh.FoldString(words) != string(t.slice(at)) {
			out = append(out, words)
		}
	}
	return out
}

// inTitleMarks matches a title.
var inTitleMarks = regexp.MustCompile(`《[^》]{2,40}》`)

// titles finds what stands in 《》, at most 40 times.
func (t *text) titles() []daodu.Span {
	const most = 40
	if t.documents == nil {
		t.documents = t.matches(inTitleMarks)
		t.documents = t.documents[:min(most, len(t.documents))]
	}
	return t.documents
}
