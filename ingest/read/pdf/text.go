package pdf

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// do runs an operator that needs no resources (ISO 32000-1, 9.4). Operands that
// are missing count as 0, as other readers have it.
func (in *interpreter) do(op operator, args array) error {
	s := &in.state
	arg := func(i int) float64 {
		if i < len(args) {
			return num(args[i])
		}
		return 0
	}
	switch op {
	case "q": // save the state
		if len(in.saved) < maxSaved {
			in.saved = append(in.saved, *s)
		}
	case "Q": // and take it back
		if n := len(in.saved); n > 0 {
			*s, in.saved = in.saved[n-1], in.saved[:n-1]
		}
	case "cm": // move, turn or scale the page
		s.ctm = matrix{arg(0), arg(1), arg(2), arg(3), arg(4), arg(5)}.mul(s.ctm)
	case "BT": // begin text
		in.tm, in.line = identity, identity
	case "Tc": // space between letters
		s.char = arg(0)
	case "Tw": // space between words
		s.word = arg(0)
	case "Tz": // width of letters, in percent
		s.scale = arg(0) / 100
	case "TL": // distance of lines
		s.leading = arg(0)
	case "Ts": // height above the line
		s.rise = arg(0)
	case "Tr": // how letters are drawn
		s.mode = int(arg(0))
	case "Td": // go to a place
		in.move(arg(0), arg(1))
	case "TD": // and take its distance for that of lines
		s.leading = -arg(1)
		in.move(arg(0), arg(1))
	case "Tm": // set the place, turn and size at once
		in.line = matrix{arg(0), arg(1), arg(2), arg(3), arg(4), arg(5)}
		in.tm = in.line
	case "T*": // go to the next line
		in.move(0, -s.leading)
	case "Tj": // show a string
		return in.showAll(args)
	case "TJ": // show strings with moves between them
		return in.showArray(args)
	case "'": // show a string on the next line
		in.move(0, -s.leading)
		return in.showAll(args)
	case "\"": // the same with spaces of its own
		s.word, s.char = arg(0), arg(1)
		in.move(0, -s.leading)
		return in.showAll(args)
	}
	return nil
}

// move starts a line at a distance from the start of the one before.
func (in *interpreter) move(x, y float64) {
	in.line = matrix{1, 0, 0, 1, x, y}.mul(in.line)
	in.tm = in.line
	in.blank = false
}

// showAll shows the last operand.
func (in *interpreter) showAll(args array) error {
	if len(args) == 0 {
		return nil
	}
	s, _ := args[len(args)-1].(string)
	return in.show(s)
}

// showArray shows strings with moves between them, in thousandths of the size.
func (in *interpreter) showArray(args array) error {
	if len(args) == 0 {
		return nil
	}
	parts, _ := args[len(args)-1].(array)
	for _, v := range parts {
		if s, ok := v.(string); ok {
			if err := in.show(s); err != nil {
				return err
			}
			continue
		}
		in.advance(-num(v) / 1000 * in.state.size)
	}
	return nil
}

// advance moves the text position along the line.
func (in *interpreter) advance(d float64) {
	if in.state.font != nil && in.state.font.vertical {
		in.tm = matrix{1, 0, 0, 1, 0, d}.mul(in.tm)
		return
	}
	in.tm = matrix{1, 0, 0, 1, d * in.state.scale, 0}.mul(in.tm)
}

// show shows a string letter by letter.
func (in *interpreter) show(text string) error {
	s := &in.state
	if s.font == nil {
		return nil
	}
	for text != "" {
		if err := in.f.budget.step(1); err != nil {
			return err
		}
		g := s.font.next(text)
		text = text[g.size:]
		g.text = strings.Map(visible, g.text)
		if strings.TrimFunc(g.text, isBlank) == "" {
			in.blank = in.blank || g.text != ""
		} else {
			if err := in.letter(g); err != nil {
				return err
			}
			in.blank = false
		}
		// Word space counts for the one-byte code 32 only, whatever it stands for.
		d := g.width*s.size + s.char
		if g.size == 1 && g.code == ' ' {
			d += s.word
		}
		if s.font.vertical {
			d = -(s.size + s.char)
		}
		in.advance(d)
	}
	return nil
}

// visible lets control codes, which fonts and programs leave by mistake, through
// as lost letters; a form feed would look like the end of the page.
func visible(r rune) rune {
	if r < ' ' && !unicode.IsSpace(r) || 0x7F <= r && r < 0xA0 {
		return utf8.RuneError
	}
	if unicode.IsSpace(r) {
		return ' '
	}
	return r
}

// isBlank reports whether r leaves no ink: space, and two that have no width.
func isBlank(r rune) bool { return unicode.IsSpace(r) || r == 0x200B || r == 0xFEFF }

// letter puts a glyph on the page, onto the word before where it belongs to it.
func (in *interpreter) letter(g glyph) error {
	s := &in.state
	m := matrix{s.size * s.scale, 0, 0, s.size, 0, s.rise}.mul(in.tm).mul(s.ctm)
	// Some writers draw letters too small to see, or at infinity.
	size := math.Hypot(m[2], m[3])
	if size < 0.1 || size > 10_000 || math.IsNaN(m[4]+m[5]) {
		return nil
	}
	if in.letters++; in.letters > maxLetters {
		return errLetters
	}
	w := wordAt(g, m)
	w.hidden, w.space = s.mode == 3, in.blank
	in.sheet.add(w)
	return nil
}

// The height of letters above and below the base line, in parts of the size. The
// figures in fonts differ too much to make lines of.
const ascent, descent = 0.85, 0.15

// wordAt returns the box around one glyph, drawn by a matrix that maps its size to
// 1 and its origin to (0, 0).
func wordAt(g glyph, m matrix) word {
	w := word{text: g.text, x0: math.Inf(1), y0: math.Inf(1), x1: math.Inf(-1), y1: math.Inf(-1)}
	width := max(g.width, 0.05)
	for _, corner := range [4][2]float64{{0, -descent}, {width, -descent}, {0, ascent}, {width, ascent}} {
		x, y := m.apply(corner[0], corner[1])
		w.x0, w.x1 = min(w.x0, x), max(w.x1, x)
		w.y0, w.y1 = min(w.y0, y), max(w.y1, y)
	}
	return w
}

// add puts a word on the page; one that goes on right behind the last is joined
// to it.
func (s *sheet) add(w word) {
	if n := len(s.words); n > 0 && !w.space {
		last := &s.words[n-1]
		gap, h := w.x0-last.x1, last.height()
		// A gap of a tenth of the height is less than any blank has.
		if math.Abs(w.y0-last.y0) < 0.02*h && math.Abs(w.height()-h) < 0.1*h &&
			gap > -0.3*h && gap < 0.1*h && last.hidden == w.hidden && len(last.text) < 1000 {
			last.text += w.text
			last.x1 = max(last.x1, w.x1)
			return
		}
	}
	s.words = append(s.words, w)
}
