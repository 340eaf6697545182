package openai_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/embed/openai"
)

// faults are what endpoints do, with what the user sees. All echo the key where they can.
var faults = []struct {
	name  string
	fault func(w http.ResponseWriter, r request) bool
	want  error
	words string // in the error
	asked int    // requests for one text
}{
	{"wrong key", func(w http.ResponseWriter, _ request) bool {
		return fail(w, 401, "invalid_api_key", "Incorrect API key provided: "+testKey+".")
	}, daodu.ErrForbidden, "refuses the key (401 Unauthorized: Incorrect API key provided: [key].); check it", 1},
	{"key cut short", func(w http.ResponseWriter, _ request) bool {
		return fail(w, 401, "invalid_api_key", "Incorrect API key provided: "+testKey[:14]+"****")
	}, daodu.ErrForbidden, "provided: [key]****", 1},
	{"key of a gateway", func(w http.ResponseWriter, _ request) bool {
		return fail(w, 400, "", "upstream refused sk-proj-ABCDEFGH12345678")
	}, daodu.ErrUpstream, "upstream refused [key]", 2},
	{"model not for this key", func(w http.ResponseWriter, _ request) bool {
		return fail(w, 403, "", "Project has no access to model test-model, which does not exist")
	}, daodu.ErrForbidden, "may use the model test-model", 1},
	{"unknown model", func(w http.ResponseWriter, _ request) bool {
		return fail(w, 404, "model_not_found", "The model `test-model` does not exist")
	}, daodu.ErrNotFound, "does not know the embedding model test-model", 1},
	{"unknown model, SiliconFlow", func(w http.ResponseWriter, _ request) bool {
		return raw(w, 400, `{"code":20012,"message":"Model does not exist. Please check it carefully.","data":null}`)
	}, daodu.ErrNotFound, "check its name", 1},
	{"unknown model, GLM", func(w http.ResponseWriter, _ request) bool {
		return raw(w, 400, `{"error":{"code":"1211","message":"模型不存在，请检查模型代码。"}}`)
	}, daodu.ErrNotFound, "模型不存在", 1},
	{"wrong address", func(w http.ResponseWriter, _ request) bool {
		return raw(w, 404, "404 page not found "+testKey)
	}, daodu.ErrUsage, "check it, it mostly ends in /v1", 1},
	{"redirect", func(w http.ResponseWriter, _ request) bool {
		w.Header().Set("Location", "https://elsewhere.example/"+testKey)
		return raw(w, 301, "")
	}, daodu.ErrUsage, "301 Moved Permanently", 1},
	{"no embeddings, llama.cpp", func(w http.ResponseWriter, _ request) bool {
		return fail(w, 501, "501", "This server does not support embeddings. Start it with `--embeddings`")
	}, daodu.ErrUsage, "choose an embedding model", 1},
	{"quota", func(w http.ResponseWriter, _ request) bool {
		return fail(w, 429, "insufficient_quota", "You exceeded your current quota")
	}, daodu.ErrLimited, "quota at", 1},
	{"quota, GLM", func(w http.ResponseWriter, _ request) bool {
		return raw(w, 429, `{"error":{"code":"1113","message":"您的账户已欠费"}}`)
	}, daodu.ErrLimited, "top it up", 1},
	{"quota, DashScope", func(w http.ResponseWriter, _ request) bool {
		return fail(w, 400, "Arrearage", "Access denied, please make sure your account is in good standing.")
	}, daodu.ErrLimited, "quota at", 1},
	{"quota, DashScope free tier", func(w http.ResponseWriter, _ request) bool {
		return fail(w, 403, "AllocationQuota.FreeTierOnly", "The free tier of the model has been exhausted.")
	}, daodu.ErrLimited, "quota at", 1},
	{"payment required", func(w http.ResponseWriter, _ request) bool {
		return fail(w, 402, "", "Insufficient Balance")
	}, daodu.ErrLimited, "quota at", 1},
	{"long wait", func(w http.ResponseWriter, _ request) bool {
		w.Header().Set("Retry-After", "86400")
		return fail(w, 429, "rate_limit_exceeded", "Rate limit reached")
	}, daodu.ErrLimited, "too busy for us", 1},
	{"web page", func(w http.ResponseWriter, _ request) bool {
		return raw(w, 200, "\n<!DOCTYPE html><title>"+testKey+"</title>")
	}, daodu.ErrUpstream, "answers with a web page", 1},
	{"no JSON", func(w http.ResponseWriter, _ request) bool {
		return raw(w, 200, `{"data": nope `+testKey+`}`)
	}, daodu.ErrUpstream, "cannot be read", 1},
	{"NaN", func(w http.ResponseWriter, _ request) bool {
		return raw(w, 200, `{"data":[{"index":0,"embedding":[NaN,1]}]}`)
	}, daodu.ErrUpstream, "cannot be read", 1},
	{"NaN in base64", func(w http.ResponseWriter, r request) bool {
		return vector(w, packed(append(bigrams(r.Input[0], 63), float32(math.NaN()))))
	}, daodu.ErrUpstream, "a vector of length NaN", 1},
	{"infinity", func(w http.ResponseWriter, r request) bool {
		return vector(w, packed(append(bigrams(r.Input[0], 63), float32(math.Inf(-1)))))
	}, daodu.ErrUpstream, "a vector of length +Inf", 1},
	{"beyond float32", func(w http.ResponseWriter, _ request) bool {
		return raw(w, 200, `{"data":[{"index":0,"embedding":[1e99]}]}`)
	}, daodu.ErrUpstream, "cannot be read", 1},
	{"null", func(w http.ResponseWriter, _ request) bool {
		return raw(w, 200, `{"data":[{"index":0,"embedding":[null,1]}]}`)
	}, daodu.ErrUpstream, "a vector holds null", 1},
	{"zero vector", func(w http.ResponseWriter, _ request) bool {
		return vector(w, make([]float32, 64))
	}, daodu.ErrUpstream, "a vector of length 0", 1},
	{"bytes left over", func(w http.ResponseWriter, _ request) bool {
		return vector(w, "AAAAAAA=")
	}, daodu.ErrUpstream, "no multiple of 4", 1},
	{"no base64", func(w http.ResponseWriter, _ request) bool {
		return vector(w, "%%%")
	}, daodu.ErrUpstream, "no base64", 1},
	{"wrong dimension", func(w http.ResponseWriter, r request) bool {
		send(w, answer(r, 48))
		return true
	}, daodu.ErrUsage, "makes vectors of 48 dimensions with test-model, not 64; set its dimensions to 48, or to 0", 1},
	{"no vector", func(w http.ResponseWriter, _ request) bool {
		return raw(w, 200, `{"data":[]}`)
	}, daodu.ErrUpstream, "0 vectors for 1 texts", 1},
	{"empty vector", func(w http.ResponseWriter, _ request) bool {
		return vector(w, []float32{})
	}, daodu.ErrUsage, "0 dimensions", 1},
	{"index out of range", func(w http.ResponseWriter, r request) bool {
		send(w, object{"data": []object{{"index": 1, "embedding": bigrams(r.Input[0], 64)}}})
		return true
	}, daodu.ErrUpstream, "the index 1 for 1 texts", 1},
	{"forbidden by code in a 200", func(w http.ResponseWriter, _ request) bool {
		return raw(w, 200, `{"error":{"code":402,"message":"Insufficient credits for `+testKey+`"}}`)
	}, daodu.ErrLimited, "quota at", 1},
	{"too long, in vain", func(w http.ResponseWriter, _ request) bool {
		return fail(w, 400, "", "This model's maximum context length is 1 tokens")
	}, daodu.ErrUpstream, "letters only", 1},
	{"refused", func(w http.ResponseWriter, _ request) bool {
		return fail(w, 400, "data_inspection_failed", "Input data may contain inappropriate content.")
	}, daodu.ErrUpstream, "inappropriate content", 2}, // once more without encoding_format
}

// vector answers with one embedding.
func vector(w http.ResponseWriter, embedding any) bool {
	send(w, object{"data": []object{{"index": 0, "embedding": embedding}}})
	return true
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for _, tt := range faults {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, func(w http.ResponseWriter, _ int, r request) bool { return tt.fault(w, r) })
			var logged bytes.Buffer
			e := s.embedder(t, func(c *openai.Config) {
				c.Log = slog.New(slog.NewJSONHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
			})
			v, err := e.Query(t.Context(), "职工互助保障")
			if v != nil || !errors.Is(err, tt.want) {
				t.Fatalf("%v and the error %v, want %v", v, err, tt.want)
			}
			if !strings.Contains(err.Error(), tt.words) || strings.Contains(err.Error(), "\n") {
				t.Errorf("the error is %q, want one line with %q", err, tt.words)
			}
			if got := len(s.asked()); got != tt.asked {
				t.Errorf("%d requests, want %d", got, tt.asked)
			}
			hidden(t, err.Error(), logged.String(), fmt.Sprintf("%v %+v %#v", e, e, e))
		})
	}
}

// hidden fails when the key, or a part of it that tells, stands in one of texts.
func hidden(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(text, testKey[8:16]) || strings.Contains(text, "ABCDEFGH") {
			t.Errorf("a key stands in %q", text)
		}
	}
}

// TestPassing has faults that pass: the texts are embedded in the end.
func TestPassing(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fault func(w http.ResponseWriter) bool
	}{
		{"500", func(w http.ResponseWriter) bool { return fail(w, 500, "", "down, "+testKey) }},
		{"502 page", func(w http.ResponseWriter) bool { return raw(w, 502, "<html>Bad Gateway</html>") }},
		{"503 empty", func(w http.ResponseWriter) bool { return raw(w, 503, "") }},
		{"529", func(w http.ResponseWriter) bool { return raw(w, 529, `{"error":"overloaded"}`) }},
		{"408", func(w http.ResponseWriter) bool { return raw(w, 408, "") }},
		{"429", func(w http.ResponseWriter) bool {
			return fail(w, 429, "rate_limit_exceeded", "Rate limit reached on tokens per min. Please try again in 20ms.")
		}},
		{"429, GLM", func(w http.ResponseWriter) bool {
			return raw(w, 429, `{"error":{"code":"1302","message":"您的账户已达到速率限制"}}`)
		}},
		{"cut connection", cut},
		{"hung up", func(http.ResponseWriter) bool { panic(http.ErrAbortHandler) }},
		{"cut JSON", func(w http.ResponseWriter) bool { return raw(w, 200, `{"object":"list","data":[{"ind`) }},
		{"empty body", func(w http.ResponseWriter) bool { return raw(w, 200, "") }},
		{"error in a 200", func(w http.ResponseWriter) bool {
			return raw(w, 200, `{"error":{"message":"provider returned error","code":503}}`)
		}},
		{"error in a 200, as a string", func(w http.ResponseWriter) bool { return raw(w, 200, `{"error":"loading"}`) }},
		{"error in a 200, SiliconFlow", func(w http.ResponseWriter) bool {
			return raw(w, 200, `{"code":50501,"message":"System busy","data":null}`)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, func(w http.ResponseWriter, n int, _ request) bool { return n == 1 && tt.fault(w) })
			var logged bytes.Buffer
			e := s.embedder(t, func(c *openai.Config) { c.Log = slog.New(slog.NewTextHandler(&logged, nil)) })
			in := texts(3)
			got, err := e.Documents(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			checkOrder(t, "", in, got)
			if n := len(s.asked()); n != 2 {
				t.Errorf("%d requests, want 2", n)
			}
			if !strings.Contains(logged.String(), "tried again") {
				t.Errorf("the log says nothing of the fault: %q", logged.String())
			}
			hidden(t, logged.String())
		})
	}
}

// TestIndex has answers that do not say, for each text once, whose vector it is.
func TestIndex(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(data []object) []object
		words  string // "" when all is well
	}{
		{"other order", func(d []object) []object { d[0], d[2] = d[2], d[0]; return d }, ""},
		{"no index", func(d []object) []object { delete(d[1], "index"); return d }, "without an index"},
		{"same index", func(d []object) []object { d[1]["index"] = 0; return d }, "two vectors with the index 0"},
		{"negative index", func(d []object) []object { d[1]["index"] = -1; return d }, "the index -1"},
		{"one too few", func(d []object) []object { return d[:2] }, "2 vectors for 3 texts"},
		{"one too many", func(d []object) []object { return append(d, d[0]) }, "4 vectors for 3 texts"},
		{"other dimension in the middle", func(d []object) []object { d[1]["embedding"] = []float32{1}; return d }, "1 dimensions"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, func(w http.ResponseWriter, _ int, r request) bool {
				a := answer(r, 64)
				a["data"] = tt.change(a["data"].([]object))
				send(w, a)
				return true
			})
			in := texts(3)
			got, err := s.embedder(t).Documents(t.Context(), in)
			if tt.words == "" {
				if err != nil {
					t.Fatal(err)
				}
				checkOrder(t, "", in, got)
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.words) || len(got) != 0 {
				t.Errorf("%d vectors and the error %v, want %q", len(got), err, tt.words)
			}
		})
	}
}

// TestKeyInAddress has keys where they do not belong.
func TestKeyInAddress(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"https://user:" + testKey + "@host.example/v1", "https://host.example/v1?key=" + testKey,
		"https://host.example/v1#" + testKey, "host.example/" + testKey, "https://" + testKey + ":port/v1",
		"ftp://host.example/" + testKey, "",
	} {
		_, err := openai.New(t.Context(), openai.Config{BaseURL: address, Model: "m", Dimensions: 8})
		if !errors.Is(err, daodu.ErrUsage) {
			t.Errorf("%q: %v, want ErrUsage", address, err)
			continue
		}
		hidden(t, err.Error())
	}
	// A key in the path is possible; nobody is there to answer.
	c := openai.Config{BaseURL: "http://127.0.0.1:1/" + testKey + "/v1", Key: testKey, Model: "m", Dimensions: 8}
	ctx, cancel := context.WithCancel(t.Context())
	var logged bytes.Buffer
	c.Log = slog.New(slog.NewTextHandler(&cancelling{&logged, cancel}, nil))
	e, err := openai.New(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = e.Query(ctx, "工会"); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want context.Canceled", err)
	}
	if !strings.Contains(logged.String(), "cannot be reached") {
		t.Errorf("the log does not say that the endpoint cannot be reached: %q", logged.String())
	}
	hidden(t, err.Error(), logged.String())
}

// cancelling cancels with the first line that is logged.
type cancelling struct {
	*bytes.Buffer
	cancel context.CancelFunc
}

func (c *cancelling) Write(p []byte) (int, error) {
	defer c.cancel()
	return c.Buffer.Write(p)
}

func TestConfigErrors(t *testing.T) {
	t.Parallel()
	valid := openai.Config{BaseURL: "https://host.example/v1", Key: testKey, Model: "m", Dimensions: 8}
	tests := []struct {
		name   string
		change func(*openai.Config)
	}{
		{"no model", func(c *openai.Config) { c.Model = " " }},
		{"key with a line break inside", func(c *openai.Config) { c.Key = testKey + "\n" + testKey }},
		{"full-width key", func(c *openai.Config) { c.Key = "ｓｋ－１２３" }},
		{"negative dimension", func(c *openai.Config) { c.Dimensions = -1 }},
		{"negative batch", func(c *openai.Config) { c.MaxBatch = -1 }},
		{"negative timeout", func(c *openai.Config) { c.Timeout = -1 }},
	}
	for _, tt := range tests {
		c := valid
		tt.change(&c)
		if _, err := openai.New(t.Context(), c); !errors.Is(err, daodu.ErrUsage) {
			t.Errorf("%s: %v, want ErrUsage", tt.name, err)
		} else {
			hidden(t, err.Error())
		}
	}
	if _, err := openai.New(t.Context(), valid); err != nil {
		t.Errorf("a valid config: %v", err)
	}
}

func TestNoKey(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, _ int, r request) bool {
		return r.key != "" && raw(w, 400, "") || fail(w, 401, "", "Invalid API Key")
	})
	_, err := s.embedder(t, func(c *openai.Config) { c.Key = "" }).Query(t.Context(), "工会")
	if !errors.Is(err, daodu.ErrForbidden) || !strings.Contains(err.Error(), "wants a key") {
		t.Errorf("%v, want that the endpoint wants a key", err)
	}
}

// TestCertificate has an endpoint whose certificate nobody vouches for; asking again is no use.
func TestCertificate(t *testing.T) {
	t.Parallel()
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	var opened atomic.Int32
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	s.StartTLS()
	t.Cleanup(s.Close)
	e, err := openai.New(t.Context(), openai.Config{BaseURL: s.URL, Model: "m", Dimensions: 8})
	if err != nil {
		t.Fatal(err)
	}
	_, err = e.Query(t.Context(), "工会")
	if !errors.Is(err, daodu.ErrUpstream) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("%v, want ErrUpstream and a word on the certificate", err)
	}
	if n := opened.Load(); n != 1 {
		t.Errorf("%d connections, want one: it was tried again", n)
	}
}
