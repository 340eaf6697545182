package deferred_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/summarize/openai/chat"
	"github.com/daodu/daodu/summarize/openai/deferred"
)

// A provider answers batches when it is told to.
type provider struct {
	batches map[string][]chat.BatchLine // by id
	names   map[string]string           // to ids
	done    bool
	problem string
	result  func(chat.BatchLine) (*chat.Answer, error)
	submit  func(name string) error // before a batch is taken; nil for no trouble
	lose    bool                    // takes a batch and says nothing
}

func newProvider() *provider {
	return &provider{batches: map[string][]chat.BatchLine{}, names: map[string]string{}, result: func(l chat.BatchLine) (*chat.Answer, error) {
		return &chat.Answer{Text: "答：" + l.Request.Turns[0].Text, Usage: daodu.Tokens{Input: 10, Output: 5}, Requests: 1}, nil
	}}
}

func (p *provider) Capabilities(context.Context) (chat.Capabilities, error) {
	return chat.Capabilities{Cache: chat.CacheUnits, Format: chat.FormatSchema}, nil
}

func (p *provider) Submit(_ context.Context, name string, lines []chat.BatchLine) (string, error) {
	if p.submit != nil {
		if err := p.submit(name); err != nil {
			return "", err
		}
	}
	id := fmt.Sprintf("batch-%d", len(p.batches))
	p.batches[id], p.names[name] = lines, id
	if p.lose {
		return "", fmt.Errorf("%w: connection reset", chat.ErrBroken)
	}
	return id, nil
}

func (p *provider) state(id string) chat.BatchState {
	return chat.BatchState{ID: id, Done: p.done, Total: len(p.batches[id]), Problem: p.problem}
}

func (p *provider) State(_ context.Context, id string) (chat.BatchState, error) {
	if p.batches[id] == nil {
		return chat.BatchState{}, daodu.ErrNotFound
	}
	return p.state(id), nil
}

func (p *provider) Find(_ context.Context, name string) (chat.BatchState, error) {
	if id, ok := p.names[name]; ok {
		return p.state(id), nil
	}
	return chat.BatchState{}, daodu.ErrNotFound
}

func (p *provider) Results(_ context.Context, id string, lines []chat.BatchLine) ([]chat.BatchResult, error) {
	if len(lines) != len(p.batches[id]) {
		return nil, errors.New("other lines than were submitted")
	}
	out := make([]chat.BatchResult, len(lines))
	for i, l := range lines {
		out[i] = chat.BatchResult{CustomID: l.CustomID}
		out[i].Answer, out[i].Err = p.result(l)
	}
	return out, nil
}

func ask(text string) chat.Request {
	return chat.Request{System: "資料員", Turns: []chat.Turn{{Role: chat.User, Text: text}}, MaxTokens: 100, OnText: func(string) {}}
}

// mustPend asks what no answer is known to.
func mustPend(t *testing.T, d *deferred.Desk, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if _, err := d.Ask(t.Context(), ask(text)); !errors.Is(err, chat.ErrPending) {
			t.Fatalf("%s: %v, want that it is pending", text, err)
		}
	}
}

func mustAnswer(t *testing.T, d *deferred.Desk, text string) {
	t.Helper()
	if a, err := d.Ask(t.Context(), ask(text)); err != nil || a.Text != "答："+text || a.Usage.Input != 10 {
		t.Errorf("%s: %+v, %v", text, a, err)
	}
}

// A desk hands over each request once, also over the end of the program, and then answers.
func TestDesk(t *testing.T) {
	t.Parallel()
	dir, p := filepath.Join(t.TempDir(), "a [b] *"), newProvider()
	d := deferred.Open(p, p, dir)
	mustPend(t, d, "甲", "乙", "甲", "𠮷")
	if n, most := d.Waiting(); n != 3 || most.Output != 300 || most.Input < 9 {
		t.Errorf("%d wait with %+v", n, most)
	}
	if err := d.Send(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, _ := d.Waiting(); n != 0 || len(p.batches) != 1 || len(p.batches["batch-0"]) != 3 {
		t.Errorf("%d wait, batches %v", n, p.batches)
	}
	d = deferred.Open(p, p, dir) // another run
	if got, err := d.Collect(t.Context()); err != nil || got.Batches != 1 || got.Requests != 3 {
		t.Errorf("%+v, %v", got, err)
	}
	p.done = true
	if got, err := d.Collect(t.Context()); err != nil || got.Batches != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	for _, text := range []string{"甲", "乙", "𠮷"} {
		mustAnswer(t, d, text)
	}
	mustPend(t, d, "丙")
	caps, err := d.Capabilities(t.Context())
	if err != nil || caps.Cache != chat.CachePrefix {
		t.Errorf("%+v, %v: a batch has no second turns", caps, err)
	}
}

// Errors of answers are those of answers that come at once; what brought no answer is asked
// again, but not for ever.
func TestDeskErrors(t *testing.T) {
	t.Parallel()
	p := newProvider()
	p.done = true
	p.result = func(l chat.BatchLine) (*chat.Answer, error) {
		switch l.Request.Turns[0].Text {
		case "拒":
			return &chat.Answer{Text: "不能回答", Requests: 1}, fmt.Errorf("%w: 不能回答", chat.ErrRefused)
		case "长":
			return &chat.Answer{Text: "半", Requests: 1}, fmt.Errorf("%w: 100 tokens", chat.ErrCut)
		}
		return nil, fmt.Errorf("%w: expired", chat.ErrBroken)
	}
	d := deferred.Open(p, p, t.TempDir())
	for try := range 3 {
		if mustPend(t, d, "丢"); try == 0 {
			mustPend(t, d, "拒", "长")
		}
		if err := d.Send(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Collect(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for text, want := range map[string]error{"拒": chat.ErrRefused, "长": chat.ErrCut, "丢": chat.ErrBroken} {
		a, err := d.Ask(t.Context(), ask(text))
		if !errors.Is(err, want) || (a == nil) != (want == chat.ErrBroken) {
			t.Errorf("%s: %v, %v", text, a, err)
		}
	}
	if n, _ := d.Waiting(); n != 0 {
		t.Errorf("%d wait", n)
	}
}

// A batch whose id was lost is found again and not paid for twice; one that never arrived is
// sent again.
func TestDeskRecovers(t *testing.T) {
	t.Parallel()
	for _, arrived := range []bool{true, false} {
		t.Run(fmt.Sprint(arrived), func(t *testing.T) {
			t.Parallel()
			dir, p := t.TempDir(), newProvider()
			d := deferred.Open(p, p, dir)
			mustPend(t, d, "甲")
			p.lose = arrived
			p.submit = func(string) error {
				if arrived {
					return nil
				}
				return fmt.Errorf("%w: no route to host", chat.ErrBroken)
			}
			err := d.Send(t.Context())
			if arrived && err != nil || !arrived && !errors.Is(err, chat.ErrBroken) {
				t.Fatal(err)
			}
			p.submit, p.lose, p.done = nil, false, true
			d = deferred.Open(p, p, dir)
			if _, err := d.Collect(t.Context()); err != nil {
				t.Fatal(err)
			}
			mustAnswer(t, d, "甲")
			if len(p.batches) != 1 {
				t.Errorf("%d batches, want one", len(p.batches))
			}
		})
	}
}

// What the provider finds wrong with a batch as a whole is told.
func TestDeskRefused(t *testing.T) {
	t.Parallel()
	dir, p := t.TempDir(), newProvider()
	d := deferred.Open(p, p, dir)
	mustPend(t, d, "甲")
	p.submit = func(string) error { return fmt.Errorf("%w: no batches for this key", daodu.ErrForbidden) }
	if err := d.Send(t.Context()); !errors.Is(err, daodu.ErrForbidden) {
		t.Errorf("%v, want ErrForbidden", err)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "jobs")); err != nil || len(left) != 0 {
		t.Errorf("%v, %v is left of what was refused", left, err)
	}
	p.submit, p.done, p.problem = nil, true, "line 1: unknown model"
	p.result = func(chat.BatchLine) (*chat.Answer, error) { return nil, fmt.Errorf("%w: failed", chat.ErrBroken) }
	if err := d.Send(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Collect(t.Context()); !errors.Is(err, daodu.ErrUpstream) || !strings.Contains(err.Error(), "unknown model") {
		t.Errorf("%v, want what the provider says", err)
	}
}
