package metadata

import (
	"regexp"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/header"
	"github.com/daodu/daodu/internal/zh"
)

// Words of a title, over folded text, that tell the genre. The first row that
// matches counts.
var titleGenres = []struct {
	genre daodu.Genre
	words *regexp.Regexp
}{
	{daodu.GenreOther, regexp.MustCompile(`(?:纪要|会议记录|备忘录)$`)},
	{daodu.GenreNews, regexp.MustCompile(`(?:印发|发布|发出|召开|会见|出席|参加|举行|启动|致信|致电|复信|回信勉励|强调|指出|要求|考察|调研|赴|开幕$|闭幕$|慰问|座谈会?时|集体谈话时)`)},
	{daodu.GenreLetter, regexp.MustCompile(`(?:贺信|贺电|回信|复信|慰问信|公开信|倡议书|感谢信|唁电|的信)$`)},
	{daodu.GenreSpeech, regexp.MustCompile(`(?:讲话|致辞|致词|演讲|发言|贺词|祝酒辞|主旨演讲|党课|宣讲)(?:\(.{1,10}\)|提纲|稿)?$|^在.+(?:上|时)的`)},
	{daodu.GenreReport, regexp.MustCompile(`(?:报告|白皮书|公报|总结|述职|要点|综述|说明)(?:\(.{1,12}\))?$`)},
	{daodu.GenreLaw, regexp.MustCompile(`(?:[^想说做看方写手用佛]法|条例|规定|规则|细则|章程|准则|解释|决定)(?:\(.{1,16}\))?$`)},
	{daodu.GenreNotice, regexp.MustCompile(`(?:通知|意见|方案|批复|复函|函|公告|通告|通报|规划|纲要|计划|答复|请示|令|决议|建议|措施|制度)(?:\(.{1,16}\))?》?$`)},
}

var (
	lawArticle   = regexp.MustCompile(`(?m)^ *第[一1]条`)
	anyReport    = regexp.MustCompile(`(?:指出|强调|要求|表示|提出|认为)[,:]`)
	letterClose  = regexp.MustCompile(`(?:来信收悉|收到.{0,10}来信|此致|值此.{2,40}之际)`)
	agencyInText = regexp.MustCompile(`(?:本报|记者|新华社|中新社|讯\b)`)
)

// genre tells what kind of writing the text is, by its title, then its opening.
func (p *page) genre(title string) daodu.Genre {
	folded := strings.TrimSpace(zh.FoldString(title))
	lead := zh.Dateline(p.folded) > 0
	direct := p.addressed()
	for _, g := range titleGenres {
		if !g.words.MatchString(folded) {
			continue
		}
		if g.genre == daodu.GenreNews && (direct && !lead) {
			continue
		}
		return g.genre
	}
	opening := p.opening(1200)
	switch {
	case lead:
		return daodu.GenreNews
	case direct:
		return daodu.GenreSpeech
	case len(lawArticle.FindAllString(opening, 1)) > 0:
		return daodu.GenreLaw
	case letterClose.MatchString(p.opening(200)):
		return daodu.GenreLetter
	case len(anyReport.FindAllString(opening, 3)) >= 2 || agencyInText.MatchString(p.opening(60)), p.reporter() != "":
		return daodu.GenreNews
	}
	return daodu.GenreOther
}

// addressed reports whether a salutation stands at the start of the text or behind
// a short lead.
func (p *page) addressed() bool {
	const paragraphs = 4
	for i, s := range zh.Paragraphs(p.text[:min(len(p.text), 2000)]) {
		if i == paragraphs {
			break
		}
		if zh.Salutation(p.folded[s.Start:s.End]) > 0 {
			return true
		}
	}
	return false
}

// The meeting at which a speech was given, over folded text.
var (
	heldAt   = regexp.MustCompile(`在(.{2,60}?)(?:上|时)的?(?:书面|视频|主旨|重要)?(?:讲话|致辞|致词|演讲|报告|发言|贺词|强调|指出|要求|表示)`)
	heldLine = regexp.MustCompile(`在(.{4,60}?)(?:上|时|期间)?[)]?$`)
)

// readOccasion finds the meeting in the line under the title or in the headlines.
func (p *page) readOccasion(a *daodu.Article) {
	lines := []string{a.Title, a.Subtitle}
	for _, l := range p.above {
		if l.class == header.Occasion {
			lines = append([]string{l.text}, lines...)
		} else {
			lines = append(lines, l.text)
		}
	}
	for i, s := range lines {
		if a.Occasion = firstGroup(heldAt, s); a.Occasion == "" && i == 0 && s != a.Title {
			a.Occasion = firstGroup(heldLine, s)
		}
		if a.Occasion != "" {
			return
		}
	}
}

// firstGroup returns what the first group of re matches in s folded, as s writes it.
func firstGroup(re *regexp.Regexp, s string) string {
	folded := zh.FoldString(s)
	m := re.FindStringSubmatchIndex(folded)
	if m == nil {
		return ""
	}
	return string([]rune(s)[runeIndex(folded, m[2]):runeIndex(folded, m[3])])
}

// runeIndex turns a byte offset of s into a code-point offset.
func runeIndex(s string, bytes int) int { return len([]rune(s[:bytes])) }
