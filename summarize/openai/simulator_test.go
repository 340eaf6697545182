package openai

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/race"
	"github.com/daodu/daodu/internal/shared"
	"github.com/daodu/daodu/internal/simllm"
	"github.com/daodu/daodu/prompts"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// A simulator is a running one, with clients for it.
type simulator struct{ simllm.Simulator }

type object = simllm.Config

// simulate starts the simulator. It ends with t.
func simulate(t *testing.T, program string, config object) simulator {
	t.Helper()
	return simulator{simllm.Start(t, program, config)}
}

// simLog is what the simulator notes of requests.
type simLog []simllm.Call

// client returns a client of the simulator that writes sentence numbers as it reads them.
func (s simulator) client(t *testing.T, change func(*chat.Config)) *chat.Client {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 32}
	c := chat.Config{
		BaseURL: s.URL + "/v1", Model: "sim-chat", Concurrency: 16,
		HTTPClient: &http.Client{Transport: renumbered{transport}},
	}
	if change != nil {
		change(&c)
	}
	client, err := chat.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(transport.CloseIdleConnections)
	return client
}

// renumbered writes the numbers of sentences in the prompts that pass as the simulator knows
// them: [12] for 12|. Notes lose their kind, which is no word of the text.
type renumbered struct{ to http.RoundTripper }

var (
	lineNumber = regexp.MustCompile(`(?m)^([0-9]+)\|`)
	noteNumber = regexp.MustCompile(`(?m)^([0-9]+)(?:,[0-9]+)*\|(?:task|figure|date|person|term|point): `)
)

// RoundTrip sends r.
func (x renumbered) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil || !strings.HasSuffix(r.URL.Path, "/chat/completions") {
		return x.to.RoundTrip(r)
	}
	data, err := io.ReadAll(r.Body)
	r.Body.Close()
	var body object
	if err == nil {
		err = json.Unmarshal(data, &body)
	}
	if err != nil {
		return nil, err
	}
	for _, m := range body["messages"].([]any) {
		m := m.(object)
		text := noteNumber.ReplaceAllString(m["content"].(string), "[$1] ")
		m["content"] = lineNumber.ReplaceAllString(text, "[$1] ")
	}
	if data, err = json.Marshal(body); err != nil {
		return nil, err
	}
	again := r.Clone(r.Context())
	again.Body, again.ContentLength = io.NopCloser(bytes.NewReader(data)), int64(len(data))
	return x.to.RoundTrip(again)
}

// simulated returns an engine that asks the simulator.
func (s simulator) engine(t *testing.T, toChat func(*chat.Config), change func(*Config)) *Engine {
	t.Helper()
	c := Config{Asker: s.client(t, toChat), Prompts: prompter(), Model: "sim-chat", Price: simPrice}
	if change != nil {
		change(&c)
	}
	e, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// simPrice are the simulator's prices, a million tokens: 2, 0.2 cached, 8 written.
func simPrice(n daodu.Tokens) daodu.Cost {
	return daodu.Cost{Amount: (2*float64(n.Input-n.Cached) + .2*float64(n.Cached) + 8*float64(n.Output)) / 1e6, Currency: "CNY"}
}

// seeds returns the five example texts as one article of some 13,700 letters.
func seeds(t testing.TB) *daodu.Article {
	t.Helper()
	return joined(t, "seeds/*.txt")
}

// joined returns shared texts as one article.
func joined(t testing.TB, pattern string) *daodu.Article {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(shared.Dir(t), pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no texts in %s: %v", pattern, err)
	}
	var all []string
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.TrimSpace(string(data)))
	}
	return plain(strings.Join(all, "\n"))
}

// profile is how fast the simulator is: 400 ms, 4000 tokens a second read, 80 written, all so
// many times as fast.
func profile(speed float64, more object) object {
	out := object{"ttft_ms": 400, "prefill_tps": 4000, "decode_tps": 80, "speed": speed}
	for k, v := range more {
		out[k] = v
	}
	return out
}

// simCaches are the ways in which providers cache, and what the client knows of them.
var simCaches = []struct {
	name   string
	config object
	cache  chat.Cache
}{
	{"blocks", object{"cache_mode": "blocks"}, chat.CachePrefix},
	{"units", object{"cache_mode": "units"}, chat.CacheUnits},
	{"schema_prefix", object{"cache_mode": "blocks", "schema_prefix": true}, chat.CacheSchema},
}

// TestSimulatedCost has all three artifacts written of one text, and compares with three
// calls in which the task comes first. It runs alone, since it measures times.
func TestSimulatedCost(t *testing.T) {
	const speed = 10
	program, a := simllm.Build(t), seeds(t)
	for _, c := range simCaches {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := simulate(t, program, profile(speed, c.config))
			toChat := func(x *chat.Config) { x.Cache = c.cache }
			before := taskFirst(t, s, a, toChat)
			s.Configure(t, profile(speed, c.config))
			artifacts(t, s.engine(t, toChat, func(x *Config) { x.NoRepair = true }), a)
			stats := s.Stats(t)
			log := simLog(s.Log(t))
			share := float64(stats.Cached) / float64(stats.Prompt)
			full := before.Cost + simPrice(daodu.Tokens{Output: stats.Output - before.Output}).Amount // for as long answers
			cost := stats.Cost / full
			took, best := log.makespan(), log.ideal(speed, c.cache == chat.CacheUnits)
			t.Logf("%d letters, %d calls, %.0f %% of %d tokens cached, cost %.4f = %.2f of %.4f; %.2f s = %.3f of %.2f s", len([]rune(a.Text)),
				stats.Requests, 100*share, stats.Prompt, stats.Cost, cost, full, took, took/best, best)
			if stats.Requests > 3 || share < .6 || cost > .65 {
				t.Errorf("%d calls, %.2f cached, %.2f of the cost, want 3, 0.6, 0.65", stats.Requests, share, cost)
			}
			if !race.Enabled && took > 1.05*best {
				t.Errorf("took %.2f s, want 1.05 times %.2f s at most", took, best)
			}
			s.Configure(t, profile(speed, c.config))
			artifacts(t, s.engine(t, toChat, nil), a)
			stats = s.Stats(t)
			t.Logf("with repairs %d calls, %.0f %% of %d tokens cached, cost %.4f", stats.Requests, 100*float64(stats.Cached)/float64(stats.Prompt), stats.Prompt, stats.Cost)
		})
	}
}

// taskFirst asks for the artifacts as many do: the task before the document, no layout.
func taskFirst(t *testing.T, s simulator, a *daodu.Article, toChat func(*chat.Config)) simllm.Stats {
	t.Helper()
	w := engine(t, &model{}, nil).prepare(a, summarize.Options{Length: daodu.Medium, Lang: a.Lang})
	if err := w.ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	client := s.client(t, toChat)
	for _, kind := range daodu.Kinds {
		p, err := w.prompt(string(kind))
		if err != nil {
			t.Fatal(err)
		}
		r, err := w.request(string(kind), w.sized(taskOf(w)), w.doc.show(w.doc.lines), total(w.doc.lines))
		if err != nil {
			t.Fatal(err)
		}
		text := p.Task(w.sized(taskOf(w))) + "\n\n" + p.Document(w.doc.show(w.doc.lines))
		if _, err := client.Ask(t.Context(), chat.Request{
			System: p.System(), Turns: []chat.Turn{{Role: chat.User, Text: text}}, Schema: r.schema, SchemaName: r.name, MaxTokens: r.limit, OnText: func(string) {},
		}); err != nil {
			t.Fatal(err)
		}
	}
	stats := s.Stats(t)
	return stats
}

func taskOf(w *writer) prompts.Task {
	return prompts.Task{First: 1, Last: w.doc.last(), Sections: w.doc.sections(1, w.doc.last())}
}

// artifacts has all artifacts written and holds their quotes against the text.
func artifacts(t *testing.T, e *Engine, a *daodu.Article) []*daodu.Artifact {
	t.Helper()
	arts, err := summarize.Artifacts(t.Context(), e, a, nil, summarize.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, art := range arts {
		holdQuotes(t, art, a)
	}
	return arts
}

// makespan returns the seconds from the first request to the last answer.
func (l simLog) makespan() float64 {
	first, last := l[0].T0, 0.
	for _, r := range l {
		first, last = min(first, r.T0), max(last, r.T1)
	}
	return last - first
}

// ideal returns the least seconds that answered requests take of which the others wait for
// the first: for its first token, or for its end.
func (l simLog) ideal(speed float64, end bool) float64 {
	slices.SortFunc(l, func(a, b simllm.Call) int { return cmp.Compare(a.T0, b.T0) })
	others := 0.
	for _, r := range l[1:] {
		others = max(others, r.T1-r.T0)
	}
	first := l[0].T1 - l[0].T0
	if end {
		return first + others
	}
	token := (.4 + float64(l[0].Prompt-l[0].Cached)/4000) / speed
	return max(first, token+others)
}
