package batch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// A run writes every artifact once, and a second one writes and reads nothing.
func TestRunTwice(t *testing.T) {
	t.Parallel()
	dir, f := t.TempDir(), newFake()
	s := mustRun(t, dir, f, plan(items(order...)))
	want := Count{Total: 6, Done: 6}
	if s.Inputs != want || s.Artifacts != (Count{Total: 12, Done: 12}) {
		t.Errorf("status %+v", s)
	}
	if s.Paid.Requests != 10 || s.Paid.Tokens.Input != 100 {
		t.Errorf("paid %+v, want 10 requests: a text at two places is written about once", s.Paid)
	}
	first := outcome(t, dir)
	var names []string
	for line := range strings.Lines(first[ResultsFile]) {
		var r struct {
			Input, Name string
			daodu.Artifact
		}
		var head struct{ Input, Name string }
		if err := json.Unmarshal([]byte(line), &head); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(line), &r.Artifact); err != nil {
			t.Fatal(err)
		}
		if r.Artifact.Article.URI != head.Input {
			t.Errorf("the artifact of %s is about %s", head.Input, r.Artifact.Article.URI)
		}
		names = append(names, head.Input+" "+string(r.Content.Kind()))
	}
	var wanted []string
	for _, name := range order {
		wanted = append(wanted, name+" summary", name+" guide")
	}
	if diff := cmp.Diff(wanted, names); diff != "" {
		t.Errorf("order of the results (-want +got):\n%s", diff)
	}
	if len(first) != 12*2+2 {
		t.Errorf("%d files", len(first))
	}

	ledger := size(t, dir)
	g := newFake()
	mustRun(t, dir, g, plan(items(order...)))
	if len(g.writes)+len(g.reads) > 0 || size(t, dir) != ledger {
		t.Errorf("a second run read %v and wrote %v", g.reads, g.writes)
	}
	if diff := cmp.Diff(first, outcome(t, dir)); diff != "" {
		t.Errorf("a second run changed files:\n%s", diff)
	}
}

func size(t *testing.T, dir string) int64 {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, ownFolder, ledgerFile))
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// Wherever the ledger was torn, the next run ends with the same files, and writes nothing
// that the ledger still has.
func TestTornAnywhere(t *testing.T) {
	t.Parallel()
	whole := t.TempDir()
	mustRun(t, whole, newFake(), plan(items(order...)))
	want := outcome(t, whole)
	ledger, err := os.ReadFile(filepath.Join(whole, ownFolder, ledgerFile))
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at <= len(ledger); at += 97 {
		dir := t.TempDir()
		if err := os.MkdirAll(filepath.Join(dir, ownFolder), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, ownFolder, ledgerFile), ledger[:at], 0o644); err != nil {
			t.Fatal(err)
		}
		had := strings.Count(string(ledger[:strings.LastIndex(string(ledger[:at]), "\n")+1]), `"artifact":`)
		f := newFake()
		mustRun(t, dir, f, plan(items(order...)))
		if had+len(f.writes) != 10 {
			t.Errorf("torn at %d: %d artifacts in the ledger, %d written", at, had, len(f.writes))
		}
		for what, n := range f.writes {
			if n != 1 {
				t.Errorf("torn at %d: %s written %d times", at, what, n)
			}
		}
		if diff := cmp.Diff(want, outcome(t, dir)); diff != "" {
			t.Fatalf("torn at %d (-want +got):\n%s", at, diff)
		}
	}
}

// What changed is written anew, and what did not is not.
func TestChanges(t *testing.T) {
	t.Parallel()
	short := func(p *Plan) { p.Length = daodu.Short }
	tests := []struct {
		name   string
		change func(*fake, *Plan)
		writes int
	}{
		{"nothing", func(*fake, *Plan) {}, 0},
		{"a text", func(f *fake, _ *Plan) {
			f.texts = map[string]string{}
			for name, text := range texts {
				f.texts[name] = strings.Replace(text, "30", "40", 1)
			}
		}, 2},
		{"the length", func(_ *fake, p *Plan) { short(p) }, 10},
		{"a further kind", func(_ *fake, p *Plan) { p.Kinds = append(p.Kinds, daodu.KindOutline) }, 5},
		{"one kind less", func(_ *fake, p *Plan) { p.Kinds = p.Kinds[:1] }, 0},
		{"the prompt of a kind", func(_ *fake, p *Plan) {
			p.Askings = map[daodu.Kind]Asking{daodu.KindGuide: {Prompt: "guide@2"}}
		}, 5},
		{"the kinds of one input", func(_ *fake, p *Plan) { p.Items[0].Kinds = []daodu.Kind{daodu.KindOutline} }, 1},
		{"one input less", func(_ *fake, p *Plan) { p.Items = p.Items[:5] }, 0},
		{"the order", func(_ *fake, p *Plan) { p.Items[0], p.Items[5] = p.Items[5], p.Items[0] }, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			mustRun(t, dir, newFake(), plan(items(order...)))
			before := outcome(t, dir)
			f, p := newFake(), plan(items(order...))
			tt.change(f, p)
			mustRun(t, dir, f, p)
			if len(f.writes) != tt.writes {
				t.Errorf("wrote %d artifacts, want %d: %v", len(f.writes), tt.writes, f.writes)
			}
			// And back again: nothing is written, and every file is as it was.
			g := newFake()
			mustRun(t, dir, g, plan(items(order...)))
			after := outcome(t, dir)
			for name, data := range before {
				if after[name] != data {
					t.Errorf("%s is not what it was", name)
				}
			}
			if len(g.writes) != 0 {
				t.Errorf("wrote %v again", g.writes)
			}
		})
	}
}

// A file that somebody removed or changed is there again after the next run.
func TestFilesAreRestored(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mustRun(t, dir, newFake(), plan(items(order...)))
	want := outcome(t, dir)
	if err := os.Remove(filepath.Join(dir, "𠮷祥", "guide.md")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "copy-a", "summary.json"), []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	f := newFake()
	mustRun(t, dir, f, plan(items(order...)))
	if diff := cmp.Diff(want, outcome(t, dir)); diff != "" || len(f.writes) > 0 {
		t.Errorf("wrote %v (-want +got):\n%s", f.writes, diff)
	}
}

// Failures are told, in order, with what to do, and are tried again.
func TestFailures(t *testing.T) {
	t.Parallel()
	dir, f := t.TempDir(), newFake()
	f.texts = map[string]string{"好.txt": "好。", "坏.txt": "坏。", "rows": "一。\n\n三。"}
	f.fail = func(a *daodu.Article, kind daodu.Kind) error {
		if a.Text == "坏。" && kind == daodu.KindSummary {
			return fmt.Errorf("summary of 坏.txt: %w: no\nanswer; ask again", daodu.ErrUpstream)
		}
		return nil
	}
	all := items("坏.txt", "无.txt", "rows", "好.txt")
	all = append(all, Item{ID: "x", Input: "x", Err: fmt.Errorf("x: %w: no file matches", daodu.ErrNotFound)})
	s := mustRun(t, dir, f, plan(all))
	if s.Inputs != (Count{Total: 5, Done: 1, Failed: 4}) || s.Artifacts != (Count{Total: 14, Done: 7, Failed: 7}) {
		t.Errorf("status %+v", s)
	}
	want := `{"input":"坏.txt","name":"坏","kind":"summary","class":"upstream","message":"summary of 坏.txt: upstream: no answer; ask again","todo":"ask again"}
{"input":"无.txt","name":"无","class":"not_found","message":"无.txt: not found","todo":"correct the name or address"}
{"input":"rows","name":"rows/2","class":"empty","message":"row 2: no text","todo":"give a file or page with running text"}
{"input":"x","name":"x","class":"not_found","message":"x: not found: no file matches","todo":"correct the name or address"}
`
	if diff := cmp.Diff(want, outcome(t, dir)[FailuresFile]); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
	for _, row := range []string{"rows/1/summary.json", "rows/3/guide.md"} {
		if outcome(t, dir)[row] == "" {
			t.Errorf("%s is not there", row)
		}
	}

	g := newFake()
	g.texts = f.texts
	r := g.runner()
	r.RetryFailed = false
	if _, err := carryOut(t, t.Context(), dir, r, plan(all)); err != nil || len(g.writes)+len(g.reads) > 0 {
		t.Errorf("without trying again: read %v, wrote %v, %v", g.reads, g.writes, err)
	}
	s = mustRun(t, dir, g, plan(all))
	if s.Inputs.Failed != 3 || len(g.writes) != 1 {
		t.Errorf("tried again: %+v, wrote %v", s.Inputs, g.writes)
	}
	if strings.Contains(outcome(t, dir)[FailuresFile], "坏") {
		t.Error("what was written in the end is still among the failures")
	}
}

// The budget is not passed, whatever runs at the same time, and what was begun is kept.
func TestBudget(t *testing.T) {
	t.Parallel()
	many := map[string]string{}
	var names []string
	for i := range 40 {
		name := fmt.Sprintf("%d.txt", i)
		many[name] = fmt.Sprintf("第%d篇", i)
		names = append(names, name)
	}
	for _, estimated := range []bool{false, true} {
		dir, f := t.TempDir(), newFake()
		f.texts, f.price = many, 0.5 // two artifacts: 1 each text
		r := f.runner()
		r.Writers, r.Budget = 8, 10.5
		if estimated {
			r.Cost = func(*daodu.Article, []daodu.Kind) float64 { return 1.25 }
		}
		s, err := carryOut(t, t.Context(), dir, r, plan(items(names...)))
		if !errors.Is(err, daodu.ErrLimited) || !strings.Contains(err.Error(), "raise --budget") {
			t.Errorf("error %v", err)
		}
		if got := s.Paid.Cost.Amount; got > 10.5 || got < 9 {
			t.Errorf("spent %g of 10.5", got)
		}
		if got := strings.Count(outcome(t, dir)[ResultsFile], "\n"); got != s.Artifacts.Done || got < 18 {
			t.Errorf("%d results of %d artifacts", got, s.Artifacts.Done)
		}
		// The same budget again pays for nothing more; a larger one goes on.
		again, err := carryOut(t, t.Context(), dir, r, plan(items(names...)))
		if !errors.Is(err, daodu.ErrLimited) || again.Paid.Cost.Amount > 10.5 {
			t.Errorf("again: %+v, %v", again.Paid, err)
		}
		r.Budget = 100
		last, err := carryOut(t, t.Context(), dir, r, plan(items(names...)))
		if err != nil || last.Paid.Cost.Amount != 40 || last.Artifacts.Done != 80 {
			t.Errorf("in the end: %+v, %v", last, err)
		}
	}
}

// When the engine says that nothing more will go, the run stops and keeps what it has.
func TestHopeless(t *testing.T) {
	t.Parallel()
	dir, f := t.TempDir(), newFake()
	var n atomic.Int32
	f.fail = func(*daodu.Article, daodu.Kind) error {
		if n.Add(1) > 3 {
			return fmt.Errorf("%w: the quota is used up", daodu.ErrLimited)
		}
		return nil
	}
	r := f.runner()
	r.Writers = 1
	s, err := carryOut(t, t.Context(), dir, r, plan(items(order...)))
	if !errors.Is(err, daodu.ErrLimited) || n.Load() != 4 || s.Artifacts.Failed != 0 || s.Inputs.Pending != 5 {
		t.Errorf("after %d calls: %+v, %v", n.Load(), s, err)
	}
}

// An interrupted run ends soon even when the engine does not, and the next goes on.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	for _, deaf := range []bool{false, true} {
		dir, f := t.TempDir(), newFake()
		ctx, stop := context.WithCancel(t.Context())
		var n atomic.Int32
		block := make(chan struct{})
		f.wait = func(ctx context.Context) {
			if n.Add(1) != 4 {
				return
			}
			stop()
			if deaf {
				<-block
			} else {
				<-ctx.Done()
			}
		}
		r := f.runner()
		r.Writers = 1
		began := time.Now()
		_, err := carryOut(t, ctx, dir, r, plan(items(order...)))
		if took := time.Since(began); !errors.Is(err, context.Canceled) || took > 2*time.Second {
			t.Errorf("%v after %v", err, took)
		}
		close(block)
		g := newFake()
		s := mustRun(t, dir, g, plan(items(order...)))
		want := 7 // of 10
		if deaf {
			want = 8 // what it had written about the text that it hangs at is lost
		}
		if s.Artifacts.Done != 12 || len(g.writes) != want {
			t.Errorf("%+v, wrote %v, want %d", s, g.writes, want)
		}
	}
}

// An engine that writes several artifacts at once fails with some and not with others: those
// are told and tried again, and nothing is written twice.
func TestSomeOfSeveral(t *testing.T) {
	t.Parallel()
	dir, f := t.TempDir(), newFake()
	f.texts = map[string]string{"文.txt": "本文。"}
	calls := 0
	r := f.runner()
	r.Write = func(ctx context.Context, a *daodu.Article, kinds []daodu.Kind, length daodu.Length) ([]*daodu.Artifact, error) {
		if calls++; calls > 1 {
			t.Errorf("asked again for %v", kinds)
		}
		art, err := f.write(ctx, a, []daodu.Kind{daodu.KindOutline}, length)
		failed := func(kind daodu.Kind, words string) error {
			return &daodu.KindError{Kind: kind, Err: fmt.Errorf("%s: %w: %s", kind, daodu.ErrUpstream, words)}
		}
		return art, fmt.Errorf("文.txt: %w", errors.Join(err, failed(daodu.KindSummary, "refused"), failed(daodu.KindGuide, "cut")))
	}
	p := plan(items("文.txt"))
	p.Kinds = daodu.Kinds
	s, err := carryOut(t, t.Context(), dir, r, p)
	if err != nil {
		t.Fatal(err)
	}
	if s.Artifacts != (Count{Total: 3, Done: 1, Failed: 2}) {
		t.Errorf("status %+v", s)
	}
	failures := outcome(t, dir)[FailuresFile]
	for _, want := range []string{`"kind":"summary"`, "refused", `"kind":"guide"`, "cut"} {
		if !strings.Contains(failures, want) {
			t.Errorf("%s lacks %q", failures, want)
		}
	}
}
