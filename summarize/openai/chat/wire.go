package chat

import (
	"context"
	"encoding/json"
	"strings"

	openai "github.com/sashabaranov/go-openai"
)

// A Format is how far an endpoint can be held to a schema.
type Format string

// The formats, each an easier demand than the one before.
const (
	FormatSchema Format = "schema" // response_format json_schema
	FormatObject Format = "object" // response_format json_object, the schema in the prompt
	FormatText   Format = "text"   // the schema in the prompt only
)

// The two names of the limit on an answer.
const (
	maxTokens           = "max_tokens"
	maxCompletionTokens = "max_completion_tokens"
)

// A wire is how an endpoint wants to be asked. It is learnt from what it refuses.
type wire struct {
	format    Format
	limit     string // the name of the field
	renamed   bool   // the other name was refused
	loose     bool   // without strict in the schema
	temperate bool   // without temperature
	uncounted bool   // without stream_options
	longest   int    // answer in tokens; 0 while unknown
	unlimited bool   // without a limit on the answer
}

// simpler returns how to ask again after f; w itself when nothing can be left out.
func (w wire) simpler(f *fault) wire {
	switch f.verdict {
	case noStrict:
		w.loose = true
	case noFormat:
		w = w.lessFormal()
	case noLimit:
		w = w.otherLimit()
	case noTemperature:
		w.temperate = true
	case noUsage:
		w.uncounted = true
	case tooMuch:
		if f.size > 0 && (w.longest == 0 || f.size < w.longest) {
			w.longest = f.size
		} else {
			w.unlimited = true
		}
	}
	return w
}

// lessFormal asks for less.
func (w wire) lessFormal() wire {
	if w.format == FormatSchema {
		w.format = FormatObject
	} else {
		w.format = FormatText
	}
	return w
}

// otherLimit takes the other name of the limit, and none when both were refused.
func (w wire) otherLimit() wire {
	switch {
	case w.renamed:
		w.unlimited = true
	case w.limit == maxTokens:
		w.limit = maxCompletionTokens
	default:
		w.limit = maxTokens
	}
	w.renamed = true
	return w
}

// adapt remembers next, which was learnt by asking in the way of old. Somebody else may have
// learnt something meanwhile; then the next refusal teaches the rest.
func (c *Client) adapt(ctx context.Context, old, next wire, f *fault) {
	for {
		now := c.wire.Load()
		if *now != old {
			return
		}
		if c.wire.CompareAndSwap(now, &next) {
			c.config.Log.InfoContext(ctx, "the endpoint wants to be asked in a simpler way",
				"model", c, "format", next.format, "limit", next.limit, "error", f)
			return
		}
	}
}

// constrain returns the format in which r is asked over w.
func (w wire) constrain(r Request) Format {
	switch {
	case r.Schema == nil:
		return FormatText
	case r.Paste && w.format == FormatSchema:
		return FormatObject
	}
	return w.format
}

// body returns the part of the request that go-openai writes.
func (c *Client) body(r Request, w wire) openai.ChatCompletionRequest {
	out := openai.ChatCompletionRequest{Model: c.config.Model, Messages: messages(r, w), ResponseFormat: responseFormat(r, w)}
	if r.OnText != nil && !w.uncounted {
		out.StreamOptions = &openai.StreamOptions{IncludeUsage: true}
	}
	return out
}

// fields returns the part that go-openai would refuse by the name of the model, leave out, or
// does not know.
func (c *Client) fields(r Request, w wire) map[string]any {
	out := map[string]any{}
	if r.MaxTokens > 0 && !w.unlimited {
		out[w.limit] = w.room(r.MaxTokens)
	}
	if t := c.config.Temperature; t != nil && !w.temperate {
		out["temperature"] = *t
	}
	for name, value := range c.config.Extra {
		out[name] = value
	}
	return out
}

// room is n, or what the endpoint lets a model write at most.
func (w wire) room(n int) int {
	if w.longest > 0 {
		return min(n, w.longest)
	}
	return n
}

func messages(r Request, w wire) []openai.ChatCompletionMessage {
	var out []openai.ChatCompletionMessage
	if r.System != "" {
		out = append(out, openai.ChatCompletionMessage{Role: openai.ChatMessageRoleSystem, Content: r.System})
	}
	for _, t := range r.Turns {
		out = append(out, openai.ChatCompletionMessage{Role: string(t.Role), Content: t.Text})
	}
	if r.Schema != nil && len(out) > 0 && w.constrain(r) != FormatSchema {
		out[len(out)-1].Content += pasted(r.Schema)
	}
	return out
}

// pasted is a schema as a part of the prompt. It holds the word JSON, without which OpenAI and
// DashScope refuse json_object.
func pasted(schema json.RawMessage) string {
	return "\n\n只输出一个 JSON 对象，不加说明，须符合此 JSON Schema (answer with one JSON object only, valid under this JSON Schema):\n" +
		strings.TrimSpace(string(schema))
}

func responseFormat(r Request, w wire) *openai.ChatCompletionResponseFormat {
	if r.Schema == nil {
		return nil
	}
	switch w.constrain(r) {
	case FormatSchema:
		name := r.SchemaName
		if name == "" {
			name = "answer"
		}
		return &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: name, Schema: r.Schema, Strict: !w.loose}}
	case FormatObject:
		return &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
	}
	return nil
}
