package office

import (
	"encoding/xml"
	"strings"
)

// A style is what a paragraph style says, with what it takes from the styles it
// is based on once resolved.
type style struct {
	id, name, basedOn string
	outline           int // 0..8, 9 none, -1 not said
	list              listRef
	level             int // heading level from 1, 0 none; set when resolved
	title             bool
	resolved          bool
}

// A styleSheet visits styles.xml.
type styleSheet struct {
	styles map[string]*style
	base   string // id of the style of paragraphs that name none
	at     *style // the style being read
}

// newStyleSheet returns the styles of a file without any.
func newStyleSheet() *styleSheet { return &styleSheet{styles: make(map[string]*style)} }

// open takes paragraph styles, and numbering styles for the lists they name.
func (s *styleSheet) open(e xml.StartElement, _ []string) bool {
	if e.Name.Local == "style" {
		s.at = nil
		if kind := attr(e, "type"); kind != "" && kind != "paragraph" && kind != "numbering" || len(s.styles) >= maxLists {
			return false
		}
		s.at = &style{id: attr(e, "styleId"), outline: -1, list: listRef{level: -1}}
		s.styles[s.at.id] = s.at
		if v := attr(e, "default"); v == "1" || v == "true" {
			s.base = s.at.id
		}
	}
	if s.at == nil {
		return true
	}
	switch e.Name.Local {
	case "name":
		s.at.name = attr(e, "val")
	case "basedOn":
		s.at.basedOn = attr(e, "val")
	case "outlineLvl":
		s.at.outline = atoi(attr(e, "val"), -1)
	case "numId":
		s.at.list.num = attr(e, "val")
	case "ilvl":
		s.at.list.level = atoi(attr(e, "val"), -1)
	case "pPrChange", "rPrChange":
		return false
	}
	return true
}
func (*styleSheet) close(string) error { return nil }
func (*styleSheet) text([]byte)        {}

// style returns the style with an id, resolved. Files made by programs often name
// styles that are not there; those have no properties.
func (s *styleSheet) style(id string) *style {
	if id == "" {
		id = s.base
	}
	st := s.styles[id]
	if st == nil {
		return &style{id: id, list: listRef{level: -1}, outline: -1}
	}
	if !st.resolved {
		s.resolve(st)
	}
	return st
}

// resolve fills in what st takes from others. Chains are 2 to 4 long in real
// files; the bound also ends those that run in a circle.
func (s *styleSheet) resolve(st *style) {
	st.level, st.title = headingName(st.name)
	list := st.list
	for parent, i := s.styles[st.basedOn], 0; parent != nil && i < 20; parent, i = s.styles[parent.basedOn], i+1 {
		if st.outline < 0 {
			st.outline = parent.outline
		}
		if list.num == "" {
			list.num = parent.list.num
		}
		if list.level < 0 {
			list.level = parent.list.level
		}
		if level, _ := headingName(parent.name); st.level == 0 && !st.title {
			st.level = level
		}
	}
	if 0 <= st.outline && st.outline <= 8 {
		st.level = st.outline + 1
	} else if st.outline == 9 {
		st.level = 0
	}
	st.list, st.resolved = list, true
}

// headingName tells a heading style by its name: "heading 1" in any Word, "标题 1"
// in files made by other programs, and "Title" or "标题" for the title.
func headingName(name string) (level int, title bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, word := range []string{"heading", "标题", "標題"} {
		rest, ok := strings.CutPrefix(name, word)
		if !ok {
			continue
		}
		rest = strings.TrimSpace(rest)
		if rest == "" {
			return 0, word != "heading"
		}
		if len(rest) == 1 && '1' <= rest[0] && rest[0] <= '9' {
			return int(rest[0] - '0'), false
		}
	}
	return 0, name == "title"
}
