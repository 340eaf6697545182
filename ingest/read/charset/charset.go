// Package charset tells in which charset a Chinese text is, and decodes it. It looks
// at what the bytes say before what the source declares: a byte order mark, then
// valid UTF-8, then the charset that gives the most common letters.
package charset

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/transform"
)

// A Charset is a way to write letters as bytes, as [Detect] found it.
type Charset struct {
	Name string // as in the IANA registry: UTF-8, GB18030, Big5, ...
	enc  encoding.Encoding
	// unsure says that the text is a poor one in every charset, this being the best.
	unsure bool
}

// NewReader returns a reader of UTF-8 that decodes r and leaves out a byte order mark
// at its beginning. Undecodable bytes become U+FFFD.
func (c Charset) NewReader(r io.Reader) *bufio.Reader {
	b := bufio.NewReaderSize(transform.NewReader(r, c.enc.NewDecoder()), 64<<10)
	if head, _ := b.Peek(len(mark)); string(head) == mark {
		_, _ = b.Discard(len(mark))
	}
	return b
}

// mark is the byte order mark in UTF-8.
const mark = "\uFEFF"

// A Text is decoded text with what was noticed on the way.
type Text struct {
	Text    string // without a byte order mark; line ends are as they were
	Charset string // name of the charset; "" when Mend got a string
	Misread string // the wrong charset that was undone, see Mend; mostly ""
	Cut     bool   // the bytes end in the middle of a letter
	Unsure  bool   // the text is a poor one in any charset, perhaps in another language
}

// Decode tells the charset of data and decodes it; see [Detect] for label and errors,
// and [Mend] for what is done to the decoded text. Undecodable bytes become U+FFFD.
func Decode(data []byte, label string) (*Text, error) {
	c, err := Detect(data, label)
	if err != nil {
		return nil, err
	}
	text, rest := c.decode(data)
	t := Mend(strings.TrimPrefix(text, mark))
	t.Charset, t.Cut, t.Unsure = c.Name, rest > 0, c.unsure
	return t, nil
}

// decode returns data as UTF-8, and the number of bytes of a letter that is cut at
// the end.
func (c Charset) decode(data []byte) (text string, rest int) {
	if c.Name == utf8Text.Name {
		return decodeUTF8(data)
	}
	var b strings.Builder
	b.Grow(len(data) * 3 / 2)
	d, buf := c.enc.NewDecoder(), make([]byte, 4<<10)
	for {
		n, used, err := d.Transform(buf, data, false)
		b.Write(buf[:n])
		data = data[used:]
		if !errors.Is(err, transform.ErrShortDst) {
			return b.String(), len(data)
		}
	}
}

// decodeUTF8 copies valid text as it is; otherwise each byte that begins no letter
// becomes U+FFFD.
func decodeUTF8(data []byte) (text string, rest int) {
	for i := 1; i <= min(utf8.UTFMax-1, len(data)); i++ {
		tail := data[len(data)-i:]
		if utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				rest = i
			}
			break
		}
	}
	data = data[:len(data)-rest]
	if utf8.Valid(data) {
		return string(data), rest
	}
	return string(bytes.Runes(data)), rest
}

// byName returns the candidate or Unicode charset of that name.
func byName(name string) Charset {
	for _, m := range marks {
		if m.Name == name {
			return m.Charset
		}
	}
	for _, c := range candidates {
		if c.Name == name {
			return c.Charset
		}
	}
	return Charset{}
}

// aliases maps labels, in lower case, to charsets where a reader should not do what
// the label says, or where the WHATWG knows no such label.
var aliases = map[string]string{
	"gb2312": "GB18030", "gbk": "GB18030", "gb18030": "GB18030", "big5": "Big5",
	"utf-8": "UTF-8", "utf-16le": "UTF-16LE", "utf-16be": "UTF-16BE",
	"euc-jp": "EUC-JP", "shift_jis": "Shift_JIS", "euc-kr": "EUC-KR",
	"euc-tw": "EUC-TW", "x-euc-tw": "EUC-TW", "cns11643": "EUC-TW",
	"utf-32": "UTF-32LE", "utf-32le": "UTF-32LE", "utf-32be": "UTF-32BE",
}

// lookup returns the charset of a label as HTML and HTTP use them, and the zero value
// for one that is not known.
func lookup(label string) Charset {
	label = strings.ToLower(strings.TrimSpace(label))
	if name, ok := aliases[label]; ok {
		return byName(name)
	}
	enc, err := htmlindex.Get(label)
	if err != nil || enc == encoding.Replacement {
		return Charset{}
	}
	name, err := htmlindex.Name(enc)
	if err != nil {
		return Charset{}
	}
	if alias, ok := aliases[name]; ok {
		return byName(alias)
	}
	return Charset{Name: name, enc: enc}
}
