package daodu

import (
	"context"
	"fmt"
	"time"
)

// An EmbeddingSpace names vectors that can be compared: those that one model makes with one
// dimension. Vectors of two spaces have nothing to do with each other.
type EmbeddingSpace struct {
	Provider string `json:"provider"` // "offline", or the host of an endpoint
	Model    string `json:"model"`
	Dim      int    `json:"dim"`
}

// String returns the name of s, such as "offline/static-1@1024".
func (s EmbeddingSpace) String() string { return fmt.Sprintf("%s/%s@%d", s.Provider, s.Model, s.Dim) }

// An Embedder turns texts into vectors of one space. Vectors have Space().Dim elements
// and length 1; an empty text, or one without a letter, has the zero vector.
type Embedder interface {
	Space() EmbeddingSpace
	// Documents returns the vector of each text, in order. When it fails part of the way
	// it returns the vectors of the texts before the failure together with the error, so
	// that what was paid for is kept.
	Documents(ctx context.Context, texts []string) ([][]float32, error)
	// Query returns the vector of what somebody looks for; some models treat it
	// differently from the documents that may answer it.
	Query(ctx context.Context, text string) ([]float32, error)
}

// An Entry is what a list of a library shows of an article.
type Entry struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	Speaker   *Speaker  `json:"speaker,omitempty"`
	Date      string    `json:"date,omitempty"` // as in Article
	Publisher string    `json:"publisher,omitempty"`
	URI       string    `json:"uri"`
	Genre     Genre     `json:"genre"`
	Script    Script    `json:"script"`
	Lang      string    `json:"lang"`
	Length    int       `json:"length"`           // code points
	Damage    Severity  `json:"damage,omitempty"` // the worst, "" without any
	AddedAt   time.Time `json:"added_at"`
}

// A Hit is an article that a search found.
type Hit struct {
	Entry
	Score    float64   `json:"score"` // 0..1, comparable within one search only
	Excerpts []Excerpt `json:"excerpts"`
}

// An Excerpt is a stretch of the article around words that were looked for.
type Excerpt struct {
	Quote
	Marks []Span `json:"marks"` // the words themselves, in the article's text
}

// A Relation is an article that is related to another, or to a text.
type Relation struct {
	Entry
	Score   float64  `json:"score"` // 0..1
	Grounds []Ground `json:"reasons"`
	// AlsoPublished lists further copies of the same text, which would otherwise take
	// the places of other articles.
	AlsoPublished []Entry `json:"also_published,omitempty"`
}

// A Ground is one reason why two articles are related.
type Ground struct {
	Kind  GroundKind `json:"kind"`
	Text  string     `json:"text"` // the term, the occasion; "" when the quotes say it all
	Here  *Quote     `json:"here,omitempty"`
	There *Quote     `json:"there,omitempty"`
}

// A GroundKind says what two articles have in common.
type GroundKind string

// The kinds of ground, the most telling first.
const (
	GroundPassage  GroundKind = "passage"  // the same words, at least 30 letters
	GroundOccasion GroundKind = "occasion" // the same meeting or event
	GroundTerm     GroundKind = "term"     // words that few articles of the library have
	GroundMeaning  GroundKind = "meaning"  // the stretches that are nearest in meaning
)

// A Reuse is what an article has word for word in common with another.
type Reuse struct {
	Entry
	Class     ReuseClass     `json:"class"`
	Direction ReuseDirection `json:"direction"`
	Here      float64        `json:"here"`  // share of the article's letters that stand in the other, 0..1
	There     float64        `json:"there"` // share of the other's letters that stand in the article, 0..1
	Passages  []Passage      `json:"passages"`
}

// A ReuseClass says how much of an article another holds.
type ReuseClass string

// The classes of reuse.
const (
	Reprint     ReuseClass = "reprint" // the whole text again, perhaps with faults
	ExcerptFrom ReuseClass = "excerpt" // one is a part of the other
	QuoteFrom   ReuseClass = "quote"   // some passages only
)

// A ReuseDirection says which of two articles is the earlier one.
type ReuseDirection string

// The directions of reuse.
const (
	ReuseFrom    ReuseDirection = "from" // the other is earlier: the article has it from there
	ReuseBy      ReuseDirection = "by"   // the article is earlier
	ReuseUnknown ReuseDirection = "unknown"
)

// A Passage is a stretch that stands in two articles, perhaps in two scripts and with
// single letters changed.
type Passage struct {
	Here    Quote `json:"here"`
	There   Quote `json:"there"`
	Letters int   `json:"letters"` // letters and digits that are equal once folded
}
