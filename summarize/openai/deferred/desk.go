// Package deferred has a model answer through the Batch API of its provider: within a day,
// and mostly for half the price.
//
// A [Desk] stands where the client of the model stands. What it is asked it writes down and
// answers with [chat.ErrPending]; [Desk.Send] hands all of that to the provider,
// [Desk.Collect] fetches what came. Whoever asks the same again gets the answer. Everything
// is kept in a folder, so that a program which was stopped meanwhile goes on.
package deferred

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// A Provider has a Batch API; see [chat.Batch].
type Provider interface {
	Submit(ctx context.Context, name string, lines []chat.BatchLine) (id string, err error)
	State(ctx context.Context, id string) (chat.BatchState, error)
	Find(ctx context.Context, name string) (chat.BatchState, error)
	Results(ctx context.Context, id string, lines []chat.BatchLine) ([]chat.BatchResult, error)
}

// Abilities tell what the endpoint can do; *chat.Client has them.
type Abilities interface {
	Capabilities(ctx context.Context) (chat.Capabilities, error)
}

// A Desk takes requests for a batch. It may be used by several goroutines.
type Desk struct {
	abilities Abilities
	provider  Provider
	dir       string

	mu      sync.Mutex
	waiting map[string]question // by key
	order   []string            // of their keys
}

// mostTries is how often a request is handed over that comes back without an answer.
const mostTries = 3

// Open returns a desk that keeps what it knows in a folder. Nothing is made before the first
// request is handed over.
func Open(a Abilities, p Provider, dir string) *Desk {
	return &Desk{abilities: a, provider: p, dir: dir, waiting: map[string]question{}}
}

// Capabilities returns what the endpoint can do. In a batch no request comes after another,
// so that none can go on behind the answer to another.
func (d *Desk) Capabilities(ctx context.Context) (chat.Capabilities, error) {
	caps, err := d.abilities.Capabilities(ctx)
	if caps.Cache == chat.CacheUnits {
		caps.Cache = chat.CachePrefix
	}
	return caps, err
}

// Ask returns the answer to r, or [chat.ErrPending] when there is none yet.
func (d *Desk) Ask(_ context.Context, r chat.Request) (*chat.Answer, error) {
	q := questionOf(r)
	key, err := q.key()
	if err != nil {
		return nil, err
	}
	known, err := d.known(key)
	if err != nil {
		return nil, err
	}
	switch {
	case known.Answer != nil:
		if r.OnText != nil && known.Class == "" {
			r.OnText(known.Answer.Text)
		}
		return known.Answer, known.err()
	case known.Tries >= mostTries:
		return nil, fmt.Errorf("%w: the provider's batches brought no answer %d times", chat.ErrBroken, known.Tries)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, there := d.waiting[key]; !there {
		d.waiting[key] = q
		d.order = append(d.order, key)
	}
	return nil, chat.ErrPending
}

// Waiting returns how many requests are to be handed over, and the most tokens that they
// take.
func (d *Desk) Waiting() (requests int, most daodu.Tokens) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, q := range d.waiting {
		most.Input += q.tokens()
		most.Output += q.MaxTokens
	}
	return len(d.waiting), most
}

// A question is a request as it is kept.
type question struct {
	System     string          `json:"system,omitempty"`
	Turns      []chat.Turn     `json:"turns"`
	Schema     json.RawMessage `json:"schema,omitempty"`
	SchemaName string          `json:"schema_name,omitempty"`
	Paste      bool            `json:"paste,omitempty"`
	MaxTokens  int             `json:"max_tokens,omitempty"`
	Estimate   int             `json:"estimate,omitempty"`
}

func questionOf(r chat.Request) question {
	return question{r.System, r.Turns, r.Schema, r.SchemaName, r.Paste, r.MaxTokens, r.Estimate}
}

func (q question) request() chat.Request {
	return chat.Request{System: q.System, Turns: q.Turns, Schema: q.Schema, SchemaName: q.SchemaName, Paste: q.Paste, MaxTokens: q.MaxTokens, Estimate: q.Estimate}
}

// key returns 32 hex digits that name the question: ids of lines may not be long.
func (q question) key() (string, error) {
	data, err := json.Marshal(q)
	if err != nil {
		return "", fmt.Errorf("writing a request of the batch: %w", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16]), nil
}

// tokens estimates the tokens of the prompt from above: as many as it has letters.
func (q question) tokens() int {
	n := len([]rune(q.System)) + len([]rune(string(q.Schema)))
	for _, t := range q.Turns {
		n += len([]rune(t.Text))
	}
	return n
}

// A known is what came of a question.
type known struct {
	Answer *chat.Answer `json:"answer,omitempty"`
	Class  string       `json:"class,omitempty"` // of the error, see classes
	Error  string       `json:"error,omitempty"`
	Tries  int          `json:"tries,omitempty"` // that brought nothing
}

// classes are the errors that an answer may have.
var classes = map[string]error{
	"refused": chat.ErrRefused, "filtered": chat.ErrFiltered, "cut": chat.ErrCut, "empty": chat.ErrNoAnswer,
	"silent_cut": chat.ErrSilentCut, "overflow": chat.ErrOverflow,
}

// knownOf returns what is kept of a result. What may be asked again has no answer.
func knownOf(r chat.BatchResult, before known) known {
	if r.Err == nil {
		return known{Answer: r.Answer}
	}
	for class, err := range classes {
		if errors.Is(r.Err, err) {
			return known{Answer: r.Answer, Class: class, Error: r.Err.Error()}
		}
	}
	return known{Tries: before.Tries + 1}
}

func (k known) err() error {
	if k.Class == "" {
		return nil
	}
	return &kept{k.Error, classes[k.Class]}
}

// A kept is an error that was written down.
type kept struct {
	text  string
	class error
}

func (e *kept) Error() string { return e.text }

// Unwrap returns the error of package chat that it was.
func (e *kept) Unwrap() error { return e.class }

// known returns what came of a question, the zero value for nothing yet.
func (d *Desk) known(key string) (k known, err error) {
	data, err := os.ReadFile(d.answerFile(key))
	if errors.Is(err, fs.ErrNotExist) {
		return k, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &k)
	}
	if err != nil {
		return k, fmt.Errorf("%w: an answer of a batch cannot be read: %v", daodu.ErrForbidden, err)
	}
	return k, nil
}

func (d *Desk) answerFile(key string) string {
	return filepath.Join(d.dir, "answers", key[:2], key[2:]+".json")
}
