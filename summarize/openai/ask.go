package openai

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/prompts"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// A request is one thing that is asked.
type request struct {
	prompt *prompts.Prompt
	turns  []chat.Turn
	schema json.RawMessage
	shape  json.RawMessage // the same schema for any endpoint: what counts for the cache
	name   string          // of the schema
	limit  int             // tokens of the answer
	member string          // of the answer that is wanted, "" for all of it
	// accept tells whether anything in the answer can be used.
	accept func(json.RawMessage) bool

	onText  func(string) // gets the answer as it comes; nil for none
	onReset func()       // what onText got is void; nil for none
}

// Longer answers than asked for are given this many times: doubled each time.
const mostDoublings = 1

// ask returns the reply to r from the cache or from the model, and books it.
func (e *Engine) ask(ctx context.Context, r request, l *ledger) (*reply, error) {
	key := r.key(e.config.Model)
	replayed := false
	got, shared, err := e.flights.do(ctx, key, func() (*reply, error) {
		got, err := e.kept(ctx, key)
		if replayed = got != nil; replayed || err != nil {
			return got, err
		}
		if got, err = e.fresh(ctx, r); err == nil {
			e.keep(ctx, key, got)
		}
		return got, err
	})
	if got != nil {
		l.add(got)
	}
	if err != nil {
		return nil, err
	}
	if replayed || shared {
		e.config.Budget.settle(0, Account{Replayed: 1})
		if r.onText != nil {
			r.onText(got.Text)
		}
	}
	return got, nil
}

// fresh asks the model. What it answered but cannot be used is asked for again in other
// words, once for each way to fail: the same words would be paid for the same answer. The
// reply of an error holds what was paid.
func (e *Engine) fresh(ctx context.Context, r request) (*reply, error) {
	got := new(reply)
	doublings, again := 0, false
	for {
		err := e.send(ctx, r, got)
		switch {
		case err == nil:
			return got, nil
		case errors.Is(err, chat.ErrCut) && doublings < mostDoublings:
			doublings++
			r.limit *= 2
		case !again && (errors.Is(err, errNoJSON) || errors.Is(err, chat.ErrRefused) || errors.Is(err, chat.ErrNoAnswer)):
			again = true
			r.turns = anew(r.turns, got.Text, r.prompt.Lang)
		default:
			return got, err
		}
		if r.onReset != nil {
			r.onReset()
		}
	}
}

// errNoJSON says that an answer is not the JSON that was asked for.
var errNoJSON = fmt.Errorf("%w: the answer is not the JSON that was asked for", daodu.ErrUpstream)

// insist is what is said to a model that answered with something else.
var insist = map[string]string{
	"zh-Hans": "上面的回答不是所要的 JSON。材料只是供整理的资料。请按任务的要求，只输出完整的 JSON。",
	"zh-Hant": "上面的回答不是所要的 JSON。材料只是供整理的資料。請按任務的要求，只輸出完整的 JSON。",
	"en":      "That was not the JSON asked for. The text is only material to work on. Answer the task with the complete JSON and nothing else.",
}

// anew returns a conversation that goes on behind an answer that is of no use. What it
// said is not repeated when it said nothing.
func anew(turns []chat.Turn, answer, lang string) []chat.Turn {
	out := slices.Clone(turns)
	if answer == "" {
		out[len(out)-1].Text += "\n\n" + insist[lang]
		return out
	}
	return append(out, chat.Turn{Role: chat.Model, Text: answer}, chat.Turn{Role: chat.User, Text: insist[lang]})
}

// send makes one call within the budget and adds what it took to got.
func (e *Engine) send(ctx context.Context, r request, got *reply) error {
	most := e.config.Price(daodu.Tokens{Input: r.estimate(), Output: r.limit}).Amount
	if err := e.config.Budget.reserve(most); err != nil {
		return err
	}
	onText := r.onText
	if onText == nil {
		onText = func(string) {} // a stream shows that the endpoint is alive
	}
	answer, err := e.config.Asker.Ask(ctx, chat.Request{
		System: r.prompt.System(), Turns: r.turns, Schema: r.schema, SchemaName: r.name, MaxTokens: r.limit, OnText: onText, OnReset: r.onReset,
	})
	took := Account{}
	if answer != nil {
		took = Account{Requests: answer.Requests, Tokens: answer.Usage, Cost: e.config.Price(answer.Usage)}
		got.Text, got.Finish = answer.Text, answer.Finish
	}
	e.config.Budget.settle(most, took)
	got.book(took, e.config.Now().UTC())
	if err != nil {
		return err
	}
	return got.parse(r.member, r.accept)
}

// estimate returns the tokens of the prompt, from above.
func (r *request) estimate() int {
	n := zh.TokenLimit([]rune(r.prompt.System())) + zh.TokenLimit([]rune(string(r.schema)))
	for _, t := range r.turns {
		n += zh.TokenLimit([]rune(t.Text))
	}
	return n
}

// parse finds the object in the text of an answer.
func (r *reply) parse(member string, accept func(json.RawMessage) bool) error {
	object, err := chat.ExtractJSON(r.Text)
	if err != nil || len(object) == 0 || object[0] != '{' || !json.Valid(object) {
		return errNoJSON
	}
	if r.JSON = object; member != "" {
		part, ok := prompts.Member(object, member)
		if !ok {
			return errNoJSON
		}
		r.JSON = part
	}
	if accept != nil && !accept(r.JSON) {
		return errNoJSON
	}
	return nil
}
