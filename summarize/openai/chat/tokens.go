package chat

import (
	"encoding/json"
	"math/bits"
	"regexp"
	"strings"
	"sync"

	"github.com/daodu/daodu/internal/zh"
)

const (
	// perMessage is what the template of a chat adds to a message, in tokens.
	perMessage = 6
	// smallPrompt is below what no server cuts, in tokens: the smallest context in use is
	// Ollama's old default of 2048.
	smallPrompt = 512
	// cutShare is the share of the expected tokens below which the prompt was cut. Texts
	// differ from the average of their model by a quarter at most (0.549 to 0.750 per letter
	// around 0.599 with Qwen, 0.482 to 0.689 around 0.536 with DeepSeek; five texts measured).
	cutShare = 0.6
	// answerGuess is what providers reserve for an answer without a limit, in tokens.
	answerGuess = 512
	// above is the limit of package zh against its price.
	above = 0.85 / 0.6
	// weight of the newest observation in the average.
	weight = 0.3
)

// tokens learns how many tokens a model makes of a text, as a ratio to the estimate of package
// zh, which is that of Qwen's vocabulary.
type tokens struct {
	mu    sync.Mutex
	ratio float64 // 0 until observed
}

// observe takes the count of an endpoint for an estimate. What is far off is left out: a cut
// prompt, or a server that counts something else.
func (t *tokens) observe(estimate, counted int) {
	ratio := float64(counted) / float64(max(estimate, 1))
	if estimate < smallPrompt/2 || ratio < cutShare || ratio > 4 {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ratio == 0 {
		t.ratio = ratio
	}
	t.ratio += weight * (ratio - t.ratio)
}

// learnt returns the ratio and whether it was observed; 1 before.
func (t *tokens) learnt() (float64, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ratio == 0 {
		return 1, false
	}
	return t.ratio, true
}

func (t *tokens) scaled(n int) int {
	ratio, _ := t.learnt()
	return int(float64(n)*ratio + .5)
}

// TokenLimit estimates from above how many tokens the model makes of text: use it for what must
// fit. It gets better with every answer.
func (c *Client) TokenLimit(text string) int { return c.tokens.scaled(zh.TokenLimit([]rune(text))) }

// TokenPrice estimates how many tokens text will be billed as.
func (c *Client) TokenPrice(text string) int { return c.tokens.scaled(zh.TokenPrice([]rune(text))) }

// plainTokens is the estimate for the prompt of r before anything is learnt.
func (c *Client) plainTokens(r Request, w wire) int {
	n := perMessage
	for _, m := range messages(r, w) {
		n += zh.TokenPrice([]rune(m.Content)) + perMessage
	}
	if r.Schema != nil && w.constrain(r) == FormatSchema && c.known.cache == CacheSchema {
		n += zh.TokenPrice([]rune(string(r.Schema)))
	}
	return n
}

// expected is how many tokens the prompt of a should have.
func (a *asking) expected(w wire) int {
	if a.request.Estimate > 0 {
		return a.request.Estimate
	}
	return a.client.tokens.scaled(a.client.plainTokens(a.request, w))
}

// silentlyCut reports whether an endpoint that counted so many tokens read but a part of the
// prompt: far fewer than expected, or exactly as many as a context holds (Ollama).
func (c *Client) silentlyCut(expected, counted int) bool {
	if counted == 0 || expected < smallPrompt {
		return false
	}
	full := counted >= 2048 && bits.OnesCount(uint(counted)) == 1 || int64(counted) == c.context.Load()
	return float64(counted) < cutShare*float64(expected) || full && float64(counted) < .9*float64(expected)
}

// cost returns what a request takes of a limit on tokens per minute, as far as is known when it
// is called: prompt and longest answer, as providers count. Before anything is learnt the
// prompt is taken from above.
func (c *Client) cost(r Request, w wire) func() float64 {
	answer, plain := answerGuess, c.plainTokens(r, w)
	if r.MaxTokens > 0 {
		answer = w.room(r.MaxTokens)
	}
	return func() float64 {
		ratio, ok := c.tokens.learnt()
		switch {
		case r.Estimate > 0:
			return float64(r.Estimate + answer)
		case !ok:
			ratio = above
		}
		return float64(plain)*ratio + float64(answer)
	}
}

// contextSize finds the context in messages of OpenAI and vLLM ("maximum context length is 8192
// tokens") and llama.cpp ("available context size (4096 tokens)").
var contextSize = regexp.MustCompile(`(?i)(?:maximum context length is|context size \(|context length of(?: only)?) ?(\d+)`)

// learnContext takes the context of the model from an error, where llama.cpp has a field for it.
func (c *Client) learnContext(body []byte, message string) {
	var m struct {
		Error json.RawMessage `json:"error"`
	}
	var inner struct {
		Context int `json:"n_ctx"`
	}
	if json.Unmarshal(body, &m) == nil && json.Unmarshal(m.Error, &inner) == nil && inner.Context > 0 {
		c.context.Store(int64(inner.Context))
		return
	}
	if n := lastNumber(contextSize.FindStringSubmatch(strings.ReplaceAll(message, ",", ""))); n > 0 {
		c.context.Store(int64(n))
	}
}
