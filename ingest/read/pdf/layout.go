package pdf

import (
	"cmp"
	"math"
	"slices"
)

// The order of words in a file is that of drawing, often not that of reading, so a
// page is put together from where the words stand: words side by side make
// fragments, fragments in columns of prose are read column by column, and what
// stands at one height makes a line.

const (
	// maxWords bounds the words that are laid out at once; the time grows with their
	// square. The fullest page read so far has 2,900 words and 4,700 letters.
	maxWords = 20_000

	// maxFragments bounds those that columns are looked for in.
	maxFragments = 3_000
)

// A fragment is a stretch of words with no gap between them that could be one
// between columns.
type fragment struct {
	words          []word // from left to right
	x0, y0, x1, y1 float64
}

// The measures of a fragment, in points; its middle is that of its height.
func (f *fragment) height() float64 { return f.y1 - f.y0 }
func (f *fragment) width() float64  { return f.x1 - f.x0 }
func (f *fragment) middle() float64 { return (f.y0 + f.y1) / 2 }

// lines returns the text of a page line by line, as it is read. A line that is
// indented begins with two ideographic spaces, as a Chinese paragraph does.
func (s *sheet) lines(b *budget) ([]string, error) {
	var lines []string
	for words := range slices.Chunk(s.words, maxWords) {
		more, err := linesOf(words, b)
		if err != nil {
			return nil, err
		}
		lines = append(lines, more...)
	}
	return lines, nil
}

// linesOf lays out some words of a page.
func linesOf(words []word, b *budget) ([]string, error) {
	upright, turned := split(unique(words))
	frags, err := fragments(upright, b)
	if err != nil {
		return nil, err
	}
	parts, err := regions(frags, b)
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, r := range parts {
		lines = append(lines, r.lines()...)
	}
	for _, w := range turned {
		lines = append(lines, w.text)
	}
	return lines, nil
}

// unique drops words drawn a second time in nearly the same place, which is how
// some programs make bold print and shadows.
func unique(words []word) []word {
	type place struct {
		text string
		x, y int // in fifths of the height
	}
	seen := make(map[place]bool)
	var out []word
	for _, w := range words {
		h := max(w.height(), 1) / 5
		p := place{w.text, int(math.Round(w.x0 / h)), int(math.Round(w.y0 / h))}
		if !seen[p] {
			seen[p] = true
			out = append(out, w)
		}
	}
	return out
}

// split sets apart the words that are turned on their side, as a stamp in the
// margin is: those of several letters that are much higher than wide.
func split(words []word) (upright, turned []word) {
	for _, w := range words {
		if w.height() > 2*(w.x1-w.x0) && len([]rune(w.text)) > 2 {
			turned = append(turned, w)
		} else {
			upright = append(upright, w)
		}
	}
	return upright, turned
}

// columnGap is the least distance of two columns, in heights of a letter.
const columnGap = 0.8

// fragments joins words side by side.
func fragments(words []word, b *budget) ([]*fragment, error) {
	words = slices.Clone(words)
	slices.SortStableFunc(words, func(a, b word) int { return cmp.Compare(a.x0, b.x0) })
	var frags []*fragment
	for _, w := range words {
		if err := b.step(1 + len(frags)/16); err != nil {
			return nil, err
		}
		if f := before(frags, w); f != nil {
			f.words = append(f.words, w)
			f.x1 = max(f.x1, w.x1)
			f.y0, f.y1 = min(f.y0, w.y0), max(f.y1, w.y1)
			continue
		}
		frags = append(frags, &fragment{words: []word{w}, x0: w.x0, y0: w.y0, x1: w.x1, y1: w.y1})
	}
	return frags, nil
}

// before returns the fragment that w goes on: the nearest at its height.
func before(frags []*fragment, w word) (best *fragment) {
	for _, f := range frags {
		if overlap(f.y0, f.y1, w.y0, w.y1) < 0.5*min(f.height(), w.height()) || best != nil && f.x1 <= best.x1 {
			continue
		}
		if w.x0-f.x1 < columnGap*max(f.words[len(f.words)-1].height(), w.height()) {
			best = f
		}
	}
	return best
}

// overlap returns how much two intervals share.
func overlap(a0, a1, b0, b1 float64) float64 { return min(a1, b1) - max(a0, b0) }
