package openai

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/endpoint"
)

// A verdict says what is to be done about a fault.
type verdict int

const (
	broken       verdict = iota // not to be tried again
	passing                     // tried again
	busy                        // tried again, and all others wait too
	spent                       // the quota is used up
	forbidden                   // the key is refused
	unknownModel                // the endpoint does not have the model
	noEmbeddings                // the endpoint or the model makes no embeddings
	misplaced                   // the address is wrong
	wrongSize                   // vectors of another dimension
	tooMany                     // texts in one request
	tooLong                     // a text, or all of a request together
	noBase64                    // the endpoint does not know encoding_format
	noDimensions                // or dimensions
	refused                     // the request, perhaps for one text
)

// divisible reports whether half of the texts may be taken where all were not.
func (v verdict) divisible() bool { return v == tooMany || v == tooLong || v == refused }

// again reports whether the same request may succeed later.
func (v verdict) again() bool { return v == passing || v == busy }

// A fault is a request that failed. It is an error that wraps one of daodu.
type fault struct {
	verdict verdict
	wait    time.Duration // that the endpoint asks for; 0 when it does not say
	line    string        // for the user, without the key
	err     error         // what it wraps
	cause   error         // what it wraps besides; may be nil
}

func (f *fault) Error() string { return f.err.Error() + ": " + f.line }

func (f *fault) Unwrap() []error {
	if f.cause == nil {
		return []error{f.err}
	}
	return []error{f.err, f.cause}
}

// A sign is what tells a verdict: words of an endpoint, or one of its codes.
type sign struct {
	verdict verdict
	words   *regexp.Regexp // in the message, the type or the code; nil for none
	codes   []string
	status  int // 0 for any
}

// signs are looked for in order; the first that fits counts, before the status does. The
// words and codes are those that servers and providers are known to send; what none of them
// fits is judged by its status.
var signs = []sign{
	{verdict: noEmbeddings, words: regexp.MustCompile(`(?i)not support embedding|not an embedding model|not support task.*embed`)},
	{verdict: tooMany, words: regexp.MustCompile(`(?i)request too large`), status: http.StatusTooManyRequests},
	{verdict: tooMany, words: regexp.MustCompile(`(?i)array too (long|large)`)},
	// llama.cpp answers a text that is too long with 500, naming its batch size; hence before tooMany.
	{verdict: tooLong, words: regexp.MustCompile(`(?i)context (length|size|window)|too large to process|too long|input length|maximum.{0,40}tokens|max \d+ tokens|max_tokens_per_request|exceed.{0,40}tokens|less than \d+ tokens|tokens?.{0,20}(超|过长)`)},
	{verdict: tooLong, codes: []string{"1261", "20042"}},
	{verdict: tooMany, words: regexp.MustCompile(`(?i)batch.?size|too many (inputs|texts|items)|(array|list|input).{0,40}at most|不得超过.{0,8}条`)},
	{verdict: noBase64, words: regexp.MustCompile(`(?i)encoding_?format|base64`)},
	{verdict: noDimensions, words: regexp.MustCompile(`(?i)matryoshka|dimension`)},
	{verdict: unknownModel, words: regexp.MustCompile(`(?i)model_?not_?found|model.{0,80}(not (exist|found)|does not exist)|(invalid|unknown) model|模型不存在`)},
	{verdict: unknownModel, codes: []string{"1211", "20012"}},
}

// fits reports whether c shows s.
func (s sign) fits(status int, c endpoint.Complaint) bool {
	if s.status != 0 && s.status != status {
		return false
	}
	return slices.Contains(s.codes, c.Code) ||
		s.words != nil && s.words.MatchString(c.String())
}

// judge returns the verdict on a status of 300 or more.
func judge(status int, c endpoint.Complaint) verdict {
	if c.Spent(status) {
		return spent
	}
	for _, s := range signs {
		if s.fits(status, c) && possible(status, s.verdict) {
			return s.verdict
		}
	}
	return byStatus(status)
}

// possible reports whether words may overrule a status that says much by itself: a limit on
// tokens per minute speaks of tokens, a refused key of the model.
func possible(status int, v verdict) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return false
	case http.StatusTooManyRequests:
		return v == tooMany
	}
	return true
}

func byStatus(status int) verdict {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return forbidden
	case http.StatusPaymentRequired:
		return spent
	case http.StatusTooManyRequests:
		return busy
	case http.StatusRequestTimeout, http.StatusConflict, http.StatusTooEarly:
		return passing
	case http.StatusRequestEntityTooLarge:
		return tooMany
	case http.StatusNotImplemented:
		return noEmbeddings
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone:
		return misplaced
	}
	switch {
	case status >= 500:
		return passing
	case status < 400:
		return misplaced
	}
	return refused
}

// complain makes the fault of an endpoint that answered with an error.
func (e *Embedder) complain(status int, body []byte) *fault {
	c := endpoint.ReadComplaint(body)
	f := &fault{verdict: judge(status, c)}
	said := fmt.Sprintf("%d %s", status, http.StatusText(status))
	if m := e.secret.Hide(c.Message); m != "" {
		said += ": " + endpoint.Brief(m)
	}
	f.line, f.err = e.advice(f.verdict, strings.TrimSpace(said))
	return f
}

// advice returns a line that says what is wrong and what to do, and what a verdict wraps.
func (e *Embedder) advice(v verdict, said string) (line string, sentinel error) {
	host, model := e.host, e.config.Model
	switch v {
	case busy:
		return fmt.Sprintf("%s is too busy for us (%s); try later, or with less concurrency", host, said), daodu.ErrLimited
	case spent:
		return fmt.Sprintf("the quota at %s is used up (%s); top it up, or use another key", host, said), daodu.ErrLimited
	case forbidden:
		if e.config.Key == "" {
			return fmt.Sprintf("%s wants a key (%s); set one", host, said), daodu.ErrForbidden
		}
		return fmt.Sprintf("%s refuses the key (%s); check it, and that it may use the model %s", host, said, model), daodu.ErrForbidden
	case unknownModel:
		return fmt.Sprintf("%s does not know the embedding model %s (%s); check its name", host, model, said), daodu.ErrNotFound
	case noEmbeddings:
		return fmt.Sprintf("%s makes no embeddings with %s (%s); choose an embedding model, and start a server of your own for embeddings", host, model, said), daodu.ErrUsage
	case misplaced:
		return fmt.Sprintf("%s has no embeddings at this address (%s); check it, it mostly ends in /v1", host, said), daodu.ErrUsage
	case tooMany, tooLong:
		return fmt.Sprintf("a text is too long for %s at %s (%s)", model, host, said), daodu.ErrUpstream
	}
	return fmt.Sprintf("embedding with %s at %s failed (%s)", model, host, said), daodu.ErrUpstream
}
