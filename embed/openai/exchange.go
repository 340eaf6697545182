package openai

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	client "github.com/sashabaranov/go-openai"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/endpoint"
	"github.com/daodu/daodu/internal/zh"
)

// maxAnswer is the longest answer that is read, in bytes: 2048 vectors of 4096 dimensions,
// written as numbers of 20 letters, have 160 MiB.
const maxAnswer = 256 << 20

// A wire is how an endpoint wants to be asked.
type wire struct {
	plain  bool // without encoding_format
	full   bool // without dimensions
	proved bool // it has answered
}

// simpler returns how to ask again after a refusal; w itself when nothing can be left out.
// An endpoint that never answered may refuse what it does not know without naming it.
func (w wire) simpler(v verdict) wire {
	switch {
	case !w.full && v == noDimensions:
		w.full = true
	case !w.plain && (v == noBase64 || v == refused && !w.proved):
		w.plain = true
	}
	return w
}

// post asks for the vectors of texts once, or again in a simpler way, and remembers what
// was understood. With a fault it returns the vectors before it.
func (e *Embedder) post(ctx context.Context, texts []string) ([][]float32, *fault) {
	w := *e.wire.Load()
	for {
		vectors, f := e.once(ctx, texts, w)
		if f == nil {
			w.proved = true
			e.wire.Store(&w)
			return vectors, nil
		}
		next := w.simpler(f.verdict)
		if next == w {
			return vectors, f
		}
		w = next
	}
}

// once makes one request. go-openai writes it; the answer is read here, since go-openai
// reads one form of vectors only, loses the headers of the other, and takes an error with
// status 200 for an empty answer.
func (e *Embedder) once(ctx context.Context, texts []string, w wire) ([][]float32, *fault) {
	ctx, cancel := context.WithTimeout(ctx, e.config.Timeout)
	defer cancel()
	x := &exchange{http: e.http}
	config := client.DefaultConfig(e.config.Key)
	config.BaseURL, config.HTTPClient = e.config.BaseURL, x
	request := client.EmbeddingRequest{Input: texts, Model: client.EmbeddingModel(e.config.Model)}
	if !w.plain {
		request.EncodingFormat = client.EmbeddingEncodingFormatBase64
	}
	if !w.full {
		request.Dimensions = e.config.Dimensions
	}
	_, err := client.NewClientWithConfig(config).CreateEmbeddings(ctx, request)
	switch {
	case !x.complete:
		return nil, e.cut(ctx, err)
	case x.status >= 300:
		f := e.complain(x.status, x.body)
		f.wait = endpoint.RetryAfter(x.header, endpoint.ReadComplaint(x.body).Message)
		return nil, f
	}
	return e.read(x.body, texts)
}

// An exchange carries one request of go-openai and keeps the answer.
type exchange struct {
	http     *http.Client
	status   int
	header   http.Header
	body     []byte
	complete bool // the whole body was read
}

// Do sends req. It gives go-openai an empty object in place of the answer.
func (x *exchange) Do(req *http.Request) (*http.Response, error) {
	resp, err := x.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	x.status, x.header = resp.StatusCode, resp.Header
	if x.body, err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer)); err != nil {
		return nil, err
	}
	x.complete = true
	resp.Body = io.NopCloser(strings.NewReader("{}"))
	return resp, nil
}

// cut makes the fault of a request that had no whole answer. Errors of net/http name the
// address, which may hold a key, and so are unwrapped.
func (e *Embedder) cut(ctx context.Context, err error) *fault {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	f := &fault{verdict: passing, err: daodu.ErrUpstream}
	switch {
	case ctx.Err() != nil:
		f.cause = context.DeadlineExceeded
		f.line = fmt.Sprintf("%s did not answer within %v; set a longer timeout or smaller batches", e.host, e.config.Timeout)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		f.line = fmt.Sprintf("%s hung up in the middle", e.host)
	default:
		if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
			f.verdict = broken
		}
		f.line = fmt.Sprintf("%s cannot be reached (%s)", e.host, endpoint.Brief(e.secret.Hide(err.Error())))
	}
	return f
}

// read takes the vectors of texts from an answer with status 200.
func (e *Embedder) read(body []byte, texts []string) ([][]float32, *fault) {
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return nil, e.garbled(body, err)
	}
	if a.failed(body) {
		return nil, e.complain(endpoint.ReadComplaint(body).Status(), body)
	}
	vectors, err := a.vectors(len(texts), e.space.Dim)
	if err != nil {
		return vectors, e.unfit(err)
	}
	e.watch(texts, a.Usage.PromptTokens)
	return vectors, nil
}

// failed reports whether body is an error that was sent with status 200.
func (a answer) failed(body []byte) bool {
	return len(a.Error) > 0 && string(a.Error) != "null" || len(a.Data) == 0 && endpoint.ReadComplaint(body).Message != ""
}

// garbled makes the fault of an answer that is no JSON, or other JSON.
func (e *Embedder) garbled(body []byte, err error) *fault {
	f := &fault{verdict: broken, err: daodu.ErrUpstream}
	syntax, ok := errors.AsType[*json.SyntaxError](err)
	switch {
	case bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")):
		f.line = fmt.Sprintf("%s answers with a web page; check the address, it mostly ends in /v1", e.host)
	case ok && syntax.Offset >= int64(len(body)):
		f.verdict, f.line = passing, fmt.Sprintf("the answer of %s is cut off", e.host)
	default:
		f.line = fmt.Sprintf("the answer of %s cannot be read (%s)", e.host, endpoint.Brief(e.secret.Hide(err.Error())))
	}
	return f
}

// unfit makes the fault of vectors that cannot be used.
func (e *Embedder) unfit(err error) *fault {
	d, ok := errors.AsType[*dimensionError](err)
	switch {
	case !ok || d.want == 0:
		return &fault{verdict: broken, err: daodu.ErrUpstream, line: fmt.Sprintf("%s sent %v", e.host, err)}
	case e.config.Dimensions > 0:
		return &fault{verdict: wrongSize, err: daodu.ErrUsage, line: fmt.Sprintf(
			"%s makes vectors of %d dimensions with %s, not %d; set its dimensions to %d, or to 0 for the model's own",
			e.host, d.got, e.config.Model, d.want, d.got)}
	}
	return &fault{verdict: wrongSize, err: daodu.ErrUpstream, line: fmt.Sprintf(
		"%s made vectors of %d dimensions with %s and now makes %d; the model has changed, so start again to embed with the new one",
		e.host, d.want, e.config.Model, d.got)}
}

// watch warns once when an endpoint seems to have read but the beginning of the texts, as
// Ollama does with those that are too long. Vocabularies need between .48 and 1.5 tokens
// per Chinese letter, so that half of the average is a sign.
func (e *Embedder) watch(texts []string, tokens int) {
	price := 0
	for _, t := range texts {
		price += zh.TokenPrice([]rune(t))
	}
	if tokens > 0 && price >= 256 && tokens < price/2 && !e.warned.Swap(true) {
		e.config.Log.Warn("the embedding endpoint seems to cut texts; set a smaller limit of tokens per text",
			"host", e.host, "model", e.config.Model, "tokens", tokens, "expected", price)
	}
}
