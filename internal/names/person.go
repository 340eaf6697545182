package names

import (
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// A candidate is a piece of text that may name a person, with what speaks for it.
type candidate struct {
	at    daodu.Span
	left  int // evidence before it
	right int // evidence behind it
	shape int // its own letters
}

func (c candidate) score() int { return c.left + c.right + c.shape }

// Scores of evidence, and the sum that makes a name; chosen on news, speeches and
// minutes so that of a hundred names found hardly one is none.
const (
	leftPost   = 3 // a post ends there
	leftJob    = 2 // a word for a job ends there
	leftList   = 3 // the name before it in a list was one
	leftOpen   = 1 // a mark, or a word like 由
	rightTitle = 3
	rightAct   = 2 // somebody speaks
	rightMark  = 1 // a mark, or a word of grammar
	enough     = 5
	nearly     = 4 // enough when the same letters stand there twice
)

// people finds persons: first those with enough evidence of their own, then other
// places where the same letters stand.
func (f *finder) people() {
	p := &personFinder{finder: f, known: map[uint64][]known{}, nearly: map[[3]rune]int{}, taken: -1}
	p.scan(false)
	p.taken = -1
	p.persons = nil
	p.scan(true)
	f.found = slices.DeleteFunc(f.found, func(n Name) bool { return n.Kind == Place && p.names(n.Span) })
	f.found = append(f.found, p.persons...)
}

// names reports whether s stands within the name of a person: 玉林 of 曹玉林.
func (p *personFinder) names(s daodu.Span) bool {
	i, found := slices.BinarySearchFunc(p.persons, s.Start, func(n Name, at int) int { return n.Span.Start - at })
	if !found {
		i--
	}
	return i >= 0 && p.persons[i].Span.Contains(s)
}

// A personFinder goes over the text twice.
type personFinder struct {
	*finder
	known   map[uint64][]known // names by their first two letters
	nearly  map[[3]rune]int    // how often letters were nearly taken for a name
	persons []Name
	taken   int // end of the last name
	placeAt int // index in placed
}

// known is a name found in the first pass.
type known struct {
	name []rune
}

// scan tries every letter; the second time known names count wherever they stand.
func (p *personFinder) scan(again bool) {
	list := -1 // where a name in a list may begin
	p.placeAt = 0
	for i := 0; i < len(p.text); i++ {
		if i < p.taken {
			continue
		}
		if p.is(i, surname) && p.listAt(i) {
			list = i
		}
		name, ok := p.personAt(i, list == i, again)
		if !ok {
			continue
		}
		p.add(name, again)
		if p.at(p.taken) == '、' {
			list = p.taken + 1
		}
	}
}

// personAt returns the person whose name begins at i.
func (p *personFinder) personAt(i int, inList, again bool) (Name, bool) {
	switch {
	case p.is(i, foreign) && p.dotBehind(i):
		if n := p.dotted(i); n > 0 {
			return p.named(daodu.Span{Start: i, End: i + n}), true
		}
	case p.redactedAt(i):
		return p.redacted(i)
	}
	if p.is(i, surname) || p.words.doubles.from(p.text, i) > 0 {
		if again {
			if at, ok := p.knownAt(i); ok {
				return p.named(at), true
			}
		}
		c := p.best(i, inList)
		if c.at.Len() > 1 && (c.score() >= enough || p.repeated(c)) {
			return p.named(c.at), true
		}
		if p.bareSurname(i) {
			return Name{Kind: Person, Span: daodu.Span{Start: i, End: i + 1}, Post: p.surnamePost(i + 1), Bare: true}, true
		}
	}
	if p.is(i, foreign) {
		if n := p.byPost(i); n > 0 {
			return p.named(daodu.Span{Start: i, End: i + n}), true
		}
		if at, ok := p.knownAt(i); again && ok {
			return p.named(at), true
		}
	}
	return Name{}, false
}

// repeated reports whether the same letters were nearly taken for a name before.
func (p *personFinder) repeated(c candidate) bool {
	const longest = 3
	if c.score() < nearly || c.at.Len() > longest || c.left == 0 || c.right == 0 || c.left < leftJob && !p.is(c.at.Start, common) {
		return false
	}
	var key [longest]rune
	copy(key[:], p.text[c.at.Start:c.at.End])
	p.nearly[key]++
	return p.nearly[key] > 1
}

// named makes the person named at a span, with the post beside the name.
func (p *personFinder) named(at daodu.Span) Name {
	n := Name{Kind: Person, Span: at, Post: p.postBefore(at.Start), Byline: p.bylineBefore(at.Start)}
	if n.Post.Len() == 0 {
		n.Post = p.postBehind(at.End)
	}
	return n
}

func (p *personFinder) add(n Name, again bool) {
	p.taken = n.Span.End
	p.persons = append(p.persons, n)
	if again || n.Bare || n.Redacted || n.Span.Len() < 2 {
		return
	}
	key := p.pair(n.Span.Start)
	name := p.text[n.Span.Start:n.Span.End]
	for _, k := range p.known[key] {
		if string(k.name) == string(name) {
			return
		}
	}
	p.known[key] = append(p.known[key], known{name})
}

// knownAt returns the longest name of the first pass that stands at i.
func (p *personFinder) knownAt(i int) (daodu.Span, bool) {
	best := 0
	for _, k := range p.known[p.pair(i)] {
		if n := len(k.name); n > best && i+n <= len(p.text) && string(p.text[i:i+n]) == string(k.name) {
			best = n
		}
	}
	if best == 2 && p.isWord(i) {
		return daodu.Span{}, false
	}
	if best == 2 && p.is(i+2, given) && p.rightOf(i+2) == 0 && p.leftOf(i) == 0 {
		return daodu.Span{}, false // more likely part of something longer
	}
	return daodu.Span{Start: i, End: i + best}, best > 0
}

// listAt reports whether a list of names begins at i: three items that look like names,
// or two and then what names are listed for (等, 发言, 出席).
func (p *personFinder) listAt(i int) bool {
	if p.is(i-1, han) && p.leftOf(i) == 0 {
		return false
	}
	const sure = 3
	for count := 1; ; count++ {
		n := p.listItem(i)
		switch {
		case n == 0:
			return false
		case count == sure:
			return true
		case p.at(i+n) != '、':
			return count > 1 && p.rightOf(i+n) >= rightMark && p.is(i+n, han)
		}
		i += n + 1
	}
}

// listItem returns the length of what may be a name in a list at i, 0 for none.
func (p *personFinder) listItem(i int) int {
	if !p.is(i, surname) || p.isWord(i) {
		return 0
	}
	for n := 2; n <= 3; n++ {
		at := daodu.Span{Start: i, End: i + n}
		if !p.nameLetters(at, 1) || p.words.places.from(p.text, i) > 0 {
			continue
		}
		next := p.at(i + n)
		if (next == '、' || p.rightOf(i+n) > 0 && (n == 3 || p.rightOf(i+n) > rightMark || next == '等')) && p.shapeOf(at, 1) > 0 {
			return n
		}
	}
	return 0
}

// best returns the most likely name at i: two or three letters, with a surname of two
// letters one more.
func (p *personFinder) best(i int, inList bool) candidate {
	long := 1
	if p.words.doubles.from(p.text, i) > 0 && p.words.posts.upTo(p.text, i+1) == 0 { // not 秘书长 孙明扬
		long = 2
	}
	left := p.leftOf(i)
	if inList {
		left = max(left, leftList)
	}
	var best candidate
	for n := long + 1; n <= long+2; n++ {
		c := candidate{at: daodu.Span{Start: i, End: i + n}, left: left}
		if !p.nameLetters(c.at, long) {
			continue
		}
		c.right, c.shape = p.rightOf(c.at.End), p.shapeOf(c.at, long)
		if c.right == 0 && left < leftPost && !p.some(i) {
			continue
		}
		if left < leftJob && c.right < rightAct && p.words.doubtful.has(p.at(i)) {
			c.shape -= 2 // nothing but its place in the clause speaks for it
		}
		if n > long+1 && (p.words.strong.from(p.text, c.at.End-1) > 1 || p.words.titles.from(p.text, c.at.End-1) > 1) {
			c.shape -= 2 // the last letter begins a verb: 罗文 利用
		}
		if best.at.Len() == 0 || c.score() >= best.score() {
			best = c
		}
	}
	if p.is(i, common) && p.is(i+1, surname) && long == 1 && best.score() < enough && left >= leftPost { // 林郑月娥
		c := candidate{at: daodu.Span{Start: i, End: i + 4}, left: left}
		if p.nameLetters(c.at, 2) && p.is(i+2, given) && p.is(i+3, given) {
			c.right, c.shape = p.rightOf(c.at.End), p.shapeOf(c.at, 2)
			if c.right >= rightAct && c.score() > best.score() {
				return c
			}
		}
	}
	return best
}

// nameLetters reports whether all letters of s may stand in a name with a surname of
// long letters.
func (p *personFinder) nameLetters(s daodu.Span, long int) bool {
	for i := s.Start; i < s.End; i++ {
		switch {
		case !p.is(i, han):
			return false
		case i < s.Start+long || !p.is(i, joint) || p.some(s.Start):
		case i+1 < s.End && strings.ContainsRune(middle, p.at(i)) && p.is(i+1, given):
		default:
			return false
		}
	}
	return true
}

// middle are letters that hardly end a name, but stand in the middle of some: 李向东,
// 王和平.
const middle = "向和为以同对中上会来可作后"

// some reports whether the name at i hides who bears it: 王某, 李某某.
func (p *personFinder) some(i int) bool { return p.at(i+1) == '某' && p.is(i, surname) }

// shapeOf rates the letters of a name.
func (p *personFinder) shapeOf(s daodu.Span, long int) int {
	if p.some(s.Start) {
		switch r := p.at(s.Start + 2); {
		case s.Len() == 2 || r == '某' || strings.ContainsRune("甲乙丙丁", r):
			return enough
		case !p.is(s.Start+2, given) || p.rightOf(s.Start+2) > 0 || p.rightOf(s.End) == 0:
			return -enough
		}
		return enough
	}
	score := 0
	for i := s.Start + long; i < s.End; i++ {
		if p.is(i, given) {
			score++
		}
	}
	if score == s.Len()-long && p.is(s.Start, common) && s.Len() == long+2 {
		score++
	}
	if long == 2 || s.Len() == 2 && score > 0 && p.is(s.Start, common) && !p.words.wordy.has(p.at(s.Start)) {
		score++
	}
	if p.words.doubtful.has(p.at(s.Start)) {
		score--
	}
	if p.isWord(s.Start) && long == 1 {
		score -= 3
	}
	if p.within(s) || p.words.landforms.has(p.at(s.End-1)) {
		score -= 4
	}
	if n := p.words.posts.upTo(p.text, s.End); n >= s.Len()-1 && n > 0 {
		score -= 4 // 高级主任 is no name
	}
	if p.words.surnameTitles.from(p.text, s.Start+1) >= s.Len()-1 {
		score -= 5 // 王主席
	}
	return score
}

// landforms end the names of places that no table has: 梁子湖, 黄花镇.
const landforms = "湖镇村县乡区寺桥港湾岛"

// wordy are common surnames that make many words with one more letter.
const wordy = "高林何马方石白江史常文万段田钱汤黎易武夏叶金陆任孔康谢连雷龙毛严"

// openLetters put a person into the sentence.
const openLetters = "由同和与以请对受据是于向跟为让被把及并因即陪给叫说"

// doubtful are surnames that are more often another word.
const doubtful = "东于方武万时任向曾全明余达水成应多大高安文关年平常和古花计尚连巴党庄原公解强金何史顾康易谢师童商师祝"

// within reports whether a place overlaps s other than within the given name.
func (p *personFinder) within(s daodu.Span) bool {
	for p.placeAt > 0 && p.placed[p.placeAt-1].End > s.Start {
		p.placeAt--
	}
	for p.placeAt < len(p.placed) && p.placed[p.placeAt].End <= s.Start {
		p.placeAt++
	}
	if p.placeAt == len(p.placed) || p.placed[p.placeAt].Start >= s.End {
		return false
	}
	at := p.placed[p.placeAt]
	return at.Start <= s.Start || at.End > s.End // a given name may be a place: 曹玉林
}

// leftOf rates what stands before i.
func (p *personFinder) leftOf(i int) int {
	switch {
	case i == 0 || !p.is(i-1, han):
		return leftOpen
	case p.words.bylines.upTo(p.text, i) > 0:
		return leftPost
	case p.words.posts.upTo(p.text, i) >= 2:
		if p.words.jobs.upTo(p.text, i) == p.words.posts.upTo(p.text, i) {
			return leftJob
		}
		return leftPost
	case p.words.open.has(p.text[i-1]):
		return leftOpen
	case p.words.openers.upTo(p.text, i) > 0:
		return leftOpen
	}
	return 0
}

// rightOf rates what stands at i, behind a name.
func (p *personFinder) rightOf(i int) int {
	switch {
	case i >= len(p.text):
		return rightMark
	case p.at(i) == '(' && (strings.ContainsRune("男女左右中原", p.at(i+1)) || p.postBehind(i).Len() > 0):
		return rightTitle
	case !p.is(i, han):
		if p.at(i) == ':' {
			return rightAct
		}
		return rightMark
	case p.at(i) == '副' && p.words.titles.from(p.text, i+1) > 0:
		return rightTitle
	case p.words.titles.from(p.text, i) > 0 && !(p.at(i) == '代' && p.at(i+1) == '表' && !p.is(i+2, han)):
		return rightTitle
	case p.words.strong.from(p.text, i) > 0:
		return rightAct
	case p.words.acts.from(p.text, i) > 0, p.words.follow.from(p.text, i) > 0:
		return rightMark
	}
	return 0
}

// bareSurname reports whether the letter at i is a surname with a title behind it.
func (p *personFinder) bareSurname(i int) bool {
	if !p.is(i, surname) || p.at(i+1) != '副' && !p.words.surnameTitles.first.has(p.at(i+1)) || strings.ContainsRune("任党全水时向成原多国公和老家应计达元目第安祖武于方万明高文关平常", p.at(i)) || p.is(i-1, han) && p.leftOf(i) == 0 {
		return false
	}
	n := p.words.surnameTitles.from(p.text, i+1)
	if p.at(i+1) == '副' {
		n = p.words.surnameTitles.from(p.text, i+2) + 1
	}
	return n > 1 && p.at(i+1+n) != '会' && p.at(i+1+n) != '团' && (p.is(i, common) || n >= 2)
}

// surnamePost returns the title at i when it is an office.
func (p *personFinder) surnamePost(i int) daodu.Span {
	if p.at(i) == '副' {
		if n := p.words.posts.from(p.text, i+1); n > 0 {
			return daodu.Span{Start: i, End: i + 1 + n}
		}
	}
	if n := p.words.posts.from(p.text, i); n > 0 && p.words.jobs.from(p.text, i) != n {
		return daodu.Span{Start: i, End: i + n}
	}
	return daodu.Span{}
}

// redactedAt reports whether letters that stand for a struck-out name begin at i.
func (p *personFinder) redactedAt(i int) bool {
	r := p.at(i)
	return r != 0 && p.at(i+1) == r && p.at(i-1) != r && strings.ContainsRune("X×*x○〇", r)
}

// redacted returns the person whose struck-out name begins at i: XX局长, ***同志.
func (p *personFinder) redacted(i int) (Name, bool) {
	end := i
	for p.at(end) == p.at(i) {
		end++
	}
	n := p.words.titles.from(p.text, end)
	if n == 0 || end-i > 4 || p.at(end+n) == '会' {
		return Name{}, false
	}
	return Name{Kind: Person, Span: daodu.Span{Start: i, End: end}, Post: p.surnamePost(end), Redacted: true}, true
}

// bylineBefore reports whether a byline ends at i: 记者, 摄影.
func (p *personFinder) bylineBefore(i int) bool {
	at := i
	for at > 0 && i-at < 12 && (strings.ContainsRune(" :/、", p.at(at-1)) || p.taken == at && at > 0 && len(p.persons) > 0 && p.persons[len(p.persons)-1].Byline) {
		if p.taken == at && len(p.persons) > 0 && p.persons[len(p.persons)-1].Span.End == at {
			return p.persons[len(p.persons)-1].Byline
		}
		at--
	}
	if p.taken == at && len(p.persons) > 0 && p.persons[len(p.persons)-1].Byline {
		return true
	}
	return p.words.bylines.upTo(p.text, at) > 0
}

// bylines stand before the names of those who made a page.
const bylines = `记者 通讯员 责编 责任编辑 编辑 摄影 供图 作者 校对 视频 来源 摄像 实习生`

// openers are words before a name that is the object of what they say.
const openers = `包括 任命 免去 会见 会晤 邀请 感谢 慰问 看望 拜访 采访 致信 致电 还有 例如 比如 及其 以及 起诉 状告 逮捕 抓获 选举 推选 批评 表扬 专访 原名 名叫 叫做 听取`
