package mcp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/daodu/daodu"
)

// A shelf is a library of one article, with another that is related to it.
type shelf struct {
	article daodu.Article
	asked   []string // what was looked for
}

const text = "各位代表：今年𠮷县新建职工書屋３０个，培训职工５０００人次。明年要把书屋办到每个工地"

func newShelf() *shelf {
	return &shelf{article: daodu.Article{
		ID: "a1", Title: "在职工书屋建设座谈会上的讲话", Date: "2022-11", Speaker: &daodu.Speaker{Name: "李明"}, Source: daodu.Source{URI: "speech.txt"},
		Text: text, Length: len([]rune(text)), Damage: []daodu.Damage{{Kind: daodu.Truncated, Severity: daodu.SeveritySevere, Span: daodu.Span{Start: 41, End: 42}, Note: "文末不完整"}},
	}}
}

func (l *shelf) Find(_ context.Context, name string) (string, error) {
	switch name {
	case "a1", "speech.txt":
		return "a1", nil
	case "broken":
		return "", errors.New("dial tcp: password=hunter2")
	case "panic":
		panic("hunter2")
	}
	return "", fmt.Errorf("%w: %q is no\narticle of this library", daodu.ErrNotFound, name)
}

func (l *shelf) Article(context.Context, string) (*daodu.Article, error) { return &l.article, nil }

// quoted returns where words stand in the text.
func quoted(words string) daodu.Quote {
	at := len([]rune(text[:strings.Index(text, words)]))
	return daodu.Quote{Span: daodu.Span{Start: at, End: at + len([]rune(words))}, Text: words}
}

func (l *shelf) Search(_ context.Context, query string, c Choice) ([]daodu.Hit, error) {
	l.asked = append(l.asked, fmt.Sprintf("%s %+v", query, c))
	if query == "没有" {
		return nil, nil
	}
	entry := daodu.Entry{ID: "a1", Title: l.article.Title, Speaker: &daodu.Speaker{AsWritten: "某部长"}}
	return []daodu.Hit{{Entry: entry, Score: .5, Excerpts: []daodu.Excerpt{{Quote: quoted("新建职工書屋３０个")}}}}, nil
}

func (l *shelf) Related(_ context.Context, id string, c Choice) ([]daodu.Relation, error) {
	l.asked = append(l.asked, fmt.Sprintf("%s %+v", id, c))
	here, there := quoted("职工書屋"), daodu.Quote{Span: daodu.Span{Start: 3, End: 7}, Text: "职工书屋"}
	return []daodu.Relation{{
		Entry: daodu.Entry{ID: "b2", Title: "书屋见闻"}, Score: .25,
		Grounds:       []daodu.Ground{{Kind: daodu.GroundPassage, Here: &here, There: &there}, {Kind: daodu.GroundTerm, Text: "职工书屋"}},
		AlsoPublished: []daodu.Entry{{ID: "c3", Title: "书屋见闻（转载）"}},
	}}, nil
}

// A desk writes artifacts that quote one stretch.
type desk struct{}

func (desk) Artifact(_ context.Context, a *daodu.Article, w daodu.Wish) (*daodu.Artifact, error) {
	if w.Lang == "zh-Hant" {
		return nil, fmt.Errorf("%w: nobody writes %s", daodu.ErrUsage, w.Lang)
	}
	q := []daodu.Quote{quoted("培训职工５０００人次")}
	point := daodu.Point{Text: "培训职工5000人次", Quotes: q, Verdict: daodu.Supported}
	art := &daodu.Artifact{Verdict: daodu.Verified, Incomplete: true, Notes: []string{"truncated"}, Lang: "zh-Hans", Length: w.Length, Origin: daodu.Origin{Engine: "extract"}}
	switch w.Kind {
	case daodu.KindSummary:
		art.Content = &daodu.Summary{Headline: point, Points: []daodu.Point{point}}
	case daodu.KindOutline:
		art.Content = &daodu.Outline{Nodes: []daodu.Node{{Label: "一", Announced: 2, Children: []daodu.Node{{Label: "（一）", Point: &point}}}, {Label: "二", Point: &point}}}
	case daodu.KindGuide:
		art.Content = &daodu.Guide{
			KeyPoints: []daodu.Point{point}, Terms: []daodu.Term{{Term: "书屋", Explanation: point}},
			People: []daodu.Person{{Name: "李明", Quotes: q}}, Numbers: []daodu.Number{{Value: "5000", Unit: "人次", What: "培训", Quotes: q}},
			Dates: []daodu.DateFact{{Date: "2022", What: "培训", Quotes: q}}, Questions: []daodu.Question{{Kind: daodu.Cloze, Question: "培训多少？", Answer: "5000人次", Quotes: q}},
			Flashcards: []daodu.Flashcard{{GUID: "g", Front: "培训多少？", Back: "5000人次", Quotes: q}}, Reading: []daodu.Reading{{ID: "b2", Title: "书屋见闻", Why: "同一主题"}},
		}
	}
	return art, nil
}

// transports connect a client with a server.
var transports = map[string]func(*testing.T, *Server) sdk.Transport{
	"pipe": func(t *testing.T, s *Server) sdk.Transport {
		client, server := sdk.NewInMemoryTransports()
		done := make(chan struct{})
		go func() {
			defer close(done)
			s.Run(t.Context(), server) // ends with the client
		}()
		t.Cleanup(func() { <-done })
		return client
	},
	"http": func(t *testing.T, s *Server) sdk.Transport {
		web := httptest.NewServer(Handler(func(*http.Request) *Server { return s }))
		t.Cleanup(web.Close)
		return &sdk.StreamableClientTransport{Endpoint: web.URL, DisableStandaloneSSE: true}
	},
}

// connected runs a test with a client over each transport.
func connected(t *testing.T, test func(*testing.T, *shelf, *sdk.ClientSession)) {
	for name, transport := range transports {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			library := newShelf()
			s := New(Config{Library: library, Artifacts: desk{}, Version: "1"})
			client := sdk.NewClient(&sdk.Implementation{Name: "test"}, nil)
			session, err := client.Connect(t.Context(), transport(t, s), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer session.Close()
			test(t, library, session)
		})
	}
}

// call returns what a tool answers, as JSON and as text.
func call(t *testing.T, session *sdk.ClientSession, name string, args any) (structured map[string]any, said string, failed bool) {
	t.Helper()
	res, err := session.CallTool(t.Context(), &sdk.CallToolParams{Name: name, Arguments: args})
	if err != nil {
		t.Fatalf("%s %v: %v", name, args, err)
	}
	if len(res.Content) != 1 {
		t.Fatalf("%s %v: %d contents", name, args, len(res.Content))
	}
	structured, _ = res.StructuredContent.(map[string]any)
	return structured, res.Content[0].(*sdk.TextContent).Text, res.IsError
}

func TestTools(t *testing.T) {
	t.Parallel()
	connected(t, func(t *testing.T, _ *shelf, session *sdk.ClientSession) {
		list, err := session.ListTools(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, tool := range list.Tools {
			names = append(names, tool.Name)
			in, ok := tool.InputSchema.(map[string]any)
			if !ok || in["additionalProperties"] == nil {
				t.Errorf("%s takes parameters that nobody knows: %v", tool.Name, in)
			}
			if tool.OutputSchema == nil || tool.Description == "" || !tool.Annotations.ReadOnlyHint {
				t.Errorf("%s does not say what it gives", tool.Name)
			}
		}
		slices.Sort(names)
		if diff := cmp.Diff([]string{"guide", "outline", "read", "related", "search", "summary"}, names); diff != "" {
			t.Errorf("tools (-want +got):\n%s", diff)
		}
		if !strings.Contains(session.InitializeResult().Instructions, "unsupported") {
			t.Error("nobody is told what a verdict is worth")
		}
	})
}

// TestCitations holds every citation of every tool against the text.
func TestCitations(t *testing.T) {
	t.Parallel()
	calls := []struct {
		tool string
		args map[string]any
		want int // citations of the article
	}{
		{"search", map[string]any{"query": "书屋"}, 1},
		{"related", map[string]any{"id": "a1"}, 1},
		{"read", map[string]any{"id": "speech.txt"}, 1},
		{"read", map[string]any{"id": "a1", "start": 5, "limit": 3}, 1},
		{"summary", map[string]any{"id": "a1", "length": "short"}, 2},
		{"outline", map[string]any{"id": "a1"}, 2},
		{"guide", map[string]any{"id": "a1"}, 7},
	}
	connected(t, func(t *testing.T, _ *shelf, session *sdk.ClientSession) {
		runes := []rune(text)
		for _, c := range calls {
			answer, said, failed := call(t, session, c.tool, c.args)
			if failed {
				t.Errorf("%s: %s", c.tool, said)
				continue
			}
			var again map[string]any
			if err := json.Unmarshal([]byte(said), &again); err != nil || cmp.Diff(answer, again) != "" {
				t.Errorf("%s tells other things as text: %v\n%s", c.tool, err, said)
			}
			n := 0
			for _, cited := range citations(answer) {
				if cited.ID != "a1" {
					continue
				}
				n++
				if got := string(runes[cited.Start:cited.End]); got != cited.Quote || cited.Title != "在职工书屋建设座谈会上的讲话" {
					t.Errorf("%s cites %+v, where %q stands", c.tool, cited, got)
				}
			}
			if n != c.want {
				t.Errorf("%s has %d citations, want %d: %s", c.tool, n, c.want, said)
			}
		}
	})
}

// citations returns everything in an answer that has a quote.
func citations(v any) (out []Citation) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			out = append(out, citations(e)...)
		}
	case map[string]any:
		if _, ok := v["quote"]; ok {
			data, _ := json.Marshal(v)
			var c Citation
			_ = json.Unmarshal(data, &c)
			out = append(out, c)
		}
		for _, e := range v {
			out = append(out, citations(e)...)
		}
	}
	return out
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	connected(t, func(t *testing.T, library *shelf, session *sdk.ClientSession) {
		answer, _, _ := call(t, session, "outline", map[string]any{"id": "a1"})
		var numbers []any
		for _, n := range answer["nodes"].([]any) {
			numbers = append(numbers, n.(map[string]any)["number"])
		}
		if diff := cmp.Diff([]any{"1", "1.1", "2"}, numbers); diff != "" {
			t.Errorf("nodes (-want +got):\n%s", diff)
		}
		if answer["incomplete"] != true || answer["verdict"] != "verified" || answer["engine"] != "extract" {
			t.Errorf("what the outline is worth: %v", answer)
		}
		answer, _, _ = call(t, session, "read", map[string]any{"id": "a1", "limit": 10})
		if answer["next"] != 10.0 || len(answer["damage"].([]any)) != 1 {
			t.Errorf("the first ten: %v", answer)
		}
		answer, _, _ = call(t, session, "read", map[string]any{"id": "a1", "start": 10, "limit": 20_000})
		if _, more := answer["next"]; more {
			t.Errorf("the rest: %v", answer)
		}
		if answer, said, _ := call(t, session, "search", map[string]any{"query": "没有"}); len(answer["results"].([]any)) != 0 {
			t.Errorf("nothing found: %s", said)
		}
		call(t, session, "search", map[string]any{"query": "书屋 -竞赛", "from": "2022-10", "to": "2023", "speaker": "李明", "limit": 3})
		call(t, session, "related", map[string]any{"id": "speech.txt"})
		want := []string{"没有 {From: To: Speaker: Limit:10}", "书屋 -竞赛 {From:2022-10 To:2023 Speaker:李明 Limit:3}", "a1 {From: To: Speaker: Limit:10}"}
		if diff := cmp.Diff(want, library.asked); diff != "" {
			t.Errorf("asked of the library (-want +got):\n%s", diff)
		}
	})
}

func TestFailures(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, tool string
		args       map[string]any
		want       string // part of what is told
	}{
		{"no parameter", "search", map[string]any{}, "query"},
		{"unknown parameter", "search", map[string]any{"query": "书屋", "sort": "date"}, "sort"},
		{"other type", "search", map[string]any{"query": 1}, "query"},
		{"too many", "search", map[string]any{"query": "书屋", "limit": 51}, "limit"},
		{"no day", "search", map[string]any{"query": "书屋", "from": "去年"}, "from"},
		{"empty query", "search", map[string]any{"query": ""}, "query"},
		{"no article", "read", map[string]any{"id": "x9"}, `"x9" is no article of this library`},
		{"behind the end", "read", map[string]any{"id": "a1", "start": 4000}, "the text ends at 42"},
		{"before the start", "read", map[string]any{"id": "a1", "start": -1}, "start"},
		{"no such length", "summary", map[string]any{"id": "a1", "length": "endless"}, "length"},
		{"no such language", "guide", map[string]any{"id": "a1", "lang": "fr"}, "lang"},
		{"not possible", "guide", map[string]any{"id": "a1", "lang": "zh-Hant"}, "nobody writes"},
		{"database", "outline", map[string]any{"id": "broken"}, "internal error"},
		{"panic", "related", map[string]any{"id": "panic"}, "internal error"},
	}
	connected(t, func(t *testing.T, _ *shelf, session *sdk.ClientSession) {
		for _, tt := range tests {
			_, said, failed := call(t, session, tt.tool, tt.args)
			if !failed || !strings.Contains(said, tt.want) || strings.Contains(said, "\n") || strings.Contains(said, "hunter2") {
				t.Errorf("%s: failed %v: %q, want one line with %q", tt.name, failed, said, tt.want)
			}
		}
		if _, said, failed := call(t, session, "read", map[string]any{"id": "a1"}); failed {
			t.Errorf("behind the failures: %s", said)
		}
	})
}

// TestLogged holds that the cause of an internal error can be found.
func TestLogged(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	s := New(Config{Library: newShelf(), Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err := s.told(t.Context(), "read", errors.New("disk full")); err != errInternal || !strings.Contains(log.String(), "disk full") {
		t.Errorf("told %v, logged %s", err, log.String())
	}
}

func TestServe(t *testing.T) {
	t.Parallel()
	in, write := io.Pipe()
	read, out := io.Pipe()
	served := make(chan error, 1)
	go func() { served <- New(Config{Library: newShelf(), Artifacts: desk{}}).Serve(t.Context(), in, out) }()
	client := sdk.NewClient(&sdk.Implementation{Name: "test"}, nil)
	session, err := client.Connect(t.Context(), &sdk.IOTransport{Reader: read, Writer: write}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, said, failed := call(t, session, "read", map[string]any{"id": "a1"}); failed {
		t.Error(said)
	}
	session.Close()
	if err := <-served; err != nil {
		t.Errorf("when the client closed: %v", err)
	}
}

func TestNobodyToServe(t *testing.T) {
	t.Parallel()
	web := httptest.NewServer(Handler(func(*http.Request) *Server { return nil }))
	t.Cleanup(web.Close)
	res, err := http.Post(web.URL, "application/json", strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusBadRequest {
		t.Errorf("status %d, want 400", res.StatusCode)
	}
}

func TestWindow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text     string
		start, n int
		part     string
		end      int
	}{
		{"", 0, 10, "", 0},
		{"甲𠮷乙", 0, 2, "甲𠮷", 2},
		{"甲𠮷乙", 1, 1, "𠮷", 2},
		{"甲𠮷乙", 1, 10, "𠮷乙", 3},
		{"甲𠮷乙", 2, 1, "乙", 3},
	}
	for _, tt := range tests {
		if part, end := window(tt.text, tt.start, tt.n); part != tt.part || end != tt.end {
			t.Errorf("window(%q, %d, %d) = %q, %d; want %q, %d", tt.text, tt.start, tt.n, part, end, tt.part, tt.end)
		}
	}
}
