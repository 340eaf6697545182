package openai

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/prompts"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// How calls about one text share what the provider has cached. In every layout the system
// text and the document come first, the same in all calls, and the task comes last.
// Measured on 9.3k tokens with the prices 2, 0.2 (cached) and 8 a million: task first
// 0.081, all three at once 0.082, and each of these, for the cache it is made for, 0.046 to
// 0.050.
//
//   - Caches of blocks (vLLM, llama.cpp, Kimi, Qwen): the others begin with the first token
//     of the first, when the document is in the cache.
//   - Caches that count the schema to the prefix (OpenAI): besides, one schema serves all.
//   - Caches of whole units (DeepSeek): a prefix is found only where a message ended, so
//     the others go on behind the answer of the first, as second turns.
func follows(c chat.Capabilities) bool { return c.Cache == chat.CacheUnits }

// oneSchema reports whether one schema serves all artifacts.
func oneSchema(c chat.Capabilities) bool {
	return c.Cache == chat.CacheSchema && c.Format == chat.FormatSchema
}

// A signal tells once that the calls that wait may begin.
type signal struct {
	once sync.Once
	c    chan struct{}
}

func newSignal() *signal { return &signal{c: make(chan struct{})} }

// give lets the others begin. A nil signal has nobody waiting.
func (s *signal) give() {
	if s != nil {
		s.once.Do(func() { close(s.c) })
	}
}

// askArtifact asks for one artifact about a document.
func (w *writer) askArtifact(ctx context.Context, kind daodu.Kind, doc prompts.Document, sections []prompts.Section, l *ledger, ready *signal) (*reply, error) {
	r, err := w.layout(string(kind), prompts.Task{First: 1, Last: w.doc.last(), Sections: sections}, doc, total(w.doc.lines))
	if err != nil {
		return nil, err
	}
	r.accept = func(answer json.RawMessage) bool {
		_, err := w.decoder(func(int) bool { return false }).content(kind, answer)
		return err == nil
	}
	r.onText, r.onReset = w.onText(kind, ready), w.onReset(kind)
	got, err := w.engine.ask(ctx, r, l)
	if err == nil && follows(w.caps) {
		w.lead(r.prompt.Document(doc), append(r.turns, chat.Turn{Role: chat.Model, Text: got.Text}))
	}
	return got, err
}

// layout returns a request about a document that others are asked about too, as the
// endpoint finds the document in its cache.
func (w *writer) layout(name string, task prompts.Task, doc prompts.Document, input int) (request, error) {
	task.Union = oneSchema(w.caps) && w.several
	r, err := w.request(name, task, doc, input)
	if err != nil {
		return request{}, err
	}
	if task.Union {
		r.member, r.name = name, "artifacts"
		r.schema, r.shape = prompts.Union(task.Last, w.caps.Strict), prompts.Union(task.Last, false)
	}
	if follows(w.caps) {
		if lead := w.leading(r.prompt.Document(doc)); lead != nil {
			r.turns = append(lead, chat.Turn{Role: chat.User, Text: r.prompt.Task(w.sized(task))})
		}
	}
	return r, nil
}

// sized returns a task with how long an artifact is to be.
func (w *writer) sized(task prompts.Task) prompts.Task {
	task.Length, task.Limit = w.opts.Length, w.limit()
	return task
}

// request returns the conversation that asks for one thing: the document, about input
// tokens of it, then the task.
func (w *writer) request(name string, task prompts.Task, doc prompts.Document, input int) (request, error) {
	p, err := w.prompt(name)
	if err != nil {
		return request{}, err
	}
	return request{
		prompt: p, name: name, limit: w.answerTokens(name, input),
		schema: p.Schema(task.Last, w.caps.Strict), shape: p.Schema(task.Last, false),
		turns: []chat.Turn{{Role: chat.User, Text: p.Document(doc) + "\n\n" + p.Task(w.sized(task))}},
	}, nil
}

// onText hands on the text of an answer, and lets the others begin with its first piece.
func (w *writer) onText(kind daodu.Kind, ready *signal) func(string) {
	to := w.engine.config.OnText
	if to == nil && ready == nil {
		return nil
	}
	return func(delta string) {
		if !follows(w.caps) {
			ready.give()
		}
		if to != nil {
			to(kind, delta)
		}
	}
}

// onReset tells that what onText handed on is void; nil when nobody wants to know.
func (w *writer) onReset(kind daodu.Kind) func() {
	if w.engine.config.OnReset == nil {
		return nil
	}
	return func() { w.engine.config.OnReset(kind) }
}

// lead notes the conversation that further artifacts about a document go on behind: the
// first.
func (w *writer) lead(document string, turns []chat.Turn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.led[document] == nil {
		w.led[document] = turns
	}
}

// leading returns that conversation, nil while there is none.
func (w *writer) leading(document string) []chat.Turn {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.led[document])
}

// prompt returns a prompt in the language of the artifacts.
func (w *writer) prompt(name string) (*prompts.Prompt, error) {
	p, err := w.engine.config.Prompts.Prompt(name, w.opts.Lang)
	if err != nil {
		return nil, fmt.Errorf("prompt %s: %w", name, err)
	}
	return p, nil
}
