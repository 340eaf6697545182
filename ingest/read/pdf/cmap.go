package pdf

import (
	"io"
	"sort"
	"strings"
	"unicode/utf16"
)

// A cmap maps the codes of a font to text, or to CIDs (Adobe Technical Note 5014).
type cmap struct {
	spaces []codeSpace
	chars  map[uint32]string
	ranges []codeRange // in order of lo once read
	cids   []cidRange  // likewise
}

type codeSpace struct {
	lo, hi uint32
	size   int
}

type codeRange struct {
	lo, hi uint32
	text   string // of lo; the last letter counts up
}

type cidRange struct {
	lo, hi uint32
	cid    int
}

// maxCodes bounds the entries of one map; a font of all Chinese letters in use has
// 30,000.
const maxCodes = 1 << 17

// codeCost is what an entry counts among the bytes of objects: it takes some 100
// bytes of memory.
const codeCost = 5

// maxSpaces bounds the ranges that tell how many bytes a code has; four are many.
const maxSpaces = 64

// cmap reads a CMap stream. The language is PostScript, but all files keep to the
// form "n beginbfchar <code> <text> ... endbfchar".
func (f *file) cmap(s *stream) (*cmap, error) {
	data, err := f.decode(s)
	if err != nil {
		return nil, err
	}
	m := &cmap{chars: make(map[uint32]string)}
	l := &lexer{data: data, budget: f.budget}
	var args array
	for {
		v, err := l.next(0)
		if err == io.EOF {
			break
		}
		if isLimit(err) {
			return nil, err
		}
		op, ok := v.(operator)
		if !ok {
			if len(args) < maxCodes {
				args = append(args, v)
			}
			continue
		}
		m.take(string(op), args)
		args = args[:0]
	}
	f.budget.object(codeCost * (len(m.chars) + len(m.ranges) + len(m.cids)))
	sort.SliceStable(m.cids, func(i, j int) bool { return m.cids[i].lo < m.cids[j].lo })
	sort.SliceStable(m.ranges, func(i, j int) bool { return m.ranges[i].lo < m.ranges[j].lo })
	return m, nil
}

// take adds the entries of one section.
func (m *cmap) take(op string, args array) {
	full := func() bool { return len(m.chars)+len(m.ranges)+len(m.cids)+len(m.spaces) >= maxCodes }
	step := map[string]int{"endcodespacerange": 2, "endbfchar": 2, "endcidchar": 2, "endbfrange": 3, "endcidrange": 3}[op]
	for ; step > 0 && len(args) >= step && !full(); args = args[step:] {
		loText, _ := args[0].(string)
		hiText, _ := args[1].(string)
		lo, hi := code(loText), code(hiText)
		switch op {
		case "endcodespacerange":
			if n := len(loText); 1 <= n && n <= 4 && len(m.spaces) < maxSpaces {
				m.spaces = append(m.spaces, codeSpace{lo, hi, n})
			}
		case "endbfchar":
			m.chars[lo] = unicodeText(hiText)
		case "endbfrange":
			m.takeRange(lo, hi, args[2])
		case "endcidchar":
			m.cids = append(m.cids, cidRange{lo, lo, int(num(args[1]))})
		case "endcidrange":
			m.cids = append(m.cids, cidRange{lo, hi, int(num(args[2]))})
		}
	}
}

// takeRange adds the text of the codes from lo to hi: that of lo, from which the
// others count up, or a list with one for each.
func (m *cmap) takeRange(lo, hi uint32, v any) {
	switch v := v.(type) {
	case string:
		m.ranges = append(m.ranges, codeRange{lo, hi, unicodeText(v)})
	case array:
		for i, v := range v {
			if s, ok := v.(string); ok && uint32(i) <= hi-lo && len(m.chars) < maxCodes {
				m.chars[lo+uint32(i)] = unicodeText(s)
			}
		}
	}
}

// code reads a code of at most four bytes.
func code(s string) uint32 { return uint32(bigEndian(s[:min(4, len(s))])) }

// unicodeText reads the text of a code, big-endian UTF-16; a single byte is meant
// as one letter.
func unicodeText(s string) string {
	if len(s) == 1 {
		return string(rune(s[0]))
	}
	return decodeUTF16(s[:min(len(s), 64)])
}

// decodeUTF16 decodes big-endian UTF-16.
func decodeUTF16(s string) string {
	units := make([]uint16, 0, len(s)/2)
	for ; len(s) >= 2; s = s[2:] {
		units = append(units, uint16(bigEndian(s[:2])))
	}
	return string(utf16.Decode(units))
}

// text returns the text of a code. Maps that name a letter as lost or empty do not
// count.
func (m *cmap) text(c uint32) (string, bool) {
	t, ok := m.chars[c]
	if !ok {
		i := sort.Search(len(m.ranges), func(i int) bool { return m.ranges[i].lo > c }) - 1
		if i < 0 || c > m.ranges[i].hi {
			return "", false
		}
		r := []rune(m.ranges[i].text)
		if len(r) == 0 {
			return "", false
		}
		r[len(r)-1] += rune(c - m.ranges[i].lo)
		t = string(r)
	}
	t = strings.TrimLeft(t, "\x00")
	return t, t != "" && t != lost
}

// size returns how many bytes the first code of s has.
func (m *cmap) size(s string) int {
	for n := 1; n <= min(4, len(s)); n++ {
		c := code(s[:n])
		for _, space := range m.spaces {
			if space.size == n && space.lo <= c && c <= space.hi {
				return n
			}
		}
	}
	return min(2, len(s))
}

// cid returns the CID of a code; a map without CIDs is the identity.
func (m *cmap) cid(c uint32) int {
	if len(m.cids) == 0 {
		return int(c)
	}
	i := sort.Search(len(m.cids), func(i int) bool { return m.cids[i].lo > c }) - 1
	if i < 0 || c > m.cids[i].hi {
		return 0
	}
	return m.cids[i].cid + int(c-m.cids[i].lo)
}
