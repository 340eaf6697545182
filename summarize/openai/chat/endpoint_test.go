package chat_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/daodu/daodu/summarize/openai/chat"
)

const testKey = "sk-test-0123456789abcdef"

type object = map[string]any

// A request is what the endpoint was asked.
type request struct {
	Model    string `json:"model"`
	Messages []struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	} `json:"messages"`
	Format *struct {
		Type   string `json:"type"`
		Schema *struct {
			Name   string          `json:"name"`
			Schema json.RawMessage `json:"schema"`
			Strict bool            `json:"strict"`
		} `json:"json_schema"`
	} `json:"response_format"`
	MaxTokens           *int     `json:"max_tokens"`
	MaxCompletionTokens *int     `json:"max_completion_tokens"`
	Temperature         *float64 `json:"temperature"`
	Stream              bool     `json:"stream"`
	StreamOptions       *object  `json:"stream_options"`
	Thinking            *bool    `json:"enable_thinking"`
	key                 string
}

// A responder answers the n-th request, from 1.
type responder func(w http.ResponseWriter, n int, r request)

// An endpoint is a made-up server of chat on loopback.
type endpoint struct {
	*httptest.Server
	respond responder

	mu       sync.Mutex
	requests []request
}

func serve(t *testing.T, respond responder) *endpoint {
	t.Helper()
	e := &endpoint{respond: respond}
	e.Server = httptest.NewServer(e)
	t.Cleanup(e.Close)
	return e
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/v1/chat/completions" || r.Method != http.MethodPost {
		http.Error(w, "404 page not found", http.StatusNotFound)
		return
	}
	req := request{key: r.Header.Get("Authorization")}
	if err := json.NewDecoder(r.Body).Decode(&req); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	io.Copy(io.Discard, r.Body) // so that the server sees when the client goes
	e.mu.Lock()
	e.requests = append(e.requests, req)
	n := len(e.requests)
	e.mu.Unlock()
	e.respond(w, n, req)
}

func (e *endpoint) asked() []request {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.requests[:len(e.requests):len(e.requests)]
}

// client is a client of e, with changes to its config.
func (e *endpoint) client(t *testing.T, changes ...func(*chat.Config)) *chat.Client {
	t.Helper()
	c := chat.Config{BaseURL: e.URL + "/v1", Key: testKey, Model: "test-model", HTTPClient: e.Client()}
	for _, change := range changes {
		change(&c)
	}
	client, err := chat.New(c)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return client
}

// question is a request for an answer in words; streamed, its pieces are added to the builder.
func question(streamed bool) (chat.Request, *strings.Builder) {
	r := chat.Request{System: "答题。", Turns: []chat.Turn{{Role: chat.User, Text: "云溪市总工会今年办了几件实事？"}}, MaxTokens: 100}
	heard := new(strings.Builder)
	if streamed {
		r.OnText = func(delta string) { heard.WriteString(delta) }
		r.OnReset = heard.Reset
	}
	return r, heard
}

var usage = object{"prompt_tokens": 21, "completion_tokens": 7, "prompt_tokens_details": object{"cached_tokens": 16}}

// say answers r with a text, streamed if that was asked for.
func say(w http.ResponseWriter, r request, text string) { finish(w, r, text, "stop") }

func finish(w http.ResponseWriter, r request, text, reason string) {
	if !r.Stream {
		send(w, object{"id": "1", "object": "chat.completion", "created": 1, "model": r.Model, "usage": usage,
			"choices": []object{{"index": 0, "message": object{"role": "assistant", "content": text}, "finish_reason": reason}}})
		return
	}
	for _, piece := range pieces(text) {
		event(w, delta(object{"content": piece}, nil))
	}
	event(w, delta(object{}, reason))
	event(w, object{"choices": []object{}, "usage": usage})
	fmt.Fprint(w, "data: [DONE]\n\n")
}

// pieces cuts text every two letters.
func pieces(text string) []string {
	var out []string
	runes := []rune(text)
	for len(runes) > 0 {
		n := min(2, len(runes))
		out, runes = append(out, string(runes[:n])), runes[n:]
	}
	return out
}

func delta(d object, reason any) object {
	return object{"id": "1", "created": 1, "choices": []object{{"index": 0, "delta": d, "finish_reason": reason}}}
}

// event sends one event of a stream.
func event(w http.ResponseWriter, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "text/event-stream")
	fmt.Fprintf(w, "data: %s\n\n", body)
	w.(http.Flusher).Flush()
}

func send(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	body, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	w.Write(body) // fails when the client has gone
}

// fail answers with an error in OpenAI's writing.
func fail(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	send(w, object{"error": object{"message": message, "type": "error", "code": code}})
}

// raw answers with a body as it is.
func raw(w http.ResponseWriter, status int, body string) {
	if status != http.StatusOK { // which may have been sent
		w.WriteHeader(status)
	}
	fmt.Fprint(w, body)
	w.(http.Flusher).Flush()
}

// hangUp closes the connection.
func hangUp() { panic(http.ErrAbortHandler) }
