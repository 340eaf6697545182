package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// A parrot is an endpoint whose model says sentences of the text again, as the prompts want
// them: with their numbers. It counts what it was asked.
type parrot struct {
	*httptest.Server
	pause  time.Duration // before an answer
	bureau bureau

	mu     sync.Mutex
	asked  map[string]int // how often it answered, by the key of who asked
	bodies map[string]int // how often each request was answered
	most   map[string]int // how often it answers, by the key; who asks for more waits until he leaves
}

// parrotKey opens all keys that it takes.
const parrotKey = "sk-parrot-0123456789"

// newParrot starts an endpoint that takes its time for an answer and that cleanup ends.
func newParrot(cleanup func(func()), pause time.Duration) *parrot {
	p := &parrot{pause: pause, asked: map[string]int{}, bodies: map[string]int{}, most: map[string]int{}}
	p.Server = httptest.NewServer(p)
	cleanup(p.Close)
	return p
}

// asked N: the model of the script was asked so often.
func asked(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := ts.Value("parrot").(*parrot).calls(parrotKey); got != want {
		ts.Fatalf("the model was asked %d times, want %d", got, want)
	}
}

// calls returns how many requests with a key were answered.
func (p *parrot) calls(key string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked["Bearer "+key]
}

func (p *parrot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := r.Header.Get("Authorization")
	if !strings.HasPrefix(key, "Bearer "+parrotKey) {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprintf(w, `{"error":{"message":"Incorrect API key provided: %s"}}`, key)
		return
	}
	if strings.HasSuffix(r.URL.Path, "/models") {
		fmt.Fprint(w, `{"object":"list","data":[{"id":"parrot","object":"model","context_length":32768}]}`)
		return
	}
	if strings.Contains(r.URL.Path, "/files") || strings.Contains(r.URL.Path, "/batches") {
		p.bureau.ServeHTTP(w, r)
		return
	}
	var asked asking
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	time.Sleep(p.pause)
	prompt := asked.prompt()
	answer, err := json.Marshal(say(asked.ResponseFormat.JSONSchema.Name, prompt))
	if err != nil || r.Context().Err() != nil {
		return
	}
	if !p.count(key, asked.ResponseFormat.JSONSchema.Name+"\n"+prompt) {
		<-r.Context().Done()
		return
	}
	respond(w, asked.Stream, string(answer), len([]rune(prompt)))
}

// count notes an answer to a request; false when there is to be none.
func (p *parrot) count(key, body string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if most, ok := p.most[key]; ok && p.asked[key] >= most {
		return false
	}
	p.asked[key]++
	p.bodies[body]++
	return true
}

// An asking is a request for an answer.
type asking struct {
	Stream         bool
	Messages       []struct{ Content string }
	ResponseFormat struct {
		JSONSchema struct{ Name string } `json:"json_schema"`
	} `json:"response_format"`
}

func (a *asking) prompt() string { return a.Messages[len(a.Messages)-1].Content }

// respond writes an answer, in two pieces when it is streamed.
func respond(w http.ResponseWriter, stream bool, answer string, tokens int) {
	usage := fmt.Sprintf(`{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d}`, tokens, len(answer)/3, tokens+len(answer)/3)
	if !stream {
		fmt.Fprintf(w, `{"id":"1","object":"chat.completion","model":"parrot","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":%q}}],"usage":%s}`, answer, usage)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	half := strings.Index(answer, ":") + 1
	for _, piece := range []string{answer[:half], answer[half:]} {
		data, _ := json.Marshal(piece) // a string can always be written
		fmt.Fprintf(w, "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":%s}}]}\n\n", data)
	}
	fmt.Fprint(w, "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")
	fmt.Fprintf(w, "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"choices\":[],\"usage\":%s}\n\ndata: [DONE]\n\n", usage)
}

// numbered matches a sentence of a prompt.
var numbered = regexp.MustCompile(`(?m)^(\d+)\|(.+)$`)

// say returns the answer to a prompt: its first sentences.
func say(name, prompt string) any {
	type point struct {
		Text  string `json:"text"`
		Cites []int  `json:"cites"`
	}
	type node struct {
		Level   int    `json:"level"`
		Heading string `json:"heading"`
		point
	}
	points, nodes := []point{}, []node{}
	for _, m := range numbered.FindAllStringSubmatch(prompt, 4) {
		var n int
		fmt.Sscan(m[1], &n) // digits
		points = append(points, point{m[2], []int{n}})
		nodes = append(nodes, node{1, "", points[len(points)-1]})
	}
	if len(points) == 0 {
		return map[string]any{}
	}
	switch name {
	case "summary":
		return map[string]any{"headline": points[0], "points": points[1:]}
	case "outline":
		return map[string]any{"nodes": nodes}
	case "guide":
		none := []any{}
		return map[string]any{
			"overview": points[:1], "key_points": points[1:], "specific": points[:1], "terms": none, "people": none, "numbers": none, "dates": none,
			"questions": []any{map[string]any{"kind": "short_answer", "question": "文章说了什么？", "options": none, "answer": points[0].Text, "why": "", "cites": points[0].Cites}},
		}
	}
	return map[string]any{"items": []any{}}
}

// madeAt is when an answer came, which no two runs have in common.
var madeAt = regexp.MustCompile(`"created_at":"[^"]*"`)

// A program that is killed while it asks a model ends, when it is run again, with the results
// of one that was not. It asks for nothing that it had the answer to.
func TestKilledModelBatch(t *testing.T) {
	t.Parallel()
	const files = 200
	dir, _ := folder(t, files)
	p := newParrot(t.Cleanup, 10*time.Millisecond)
	env := func(key string) []string {
		return []string{"DAODU_SUMMARIZE_BASE_URL=" + p.URL + "/v1", "DAODU_SUMMARIZE_MODEL=parrot", "OPENAI_API_KEY=" + parrotKey + key}
	}
	whole, out := t.TempDir(), t.TempDir()
	if said, err := batches(t.Context(), t, dir, whole, env("whole")...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	p.mu.Lock()
	for body, n := range p.bodies {
		if n != 1 {
			t.Errorf("asked %d times: %.60s", n, body)
		}
	}
	p.mu.Unlock()
	all := p.calls(parrotKey + "whole")
	p.mu.Lock()
	p.most["Bearer "+parrotKey+"killed"] = all * 97 / 100 // for a batch may be done before it is killed
	p.mu.Unlock()
	for _, percent := range []int{30, 60, 90} {
		runUntil(t, dir, out, 3*files*percent/100, os.Kill, env("killed")...)
	}
	kept, err := filepath.Glob(filepath.Join(out, ".daodu", "answers", "*", "*"))
	if err != nil || len(kept) >= all || len(kept) < all*8/10 {
		t.Fatalf("%d of %d answers were kept before the last run, %v: nothing is shown by that", len(kept), all, err)
	}
	if said, err := batches(t.Context(), t, dir, out, env("last")...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if got, want := p.calls(parrotKey+"last"), all-len(kept); got != want {
		t.Errorf("the last run asked %d times, %d answers were missing", got, want)
	}
	if want, got := results(t, whole), results(t, out); !bytes.Equal(want, got) {
		t.Errorf("the results differ: %d bytes, want %d", len(got), len(want))
	}
}

// results returns the results of a batch without when they were made.
func results(t *testing.T, out string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(out, "results.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return madeAt.ReplaceAll(data, nil)
}
