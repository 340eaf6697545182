package daodu

import (
	"encoding/json"
	"fmt"
	"iter"
	"time"
)

// A Kind is one of the three things Daodu writes about an article. The same word
// stands in the command line, the database, the URL and the prompt's file name.
type Kind string

// The artifact kinds, in the order in which they are shown.
const (
	KindSummary Kind = "summary"
	KindOutline Kind = "outline"
	KindGuide   Kind = "guide"
)

// Kinds lists all artifact kinds in order.
var Kinds = []Kind{KindSummary, KindOutline, KindGuide}

// Schema returns the name of the JSON contract of an artifact of kind k.
func (k Kind) Schema() string { return "daodu." + string(k) + "/1" }

// A Length is how much a reader asked for.
type Length string

// The lengths of a summary; Limit gives them in characters.
const (
	Short  Length = "short"
	Medium Length = "medium"
	Long   Length = "long"
)

// Limit returns the most characters that the points of a summary of length l may
// have together: 120, 300 or 800.
func (l Length) Limit() int {
	switch l {
	case Short:
		return 120
	case Long:
		return 800
	}
	return 300
}

// An Artifact is a summary, an outline or a guide of one article, with where each
// point comes from and whether it was confirmed.
type Artifact struct {
	Schema     string     `json:"schema"`
	Article    ArticleRef `json:"article"`
	Lang       string     `json:"lang"`
	Length     Length     `json:"length,omitempty"`
	Incomplete bool       `json:"incomplete"` // the article is cut short, so this cannot cover it
	Notes      []string   `json:"notes"`      // damage kinds of the article that bear on this artifact
	Origin     Origin     `json:"origin"`
	Content    Content    `json:"content"`
	Verdict    Verdict    `json:"verdict"` // verified, partial or unverified
	Findings   []Finding  `json:"findings"`
	Coverage   Coverage   `json:"coverage"`
}

// An ArticleRef names the article that an artifact is about.
type ArticleRef struct {
	ID         string   `json:"id,omitempty"`
	Title      string   `json:"title,omitempty"`
	Date       string   `json:"date,omitempty"`
	URI        string   `json:"uri,omitempty"`
	TextSHA256 string   `json:"text_sha256"`
	Speaker    *Speaker `json:"speaker,omitempty"`
	Publisher  string   `json:"publisher,omitempty"`
}

// Content is what differs between artifacts: *[Summary], *[Outline] or *[Guide].
type Content interface {
	// Kind tells which artifact this is.
	Kind() Kind
	// EachPoint yields every point with its place in the content's JSON, such as
	// "points[2]". The point may be changed through the pointer.
	EachPoint() iter.Seq2[string, *Point]
	// EachQuote yields every quote, those of points and those of people, numbers,
	// dates, questions and flash cards, with its place: "people[0].quotes[1]".
	EachQuote() iter.Seq2[string, *Quote]
}

// An Origin says what wrote an artifact and at what price.
type Origin struct {
	Engine      string    `json:"engine"` // extract or openai
	Model       string    `json:"model,omitempty"`
	Prompt      string    `json:"prompt,omitempty"` // "summary@3"
	InputSHA256 string    `json:"input_sha256,omitempty"`
	CreatedAt   time.Time `json:"created_at,omitzero"`
	Requests    int       `json:"requests"`
	Tokens      Tokens    `json:"tokens"`
	Cost        Cost      `json:"cost"`
}

// Tokens counts what a model read and wrote.
type Tokens struct {
	Input  int `json:"input"`
	Cached int `json:"cached"` // the part of Input that the provider had cached
	Output int `json:"output"`
}

// A Cost is an amount of money, "" currency when nothing was paid.
type Cost struct {
	Amount   float64 `json:"amount"`
	Currency string  `json:"currency,omitempty"`
}

// A Verdict says how far something was confirmed against the text.
type Verdict string

// The verdicts of points (exact, supported, unsupported) and of whole artifacts
// (verified, partial, unverified).
const (
	Exact       Verdict = "exact"       // the point's words are its quotes' words
	Supported   Verdict = "supported"   // other words, confirmed by every check
	Unsupported Verdict = "unsupported" // a check failed; shown as such, never as fact

	Verified   Verdict = "verified"   // every point is exact or supported
	Partial    Verdict = "partial"    // some point is not, or something is missing
	Unverified Verdict = "unverified" // no point is, or nothing was checked
)

// A Quote is a stretch of the article's clean text: Text == text[Start:End].
type Quote struct {
	Span
	Text string `json:"text"`
}

// A Point is one statement with the words it rests on.
type Point struct {
	Text     string  `json:"text"`
	Quotes   []Quote `json:"quotes"`
	Verdict  Verdict `json:"verdict"`
	Specific float64 `json:"specific"` // 0 set phrase .. 1 said by this text only
}

// A Finding is what a check had to say about one point.
type Finding struct {
	Path    string  `json:"path"` // "points[2]"
	Rule    string  `json:"rule"` // "number"
	Verdict Verdict `json:"verdict"`
	Detail  string  `json:"detail"`
}

// Coverage says how much of the article the artifact speaks of.
type Coverage struct {
	Sections  float64 `json:"sections"` // share of sections with a point, 0..1
	Parts     int     `json:"parts"`    // number of sections counted
	Uncovered []Span  `json:"uncovered"`
}

// NewContent returns an empty content of kind k, or nil for an unknown kind.
func NewContent(k Kind) Content {
	switch k {
	case KindSummary:
		return new(Summary)
	case KindOutline:
		return new(Outline)
	case KindGuide:
		return new(Guide)
	}
	return nil
}

// UnmarshalJSON reads an artifact; its schema decides the type of Content. The
// error wraps [ErrBadInput] when the schema is missing or unknown.
func (a *Artifact) UnmarshalJSON(data []byte) error {
	type plain Artifact // without this method
	var raw struct {
		plain
		Content json.RawMessage `json:"content"`
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	for _, k := range Kinds {
		if raw.Schema == k.Schema() {
			*a = Artifact(raw.plain)
			a.Content = NewContent(k)
			return json.Unmarshal(raw.Content, a.Content)
		}
	}
	return fmt.Errorf("%w: schema %q is not one of daodu.summary/1, daodu.outline/1, daodu.guide/1", ErrBadInput, raw.Schema)
}
