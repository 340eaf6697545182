package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"math"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/store"
)

// An embedder makes vectors of pairs of letters, so that texts with the same words are
// near each other. It is a stand-in: the suite tests the store, not the vectors.
type embedder struct {
	model string
	dim   int
	fail  int // text at which Documents fails, 0 for never; counted over all calls
	asked int

	broken bool // Query fails
}

func (e *embedder) Space() daodu.EmbeddingSpace {
	return daodu.EmbeddingSpace{Provider: "storetest", Model: e.model, Dim: e.dim}
}

func (e *embedder) Documents(ctx context.Context, texts []string) ([][]float32, error) {
	var out [][]float32
	for _, t := range texts {
		if e.asked++; e.asked == e.fail {
			return out, fmt.Errorf("%w: the model is tired", daodu.ErrUpstream)
		}
		out = append(out, e.vector(t))
	}
	return out, ctx.Err()
}

func (e *embedder) Query(ctx context.Context, text string) ([]float32, error) {
	if e.broken {
		return nil, fmt.Errorf("%w: the model is gone", daodu.ErrUpstream)
	}
	return e.vector(text), ctx.Err()
}

func (e *embedder) vector(text string) []float32 {
	letters := zh.FoldRunes([]rune(text))
	v := make([]float32, e.dim)
	for i := 1; i < len(letters); i++ {
		h := fnv.New32a()
		h.Write([]byte(string(letters[i-1 : i+1])))
		v[h.Sum32()%uint32(e.dim)]++
	}
	norm := 0.0
	for _, x := range v {
		norm += float64(x) * float64(x)
	}
	for i := range v {
		v[i] = float32(float64(v[i]) / max(math.Sqrt(norm), 1e-9))
	}
	return v
}

// article makes an article of a text, with sentences as its chunks.
func article(uri, title, text string) *daodu.Article {
	letters := []rune(text)
	a := &daodu.Article{
		Schema: daodu.ArticleSchema, Title: title, Text: text, Raw: "导航\n" + text, Length: len(letters),
		Script: zh.Script(letters), Genre: daodu.GenreSpeech,
		Source: daodu.Source{URI: uri, MediaType: "text/plain", SHA256: sum(uri + text), Bytes: int64(len(text))},
		Kept:   []daodu.Kept{{Raw: daodu.Span{Start: 3, End: 3 + len(letters)}}}, Removed: []daodu.Removal{{Raw: daodu.Span{End: 3}, Reason: daodu.Navigation, Rule: "test"}},
		TextSHA256: sum(text),
	}
	a.Lang = zh.Lang(a.Script, letters)
	for i, s := range zh.Sentences(letters, zh.FullStops) {
		a.Sentences = append(a.Sentences, daodu.Sentence{ID: fmt.Sprint("S", i+1), Span: s})
	}
	return a
}

func sum(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

// item makes an item of an article: chunks are two sentences long.
func item(a *daodu.Article, e daodu.Embedder) *store.Item {
	it := &store.Item{Article: a, Original: []byte("bytes of " + a.Source.URI)}
	at := 0
	for i := 1; i < len(a.Sentences); i += 2 {
		end := a.Length
		if i+1 < len(a.Sentences) {
			end = a.Sentences[i+1].Start
		}
		it.Chunks = append(it.Chunks, daodu.Chunk{Seq: len(it.Chunks) + 1, Path: []string{"一、" + a.Title}, Span: daodu.Span{Start: at, End: end}, Tokens: end - at})
		at = end
	}
	if at < a.Length {
		it.Chunks = append(it.Chunks, daodu.Chunk{Seq: len(it.Chunks) + 1, Span: daodu.Span{Start: at, End: a.Length}, Tokens: a.Length - at})
	}
	if e != nil {
		vectors, err := e.Documents(context.Background(), store.ChunkTexts(a.Text, it.Chunks))
		if err != nil {
			panic(err) // only an embedder that is to fail does
		}
		it.Vectors = &store.Vectors{Space: e.Space(), Chunks: vectors}
	}
	return it
}

// add adds an article and returns its ID.
func add(t *testing.T, s *store.Store, it *store.Item) string {
	t.Helper()
	added, err := s.Add(t.Context(), it)
	if err != nil {
		t.Fatal(err)
	}
	return added[0].ID
}
