package metadata

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/header"
	"github.com/daodu/daodu/internal/zh"
)

// Over folded text.
var (
	titleSpeaker = regexp.MustCompile(`^(\p{Han}{2,4}):`)
	titleSubject = regexp.MustCompile(`^(?:[\p{Han}]{0,12}(?:书记|主席|总理|省长|市长|部长|主任|局长|会长) ?)?(\p{Han}{2,4}?)(?:同志)?(?:在|主持|出席|会见|考察|强调|指出|发表)`)
	blackedOut   = regexp.MustCompile(`(?:关于)?((?:[Xx×]{2,}|某某?|\*{2,}|□{2,})(?:\p{Han}{0,8}?)(书记|主席|省长|市长|县长|区长|部长|厅长|局长|处长|科长|主任|院长|校长|会长|董事长|总经理|同志))在`)
	reporter     = regexp.MustCompile(`\((?:[\p{Han}]{0,8})?记者 ?([\p{Han}·][\p{Han}· 、,]{1,40}?)(?: ?(?:通讯员|摄影报道|报道|文/图).{0,20})?\)`)
	byline       = regexp.MustCompile(`^[□■◎●◆☆]? *(?:[\p{Han}·, ]{0,16} *)?(?:记者|通讯员|评论员|撰稿人) *[:/]? *([\p{Han}·][\p{Han}· 、]{1,20}?)(?:/文.{0,10}| ?(?:文/图|发自|摄影报道|图/文).{0,10}| \p{Han}{2,6}报道)?$`)
	endCredit    = regexp.MustCompile(`[。!?”] ?\((?:文/图? ?|文图/|图文/|[\p{Han}]{0,8}记者 ?)?([\p{Han}·][\p{Han}· 、]{1,20}?)(?: ?\p{Han}{0,4}(?:报道|电|讯))? ?\)$`)
	editorValue  = regexp.MustCompile(`(?:责任编辑|责编|编辑) ?[:/] ?([\p{Han}·][\p{Han}·、, ]{1,40})`)
	calling      = regexp.MustCompile(`^(?:本报|本网)?(?:特约)?(?:记者|記者|通讯员|通訊員|评论员)[ \x{3000}]?`)
	nobody       = regexp.MustCompile(`(?i)^(?:未知|佚名|匿名|网络(?:整理)?|本站(?:原创)?|原创|转载|不详|无|admin|管理员|互联网|本网)$|[="<>]`)
	separators   = regexp.MustCompile(`[、,; /|]+`)
)

// readPeople finds speaker, author and editor.
func (p *page) readPeople(a *daodu.Article) {
	a.Editor = p.editor()
	a.Author = p.author(a)
	a.Speaker = p.speaker(a)
	if a.Speaker != nil && a.Speaker.Name != "" && a.Speaker.Role == "" {
		a.Speaker.Role = p.roleOf(a.Speaker.Name)
	}
}

func (p *page) editor() string {
	if v, ok := p.field(header.Editor, "责任编辑", "责编", "选稿", "编辑", "值班编辑", "本期编辑", "网络编辑"); ok {
		if n := names(v); n != "" {
			return n
		}
	}
	for _, l := range slices.Backward(p.foot) {
		if v := original(l, editorValue); v != "" {
			if n := names(v); n != "" {
				return n
			}
		}
	}
	return ""
}

// names returns the names in the value of a label, joined by 、, or "" when one of
// them is none. The label vouches for rare surnames.
func names(s string) string {
	s = calling.ReplaceAllString(strings.Trim(s, " ()【】[]:\u3000\u00a0"), "")
	if n := header.Name(zh.FoldString(s)); n != "" { // 龚 正
		return strings.NewReplacer(" ", "", "\u3000", "").Replace(s)
	}
	var out []string
	for _, name := range splitNames(s) {
		name = calling.ReplaceAllString(name, "")
		letters := []rune(zh.FoldString(name))
		if header.Name(string(letters)) == "" && (len(letters) < 2 || len(letters) > 4 || zh.HanCount(letters) != len(letters)) {
			return ""
		}
		out = append(out, name)
	}
	return strings.Join(out, "、")
}

func splitNames(s string) []string {
	folded := zh.FoldString(s)
	runes := []rune(s)
	var out []string
	at := 0
	for _, loc := range append(separators.FindAllStringIndex(folded, -1), []int{len(folded), len(folded)}) {
		from := runeIndex(folded, loc[0])
		if from > at {
			out = append(out, string(runes[at:from]))
		}
		at = runeIndex(folded, loc[1])
	}
	return out
}

// author reads a label above the text, the byline, a label below it, where columns
// of the site may stand too, or a name alone under the title of a text that is no
// speech.
func (p *page) author(a *daodu.Article) string {
	if v := authorIn(p.head); v != "" {
		return v
	}
	if n := p.reporter(); n != "" {
		return n
	}
	if v := authorIn(p.foot); v != "" {
		return v
	}
	if !spoken(a.Genre) {
		for _, l := range p.under {
			if name, role, ok := header.Person(string(l.folded)); ok && role == "" && l.rule != "site_head" && name != "" {
				return strings.NewReplacer(" ", "", "\u3000", "").Replace(strings.TrimSpace(l.text))
			}
		}
	}
	if n := plainName(p.doc.Meta.Author); n != a.Editor { // some sites name the editor there
		return n
	}
	return ""
}

// authorIn returns the value of a label for the author in lines.
func authorIn(lines []line) string {
	v, ok := fieldIn(lines, header.Author)
	if !ok || zh.HanCount([]rune(v)) > 20 || nobody.MatchString(zh.FoldString(v)) {
		return ""
	}
	return cmp.Or(names(v), v)
}

// reporter finds the byline of a news item: in the lines around the text, in the
// opening, or in the first and last lines of the text.
func (p *page) reporter() string {
	lines := slices.Concat(p.foot, p.head, p.edges())
	for _, l := range lines {
		for _, re := range []*regexp.Regexp{reporter, byline} {
			if n := names(original(l, re)); n != "" {
				return n
			}
		}
	}
	if n := names(original(p.textLine(daodu.Span{Start: 0, End: min(len(p.text), 120)}), reporter)); n != "" {
		return n
	}
	for _, l := range lines {
		if n := original(l, endCredit); n != "" && allNames(n) {
			return names(n)
		}
	}
	return ""
}

// edges returns the first and the last lines of the text, from their ends as far as a
// byline reaches.
func (p *page) edges() []line {
	const lines, reach = 3, 60
	var out []line
	paras := zh.Paragraphs(p.text[:min(len(p.text), 2000)])
	for _, s := range paras[:min(lines, len(paras))] {
		if s.Len() <= reach {
			out = append(out, p.textLine(s))
		}
	}
	from := max(0, len(p.text)-2000)
	paras = zh.Paragraphs(p.text[from:])
	for _, s := range slices.Backward(paras[max(0, len(paras)-lines):]) {
		out = append(out, p.textLine(daodu.Span{Start: from + max(s.Start, s.End-reach), End: from + s.End}))
	}
	return out
}

// textLine returns a stretch of the text as a line.
func (p *page) textLine(s daodu.Span) line {
	return line{text: string(p.text[s.Start:s.End]), folded: p.folded[s.Start:s.End]}
}

// allNames reports whether every part of s is a person's name by its own looks.
func allNames(s string) bool {
	for _, name := range splitNames(s) {
		if header.Name(zh.FoldString(name)) == "" {
			return false
		}
	}
	return true
}

// plainName returns the author of the page when it is a person's name.
func plainName(s string) string {
	s = strings.TrimSpace(s)
	if header.Name(zh.FoldString(s)) == "" {
		return ""
	}
	return s
}

// original returns what the first group of re matches in a line, as written.
func original(l line, re *regexp.Regexp) string {
	s := string(l.folded)
	m := re.FindStringSubmatchIndex(s)
	if m == nil {
		return ""
	}
	return string([]rune(l.text)[runeIndex(s, m[2]):runeIndex(s, m[3])])
}

// spoken reports whether a name under the title is the speaker's, not the author's.
func spoken(g daodu.Genre) bool {
	return g == daodu.GenreSpeech || g == daodu.GenreReport || g == daodu.GenreLetter
}

// speaker finds whose words the text gives: the person under the title, in the
// title, or who is reported to speak most often.
func (p *page) speaker(a *daodu.Article) *daodu.Speaker {
	if s := p.personLine(a.Genre); s != nil {
		return s
	}
	folded := zh.FoldString(a.Title)
	for _, re := range []*regexp.Regexp{titleSpeaker, titleSubject} {
		if m := re.FindStringSubmatchIndex(folded); m != nil && header.Name(folded[m[2]:m[3]]) != "" {
			return &daodu.Speaker{Name: string([]rune(a.Title)[runeIndex(folded, m[2]):runeIndex(folded, m[3])])}
		}
	}
	if m := blackedOut.FindStringSubmatchIndex(folded); m != nil {
		runes := []rune(a.Title)
		return &daodu.Speaker{
			Role:      string(runes[runeIndex(folded, m[4]):runeIndex(folded, m[5])]),
			AsWritten: string(runes[runeIndex(folded, m[2]):runeIndex(folded, m[3])]),
			Redacted:  true,
		}
	}
	if name := p.mostReported(); name != "" {
		if role := p.roleOf(name); role != "" || spoken(a.Genre) {
			return &daodu.Speaker{Name: name, Role: role}
		}
	}
	return nil
}

// personLine reads the line of post and name under the title of a speech or report.
func (p *page) personLine(g daodu.Genre) *daodu.Speaker {
	for _, l := range slices.Backward(p.head) {
		name, role, ok := header.Person(string(l.folded))
		if !ok || l.rule == "site_head" || role == "" && !spoken(g) {
			continue
		}
		runes := []rune(strings.TrimSpace(l.text))
		at := len([]rune(role))
		for at < len(runes) && zh.Fold(runes[at]) == ' ' {
			at++
		}
		written := strings.NewReplacer(" ", "", "\u3000", "").Replace(string(runes[at:]))
		if zh.FoldString(written) != name {
			written = name
		}
		return &daodu.Speaker{Name: written, Role: strings.TrimSpace(string(runes[:min(len([]rune(role)), len(runes))]))}
	}
	return nil
}

// saying are the verbs behind whose comma or colon somebody's words are reported, and
// the adverbs that may stand before them.
var (
	saying  = []string{"指出", "强调", "要求", "表示", "认为", "提出", "说"}
	adverbs = []string{"首先", "还", "同时", "进一步", "最后", "特别", "明确", "着重"}
)

// mostReported returns the person who is the subject of reported speech at least
// twice and more often than all others together.
func (p *page) mostReported() string {
	const reach, least = 20000, 2
	text := p.folded[:min(reach, len(p.folded))]
	count := map[string]int{}
	first := map[string]int{} // where a name is met first
	best := ""
	for i, r := range text {
		if r != ',' && r != ':' {
			continue
		}
		at, name := subjectBefore(text, i)
		if name == "" {
			continue
		}
		if _, met := first[name]; !met {
			first[name] = at
		}
		if count[name]++; best == "" || count[name] > count[best] {
			best = name
		}
	}
	all := 0
	for _, n := range count {
		all += n
	}
	if count[best] < least || count[best]*2 <= all { // several speak
		return ""
	}
	return string(p.text[first[best] : first[best]+len([]rune(best))])
}

// subjectBefore returns the person who says something before the comma or colon at i:
// a name between a mark and a verb of speech.
func subjectBefore(text []rune, i int) (at int, name string) {
	end := i - suffix(text[:i], saying)
	if end == i {
		return 0, ""
	}
	end -= suffix(text[:end], adverbs)
	for n := 2; n <= 4 && end-n >= 0; n++ {
		at = end - n
		if at == 0 || strings.ContainsRune(",。;:!?”\n ", text[at-1]) {
			return at, header.Name(string(text[at:end]))
		}
	}
	return 0, ""
}

// suffix returns the length of the first of words that ends text, 0 for none.
func suffix(text []rune, words []string) int {
	for _, w := range words {
		runes := []rune(w)
		if len(text) >= len(runes) && slices.Equal(text[len(text)-len(runes):], runes) {
			return len(runes)
		}
	}
	return 0
}

// roleOf returns the posts that stand right before a name near the start of the
// text: 全国人大常委会副委员长、中华全国总工会主席.
func (p *page) roleOf(name string) string {
	const reach = 600
	s := p.opening(reach)
	folded := zh.FoldString(name)
	re := regexp.MustCompile(`(?:^|[,。;:” )])([\p{Han}、]{2,60}?)` + regexp.QuoteMeta(folded))
	for _, m := range re.FindAllStringSubmatchIndex(s, -1) {
		role := s[m[2]:m[3]]
		if header.EndsInPost(role) {
			return string(p.text[runeIndex(s, m[2]):runeIndex(s, m[3])])
		}
	}
	return ""
}

// agency is the wire agency or paper of a dateline, over folded text.
var agency = regexp.MustCompile(`^\(?据?(新华社|新华网|中新社|中新网|中国新闻社|人民网|央视网|[\p{Han}]{2,8}?(?:日报|晚报|时报|通讯社|新闻社|社|网|台))(?:[\p{Han}·]{0,12})\d{1,2}月\d{1,2}日(?:电|讯|消息)`)

func isSource(s string) bool {
	han := zh.HanCount([]rune(s))
	return han > 0 && han <= 30 && !nobody.MatchString(zh.FoldString(s))
}

// dayAndPaper is the line of a news site that tells day, time and source.
var dayAndPaper = regexp.MustCompile(`^(?:.{0,40} )?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日? ?(?:\d{1,2}:\d\d(?::\d\d)?)? *《?([\p{Han}A-Za-z]{1,12}(?:报|网|社|台|周刊|杂志|新闻|财经|科技|客户端|在线|热线|时报|电视|广播))》?(?:[ (作来]|$)`)

// paper is the newspaper behind the last sentence.
var paper = regexp.MustCompile(`《 ?([\p{Han}][\p{Han} ]{1,14}?) ?》 ?\(`)

// readPublisher finds the source: labelled, in the dateline, behind the last
// sentence, or as the format gives it.
func (p *page) readPublisher(a *daodu.Article) {
	if v, ok := p.field(header.Source); ok && isSource(v) && squeeze(v) != squeeze(a.Title) {
		a.Publisher = v
		return
	}
	if m := agency.FindStringSubmatchIndex(p.opening(40)); m != nil {
		s := p.opening(40)
		a.Publisher = string(p.text[runeIndex(s, m[2]):runeIndex(s, m[3])])
		return
	}
	for _, l := range p.under {
		if v := original(l, dayAndPaper); v != "" {
			a.Publisher = v
			return
		}
	}
	for _, l := range append(slices.Clone(p.head), p.foot...) {
		for _, re := range []*regexp.Regexp{agency, paper} {
			if v := original(l, re); v != "" && l.rule != "sharing_site" && l.rule != "disclaimer" {
				a.Publisher = strings.ReplaceAll(v, " ", "")
				return
			}
		}
	}
	a.Publisher = strings.TrimSpace(p.doc.Meta.Publisher)
}
