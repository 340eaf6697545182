package pdf

import (
	"bytes"
	"fmt"
	"io"
	"math"

	"github.com/daodu/daodu"
)

// A textState is what the text operators set (ISO 32000-1, 9.3), with the matrix
// that q and Q save along.
type textState struct {
	ctm     matrix
	font    *font
	size    float64
	char    float64 // Tc, added after each letter
	word    float64 // Tw, added after each blank
	scale   float64 // Tz, 1 is normal
	leading float64
	rise    float64
	mode    int // Tr; 3 is invisible
}

// An interpreter runs the content stream of one page and collects its words.
type interpreter struct {
	f     *file
	fonts map[ref]*font // those already read
	sheet *sheet
	state textState
	saved []textState
	tm    matrix // text matrix
	line  matrix // text line matrix
	blank bool   // a blank was shown since the last letter

	letters int // drawn so far
}

const (
	// maxSaved bounds the states that q saves within each other.
	maxSaved = 512

	// maxForms bounds the forms that are drawn within each other.
	maxForms = 16

	// maxOperands bounds the operands before an operator; more are dropped.
	maxOperands = 64
)

// run draws a page.
func (in *interpreter) run(p page) error {
	in.state = textState{ctm: p.matrix(), scale: 1}
	var content []byte
	for _, v := range in.f.list(p.dict["Contents"]) {
		s, ok := in.f.resolve(v).(*stream)
		if !ok {
			continue
		}
		data, err := in.f.decode(s)
		if isLimit(err) {
			return err
		}
		// Operators may begin in one stream and end in the next.
		if content = append(append(content, data...), '\n'); len(content) > maxStream {
			return fmt.Errorf("%w: a page of the PDF has more than %d bytes", daodu.ErrTooLarge, maxStream)
		}
	}
	return in.interpret(content, p.resources, 0)
}

// interpret runs one stream. Only a limit makes it fail.
func (in *interpreter) interpret(content []byte, resources dict, depth int) error {
	l := &lexer{data: content, budget: in.f.budget}
	var args array
	for {
		v, err := l.next(0)
		if err == io.EOF {
			return nil
		}
		if isLimit(err) {
			return err
		}
		// Operands come first, then the operator that takes them all.
		op, ok := v.(operator)
		if !ok {
			if len(args) < maxOperands {
				args = append(args, v)
			}
			continue
		}
		switch op {
		case "BI":
			skipInlineImage(l)
		case "Do":
			err = in.draw(args, resources, depth)
		case "Tf":
			err = in.setFont(args, resources)
		case "gs":
			err = in.graphicsState(args, resources)
		default:
			err = in.do(op, args)
		}
		if isLimit(err) {
			return err
		}
		args = args[:0]
	}
}

// skipInlineImage moves behind the picture that "BI" opens: "EI" between blanks,
// after its dictionary.
func skipInlineImage(l *lexer) {
	for {
		i := bytes.Index(l.data[l.pos:], []byte("EI"))
		if i < 0 {
			l.pos = len(l.data)
			return
		}
		l.pos += i + 2
		before, after := byte(' '), l.peek(0)
		if l.pos >= 3 {
			before = l.data[l.pos-3]
		}
		if isSpace(before) && (isSpace(after) || l.pos == len(l.data)) {
			return
		}
	}
}

// draw paints a form or measures a picture.
func (in *interpreter) draw(args array, resources dict, depth int) error {
	if len(args) == 0 || depth >= maxForms {
		return nil
	}
	key, _ := args[len(args)-1].(name)
	s, ok := in.f.resolve(in.f.dict(resources["XObject"])[key]).(*stream)
	if !ok {
		return nil
	}
	if in.f.name(s.dict["Subtype"]) == "Image" {
		in.picture()
		return nil
	}
	if in.f.name(s.dict["Subtype"]) != "Form" {
		return nil
	}
	data, err := in.f.form(s)
	if err != nil {
		return err
	}
	// Old forms have no resources of their own and use those of the page.
	if own := in.f.dict(s.dict["Resources"]); own != nil {
		resources = own
	}
	// A form leaves no trace in the state, be its own saving in balance or not.
	state, tm, line, saved := in.state, in.tm, in.line, len(in.saved)
	if m, ok := in.f.matrix(s.dict["Matrix"]); ok {
		in.state.ctm = m.mul(in.state.ctm)
	}
	err = in.interpret(data, resources, depth+1)
	in.state, in.tm, in.line = state, tm, line
	in.saved = in.saved[:min(saved, len(in.saved))]
	return err
}

// maxKept bounds the bytes of forms that are kept unpacked.
const maxKept = 32 << 20

// form unpacks a form and keeps it for the next time.
func (f *file) form(s *stream) ([]byte, error) {
	if data, ok := f.forms[s]; ok {
		return data, nil
	}
	data, err := f.decode(s)
	if err == nil && f.kept+len(data) <= maxKept {
		f.forms[s] = data
		f.kept += len(data)
	}
	return data, err
}

// picture adds the unit square, which every picture fills, to what is covered.
// Pictures side by side, as scans are often cut into, add up.
func (in *interpreter) picture() {
	m := in.state.ctm
	area := math.Abs(m[0]*m[3] - m[1]*m[2])
	if page := in.sheet.width * in.sheet.height; page > 0 && area > 0 {
		in.sheet.picture = min(1, in.sheet.picture+area/page)
	}
}

// setFont loads the font that "Tf" names.
func (in *interpreter) setFont(args array, resources dict) error {
	if len(args) < 2 {
		return nil
	}
	key, _ := args[0].(name)
	in.state.size = num(args[1])
	return in.useFont(in.f.dict(resources["Font"])[key])
}

// useFont takes a font from the resources, where it is mostly a reference.
func (in *interpreter) useFont(v any) error {
	id, isRef := v.(ref)
	if isRef && in.fonts[id] != nil {
		in.state.font = in.fonts[id]
		return nil
	}
	font, err := in.f.font(in.f.dict(v))
	if err != nil {
		return err
	}
	if isRef {
		in.fonts[id] = font
	}
	in.state.font = font
	return nil
}

// graphicsState takes the font that a named state may hold.
func (in *interpreter) graphicsState(args array, resources dict) error {
	if len(args) == 0 {
		return nil
	}
	key, _ := args[0].(name)
	font := in.f.list(in.f.dict(in.f.dict(resources["ExtGState"])[key])["Font"])
	if len(font) != 2 {
		return nil
	}
	in.state.size = in.f.float(font[1])
	return in.useFont(font[0])
}

// num returns a number in a content stream, 0 for anything else.
func num(v any) float64 {
	switch v := v.(type) {
	case int:
		return float64(v)
	case float64:
		return v
	}
	return 0
}

// matrix reads six numbers.
func (f *file) matrix(v any) (m matrix, ok bool) {
	a := f.list(v)
	if len(a) != 6 {
		return identity, false
	}
	for i := range a {
		m[i] = f.float(a[i])
	}
	return m, true
}
