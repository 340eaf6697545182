package mcp

import (
	"context"
	"fmt"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/daodu/daodu"
)

// Artifacts gives what is written about articles.
type Artifacts interface {
	// Artifact returns what was last written as a wish has it about an article as it is
	// now, or else writes it without spending anything and without keeping it. The error
	// wraps [daodu.ErrUsage] when nobody can write that.
	Artifact(ctx context.Context, a *daodu.Article, w daodu.Wish) (*daodu.Artifact, error)
}

// About tells what an artifact is worth.
type About struct {
	Article    Source   `json:"article"`
	Verdict    string   `json:"verdict" jsonschema:"verified, partial or unverified: whether every statement is confirmed by the article"`
	Incomplete bool     `json:"incomplete" jsonschema:"the article is cut short, so that this cannot cover it"`
	Notes      []string `json:"notes" jsonschema:"faults of the article that bear on this"`
	Engine     string   `json:"engine" jsonschema:"what wrote this: extract chose sentences of the article, others are models"`
	Lang       string   `json:"lang"`
}

// A Statement says something about an article and proves it.
type Statement struct {
	Text      string     `json:"text"`
	Verdict   string     `json:"verdict" jsonschema:"exact, supported or unsupported"`
	Citations []Citation `json:"citations"`
}

type writtenIn struct {
	ID   string `json:"id" jsonschema:"ID of an article, as search returns it, or its address"`
	Lang string `json:"lang,omitempty" jsonschema:"script of what is not quoted; that of the article when not given"`
}

type summaryIn struct {
	writtenIn
	Length string `json:"length,omitempty" jsonschema:"short: 120 characters, medium: 300, long: 800; medium when not given"`
}

type summaryOut struct {
	About
	Headline Statement   `json:"headline"`
	Points   []Statement `json:"points"`
}

type outlineOut struct {
	About
	Nodes []Node `json:"nodes" jsonschema:"the parts of the article in order; 1.2 is below 1"`
}

// A Node is one part of an article.
type Node struct {
	Number    string     `json:"number"`
	Label     string     `json:"label"`
	Announced int        `json:"announced,omitempty" jsonschema:"how many parts the article says that this has"`
	Point     *Statement `json:"point,omitempty"`
}

// addWritten offers what is written about articles.
func (s *Server) addWritten() {
	bounds := map[string]func(*jsonschema.Schema){"id": long(1, 2000), "lang": oneOf("zh-Hans", "zh-Hant")}
	add(s, tool[writtenIn, outlineOut]{
		name: "outline", title: "Outline", do: s.outline, bounds: bounds,
		description: "The structure of an article, each part with its point and the words it rests on.",
	})
	add(s, tool[writtenIn, guideOut]{
		name: "guide", title: "Study guide", do: s.guide, bounds: bounds,
		description: "What a study group works through: key points, what only this article says, terms, people, numbers, dates, questions with answers, flash cards; each with the words it rests on.",
	})
	add(s, tool[summaryIn, summaryOut]{
		name: "summary", title: "Summary", do: s.summary,
		bounds: map[string]func(*jsonschema.Schema){
			"id": bounds["id"], "lang": bounds["lang"], "length": oneOf(string(daodu.Short), string(daodu.Medium), string(daodu.Long)),
		},
		description: "An article in a headline and a few points, each with the words it rests on.",
	})
}

// written returns an artifact of the kind that C is.
func written[C daodu.Content](ctx context.Context, s *Server, in writtenIn, length daodu.Length) (content C, about About, err error) {
	a, err := s.article(ctx, in.ID)
	if err != nil {
		return content, about, err
	}
	art, err := s.config.Artifacts.Artifact(ctx, a, daodu.Wish{Kind: content.Kind(), Length: length, Lang: in.Lang})
	if err != nil {
		return content, about, err
	}
	content, ok := art.Content.(C)
	if !ok {
		return content, about, fmt.Errorf("mcp: asked for %s, got %T", content.Kind(), art.Content)
	}
	return content, About{
		Article: articleSource(a), Verdict: string(art.Verdict), Incomplete: art.Incomplete,
		Notes: append([]string{}, art.Notes...), Engine: art.Origin.Engine, Lang: art.Lang,
	}, nil
}

func (s *Server) summary(ctx context.Context, in summaryIn) (summaryOut, error) {
	content, about, err := written[*daodu.Summary](ctx, s, in.writtenIn, daodu.Length(in.Length))
	if err != nil {
		return summaryOut{}, err
	}
	return summaryOut{about, about.statement(content.Headline), about.statements(content.Points)}, nil
}

func (s *Server) outline(ctx context.Context, in writtenIn) (outlineOut, error) {
	content, about, err := written[*daodu.Outline](ctx, s, in, "")
	if err != nil {
		return outlineOut{}, err
	}
	return outlineOut{about, about.nodes([]Node{}, "", content.Nodes)}, nil
}

// nodes appends the nodes of an outline, depth first.
func (a About) nodes(out []Node, above string, nodes []daodu.Node) []Node {
	for i, n := range nodes {
		node := Node{Number: fmt.Sprintf("%s%d", above, i+1), Label: n.Label, Announced: n.Announced}
		if n.Point != nil {
			point := a.statement(*n.Point)
			node.Point = &point
		}
		out = a.nodes(append(out, node), node.Number+".", n.Children)
	}
	return out
}

func (a About) statement(p daodu.Point) Statement {
	return Statement{p.Text, string(p.Verdict), a.Article.cite(p.Quotes...)}
}

func (a About) statements(points []daodu.Point) []Statement {
	return each(points, a.statement)
}

// each returns what f makes of every value, never nil.
func each[T, O any](values []T, f func(T) O) []O {
	out := make([]O, len(values))
	for i, v := range values {
		out[i] = f(v)
	}
	return out
}
