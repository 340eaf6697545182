package webpage

import (
	"bytes"

	"golang.org/x/net/html/atom"
)

// The article is the box that agrees best with what looks like prose on the page.
// The weights were tuned on one half of the pages of two corpora and checked on the
// other half; around these values results hardly change.
const (
	depthDecay = 0.7  // what prose counts for at each box further out
	namedJunk  = 0.2  // what prose counts for in a box named as something else
	namedBody  = 1.15 // bonus of a box named as the article
	breath     = 60   // letters that prose goes on without punctuation
	commaLine  = 15   // letters; below it a line with a comma may be anything
	plainLine  = 30   // letters; from it on a line without punctuation may be prose
)

// An extractor finds the article among the boxes of a page.
type extractor struct {
	*page
	seen  []bool    // of each line: it may be part of an article
	prose []float64 // of each line: how many of its letters look like prose
	named []bool    // of each box: its names say that it is no article
	sums  []sum     // before each line, and after the last
	value []float64 // of each box: prose within, the less the further in
	cut   []int32   // of each box: the innermost junk box at or around it, -1 for none
	kept  []tally   // of each box: what is left without the junk in it
	size  []int32   // of each box: how many boxes there are with those within it
}

// A sum is a running sum over the lines of a page.
type sum struct {
	letters, links int32 // all letters; those on lines that are mostly links
	seen           int32 // lines
	prose          float64
}

// A tally is what a box holds: letters, and those of them that look like prose.
type tally struct{ letters, prose float64 }

// newExtractor weighs the lines and boxes of a page.
func newExtractor(p *page) *extractor {
	x := &extractor{page: p}
	x.see()
	x.weigh()
	x.evaluate()
	x.prune()
	return x
}

// see tells which lines can be part of an article. Hidden ones cannot, unless next to
// nothing else on the page is prose: then it hides its article until a script has run.
func (x *extractor) see() {
	shown, hidden := 0., 0.
	for i := range x.lines {
		switch l := &x.lines[i]; {
		case l.hidden:
			hidden += l.proseLetters()
		case !l.off:
			shown += l.proseLetters()
		}
	}
	unhide := shown < breath && hidden > 10*shown
	x.seen = make([]bool, len(x.lines))
	for i := range x.lines {
		x.seen[i] = !x.lines[i].off && (!x.lines[i].hidden || unhide)
	}
}

// proseLetters returns how many letters of a line look like prose. Letters in links
// count against it twice, once as such and once for the rest of the line. Headlines
// in lists have no punctuation or a single comma; sentences have a full stop; endless
// lines without punctuation are keywords.
func (l *line) proseLetters() float64 {
	if l.letters == 0 {
		return 0
	}
	letters := float64(l.letters)
	plain := 1 - float64(l.linked)/letters
	n := min(letters, breath*float64(l.points+1)) * plain * plain
	switch {
	case l.points == 0 && l.letters < plainLine:
		return n * .1
	case l.points == 0, l.letters < commaLine:
		return n * .4
	case l.stops == 0:
		return n * .8
	}
	return n
}

// isLinks reports whether a line is mostly links and no sentence with links in it.
func (l *line) isLinks() bool {
	return 2*l.linked > l.letters && (l.stops == 0 || l.letters-l.linked < 10)
}

// weigh fills prose and sums, first as the lines look by themselves, then with what
// the names of their boxes say.
func (x *extractor) weigh() {
	x.prose = make([]float64, len(x.lines))
	for i := range x.lines {
		if x.seen[i] {
			x.prose[i] = x.lines[i].proseLetters()
		}
		if isLegal(x.words(i)) {
			x.prose[i] *= namedJunk
		}
	}
	x.sumUp()
	x.nameJunk()
	trust := make([]float64, len(x.boxes))
	for i := range x.boxes {
		trust[i] = 1
		if p := x.boxes[i].parent; p >= 0 {
			trust[i] = trust[p]
		}
		if x.named[i] {
			trust[i] *= namedJunk
		}
	}
	for i := range x.lines {
		if b := x.lines[i].box; b >= 0 {
			x.prose[i] *= trust[b]
		}
	}
	x.sumUp()
}

// sumUp fills sums.
func (x *extractor) sumUp() {
	x.sums = make([]sum, len(x.lines)+1)
	for i := range x.lines {
		l, s := &x.lines[i], x.sums[i]
		s.letters += l.letters
		s.prose += x.prose[i]
		if x.seen[i] {
			s.seen++
			if l.isLinks() {
				s.links += l.letters
			}
		}
		x.sums[i+1] = s
	}
}

// nameJunk fills named. A box with more than half of the page's prose is misnamed,
// unless it says that it holds comments or other articles, which may be longer than
// the article itself.
func (x *extractor) nameJunk() {
	x.named = make([]bool, len(x.boxes))
	for i := range x.boxes {
		b := &x.boxes[i]
		prose := x.sums[b.end].prose - x.sums[b.first].prose
		x.named[i] = b.isNamedJunk() && (b.hints&(hintComment|hintRelated) != 0 || 2*prose <= x.sums[len(x.lines)].prose)
	}
}

// isNamedJunk reports whether the names of a box say that it is no article.
func (b *box) isNamedJunk() bool {
	return b.hints&hintJunk != 0 && b.hints&hintBody == 0 && b.tag != atom.Body && b.tag != atom.Html
}

// isLegal reports whether a line is one of those that stand at the foot of a page:
// they read like prose, and on pages with short articles there is more of them.
func isLegal(words []byte) bool {
	for _, w := range [...]string{"版权", "版權", "ICP备", "ICP備", "免责声明", "免責聲明", "Copyright", "©"} {
		if bytes.Contains(words, []byte(w)) {
			return true
		}
	}
	return false
}

// evaluate fills value. Prose loses value at each box around it that holds more than
// one thing, so that the box around its paragraphs is worth more than the page, and
// comments, each in boxes of its own, are worth less than an article.
func (x *extractor) evaluate() {
	x.value = make([]float64, len(x.boxes))
	parts := make([]int32, len(x.boxes))
	for i := range x.lines {
		if b := x.lines[i].box; b >= 0 {
			x.value[b] += x.prose[i]
			parts[b]++
		}
	}
	for i := len(x.boxes) - 1; i >= 0; i-- {
		b := &x.boxes[i]
		if b.parent < 0 {
			continue
		}
		v := x.value[i]
		if parts[i] > 1 && !b.role.isLeaf() {
			v *= depthDecay
		}
		x.value[b.parent] += v
		parts[b.parent]++
	}
}

// best returns the box with the highest value / (letters in the box + prose of the
// page), an F score in which recall weighs as much as precision; -1 when nothing on
// the page looks like prose.
func (x *extractor) best() int32 {
	all := x.sums[len(x.lines)].prose
	best, at := 0., int32(-1)
	for i := range x.boxes {
		b := &x.boxes[i]
		letters := x.sums[b.end].letters - x.sums[b.first].letters
		score := x.value[i] / (float64(letters) + all)
		if b.hints&hintBody != 0 && b.hints&hintJunk == 0 {
			score *= namedBody
		}
		if score > best {
			best, at = score, int32(i)
		}
	}
	return at
}
