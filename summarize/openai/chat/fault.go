package chat

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/endpoint"
)

// What can go wrong with an answer. Each is an error of daodu.
var (
	ErrRefused   = fmt.Errorf("%w: refused", daodu.ErrUpstream)       // the model will not answer
	ErrFiltered  = fmt.Errorf("%w: filtered", daodu.ErrUpstream)      // the provider's filter struck, in prompt or answer
	ErrCut       = fmt.Errorf("%w: cut short", daodu.ErrUpstream)     // the answer reached its limit of tokens
	ErrNoAnswer  = fmt.Errorf("%w: empty answer", daodu.ErrUpstream)  // the model said nothing
	ErrSilentCut = fmt.Errorf("%w: prompt cut", daodu.ErrUpstream)    // the server dropped a part of the prompt without a word
	ErrBroken    = fmt.Errorf("%w: no answer", daodu.ErrUpstream)     // network, server, or an answer that cannot be read
	ErrOverflow  = fmt.Errorf("%w: model context", daodu.ErrTooLarge) // prompt and answer are too long
	ErrQuota     = fmt.Errorf("%w: quota", daodu.ErrLimited)          // nothing left to pay with
	// ErrPending is the answer to what was handed over to be answered later. [Client.Ask]
	// never has it.
	ErrPending = fmt.Errorf("%w: the provider has yet to answer", daodu.ErrPending)
)

// A verdict says what is to be done about a fault.
type verdict int

const (
	fine         verdict = iota
	broken               // not to be tried again
	passing              // tried again
	busy                 // tried again when the gate opens
	spent                // the quota is used up
	forbidden            // the key is refused
	unknownModel         // the endpoint does not have the model
	misplaced            // the address is wrong
	tooLong              // prompt and answer together
	filtered             // by the provider
	refused              // by the model
	cutShort             // the answer reached its limit
	noAnswer             // an empty one
	silentCut            // of the prompt
	// The endpoint does not know, or does not bear, a field of the request.
	noStrict
	noFormat
	noLimit
	noTemperature
	noUsage
	tooMuch // the limit on the answer is above what the model can
)

// answered reports whether the endpoint did its work.
func (v verdict) answered() bool {
	return v == filtered || v == refused || v == cutShort || v == noAnswer || v == silentCut
}

// A fault is a request without an answer that can be used. It is an error that wraps one of
// those above or of daodu.
type fault struct {
	verdict verdict
	said    endpoint.Complaint
	wait    time.Duration // that the endpoint asks for; 0 when it does not say
	size    int           // tokens, with tooMuch; 0 when it does not say
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
}

// signs are looked for in order; the first that fits counts, before the status does. The words
// and codes are those that servers and providers are known to send; what none of them fits is
// judged by its status.
var signs = []sign{
	{verdict: filtered, codes: []string{"1301"}, // GLM
		words: regexp.MustCompile(`(?i)content.?filter|content management policy|data_?inspection|inappropriate content|responsible_?ai|sensitive (content|word|info)|敏感|considered high risk|content exists risk|moderation|flagged|content_?policy|safety system|违规`)},
	{verdict: tooLong, codes: []string{"1261", "20042"},
		words: regexp.MustCompile(`(?i)context.{0,3}(length|size|window|overflow)|request too large|too large to process|prompt is too long|too many tokens|range of input length|input length|(exceed|maximum).{0,40}(input|prompt) tokens|tokens to keep from the initial prompt|(输入|上下文).{0,12}(过长|超)`)},
	{verdict: tooMuch, words: regexp.MustCompile(`(?i)max_(completion_|new_)?tokens.{0,80}(range|too large|at most|less than|<=|above maximum|exceed|between)`)},
	{verdict: noLimit, words: regexp.MustCompile(`(?i)(unsupported|unrecognized|unknown|not permitted|unexpected).{0,60}max_(completion_)?tokens|max_(completion_)?tokens.{0,80}(not supported|unsupported|not permitted|unrecognized|instead)`)},
	{verdict: noTemperature, words: regexp.MustCompile(`(?i)temperature`)},
	{verdict: noUsage, words: regexp.MustCompile(`(?i)stream_options|include_usage`)},
	{verdict: noStrict, words: regexp.MustCompile(`(?i)invalid schema for response_format|additionalProperties|\bstrict\b`)},
	{verdict: noFormat, words: regexp.MustCompile(`(?i)response_format|json.?schema|json_object|json mode|structured.?output|guided_json|grammar`)},
	{verdict: unknownModel, codes: []string{"1211", "20012"},
		words: regexp.MustCompile(`(?i)model_?not_?found|model.{0,80}(not (exist|found)|does not exist)|(invalid|unknown) model|模型不存在`)},
}

// fits reports whether c shows s.
func (s sign) fits(c endpoint.Complaint) bool {
	return slices.Contains(s.codes, c.Code) || s.words != nil && s.words.MatchString(c.String())
}

// overQuota is what OpenAI says of a quota that is used up, and Google of a limit that passes,
// with a time to come back.
var overQuota = regexp.MustCompile(`(?i)exceeded your current quota`)

// judge returns the verdict on a status of 300 or more, with the wait that was asked for.
func judge(status int, c endpoint.Complaint, wait time.Duration) verdict {
	if overQuota.MatchString(c.Message) && wait > 0 {
		return busy
	}
	if c.Spent(status) || overQuota.MatchString(c.Message) {
		return spent
	}
	for _, s := range signs {
		if s.fits(c) && possible(status, s.verdict) {
			return s.verdict
		}
	}
	return byStatus(status)
}

// possible reports whether words may overrule a status that says much by itself: a limit on
// tokens per minute speaks of tokens, a refused key of the model, a server out of order of
// anything.
func possible(status int, v verdict) bool {
	switch {
	case status == http.StatusUnauthorized:
		return false
	case status == http.StatusForbidden:
		return v == filtered
	case status == http.StatusTooManyRequests:
		return v == tooLong
	case status >= 500:
		// llama.cpp sends 500 for what is too large, Ollama for a schema it cannot read.
		return v == tooLong || v == noFormat
	}
	return true
}

func byStatus(status int) verdict {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return forbidden
	case http.StatusTooManyRequests:
		return busy
	case http.StatusRequestTimeout, http.StatusConflict, http.StatusTooEarly:
		return passing
	case http.StatusRequestEntityTooLarge:
		return tooLong
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone, http.StatusNotImplemented:
		return misplaced
	}
	switch {
	case status >= 500:
		return passing
	case status < 400:
		return misplaced
	}
	return broken
}

// refusal makes the fault of an endpoint that answered with an error, whatever the status.
func (c *Client) refusal(x *exchange) *fault {
	status, said := x.status, endpoint.ReadComplaint(x.refused)
	if status < 300 {
		status = said.Status()
	}
	wait := endpoint.RetryAfter(x.header, said.Message)
	words := strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
	if said.Message != "" {
		words += ": " + said.Message
	}
	f := c.complain(judge(status, said, wait), words)
	f.said, f.wait = said, wait
	switch f.verdict {
	case tooMuch:
		f.size = lastNumber(bound.FindStringSubmatch(said.Message))
	case tooLong:
		c.learnContext(x.refused, said.Message)
	}
	return f
}

// bound finds how long an answer may be in messages of DeepSeek and DashScope ("range … is
// [1, 8192]"), OpenAI ("at most 16384") and Volcengine ("a value <= 32768").
var bound = regexp.MustCompile(`(?i)\[\d+, ?(\d+)\]|(?:at most|<=|less than or equal to|and) ?(\d+)`)

// lastNumber reads the last group that matched.
func lastNumber(groups []string) int {
	for _, g := range slices.Backward(groups) {
		if n, err := strconv.Atoi(g); err == nil {
			return n
		}
	}
	return 0
}

// unreached makes the fault of a request that had no answer at all. Errors of net/http name the
// address, which may hold a key, and so are unwrapped.
func (c *Client) unreached(err error) *fault {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	f := &fault{verdict: passing, err: ErrBroken}
	switch {
	case errors.Is(err, errTimeout):
		f.cause = context.DeadlineExceeded
		f.line = fmt.Sprintf("%s had not answered after %v; set a longer timeout", c.host, c.config.Timeout)
	case errors.Is(err, errIdle):
		f.cause = context.DeadlineExceeded
		f.line = fmt.Sprintf("%s fell silent for %v; set a longer idle timeout", c.host, c.config.IdleTimeout)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		f.line = fmt.Sprintf("%s hung up", c.host)
	default:
		if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
			f.verdict = broken
		}
		f.line = fmt.Sprintf("%s cannot be reached (%s)", c.host, c.shown(err.Error()))
	}
	return f
}

// brokenOff makes the fault of an answer without its end. A stream that just stops is one:
// go-openai takes it for a normal end.
func (c *Client) brokenOff(err error) *fault {
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		if f := c.unread(err); f.verdict == broken {
			return f
		}
	}
	return &fault{verdict: passing, err: ErrBroken, line: fmt.Sprintf("%s broke off in the middle of an answer", c.host)}
}

// unread makes the fault of an answer that cannot be read, unless err is one of the network.
func (c *Client) unread(err error) *fault {
	f := &fault{verdict: broken, err: ErrBroken}
	switch {
	case err == errPage:
		f.line = fmt.Sprintf("%s answers with a web page; check the address, it mostly ends in /v1", c.host)
	case err == errLong:
		f.line = fmt.Sprintf("%s does not stop writing; set a limit on the answer", c.host)
	case isJSON(err):
		f.line = fmt.Sprintf("the answer of %s cannot be read (%s)", c.host, c.shown(err.Error()))
	default:
		f.verdict, f.line = passing, fmt.Sprintf("%s broke off in the middle of an answer (%s)", c.host, c.shown(err.Error()))
	}
	return f
}

// shown is text from outside, without the key and of bearable length.
func (c *Client) shown(text string) string { return endpoint.Brief(c.secret.Hide(text)) }
