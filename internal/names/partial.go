package names

import (
	"strings"

	"github.com/daodu/daodu"
)

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
	for at > 0 && strings.ContainsRune(" :/、", p.at(at-1)) && i-at < 4 {
		at--
	}
	if n := len(p.persons); n > 0 && p.persons[n-1].Span.End == at {
		return p.persons[n-1].Byline // 记者 某某、某某
	}
	return p.words.bylines.upTo(p.text, at) > 0
}

// bylines stand before the names of those who made a page.
const bylines = `记者 通讯员 责编 责任编辑 编辑 摄影 供图 作者 校对 视频 来源 摄像 实习生`
