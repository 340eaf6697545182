package office

import (
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// The properties read from the summary, by their identifiers (MS-OLEPS 2.25.1 and
// 2.18).
const (
	pidCodePage = 1
	pidTitle    = 2
	pidAuthor   = 4

	vtI2     = 2
	vtLPSTR  = 30
	vtLPWSTR = 31
)

// properties reads title and author from the summary of a .doc file. One that is
// missing or damaged is as good as empty.
func (c *compound) properties() properties {
	data, err := c.read("SummaryInformation")
	// Header of 28 bytes, then format identifier and offset of the first set.
	if err != nil || len(data) < 48 {
		return properties{}
	}
	at := int(le.Uint32(data[44:]))
	if at < 48 || at > len(data)-8 {
		return properties{}
	}
	set := data[at:]
	values := make(map[uint32][]byte)
	for i := range min(int(le.Uint32(set[4:])), (len(set)-8)/8) {
		entry := set[8+8*i:]
		if off := int(le.Uint32(entry[4:])); off >= 8 && off <= len(set)-8 {
			values[le.Uint32(entry)] = set[off:]
		}
	}
	page := 1252
	if v := values[pidCodePage]; v != nil && le.Uint32(v) == vtI2 {
		page = int(le.Uint16(v[4:]))
	}
	return properties{title: propertyText(values[pidTitle], page), author: propertyText(values[pidAuthor], page)}
}

// propertyText decodes a text of the summary: type, length, letters.
func propertyText(v []byte, codePage int) string {
	if len(v) < 8 {
		return ""
	}
	kind, n, text := le.Uint32(v), int(le.Uint32(v[4:])), v[8:]
	var s string
	switch {
	case kind == vtLPWSTR && n <= len(text)/2:
		s = string(utf16.Decode(codeUnits(text[:2*n])))
	case kind == vtLPSTR && n <= len(text):
		s = decodeCodePage(text[:n], codePage)
	}
	s, _, _ = strings.Cut(s, "\x00")
	if strings.ContainsRune(s, '\uFFFD') {
		return "" // not in the code page that the file names
	}
	return s
}

// decodeCodePage decodes text in a Windows code page, with U+FFFD for what is
// none.
func decodeCodePage(text []byte, page int) string {
	var e encoding.Encoding
	switch page {
	case 936, 54936:
		e = simplifiedchinese.GB18030
	case 950:
		e = traditionalchinese.Big5
	case 1252:
		e = charmap.Windows1252
	case 1200:
		return string(utf16.Decode(codeUnits(text)))
	default: // 65001 and those of other languages, whose ASCII is the same
		return strings.ToValidUTF8(string(text), "\uFFFD")
	}
	s, err := e.NewDecoder().Bytes(text)
	if err != nil {
		return "\uFFFD"
	}
	return string(s)
}
