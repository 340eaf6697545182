package docfreq

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// A Filter is a Bloom filter: it may know what was never added, but never the other
// way round.
type Filter struct {
	probes uint8
	bits   []byte
}

// NewFilter returns an empty filter.
func NewFilter(bits int, probes uint8) Filter {
	return Filter{probes: probes, bits: make([]byte, (bits+7)/8)}
}

// Add adds a hash.
func (f Filter) Add(h uint64) {
	for i := range uint64(f.probes) {
		at := f.probe(h, i)
		f.bits[at/8] |= 1 << (at % 8)
	}
}

// Has reports whether a hash was added.
func (f Filter) Has(h uint64) bool {
	if len(f.bits) == 0 {
		return false
	}
	for i := range uint64(f.probes) {
		if at := f.probe(h, i); f.bits[at/8]&(1<<(at%8)) == 0 {
			return false
		}
	}
	return true
}

// probe returns the i-th place of a hash (Kirsch and Mitzenmacher, 2006).
func (f Filter) probe(h, i uint64) uint64 {
	return (h + i*(h>>32|1)) % (uint64(len(f.bits)) * 8)
}

const (
	cells = 1 << 17 // of a sketch
	// steps is how many steps of weight a cell of 4 bits tells apart. Cells hold how
	// common a pair is, so that an empty one means the rarest.
	steps = 15
)

// A Sketch keeps a weight for hashes in two cells of 4 bits each. Cells are shared; the
// rarer of the two is believed, as in a count-min sketch.
type Sketch struct{ cells []byte }

// NewSketch returns an empty sketch.
func NewSketch() Sketch { return Sketch{make([]byte, cells/2)} }

// Add notes the weight of a hash.
func (s Sketch) Add(h uint64, idf float64) {
	common := byte((MaxIDF-idf)*steps/MaxIDF + 0.5)
	for _, at := range [2]uint64{h % cells, h >> 40 % cells} {
		shift := at % 2 * 4
		if old := s.cells[at/2] >> shift & 15; common > old {
			s.cells[at/2] = s.cells[at/2]&^(15<<shift) | common<<shift
		}
	}
}

// IDF returns the weight of a hash, 0..MaxIDF.
func (s Sketch) IDF(h uint64) float64 {
	common := byte(steps)
	for _, at := range [2]uint64{h % cells, h >> 40 % cells} {
		common = min(common, s.cells[at/2]>>(at%2*4)&15)
	}
	return MaxIDF - float64(common)*MaxIDF/steps
}

// magic opens table.bin and tells its version.
const magic = "daodu.df2"

var errTable = errors.New("not a table of document frequencies")

// MarshalBinary writes the table: the magic word, the number of documents, of filters,
// and for each its probes, size in bytes and bits, the last of them that of words; then the
// sketch. Numbers are 32 bits, little-endian.
func (t *Table) MarshalBinary() ([]byte, error) {
	out := append([]byte(magic), 0, 0, 0, 0, 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(out[len(magic):], uint32(t.Documents))
	binary.LittleEndian.PutUint32(out[len(magic)+4:], uint32(len(t.Known)+1))
	for _, f := range append(t.Known[:len(t.Known):len(t.Known)], t.Words) {
		out = binary.LittleEndian.AppendUint32(out, uint32(f.probes))
		out = binary.LittleEndian.AppendUint32(out, uint32(len(f.bits)))
		out = append(out, f.bits...)
	}
	return append(out, t.Pairs.cells...), nil
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (t *Table) UnmarshalBinary(data []byte) error {
	if len(data) < len(magic)+8 || string(data[:len(magic)]) != magic {
		return errTable
	}
	data = data[len(magic):]
	documents, filters := binary.LittleEndian.Uint32(data), binary.LittleEndian.Uint32(data[4:])
	data = data[8:]
	var known []Filter
	for range filters {
		if len(data) < 8 {
			return fmt.Errorf("%w: cut short", errTable)
		}
		probes, size := binary.LittleEndian.Uint32(data), binary.LittleEndian.Uint32(data[4:])
		if data = data[8:]; uint64(size) > uint64(len(data)) {
			return fmt.Errorf("%w: cut short", errTable)
		}
		known = append(known, Filter{probes: uint8(probes), bits: data[:size]})
		data = data[size:]
	}
	if len(data) != cells/2 {
		return fmt.Errorf("%w: a sketch of %d bytes, want %d", errTable, len(data), cells/2)
	}
	if len(known) == 0 {
		return fmt.Errorf("%w: without words", errTable)
	}
	last := len(known) - 1
	*t = Table{Documents: int(documents), Known: known[:last], Pairs: Sketch{data}, Words: known[last]}
	return nil
}
