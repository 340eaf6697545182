package office

import "sort"

// props is what the format says about a stretch of bytes: of paragraphs when it
// comes from a PAPX, of characters when from a CHPX.
type props struct {
	style   int // index of the paragraph style; 1..9 are Heading 1..9 in every file
	outline int // 0..8, 9 none, -1 not said
	inTable bool
	rowEnd  bool // the mark ends a table row
	list    int  // 1-based index of the list (LFO), 0 none
	level   int  // of the list

	hidden bool // deleted under revision marks, or hidden
	symbol rune // the letter stands for this one of a symbol font, 0 when not
}

// noProps is what holds where a file says nothing.
var noProps = props{outline: -1}

// A run is a stretch of bytes of the stream with the same properties.
type run struct {
	from, to int
	props    props
}

// runs are in order and do not overlap in a sound file.
type runs []run

// find returns the properties of the byte at an offset.
func (rs runs) find(at int) *props {
	i := sort.Search(len(rs), func(i int) bool { return rs[i].to > at })
	if i < len(rs) && rs[i].from <= at {
		return &rs[i].props
	}
	return &noProps
}

const (
	pageSize = 512       // of a page of formatted runs (FKP)
	pnMask   = 1<<22 - 1 // the bits of a page number
)

// readRuns reads the pages (FKP) that a table (PlcBte) lists. extract takes the
// properties from a page, given the index of the run and the number of runs.
func readRuns(main, plc []byte, extract func(page []byte, i, n int) props) runs {
	n := (len(plc) - 4) / 8
	var rs runs
	seen := make(map[int]bool) // a page that is listed twice would cost twice
	for i := range max(0, n) {
		pn := int(le.Uint32(plc[4*(n+1)+4*i:]) & pnMask)
		if seen[pn] || (pn+1)*pageSize > len(main) {
			continue
		}
		seen[pn] = true
		page := main[pn*pageSize:][:pageSize]
		count := int(page[pageSize-1])
		for j := range count {
			if 4*(j+2) > pageSize-1 {
				break
			}
			from, to := int(le.Uint32(page[4*j:])), int(le.Uint32(page[4*j+4:]))
			rs = append(rs, run{from, to, extract(page, j, count)})
		}
	}
	sort.Slice(rs, func(i, j int) bool { return rs[i].to < rs[j].to })
	return rs
}

// papx reads the paragraph properties of run i: MS-DOC 2.9.174, PapxFkp.
func papx(page []byte, i, n int) props {
	p := noProps
	bx := 4*(n+1) + 13*i
	if bx >= pageSize {
		return p
	}
	at := 2 * int(page[bx])
	if at == 0 || at+2 > pageSize {
		return p
	}
	size := 2*int(page[at]) - 1
	at++
	if size < 0 {
		size = 2 * int(page[at])
		at++
	}
	data := page[at:min(at+size, pageSize)]
	if len(data) < 2 {
		return p
	}
	p.style = int(le.Uint16(data))
	eachSprm(data[2:], p.takeParagraph)
	return p
}

// chpx reads the character properties of run i: MS-DOC 2.9.33, ChpxFkp.
func chpx(page []byte, i, n int) props {
	p := noProps
	bx := 4*(n+1) + i
	if bx >= pageSize {
		return p
	}
	at := 2 * int(page[bx])
	if at == 0 || at >= pageSize {
		return p
	}
	eachSprm(page[at+1:min(at+1+int(page[at]), pageSize)], p.takeCharacter)
	return p
}

// takeParagraph sets what one modifier says of a paragraph.
func (p *props) takeParagraph(code uint16, arg []byte) {
	switch code {
	case 0x2416: // sprmPFInTable
		p.inTable = arg[0] != 0
	case 0x2417: // sprmPFTtp
		p.rowEnd = arg[0] != 0
	case 0x2640: // sprmPOutLvl
		p.outline = int(arg[0])
	case 0x260A: // sprmPIlvl
		p.level = int(arg[0])
	case 0x460B: // sprmPIlfo
		p.list = int(le.Uint16(arg))
	}
}

// takeCharacter sets what one modifier says of characters. The values 128 and 129
// ask for what the style says, or its opposite; styles do not hide text.
func (p *props) takeCharacter(code uint16, arg []byte) {
	switch code {
	case 0x0800, 0x083C: // sprmCFRMarkDel, sprmCFVanish
		p.hidden = p.hidden || arg[0] == 1 || arg[0] == 0x81
	case 0x6A09: // sprmCSymbol: font, letter
		p.symbol = rune(le.Uint16(arg[2:]))
	}
}

// eachSprm calls f with each property modifier and its operand, whose size the
// code tells: MS-DOC 2.6.1. f gets at least as many bytes as that size.
func eachSprm(data []byte, f func(code uint16, arg []byte)) {
	for len(data) >= 3 {
		code := le.Uint16(data)
		data = data[2:]
		size := [8]int{1, 1, 2, 4, 2, 2, 0, 3}[code>>13]
		switch {
		case code == 0xD608: // sprmTDefTable: a size of two bytes, one too large
			if len(data) < 2 {
				return
			}
			size = 1 + int(le.Uint16(data))
		case size == 0:
			size = 1 + int(data[0])
		}
		if size > len(data) || size == 0 {
			return
		}
		f(code, data[:size])
		data = data[size:]
	}
}
