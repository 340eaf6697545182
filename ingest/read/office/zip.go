package office

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/daodu/daodu"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const (
	// defaultLimit is the most bytes of XML that a file may unpack to when the
	// caller does not say. The largest of the real files read so far, a table of 388
	// rows, has 3 MB; a report of 33,000 characters has 0.34 MB.
	defaultLimit = 64 << 20

	// maxEntries bounds the parts of a package. The real files read so far have up to
	// 47; each picture is one.
	maxEntries = 10_000

	// maxDepth bounds the nesting of elements; the real files read so far go down to
	// 18.
	maxDepth = 1000

	// maxToken bounds one tag with its attributes or one stretch of text, since the
	// decoder holds it in memory whole and many times its size.
	maxToken = 8 << 20
)

var errLimit = errors.New("limit of unpacked bytes reached")

// A pack is an opened Office package: named XML parts in a zip file.
type pack struct {
	files map[string]*zip.File
	limit int64
	left  int64 // bytes that may still be unpacked
}

// openPack opens the zip file and lists its parts; nothing is unpacked yet.
func openPack(data []byte, limit int64) (*pack, error) {
	if limit <= 0 {
		limit = defaultLimit
	}
	if !bytes.HasPrefix(data, []byte("PK")) {
		return nil, notDocx(data)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: the .docx file is cut short or damaged (%v); fetch it again", daodu.ErrBadInput, err)
	}
	if len(z.File) > maxEntries {
		return nil, fmt.Errorf("%w: the .docx file holds %d parts, at most %d are read", daodu.ErrTooLarge, len(z.File), maxEntries)
	}
	p := &pack{files: make(map[string]*zip.File, len(z.File)), limit: limit, left: limit}
	for _, f := range z.File {
		// Some programs write backslashes; names do not differ by case.
		name := partName(f.Name)
		if _, ok := p.files[name]; !ok {
			p.files[name] = f
		}
	}
	return p, nil
}

// partName brings the name of a part to one form.
func partName(name string) string {
	name = strings.ReplaceAll(strings.ToLower(name), `\`, "/")
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

// has reports whether the package holds a part.
func (p *pack) has(name string) bool { return p.files[partName(name)] != nil }

// visitor receives the elements of a part. open is called with the names of the
// elements around the new one, outermost first and the new one last; when it
// returns false the element is skipped with all that it holds. An error of close ends
// the reading.
type visitor interface {
	open(e xml.StartElement, path []string) bool
	close(name string) error
	text(s []byte)
}

// visit reads a part from the zip file piece by piece. A missing part is empty.
func (p *pack) visit(name string, v visitor) error {
	f := p.files[partName(name)]
	if f == nil {
		return nil
	}
	if f.Flags&1 != 0 {
		return errEncrypted(".docx")
	}
	rc, err := f.Open()
	if err != nil {
		return damaged(name, err)
	}
	defer rc.Close()
	src := &meter{pack: p, r: rc}
	err = walk(src, v)
	if src.err != nil {
		err = src.err // what the decoder says of the end that it made is beside the point
	}
	switch {
	case err == errLimit:
		return fmt.Errorf("%w: the .docx file unpacks to more than %d bytes of XML", daodu.ErrTooLarge, p.limit)
	case errors.Is(err, daodu.ErrTooLarge):
		return err
	}
	if err != nil {
		return damaged(name, err)
	}
	return nil
}

// damaged is the error for a part that is not sound.
func damaged(part string, err error) error {
	return fmt.Errorf("%w: the .docx file is damaged in %s (%v); open it in Word and save it again", daodu.ErrBadInput, part, err)
}

// walk decodes XML and tells v about it.
func walk(src *meter, v visitor) error {
	// Parts may be UTF-16; the declaration in them then says so, too late for the
	// decoder, so the byte order mark decides and the declaration is not believed.
	dec := xml.NewDecoder(transform.NewReader(src, unicode.BOMOverride(transform.Nop)))
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var path []string
	skip := 0 // depth at which skipping began, 0 when not
	for {
		src.token = 0
		tok, err := dec.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if len(path) >= maxDepth {
				return fmt.Errorf("elements are nested more than %d deep", maxDepth)
			}
			path = append(path, tok.Name.Local)
			if skip == 0 && !v.open(tok, path) {
				skip = len(path)
			}
		case xml.EndElement:
			if skip == len(path) {
				skip = 0
			} else if skip == 0 {
				if err := v.close(tok.Name.Local); err != nil {
					return err
				}
			}
			path = path[:len(path)-1]
		case xml.CharData:
			if skip == 0 {
				v.text(tok)
			}
		}
	}
}

// A meter counts what is unpacked from a package, in all and since token was
// last set to 0.
type meter struct {
	pack  *pack
	r     io.Reader
	token int
	err   error // the limit that was reached
}

// Read implements io.Reader and fails when a limit is reached.
func (m *meter) Read(b []byte) (int, error) {
	if m.pack.left <= 0 {
		// A part may end exactly at the limit.
		if n, err := m.r.Read(make([]byte, 1)); n == 0 {
			return 0, err
		}
		m.err = errLimit
		return 0, m.err
	}
	if m.token > maxToken {
		m.err = fmt.Errorf("a tag or text is longer than %d bytes", maxToken)
		return 0, m.err
	}
	if int64(len(b)) > m.pack.left {
		b = b[:m.pack.left]
	}
	n, err := m.r.Read(b)
	m.pack.left -= int64(n)
	m.token += n
	return n, err
}

// attr returns the value of an attribute by its local name.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
