package office

import (
	"bytes"
	"fmt"
	"io"

	"github.com/daodu/daodu"
	"github.com/richardlehane/mscfb"
)

const (
	// maxDirectory bounds the bytes of the directory of a compound file, 128 for each
	// stream or storage. An embedded object has about five, so 800 of them fit. The
	// parser's memory grows with the square of their number when they are nested in
	// each other; this keeps it to some 130 MB.
	maxDirectory = 512 << 10

	// readStep is how much of a stream is asked for at once: the parser's time for
	// one request grows with the square of its sectors.
	readStep = 64 << 10
)

// A compound is an opened OLE compound file.
type compound struct {
	size  int
	files []*mscfb.File
}

// openCompound reads the directory of a compound file. The parser panics on some
// damaged files, which is an error here, and so are the panics of later reads in
// [Doc].
func openCompound(data []byte) (c *compound, err error) {
	if !bytes.HasPrefix(data, oleMagic) {
		return nil, notDoc(data)
	}
	defer func() {
		if r := recover(); r != nil {
			c, err = nil, damagedDoc(r)
		}
	}()
	g := &guard{r: bytes.NewReader(data)}
	r, err := mscfb.New(g)
	if err != nil {
		return nil, damagedDoc(err)
	}
	g.open = true
	return &compound{size: len(data), files: r.File}, nil
}

// damagedDoc is the error for a .doc file that breaks its own format.
func damagedDoc(why any) error {
	return fmt.Errorf("%w: the .doc file is cut short or damaged (%v); fetch it again, or open it in Word and save it as .docx", daodu.ErrBadInput, why)
}

// A guard is the file as the parser sees it. It refuses directories, and tables of
// sectors, that are too long; while a file is opened these are all that the parser
// reads in whole sectors.
type guard struct {
	r    io.ReaderAt
	size int  // bytes of whole sectors read
	open bool // opening is over
}

// ReadAt implements io.ReaderAt.
func (g *guard) ReadAt(b []byte, off int64) (int, error) {
	whole := len(b) >= 512
	if whole && !g.open {
		if g.size += len(b); g.size > maxDirectory {
			return 0, fmt.Errorf("it holds more than %d embedded parts", maxDirectory/128)
		}
	}
	n, err := g.r.ReadAt(b, off)
	if err == io.EOF && n > 0 && whole {
		// The last sector of many a file is not filled up.
		clear(b[n:])
		return len(b), nil
	}
	return n, err
}

// file returns a stream or storage at the top of the directory: embedded files
// have streams of the same names deeper down. Names are without the control
// character in front of some.
func (c *compound) file(name string) *mscfb.File {
	for _, f := range c.files {
		if len(f.Path) == 0 && f.Name == name {
			return f
		}
	}
	return nil
}

// has reports whether there is a stream or storage of a name.
func (c *compound) has(name string) bool { return c.file(name) != nil }

// read returns a stream; one cut short gives what there is of it. Its size is what
// the file claims, so no more than the file itself holds is believed.
func (c *compound) read(name string) ([]byte, error) {
	f := c.file(name)
	if f == nil {
		return nil, fmt.Errorf("%w: the .doc file has no part %s", daodu.ErrBadInput, name)
	}
	data := make([]byte, min(f.Size, int64(c.size)))
	for at := 0; at < len(data); {
		n, err := f.Read(data[at:min(at+readStep, len(data))])
		at += n
		if err != nil && err != io.EOF || n == 0 {
			data = data[:at]
			break
		}
	}
	if len(data) == 0 {
		return nil, damagedDoc(name + " is empty")
	}
	return data, nil
}
