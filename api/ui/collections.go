package ui

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/daodu/daodu"
)

type collectionsData struct {
	head
	Collections []daodu.Collection
}

// collections lists what groups read together.
func (s *site) collections(q *request) (err error) {
	d := collectionsData{head: q.head("collections.title")}
	if d.Collections, err = q.of.Collections.Collections(q.Context()); err != nil {
		return err
	}
	return q.show(http.StatusOK, "collections", d)
}

type collectionData struct {
	head
	Collection daodu.Collection
	Items      []daodu.CollectionItem
	Guide      *groupGuide
	Current    bool // the guide is about the articles as they are
	Shares     []daodu.Share
	Entries    []daodu.Entry          // to add
	notes      map[string][]groupNote // by article
}

// Notes returns what shows the notes on an article; nil when it has none.
func (d collectionData) Notes(article string) *notesList {
	if len(d.notes[article]) == 0 {
		return nil
	}
	list := d.q.notes(d.Collection.ID, d.notes[article])
	return &list
}

// A groupGuide is a guide over a collection as it is shown.
type groupGuide struct {
	*daodu.CollectionGuide
	Themes      []theme
	Differences []difference
	Additions   []addition
}

// A theme is what several articles speak of.
type theme struct {
	Label  string
	Terms  []string
	Points []citedPoint
}

// A difference is a place where two articles say almost the same.
type difference struct {
	Kind  daodu.DifferenceKind
	Sides []differentSide
}

// A differentSide is what one of them says, with the words that the other has not.
type differentSide struct {
	citedPoint
	Runs []run
}

// An addition is what one article says alone.
type addition struct {
	Article int // number of the article
	Title   string
	Points  []citedPoint
}

// A citedPoint is a point with the number and the title of its article.
type citedPoint struct {
	Number int
	Title  string
	Point  shownPoint
}

// shared returns a handler for those who have the token of a link. They read, and only
// the collection that it opens.
func (s *site) shared(handle func(*request) error) http.Handler {
	return s.open(func(q *request) error {
		if s.OpenShare == nil {
			return fmt.Errorf("%w: no link opens anything here", daodu.ErrNotFound)
		}
		token := q.PathValue("token")
		of, collection, err := s.OpenShare(q.Context(), token)
		if err != nil {
			return err
		}
		q.of, q.base, q.role, q.shares = of, "/shared/"+token, daodu.RoleReader, collection
		if id := q.PathValue("id"); id != "" {
			items, err := of.Collections.CollectionItems(q.Context(), collection)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(items, func(it daodu.CollectionItem) bool { return it.ID == id }) {
				return fmt.Errorf("%w: the collection has no article %s", daodu.ErrNotFound, id)
			}
			return handle(q)
		}
		q.SetPathValue("id", collection)
		return handle(q)
	})
}

// collection shows what a group reads: its list, its guide, and for editors what changes
// them.
func (s *site) collection(q *request) (err error) {
	id, ctx, all := q.PathValue("id"), q.Context(), q.of.Collections
	d := collectionData{head: q.head("collections.title")}
	if d.Collection, err = all.Collection(ctx, id); err != nil {
		return err
	}
	d.Title = d.Collection.Name
	if d.Items, err = all.CollectionItems(ctx, id); err != nil {
		return err
	}
	if d.notes, err = q.notesOf(id); err != nil {
		return err
	}
	guide, current, err := all.CollectionGuide(ctx, id)
	if err != nil && !errors.Is(err, daodu.ErrNotFound) {
		return err
	}
	if err == nil {
		d.Guide, d.Current = q.groupGuide(guide), current
	}
	if q.base == "" && q.role.May(daodu.RoleEditor) {
		if d.Shares, err = all.Shares(ctx, id); err != nil {
			return err
		}
		if d.Entries, _, err = q.of.Articles.List(ctx, Filter{}, "", choices); err != nil {
			return err
		}
	}
	return q.show(http.StatusOK, "collection", d)
}

func (q *request) groupGuide(g *daodu.CollectionGuide) *groupGuide {
	out := &groupGuide{CollectionGuide: g}
	for _, t := range g.Themes {
		out.Themes = append(out.Themes, theme{t.Label, t.Terms, q.citedPoints(g, t.Points)})
	}
	for _, x := range g.Differences {
		v := difference{Kind: x.Kind}
		for i, p := range q.citedPoints(g, x.Sides) {
			var changed []daodu.Quote
			if i < len(x.Changed) {
				changed = x.Changed[i]
			}
			v.Sides = append(v.Sides, differentSide{p, changedRuns(x.Sides[i].Point, changed)})
		}
		out.Differences = append(out.Differences, v)
	}
	for _, x := range g.Additions {
		if n := numberOf(g, x.Article); n > 0 && len(x.Points) > 0 {
			out.Additions = append(out.Additions, addition{n, g.Articles[n-1].Title, q.citedPoints(g, x.Points)})
		}
	}
	return out
}

// numberOf returns the number of an article in a guide from 1 on, 0 when it is not there.
func numberOf(g *daodu.CollectionGuide, id string) int {
	return slices.IndexFunc(g.Articles, func(a daodu.CollectionArticle) bool { return a.ID == id }) + 1
}

func (q *request) citedPoints(g *daodu.CollectionGuide, points []daodu.CitedPoint) (out []citedPoint) {
	for _, p := range points {
		n := numberOf(g, p.Article)
		v := citedPoint{Number: n, Point: shownPoint{Text: p.Text, Verdict: p.Verdict}}
		if n > 0 {
			v.Title = g.Articles[n-1].Title
		}
		if p.Verdict != daodu.Exact {
			v.Point.Quotes = p.Quotes
		}
		for _, quote := range p.Quotes {
			v.Point.Cites = append(v.Point.Cites, cite{
				Href: q.among(p.Article, q.PathValue("id")) + "at=" + stretch(quote.Span), At: stretch(quote.Span),
				Name: "[" + strconv.Itoa(n) + "]", Section: first(v.Title, 16), Text: quote.Text,
			})
		}
		out = append(out, v)
	}
	return out
}

// changedRuns cuts the words of a side at those that the other side has not. Words that
// are not the text's own are shown whole.
func changedRuns(p daodu.Point, changed []daodu.Quote) (out []run) {
	if len(p.Quotes) != 1 || p.Quotes[0].Text != p.Text {
		return []run{{Text: p.Text}}
	}
	runes, start, at := []rune(p.Text), p.Quotes[0].Start, 0
	for _, c := range changed {
		from, to := c.Start-start, c.End-start
		if from < at || to > len(runes) || from >= to {
			continue
		}
		out = append(out, run{Text: string(runes[at:from])}, run{Text: string(runes[from:to]), Class: "differs"})
		at = to
	}
	return append(out, run{Text: string(runes[at:])})
}
