package mcp

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/daodu/daodu"
)

// How much of a text one call of read returns, in code points.
const (
	defaultWindow = 4000
	maxWindow     = 20_000
)

type readIn struct {
	ID    string `json:"id" jsonschema:"ID of an article, as search returns it, or its address"`
	Start int    `json:"start,omitempty" jsonschema:"where to begin, in code points; a citation's start minus a few hundred shows what stands around it"`
	Limit int    `json:"limit,omitempty" jsonschema:"how many code points at most; 4000 when not given"`
}

type readOut struct {
	Article Source   `json:"article"`
	Length  int      `json:"length" jsonschema:"of the whole text, in code points"`
	Text    Citation `json:"text" jsonschema:"the stretch that was asked for"`
	Next    *int     `json:"next,omitempty" jsonschema:"the start with which to go on; absent at the end of the text"`
	Damage  []Damage `json:"damage" jsonschema:"the faults of the source that a reader must know of"`
}

// Damage is a fault of the source of an article.
type Damage struct {
	Kind     string `json:"kind"`
	Severity string `json:"severity"`
	Note     string `json:"note,omitempty"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
}

func (s *Server) addRead() {
	add(s, tool[readIn, readOut]{
		name: "read", title: "Read an article",
		description: "Read the clean text of an article, or a part of it, with what is known of its faults.",
		bounds: map[string]func(*jsonschema.Schema){
			"id": long(1, 2000), "start": between(0, 1<<40), "limit": between(1, maxWindow),
		},
		do: s.read,
	})
}

func (s *Server) read(ctx context.Context, in readIn) (out readOut, err error) {
	a, err := s.article(ctx, in.ID)
	if err != nil {
		return out, err
	}
	if in.Start > a.Length || in.Start == a.Length && a.Length > 0 {
		return out, fmt.Errorf("%w: the text ends at %d; start before that", daodu.ErrUsage, a.Length)
	}
	if in.Limit == 0 {
		in.Limit = defaultWindow
	}
	text, end := window(a.Text, in.Start, in.Limit)
	out = readOut{Article: articleSource(a), Length: a.Length, Damage: []Damage{}}
	out.Text = out.Article.cite(daodu.Quote{Span: daodu.Span{Start: in.Start, End: end}, Text: text})[0]
	if end < a.Length {
		out.Next = &end
	}
	for _, d := range a.Damage {
		out.Damage = append(out.Damage, Damage{string(d.Kind), string(d.Severity), d.Note, d.Span.Start, d.Span.End})
	}
	return out, nil
}

// window returns the code points of text from start, at most n, and where they end.
func window(text string, start, n int) (part string, end int) {
	from, at := len(text), 0
	for i := range text {
		if at == start {
			from = i
		}
		if at == start+n {
			return text[from:i], at
		}
		at++
	}
	return text[from:], start + utf8.RuneCountInString(text[from:])
}
