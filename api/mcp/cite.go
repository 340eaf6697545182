package mcp

import "github.com/daodu/daodu"

// A Citation is a stretch of an article that proves something.
type Citation struct {
	ID    string `json:"id" jsonschema:"ID of the article"`
	Title string `json:"title"`
	Quote string `json:"quote" jsonschema:"the words of the article, exactly"`
	Start int    `json:"start" jsonschema:"where the quote begins in the text of the article, in Unicode code points from 0"`
	End   int    `json:"end" jsonschema:"where it ends; the first code point behind it"`
}

// A Source is an article as readers know it.
type Source struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Speaker   string `json:"speaker,omitempty"`
	Date      string `json:"date,omitempty" jsonschema:"ISO 8601, to the precision that is known"`
	Publisher string `json:"publisher,omitempty"`
	URI       string `json:"uri,omitempty"`
}

func sourceOf(e daodu.Entry) Source {
	return Source{ID: e.ID, Title: e.Title, Speaker: speaker(e.Speaker), Date: e.Date, Publisher: e.Publisher, URI: e.URI}
}

func articleSource(a *daodu.Article) Source {
	return Source{ID: a.ID, Title: a.Title, Speaker: speaker(a.Speaker), Date: a.Date, Publisher: a.Publisher, URI: a.Source.URI}
}

func speaker(s *daodu.Speaker) string {
	if s == nil {
		return ""
	}
	if s.Name == "" {
		return s.AsWritten
	}
	return s.Name
}

// cite returns quotes of an article as citations.
func (s Source) cite(quotes ...daodu.Quote) []Citation {
	out := make([]Citation, len(quotes))
	for i, q := range quotes {
		out[i] = Citation{ID: s.ID, Title: s.Title, Quote: q.Text, Start: q.Start, End: q.End}
	}
	return out
}

// citeAny is cite for a quote that there may be.
func (s Source) citeAny(q *daodu.Quote) *Citation {
	if q == nil {
		return nil
	}
	return &s.cite(*q)[0]
}
