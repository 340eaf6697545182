package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// probing is a question that every model can answer, in tokens a few dozen.
var probing = Request{
	System:     "Answer in JSON.",
	Turns:      []Turn{{User, "二加三等于几？"}},
	Schema:     json.RawMessage(`{"type":"object","properties":{"sum":{"type":"integer"}},"required":["sum"],"additionalProperties":false}`),
	SchemaName: "sum",
	MaxTokens:  probeLimit,
}

// probeLimit leaves room for a model that thinks first.
const probeLimit = 2000

// Probe asks the endpoint two small questions, streamed and not, and returns its capabilities
// with every problem found. Its error is that of ctx: what else goes wrong is a problem.
func (c *Client) Probe(ctx context.Context) (Capabilities, error) {
	var problems []string
	caps, err := c.Capabilities(ctx)
	if err != nil {
		problems = append(problems, err.Error())
		caps = Capabilities{Host: c.host, Model: c.config.Model}
	}
	for _, streamed := range []bool{false, true} {
		r, name := probing, "a question"
		if streamed {
			name = "a stream"
			r.OnText = func(string) {}
		}
		a, err := c.Ask(ctx, r)
		if ctx.Err() != nil {
			return caps, ctx.Err()
		}
		problems = append(problems, found(name, a, err)...)
	}
	if again, err := c.Capabilities(ctx); err == nil {
		caps = again
	}
	caps.Problems = append(caps.Problems[:len(caps.Problems):len(caps.Problems)], problems...)
	return caps, nil
}

// found returns what is wrong with the answer to a probing question.
func found(name string, a *Answer, err error) []string {
	if err != nil {
		return []string{name + ": " + err.Error()}
	}
	var out []string
	var sum struct{ Sum *int }
	raw, err := ExtractJSON(a.Text)
	if err == nil {
		err = json.Unmarshal(raw, &sum)
	}
	if err == nil && sum.Sum == nil {
		err = errors.New("its JSON lacks the field that the schema requires")
	}
	if err != nil {
		out = append(out, fmt.Sprintf("%s: the model does not keep to a schema (%v)", name, err))
	}
	if a.Estimated {
		out = append(out, name+": the endpoint does not count tokens; costs are estimates")
	}
	if a.Usage.Output > probeLimit+16 {
		out = append(out, fmt.Sprintf("%s: the endpoint ignores the limit on an answer (%d tokens, not %d)", name, a.Usage.Output, probeLimit))
	}
	return out
}
