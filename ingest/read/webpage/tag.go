package webpage

import "golang.org/x/net/html/atom"

// A role says how an element lays out its content.
type role uint8

// The order matters: isBlock tests a range.
const (
	inline       role = iota // flows within a line
	wrapper                  // flows within a line but is kept as a box: names that HTML does not know
	void                     // has no content and no effect on lines
	lineBreak                // br, hr: ends a line, has no content
	unseen                   // a browser never shows the content
	block                    // begins and ends a line, as do all that follow
	paragraph                // p
	list                     // ul, ol, dl
	listItem                 // li, dt, dd
	table                    //
	rowGroup                 // thead, tbody, tfoot
	row                      // tr
	cell                     // td, th
	heading                  // h1..h6
	preformatted             // line breaks and blanks stand as written
	control                  // words on a widget: seen, but never part of an article
	roleCount                //
)

// roles holds every element that is not plain inline text.
var roles = map[atom.Atom]role{
	atom.Html: block, atom.Body: block, atom.Div: block, atom.Section: block, atom.Article: block,
	atom.Main: block, atom.Header: block, atom.Footer: block, atom.Nav: block, atom.Aside: block,
	atom.Address: block, atom.Blockquote: block, atom.Center: block, atom.Dialog: block,
	atom.Details: block, atom.Summary: block, atom.Fieldset: block, atom.Legend: block,
	atom.Figure: block, atom.Figcaption: block, atom.Form: block, atom.Hgroup: block,
	atom.Marquee: block, atom.Caption: block, atom.P: paragraph,

	atom.Ol: list, atom.Ul: list, atom.Dl: list, atom.Menu: list, atom.Dir: list,
	atom.Li: listItem, atom.Dt: listItem, atom.Dd: listItem,
	atom.Table: table, atom.Thead: rowGroup, atom.Tbody: rowGroup, atom.Tfoot: rowGroup,
	atom.Tr: row, atom.Td: cell, atom.Th: cell,
	atom.H1: heading, atom.H2: heading, atom.H3: heading, atom.H4: heading, atom.H5: heading, atom.H6: heading,
	atom.Pre: preformatted, atom.Listing: preformatted, atom.Plaintext: preformatted, atom.Xmp: preformatted,

	atom.Br: lineBreak, atom.Hr: lineBreak,
	atom.Area: void, atom.Base: void, atom.Basefont: void, atom.Bgsound: void, atom.Col: void,
	atom.Embed: void, atom.Frame: void, atom.Img: void, atom.Image: void, atom.Input: void,
	atom.Keygen: void, atom.Link: void, atom.Meta: void, atom.Param: void, atom.Source: void,
	atom.Track: void, atom.Wbr: void, atom.Head: void,

	atom.Select: control, atom.Optgroup: control, atom.Option: control, atom.Textarea: control,

	atom.Script: unseen, atom.Style: unseen, atom.Template: unseen, atom.Noscript: unseen,
	atom.Title: unseen, atom.Desc: unseen, atom.Iframe: unseen, atom.Noframes: unseen,
	atom.Noembed: unseen, atom.Object: unseen, atom.Applet: unseen, atom.Audio: unseen,
	atom.Video: unseen, atom.Canvas: unseen, atom.Datalist: unseen, atom.Annotation: unseen, atom.Rp: unseen,
}

// inlines are the elements that flow within a line and need no box of their own.
var inlines = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.Acronym: true, atom.B: true, atom.Bdi: true, atom.Bdo: true,
	atom.Big: true, atom.Button: true, atom.Cite: true, atom.Code: true, atom.Data: true, atom.Del: true,
	atom.Dfn: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Ins: true, atom.Kbd: true,
	atom.Label: true, atom.Map: true, atom.Mark: true, atom.Math: true, atom.Meter: true, atom.Nobr: true,
	atom.Output: true, atom.Picture: true, atom.Progress: true, atom.Q: true, atom.Ruby: true, atom.Rt: true,
	atom.S: true, atom.Samp: true, atom.Small: true, atom.Span: true, atom.Strike: true, atom.Strong: true,
	atom.Sub: true, atom.Sup: true, atom.Svg: true, atom.Time: true, atom.Tt: true, atom.U: true, atom.Var: true,
}

// roleOf returns the role of the element called tag, which is 0 for an unknown name.
func roleOf(tag atom.Atom) role {
	if r, ok := roles[tag]; ok {
		return r
	}
	if inlines[tag] {
		return inline
	}
	return wrapper
}

// isBlock reports whether an element of role r begins and ends a line.
func (r role) isBlock() bool { return r >= block }

// isLeaf reports whether a box of role r is a part of a text rather than a frame
// around texts.
func (r role) isLeaf() bool {
	return of(paragraph, row, list, heading, preformatted).has(r)
}

// A set is a set of roles, one bit each.
type set uint32

func of(roles ...role) (s set) {
	for _, r := range roles {
		s |= 1 << r
	}
	return s
}

func (s set) has(r role) bool { return s>>r&1 != 0 }

// implied says which open elements a start tag ends although their own end tag has
// not been seen (HTML standard, 13.1.2.4 Optional tags), and at which elements the
// search for them stops. All other blocks only end an open paragraph.
var implied = [roleCount]struct{ ends, stops set }{
	listItem: {of(listItem, paragraph), of(list, cell, table)},
	rowGroup: {of(rowGroup, row, cell), of(table)},
	row:      {of(row, cell), of(table)},
	cell:     {of(cell), of(row, table)},
	heading:  {of(heading, paragraph), of(block, list, listItem, cell, table)},
}
