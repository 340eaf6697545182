package openai_test

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/daodu/daodu/embed/openai"
)

const testKey = "sk-test-0123456789abcdef"

// A request is what the endpoint was asked.
type request struct {
	Input      []string `json:"input"`
	Model      string   `json:"model"`
	Format     string   `json:"encoding_format"`
	Dimensions *int     `json:"dimensions"`
	key        string
}

// An endpoint is a made-up server of embeddings on loopback.
type endpoint struct {
	*httptest.Server
	dim int
	// fault answers the n-th request (from 1) in place of the endpoint, if it returns true.
	fault func(w http.ResponseWriter, n int, r request) bool

	mu       sync.Mutex
	requests []request
}

func serve(t *testing.T, fault func(w http.ResponseWriter, n int, r request) bool) *endpoint {
	t.Helper()
	e := &endpoint{dim: 64, fault: fault}
	e.Server = httptest.NewServer(e)
	t.Cleanup(e.Close)
	return e
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/v1/embeddings" || r.Method != http.MethodPost {
		http.Error(w, "404 page not found", http.StatusNotFound)
		return
	}
	req := request{key: r.Header.Get("Authorization")}
	if err := json.NewDecoder(r.Body).Decode(&req); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	e.mu.Lock()
	e.requests = append(e.requests, req)
	n := len(e.requests)
	e.mu.Unlock()
	if e.fault == nil || !e.fault(w, n, req) {
		send(w, answer(req, e.dim))
	}
}

func (e *endpoint) asked() []request {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.requests[:len(e.requests):len(e.requests)]
}

// config is one for e with the dimension given, so that New asks nothing.
func (e *endpoint) config() openai.Config {
	return openai.Config{BaseURL: e.URL + "/v1", Key: testKey, Model: "test-model", Dimensions: e.dim, HTTPClient: e.Client()}
}

// embedder is an embedder on e, with changes to its config.
func (e *endpoint) embedder(t *testing.T, changes ...func(*openai.Config)) *openai.Embedder {
	t.Helper()
	c := e.config()
	for _, change := range changes {
		change(&c)
	}
	em, err := openai.New(t.Context(), c)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return em
}

type object = map[string]any

// answer is what the endpoint sends for r.
func answer(r request, dim int) object {
	data := make([]object, len(r.Input))
	tokens := 0
	for i, text := range r.Input {
		tokens += len([]rune(text))
		data[i] = object{"object": "embedding", "index": i, "embedding": written(r.Format, bigrams(text, dim))}
	}
	return object{"object": "list", "data": data, "model": r.Model, "usage": object{"prompt_tokens": tokens, "total_tokens": tokens}}
}

func written(format string, v []float32) any {
	if format != "base64" {
		return v
	}
	return packed(v)
}

func packed(v []float32) string {
	raw := make([]byte, 0, 4*len(v))
	for _, x := range v {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(x))
	}
	return base64.StdEncoding.EncodeToString(raw)
}

// bigrams counts letters and pairs of them by their hashes. Its vectors are not of length 1.
func bigrams(text string, dim int) []float32 {
	v := make([]float32, dim)
	runes := []rune(text)
	for i := range runes {
		for n := 1; n <= 2 && i+n <= len(runes); n++ {
			h := fnv.New32a()
			h.Write([]byte(string(runes[i : i+n])))
			v[h.Sum32()%uint32(dim)] += float32(n)
		}
	}
	return v
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
func fail(w http.ResponseWriter, status int, code, message string) bool {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	send(w, object{"error": object{"message": message, "type": "error", "code": code}})
	return true
}

// raw answers with a body as it is.
func raw(w http.ResponseWriter, status int, body string) bool {
	w.WriteHeader(status)
	fmt.Fprint(w, body)
	return true
}

// cut promises more than it sends and hangs up.
func cut(w http.ResponseWriter) bool {
	w.Header().Set("Content-Length", "1000")
	fmt.Fprint(w, `{"object":"list","data":[`)
	return true
}

// texts returns n different texts.
func texts(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("第%d篇：云溪市总工会今年为%d名职工办理互助保障。", i, 8000+i)
	}
	return out
}

// checkOrder fails unless vectors are those of texts with the prefix, in order.
func checkOrder(t *testing.T, prefix string, texts []string, vectors [][]float32) {
	t.Helper()
	if len(vectors) != len(texts) {
		t.Fatalf("%d vectors for %d texts", len(vectors), len(texts))
	}
	for i, v := range vectors {
		if got := cosine(v, bigrams(prefix+texts[i], len(v))); got < .9999 {
			t.Errorf("text %d: a vector with a cosine of %v to its own", i, got)
		}
		if got := math.Sqrt(dot(v, v)); math.Abs(got-1) > 1e-5 {
			t.Errorf("text %d: a vector of length %v", i, got)
		}
	}
}

func cosine(a, b []float32) float64 { return dot(a, b) / math.Sqrt(dot(a, a)*dot(b, b)) }

func dot(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func sizes(requests []request) []int {
	var out []int
	for _, r := range requests {
		out = append(out, len(r.Input))
	}
	return out
}

func contains(r request, words string) bool {
	return strings.Contains(strings.Join(r.Input, "\n"), words)
}
