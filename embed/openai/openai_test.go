package openai_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/embed/embedtest"
	"github.com/daodu/daodu/embed/openai"
)

func TestEmbedder(t *testing.T) {
	t.Parallel()
	base64Unknown := func(w http.ResponseWriter, _ int, r request) bool {
		return r.Format != "" && fail(w, 400, "", "encoding_format is not supported")
	}
	floatsAnyway := func(w http.ResponseWriter, _ int, r request) bool {
		r.Format = ""
		send(w, answer(r, 64))
		return true
	}
	tests := []struct {
		name   string
		fault  func(http.ResponseWriter, int, request) bool
		change func(*openai.Config)
	}{
		{"base64", nil, func(*openai.Config) {}},
		{"base64 unknown", base64Unknown, func(*openai.Config) {}},
		{"floats in any case", floatsAnyway, func(*openai.Config) {}},
		{"learnt dimension", nil, func(c *openai.Config) { c.Dimensions = 0 }},
		{"small batches, several at once", nil, func(c *openai.Config) { c.MaxBatch, c.Concurrency = 7, 4 }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			embedtest.Run(t, serve(t, tt.fault).embedder(t, tt.change))
		})
	}
}

func TestSpace(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	address, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	host := address.Host
	space := func(change func(*openai.Config)) daodu.EmbeddingSpace {
		return s.embedder(t, change).Space()
	}
	plain := space(func(*openai.Config) {})
	if want := (daodu.EmbeddingSpace{Provider: host, Model: "test-model", Dim: 64}); plain != want {
		t.Errorf("the space is %v, want %v", plain, want)
	}
	if got := space(func(c *openai.Config) { c.Dimensions = 0 }); got != plain {
		t.Errorf("the space is %v with the dimension learnt, want %v", got, plain)
	}
	if got := space(func(c *openai.Config) { c.BaseURL += "/embeddings/" }); got != plain {
		t.Errorf("the space is %v with the whole address, want %v", got, plain)
	}
	names := map[daodu.EmbeddingSpace]string{plain: "no prefix"}
	for name, change := range map[string]func(*openai.Config){
		"query prefix":    func(c *openai.Config) { c.QueryPrefix = "a" },
		"other query":     func(c *openai.Config) { c.QueryPrefix = "b" },
		"document prefix": func(c *openai.Config) { c.DocumentPrefix = "a" },
		"both":            func(c *openai.Config) { c.QueryPrefix, c.DocumentPrefix = "a", "a" },
	} {
		got := space(change)
		if other, ok := names[got]; ok {
			t.Errorf("%s has the space of %s: %v", name, other, got)
		}
		if names[got] = name; !strings.HasPrefix(got.Model, "test-model+p") {
			t.Errorf("%s: the model is %q", name, got.Model)
		}
	}
}

// TestPrefix checks what endpoints see before queries and documents.
func TestPrefix(t *testing.T) {
	t.Parallel()
	const task = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"
	tests := []struct {
		model           string
		query, document string // configured
		wantQ, wantD    string
	}{
		{model: "BAAI/bge-large-zh-v1.5", wantQ: "为这个句子生成表示以用于检索相关文章："},
		{model: "text-embedding-bge-small-zh", wantQ: "为这个句子生成表示以用于检索相关文章："},
		{model: "Pro/BAAI/bge-m3"},
		{model: "bge-m3:latest"},
		{model: "intfloat/multilingual-e5-large", wantQ: "query: ", wantD: "passage: "},
		{model: "multilingual-e5-large-instruct", wantQ: task + " "},
		{model: "Qwen/Qwen3-Embedding-8B", wantQ: task},
		{model: "qwen3-embedding:0.6b", wantQ: task},
		{model: "text-embedding-v4"},
		{model: "Qwen/Qwen3-Embedding-8B", query: openai.NoPrefix},
		{model: "multilingual-e5-large", query: "问：", document: openai.NoPrefix, wantQ: "问："},
		{model: "anything", query: "查：", document: "文：", wantQ: "查：", wantD: "文："},
	}
	for _, tt := range tests {
		t.Run(tt.model, func(t *testing.T) {
			t.Parallel()
			s := serve(t, nil)
			e := s.embedder(t, func(c *openai.Config) {
				c.Model, c.QueryPrefix, c.DocumentPrefix = tt.model, tt.query, tt.document
			})
			if _, err := e.Query(t.Context(), "工会"); err != nil {
				t.Fatal(err)
			}
			if _, err := e.Documents(t.Context(), []string{"工会"}); err != nil {
				t.Fatal(err)
			}
			got := s.asked()
			if diff := cmp.Diff([]string{tt.wantQ + "工会", tt.wantD + "工会"}, append(got[0].Input, got[1].Input...)); diff != "" {
				t.Errorf("asked (-want +got):\n%s", diff)
			}
			if marked := strings.Contains(e.Space().Model, "+"); marked != (tt.wantQ+tt.wantD != "") {
				t.Errorf("the model of the space is %q", e.Space().Model)
			}
		})
	}
}

func TestRequest(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	e := s.embedder(t, func(c *openai.Config) { c.Key = " " + testKey + "\n" })
	in := append(texts(2), "", "……！", "35%")
	got, err := e.Documents(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	checkOrder(t, "", in[:2], got[:2])
	for i, v := range got[2:] {
		if len(v) != 64 || dot(v, v) != 0 {
			t.Errorf("%q has the vector %v, want the zero vector", in[i+2], v)
		}
	}
	dim := 64
	want := []request{{Input: in[:2], Model: "test-model", Format: "base64", Dimensions: &dim, key: "Bearer " + testKey}}
	if diff := cmp.Diff(want, s.asked(), cmp.AllowUnexported(request{})); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	own := serve(t, nil)
	own.embedder(t, func(c *openai.Config) { c.Dimensions = 0 })
	if got := own.asked()[0]; got.Dimensions != nil || len(got.Input) != 1 {
		t.Errorf("New asked %+v, want one text without dimensions", got)
	}
}

// TestSimpler has endpoints that refuse a part of the request. They are asked without it,
// and without it from then on.
func TestSimpler(t *testing.T) {
	t.Parallel()
	const matryoshka = "Model \"m\" does not support matryoshka representation, changing output dimensions will lead to poor results."
	tests := []struct {
		name   string
		refuse func(w http.ResponseWriter, r request) bool
		format string // in the end
		dims   bool
	}{
		{"base64", func(w http.ResponseWriter, r request) bool {
			return r.Format == "base64" && fail(w, 400, "", "'encoding_format' must be float")
		}, "", true},
		{"base64, unnamed", func(w http.ResponseWriter, r request) bool {
			return r.Format == "base64" && raw(w, 422, `{"detail":[{"loc":["body"],"msg":"unprocessable"}]}`)
		}, "", true},
		{"dimensions", func(w http.ResponseWriter, r request) bool {
			return r.Dimensions != nil && raw(w, 400, fmt.Sprintf(`{"object":"error","message":%q,"code":400}`, matryoshka))
		}, "base64", false},
		{"both", func(w http.ResponseWriter, r request) bool {
			return r.Dimensions != nil && fail(w, 400, "", "dimensions is currently not supported") ||
				r.Format != "" && fail(w, 400, "", "base64 is not supported")
		}, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, func(w http.ResponseWriter, _ int, r request) bool { return tt.refuse(w, r) })
			e := s.embedder(t)
			in := texts(3)
			for range 2 {
				got, err := e.Documents(t.Context(), in)
				if err != nil {
					t.Fatal(err)
				}
				checkOrder(t, "", in, got)
			}
			asked := s.asked()
			for _, r := range asked[len(asked)-2:] {
				if r.Format != tt.format || (r.Dimensions != nil) != tt.dims {
					t.Errorf("asked with format %q and dimensions %v after the refusal", r.Format, r.Dimensions != nil)
				}
			}
			if len(asked) > 4 {
				t.Errorf("%d requests", len(asked))
			}
		})
	}
}

// TestDimensionIgnored has an endpoint that takes dimensions and keeps its own, as llama.cpp.
func TestDimensionIgnored(t *testing.T) {
	t.Parallel()
	_, err := serve(t, nil).embedder(t, func(c *openai.Config) { c.Dimensions = 16 }).Query(t.Context(), "工会")
	if !errors.Is(err, daodu.ErrUsage) || !strings.Contains(err.Error(), "64 dimensions") || !strings.Contains(err.Error(), "not 16") {
		t.Errorf("%v, want ErrUsage with both dimensions", err)
	}
}

// TestModelChanges has another model behind the same name after a while.
func TestModelChanges(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, n int, r request) bool {
		if n > 1 {
			send(w, answer(r, 32))
		}
		return n > 1
	})
	_, err := s.embedder(t, func(c *openai.Config) { c.Dimensions = 0 }).Query(t.Context(), "工会")
	if !errors.Is(err, daodu.ErrUpstream) || !strings.Contains(err.Error(), "64 dimensions") || !strings.Contains(err.Error(), "now makes 32") {
		t.Errorf("%v, want ErrUpstream with both dimensions", err)
	}
}

func TestNewFails(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, _ int, _ request) bool { return fail(w, 401, "", "no") })
	c := s.config()
	c.Dimensions = 0
	if e, err := openai.New(t.Context(), c); e != nil || !errors.Is(err, daodu.ErrForbidden) {
		t.Errorf("%v and %v, want ErrForbidden", e, err)
	}
}

// TestKept checks that what was embedded before a failure is returned with it.
func TestKept(t *testing.T) {
	t.Parallel()
	const bad = "第17篇"
	tests := []struct {
		name  string
		fault func(w http.ResponseWriter, r request) bool
		least int // vectors
	}{
		{"key taken away", func(w http.ResponseWriter, r request) bool {
			return contains(r, bad) && fail(w, 401, "", "revoked")
		}, 15},
		{"one text refused", func(w http.ResponseWriter, r request) bool {
			return contains(r, bad) && fail(w, 400, "content_filter", "high risk")
		}, 17},
		{"one vector is zero", func(w http.ResponseWriter, r request) bool {
			a := answer(r, 64)
			for i, text := range r.Input {
				if strings.Contains(text, bad) {
					a["data"].([]object)[i]["embedding"] = make([]float32, 64)
				}
			}
			send(w, a)
			return true
		}, 17},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, func(w http.ResponseWriter, _ int, r request) bool { return tt.fault(w, r) })
			in := texts(40)
			got, err := s.embedder(t, func(c *openai.Config) { c.MaxBatch = 5 }).Documents(t.Context(), in)
			if err == nil || len(got) != tt.least {
				t.Fatalf("%d vectors and the error %v, want %d vectors", len(got), err, tt.least)
			}
			checkOrder(t, "", in[:len(got)], got)
			if want := fmt.Sprintf("stopped after %d of 40 texts", tt.least); !strings.Contains(err.Error(), want) {
				t.Errorf("the error is %q, want %q in it", err, want)
			}
		})
	}
}

func TestConcurrency(t *testing.T) {
	t.Parallel()
	for _, limit := range []int{1, 3} {
		var now, most atomic.Int32
		s := serve(t, func(_ http.ResponseWriter, n int, _ request) bool {
			for m, k := most.Load(), now.Add(1); k > m && !most.CompareAndSwap(m, k); m = most.Load() {
			}
			time.Sleep(time.Duration(5+n%3*10) * time.Millisecond) // later batches overtake
			now.Add(-1)
			return false
		})
		in := texts(60)
		got, err := s.embedder(t, func(c *openai.Config) { c.MaxBatch, c.Concurrency = 5, limit }).Documents(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		checkOrder(t, "", in, got)
		if int(most.Load()) != limit {
			t.Errorf("%d requests at once, want %d", most.Load(), limit)
		}
	}
}

func TestTimeout(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	s := serve(t, func(_ http.ResponseWriter, n int, _ request) bool {
		if n == 1 {
			<-release
		}
		return false
	})
	t.Cleanup(func() { close(release) })
	var log bytes.Buffer
	e := s.embedder(t, func(c *openai.Config) {
		c.Timeout = 100 * time.Millisecond
		c.Log = slog.New(slog.NewTextHandler(&log, nil))
	})
	got, err := e.Documents(t.Context(), texts(1))
	if err != nil {
		t.Fatal(err)
	}
	checkOrder(t, "", texts(1), got)
	if !strings.Contains(log.String(), "did not answer within 100ms") {
		t.Errorf("the log is %q", log.String())
	}
}

// TestCancel cancels at different moments. It must not take long, leave goroutines behind, or
// call the endpoint again.
func TestCancel(t *testing.T) {
	// Not parallel: it counts goroutines.
	hang := make(chan struct{})
	tests := []struct {
		name  string
		fault func(w http.ResponseWriter) bool
	}{
		{"in a request", func(http.ResponseWriter) bool { <-hang; return true }},
		{"while waiting", func(w http.ResponseWriter) bool {
			w.Header().Set("Retry-After", "60")
			return fail(w, 429, "", "")
		}},
	}
	before := runtime.NumGoroutine()
	for _, tt := range tests {
		var once sync.Once
		reached := make(chan struct{})
		s := serve(t, func(w http.ResponseWriter, _ int, r request) bool {
			if contains(r, "第0篇") || contains(r, "第5篇") {
				return false
			}
			once.Do(func() { close(reached) })
			return tt.fault(w)
		})
		ctx, cancel := context.WithCancel(t.Context())
		var cancelled time.Time
		go func() {
			<-reached
			time.Sleep(20 * time.Millisecond)
			cancelled = time.Now()
			cancel()
		}()
		in := texts(30)
		got, err := s.embedder(t, func(c *openai.Config) { c.MaxBatch = 5 }).Documents(ctx, in)
		if took := time.Since(cancelled); took > time.Second {
			t.Errorf("%s: it took %v to stop", tt.name, took)
		}
		// The second batch may find that it has to wait.
		if !errors.Is(err, context.Canceled) || len(got) != 5 && len(got) != 10 {
			t.Errorf("%s: %d vectors and the error %v, want 5 or 10 and context.Canceled", tt.name, len(got), err)
		}
		checkOrder(t, "", in[:len(got)], got)
		if n := len(s.asked()); n > 4 {
			t.Errorf("%s: %d requests", tt.name, n)
		}
		s.Client().CloseIdleConnections()
		if tt.name == "in a request" {
			close(hang)
		}
		s.Close()
	}
	for range 50 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	stack := make([]byte, 1<<16)
	t.Errorf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before, stack[:runtime.Stack(stack, true)])
}

func TestDeadline(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, _ int, _ request) bool { return raw(w, 500, "") })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.embedder(t).Query(ctx, "工会"); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, daodu.ErrUpstream) {
		t.Errorf("%v, want the error of the context", err)
	}
}

// TestCutByEndpoint warns of an endpoint that reads the beginning of texts only.
func TestCutByEndpoint(t *testing.T) {
	t.Parallel()
	for _, tokens := range []int{0, 512, 2000} {
		s := serve(t, func(w http.ResponseWriter, _ int, r request) bool {
			a := answer(r, 64)
			a["usage"] = object{"prompt_tokens": tokens}
			send(w, a)
			return true
		})
		var log bytes.Buffer
		e := s.embedder(t, func(c *openai.Config) {
			c.MaxTokens, c.Log = 8192, slog.New(slog.NewTextHandler(&log, nil))
		})
		for range 2 {
			if _, err := e.Query(t.Context(), strings.Repeat("全市职工的收入今年又增长了。", 250)); err != nil {
				t.Fatal(err)
			}
		}
		if got, want := strings.Count(log.String(), "seems to cut texts"), map[int]int{512: 1}[tokens]; got != want {
			t.Errorf("%d warnings for %d tokens, want %d", got, tokens, want)
		}
	}
}

// TestBatches checks how many texts go into a request.
func TestBatches(t *testing.T) {
	t.Parallel()
	tooMany := func(limit int, status int, message string) func(http.ResponseWriter, int, request) bool {
		return func(w http.ResponseWriter, _ int, r request) bool {
			return len(r.Input) > limit && fail(w, status, "", fmt.Sprintf(message, len(r.Input), limit))
		}
	}
	tests := []struct {
		name   string
		texts  int
		change func(*openai.Config)
		fault  func(http.ResponseWriter, int, request) bool
		want   []int
	}{
		{"usual", 150, func(*openai.Config) {}, nil, []int{64, 64, 22}},
		{"configured", 10, func(c *openai.Config) { c.MaxBatch = 4 }, nil, []int{4, 4, 2}},
		// 64 is refused; 32 and again 16 and 8 are tried, and 8 is remembered.
		{"DashScope refuses", 70, func(*openai.Config) {},
			tooMany(10, 400, "<400> InternalError.Algo.InvalidParameter: Value error, batch size %d is invalid, it should not be larger than %d.: input.contents"),
			[]int{64, 32, 16, 8, 8, 8, 8, 8, 8, 8, 8, 6}},
		{"TEI refuses", 64, func(*openai.Config) {}, tooMany(32, 413, "batch size %d > maximum allowed batch size %d"), []int{64, 32, 32}},
		{"refused without a reason", 40, func(*openai.Config) {}, tooMany(20, 400, "bad request %[1]d %[2]d"), []int{40, 40, 20, 20}},
		{"tokens per minute", 40, func(*openai.Config) {},
			tooMany(20, 429, "Request too large for m on tokens per min (TPM): Limit %d, Requested %d."), []int{40, 20, 20}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, tt.fault)
			in := texts(tt.texts)
			got, err := s.embedder(t, func(c *openai.Config) { c.Concurrency = 1 }, tt.change).Documents(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			checkOrder(t, "", in, got)
			if diff := cmp.Diff(tt.want, sizes(s.asked())); diff != "" {
				t.Errorf("texts per request (-want +got):\n%s", diff)
			}
		})
	}
}

// TestLong checks how texts that are longer than the model reads are parted.
func TestLong(t *testing.T) {
	t.Parallel()
	sentence := "全市职工互助保障覆盖八千人，比去年多了一成。"
	traditional := "全市職工互助保障覆蓋八千人，比去年多了一成。"
	tests := []struct {
		name, text string
		ends       string // what pieces end in
	}{
		{"Simplified", strings.Repeat(sentence, 60), "。"},
		{"Traditional", strings.Repeat(traditional, 60), "。"},
		{"full width", strings.Repeat("ＧＤＰ增长５％，ＡＢＣ公司超过预期！", 60), "！"},
		{"one sentence", strings.Repeat("互助保障覆盖八千人，", 100), "，"},
		{"no marks", strings.Repeat("全市职工的收入今年", 120), ""},
		{"astral", strings.Repeat("𠮷野家在𡒄和𪚥开了店。", 100), "。"},
		{"a sentence without end behind others", strings.Repeat(sentence, 30) + strings.Repeat("收入", 400), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, nil)
			e := s.embedder(t, func(c *openai.Config) { c.MaxTokens = 128 })
			got, err := e.Documents(t.Context(), []string{tt.text, "短文"})
			if err != nil {
				t.Fatal(err)
			}
			var pieces []string
			for _, r := range s.asked() {
				pieces = append(pieces, r.Input...)
			}
			pieces = pieces[:len(pieces)-1]
			if strings.Join(pieces, "") != tt.text {
				t.Error("the pieces are not the text")
			}
			for _, p := range pieces {
				// 128 tokens of a model that has one per letter.
				if n := len([]rune(p)); n > 170 || !strings.HasSuffix(p, tt.ends) {
					t.Errorf("a piece of %d letters: %s", n, p)
				}
			}
			if c := cosine(got[0], averaged(pieces)); c < .9999 {
				t.Errorf("the vector has a cosine of %v to the average", c)
			}
		})
	}
}

// averaged is the average of the vectors of pieces, weighted by their length.
func averaged(pieces []string) []float32 {
	sum := make([]float32, 64)
	for _, p := range pieces {
		v := bigrams(p, 64)
		for i := range v {
			sum[i] += v[i] * float32(len([]rune(p))) / float32(math.Sqrt(dot(v, v)))
		}
	}
	n := float32(math.Sqrt(dot(sum, sum)))
	for i := range sum {
		sum[i] /= n
	}
	return sum
}

// TestTooLong has endpoints that find texts too long which our estimate let through.
func TestTooLong(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		status  int
		message string
	}{
		{"OpenAI", 400, "This model's maximum context length is 8192 tokens, however you requested 9000 tokens."},
		{"llama.cpp", 500, "input (1398 tokens) is too large to process. increase the physical batch size (current batch size: 512)"},
		{"TEI", 413, "`inputs` must have less than 512 tokens. Given: 1398"},
		{"Ollama", 400, "the input length exceeds the context length"},
		{"DashScope", 400, "Range of input length should be [1, 2048]"},
		{"without words", 413, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, func(w http.ResponseWriter, _ int, r request) bool {
				return slices.ContainsFunc(r.Input, func(s string) bool { return len([]rune(s)) > 100 }) && fail(w, tt.status, "", tt.message)
			})
			in := texts(6)
			in[3] = strings.Repeat("全市职工的收入今年又增长了。", 22)
			got, err := s.embedder(t).Documents(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			checkOrder(t, "", in[:3], got[:3])
			checkOrder(t, "", in[4:], got[4:])
			if c := cosine(got[3], bigrams(in[3], 64)); c < .99 {
				t.Errorf("the long text has a cosine of %v to its own vector", c)
			}
			if n := len(s.asked()); n > 16 {
				t.Errorf("%d requests", n)
			}
		})
	}
}
