package webpage

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// attributes are those of one start tag that say something about its text.
type attributes struct {
	class, id, role, kind, value string
	hidden, link, bold, pre      bool

	// For what a page says about itself, see metaReader.
	name, property, itemprop, content, datetime, rel, href string
}

// read takes the attributes of the current tag. All others, often long addresses of
// pictures, are passed over without making strings of them.
func (a *attributes) read(z *html.Tokenizer, more bool) {
	*a = attributes{}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "class":
			a.class = string(value)
		case "id":
			a.id = string(value)
		case "style":
			a.style(string(value))
		case "hidden":
			a.hidden = true
		case "href":
			a.link, a.href = true, string(value)
		case "role":
			a.role = string(value)
		case "type":
			a.kind = string(value)
		case "value":
			a.value = string(value)
		case "name":
			a.name = string(value)
		case "property":
			a.property = string(value)
		case "itemprop":
			a.itemprop = string(value)
		case "content":
			a.content = string(value)
		case "datetime":
			a.datetime = string(value)
		case "rel":
			a.rel = string(value)
		}
	}
}

// style reads an inline style. visibility and opacity are left alone: pages hide
// their article by them until a script has run (WeChat's #js_content).
func (a *attributes) style(css string) {
	for decl := range strings.SplitSeq(css, ";") {
		key, value, _ := strings.Cut(decl, ":")
		value = strings.ToLower(strings.TrimSpace(value))
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "display":
			a.hidden = a.hidden || strings.HasPrefix(value, "none")
		case "font-weight": // 600 and more is what browsers draw bold
			a.bold = a.bold || strings.HasPrefix(value, "bold") || strings.HasPrefix(value, "7") || strings.HasPrefix(value, "600")
		case "white-space": // pre, pre-wrap, pre-line
			a.pre = a.pre || strings.HasPrefix(value, "pre")
		}
	}
}

// marks returns what the element does to the text within it. An anchor without an
// address is no link: word processors put them around headings.
func (a *attributes) marks(tag atom.Atom, r role) (s markSet) {
	set := func(m mark, yes bool) {
		if yes {
			s |= 1 << m
		}
	}
	set(markHidden, a.hidden && tag != atom.Html && tag != atom.Body)
	set(markLink, tag == atom.A && a.link || tag == atom.Button)
	set(markBold, tag == atom.B || tag == atom.Strong || a.bold)
	set(markUnseen, r == unseen)
	set(markPre, r == preformatted || a.pre)
	set(markControl, r == control)
	return s
}

// hints returns what the names of an element say about its content: tag, class, id,
// the ARIA role and the microdata property.
func (a *attributes) hints(tag atom.Atom) hint {
	h := tagHints[tag].addNames(a.class).addNames(a.id)
	switch a.role {
	case "navigation", "menu", "search":
		h |= hintNav
	case "main", "article":
		h |= hintBody
	case "contentinfo":
		h |= hintFoot
	case "complementary":
		h |= hintSide
	}
	if strings.Contains(strings.ToLower(a.itemprop), "articlebody") {
		h |= hintBody
	}
	return h
}
