package openai

import (
	"context"
	"maps"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/race"
	"github.com/daodu/daodu/internal/simllm"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// simLimits are limits that the client is not told, with the least seconds that requests take
// under them.
var simLimits = []struct {
	name   string
	config object
	least  func(n int, mean, sum, tokens float64) float64
	ratio  float64 // the most that is borne with
}{
	{"none", object{}, func(int, float64, float64, float64) float64 { return 0 }, 1.05},
	{"requests", object{"rpm": 60, "rpm_burst": 5}, func(n int, mean, _, _ float64) float64 { return float64(n-5) + mean }, 1.2},
	{"tokens", object{"tpm": 30000, "tpm_burst": 15000}, func(_ int, mean, _, tokens float64) float64 { return (tokens-15000)/500 + mean }, 1.2},
	{"concurrency", object{"max_concurrency": 2}, func(_ int, _, sum, _ float64) float64 { return sum / 2 }, 1.2},
}

// TestSimulatedLimits has a text written about in parts under limits that the client has to
// find out: near to the least time there is, and with fewer refusals than calls. It runs
// alone.
func TestSimulatedLimits(t *testing.T) {
	if testing.Short() || race.Enabled {
		t.Skip("measures times")
	}
	program, a := simllm.Build(t), seeds(t)
	var wg sync.WaitGroup // not parallel subtests, of which two would run at once
	for _, limit := range simLimits {
		wg.Go(func() {
			config := object{"ttft_ms": 400, "prefill_tps": 4000, "decode_tps": 400}
			maps.Copy(config, limit.config)
			s := simulate(t, program, config)
			e := s.engine(t, nil, func(c *Config) { c.Context = 13000; c.NoRepair = true })
			watched := &watched{Client: e.config.Asker.(*chat.Client)}
			e.config.Asker = watched
			artifacts(t, e, a)
			log := simLog(s.Log(t))
			var calls simLog
			for _, r := range log {
				if r.Status == 200 {
					calls = append(calls, r)
				}
			}
			sum, tokens := 0., float64(watched.limits) // which count, however long the answers are
			for _, r := range calls {
				sum += r.T1 - r.T0
				tokens += float64(r.Prompt)
			}
			n := len(calls)
			best := max(calls.path(), limit.least(n, sum/float64(n), sum, tokens))
			took, refused := log.makespan(), len(log)-n
			t.Logf("%s: %d calls, %.2f s, %.2f times the least of %.2f s, %d refused", limit.name, n, took, took/best, best, refused)
			if refused >= n || took > limit.ratio*best {
				t.Errorf("%s: %.2f s with %d refusals for %d calls, want %.2f s", limit.name, took, refused, n, limit.ratio*best)
			}
		})
	}
	wg.Wait()
}

// path returns the least seconds of calls that wait for each other: all parts, then the first
// artifact up to its first token, then the others.
func (l simLog) path() float64 {
	parts := 0.
	var arts simLog
	for _, r := range l {
		if strings.HasPrefix(r.Schema, "notes") {
			parts = max(parts, r.T1-r.T0)
		} else {
			arts = append(arts, r)
		}
	}
	return parts + arts.ideal(1, false)
}

// TestSimulatedLong has a text of 137,000 letters written about: every sentence is read, no
// part is lost, in few calls and with little work of our own.
func TestSimulatedLong(t *testing.T) {
	program := simllm.Build(t)
	a := longText(t, 137000)
	s := simulate(t, program, object{})
	e := s.engine(t, nil, nil)
	watched := &watched{Client: e.config.Asker.(*chat.Client)}
	e.config.Asker = watched
	before, start := cpu(t), time.Now()
	arts := artifacts(t, e, a)
	used, took := cpu(t)-before, time.Since(start)
	stats := s.Stats(t)
	for _, art := range arts {
		if missing(art) {
			t.Errorf("%s: %v", art.Content.Kind(), findings(art, modelRule))
		}
		t.Logf("%s: %s, %d findings, coverage %.2f of %d parts", art.Content.Kind(), art.Verdict, len(art.Findings), art.Coverage.Sections, art.Coverage.Parts)
	}
	for n := range a.Sentences {
		if !watched.noted[n+1] {
			t.Errorf("sentence %d was never shown", n+1)
		}
	}
	t.Logf("%d letters, %d sentences: %d calls (%v), %d tokens, %v of our own work in %v", len([]rune(a.Text)), len(a.Sentences), stats.Requests, watched.kinds, stats.Prompt, used, took)
	if stats.Requests > 16 || !race.Enabled && used > time.Second {
		t.Errorf("%d calls with %v of our own work, want 16 and a second at most", stats.Requests, used)
	}
}

// cpu returns the processor time that this process has taken.
func cpu(t *testing.T) time.Duration {
	t.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		t.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// longText returns government reports up to a number of letters.
func longText(t *testing.T, letters int) *daodu.Article {
	t.Helper()
	a := joined(t, "corpora/gwr_provincial_2026/*.txt")
	end := 0
	for _, s := range a.Sentences {
		if s.End <= letters {
			end = s.End
		}
	}
	a = plain(string([]rune(a.Text)[:end]))
	const size = 20 // sentences in a section
	for i := 0; i < len(a.Sentences); i += size {
		last := a.Sentences[min(i+size, len(a.Sentences))-1]
		s := daodu.Span{Start: a.Sentences[i].Start, End: last.End}
		label := daodu.Slice(a.Text, daodu.Span{Start: s.Start, End: min(s.Start+12, s.End)})
		a.Sections = append(a.Sections, daodu.Section{ID: strconv.Itoa(i/size + 1), Level: 1, Kind: daodu.Heading, Label: label, Span: s})
	}
	return a
}

// A watched client notes which sentences are shown, and what is asked.
type watched struct {
	*chat.Client
	mu    sync.Mutex
	noted map[int]bool
	kinds map[string]int

	limits int // of all answers, in tokens
}

func (w *watched) Ask(ctx context.Context, r chat.Request) (*chat.Answer, error) {
	a := read(r)
	w.mu.Lock()
	if w.kinds == nil {
		w.noted, w.kinds = map[int]bool{}, map[string]int{}
	}
	w.kinds[a.kind]++
	w.limits += r.MaxTokens
	for _, s := range a.sentences {
		w.noted[s.n] = true
	}
	w.mu.Unlock()
	return w.Client.Ask(ctx, r)
}
