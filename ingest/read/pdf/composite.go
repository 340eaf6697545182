package pdf

import (
	"sort"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// A compositeFont is a font of up to 65,536 letters (Type 0).
type compositeFont struct {
	// A font has either of the two, or neither when its codes are CIDs of two bytes.
	set      *charset // of a predefined CMap; nil for Identity
	codes    *cmap    // of a CMap in the file
	gb1      bool     // CIDs are those of Adobe-GB1
	vertical bool
	widths   map[int]float64 // by CID
	ranges   []widthRange    // in order
	standard float64         // width of all others
	known    map[int]string  // text of the codes and CIDs seen, since decoders are slow
	budget   *budget
}

// A widthRange gives one width to the CIDs from first to last.
type widthRange struct {
	first, last int
	width       float64
}

// maxWidths bounds the widths kept of one font.
const maxWidths = 1 << 17

// compositeFont reads a Type 0 font: how its codes are cut out of a string, and the
// widths and the set of letters of its only descendant (9.7).
func (f *file) compositeFont(d dict) (*compositeFont, error) {
	out := &compositeFont{widths: make(map[int]float64), standard: 1, known: make(map[int]string), budget: f.budget}
	switch enc := f.resolve(d["Encoding"]).(type) {
	case name:
		out.set = predefined(string(enc))
		out.vertical = strings.HasSuffix(string(enc), "V")
	case *stream:
		var err error
		if out.codes, err = f.cmap(enc); isLimit(err) {
			return nil, err
		}
		out.vertical = f.int(enc.dict["WMode"], 0) == 1
	}
	descendants := f.list(d["DescendantFonts"])
	if len(descendants) == 0 {
		return out, nil
	}
	cid := f.dict(descendants[0])
	out.gb1 = f.text(f.dict(cid["CIDSystemInfo"])["Ordering"]) == "GB1"
	if v := f.resolve(cid["DW"]); v != nil {
		out.standard = f.float(v) / 1000
	}
	f.cidWidths(out, f.list(cid["W"]))
	sort.SliceStable(out.ranges, func(i, j int) bool { return out.ranges[i].first < out.ranges[j].first })
	return out, nil
}

// cidWidths reads widths: "first [w1 w2 ...]" or "first last w" (9.7.4.3).
func (f *file) cidWidths(out *compositeFont, w array) {
	for len(w) >= 2 && len(out.widths)+len(out.ranges) < maxWidths {
		first := f.int(w[0], 0)
		if list, ok := f.resolve(w[1]).(array); ok {
			// One list may be named any number of times.
			if f.budget.step(len(list)) != nil {
				return
			}
			for i, v := range list {
				out.widths[first+i] = f.float(v) / 1000
			}
			w = w[2:]
			continue
		}
		if len(w) < 3 {
			return
		}
		out.ranges = append(out.ranges, widthRange{first, f.int(w[1], 0), f.float(w[2]) / 1000})
		w = w[3:]
	}
}

// width returns the width of a letter in parts of the size.
func (c *compositeFont) width(cid int) float64 {
	if w, ok := c.widths[cid]; ok {
		return w
	}
	i := sort.Search(len(c.ranges), func(i int) bool { return c.ranges[i].first > cid }) - 1
	if i >= 0 && cid <= c.ranges[i].last {
		return c.ranges[i].width
	}
	return c.standard
}

// next reads the first letter of s. Letters that only ToUnicode can name are lost
// here.
func (c *compositeFont) next(s string) glyph {
	if c.set != nil {
		return c.nextOfSet(s)
	}
	size := min(2, len(s))
	if c.codes != nil {
		size = c.codes.size(s)
	}
	g := glyph{code: bigEndian(s[:size]), size: size, text: lost}
	cid := g.code
	if c.codes != nil {
		cid = c.codes.cid(uint32(cid))
	}
	if c.gb1 {
		g.text = c.remember(cid, func() string { return gb1Text(cid) })
	}
	g.width = c.width(cid)
	return g
}

// nextOfSet reads a letter of a predefined CMap. CIDs are not known here, but the
// single bytes are the letters of half width.
func (c *compositeFont) nextOfSet(s string) glyph {
	size := c.set.size(s)
	g := glyph{code: bigEndian(s[:size]), size: size, width: c.standard}
	if size == 1 {
		g.width = c.standard / 2
	}
	g.text = c.remember(g.code, func() string { return c.set.text(s[:size]) })
	return g
}

// remember returns the text of a code or CID and asks for it only once.
func (c *compositeFont) remember(key int, text func() string) string {
	t, ok := c.known[key]
	if !ok {
		t = text()
		if len(c.known) < maxCodes {
			c.budget.object(codeCost)
			c.known[key] = t
		}
	}
	return t
}

// bigEndian reads the bytes of s as one number, the way all codes are written.
func bigEndian(s string) int {
	n := 0
	for i := range len(s) {
		n = n<<8 | int(s[i])
	}
	return n
}

// A charset is a character set whose codes are those of a CMap that every reader
// has (9.7.5.2), so that its decoder names the letters without a table of glyphs.
type charset struct {
	part string            // of the names of the CMaps
	enc  encoding.Encoding // nil for UTF-16
}

var charsets = []charset{
	{"UCS2", nil},
	{"UTF16", nil},
	{"GB", simplifiedchinese.GB18030},
	{"B5", traditionalchinese.Big5},
	{"RKSJ", japanese.ShiftJIS},
	{"KSC", korean.EUCKR},
}

// predefined returns the set of a CMap by name, nil for Identity and those
// unknown.
func predefined(cmap string) *charset {
	for i := range charsets {
		if strings.Contains(cmap, charsets[i].part) {
			return &charsets[i]
		}
	}
	return nil
}

// size returns how many bytes the first letter of s has: UTF-16 two, or four in a
// surrogate pair; else one for ASCII, four where GB18030 has them, mostly two.
func (c *charset) size(s string) int {
	size := 2
	switch {
	case c.enc == nil:
		if s[0]>>2 == 0xD8>>2 {
			size = 4
		}
	case s[0] <= 0x80 || s[0] == 0xFF:
		size = 1
	case len(s) >= 2 && '0' <= s[1] && s[1] <= '9':
		size = 4
	}
	return min(size, len(s))
}

// text decodes one letter.
func (c *charset) text(s string) string {
	if c.enc == nil {
		return unicodeText(s)
	}
	text, err := c.enc.NewDecoder().String(s)
	if err != nil || text == "" {
		return lost
	}
	return text
}
