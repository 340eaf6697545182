package openai

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/prompts"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// load returns an example of the project as an article.
func load(t testing.TB, name string) *daodu.Article {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "internal", "export", "testdata", name, "article.json"))
	if err != nil {
		t.Fatal(err)
	}
	a := new(daodu.Article)
	if err := json.Unmarshal(data, a); err != nil {
		t.Fatal(err)
	}
	return a
}

// plain makes an article of a text without sections.
func plain(text string) *daodu.Article {
	runes := []rune(text)
	sum := sha256.Sum256([]byte(text))
	a := &daodu.Article{Text: text, TextSHA256: hex.EncodeToString(sum[:]), Length: len(runes), Script: zh.Script(runes)}
	a.Lang = zh.Lang(a.Script, runes)
	for i, s := range zh.Sentences(runes, zh.FullStops) {
		a.Sentences = append(a.Sentences, daodu.Sentence{ID: "S" + strconv.Itoa(i+1), Span: s})
	}
	return a
}

// A sentence is one that the model was shown, by its number.
type sentence struct {
	n    int
	text string
}

// An asked is what a fake model makes of a request.
type asked struct {
	kind      string // name of the prompt
	task      string // everything outside of the fences
	sentences []sentence
	findings  []prompts.Finding // of a repair
	request   chat.Request
}

// A model is a fake one, whose answers are JSON as the prompts want it.
type model struct {
	caps   chat.Capabilities
	answer func(asked) (any, error) // a string is answered as it is, anything else as JSON

	mu   sync.Mutex
	seen []asked
}

func (m *model) Capabilities(context.Context) (chat.Capabilities, error) { return m.caps, nil }

var (
	numbered = regexp.MustCompile(`(?m)^([0-9,]+)\|(?:(?:task|figure|date|person|term|point): )?(.*)$`)
	fences   = regexp.MustCompile(`(?s)=====BEGIN ([0-9a-f]{16})=====\n(.*?)\n=====END ([0-9a-f]{16})=====`)
	finding  = regexp.MustCompile(`(?m)^path：(.*)\n.*?：(.*)\n.*?：(.*)\n.*?：(.*)$`)
	only     = regexp.MustCompile(`只填 ?(summary|outline|guide)`)
)

// Ask answers and counts a token for each letter.
func (m *model) Ask(ctx context.Context, r chat.Request) (*chat.Answer, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a := read(r)
	m.mu.Lock()
	m.seen = append(m.seen, a)
	m.mu.Unlock()
	out := &chat.Answer{Requests: 1, Usage: daodu.Tokens{Input: len([]rune(r.System + a.task))}}
	answered, err := m.answer(a)
	if text, ok := answered.(string); ok {
		out.Text = text
	} else if answered != nil {
		data, err := json.Marshal(answered)
		if err != nil {
			return out, err
		}
		out.Text = string(data)
	}
	out.Finish, out.Usage.Output = "stop", len([]rune(out.Text))
	if r.OnText != nil && out.Text != "" {
		half := len(out.Text) / 2
		r.OnText(out.Text[:half])
		r.OnText(out.Text[half:])
	}
	return out, err
}

// read takes a request apart as a model would.
func read(r chat.Request) asked {
	a := asked{kind: r.SchemaName, request: r}
	for _, t := range r.Turns {
		if t.Role != chat.User {
			continue
		}
		rest := fences.ReplaceAllStringFunc(t.Text, func(fenced string) string {
			for _, m := range numbered.FindAllStringSubmatch(fenced, -1) {
				for cite := range strings.SplitSeq(m[1], ",") {
					n, _ := strconv.Atoi(cite)
					a.sentences = append(a.sentences, sentence{n, m[2]})
				}
			}
			for _, m := range finding.FindAllStringSubmatch(fenced, -1) {
				a.findings = append(a.findings, prompts.Finding{Path: m[1], Text: m[2], Detail: []string{m[4]}})
			}
			return "[资料]"
		})
		a.task += rest + "\n"
	}
	if m := only.FindStringSubmatch(a.task); m != nil && r.SchemaName == "artifacts" {
		a.kind = m[1]
	}
	return a
}

// count returns how many requests there were of a kind, of all with "".
func (m *model) count(kind string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for _, a := range m.seen {
		if kind == "" || a.kind == kind {
			n++
		}
	}
	return n
}

// prompter are the prompts of the project.
var prompter = sync.OnceValue(func() *prompts.Set {
	set, err := prompts.Load("")
	if err != nil {
		panic(err)
	}
	return set
})

// noon is when all fake answers come.
func noon() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

// engine returns an engine that asks m; change may change its configuration.
func engine(t testing.TB, m *model, change func(*Config)) *Engine {
	t.Helper()
	if m.caps.Format == "" {
		m.caps = chat.Capabilities{Format: chat.FormatSchema, Cache: chat.CachePrefix, Context: 131072}
	}
	c := Config{Asker: m, Prompts: prompter(), Model: "fake-1", Now: noon}
	if change != nil {
		change(&c)
	}
	e, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// honest answers with sentences of the text as they are.
func honest(a asked) (any, error) {
	s := a.sentences
	if len(s) == 0 {
		return nil, fmt.Errorf("no sentence was shown for %s", a.kind)
	}
	point := func(x sentence) prompts.Point { return prompts.Point{Text: x.text, Cites: []int{x.n}} }
	var points []prompts.Point
	for i := 0; i < len(s); i += max(1, len(s)/8) {
		if len([]rune(s[i].text)) >= 12 {
			points = append(points, point(s[i]))
		}
	}
	switch a.kind {
	case prompts.Summary:
		return union(a, prompts.SummaryAnswer{Headline: point(s[len(s)/2]), Points: points}), nil
	case prompts.Outline:
		var o prompts.OutlineAnswer
		for _, x := range s {
			o.Nodes = append(o.Nodes, prompts.Node{Level: 1, Heading: heading(x.text), Text: x.text, Cites: []int{x.n}})
		}
		return union(a, o), nil
	case prompts.Guide:
		return union(a, honestGuide(s, points)), nil
	case prompts.Notes:
		var n prompts.NotesAnswer
		for i := 0; i < len(s); i += 3 { // notes are shorter than what they are on
			x := s[i]
			n.Notes = append(n.Notes, prompts.Note{Kind: "point", Text: x.text, Cites: []int{x.n}})
		}
		return n, nil
	}
	return prompts.RepairAnswer{Items: []prompts.Item{}}, nil
}

func honestGuide(s []sentence, points []prompts.Point) prompts.GuideAnswer {
	g := prompts.GuideAnswer{
		Overview: points[:1], KeyPoints: points[1:], Specific: []prompts.Point{}, Terms: []prompts.Term{}, People: []prompts.Person{},
		Numbers: []prompts.Number{}, Dates: []prompts.Date{}, Questions: []prompts.Question{},
	}
	for _, x := range s {
		runes := []rune(x.text)
		for _, q := range zh.Quantities(zh.FoldRunes(runes)) {
			if q.Weak || q.Kind != zh.Cardinal || q.Unit == "" || q.Span.Start < 6 || len(g.Questions) >= 6 {
				continue
			}
			answer := string(runes[q.Span.Start:q.Span.End])
			if strings.Count(x.text, answer) > 1 {
				continue
			}
			g.Questions = append(g.Questions, prompts.Question{
				Kind: daodu.Cloze, Question: string(runes[:q.Span.Start]) + "____" + string(runes[q.Span.End:]), Answer: answer, Cites: []int{x.n},
			})
			g.Numbers = append(g.Numbers, prompts.Number{
				Value: string(runes[q.Number.Start:q.Number.End]), Unit: string(runes[q.Number.End:q.Span.End]), What: string(runes[:q.Span.Start]), Cites: []int{x.n},
			})
			break
		}
	}
	return g
}

// union puts an answer where the schema of a request wants it.
func union(a asked, answer any) any {
	if a.request.SchemaName != "artifacts" {
		return answer
	}
	return map[string]any{a.kind: answer}
}
