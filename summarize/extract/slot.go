package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/match"
	"github.com/daodu/daodu/internal/zh"
)

const (
	gap = "＿＿＿＿"
	// leastContext is how many letters stand around a gap at least, so that the answer
	// can be known and not only guessed.
	leastContext  = 8
	enoughContext = 14
	// longestAsked is how many code points of the text a question shows.
	longestAsked = 84
	// wholeSentence is the length up to which a sentence is shown whole.
	wholeSentence = 56
)

// slotItem asks for the words at, in unit u: in words, with ask in their place, and with
// a gap. ok is false when what could be shown says too little, or begins in the middle.
func (t *text) slotItem(f form, u *unit, at daodu.Span, ask string) (item, bool) {
	around, last, ok := t.frame(u.span, at)
	if !ok || !t.balanced(at) || t.torn(u, around) || leansBack.MatchString(string(t.slice(around))) || t.spoken(around) || t.pointsBack(around) {
		return item{}, false
	}
	if at.Start == around.Start && at.End < len(t.folded) && !zh.IsLetter(t.folded[at.End]) && t.folded[at.End] != '”' {
		return item{}, false // nothing says what is asked for
	}
	it := item{
		form: f, answer: t.words(at), quotes: []daodu.Span{around}, slot: at, section: u.section,
		cloze: t.around(around, at, gap), unit: u, at: at, value: t.worth(u, around),
	}
	short := daodu.Span{Start: around.Start, End: last}
	if ask != "" && t.folded[max(0, at.Start-1)] != '在' && t.outside(short, at) >= leastContext && t.balanced(short) {
		it.question = trimmed(t.around(short, at, ask)) + "？"
	}
	return it, t.outside(around, at) >= leastContext
}

// leansBack matches words that begin with something of the sentence before.
var leansBack = regexp.MustCompile(`^(?:这(?:是|里|些|说明|次|就|不|个|一|为|既|也|方面|样)|此(?:外|举|次)|对此|其中|该|他|她|它|其|为此|因此|所以|但是?,?|然而|可是|而且?|并且?|也|还要?|同时|否则|那么|那些?|于是|与此同时|特别是|尤其是|不过|即[^将使]|以上|上述|总之|例如|比如|譬如|另外|同年|同期|同样)`)

// spoken matches the words of a speaker about himself or to those present, out of which
// no question can be made that is understood by itself.
var spoken = regexp.MustCompile(`^(?:我们[^要必应将坚]|咱|大家|其实|所以|不过|那么|好,|是的|在此,)|主席[,、]|议员:|长官:|[吗呢吧](?:[,。?”]|$)|多谢|我[^们国省市区县厂校院方会党军队家]|[你您]`)

// torn reports whether s is an item of a list behind which the sentence goes on, and so
// has its subject, or what follows from it, elsewhere.
func (t *text) torn(u *unit, s daodu.Span) bool {
	before, behind := u.span.Start > 0 && t.folded[u.span.Start-1] == ';', u.span.End < len(t.folded) && t.folded[u.span.End] == ';'
	if t.article.Genre == daodu.GenreLaw && behind {
		return true
	}
	return before && s.Start == u.span.Start && strings.ContainsRune("向为并被将把给对", t.folded[s.Start])
}

var (
	// back matches words within a sentence for something that was named before it.
	back    = regexp.MustCompile(`这[\d一二两三四五六七八九十]*(?:方面|些|个|项|种|类)|上述|以上[\d一二两三四五六七八九十]*(?:个|项|方面)|经该|该(?:公司|市|县|省|厂|院|校|站|设施|项目|企业|基地|中心|系统|平台)|^(?:基地|网站|当地|项目|会议|活动|两者|双方|市场里)`)
	backSet = match.NewSet(back)
)

// pointsBack reports whether s names something only by what was said before it.
func (t *text) pointsBack(s daodu.Span) bool {
	return backSet.Candidates(t.slice(s)) != 0 && back.MatchString(string(t.slice(s)))
}

// spokenSet tells whether spoken may match at all.
var spokenSet = match.NewSet(spoken)

// spoken reports whether s holds words of a speaker about himself.
func (t *text) spoken(s daodu.Span) bool {
	return spokenSet.Candidates(t.slice(s)) != 0 && spoken.MatchString(string(t.slice(s)))
}

// around returns the words of s with others in the place of at.
func (t *text) around(s, at daodu.Span, put string) string {
	return t.words(daodu.Span{Start: s.Start, End: at.Start}) + put + t.words(daodu.Span{Start: at.End, End: s.End})
}

// outside counts the letters of s that do not belong to at.
func (t *text) outside(s, at daodu.Span) int {
	return letters(t.runes[s.Start:at.Start]) + letters(t.runes[at.End:s.End])
}

// frame returns the clauses of a unit to show around a place. It begins with the unit
// or where a clause can stand without those before it. last is the end of the clause
// with the place, where a question can end.
func (t *text) frame(unit, at daodu.Span) (around daodu.Span, last int, ok bool) {
	clauses := t.clauses(unit)
	from := slices.IndexFunc(clauses, func(c clause) bool { return c.span.Start <= at.Start && at.Start < c.span.End })
	to := slices.IndexFunc(clauses, func(c clause) bool { return c.span.Start < at.End && at.End <= c.span.End })
	if from < 0 || to < from {
		return daodu.Span{}, 0, false
	}
	for from > 0 && (clauses[from].span.End-clauses[0].span.Start <= longestAsked || t.needsBefore(clauses, from, at)) {
		from--
	}
	for to+1 < len(clauses) && t.needsBehind(clauses, to) {
		to++
	}
	last = clauses[to].span.End
	if unit.Len() <= wholeSentence {
		to = len(clauses) - 1
	}
	around = daodu.Span{Start: clauses[from].span.Start, End: clauses[to].span.End}
	ok = canStart(clauses, from) && around.Len() <= longestAsked+at.Len() && t.balanced(around)
	return around, last, ok
}

// needsBefore reports whether clause i is not understood without the one before.
func (t *text) needsBefore(clauses []clause, i int, at daodu.Span) bool {
	c := clauses[i]
	n := letters(t.runes[c.span.Start:c.span.End])
	if c.span.Contains(at) {
		n = t.outside(c.span, at)
	}
	return c.tight || clauses[i-1].class == stub || clauses[i-1].colon || n < enoughContext || leaning.MatchString(string(t.slice(c.span)))
}

// opening matches clauses that only say where, with what in view or by what means.
var opening = regexp.MustCompile(`^要?(?:聚焦|围绕|针对|面向|立足|着眼|紧扣|对照|通过|以)|^在.*(?:中|上|下|里|内|时|方面)$|(?:按照|根据|依据|依照)[^,]*(?:精神|要求|规定|部署|安排|意见|》)$|[^目]的$`)

// opens reports whether s only leads up to what follows it.
func (t *text) opens(s daodu.Span) bool {
	folded := t.slice(s)
	first, last := folded[0], folded[len(folded)-1]
	return (strings.ContainsRune("要聚围针面立着紧对通以在", first) || strings.ContainsRune("神求定署排见》的", last)) && opening.MatchString(string(folded))
}

// needsBehind reports whether clause i is not finished.
func (t *text) needsBehind(clauses []clause, i int) bool {
	c := clauses[i]
	return c.class == conditional || c.class == background || c.colon || t.opens(c.span) || t.hangs(c.span, clauses[i+1].span)
}

// longestTopic is how long the heading before a question may be, in code points.
const longestTopic = 26

// withTopic puts the heading of the section before a question that does not name its
// matter.
func (t *text) withTopic(question string, s *section) string {
	for ; s != nil && question != ""; s = s.parent {
		words := t.topicWords(s)
		if words == "" {
			continue
		}
		if t.echoes(question, words) {
			return question
		}
		if article.MatchString(words) {
			return fmt.Sprintf(t.phrasing().article, words) + question
		}
		return fmt.Sprintf(t.phrasing().topic, words) + question
	}
	return question
}

var (
	// chapter matches the number of a chapter before its words.
	chapter = regexp.MustCompile(`^第[一二三四五六七八九十百]{1,4}[章节節编編篇](?: |　)*`)
	// article matches a heading that is the number of an article and no more.
	article = regexp.MustCompile(`^第[一二三四五六七八九十百零〇\d]{1,6}[条條](?:之[一二三四五六七八九十]+)?$`)
)

// topicWords returns the words of a heading that name its matter: of a long one the
// first clause, without the 要 that asks for it.
func (t *text) topicWords(s *section) string {
	words, known := t.topics[s]
	if !known {
		words = t.newTopic(s)
		t.topics[s] = words
	}
	return words
}

// newTopic does the work of topicWords.
func (t *text) newTopic(s *section) string {
	words := strings.TrimPrefix(chapter.ReplaceAllString(t.headingWords(s), ""), "关于")
	words = strings.TrimPrefix(words, "關於")
	if r := []rune(words); len(r) > longestTopic {
		i := slices.IndexFunc(r, func(r rune) bool { return r == '，' || r == ',' })
		if i < leastContext || i > longestTopic {
			return ""
		}
		words = string(r[:i])
	}
	if strings.HasPrefix(words, "(") || strings.HasPrefix(words, "（") || letters([]rune(words)) < leastWhat && !article.MatchString(words) {
		return ""
	}
	if rest, ok := strings.CutPrefix(words, "要"); ok && !strings.HasPrefix(rest, "求") {
		return rest
	}
	return words
}

// echoes reports whether a question has most of the words of a heading.
func (t *text) echoes(question, heading string) bool {
	q, h := zh.FoldString(question), zh.FoldRunes([]rune(heading))
	all, found := 0, 0
	for i := 1; i < len(h); i++ {
		if zh.IsLetter(h[i-1]) && zh.IsLetter(h[i]) {
			all++
			if strings.Contains(q, string(h[i-1:i+1])) {
				found++
			}
		}
	}
	return 2*found > all
}
