package chat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

const (
	// longestAnswer bounds what is read of an answer, in bytes: a model that never stops
	// would go on for ever.
	longestAnswer = 16 << 20
	// afterword is how long what follows the end of an answer is waited for: the usage.
	afterword = 5 * time.Second
)

var (
	errIdle    = errors.New("no sign of life")
	errTimeout = errors.New("no end")
	errLong    = errors.New("an answer without an end")
	errPage    = errors.New("a web page")
)

// An exchange carries one request of go-openai. It keeps what go-openai would lose: the header
// of a stream, errors that come with status 200 or as an event, the usage in its many
// writings. What go-openai could not read it takes out: comments, of which it bears no more
// than a few, and all fields but the choices, since some endpoints write a date with a
// fraction.
type exchange struct {
	http   *http.Client
	fields map[string]any // of the request, beside those of go-openai
	beat   func()         // called with every sign of life
	opened func(http.Header)
	passes bool // answers go to go-openai as they are

	status  int
	header  http.Header
	refused []byte // the body of an error, whatever its status
	usage   usage
	whole   bool  // the answer is one JSON object and not a stream
	bad     error // what came cannot be read
}

// Do sends req.
func (x *exchange) Do(req *http.Request) (*http.Response, error) {
	if err := x.fill(req); err != nil {
		return nil, err
	}
	resp, err := x.http.Do(req)
	if err != nil {
		return nil, err
	}
	x.status, x.header = resp.StatusCode, resp.Header
	x.beat()
	switch {
	case resp.StatusCode >= 300:
		defer resp.Body.Close()
		x.refused, err = io.ReadAll(io.LimitReader(resp.Body, longestAnswer))
		resp.Body = io.NopCloser(bytes.NewReader(x.refused))
		return resp, err
	case x.passes:
		return resp, nil
	case req.Header.Get("Accept") == "text/event-stream":
		x.opened(x.header)
		resp.Body = newEvents(x, resp.Body)
		return resp, nil
	}
	defer resp.Body.Close()
	x.opened(x.header)
	body, err := io.ReadAll(io.LimitReader(resp.Body, longestAnswer))
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(x.digest(body)))
	return resp, nil
}

// fill puts the other fields into the body of req.
func (x *exchange) fill(req *http.Request) error {
	if len(x.fields) == 0 || req.Body == nil {
		return nil
	}
	raw, err := io.ReadAll(req.Body)
	if err == nil {
		raw, err = merged(raw, x.fields)
	}
	if err != nil {
		return fmt.Errorf("filling in a request: %w", err)
	}
	req.ContentLength = int64(len(raw))
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil }
	req.Body, err = req.GetBody()
	return err
}

// merged is the JSON object body with further fields.
func merged(body []byte, fields map[string]any) ([]byte, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(body, &all); err != nil {
		return nil, err
	}
	for name, value := range fields {
		raw, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		all[name] = raw
	}
	return json.Marshal(all)
}

// digest takes note of a whole answer and returns what go-openai is to see of it.
func (x *exchange) digest(body []byte) []byte {
	x.whole = true
	choices, err := x.note(body)
	switch {
	case err != nil:
		x.bad = unreadable(body, err)
		return []byte("{}")
	case choices == nil:
		return []byte("{}")
	}
	return fmt.Appendf(nil, `{"choices":%s}`, choices)
}

// unreadable is err, unless body is a page of a gateway or ends too early.
func unreadable(body []byte, err error) error {
	syntax := new(json.SyntaxError)
	switch {
	case bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")):
		return errPage
	case len(body) >= longestAnswer:
		return errLong
	case errors.As(err, &syntax) && syntax.Offset >= int64(len(body)):
		return io.ErrUnexpectedEOF
	}
	return err
}

// reply is what go-openai read of an answer.
type reply struct {
	text, refusal, finish string
	thought               bool // the model thought aloud outside of the text
}

// exchange makes one request. Without a fault the answer stands in a.
func (a *asking) exchange(ctx context.Context, w wire, t *ticket) (*exchange, *fault) {
	c := a.client
	call, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	end := time.AfterFunc(c.config.Timeout, func() { cancel(errTimeout) })
	defer end.Stop()
	x := &exchange{http: c.http, fields: c.fields(a.request, w), beat: func() {}}
	x.opened = func(h http.Header) { c.gate.learn(t, h) }
	config := openai.DefaultConfig(c.config.Key)
	config.BaseURL, config.HTTPClient, config.EmptyMessagesLimit = c.config.BaseURL, x, 1<<20
	api := openai.NewClientWithConfig(config)
	var r reply
	var err error
	if a.request.OnText == nil {
		r, err = whole(call, api, c.body(a.request, w))
	} else {
		idle := time.AfterFunc(c.config.IdleTimeout, func() { cancel(errIdle) })
		defer idle.Stop()
		x.beat = func() { idle.Reset(c.config.IdleTimeout) }
		r, err = a.stream(call, api, c.body(a.request, w), func() {
			x.beat = func() {}
			idle.Reset(min(c.config.IdleTimeout, afterword))
		})
	}
	if err != nil && call.Err() != nil {
		err = context.Cause(call)
	}
	return x, a.settle(x, r, err, w)
}

// whole asks for an answer in one piece.
func whole(ctx context.Context, api *openai.Client, body openai.ChatCompletionRequest) (r reply, err error) {
	resp, err := api.CreateChatCompletion(ctx, body)
	if err != nil {
		return r, err
	}
	return replyOf(resp), nil
}

// replyOf takes the first choice of an answer in one piece.
func replyOf(resp openai.ChatCompletionResponse) (r reply) {
	if len(resp.Choices) == 0 {
		return r
	}
	choice := resp.Choices[0]
	r.text, r.refusal, r.finish = choice.Message.Content, choice.Message.Refusal, string(choice.FinishReason)
	for _, part := range choice.Message.MultiContent {
		r.text += part.Text
	}
	r.thought = choice.Message.ReasoningContent != ""
	return r
}

// stream asks for an answer in pieces. It calls ended when the model has finished; what comes
// then is of no importance.
func (a *asking) stream(ctx context.Context, api *openai.Client, body openai.ChatCompletionRequest, ended func()) (r reply, err error) {
	s, err := api.CreateChatCompletionStream(ctx, body)
	if err != nil {
		return r, err
	}
	defer s.Close()
	var text strings.Builder
	silence := silencer{show: a.show}
	for {
		chunk, err := s.Recv()
		if err != nil {
			silence.flush()
			r.text = text.String()
			return r, err
		}
		for _, choice := range chunk.Choices {
			if choice.Index != 0 {
				continue
			}
			text.WriteString(choice.Delta.Content)
			silence.write(choice.Delta.Content)
			r.refusal += choice.Delta.Refusal
			r.thought = r.thought || choice.Delta.ReasoningContent != ""
			if choice.FinishReason != "" && choice.FinishReason != openai.FinishReasonNull && r.finish == "" {
				r.finish = string(choice.FinishReason)
				ended()
			}
		}
	}
}

func (a *asking) show(delta string) {
	if delta != "" {
		a.shown = true
		a.request.OnText(delta)
	}
}
