package terms

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

var errVector = errors.New("not a vector of terms")

// MarshalBinary writes v in 2 to 3 bytes a term: the version, the length, and for each
// term, by ID, the distance from the ID before, doubled, and 1 more when a weight other
// than that of one occurrence follows. All numbers are varints.
func (v Vector) MarshalBinary() ([]byte, error) {
	out := make([]byte, 0, 3*len(v.Terms)+8)
	out = binary.AppendUvarint(append(out, Version), uint64(v.Length))
	before := ID(0)
	for _, t := range v.Terms {
		step := uint64(t.ID-before) << 1
		before = t.ID
		if t.Weight == one {
			out = binary.AppendUvarint(out, step)
			continue
		}
		out = binary.AppendUvarint(binary.AppendUvarint(out, step|1), uint64(t.Weight))
	}
	return out, nil
}

// UnmarshalBinary reads what MarshalBinary wrote; it fails on anything else and on other
// versions, and keeps v as it was then.
func (v *Vector) UnmarshalBinary(data []byte) error {
	if len(data) == 0 || data[0] != Version {
		return fmt.Errorf("%w of version %d", errVector, Version)
	}
	d := decoder{data: data[1:]}
	out := Vector{Length: int(d.number(math.MaxInt32)), Terms: make([]Term, 0, len(data)/2)}
	id := uint64(0)
	for len(d.data) > 0 {
		step := d.number(uint64(kinds) << (hashBits + 1))
		weight := uint64(one)
		if step&1 == 1 {
			weight = d.number(math.MaxUint16)
			d.bad = d.bad || weight == one
		}
		id += step >> 1
		d.bad = d.bad || len(out.Terms) > 0 && step>>1 == 0 || weight == 0 || id >= uint64(kinds)<<hashBits
		out.Terms = append(out.Terms, Term{ID(id), uint16(weight)})
	}
	if d.bad {
		return fmt.Errorf("%w: broken", errVector)
	}
	*v = out
	return nil
}

// A decoder reads varints and remembers when one is not as it should be.
type decoder struct {
	data []byte
	bad  bool
}

// number reads a number up to most, in its shortest form.
func (d *decoder) number(most uint64) uint64 {
	x, n := binary.Uvarint(d.data)
	if n <= 0 || x > most || n > 1 && d.data[n-1] == 0 {
		d.bad, d.data = true, nil
		return 0
	}
	d.data = d.data[n:]
	return x
}
