package ui

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// pageSize is how many articles a page of the library shows.
const pageSize = 30

// A card is an article as the library shows it.
type card struct {
	daodu.Entry
	Headline *daodu.Point
	Excerpts []excerpt // of a search
}

// An excerpt is a stretch of a text in which the words looked for are marked.
type excerpt struct {
	Href string
	Runs []run
}

type libraryData struct {
	head
	Filter      Filter
	Active      bool // some filter is set
	Total       int
	Cards       []card
	Next        string // address of the next page
	Empty       bool   // the library itself is empty
	Example     bool
	Genres      []daodu.Genre
	Collections []daodu.Collection
}

// library shows the articles that a search or a filter finds.
func (s *site) library(q *request) error {
	d := libraryData{head: q.head("library.title"), Filter: q.filter(), Example: len(s.Example) > 0, Genres: genres}
	d.Query = q.value("q")
	chosen, part := q.value("collection"), q.fragment("results") || q.fragment("more")
	var err error
	if chosen != "" || !part { // parts do not offer the choice
		if d.Collections, err = q.of.Collections.Collections(q.Context()); err != nil {
			return err
		}
	}
	d.choose(chosen)
	d.Active = d.Filter != Filter{}
	if d.Query != "" {
		err = q.search(&d)
	} else {
		err = q.list(&d)
	}
	if err != nil {
		return err
	}
	switch {
	case q.fragment("results"):
		return q.part("library", "results", d)
	case q.fragment("more"):
		return q.part("library", "cards", d)
	}
	return q.show(http.StatusOK, "library", d)
}

// choose filters by a collection; one that there is not, perhaps any more, is left out.
func (d *libraryData) choose(id string) {
	if slices.ContainsFunc(d.Collections, func(c daodu.Collection) bool { return c.ID == id }) {
		d.Filter.Collection = id
	}
}

var genres = []daodu.Genre{daodu.GenreSpeech, daodu.GenreNews, daodu.GenreReport, daodu.GenreNotice, daodu.GenreLaw, daodu.GenreLetter, daodu.GenreOther}

// filter returns the filter of the address. What is no date is left out: forms send what
// somebody is still typing.
func (q *request) filter() Filter {
	f := Filter{From: q.value("from"), To: q.value("to"), Speaker: q.value("speaker"), Publisher: q.value("publisher"),
		Script: daodu.Script(q.value("script")), Genre: daodu.Genre(q.value("genre"))}
	switch q.value("damage") {
	case "sound":
		f.Sound = true
	case string(daodu.SeverityNote), string(daodu.SeverityWarn), string(daodu.SeveritySevere):
		f.Damage = daodu.Severity(q.value("damage"))
	}
	for _, date := range []*string{&f.From, &f.To} {
		if !isDate(*date) {
			*date = ""
		}
	}
	return f
}

// isDate reports whether s is 2022, 2022-10 or 2022-10-01.
func isDate(s string) bool {
	for i, c := range s {
		if dash := i == 4 || i == 7; dash != (c == '-') || !dash && (c < '0' || c > '9') {
			return false
		}
	}
	return len(s) == 4 || len(s) == 7 || len(s) == 10
}

func (q *request) list(d *libraryData) error {
	entries, next, err := q.of.Articles.List(q.Context(), d.Filter, q.value("after"), pageSize)
	if err != nil {
		return err
	}
	if next != "" {
		d.Next = q.with("after", next)
	}
	if !q.fragment("more") {
		if d.Total, err = q.of.Articles.Count(q.Context(), d.Filter); err != nil {
			return err
		}
	}
	d.Empty = d.Total == 0 && !d.Active
	cards := make([]card, len(entries))
	for i, e := range entries {
		cards[i].Entry = e
	}
	d.Cards, err = q.headlines(cards)
	return err
}

func (q *request) search(d *libraryData) error {
	hits, err := q.of.Finder.Search(q.Context(), d.Query, d.Filter, pageSize)
	if err != nil {
		return err
	}
	d.Total = len(hits)
	cards := make([]card, len(hits))
	for i, h := range hits {
		cards[i].Entry = h.Entry
		for _, e := range h.Excerpts {
			cards[i].Excerpts = append(cards[i].Excerpts, excerpt{fmt.Sprintf("/articles/%s?at=%s", h.ID, stretch(e.Span)), marked(e)})
		}
	}
	d.Cards, err = q.headlines(cards)
	return err
}

// marked cuts an excerpt at the words that were looked for.
func marked(e daodu.Excerpt) (out []run) {
	runes := []rune(e.Text)
	at := 0
	for _, m := range e.Marks {
		from, to := m.Start-e.Start, m.End-e.Start
		if from < at || to > len(runes) || from >= to {
			continue
		}
		out = append(out, run{Text: shown(runes[at:from])}, run{Text: shown(runes[from:to]), Class: "hit"})
		at = to
	}
	return append(out, run{Text: shown(runes[at:])})
}

// headlines puts the headline of each article on its card.
func (q *request) headlines(cards []card) ([]card, error) {
	ids := make([]string, len(cards))
	for i, c := range cards {
		ids[i] = c.ID
	}
	points, err := q.of.Written.Headlines(q.Context(), ids)
	if err != nil {
		return nil, err
	}
	for i := range cards {
		if p, ok := points[cards[i].ID]; ok {
			cards[i].Headline = &p
		}
	}
	return cards, nil
}

// addExample puts the example into an empty library and opens it.
func (s *site) addExample(q *request) error {
	if q.of.Adder == nil || len(s.Example) == 0 || !q.role.May(daodu.RoleEditor) {
		return fmt.Errorf("%w: this key may not add articles", daodu.ErrForbidden)
	}
	id, err := q.of.Adder.AddFile(q.Context(), s.ExampleName, s.Example, q.key.ID)
	if err != nil {
		return err
	}
	return q.redirect("/articles/" + id)
}

// place returns the host of an address, or the name of a file.
func placeOf(uri string) string {
	if _, rest, ok := strings.Cut(uri, "://"); ok {
		host, _, _ := strings.Cut(rest, "/")
		return host
	}
	uri = strings.TrimPrefix(uri, "upload:")
	return uri[strings.LastIndexAny(uri, `/\`)+1:]
}
