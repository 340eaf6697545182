package chat

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/daodu/daodu"
)

// isJSON reports whether err comes from reading JSON.
func isJSON(err error) bool {
	_, syntax := errors.AsType[*json.SyntaxError](err)
	_, kind := errors.AsType[*json.UnmarshalTypeError](err)
	return syntax || kind
}

// complain makes the fault of a verdict with what the endpoint or the model said.
func (c *Client) complain(v verdict, said string) *fault {
	f := &fault{verdict: v}
	said = c.shown(said)
	if said != "" {
		said = " (" + said + ")"
	}
	f.err, f.line = c.advice(v, said)
	return f
}

// advice returns what a verdict wraps, and a line that says what is wrong and what to do.
func (c *Client) advice(v verdict, said string) (error, string) {
	host, model := c.host, c.config.Model
	switch v {
	case busy:
		return daodu.ErrLimited, fmt.Sprintf("%s stays too busy for us%s; try later, or with less concurrency", host, said)
	case spent:
		return ErrQuota, fmt.Sprintf("the quota at %s is used up%s; top it up, or use another key", host, said)
	case forbidden:
		if c.config.Key == "" {
			return daodu.ErrForbidden, fmt.Sprintf("%s wants a key%s; set one", host, said)
		}
		return daodu.ErrForbidden, fmt.Sprintf("%s refuses the key%s; check it, and that it may use the model %s", host, said, model)
	case unknownModel:
		return daodu.ErrNotFound, fmt.Sprintf("%s does not know the model %s%s; check its name", host, model, said)
	case misplaced:
		return daodu.ErrUsage, fmt.Sprintf("%s has no chat at this address%s; check it, it mostly ends in /v1", host, said)
	case passing:
		return ErrBroken, fmt.Sprintf("%s is out of order%s; try later", host, said)
	}
	return c.verdictOnAnswer(v, said)
}

// verdictOnAnswer is advice for what is wrong with the prompt or the answer.
func (c *Client) verdictOnAnswer(v verdict, said string) (error, string) {
	host, model := c.host, c.config.Model
	switch v {
	case tooLong:
		return ErrOverflow, fmt.Sprintf("prompt and answer are too long for %s at %s%s; ask for less at once", model, host, said)
	case filtered:
		return ErrFiltered, fmt.Sprintf("the filter of %s struck%s", host, said)
	case refused:
		return ErrRefused, fmt.Sprintf("%s will not answer%s", model, said)
	case cutShort:
		return ErrCut, fmt.Sprintf("the answer of %s reached its limit of tokens; raise it, or ask for less", model)
	case noAnswer:
		return ErrNoAnswer, fmt.Sprintf("%s said nothing%s; raise the limit of tokens, or ask in another way", model, said)
	case silentCut:
		return ErrSilentCut, fmt.Sprintf("%s read but a part of the prompt; give %s a longer context (with Ollama set OLLAMA_CONTEXT_LENGTH)", host, model)
	}
	return ErrBroken, fmt.Sprintf("%s does not accept the request for %s%s", host, model, said)
}
