package anki

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Text writes a deck as a text file with the header lines that Anki 2.1.54 and newer
// understand: GUID, front, back, tags. Quote, place and article stand on the back, so that
// every note type with two fields will do. The error is that of w.
func Text(w io.Writer, d Deck) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "#separator:tab\n#html:true\n#guid column:1\n#tags column:4\n#deck:%s\n", d.name())
	for _, n := range d.Notes {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", line(n.GUID), field(n.Front), n.back(), n.tags())
	}
	return out.Flush()
}

// back returns everything but the front as HTML.
func (n Note) back() string {
	var b strings.Builder
	b.WriteString(field(n.Back))
	if len(n.Quotes) > 0 {
		fmt.Fprintf(&b, "<blockquote>%s</blockquote>", n.quotation())
	}
	for _, words := range []string{n.Place, n.Article} {
		if words != "" {
			fmt.Fprintf(&b, "<div><small>%s</small></div>", field(words))
		}
	}
	return b.String()
}
