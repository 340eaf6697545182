package chat

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

// Capabilities are what an endpoint can do with a model, as far as is known.
type Capabilities struct {
	Host     string
	Model    string
	Server   string  // what answers there, such as "llama.cpp"; "" when it does not tell
	Listed   bool    // the endpoint names the model among its own
	Format   Format  // how far it can be held to a schema
	Strict   bool    // a schema has to be in OpenAI's strict subset
	Limit    string  // the field that limits an answer: max_tokens or max_completion_tokens
	Longest  int     // answer, in tokens; 0 when unknown
	Context  int     // what the model reads and writes together, in tokens; 0 when unknown
	Cache    Cache   // what has to be the same for a prompt to be found again
	Cached   bool    // tells how much of a prompt it had cached; learnt from an answer
	Ratio    float64 // tokens of a text, against the estimate of package zh; 0 until learnt
	Problems []string
}

// String returns the capabilities in lines, with the problems last.
func (c Capabilities) String() string {
	var b strings.Builder
	line := func(name string, value any) { fmt.Fprintf(&b, "%-12s %v\n", name, value) }
	line("endpoint", c.Host)
	line("model", c.Model)
	line("server", orUnknown(c.Server))
	line("format", c.Format)
	line("strict", yesNo(c.Strict))
	line("limit", c.Limit)
	line("longest", orUnknown(tokenCount(c.Longest)))
	line("context", orUnknown(tokenCount(c.Context)))
	line("cache", c.Cache)
	line("tells cached", yesNo(c.Cached))
	if c.Ratio > 0 {
		line("tokens", fmt.Sprintf("%.2f of the estimate", c.Ratio))
	}
	for _, p := range c.Problems {
		line("problem", p)
	}
	return b.String()
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func tokenCount(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d tokens", n)
}

// Capabilities returns what is known of the endpoint. The first call asks it for its models,
// which costs nothing; what answers have taught since is put in with every call. An endpoint
// that does not tell of its models has none; a refused key is daodu.ErrForbidden.
func (c *Client) Capabilities(ctx context.Context) (Capabilities, error) {
	c.listing.Lock()
	defer c.listing.Unlock()
	if c.listed == nil {
		listed, err := c.list(ctx)
		if err != nil {
			return Capabilities{}, err
		}
		c.listed = listed
	}
	out := *c.listed
	w := c.wire.Load()
	out.Format, out.Limit, out.Longest, out.Strict = w.format, w.limit, w.longest, !w.loose
	out.Context, out.Cached = int(c.context.Load()), c.cached.Load()
	if ratio, ok := c.tokens.learnt(); ok {
		out.Ratio = ratio
	}
	return out, nil
}

// list asks for the models of the endpoint. Only a refused key and ctx are errors: many
// gateways have no list.
func (c *Client) list(ctx context.Context) (*Capabilities, error) {
	out := &Capabilities{Host: c.host, Model: c.config.Model, Server: c.known.name, Cache: c.known.cache}
	call, cancel := context.WithTimeoutCause(ctx, min(c.config.Timeout, 30*time.Second), errTimeout)
	defer cancel()
	l := &listing{exchange: exchange{http: c.http}}
	config := openai.DefaultConfig(c.config.Key)
	config.BaseURL, config.HTTPClient = c.config.BaseURL, l
	_, err := openai.NewClientWithConfig(config).ListModels(call)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case l.status >= 300:
		if f := c.refusal(&l.exchange); f.verdict == forbidden {
			return nil, f
		}
	case err != nil && l.status == 0:
		return nil, c.unreached(err)
	}
	c.read(l.body, out)
	return out, nil
}

// A listing carries the request for the models, and keeps the whole list: go-openai reads but
// the names.
type listing struct {
	exchange
	body []byte
}

// Do sends req.
func (l *listing) Do(req *http.Request) (*http.Response, error) {
	resp, err := l.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	l.status, l.header = resp.StatusCode, resp.Header
	if l.body, err = io.ReadAll(io.LimitReader(resp.Body, longestAnswer)); err != nil {
		return nil, err
	}
	if l.status >= 300 {
		l.refused = l.body
	}
	resp.Body = io.NopCloser(strings.NewReader("{}"))
	return resp, nil
}

// A model is what endpoints tell of one: the names of its maker or server, and the context as
// vLLM, OpenRouter, Groq, and LM Studio write it.
type model struct {
	ID      string `json:"id"`
	Owner   string `json:"owned_by"`
	VLLM    int    `json:"max_model_len"`
	Router  int    `json:"context_length"`
	Groq    int    `json:"context_window"`
	Studio  int    `json:"max_context_length"`
	TopLine struct {
		Context int `json:"context_length"`
		Answer  int `json:"max_completion_tokens"`
	} `json:"top_provider"`
}

// servers are the owners that servers write in their lists.
var servers = map[string]string{"llamacpp": "llama.cpp", "vllm": "vLLM", "library": "Ollama", "sglang": "SGLang"}

// read takes what a list tells of the model.
func (c *Client) read(list []byte, out *Capabilities) {
	var m struct{ Data []json.RawMessage }
	if json.Unmarshal(list, &m) != nil || len(m.Data) == 0 {
		return
	}
	for _, raw := range m.Data {
		var entry model
		if json.Unmarshal(raw, &entry) != nil {
			continue
		}
		if name := servers[entry.Owner]; name != "" && out.Server == "" {
			out.Server = name
		}
		if entry.ID != c.config.Model && entry.ID != c.config.Model+":latest" {
			continue
		}
		out.Listed = true
		n := max(entry.VLLM, entry.Router, entry.Groq, entry.Studio, entry.TopLine.Context)
		c.context.CompareAndSwap(0, int64(n))
	}
	if !out.Listed && out.Server != "llama.cpp" { // which answers to every name
		out.Problems = append(out.Problems, fmt.Sprintf("%s does not list the model %s; check its name", c.host, c.config.Model))
	}
}
