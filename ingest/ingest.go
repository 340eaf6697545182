// Package ingest is stage 1: it turns what was received into an article. A reader
// makes plain text of the bytes (read), cleaning cuts away what does not belong to
// it (clean), the rest is described (metadata), examined (damage), parted (structure)
// and cut into chunks (chunk).
package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"strconv"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/chunk"
	"github.com/daodu/daodu/ingest/clean"
	"github.com/daodu/daodu/ingest/damage"
	"github.com/daodu/daodu/ingest/metadata"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/ingest/read"
	"github.com/daodu/daodu/ingest/structure"
	"github.com/daodu/daodu/internal/zh"
)

// An Ingester makes articles of inputs. The zero value reads local files and public
// addresses with the default limits.
type Ingester struct {
	Reader read.Reader
}

// Read yields the articles of one input: one, or one for each row of a crawl. An
// error concerns one input or row; the sequence goes on behind it.
func (in *Ingester) Read(ctx context.Context, input string) iter.Seq2[*daodu.Article, error] {
	return func(yield func(*daodu.Article, error) bool) {
		for doc, err := range in.Reader.Read(ctx, input) {
			var a *daodu.Article
			if err == nil {
				a, err = Article(doc)
			}
			if !yield(a, err) {
				return
			}
		}
	}
}

// Article makes an article of a document. The error wraps [daodu.ErrEmpty] when
// nothing but navigation is left of it.
func Article(doc *raw.Document) (*daodu.Article, error) {
	cleaned := clean.Clean(doc)
	if !hasText(cleaned.Runes) || cleaned.OnlyFrame() {
		return nil, fmt.Errorf("%s: %w in it: only blanks, menus or lists of links; give a page with running text", doc.Source.URI, daodu.ErrEmpty)
	}
	text := cleaned.Text()
	sum := sha256.Sum256([]byte(text))
	a := &daodu.Article{
		Schema: daodu.ArticleSchema, Source: doc.Source,
		Text: text, TextSHA256: hex.EncodeToString(sum[:]), Length: len(cleaned.Runes),
		Kept: cleaned.Kept, Removed: cleaned.Removed, Raw: doc.Text,
	}
	a.Script = zh.Script(cleaned.Runes)
	a.Lang = zh.Lang(a.Script, cleaned.Runes)
	metadata.Read(a, doc, cleaned)
	a.Damage = damage.Find(&damage.Input{
		Text: cleaned.Runes, Folded: cleaned.Folded, Script: a.Script, Genre: a.Genre, Page: doc.Main != nil,
		Removed: cleaned.Removed, At: cleaned.At, Found: doc.Damage,
	})
	sentences := zh.Sentences(cleaned.Runes, zh.FullStops)
	a.Sentences = numbered(sentences)
	a.Sections = structure.Build(structure.Input{
		Text: cleaned.Runes, Folded: cleaned.Folded, Sentences: sentences, Headings: headings(doc, cleaned), Genre: a.Genre,
	})
	return a, nil
}

// Chunks cuts an article into chunks.
func Chunks(a *daodu.Article, opts chunk.Options) []daodu.Chunk {
	return chunk.Split([]rune(a.Text), a.Sentences, a.Sections, opts)
}

// hasText reports whether a text has a letter or digit at all.
func hasText(text []rune) bool {
	for _, r := range text {
		if zh.IsHan(r) || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 0xC0 && r < 0x2000 {
			return true
		}
	}
	return false
}

// headings maps the headings of the format to the clean text and drops those that
// were cut.
func headings(doc *raw.Document, cleaned *clean.Result) []raw.Heading {
	var out []raw.Heading
	for _, h := range doc.Headings {
		h.Span = daodu.Span{Start: cleaned.At(h.Span.Start), End: cleaned.At(h.Span.End)}
		if h.Span.Len() > 0 {
			out = append(out, h)
		}
	}
	return out
}

// numbered gives sentences their IDs.
func numbered(sentences []daodu.Span) []daodu.Sentence {
	out := make([]daodu.Sentence, len(sentences))
	for i, s := range sentences {
		out[i] = daodu.Sentence{ID: "S" + strconv.Itoa(i+1), Span: s}
	}
	return out
}
