package mcp

import (
	"context"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/daodu/daodu"
)

// A Library is what the tools look into.
type Library interface {
	// Find returns the ID of the article that a name stands for: its ID, the last letters
	// of it, or its address. The error wraps [daodu.ErrNotFound].
	Find(ctx context.Context, name string) (id string, err error)
	// Article returns a whole article. The error wraps [daodu.ErrNotFound].
	Article(ctx context.Context, id string) (*daodu.Article, error)
	// Search returns the articles that answer a query best. The error wraps
	// [daodu.ErrUsage] when the query has no word.
	Search(ctx context.Context, query string, c Choice) ([]daodu.Hit, error)
	// Related returns the articles that are most related to one, with the reasons. The
	// error wraps [daodu.ErrNotFound].
	Related(ctx context.Context, id string, c Choice) ([]daodu.Relation, error)
}

// A Choice says which articles are wanted, and how many.
type Choice struct {
	From    string `json:"from,omitempty" jsonschema:"only articles of this day or later: 2022, 2022-10 or 2022-10-01"`
	To      string `json:"to,omitempty" jsonschema:"only articles of this day or earlier"`
	Speaker string `json:"speaker,omitempty" jsonschema:"only articles of this speaker: the whole name, in Simplified or Traditional characters"`
	Limit   int    `json:"limit,omitempty" jsonschema:"how many at most; 10 when not given"`
}

const defaultLimit = 10

func (c Choice) withDefaults() Choice {
	if c.Limit == 0 {
		c.Limit = defaultLimit
	}
	return c
}

const day = `^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$`

// choiceBounds returns the bounds of the parameters of a Choice with those of one more.
func choiceBounds(name string, narrow func(*jsonschema.Schema)) map[string]func(*jsonschema.Schema) {
	return map[string]func(*jsonschema.Schema){
		"from": matching(day), "to": matching(day), "speaker": long(1, 200), "limit": between(1, 50), name: narrow,
	}
}

type searchIn struct {
	Query string `json:"query" jsonschema:"words in Simplified or Traditional characters, of which an article should have all; \"words in quotation marks\" stand together, a word behind - must not occur"`
	Choice
}

// Found is an article that answers a query.
type Found struct {
	Source
	Score     float64    `json:"score" jsonschema:"0 to 1, comparable within this search only"`
	Citations []Citation `json:"citations" jsonschema:"where the words stand"`
}

type searchOut struct {
	Results []Found `json:"results"`
}

func (s *Server) addSearch() {
	add(s, tool[searchIn, searchOut]{
		name: "search", title: "Search the library",
		description: "Find articles by their words and their meaning. Each result cites the stretches that answer the query.",
		bounds:      choiceBounds("query", long(1, 500)), do: s.search,
	})
}

func (s *Server) search(ctx context.Context, in searchIn) (out searchOut, err error) {
	hits, err := s.config.Library.Search(ctx, in.Query, in.withDefaults())
	out.Results = make([]Found, len(hits))
	for i, h := range hits {
		source := sourceOf(h.Entry)
		out.Results[i] = Found{source, h.Score, []Citation{}}
		for _, x := range h.Excerpts {
			out.Results[i].Citations = append(out.Results[i].Citations, source.cite(x.Quote)...)
		}
	}
	return out, err
}

type relatedIn struct {
	ID string `json:"id" jsonschema:"ID of an article, as search returns it, or its address"`
	Choice
}

// A Relation is an article that is related to another.
type Relation struct {
	Source
	Score         float64  `json:"score" jsonschema:"0 to 1"`
	Reasons       []Reason `json:"reasons"`
	AlsoPublished []Source `json:"also_published,omitempty" jsonschema:"further copies of the same text"`
}

// A Reason is why two articles are related.
type Reason struct {
	Kind  string    `json:"kind" jsonschema:"passage: the same words; occasion: the same meeting or event; term: words that few articles have; meaning: the stretches that are nearest in meaning"`
	Text  string    `json:"text,omitempty" jsonschema:"the term, the occasion"`
	Here  *Citation `json:"here,omitempty" jsonschema:"in the article that was asked about"`
	There *Citation `json:"there,omitempty" jsonschema:"in the related article"`
}

type relatedOut struct {
	Article Source     `json:"article" jsonschema:"the article that was asked about"`
	Results []Relation `json:"results"`
}

func (s *Server) addRelated() {
	add(s, tool[relatedIn, relatedOut]{
		name: "related", title: "Related articles",
		description: "List the articles that are most related to one, each with the reasons: passages that stand in both, the same occasion, rare words, nearness in meaning.",
		bounds:      choiceBounds("id", long(1, 2000)), do: s.related,
	})
}

func (s *Server) related(ctx context.Context, in relatedIn) (out relatedOut, err error) {
	article, err := s.article(ctx, in.ID)
	if err != nil {
		return out, err
	}
	out.Article = articleSource(article)
	relations, err := s.config.Library.Related(ctx, article.ID, in.withDefaults())
	out.Results = make([]Relation, len(relations))
	for i, r := range relations {
		out.Results[i] = relationOf(out.Article, r)
	}
	return out, err
}

func relationOf(here Source, r daodu.Relation) Relation {
	there := sourceOf(r.Entry)
	out := Relation{Source: there, Score: r.Score, Reasons: make([]Reason, len(r.Grounds))}
	for i, g := range r.Grounds {
		out.Reasons[i] = Reason{Kind: string(g.Kind), Text: g.Text, Here: here.citeAny(g.Here), There: there.citeAny(g.There)}
	}
	for _, e := range r.AlsoPublished {
		out.AlsoPublished = append(out.AlsoPublished, sourceOf(e))
	}
	return out
}

// article returns the article that a name stands for.
func (s *Server) article(ctx context.Context, name string) (*daodu.Article, error) {
	id, err := s.config.Library.Find(ctx, name)
	if err != nil {
		return nil, err
	}
	return s.config.Library.Article(ctx, id)
}
