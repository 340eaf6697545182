package office

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/daodu/daodu"
)

// le reads the little-endian numbers of the format.
var le = binary.LittleEndian

// The places in the FIB (file information block, MS-DOC 2.5) of the numbers read
// here, in bytes from the start of the stream WordDocument.
const (
	fibFlags  = 0x0A // bit 8 encrypted, bit 9 which table stream
	fibCounts = 0x4C // ccpText and the lengths of the other parts, 4 bytes each
	fibPairs  = 0x9A // FibRgFcLcb97: offset and length, 4 bytes each, of each table
	fibEnd    = 0x382

	nFib97 = 0xC1 // the version of Word 97
)

// The tables read here, by their place among the pairs.
const (
	fcPlcfBteChpx = 12
	fcPlcfBtePapx = 13
	fcClx         = 33
	fcPlfLst      = 73
	fcPlfLfo      = 74
)

// The parts of the text in the order in which they follow each other, by their
// place among the counts.
const (
	partMain = iota
	partFootnotes
	partHeaders
	partMacros
	partComments
	partEndnotes
	partTextBoxes
	partHeaderTextBoxes
	parts
)

// A fib is what a .doc file says about itself at its start.
type fib []byte

// readFIB checks that the stream is that of a Word version that is read here.
func readFIB(main []byte) (fib, error) {
	if len(main) < 32 {
		return nil, damagedDoc("no file information block")
	}
	f := fib(main)
	ident, version := le.Uint16(f), le.Uint16(f[2:])
	switch {
	case ident == 0xA5DC || ident == 0xA5EC && version < nFib97:
		return nil, fmt.Errorf("%w: the .doc file is from Word 95 or older; save it in Word as .docx", daodu.ErrBadInput)
	case ident != 0xA5EC:
		return nil, damagedDoc(errors.New("not a Word document inside"))
	case f.flag(8):
		return nil, errEncrypted(".doc")
	case len(f) < fibEnd:
		return nil, damagedDoc("file information block cut short")
	}
	return f, nil
}

// flag returns a bit of the flags.
func (f fib) flag(bit int) bool { return le.Uint16(f[fibFlags:])>>bit&1 == 1 }

// tableName names the stream with the tables.
func (f fib) tableName() string {
	if f.flag(9) {
		return "1Table"
	}
	return "0Table"
}

// count returns the characters in a part of the text, never negative.
func (f fib) count(part int) int { return max(0, int(int32(le.Uint32(f[fibCounts+4*part:])))) }

// at returns one of the tables, nil when the file has none or points outside.
func (f fib) at(table []byte, pair int) []byte {
	off, n := f.span(pair)
	if n == 0 || off > len(table) || n > len(table)-off {
		return nil
	}
	return table[off : off+n]
}

// span returns where a table is said to stand.
func (f fib) span(pair int) (off, n int) {
	return int(le.Uint32(f[fibPairs+8*pair:])), int(le.Uint32(f[fibPairs+8*pair+4:]))
}

// A piece is a stretch of text that stands in one place of the stream.
type piece struct {
	at     int // byte offset in the stream
	n      int // characters (UTF-16 code units, or bytes when narrow)
	bytes  []byte
	narrow bool // one byte a character
}

// readPieces reads the piece table: MS-DOC 2.8.35, PlcPcd in the Clx.
func readPieces(f fib, main, table []byte) ([]piece, error) {
	plc := pieceTable(f.at(table, fcClx))
	if len(plc) < 16 {
		return nil, damagedDoc("no piece table")
	}
	n := (len(plc) - 4) / 12 // n+1 positions of 4 bytes, n descriptors of 8
	pieces := make([]piece, 0, n)
	total := 0
	for i := range n {
		from, to := le.Uint32(plc[4*i:]), le.Uint32(plc[4*i+4:])
		pcd := plc[4*(n+1)+8*i:]
		fc := le.Uint32(pcd[2:])
		p := piece{at: int(fc &^ (1 << 30)), n: int(int32(to - from)), narrow: fc>>30&1 == 1}
		width := 2
		if p.narrow {
			p.at, width = p.at/2, 1
		}
		if to < from || p.n < 0 || p.at > len(main) {
			return nil, damagedDoc("piece table points outside the text")
		}
		// A file cut short still has its first pieces.
		p.n = min(p.n, (len(main)-p.at)/width)
		p.bytes = main[p.at : p.at+p.n*width]
		// Pieces do not share text, so together they are no longer than the stream.
		if total += p.n; total > len(main) {
			return nil, damagedDoc("piece table is longer than the text")
		}
		pieces = append(pieces, p)
	}
	return pieces, nil
}

// pieceTable finds the PlcPcd in a Clx, behind any number of property
// modifications.
func pieceTable(clx []byte) []byte {
	for len(clx) >= 5 {
		switch clx[0] {
		case 1: // Prc: a length and properties
			n := int(int16(le.Uint16(clx[1:])))
			if n < 0 || 3+n > len(clx) {
				return nil
			}
			clx = clx[3+n:]
		case 2:
			n := int(le.Uint32(clx[1:]))
			return clx[5:min(len(clx), 5+max(0, n))]
		default:
			return nil
		}
	}
	return nil
}
