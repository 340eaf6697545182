package names

import (
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
	leftPost    = 3 // a post ends there
	leftJob     = 2 // a word for a job ends there
	leftList    = 3 // the name before it in a list was one
	leftOpen    = 1 // a mark, or a word like 由
	rightSurest = 4 // 总书记, 同志
	rightTitle  = 3
	rightAct    = 2 // somebody speaks
	rightMark   = 1 // a mark, or a word of grammar
	enough      = 5
	nearly      = 4 // enough when the same letters stand there twice
)

// best returns the most likely name at i: two or three letters, with a surname of two
// letters one more.
func (p *personFinder) best(i int, inList bool) candidate {
	long := 1
	if p.words.doubles.from(p.text, i) > 0 && p.words.posts.upTo(p.text, i+1) == 0 { // not 秘书长 孙明扬
		long = 2
	}
	if p.words.posts.upTo(p.text, i+1) > 1 || p.words.verbs.upTo(p.text, i+1) > 1 {
		return candidate{} // the surname is the end of a word: 主席, 学习
	}
	left := p.leftOf(i)
	if left < leftJob && (p.isWord(i-1) || p.at(i) == '于' && strings.ContainsRune("对由等属基至终善处位鉴用", p.at(i-1))) && i > 0 {
		return candidate{} // 关于, 由于
	}
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
	if s.Len() == 2 && p.words.doubtful.has(p.at(s.Start)) && p.is(s.Start+1, common) && !p.is(s.Start+1, given) {
		score -= 2 // 由于刘某 is no 于刘
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
const openLetters = "在按照由同和与以请对受据是于向跟为让被把及并因即陪给叫说"

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
	case i == 0:
		return leftOpen
	case p.words.bylines.upTo(p.text, i) > 0:
		return leftPost
	case p.words.posts.upTo(p.text, i) >= 2:
		if p.words.jobs.upTo(p.text, i) == p.words.posts.upTo(p.text, i) {
			return leftJob
		}
		return leftPost
	case !p.is(i-1, han), p.words.open.has(p.text[i-1]):
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
	case p.words.surest.from(p.text, i) > 0:
		return rightSurest
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

// openers are words before a name that is the object of what they say.
const openers = `包括 任命 免去 会见 会晤 邀请 感谢 慰问 看望 拜访 采访 致信 致电 还有 例如 比如 及其 以及 起诉 状告 逮捕 抓获 选举 推选 批评 表扬 专访 原名 名叫 叫做 听取`

// surestTitles stand behind nothing but names of people.
const surestTitles = `总书记 同志 先生 女士`
