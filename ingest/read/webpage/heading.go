package webpage

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu/internal/zh"
)

const (
	maxHeading     = 80 // letters; longer h1..h6 are paragraphs in large type
	maxBoldHeading = 30 // letters of a paragraph in bold that serves as a heading
	maxLevel       = 6
)

// A headline is a line that serves as a heading.
type headline struct {
	line, level int
}

// headlines returns the headings of the page in order: h1..h6 anywhere, save those
// that are links to other pages, and between
// the paragraphs of the article those short ones that are bold from end to end,
// which is how editors for people who do not know h2 make headings. These get a
// level below the deepest heading element of the article, or 2 without one.
func (p *page) headlines(article []int) []headline {
	bold := p.boldLevel(article)
	inside := make(map[int]bool, len(article))
	begun := false // a sentence of the article was seen; bold lines above it are its title
	for n, i := range article {
		l := &p.lines[i]
		if begun && n+1 < len(article) && l.level == 0 && p.isBoldHeading(i) {
			inside[i] = true
		}
		begun = begun || l.stops > 0 && l.letters >= plainLine
	}
	var found []headline
	for i := range p.lines {
		switch l := &p.lines[i]; {
		case l.level > 0 && l.letters <= maxHeading && !l.hidden && (l.level == 1 || !l.isLinks()):
			found = append(found, headline{i, int(l.level)})
		case inside[i]:
			found = append(found, headline{i, bold})
		}
	}
	return found
}

// boldLevel returns the level of bold paragraphs that serve as headings.
func (p *page) boldLevel(article []int) int {
	level := 1
	for _, i := range article {
		level = max(level, int(p.lines[i].level))
	}
	return min(level+1, maxLevel)
}

// isBoldHeading reports whether line i is bold, short and no sentence, and neither a
// row of a table nor a line about who wrote or photographed.
func (p *page) isBoldHeading(i int) bool {
	l, words := &p.lines[i], p.words(i)
	if 10*l.bold < 9*l.letters || l.letters < 2 || l.letters > maxBoldHeading || l.stops > 0 || bytes.IndexByte(words, '\t') >= 0 {
		return false
	}
	last, _ := utf8.DecodeLastRune(words)
	return !strings.ContainsRune("，、；,;)）", last) && !isCredit(words)
}

// credits begin lines that tell where an article comes from.
var credits = [...]string{"来源", "责编", "责任编辑", "编辑", "作者", "记者", "文/", "图/", "图为", "摄影", "供稿", "(", "◎"}

func isCredit(words []byte) bool {
	s := strings.TrimLeft(zh.FoldString(string(words)), " 【[")
	for _, c := range credits {
		if strings.HasPrefix(s, c) {
			return true
		}
	}
	return false
}
