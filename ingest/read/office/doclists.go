package office

import (
	"strconv"
	"unicode/utf16"
)

// readDocLists reads the numbered lists of a .doc file: MS-DOC 2.9.131 (LSTF,
// the definitions) and 2.9.132 (LFO, the lists of the document), keyed by the
// 1-based index that paragraphs name.
func readDocLists(table []byte, f fib) *lists {
	l := newLists()
	off, n := f.span(fcPlfLst)
	if n < 2 || off > len(table)-2 {
		return l
	}
	readDefinitions(l, table[off:])
	readLFOs(l, f.at(table, fcPlfLfo))
	l.link(newStyleSheet())
	return l
}

const (
	lstfSize = 28
	lvlfSize = 28
	lfoSize  = 16
)

// readDefinitions reads the LSTFs and the levels, which follow after the last of
// them: nine each, or one for a simple list.
func readDefinitions(l *lists, data []byte) {
	n := int(le.Uint16(data))
	data = data[2:]
	if n*lstfSize > len(data) {
		return
	}
	rest := data[n*lstfSize:]
	for i := range n {
		lstf := data[i*lstfSize:]
		a := newAbstractList()
		l.abstract[listID(lstf)] = a
		count := levels
		if lstf[26]&1 == 1 {
			count = 1
		}
		for j := range count {
			level, size := readLevel(rest)
			if size == 0 {
				return
			}
			a.levels[j] = level
			rest = rest[size:]
		}
	}
}

// listID reads the number by which definitions and lists find each other.
func listID(b []byte) string { return strconv.Itoa(int(le.Uint32(b))) }

// readLevel reads one LVL: a fixed part, the properties of paragraph and number,
// and the text of the number, in which the code units 0 to 8 stand for the number
// of that level. size is 0 when data is cut short.
func readLevel(data []byte) (level listLevel, size int) {
	level = newLevel()
	if len(data) < lvlfSize+2 {
		return level, 0
	}
	level.start = int(int32(le.Uint32(data)))
	level.format = formatName(data[4])
	level.legal = data[5]>>2&1 == 1
	if data[5]>>3&1 == 1 { // fNoRestart: what follows names the level that restarts it
		level.restart = int(data[26])
	}
	level.follow = map[byte]string{1: "space", 2: "nothing"}[data[15]]
	at := lvlfSize + int(data[24]) + int(data[25])
	if at+2 > len(data) {
		return level, 0
	}
	n := int(le.Uint16(data[at:]))
	at += 2
	if at+2*n > len(data) {
		return level, 0
	}
	for _, unit := range utf16.Decode(codeUnits(data[at : at+2*n])) {
		if unit < levels {
			level.text += "%" + strconv.Itoa(int(unit)+1)
		} else {
			level.text += string(unit)
		}
		if len(level.text) > 4*maxLabel {
			break // a label as long as this is not rendered
		}
	}
	return level, at + 2*n
}

// codeUnits reads UTF-16, little-endian.
func codeUnits(b []byte) []uint16 {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = le.Uint16(b[2*i:])
	}
	return units
}

// readLFOs reads the lists and the numbers at which their levels start anew.
func readLFOs(l *lists, data []byte) {
	if len(data) < 4 {
		return
	}
	n := int(le.Uint32(data))
	data = data[4:]
	if n > len(data)/lfoSize {
		return
	}
	rest := data[n*lfoSize:]
	for i := range n {
		lfo := data[i*lfoSize:]
		num := &list{id: listID(lfo)}
		l.nums[strconv.Itoa(i+1)] = num
		rest = num.readOverrides(rest, int(lfo[12]))
	}
}

// readOverrides reads the LFOData of a list and returns what comes after it.
func (n *list) readOverrides(data []byte, count int) []byte {
	if len(data) < 4 {
		return nil
	}
	data = data[4:] // cp, not used
	for range count {
		if len(data) < 8 {
			return nil
		}
		start, flags := int(int32(le.Uint32(data))), data[4]
		data = data[8:]
		level := int(flags & 15)
		if level >= levels {
			return nil
		}
		if flags>>5&1 == 0 {
			if flags>>4&1 == 1 {
				n.starts[level] = &start
			}
			continue
		}
		l, size := readLevel(data)
		if size == 0 {
			return nil
		}
		n.overrides[level] = &l
		if flags>>4&1 == 1 {
			n.starts[level] = &l.start
		}
		data = data[size:]
	}
	return data
}
