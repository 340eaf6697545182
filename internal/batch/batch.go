// Package batch writes artifacts about thousands of inputs into a folder, so that a run
// which was stopped in whatever way goes on when it is started again, and nothing that was
// paid for is paid for twice.
//
// A folder holds the artifacts of each input in a folder of its own (NAME/summary.md,
// NAME/summary.json, ...), results.jsonl with one artifact a line in the order of the
// inputs, failures.jsonl with what could not be written and why, and .daodu with the
// ledger that all of it can be made from. See [Ledger] for the ledger and [Runner] for
// the work; what reads and writes is handed in as functions.
package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"github.com/daodu/daodu"
)

// The files of a folder.
const (
	ResultsFile  = "results.jsonl"
	FailuresFile = "failures.jsonl"
	ownFolder    = ".daodu"
	ledgerFile   = "ledger.jsonl"
	lockFile     = "lock"
	tempFolder   = "tmp"
	answerFolder = "answers"
)

// An Item is one input of a plan.
type Item struct {
	ID       string       `json:"id"`                  // tells inputs apart and stays the same from run to run
	Input    string       `json:"input"`               // file, address, "-", or place in a file of requests: "requests.jsonl#3"
	CustomID string       `json:"custom_id,omitempty"` // as the request has it
	Name     string       `json:"name"`                // of its folder, set by the run
	Kinds    []daodu.Kind `json:"kinds,omitempty"`     // nil for those of the plan
	Length   daodu.Length `json:"length,omitempty"`    // "" for that of the plan

	// What follows is not kept: addresses may hold passwords, requests texts.
	Source  string   `json:"-"` // Input as it was given
	Request *Request `json:"-"` // nil for an input that was named on its own
	Err     error    `json:"-"` // why it cannot be read, known before anything is
}

// An Asking is what of an engine decides what it writes, beside the text.
type Asking struct {
	Model  string `json:"model,omitempty"`
	Prompt string `json:"prompt,omitempty"` // "summary@3"
}

// A Plan says what a run is to write.
type Plan struct {
	Items   []Item                `json:"items"`
	Kinds   []daodu.Kind          `json:"kinds"`
	Length  daodu.Length          `json:"length"`
	Lang    string                `json:"lang,omitempty"` // "" for that of each text
	Engine  string                `json:"engine"`
	Askings map[daodu.Kind]Asking `json:"askings,omitempty"`
}

// A Wish names one artifact by all that decides what it will be. Two inputs with the same
// text have the same wishes.
type Wish struct {
	Text   string       `json:"text_sha256"`
	About  string       `json:"about"` // see Article
	Kind   daodu.Kind   `json:"kind"`
	Length daodu.Length `json:"length"`
	Lang   string       `json:"lang"`
	Engine string       `json:"engine"`
	Model  string       `json:"model"`
	Prompt string       `json:"prompt"`
}

// A Text is what the ledger knows of one text of an input.
type Text struct {
	Name    string           `json:"name"` // of its folder
	Article daodu.ArticleRef `json:"article"`
	About   string           `json:"about,omitempty"`
	Failure *Failure         `json:"failure,omitempty"` // why it could not be read
}

// A Reading is what an input was found to hold.
type Reading struct {
	ID    string `json:"id"`            // of the item
	Sum   string `json:"sum,omitempty"` // of its bytes and of how they were read; "" when nobody knows without reading
	Texts []Text `json:"texts"`
	// Partial says that the run stopped before the end of the input.
	Partial bool `json:"partial,omitempty"`
}

// wishes returns what a plan asks for of one text.
func (p *Plan) wishes(it *Item, t *Text) []Wish {
	kinds, length := it.Kinds, it.Length
	if kinds == nil {
		kinds = p.Kinds
	}
	if length == "" {
		length = p.Length
	}
	out := make([]Wish, len(kinds))
	for i, kind := range kinds {
		out[i] = Wish{
			Text: t.Article.TextSHA256, About: t.About, Kind: kind, Length: length, Lang: p.Lang,
			Engine: p.Engine, Model: p.Askings[kind].Model, Prompt: p.Askings[kind].Prompt,
		}
	}
	return out
}

// KindCount returns how many artifacts are wanted about each text of an item.
func (p *Plan) KindCount(it *Item) int {
	if it.Kinds != nil {
		return len(it.Kinds)
	}
	return len(p.Kinds)
}

// textOf returns what the ledger keeps of an article.
func textOf(name string, a *daodu.Article) Text {
	return Text{Name: name, About: about(a), Article: daodu.ArticleRef{
		ID: a.ID, Title: a.Title, Date: a.Date, URI: a.Source.URI, TextSHA256: a.TextSHA256,
		Speaker: a.Speaker, Publisher: a.Publisher,
	}}
}

// about returns the first 16 hex digits of the SHA-256 of what is known of a text beside
// its words and bears on what is written about it. Where it came from does not.
func about(a *daodu.Article) string {
	known := []any{a.Title, a.Subtitle, a.Speaker, a.Occasion, a.Date, a.Lang, a.Genre, a.Damage, a.Sections}
	data, err := json.Marshal(known)
	if err != nil {
		panic(err) // plain structs can always be written
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// failed reports whether a text of the reading could not be read.
func (r *Reading) failed() bool {
	return slices.ContainsFunc(r.Texts, func(t Text) bool { return t.Failure != nil })
}

// Missing returns what a plan asks for about an article of an item and the ledger does not
// have. A nil ledger has nothing.
func (p *Plan) Missing(l *Ledger, it *Item, a *daodu.Article) []daodu.Kind {
	t := textOf("", a)
	var kinds []daodu.Kind
	for _, w := range p.wishes(it, &t) {
		if l == nil || !l.has(w) {
			kinds = append(kinds, w.Kind)
		}
	}
	return kinds
}
