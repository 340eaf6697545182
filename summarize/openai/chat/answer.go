package chat

import (
	"context"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// settle judges one request: an answer that can be used is put into a.
func (a *asking) settle(x *exchange, r reply, err error, w wire) *fault {
	c := a.client
	if f := c.failed(x, r, err); f != nil {
		return f
	}
	a.count(x, r, w)
	a.answer.Finish, a.answer.Text = r.finish, strings.TrimSpace(unthought(r.text))
	switch v := a.verdict(x, r, w); v {
	case fine:
		return nil
	case passing:
		return c.complain(v, "it ended with "+r.finish)
	default:
		return c.complain(v, a.said(v, r))
	}
}

// The words that endpoints end an answer with besides "stop", "length" and "content_filter":
// GLM's and DeepSeek's reference of chat, OpenRouter's page on errors, vLLM, Mistral.
var endings = map[string]verdict{
	"length": cutShort, "max_tokens": cutShort, "model_length": cutShort, "model_context_window_exceeded": cutShort,
	"content_filter": filtered, "sensitive": filtered,
	"network_error": passing, "error": passing, "insufficient_system_resource": passing, "abort": passing, "abandoned": passing,
}

// verdict judges an answer that came to its end.
func (a *asking) verdict(x *exchange, r reply, w wire) verdict {
	ending := endings[r.finish]
	switch {
	case ending == passing || ending == filtered:
		return ending
	case r.refusal != "":
		return refused
	case a.client.silentlyCut(a.expected(w), x.usage.Prompt):
		return silentCut
	case ending == cutShort:
		return cutShort
	case a.answer.Text == "":
		return noAnswer
	case refuses(a.answer.Text, a.request.Schema != nil):
		return refused
	}
	return fine
}

// said is what the user is told of an answer that cannot be used.
func (a *asking) said(v verdict, r reply) string {
	switch {
	case v == refused && r.refusal != "":
		return r.refusal
	case v == noAnswer && (r.thought || strings.Contains(r.text, openThink)):
		return "it only thought aloud"
	case v == refused || v == noAnswer:
		return a.answer.Text
	}
	return ""
}

// count adds up the usage, and learns from it how many tokens the model makes of a text.
func (a *asking) count(x *exchange, r reply, w wire) {
	c := a.client
	expected := c.plainTokens(a.request, w)
	t, cached := x.usage.tokens()
	if t.Input == 0 {
		t = daodu.Tokens{Input: c.tokens.scaled(expected), Output: c.tokens.scaled(zh.TokenPrice([]rune(r.text)))}
		a.answer.Estimated = true
	} else {
		c.tokens.observe(expected, t.Input)
	}
	if cached {
		c.cached.Store(true)
	}
	a.answer.Usage.Input += t.Input
	a.answer.Usage.Cached += t.Cached
	a.answer.Usage.Output += t.Output
}

// failed returns the fault of a request that had no answer; nil when there is one.
func (c *Client) failed(x *exchange, r reply, err error) *fault {
	ended := r.finish != "" && endings[r.finish] != passing
	switch {
	case ended:
		return nil // what came after the end does not matter
	case x.refused != nil || x.status >= 300:
		return c.refusal(x)
	case x.bad != nil:
		return c.unread(x.bad)
	case r.finish != "":
		return nil
	case err == context.Canceled, err == errIdle, err == errTimeout, x.status == 0:
		return c.unreached(err)
	case x.whole && (err == nil || err == io.EOF) && (r.text != "" || r.refusal != ""):
		return nil // some endpoints leave the reason out
	}
	return c.brokenOff(err)
}

// How models mark what they think aloud within an answer.
const (
	openThink  = "<think>"
	closeThink = "</think>"
)

// unthought returns text without what the model thought aloud before the answer. Templates
// that open the thought themselves leave only its end in the text (DeepSeek R1 on vLLM).
func unthought(text string) string {
	text = strings.TrimLeft(text, " \t\r\n\ufeff")
	if rest, ok := strings.CutPrefix(text, openThink); ok {
		_, text, _ = strings.Cut(rest, closeThink)
		return text
	}
	if strings.HasPrefix(text, "{") {
		return text
	}
	if before, after, ok := strings.Cut(text, closeThink); ok && !strings.Contains(before, openThink) {
		return after
	}
	return text
}

// A silencer hands on a stream without what the model thinks aloud before the answer.
type silencer struct {
	show    func(string)
	pending string
	state   int // one of those below
}

const (
	unsure   = iota // pending may be the beginning of a thought
	thinking        // within one; pending may hold a part of its end
	speaking
)

func (s *silencer) write(delta string) {
	if s.state == speaking {
		s.show(delta)
		return
	}
	s.pending += delta
	if s.state == unsure {
		s.decide()
	}
	if s.state == thinking {
		s.skip()
	}
}

// decide finds out whether the answer begins with a thought.
func (s *silencer) decide() {
	start := strings.TrimLeft(s.pending, " \t\r\n\ufeff")
	switch {
	case strings.HasPrefix(start, openThink):
		s.state = thinking
	case !strings.HasPrefix(openThink, start):
		s.speak(s.pending)
	}
}

// skip drops the thought and goes on behind its end.
func (s *silencer) skip() {
	_, rest, ok := strings.Cut(s.pending, closeThink)
	if !ok {
		s.pending = s.pending[max(0, len(s.pending)-len(closeThink)):]
		return
	}
	if rest = strings.TrimLeft(rest, " \t\r\n"); rest != "" {
		s.speak(rest)
		return
	}
	s.pending = closeThink // the blanks before the answer come with the next piece
}

func (s *silencer) speak(text string) {
	s.state, s.pending = speaking, ""
	s.show(text)
}

// flush hands on what was held back at the end of a stream.
func (s *silencer) flush() {
	if s.state == unsure && utf8.ValidString(s.pending) {
		s.speak(s.pending)
	}
}
