package openai

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/prompts"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// A memory is a cache.
type memory struct {
	mu   sync.Mutex
	kept map[string][]byte
}

func (m *memory) Answer(_ context.Context, key []byte) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.kept[string(key)]
	return data, ok, nil
}

func (m *memory) KeepAnswer(_ context.Context, key []byte, _ string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[string][]byte{}
	}
	if _, ok := m.kept[string(key)]; !ok {
		m.kept[string(key)] = slices.Clone(data)
	}
	return nil
}

// findings returns the details of the findings of a rule.
func findings(art *daodu.Artifact, rule string) []string {
	var out []string
	for _, f := range art.Findings {
		if f.Rule == rule {
			out = append(out, f.Path+" "+f.Detail)
		}
	}
	return out
}

// small has a text read in several parts.
func small(c *Config) { c.Context = 10000 }

// TestWhole: a text that fits is asked about once for each artifact, and everything in them
// is proved.
func TestWhole(t *testing.T) {
	t.Parallel()
	for _, cache := range []chat.Cache{chat.CachePrefix, chat.CacheUnits, chat.CacheSchema} {
		t.Run(string(cache), func(t *testing.T) {
			t.Parallel()
			m := &model{answer: honest, caps: chat.Capabilities{Format: chat.FormatSchema, Cache: cache}}
			arts := artifacts(t, engine(t, m, nil), load(t, "speech"))
			if len(arts) != 3 || m.count(prompts.Notes) != 0 || len(m.seen) != 3 {
				t.Fatalf("%d artifacts of %d calls, want 3 of 3", len(arts), len(m.seen))
			}
			for _, art := range arts {
				if art.Verdict != daodu.Verified || art.Origin.Requests != 1 || art.Origin.Model != "fake-1" || art.Origin.Tokens.Input == 0 {
					t.Errorf("%s: %s of %+v; %v", art.Content.Kind(), art.Verdict, art.Origin, art.Findings)
				}
			}
			sameBeginning(t, m, cache)
		})
	}
}

// sameBeginning demands that the calls share all up to the task, as the cache wants it.
func sameBeginning(t *testing.T, m *model, cache chat.Cache) {
	t.Helper()
	first := m.seen[0].request
	for _, a := range m.seen[1:] {
		r := a.request
		if r.System != first.System {
			t.Error("calls differ in the system text")
		}
		switch cache {
		case chat.CacheUnits:
			if len(r.Turns) != 3 || r.Turns[0] != first.Turns[0] {
				t.Errorf("a call of %d turns does not go on behind the first", len(r.Turns))
			}
		case chat.CacheSchema:
			if string(r.Schema) != string(first.Schema) || r.SchemaName != first.SchemaName {
				t.Error("calls differ in the schema")
			}
			fallthrough
		default:
			document, _, _ := strings.Cut(first.Turns[0].Text, "=====END")
			if !strings.HasPrefix(r.Turns[0].Text, document) || len(document) < len(first.Turns[0].Text)/2 {
				t.Error("calls do not begin with the document")
			}
		}
	}
}

// TestParts: a text that does not fit is noted part by part, each sentence once, and the
// numbers of its sentences hold over all parts.
func TestParts(t *testing.T) {
	t.Parallel()
	m, a := &model{answer: honest}, load(t, "speech")
	arts := artifacts(t, engine(t, m, small), a)
	parts := m.count(prompts.Notes)
	if parts < 2 || len(m.seen) != parts+3 || len(arts) != 3 {
		t.Fatalf("%d artifacts of %d parts in %d calls", len(arts), parts, len(m.seen))
	}
	var numbers []int
	for _, x := range m.seen {
		for _, s := range x.sentences {
			if x.kind == prompts.Notes {
				numbers = append(numbers, s.n)
			}
		}
	}
	slices.Sort(numbers)
	if want := len(a.Sentences); len(numbers) != want || numbers[0] != 1 || numbers[want-1] != want {
		t.Errorf("%d sentences were noted, want each of %d once", len(numbers), want)
	}
	for _, art := range arts {
		if art.Verdict != daodu.Verified {
			t.Errorf("%s is %s: %v", art.Content.Kind(), art.Verdict, art.Findings)
		}
	}
}

// TestPartsFail: what a model does not write about is named with its place, and all the rest
// is kept.
func TestPartsFail(t *testing.T) {
	t.Parallel()
	const word = "约谈"
	for _, tt := range []struct {
		err  error
		text string
		want string
	}{
		{chat.ErrFiltered, "", "审查"}, {chat.ErrRefused, "抱歉，我不能回答。", "拒绝"}, {chat.ErrBroken, "", "中断"}, {chat.ErrNoAnswer, "", "没有给出"},
		{chat.ErrCut, `{"notes":[{"kind":`, "没有写完"}, {chat.ErrOverflow, "", "长度"}, {chat.ErrSilentCut, "", "没有读完"}, {nil, "好的，这就整理。", "不合格式"},
	} {
		t.Run(tt.want, func(t *testing.T) {
			t.Parallel()
			m := &model{answer: func(a asked) (any, error) {
				if a.kind == prompts.Notes && slices.ContainsFunc(a.sentences, func(s sentence) bool { return strings.Contains(s.text, word) }) {
					return tt.text, tt.err
				}
				return honest(a)
			}}
			a := load(t, "speech")
			arts := artifacts(t, engine(t, m, small), a)
			if len(arts) != 3 {
				t.Fatalf("%d artifacts, want 3", len(arts))
			}
			at := strings.Index(a.Text, word)
			for _, art := range arts {
				named := findings(art, modelRule)
				if len(named) != 1 || !strings.Contains(named[0], tt.want) {
					t.Fatalf("findings %v, want one that says %s", named, tt.want)
				}
				var from, to, start, end int
				if _, err := fmt.Sscanf(strings.TrimSpace(named[0]), "第%d至%d句（原文位置[%d,%d)）", &from, &to, &start, &end); err != nil {
					t.Fatalf("%s: %v", named[0], err)
				}
				if !strings.Contains(string([]rune(a.Text)[start:end]), word) || from > to || at < 0 {
					t.Errorf("%q is not what is missing", string([]rune(a.Text)[start:end]))
				}
				for path, q := range art.Content.EachQuote() {
					if q.Start >= start && q.End <= end {
						t.Errorf("%s quotes what was never read", path)
					}
				}
			}
		})
	}
}

// TestWholeFails: a text that cannot be read in one piece is read in parts.
func TestWholeFails(t *testing.T) {
	t.Parallel()
	for _, err := range []error{chat.ErrOverflow, chat.ErrSilentCut, chat.ErrFiltered} {
		m := &model{}
		m.answer = func(a asked) (any, error) {
			if a.kind == prompts.Summary && m.count(prompts.Summary) == 1 {
				return nil, err
			}
			return honest(a)
		}
		arts, failed := summarize.Artifacts(t.Context(), engine(t, m, nil), load(t, "speech"), []daodu.Kind{daodu.KindSummary}, summarize.Options{})
		if failed != nil || len(arts) != 1 || m.count(prompts.Notes) < 2 {
			t.Errorf("%v: %d artifacts of %d parts, %v", err, len(arts), m.count(prompts.Notes), failed)
		}
	}
}

// TestReduceFails: notes are paid for, and are put together when the model fails at it.
func TestReduceFails(t *testing.T) {
	t.Parallel()
	m := &model{answer: func(a asked) (any, error) {
		if a.kind != prompts.Notes {
			return nil, chat.ErrRefused
		}
		return honest(a)
	}}
	for _, art := range artifacts(t, engine(t, m, small), load(t, "speech")) {
		if got := findings(art, modelRule); len(got) != 1 || !strings.Contains(got[0], "没有经过归纳") || art.Verdict != daodu.Verified {
			t.Errorf("%s is %s: %v", art.Content.Kind(), art.Verdict, art.Findings)
		}
	}
}

// TestEndless: what no part is spared ends the work, and says of each artifact why.
func TestEndless(t *testing.T) {
	t.Parallel()
	for _, err := range []error{chat.ErrQuota, daodu.ErrForbidden} {
		m := &model{answer: func(asked) (any, error) { return nil, err }}
		for _, change := range []func(*Config){nil, small} {
			arts, failed := summarize.Artifacts(t.Context(), engine(t, m, change), load(t, "speech"), nil, summarize.Options{})
			if len(arts) != 0 || !errors.Is(failed, err) {
				t.Errorf("%d artifacts and %v, want %v", len(arts), failed, err)
			}
		}
	}
}

// TestSomeFail: one artifact that fails takes no other along.
func TestSomeFail(t *testing.T) {
	t.Parallel()
	m := &model{answer: func(a asked) (any, error) {
		if a.kind == prompts.Outline {
			return nil, daodu.ErrForbidden
		}
		return honest(a)
	}}
	arts, err := summarize.Artifacts(t.Context(), engine(t, m, nil), load(t, "speech"), nil, summarize.Options{})
	if len(arts) != 2 || !errors.Is(err, daodu.ErrForbidden) || !strings.Contains(err.Error(), "outline") {
		t.Errorf("%d artifacts and %v", len(arts), err)
	}
}

// TestReplay: from the cache come the same artifacts, byte for byte, without a call.
func TestReplay(t *testing.T) {
	t.Parallel()
	for _, change := range []func(*Config){func(*Config) {}, small} {
		cache, a := new(memory), load(t, "speech")
		write := func(m *model) []byte {
			budget := NewBudget(daodu.Cost{})
			e := engine(t, m, func(c *Config) { change(c); c.Cache, c.Budget, c.Price = cache, budget, simPrice })
			data, err := json.Marshal(artifacts(t, e, a))
			if err != nil {
				t.Fatal(err)
			}
			if total := budget.Total(); total.Requests != len(m.seen) || total.Replayed+total.Requests != len(cache.kept) {
				t.Errorf("%+v of %d calls and %d answers kept", total, len(m.seen), len(cache.kept))
			}
			return data
		}
		m := &model{answer: flawed}
		first := write(m)
		silent := &model{caps: chat.Capabilities{Format: chat.FormatSchema, Cache: chat.CachePrefix, Strict: true, Context: 131072}}
		if diff := cmp.Diff(first, write(silent)); diff != "" || len(silent.seen) != 0 {
			t.Errorf("%d calls, and another answer: %s", len(silent.seen), diff)
		}
		if len(cache.kept) != len(m.seen) {
			t.Errorf("%d answers kept of %d calls", len(cache.kept), len(m.seen))
		}
	}
}

// flawed is honest but for a number in the headline of a summary.
func flawed(a asked) (any, error) {
	answer, err := honest(a)
	if s, ok := answer.(prompts.SummaryAnswer); ok {
		s.Headline.Text += "，共9731人"
		return s, err
	}
	return answer, err
}

// TestBudget: nothing is asked that may cost more than is left.
func TestBudget(t *testing.T) {
	t.Parallel()
	a := load(t, "speech")
	for _, limit := range []float64{.001, .02, .06, 1} {
		m := &model{answer: honest}
		budget := NewBudget(daodu.Cost{Amount: limit, Currency: "CNY"})
		arts, err := summarize.Artifacts(t.Context(), engine(t, m, func(c *Config) { c.Budget, c.Price = budget, simPrice }), a, nil, summarize.Options{})
		spent := budget.Total().Cost.Amount
		if spent > limit || len(arts) < 3 && !errors.Is(err, daodu.ErrLimited) || len(arts) == 3 && err != nil {
			t.Errorf("%d artifacts for %.4f of %.3f, %v", len(arts), spent, limit, err)
		}
		if limit == .001 && len(m.seen) != 0 || limit == 1 && len(arts) != 3 {
			t.Errorf("%d calls and %d artifacts with a budget of %.3f", len(m.seen), len(arts), limit)
		}
	}
}

// TestNewRefuses what cannot work.
func TestNewRefuses(t *testing.T) {
	t.Parallel()
	good := Config{Asker: &model{}, Prompts: prompter(), Model: "m"}
	for name, change := range map[string]func(*Config){
		"no endpoint":    func(c *Config) { c.Asker = nil },
		"no prompts":     func(c *Config) { c.Prompts = nil },
		"no model":       func(c *Config) { c.Model = "" },
		"context":        func(c *Config) { c.Context = -1 },
		"unknown price":  func(c *Config) { c.Budget = NewBudget(daodu.Cost{Amount: 1, Currency: "CNY"}) },
		"other currency": func(c *Config) { c.Price = simPrice; c.Budget = NewBudget(daodu.Cost{Amount: 1, Currency: "USD"}) },
	} {
		c := good
		change(&c)
		if _, err := New(c); !errors.Is(err, daodu.ErrUsage) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNoText is an error, and no call.
func TestNoText(t *testing.T) {
	t.Parallel()
	m := &model{answer: honest}
	if _, err := summarize.Artifacts(t.Context(), engine(t, m, nil), plain(" \n"), nil, summarize.Options{}); !errors.Is(err, daodu.ErrEmpty) || len(m.seen) != 0 {
		t.Errorf("%v after %d calls", err, len(m.seen))
	}
}

// TestAgain: an answer that is of no use is asked for again once, in other words, and one
// that was cut with twice the room.
func TestAgain(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		err        error
	}{{"prose", "好的，摘要如下：会议强调了安全。", nil}, {"refused", "抱歉，我不能回答。", chat.ErrRefused}, {"empty", "", chat.ErrNoAnswer}, {"cut", `{"headline":`, chat.ErrCut}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := &model{}
			m.answer = func(a asked) (any, error) {
				if len(m.seen) == 1 {
					return tt.text, tt.err
				}
				return honest(a)
			}
			resets := 0
			e := engine(t, m, func(c *Config) { c.OnText = func(daodu.Kind, string) {}; c.OnReset = func(daodu.Kind) { resets++ } })
			arts, err := summarize.Artifacts(t.Context(), e, load(t, "speech"), []daodu.Kind{daodu.KindSummary}, summarize.Options{})
			if err != nil || len(m.seen) != 2 || arts[0].Origin.Requests != 2 || resets != 1 {
				t.Fatalf("%d calls, %d resets, %v", len(m.seen), resets, err)
			}
			first, again := m.seen[0].request, m.seen[1].request
			if same := cmp.Equal(first.Turns, again.Turns); same != (tt.err == chat.ErrCut) || same != (again.MaxTokens == 2*first.MaxTokens) {
				t.Errorf("asked again with %d tokens, with the same words: %v", again.MaxTokens, same)
			}
		})
	}
}

// TestRepair: what does not pass is asked for once more, and only that.
func TestRepair(t *testing.T) {
	t.Parallel()
	a := load(t, "speech")
	right := daodu.Slice(a.Text, a.Sentences[3].Span)
	for _, tt := range []struct {
		name, text string
		cites      []int
		want       daodu.Verdict
		left       int
	}{
		{"mended", right, []int{4}, daodu.Exact, 2},
		{"wrong again", "共有7777人参加。", []int{4}, daodu.Unsupported, 2},
		{"invented number", right, []int{9999}, daodu.Unsupported, 2},
		{"taken back", "", nil, "", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := &model{answer: func(x asked) (any, error) {
				if x.kind == prompts.Repair {
					return prompts.RepairAnswer{Items: []prompts.Item{{Path: x.findings[0].Path, Text: tt.text, Cites: tt.cites}}}, nil
				}
				s := x.sentences
				return prompts.SummaryAnswer{Headline: prompts.Point{Text: s[0].text, Cites: []int{1}}, Points: []prompts.Point{
					{Text: "共有8888人参加。", Cites: []int{3}}, {Text: s[4].text, Cites: []int{5}},
				}}, nil
			}}
			arts, err := summarize.Artifacts(t.Context(), engine(t, m, nil), a, []daodu.Kind{daodu.KindSummary}, summarize.Options{})
			if err != nil || m.count(prompts.Repair) != 1 || len(m.seen) != 2 {
				t.Fatalf("%d repairs in %d calls, %v", m.count(prompts.Repair), len(m.seen), err)
			}
			if f := m.seen[1].findings; len(f) != 1 || f[0].Path != "points[0]" {
				t.Errorf("asked for %v, want the one point that failed", f)
			}
			s := arts[0].Content.(*daodu.Summary)
			if len(s.Points) != tt.left {
				t.Fatalf("%d points, want %d: %v", len(s.Points), tt.left, arts[0].Findings)
			}
			if tt.left == 2 && s.Points[0].Verdict != tt.want {
				t.Errorf("%q is %s, want %s", s.Points[0].Text, s.Points[0].Verdict, tt.want)
			}
			if sound := arts[0].Verdict == daodu.Verified; sound != (tt.want != daodu.Unsupported) {
				t.Errorf("the summary is %s", arts[0].Verdict)
			}
			if tt.left == 1 && len(findings(arts[0], repairRule)) != 1 {
				t.Errorf("nothing tells of what was taken back: %v", arts[0].Findings)
			}
		})
	}
}

// TestTranslated: what is in another language is marked by the checks, not paid for twice, and
// nothing is taken out of it.
func TestTranslated(t *testing.T) {
	t.Parallel()
	m := &model{answer: func(a asked) (any, error) {
		g := honestGuide(a.sentences, []prompts.Point{{Text: "A campaign of three years begins.", Cites: []int{2}}, {Text: "It costs 99 million yuan.", Cites: []int{21}}})
		g.Questions, g.Numbers = nil, []prompts.Number{{Value: "265,000", Unit: "workers", What: "skilled workers of the city", Cites: []int{9}}}
		return g, nil
	}}
	arts, err := summarize.Artifacts(t.Context(), engine(t, m, nil), load(t, "speech"), []daodu.Kind{daodu.KindGuide}, summarize.Options{Lang: "en"})
	if err != nil || len(m.seen) != 1 {
		t.Fatalf("%d calls, %v", len(m.seen), err)
	}
	g := arts[0].Content.(*daodu.Guide)
	if len(g.Numbers) != 1 || g.KeyPoints[0].Verdict != daodu.Unsupported || len(findings(arts[0], modelRule)) != 1 || arts[0].Verdict == daodu.Verified {
		t.Errorf("%s: %+v, %v", arts[0].Verdict, g, arts[0].Findings)
	}
}

// TestFactsTakenBack: what is no point and does not pass leaves the guide, and is named; all
// else stays as it was.
func TestFactsTakenBack(t *testing.T) {
	t.Parallel()
	a := load(t, "speech")
	m := &model{answer: func(x asked) (any, error) {
		if x.kind == prompts.Repair {
			return prompts.RepairAnswer{Items: []prompts.Item{}}, nil
		}
		return prompts.GuideAnswer{
			Overview: []prompts.Point{{Text: x.sentences[1].text, Cites: []int{2}}},
			Terms: []prompts.Term{
				{Term: "三个不准", Members: []string{"不准用签到照片代替培训成效", "不准迟到早退", "不准以任何名目向企业和职工摊派费用"}, Explanation: x.sentences[45].text, Cites: []int{46}},
				{Term: "五个带头", Explanation: x.sentences[45].text, Cites: []int{46}},
			},
			People:  []prompts.Person{{Name: "赵启明", Role: "市长", Cites: []int{36}}, {Name: "总工会主席", Role: "第一责任人", Cites: []int{36}}},
			Numbers: []prompts.Number{{Value: "77", Unit: "万人", What: "技能人才", Cites: []int{9}}, {Value: "26.5万", Unit: "人", What: "全市技能人才", Cites: []int{9}}, {Value: "许多", What: "人才", Cites: []int{9}}},
			Dates:   []prompts.Date{{Date: "9月9日", What: "报方案", Cites: []int{36}}, {Date: "4月10日前", What: "拿出本地实施方案", Cites: []int{36}}},
			Questions: []prompts.Question{
				{Kind: daodu.ShortAnswer, Question: "实训平台由谁牵头？", Answer: "市财政局局长", Cites: []int{22}},
				{Kind: daodu.ShortAnswer, Question: "分值不低于多少？", Answer: "15分", Why: "因为有88分", Cites: []int{42}},
			},
		}, nil
	}}
	arts, err := summarize.Artifacts(t.Context(), engine(t, m, nil), a, []daodu.Kind{daodu.KindGuide}, summarize.Options{})
	if err != nil {
		t.Fatal(err)
	}
	g := arts[0].Content.(*daodu.Guide)
	got := []string{}
	for _, x := range g.Terms {
		got = append(got, x.Term+"："+strings.Join(x.Members, "；"))
	}
	for _, x := range g.People {
		got = append(got, x.Name)
	}
	for _, x := range g.Numbers {
		got = append(got, x.Value+x.Unit)
	}
	for _, x := range g.Dates {
		got = append(got, x.Date+x.What)
	}
	for _, x := range g.Questions {
		got = append(got, x.Question+x.Answer+x.Why)
	}
	want := []string{
		"三个不准：不准用签到照片代替培训成效；不准以任何名目向企业和职工摊派费用", "总工会主席", "26.5万人", "4月10日前拿出本地实施方案", "分值不低于多少？15分",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the guide (-want +got):\n%s", diff)
	}
	told := strings.Join(append(findings(arts[0], repairRule), findings(arts[0], schemaRule)...), "\n")
	for _, words := range []string{"五个带头", "不准迟到早退", "赵启明", "77", "许多", "9月9日", "市财政局局长", "因为有88分"} {
		if !strings.Contains(told, words) {
			t.Errorf("nothing tells of %s:\n%s", words, told)
		}
	}
	if arts[0].Verdict != daodu.Verified {
		t.Errorf("the guide is %s: %v", arts[0].Verdict, arts[0].Findings)
	}
}

// TestRepairFails: what cannot be repaired is marked, and said.
func TestRepairFails(t *testing.T) {
	t.Parallel()
	m := &model{answer: func(a asked) (any, error) {
		if a.kind == prompts.Repair {
			return nil, chat.ErrFiltered
		}
		return flawed(a)
	}}
	arts, err := summarize.Artifacts(t.Context(), engine(t, m, nil), load(t, "speech"), []daodu.Kind{daodu.KindSummary}, summarize.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := arts[0].Content.(*daodu.Summary)
	if s.Headline.Verdict != daodu.Unsupported || arts[0].Verdict != daodu.Partial || len(findings(arts[0], modelRule)) != 1 {
		t.Errorf("%+v, %s, %v", s.Headline, arts[0].Verdict, arts[0].Findings)
	}
}

// TestNoRepair: without repair an artifact takes one call.
func TestNoRepair(t *testing.T) {
	t.Parallel()
	m := &model{answer: flawed}
	arts, err := summarize.Artifacts(t.Context(), engine(t, m, func(c *Config) { c.NoRepair = true }), load(t, "speech"), []daodu.Kind{daodu.KindSummary}, summarize.Options{})
	if err != nil || len(m.seen) != 1 || arts[0].Verdict != daodu.Partial {
		t.Errorf("%d calls, %v", len(m.seen), err)
	}
}

// TestOnceForAll: what several ask for at the same time is asked once.
func TestOnceForAll(t *testing.T) {
	t.Parallel()
	m, a := &model{answer: honest}, load(t, "speech")
	e := engine(t, m, func(c *Config) { c.Cache = new(memory) })
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := summarize.Artifacts(t.Context(), e, a, []daodu.Kind{daodu.KindSummary}, summarize.Options{}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if m.count("") != 1 {
		t.Errorf("%d calls, want 1", m.count(""))
	}
}
