package chat_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/simllm"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// A simulator is a running one, with clients for it.
type simulator struct{ simllm.Simulator }

// simulate starts the simulator. It ends with t.
func simulate(t *testing.T, program string, config object) simulator {
	t.Helper()
	return simulator{simllm.Start(t, program, config)}
}

func (s simulator) client(t *testing.T, changes ...func(*chat.Config)) *chat.Client {
	t.Helper()
	c := chat.Config{BaseURL: s.URL + "/v1", Model: "sim-chat", Concurrency: 16,
		HTTPClient: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}}
	for _, change := range changes {
		change(&c)
	}
	client, err := chat.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.HTTPClient.CloseIdleConnections)
	return client
}

// impatient makes hanging requests end soon, but none that is answered on a busy machine.
func impatient(c *chat.Config) { c.Timeout, c.IdleTimeout = 10*time.Second, 8*time.Second }

// points is a schema as the engine's are.
const points = `{"type":"object","properties":{"points":{"type":"array","minItems":2,"maxItems":3,"items":{"type":"object",
"properties":{"text":{"type":"string"},"cites":{"type":"array","minItems":1,"maxItems":2,"items":{"type":"integer"}}},
"required":["text","cites"],"additionalProperties":false}}},"required":["points"],"additionalProperties":false}`

// simRequest asks for points about a document of its own.
func simRequest(mark string, streamed bool) (chat.Request, *strings.Builder) {
	r := chat.Request{System: "答题。", Schema: json.RawMessage(points), SchemaName: "points", MaxTokens: 400, Turns: []chat.Turn{{Role: chat.User,
		Text: "[1] 云溪市总工会今年为8600名职工办理互助保障。\n[2] 全市新建工会驿站46个，全部对外开放。\n[3] 明年六月底前完成整改。\n" + mark}}}
	heard := new(strings.Builder)
	if streamed {
		r.OnText = func(delta string) { heard.WriteString(delta) }
		r.OnReset = heard.Reset
	}
	return r, heard
}

// simFaults are all faults of the simulator: how often in a row each strikes, 0 for always, and
// what comes of it.
var simFaults = []struct {
	name  string
	until int
	want  error
}{
	{"http500", 2, nil}, {"http502", 2, nil}, {"http503", 2, nil}, {"http504", 2, nil}, {"http408", 2, nil},
	{"http529", 2, nil}, {"http429", 2, nil}, {"reset", 2, nil}, {"reset_mid", 2, nil}, {"truncated_sse", 2, nil},
	{"hang", 1, nil}, {"error200", 2, nil}, {"sse_error", 2, nil}, {"slow_drip", 0, nil},
	{"quota", 0, chat.ErrQuota}, {"auth401", 0, daodu.ErrForbidden}, {"filter400", 0, chat.ErrFiltered},
	{"refusal", 0, chat.ErrRefused}, {"content_filter", 0, chat.ErrFiltered}, {"length", 0, chat.ErrCut},
	{"empty", 0, chat.ErrNoAnswer}, {"malformed_json", 0, chat.ErrBroken},
	{"fenced_json", 0, nil}, {"prose_json", 0, nil}, {"trailing_comma", 0, nil}, {"think", 0, nil}, {"reasoning", 0, nil},
	{"schema", 0, nil}, {"numbers", 0, nil}, {"cites", 0, nil}, // what is said is not this package's concern
	{"", 0, nil},
}

// TestSimulatedFaults has every fault, in every dialect, streamed and not: each ends with an
// answer or the right error, and nothing that was answered is asked again.
func TestSimulatedFaults(t *testing.T) {
	t.Parallel()
	program := simllm.Build(t)
	for _, dialect := range []string{"openai", "deepseek", "dashscope", "zhipu", "siliconflow", "moonshot", "ollama", "llamacpp", "string"} {
		for _, streamed := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/stream=%v", dialect, streamed), func(t *testing.T) {
				t.Parallel()
				var rules []object
				for _, f := range simFaults {
					if f.name != "" {
						rules = append(rules, object{"match": "#" + f.name + "#", "until": f.until, "fault": f.name})
					}
				}
				s := simulate(t, program, object{"dialect": dialect, "rules": rules, "drip_ms": 5, "retry_after": "none"})
				c := s.client(t, impatient)
				var wg sync.WaitGroup
				for _, f := range simFaults {
					if f.name == "hang" && dialect != "openai" {
						continue // it takes long, and is the same in all
					}
					wg.Go(func() {
						r, heard := simRequest("#"+f.name+"#", streamed)
						a, err := c.Ask(t.Context(), r)
						checkAnswer(t, f.name, a, err, f.want)
						if streamed && f.want == nil && f.name != "prose_json" && strings.TrimSpace(heard.String()) != a.Text {
							t.Errorf("%s: heard %q, but the answer is %q", f.name, heard, a.Text)
						}
					})
				}
				wg.Wait()
				stats := s.Stats(t)
				if stats.Duplicates != 0 {
					t.Errorf("%d answers were asked for again", stats.Duplicates)
				}
			})
		}
	}
}

// checkAnswer fails unless an answer has JSON, or the error is the one wanted.
func checkAnswer(t *testing.T, name string, a *chat.Answer, err, want error) {
	t.Helper()
	var object []byte
	if err == nil {
		object, err = chat.ExtractJSON(a.Text)
	}
	switch {
	case want != nil && !errors.Is(err, want):
		t.Errorf("%q: %+v and the error %v, want %v", name, a, err, want)
	case want == nil && err != nil:
		t.Errorf("%q: the error %v after %d requests", name, err, a.Requests)
	case want == nil && !json.Valid(object):
		t.Errorf("%q: no JSON in %q", name, a.Text)
	}
}

// TestSimulatedTrouble has a fault in every third call of sixty: all are answered, once.
func TestSimulatedTrouble(t *testing.T) {
	t.Parallel()
	program := simllm.Build(t)
	for _, streamed := range []bool{false, true} {
		t.Run(fmt.Sprintf("stream=%v", streamed), func(t *testing.T) {
			t.Parallel()
			faults := object{"hang": 0.01}
			for _, f := range simFaults {
				if f.until == 2 {
					faults[f.name] = 0.025
				}
			}
			s := simulate(t, program, object{"faults": faults, "retry_after": "none"})
			c := s.client(t, impatient)
			var wg sync.WaitGroup
			var mu sync.Mutex
			var sum daodu.Tokens
			for i := range 60 {
				wg.Go(func() {
					r, _ := simRequest(fmt.Sprintf("第%d篇", i), streamed)
					a, err := c.Ask(t.Context(), r)
					checkAnswer(t, r.Turns[0].Text, a, err, nil)
					mu.Lock()
					defer mu.Unlock()
					sum.Input, sum.Output = sum.Input+a.Usage.Input, sum.Output+a.Usage.Output
				})
			}
			wg.Wait()
			stats := s.Stats(t)
			t.Logf("%+v", stats)
			if stats.Duplicates != 0 || stats.ByStatus["200"] < 60 || stats.Requests == 60 {
				t.Errorf("%+v, want 60 answers after some faults and none twice", stats)
			}
		})
	}
}

// A limit is one that the client is not told, with the shortest time that calls can take.
var simLimits = []struct {
	name   string
	config object
	ideal  func(n int, mean, sum, longest, tokens float64) float64 // seconds
}{
	{"none", object{}, func(_ int, _, _, longest, _ float64) float64 { return longest }},
	{"requests", object{"rpm": 60, "rpm_burst": 5}, func(n int, mean, _, _, _ float64) float64 { return float64(n-5) + mean }},
	{"tokens", object{"tpm": 30000, "tpm_burst": 7500}, func(_ int, mean, _, _, tokens float64) float64 { return (tokens-7500)/500 + mean }},
	{"concurrency", object{"max_concurrency": 2}, func(_ int, _, sum, _, _ float64) float64 { return sum / 2 }},
}

// TestSimulatedLimits makes calls under limits that the client has to find out, with and
// without hints in the refusals. All are answered, and once. It logs how near to the shortest
// time they came; TestGate asserts that by a clock that no other program disturbs.
func TestSimulatedLimits(t *testing.T) {
	if testing.Short() {
		t.Skip("measures times")
	}
	t.Parallel()
	program := simllm.Build(t)
	var wg sync.WaitGroup // not parallel subtests, of which two would run at once
	for _, limit := range simLimits {
		for _, hint := range []string{"seconds", "ms", "none"} {
			wg.Go(func() {
				config := object{"ttft_ms": 400, "prefill_tps": 4000, "decode_tps": 80, "retry_after": hint}
				maps.Copy(config, limit.config)
				const calls, answer = 11, 512
				s := simulate(t, program, config)
				askAll(t, s.client(t), calls, answer)
				measure(t, limit.name+"/"+hint, s, calls, answer, limit.ideal)
			})
		}
	}
	wg.Wait()
}

// askAll makes n calls at once, each about 1250 letters of its own.
func askAll(t *testing.T, c *chat.Client, n, answer int) {
	t.Helper()
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			text := strings.Repeat(fmt.Sprintf("第%d批工会驿站今年建成并对外开放，服务职工八千六百人次。", i), 44)
			a, err := c.Ask(t.Context(), chat.Request{Turns: []chat.Turn{{Role: chat.User, Text: text}}, MaxTokens: answer, OnText: func(string) {}})
			if err != nil {
				t.Errorf("call %d: %v after %d requests", i, err, a.Requests)
			}
		})
	}
	wg.Wait()
}

func measure(t *testing.T, name string, s simulator, calls, answer int, ideal func(n int, mean, sum, longest, tokens float64) float64) {
	t.Helper()
	log := s.Log(t)
	var sum, longest, tokens, first, last float64
	answered, refused := 0, 0
	first = math.Inf(1)
	for _, r := range log {
		first, last = min(first, r.T0), max(last, r.T1)
		if r.Status == 429 {
			refused++
			continue
		}
		answered++
		sum += r.T1 - r.T0
		longest = max(longest, r.T1-r.T0)
		tokens += float64(r.Prompt + answer)
	}
	best := ideal(calls, sum/float64(answered), sum, longest, tokens)
	took := last - first
	t.Logf("%s: %.2f s, %.2f times the ideal of %.2f s, with %d refusals for %d calls", name, took, took/best, best, refused, calls)
	stats := s.Stats(t)
	if answered != calls || stats.Duplicates != 0 {
		t.Errorf("%s: %d answers to %d calls, %d of them twice", name, answered, calls, stats.Duplicates)
	}
}

// TestSimulatedCut has a server that drops the beginning of a prompt without a word.
func TestSimulatedCut(t *testing.T) {
	t.Parallel()
	s := simulate(t, simllm.Build(t), object{"ctx_len": 4096, "ctx_mode": "truncate", "dialect": "ollama"})
	c := s.client(t)
	for _, tt := range []struct {
		letters int
		want    error
	}{{2000, nil}, {4000, nil}, {7500, chat.ErrSilentCut}, {20000, chat.ErrSilentCut}} {
		text := strings.Repeat("云溪市总工会今年建成驿站。", tt.letters/13)
		a, err := c.Ask(context.Background(), chat.Request{Turns: []chat.Turn{{Role: chat.User, Text: text}}})
		if !errors.Is(err, tt.want) || a.Usage.Input == 0 {
			t.Errorf("%d letters: %+v and the error %v, want %v", tt.letters, a.Usage, err, tt.want)
		}
	}
}
