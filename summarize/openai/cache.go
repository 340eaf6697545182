package openai

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"sync"
	"time"

	"github.com/daodu/daodu"
)

// A Cache keeps what a model answered, by the SHA-256 of everything that decides the
// answer; *store.Store is one. It is used by several goroutines at once.
type Cache interface {
	// Answer returns what was kept under key; ok is false when nothing was.
	Answer(ctx context.Context, key []byte) (data []byte, ok bool, err error)
	// KeepAnswer keeps data. Of two under one key the first stays.
	KeepAnswer(ctx context.Context, key []byte, model string, data []byte) error
}

// A reply is what a model answered, with what it took. It is kept as JSON, so that an
// artifact that is written again from it is the same byte for byte.
type reply struct {
	Text     string          `json:"text"`
	JSON     json.RawMessage `json:"json"` // the object within Text
	Finish   string          `json:"finish,omitempty"`
	Requests int             `json:"requests"`
	Tokens   daodu.Tokens    `json:"tokens"`
	Cost     daodu.Cost      `json:"cost"`
	At       time.Time       `json:"at"`
}

// key returns the SHA-256 of what decides an answer. Each field stands behind its length,
// so that no two requests have the same bytes. The schema counts as any endpoint may have
// it: what is learnt of this one on the way must not make anyone pay twice.
func (r *request) key(model string) [sha256.Size]byte {
	h := sha256.New()
	write := func(s string) {
		h.Write(binary.AppendUvarint(nil, uint64(len(s))))
		h.Write([]byte(s))
	}
	write("daodu.answer/1")
	write(model)
	write(r.prompt.Ref())
	write(string(r.shape))
	write(r.prompt.System())
	for _, t := range r.turns {
		write(string(t.Role))
		write(t.Text)
	}
	h.Write(binary.AppendVarint(nil, int64(r.limit)))
	return [sha256.Size]byte(h.Sum(nil))
}

// kept returns the reply that the cache has under key, nil for none. What cannot be read
// is asked for again.
func (e *Engine) kept(ctx context.Context, key [sha256.Size]byte) (*reply, error) {
	if e.config.Cache == nil {
		return nil, nil
	}
	data, ok, err := e.config.Cache.Answer(ctx, key[:])
	if err != nil || !ok {
		return nil, err
	}
	r := new(reply)
	if err := json.Unmarshal(data, r); err != nil || len(r.JSON) == 0 {
		e.config.Log.WarnContext(ctx, "an answer in the cache cannot be read", "error", err)
		return nil, nil
	}
	return r, nil
}

// keep stores a reply. That it could not be stored takes nothing away from it.
func (e *Engine) keep(ctx context.Context, key [sha256.Size]byte, r *reply) {
	if e.config.Cache == nil {
		return
	}
	data, err := json.Marshal(r)
	if err == nil {
		// A paid answer is kept even when whoever asked has gone.
		err = e.config.Cache.KeepAnswer(context.WithoutCancel(ctx), key[:], e.config.Model, data)
	}
	if err != nil {
		e.config.Log.WarnContext(ctx, "an answer could not be kept; it will be asked for again", "error", err)
	}
}

// flights has each request made once, however many ask for it at the same time.
type flights struct {
	mu     sync.Mutex
	flying map[[sha256.Size]byte]*flight
}

// A flight is a request under way.
type flight struct {
	done  chan struct{}
	reply *reply
	err   error
}

// do calls ask, or waits for another that has the same key. shared tells that the reply is
// another's. The failure of another is not shared: its time may have run out.
func (f *flights) do(ctx context.Context, key [sha256.Size]byte, ask func() (*reply, error)) (r *reply, shared bool, err error) {
	for {
		f.mu.Lock()
		other := f.flying[key]
		if other == nil {
			break
		}
		f.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil, false, ctx.Err()
		case <-other.done:
		}
		if other.err == nil {
			return other.reply, true, nil
		}
	}
	own := &flight{done: make(chan struct{})}
	if f.flying == nil {
		f.flying = map[[sha256.Size]byte]*flight{}
	}
	f.flying[key] = own
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		delete(f.flying, key)
		f.mu.Unlock()
		close(own.done)
	}()
	own.reply, own.err = ask()
	return own.reply, false, own.err
}

// book adds what a call took.
func (r *reply) book(took Account, at time.Time) {
	sum := Account{Requests: r.Requests, Tokens: r.Tokens, Cost: r.Cost}
	sum.add(took)
	r.Requests, r.Tokens, r.Cost, r.At = sum.Requests, sum.Tokens, sum.Cost, at
}
