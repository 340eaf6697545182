package ui

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/daodu/daodu"
)

// tabs are the tabs beside a text, in order.
var tabs = []string{"summary", "outline", "guide", "related", "report"}

type articleData struct {
	head
	Article  *daodu.Article
	Entry    daodu.Entry
	Reading  *reading
	Parts    []shownPart
	Sections []shownSection
	Faults   []daodu.Damage // that must be told above the text
	Tabs     []tab
	Tab      string
	Panel    any
	Mark     string // "12-45": a stretch to light up
	Missing  bool   // this tab's artifact is not written yet
	Writing  bool   // somebody may have ordered it
	Formats  []format
	Group    *group // nil when the article is read alone
	Writes   bool   // the reader may write notes
}

// A tab is a link to a tab.
type tab struct {
	Name, Title, Href string
	Current           bool
}

// A format is a form in which an article can be taken along.
type format struct{ Name, Title, Href string }

// A shownPart is a part of a text, whose blocks are left out until a reader comes to it.
type shownPart struct {
	Number  int // from 1
	Span    daodu.Span
	Href    string
	Blocks  []block
	Visible bool
}

// A shownSection is an entry of the list of sections.
type shownSection struct {
	ID, Label, Href string
	At              int
	Children        []shownSection
}

// article shows a text with one tab beside it.
func (s *site) article(q *request) error {
	a, arts, err := q.read()
	if err != nil {
		return err
	}
	r := q.reading(a, arts)
	d := articleData{head: q.head("article.title"), Article: a, Reading: r, Tab: q.tab(), Mark: q.value("at"), Formats: q.formats(a.ID),
		Group: q.group, Writes: q.group != nil && q.writes()}
	d.Title = title(a.Title, q)
	if err := q.panel(&d, arts); err != nil {
		return err
	}
	if q.fragment("panel") {
		return q.part("article", "panel", d)
	}
	d.Parts, d.Sections = q.parts(r, d.Tab), q.sections(r, a.Sections, d.Tab, 0)
	for _, f := range a.Damage {
		if f.Severity != daodu.SeverityNote {
			d.Faults = append(d.Faults, f)
		}
	}
	for _, name := range q.tabs() {
		d.Tabs = append(d.Tabs, tab{name, q.T("tab." + name), q.with("tab", name, "view", "", "at", ""), name == d.Tab})
	}
	return q.show(http.StatusOK, "article", d)
}

// read returns the article of the address with what was written about it.
func (q *request) read() (*daodu.Article, []*daodu.Artifact, error) {
	id := q.PathValue("id")
	a, err := q.of.Articles.Article(q.Context(), id)
	if err != nil {
		return nil, nil, err
	}
	a.ID = id
	if err := q.join(id); err != nil {
		return nil, nil, err
	}
	arts, err := q.of.Written.Written(q.Context(), id, q.script())
	return a, arts, err
}

func (q *request) tab() string {
	if t := q.value("tab"); slices.Contains(q.tabs(), t) {
		return t
	}
	return tabs[0]
}

// tabs returns the tabs of the reader: a link that is shared shows no other articles.
func (q *request) tabs() []string {
	all := slices.Clone(tabs)
	if q.group != nil {
		all = append(all, "notes")
	}
	if q.base == "" {
		return all
	}
	return slices.DeleteFunc(all, func(name string) bool { return name == "related" })
}

// title returns a title, or words for a text without one.
func title(t string, q *request) string {
	if strings.TrimSpace(t) == "" {
		return q.T("untitled")
	}
	return t
}

// parts returns the parts of a text. The blocks of the first part are there, and those of
// the part that the address asks for.
func (q *request) parts(r *reading, tab string) []shownPart {
	wanted := 0
	if n, err := strconv.Atoi(q.value("part")); err == nil && n >= 1 && n <= len(r.parts) {
		wanted = n - 1
	} else if from, _, ok := parseStretch(q.value("at")); ok {
		wanted = r.partOf(from)
	}
	out := make([]shownPart, len(r.parts))
	for i, span := range r.parts {
		out[i] = shownPart{Number: i + 1, Span: span, Href: q.with("part", strconv.Itoa(i+1), "at", "") + "#part-" + strconv.Itoa(i+1)}
		if i == 0 || i == wanted {
			out[i].Blocks, out[i].Visible = r.blocks(span), true
		}
	}
	return out
}

// parseStretch reads "12-45".
func parseStretch(s string) (from, to int, ok bool) {
	a, b, _ := strings.Cut(s, "-")
	from, err := strconv.Atoi(a)
	if err != nil {
		return 0, 0, false
	}
	if to, err = strconv.Atoi(b); err != nil {
		to = from
	}
	return from, to, from >= 0 && to >= from
}

// maxSections is how many sections a list of sections has at most; it shows the upper
// levels of longer ones.
const maxSections = 400

// sections returns the headings for the list of sections.
func (q *request) sections(r *reading, all []daodu.Section, tab string, depth int) (out []shownSection) {
	for _, s := range all {
		if s.Kind == daodu.Salutation || s.Kind == daodu.Transition || s.Label == "" || !r.holds(s.Span) {
			continue
		}
		// Within paragraphs there are no headings to go to.
		if depth > 0 && s.Kind != daodu.Heading && s.Kind != daodu.Enumeration && s.Kind != daodu.RunIn {
			continue
		}
		v := shownSection{ID: s.ID, Label: first(s.Label, 40), At: s.Span.Start}
		if s.Kind == daodu.Enumeration || s.Kind == daodu.RunIn {
			v.Label = first(strings.TrimRight(listed(s.Label), "。；，"), 20)
		}
		v.Href = q.place(r, s.Span.Start, tab, "part-"+strconv.Itoa(r.partOf(s.Span.Start)+1))
		if i := r.sentenceAt(s.Span.Start); i < len(r.article.Sentences) {
			v.Href = q.place(r, s.Span.Start, tab, r.article.Sentences[i].ID)
		}
		if depth < 2 && len(all) < maxSections {
			v.Children = q.sections(r, s.Children, tab, depth+1)
		}
		out = append(out, v)
	}
	return out
}

// listed returns the label of a part within a paragraph up to its first mark.
func listed(s string) string {
	for i, c := range s {
		if i > 6 && strings.ContainsRune("，。；：,;", c) {
			return s[:i]
		}
	}
	return s
}

// articlePart answers with one part of a text, for scripts.
func (s *site) articlePart(q *request) error {
	a, arts, err := q.read()
	if err != nil {
		return err
	}
	r := q.reading(a, arts)
	n, err := strconv.Atoi(q.value("part"))
	if err != nil || n < 1 || n > len(r.parts) {
		return fmt.Errorf("%w: the text has parts 1 to %d", daodu.ErrNotFound, len(r.parts))
	}
	return q.part("article", "blocks", r.blocks(r.parts[n-1]))
}

type pointsData struct {
	head
	Groups []pointGroup
	Text   string
	At     string
	Notes  *notesList // nil without any
	Writes bool       // the reader may write one
}

// A pointGroup is the points of one tab.
type pointGroup struct {
	Tab, Title string
	Points     []shownPoint
}

// articlePoints answers with the points that rest on a stretch of a text, for scripts.
func (s *site) articlePoints(q *request) error {
	a, arts, err := q.read()
	if err != nil {
		return err
	}
	from, to, ok := parseStretch(q.value("at"))
	if !ok || to > a.Length {
		return fmt.Errorf("%w: at is a stretch of the text such as 12-45", daodu.ErrUsage)
	}
	r, span := q.reading(a, arts), daodu.Span{Start: from, End: to}
	d := pointsData{head: q.head("points.title"), Text: string(r.runes[from:to]), At: stretch(span), Writes: q.group != nil && q.writes()}
	if notes := q.group.at(span); len(notes) > 0 {
		list := q.notes(q.group.ID, notes)
		d.Notes = &list
	}
	for _, art := range arts {
		name := string(art.Content.Kind())
		p := q.pointer(r, name, art)
		g := pointGroup{Tab: name, Title: q.T("tab." + name)}
		for path, point := range art.Content.EachPoint() {
			if rests(point.Quotes, span) {
				g.Points = append(g.Points, p.point(path, *point))
			}
		}
		if len(g.Points) > 0 {
			d.Groups = append(d.Groups, g)
		}
	}
	return q.part("article", "points", d)
}

// rests reports whether one of the quotes touches a stretch.
func rests(quotes []daodu.Quote, s daodu.Span) bool {
	return slices.ContainsFunc(quotes, func(quote daodu.Quote) bool { return quote.Overlaps(s) })
}

// formats lists the forms of export.
func (q *request) formats(id string) (out []format) {
	if q.base != "" {
		return nil // the API asks for a key
	}
	for _, name := range q.site.Formats {
		out = append(out, format{name, q.T("format." + name), "/api/v1/articles/" + id + "/export?format=" + name})
	}
	return out
}
