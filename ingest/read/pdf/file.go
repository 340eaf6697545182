package pdf

import (
	"bytes"
	"fmt"

	"github.com/daodu/daodu"
)

// A file finds the objects of a PDF. It does not follow the cross-reference table
// but looks for every "N G obj" in the bytes, as other readers do when the table
// is damaged: that cannot run in circles, needs no trust in offsets, and reads
// files cut short. The last object of a number counts, as after an update.
type file struct {
	data    []byte
	budget  *budget
	crypt   *crypt // nil when the file is not encrypted
	objects map[ref]place
	parsed  map[ref]any // objects already read
	trailer dict
	missing int                // pages that are listed but not there
	forms   map[*stream][]byte // unpacked, since many are drawn on every page
	kept    int                // bytes in forms
}

// A place says where an object stands: in the file, or in an unpacked object
// stream.
type place struct {
	data []byte
	at   int
	gen  int
	age  int // where the object or its stream begins in the file
}

// openFile indexes a PDF and gets ready to decrypt it.
func openFile(data []byte, b *budget) (*file, error) {
	f := &file{data: data, budget: b, objects: make(map[ref]place), parsed: make(map[ref]any), trailer: make(dict), forms: make(map[*stream][]byte)}
	streams, err := f.index()
	if err != nil {
		return nil, err
	}
	if len(f.objects) == 0 {
		return nil, damaged("it holds no objects")
	}
	if err := f.readTrailers(streams); err != nil {
		return nil, err
	}
	if f.trailer["Encrypt"] != nil {
		if f.crypt, err = f.openCrypt(); err != nil {
			return nil, err
		}
	}
	return f, f.indexStreams(streams)
}

// damaged is the error for files without a way to their text.
func damaged(why string) error {
	return fmt.Errorf("%w: the PDF file is cut short or damaged (%s); fetch it again", daodu.ErrBadInput, why)
}

// get returns the object of a number, nil when there is none.
func (f *file) get(num ref) any {
	if v, ok := f.parsed[num]; ok {
		return v
	}
	p, ok := f.objects[num]
	if !ok {
		return nil
	}
	// The entry also ends the circle of a stream whose length is the stream.
	f.parsed[num] = nil
	v := f.read(p.data, p.at)
	if s, ok := v.(*stream); ok {
		s.num, s.gen = num, p.gen
	}
	f.parsed[num] = v
	return v
}

// read reads the object at a place; a reference to another is not followed.
func (f *file) read(data []byte, at int) any {
	// An object is not read beyond what may still be kept.
	l := lexer{data: data[:min(len(data), at+max(0, f.budget.objects)+1)], pos: at, budget: f.budget}
	v, err := l.next(0)
	f.budget.object(l.pos - at)
	if err != nil {
		return nil
	}
	switch v := v.(type) {
	case dict:
		l.skipSpace()
		if bytes.HasPrefix(data[l.pos:], []byte("stream")) {
			return &stream{dict: v, raw: f.streamBytes(data, l.pos+len("stream"), v)}
		}
	case int:
		gen, _ := l.next(0)
		op, _ := l.next(0)
		if r, ok := op.(operator); ok {
			return reference(array{v, gen}, r)[0]
		}
	}
	return v
}

// streamBytes returns the bytes of a stream. The length in its dictionary is
// believed when "endstream" stands behind, which is looked for else.
func (f *file) streamBytes(data []byte, at int, d dict) []byte {
	if at < len(data) && data[at] == '\r' {
		at++
	}
	if at < len(data) && data[at] == '\n' {
		at++
	}
	if n := f.int(d["Length"], -1); n >= 0 && n <= len(data)-at {
		rest := data[at+n:]
		if bytes.HasPrefix(bytes.TrimLeft(rest[:min(len(rest), 20)], "\r\n \t"), []byte("endstream")) {
			return data[at : at+n]
		}
	}
	end := bytes.Index(data[at:], []byte("endstream"))
	if end < 0 {
		end = len(data) - at
	}
	_ = f.budget.step(end / 16) // a stream without an end costs the rest of the file; felt later
	return data[at : at+end]
}
