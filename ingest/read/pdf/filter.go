package pdf

import (
	"bytes"
	"compress/flate"
	"encoding/ascii85"
	"errors"
	"fmt"
	"io"

	"github.com/daodu/daodu"
)

const (
	// maxStream is the most bytes that one stream may unpack to. The largest page
	// of the real files read so far has 0.1 MB.
	maxStream = 64 << 20

	// maxFilters bounds the filters behind each other; two are usual.
	maxFilters = 4
)

// errPicture says that a stream is packed as only pictures are.
var errPicture = errors.New("picture data")

// decode unpacks a stream through its filters (ISO 32000-1, 7.4). One that is cut
// short or damaged gives what comes out before the fault.
func (f *file) decode(s *stream) ([]byte, error) {
	data := f.crypt.stream(s)
	filters, params := f.list(s.dict["Filter"]), f.list(s.dict["DecodeParms"])
	if len(filters) > maxFilters {
		return nil, errSyntax
	}
	for i, v := range filters {
		kind, _ := f.resolve(v).(name)
		var param dict
		if i < len(params) {
			param, _ = f.resolve(params[i]).(dict)
		}
		var err error
		if data, err = f.unpack(kind, param, data); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// unpack undoes one filter. The short names are those of inline images, which some
// writers use everywhere.
func (f *file) unpack(kind name, param dict, data []byte) ([]byte, error) {
	var r io.Reader
	switch kind {
	case "FlateDecode", "Fl":
		r = inflate(data)
	case "LZWDecode", "LZW":
		r = &lzwReader{data: data, early: f.int(param["EarlyChange"], 1)}
	case "ASCII85Decode", "A85":
		r = ascii85.NewDecoder(bytes.NewReader(trim85(data)))
	case "ASCIIHexDecode", "AHx":
		r = bytes.NewReader([]byte((&lexer{data: data}).hex()))
	case "RunLengthDecode", "RL":
		r = &runLengthReader{data: data}
	case "Crypt": // the identity unless a file has several ways to encrypt
		return data, nil
	case "DCTDecode", "DCT", "CCITTFaxDecode", "CCF", "JBIG2Decode", "JPXDecode":
		return nil, errPicture
	default:
		return nil, errSyntax
	}
	out, err := f.readAll(r)
	if err != nil {
		return nil, err
	}
	return predictor{
		kind:    f.int(param["Predictor"], 1),
		colors:  f.int(param["Colors"], 1),
		bits:    f.int(param["BitsPerComponent"], 8),
		columns: f.int(param["Columns"], 1),
	}.undo(out), nil
}

// readAll reads up to the end or the first fault. It fails only when a limit is
// reached.
func (f *file) readAll(r io.Reader) ([]byte, error) {
	var out bytes.Buffer
	for {
		n, err := io.CopyN(&out, r, 64<<10)
		if err := f.budget.unpacked(n); err != nil {
			return nil, err
		}
		if out.Len() > maxStream {
			return nil, fmt.Errorf("%w: a stream of the PDF unpacks to more than %d bytes", daodu.ErrTooLarge, maxStream)
		}
		if err != nil {
			return out.Bytes(), nil
		}
	}
}

// inflate reads zlib data without its checksum, which is wrong or missing in many
// a file, and raw deflate data, which some writers make.
func inflate(data []byte) io.Reader {
	for len(data) > 0 && (data[0] == '\r' || data[0] == '\n') {
		data = data[1:]
	}
	if len(data) > 2 && data[0]&15 == 8 && (int(data[0])<<8|int(data[1]))%31 == 0 {
		data = data[2:]
	}
	return flate.NewReader(bytes.NewReader(data))
}

// trim85 cuts the marks around ASCII base-85 data, which Go's decoder does not
// know.
func trim85(data []byte) []byte {
	data = bytes.TrimPrefix(bytes.TrimSpace(data), []byte("<~"))
	if end := bytes.IndexByte(data, '~'); end >= 0 {
		data = data[:end]
	}
	return data
}

// A runLengthReader unpacks RunLengthDecode: a count below 128 copies count+1
// bytes, one above repeats the next byte 257-count times, 128 ends.
type runLengthReader struct {
	data, pending []byte
}

// Read implements io.Reader.
func (r *runLengthReader) Read(b []byte) (int, error) {
	if len(r.pending) == 0 {
		if len(r.data) < 2 || r.data[0] == 128 {
			return 0, io.EOF
		}
		n := int(r.data[0])
		if n < 128 {
			end := min(len(r.data), n+2)
			r.pending, r.data = r.data[1:end], r.data[end:]
		} else {
			r.pending, r.data = bytes.Repeat(r.data[1:2], 257-n), r.data[2:]
		}
	}
	n := copy(b, r.pending)
	r.pending = r.pending[n:]
	return n, nil
}

// An lzwReader unpacks LZWDecode. Package compress/lzw does not do: here the codes
// get longer one code early, as in TIFF.
type lzwReader struct {
	data    []byte
	early   int // 1, or 0 in odd files
	bits    uint32
	nbits   uint
	table   [4096][]byte
	next    int // code to define next; 0 before the first clear code
	width   uint
	last    []byte
	pending []byte
}

const (
	lzwClear = 256
	lzwEnd   = 257
)

// Read implements io.Reader. A code that cannot be ends the data.
func (r *lzwReader) Read(b []byte) (int, error) {
	for len(r.pending) == 0 {
		code, ok := r.code()
		if !ok || code == lzwEnd {
			return 0, io.EOF
		}
		if code == lzwClear {
			r.next, r.width, r.last = lzwEnd+1, 9, nil
			continue
		}
		if !r.define(code) {
			return 0, errSyntax
		}
	}
	n := copy(b, r.pending)
	r.pending = r.pending[n:]
	return n, nil
}

// code takes the next code from the data.
func (r *lzwReader) code() (int, bool) {
	if r.width == 0 {
		r.next, r.width = lzwEnd+1, 9
	}
	for r.nbits < r.width {
		if len(r.data) == 0 {
			return 0, false
		}
		r.bits, r.nbits, r.data = r.bits<<8|uint32(r.data[0]), r.nbits+8, r.data[1:]
	}
	r.nbits -= r.width
	return int(r.bits >> r.nbits & (1<<r.width - 1)), true
}

// define outputs the bytes of a code and adds the entry that it completes.
func (r *lzwReader) define(code int) bool {
	var out []byte
	switch {
	case code < lzwClear:
		out = []byte{byte(code)}
	case code < r.next:
		out = r.table[code]
	case code == r.next && r.last != nil:
		out = append(r.last[:len(r.last):len(r.last)], r.last[0])
	default:
		return false
	}
	if r.last != nil && r.next < len(r.table) {
		r.table[r.next] = append(r.last[:len(r.last):len(r.last)], out[0])
		r.next++
	}
	for r.width < 12 && r.next+r.early >= 1<<r.width {
		r.width++
	}
	r.last, r.pending = out, out
	return true
}

// A predictor says how bytes were changed before packing (ISO 32000-1, 7.4.4.4).
type predictor struct {
	kind, colors, bits, columns int
}

// undo turns data back. Only the predictors of PNG are used for what is no
// picture; their kind stands at the head of each row.
func (p predictor) undo(data []byte) []byte {
	if p.kind < 10 || p.colors < 1 || p.colors > 32 || p.bits < 1 || p.bits > 16 || p.columns < 1 || p.columns > 1<<20 {
		return data
	}
	size := (p.colors*p.bits*p.columns + 7) / 8
	left := (p.colors*p.bits + 7) / 8 // distance to the byte on the left
	out := make([]byte, 0, len(data))
	above := make([]byte, size)
	for len(data) > 1 {
		kind := data[0]
		row := data[1:min(len(data), size+1)]
		data = data[len(row)+1:]
		for i := range row {
			var l, ul byte
			if i >= left {
				l, ul = row[i-left], above[i-left]
			}
			row[i] += pngPredict(kind, l, above[i], ul)
		}
		out = append(out, row...)
		above = append(above[:0], row...)
		above = append(above, make([]byte, size-len(row))...)
	}
	return out
}

// pngPredict returns what a PNG filter expects of a byte, from those on the left,
// above, and above on the left.
func pngPredict(kind, l, a, ul byte) byte {
	switch kind {
	case 1:
		return l
	case 2:
		return a
	case 3:
		return byte((int(l) + int(a)) / 2)
	case 4:
		p := int(l) + int(a) - int(ul)
		pl, pa, pul := abs(p-int(l)), abs(p-int(a)), abs(p-int(ul))
		switch {
		case pl <= pa && pl <= pul:
			return l
		case pa <= pul:
			return a
		}
		return ul
	}
	return 0
}

// abs returns n without its sign.
func abs(n int) int { return max(n, -n) }
