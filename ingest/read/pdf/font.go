package pdf

import "strings"

// A font turns the bytes of a string into letters.
type font struct {
	simple    *simpleFont    // one byte a letter, or
	composite *compositeFont // several
	toUnicode *cmap          // nil when the file has none
	vertical  bool
}

// A glyph is one letter as shown: its code and the bytes that made it, the text it
// stands for, and its width in parts of the size.
type glyph struct {
	code, size int
	text       string
	width      float64
}

// lost is the text of a letter that a font does not name.
const lost = "\uFFFD"

// font reads a font dictionary (ISO 32000-1, 9.5 to 9.10).
func (f *file) font(d dict) (*font, error) {
	var out font
	var err error
	if s, ok := f.resolve(d["ToUnicode"]).(*stream); ok {
		if out.toUnicode, err = f.cmap(s); isLimit(err) {
			return nil, err
		}
	}
	if f.name(d["Subtype"]) == "Type0" {
		if out.composite, err = f.compositeFont(d); err != nil {
			return nil, err
		}
		out.vertical = out.composite.vertical
		return &out, nil
	}
	out.simple, err = f.simpleFont(d)
	return &out, err
}

// next reads the first letter of s, which is not empty.
func (f *font) next(s string) glyph {
	var g glyph
	if f.composite != nil {
		g = f.composite.next(s)
	} else {
		code := s[0]
		g = glyph{code: int(code), size: 1, text: f.simple.text[code], width: f.simple.width[code]}
	}
	if f.toUnicode != nil {
		if t, ok := f.toUnicode.text(uint32(g.code)); ok {
			g.text = t
		}
	}
	g.text = expandLigature(g.text)
	return g
}

// A simpleFont is a font of at most 256 letters.
type simpleFont struct {
	text  [256]string
	width [256]float64
}

// simpleFont reads a Type 1, TrueType or Type 3 font: its base encoding, over that
// what the font program says, over that the differences that the file names (9.6.6).
func (f *file) simpleFont(d dict) (*simpleFont, error) {
	out := new(simpleFont)
	descriptor := f.dict(d["FontDescriptor"])
	f.simpleWidths(out, d, descriptor)
	encoding := f.resolve(d["Encoding"])
	base, _ := encoding.(name)
	differences, isDict := encoding.(dict)
	if isDict {
		base = f.name(differences["BaseEncoding"])
	}
	kind := f.name(d["Subtype"])
	table := baseEncoding(base)
	if table == nil {
		table = baseEncoding(map[bool]name{true: "WinAnsiEncoding", false: "StandardEncoding"}[kind == "TrueType"])
	}
	out.text = *table
	if base == "" && kind == "Type1" {
		// The font's own encoding counts below that of the dictionary.
		if err := f.builtin(out, descriptor); err != nil {
			return nil, err
		}
	}
	names := f.list(differences["Differences"])
	if err := f.budget.step(len(names)); err != nil {
		return nil, err
	}
	code := 0
	for _, v := range names {
		switch v := f.resolve(v).(type) {
		case int:
			code = v
		case name:
			if 0 <= code && code < 256 {
				out.text[code] = glyphText(string(v), code)
			}
			code++
		}
	}
	return out, nil
}

// simpleWidths reads the widths. Only the fourteen fonts that every reader has may
// leave them out; half the size is about right for those.
func (f *file) simpleWidths(out *simpleFont, d, descriptor dict) {
	scale := 0.001
	if m, ok := f.matrix(d["FontMatrix"]); ok && f.name(d["Subtype"]) == "Type3" {
		scale = m[0]
	}
	missing := f.float(descriptor["MissingWidth"]) * scale
	if d["Widths"] == nil {
		missing = 0.5
	}
	for i := range out.width {
		out.width[i] = missing
	}
	first := f.int(d["FirstChar"], 0)
	widths := f.list(d["Widths"])
	for i, v := range widths[:min(len(widths), 256)] {
		if code := first + i; 0 <= code && code < 256 {
			out.width[code] = f.float(v) * scale
		}
	}
}

// builtin reads the encoding that stands in clear at the head of an embedded Type
// 1 font: "dup 65 /A put".
func (f *file) builtin(out *simpleFont, descriptor dict) error {
	s, ok := f.resolve(descriptor["FontFile"]).(*stream)
	if !ok {
		return nil
	}
	data, err := f.decode(s)
	if err != nil {
		if isLimit(err) {
			return err
		}
		return nil
	}
	head := string(data)
	if end := strings.Index(head, "eexec"); end >= 0 {
		head = head[:end]
	}
	start := strings.Index(head, "/Encoding")
	if start < 0 || strings.HasPrefix(strings.TrimSpace(head[start+len("/Encoding"):]), "StandardEncoding") {
		return nil
	}
	l := lexer{data: []byte(head[start:]), budget: f.budget}
	var code int
	for {
		v, err := l.next(0)
		if err != nil {
			return nil // the end
		}
		switch v := v.(type) {
		case int:
			code = v
		case name:
			if 0 <= code && code < 256 {
				out.text[code] = glyphText(string(v), code)
			}
		}
	}
}
