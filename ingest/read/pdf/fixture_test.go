package pdf_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// A pdfFile is written object by object, numbered from 1; object 1 is the catalog
// and object 2 the tree of pages.
type pdfFile struct {
	objects []string
	pages   []int
	trailer string // entries added to the trailer
	plain   bool   // streams are not packed, so that a fuzzer sees into them
}

func newPDF() *pdfFile { return &pdfFile{objects: make([]string, 2)} }

// add adds an object and returns its number.
func (f *pdfFile) add(object string) int {
	f.objects = append(f.objects, object)
	return len(f.objects)
}

// stream adds a stream, packed with Flate unless f is plain.
func (f *pdfFile) stream(entries, data string) int {
	if f.plain {
		return f.add(fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", entries, len(data), data))
	}
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(data))
	_ = w.Close()
	return f.add(fmt.Sprintf("<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", entries, b.Len(), b.String()))
}

// page adds a page of 600 by 800 points with the content and the resources.
func (f *pdfFile) page(resources, content string) {
	n := f.stream("", content)
	f.pages = append(f.pages, f.add(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << %s >> /Contents %d 0 R >>", resources, n)))
}

// bytes returns the file with a table of its objects, as pdftotext wants it.
func (f *pdfFile) bytes() []byte {
	objects := slices.Clone(f.objects) // tests read one file in parallel
	objects[0] = "<< /Type /Catalog /Pages 2 0 R >>"
	kids := make([]string, len(f.pages))
	for i, n := range f.pages {
		kids[i] = fmt.Sprintf("%d 0 R", n)
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(kids), strings.Join(kids, " "))
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, f.trailer, xref)
	return b.Bytes()
}

// hexOf writes a string object in hexadecimal.
func hexOf(s []byte) string { return fmt.Sprintf("<%X>", s) }

// utf16Of returns big-endian UTF-16.
func utf16Of(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u>>8), byte(u))
	}
	return out
}

// astral are letters beyond UCS-2 with the codes that unicodeFont has for them.
var astral = strings.NewReplacer("𠮷", "\uEF01", "😀", "\uEF02")

func gbk(t testing.TB, s string) []byte {
	t.Helper()
	out, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// unicodeFont adds a font whose codes are UCS-2, named by a ToUnicode map.
func (f *pdfFile) unicodeFont() int {
	toUnicode := f.stream("", "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"+
		"1 beginbfrange <0000> <EEFF> <0000> endbfrange\n1 beginbfrange <EF10> <FFFF> <EF10> endbfrange\n"+
		"2 beginbfchar <EF01> <D842DFB7> <EF02> <D83DDE00> endbfchar")
	return f.composite("Identity-H", "Identity", fmt.Sprintf("/ToUnicode %d 0 R", toUnicode))
}

// composite adds a font that is not embedded.
func (f *pdfFile) composite(encoding, ordering, entries string) int {
	cid := f.add(fmt.Sprintf("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (%s) /Supplement 0 >> /DW 1000 >>", ordering))
	return f.add(fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /%s /DescendantFonts [%d 0 R] %s >>", encoding, cid, entries))
}

// A show is a line of text at a place, from the bottom left of the page.
type show struct {
	x, y int
	text string
}

// content draws lines with the font F, 10 points high.
func content(lines ...show) string {
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "BT /F 10 Tf %d %d Td %s Tj ET\n", l.x, l.y, hexOf(utf16Of(astral.Replace(l.text))))
	}
	return b.String()
}

// onePage returns a file with one page of lines.
func onePage(lines ...show) []byte {
	f := newPDF()
	f.page(fmt.Sprintf("/Font << /F %d 0 R >>", f.unicodeFont()), content(lines...))
	return f.bytes()
}
