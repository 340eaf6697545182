package static

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// Dim is the number of elements of a learned row.
const Dim = 256

// A Table is what was learned. It is read-only and safe for concurrent use.
type Table struct {
	*Vocabulary
	Costs  []uint16 // of the pieces
	Scales []uint16 // of the rows: a row is its scale times its elements
	Rows   []int8   // Dim elements for each piece, -7..7
	// Strange is the scale of rows made up for letters and words without a piece, whose
	// elements are -1 and 1.
	Strange uint16
	IDF     Sketch
}

// magic opens a table and tells its version.
const magic = "daodu.static1\n"

// ErrTable says that a table cannot be read.
var ErrTable = errors.New("not a table of the offline embedder")

// MarshalBinary writes a table: the magic word; as 32 bits the number of pieces, of bytes
// of their names and Strange; the names parted by line breaks; costs and scales as 16 bits;
// rows as 4 bits an element, the first of two in the low half, 8 more than their value;
// the sketch. All numbers are little-endian.
func (t *Table) MarshalBinary() ([]byte, error) {
	names := strings.Join(t.pieces, "\n")
	out := []byte(magic)
	for _, n := range []int{t.Len(), len(names), int(t.Strange)} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	out = append(out, names...)
	for _, list := range [][]uint16{t.Costs, t.Scales} {
		for _, x := range list {
			out = binary.LittleEndian.AppendUint16(out, x)
		}
	}
	for i := 0; i < len(t.Rows); i += 2 {
		out = append(out, byte(t.Rows[i]+8)|byte(t.Rows[i+1]+8)<<4)
	}
	return append(out, t.IDF...), nil
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (t *Table) UnmarshalBinary(data []byte) error {
	rest, ok := strings.CutPrefix(string(data), magic)
	if !ok || len(rest) < 12 {
		return fmt.Errorf("%w: it does not begin with %q", ErrTable, magic)
	}
	head := data[len(magic):]
	n := int(binary.LittleEndian.Uint32(head))
	names := int(binary.LittleEndian.Uint32(head[4:]))
	if n >= bmp || names > len(data) || len(rest) != 12+names+n*4+n*Dim/2+cells {
		return fmt.Errorf("%w: its size is %d bytes", ErrTable, len(data))
	}
	body := head[12+names:]
	t.Strange = uint16(binary.LittleEndian.Uint32(head[8:]))
	t.Costs, t.Scales = numbers(body[:2*n]), numbers(body[2*n:4*n])
	t.Rows = elements(body[4*n : 4*n+n*Dim/2])
	t.IDF = Sketch(body[4*n+n*Dim/2:])
	var err error
	t.Vocabulary, err = NewVocabulary(strings.Split(rest[12:12+names], "\n"), t.Costs)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrTable, err)
	}
	return nil
}

func numbers(data []byte) []uint16 {
	out := make([]uint16, len(data)/2)
	for i := range out {
		out[i] = binary.LittleEndian.Uint16(data[2*i:])
	}
	return out
}

func elements(data []byte) []int8 {
	out := make([]int8, 2*len(data))
	for i, b := range data {
		out[2*i], out[2*i+1] = int8(b&15)-8, int8(b>>4)-8
	}
	return out
}

// Row returns the elements of the row of a piece.
func (t *Table) Row(i int32) *[Dim]int8 { return (*[Dim]int8)(t.Rows[int(i)*Dim:]) }
