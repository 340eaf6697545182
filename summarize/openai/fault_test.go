package openai

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/simllm"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// simFaults are all faults of the simulator, and what becomes of a part that always has one.
var simFaults = []struct {
	name   string
	passes int   // how often in a row it strikes a part, 0 for always
	ends   error // of the work, when no part is spared it
	loses  bool  // the part
}{
	{"http500", 2, nil, false}, {"http502", 2, nil, false}, {"http503", 2, nil, false}, {"http504", 2, nil, false}, {"http408", 2, nil, false},
	{"http529", 2, nil, false}, {"http429", 2, nil, false}, {"reset", 2, nil, false}, {"reset_mid", 2, nil, false}, {"truncated_sse", 2, nil, false},
	{"hang", 1, nil, false}, {"error200", 2, nil, false}, {"sse_error", 2, nil, false}, {"slow_drip", 0, nil, false},
	{"quota", 0, daodu.ErrLimited, false}, {"auth401", 0, daodu.ErrForbidden, false},
	{"filter400", 0, nil, true}, {"refusal", 0, nil, true}, {"content_filter", 0, nil, true}, {"length", 0, nil, true}, {"empty", 0, nil, true},
	{"malformed_json", 0, nil, true}, {"schema", 0, nil, false},
	{"fenced_json", 0, nil, false}, {"prose_json", 0, nil, false}, {"trailing_comma", 0, nil, false}, {"think", 0, nil, false}, {"reasoning", 0, nil, false},
	{"numbers", 0, nil, false}, {"cites", 0, nil, false},
}

// An unstreamed asker wants answers in one piece.
type unstreamed struct{ *chat.Client }

func (u unstreamed) Ask(ctx context.Context, r chat.Request) (*chat.Answer, error) {
	r.OnText, r.OnReset = nil, nil
	return u.Client.Ask(ctx, r)
}

// faultMark stands in one part of the text.
const faultMark = "云溪第七十七号驿站"

// faulty returns a text of several parts, of which one has the mark.
func faulty(t *testing.T) *daodu.Article {
	var lines []string
	for _, name := range []string{"speech", "news", "sharing-site", "notice-hant"} {
		a := load(t, name)
		for _, s := range a.Sentences {
			lines = append(lines, daodu.Slice(a.Text, s.Span))
		}
	}
	return plain(strings.Join(slices.Insert(lines, len(lines)*2/3, faultMark+"已于去年建成。"), "\n"))
}

// TestSimulatedFaults has every fault strike one part, or a fifth of all calls, streamed and
// not. Each run ends with the artifacts, or says what is missing and why; nothing that was
// answered is asked again; what is shown as verified is in the text.
func TestSimulatedFaults(t *testing.T) {
	t.Parallel()
	program, a := simllm.Build(t), faulty(t)
	for _, streamed := range []bool{true, false} {
		for _, everywhere := range []bool{true, false} {
			t.Run(fmt.Sprintf("streamed=%v/everywhere=%v", streamed, everywhere), func(t *testing.T) {
				t.Parallel()
				var wg sync.WaitGroup
				few := make(chan struct{}, 4) // at once
				for _, f := range simFaults {
					wg.Go(func() {
						few <- struct{}{}
						defer func() { <-few }()
						config := object{"rules": []object{{"match": faultMark, "until": f.passes, "fault": f.name}}}
						if everywhere {
							config = object{"faults": object{f.name: .2}}
						}
						config["drip_ms"], config["retry_after"] = 1, "none"
						s := simulate(t, program, config)
						e := s.engine(t, impatient, small)
						if !streamed {
							e.config.Asker = unstreamed{e.config.Asker.(*chat.Client)}
						}
						arts, err := summarize.Artifacts(t.Context(), e, a, nil, summarize.Options{})
						stats := s.Stats(t)
						t.Logf("%s: %d artifacts of %d requests (%v), %d twice; %v", f.name, len(arts), stats.Requests, stats.ByStatus, stats.Duplicates, err)
						if stats.Duplicates != 0 {
							t.Errorf("%s: %d answers were asked for again", f.name, stats.Duplicates)
						}
						told(t, f.name, arts, err)
						for _, art := range arts {
							holdQuotes(t, art, a)
							sound(t, f.name, art, a)
						}
						if everywhere {
							return
						}
						switch {
						case f.ends != nil && (!errors.Is(err, f.ends) || len(arts) != 0), f.ends == nil && (err != nil || len(arts) != 3):
							t.Errorf("%s: %d artifacts and %v, want the error %v", f.name, len(arts), err, f.ends)
						case f.ends == nil && f.name != "schema" && missing(arts[0]) != f.loses: // some broken schemas are borne with
							t.Errorf("%s: findings %v, want a part missing: %v", f.name, arts[0].Findings, f.loses)
						}
					})
				}
				wg.Wait()
			})
		}
	}
}

// impatient makes hanging requests end soon, but later than any other takes on a busy machine:
// an answer that nobody waits for is asked for again.
func impatient(c *chat.Config) { c.Timeout, c.IdleTimeout = 12*time.Second, 10*time.Second }

// told demands that what is not there is named.
func told(t *testing.T, name string, arts []*daodu.Artifact, err error) {
	t.Helper()
	written := map[daodu.Kind]bool{}
	for _, art := range arts {
		written[art.Content.Kind()] = true
	}
	for _, kind := range daodu.Kinds {
		if named := err != nil && strings.Contains(err.Error(), string(kind)); written[kind] == named {
			t.Errorf("%s: the %s is written: %v, named as missing: %v (%v)", name, kind, written[kind], named, err)
		}
	}
}

// missing reports whether an artifact says that a part of the text is.
func missing(art *daodu.Artifact) bool {
	return slices.ContainsFunc(findings(art, modelRule), func(f string) bool { return strings.Contains(f, "没有写入") })
}

var digits = regexp.MustCompile(`[0-9]+(?:\.[0-9]+)?`)

// sound demands of everything that no check has marked that its figures stand in its quotes.
func sound(t *testing.T, name string, art *daodu.Artifact, a *daodu.Article) {
	t.Helper()
	proved := func(path, said string, quotes []daodu.Quote) {
		t.Helper()
		if slices.ContainsFunc(art.Findings, func(f daodu.Finding) bool { return f.Verdict == daodu.Unsupported && strings.HasPrefix(f.Path, path) }) {
			return
		}
		var cited strings.Builder
		for _, q := range quotes {
			cited.WriteString(zh.FoldString(q.Text))
			for _, s := range a.Sentences { // a point may say more of a sentence than it quotes
				if s.Span.Contains(q.Span) {
					cited.WriteString(zh.FoldString(daodu.Slice(a.Text, s.Span)))
				}
			}
		}
		if len(quotes) == 0 {
			t.Errorf("%s: %s: “%s” is presented as sound and cites nothing", name, path, said)
		}
		for _, figure := range digits.FindAllString(zh.FoldString(said), -1) {
			if !strings.Contains(cited.String(), figure) {
				t.Errorf("%s: %s: “%s” is presented as sound, but “%s” is in none of its quotes", name, path, said, figure)
			}
		}
	}
	for path, p := range art.Content.EachPoint() {
		if p.Verdict != daodu.Unsupported {
			proved(path, p.Text, p.Quotes)
		}
	}
	if g, ok := art.Content.(*daodu.Guide); ok {
		for i, n := range g.Numbers {
			proved(pathOf("numbers", i), n.Value+n.Unit+n.What, n.Quotes)
		}
		for i, d := range g.Dates {
			proved(pathOf("dates", i), d.Date+d.What, d.Quotes)
		}
		for i, p := range g.People {
			proved(pathOf("people", i), p.Name+p.Role, p.Quotes)
		}
		for i, q := range g.Questions {
			proved(pathOf("questions", i), q.Answer, q.Quotes)
		}
		for i, c := range g.Flashcards {
			proved(pathOf("flashcards", i), c.Back, c.Quotes)
		}
	}
}

// TestSimulatedInventions has every answer of a model full of figures or of sentence numbers
// that are not in the text: none of them is shown as sound.
func TestSimulatedInventions(t *testing.T) {
	t.Parallel()
	s, a := simulate(t, simllm.Build(t), object{}), faulty(t)
	for _, fault := range []string{"numbers", "cites"} {
		for _, change := range []func(*Config){nil, small} {
			s.Configure(t, object{"faults": object{fault: 1}})
			marked, told := 0, 0
			for _, art := range artifacts(t, s.engine(t, nil, change), a) {
				sound(t, fault, art, a)
				told += len(findings(art, citeRule))
				for _, f := range art.Findings {
					if f.Verdict == daodu.Unsupported {
						marked++
					}
				}
			}
			t.Logf("%s: %d marked, %d told of", fault, marked, told)
			if fault == "numbers" && marked == 0 || fault == "cites" && told == 0 {
				t.Errorf("%s: nothing was found", fault)
			}
		}
	}
}
