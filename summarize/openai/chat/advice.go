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
	f.line, f.err = c.advice(v, said)
	return f
}

// advice returns a line that says what is wrong and what to do, and what a verdict wraps.
func (c *Client) advice(v verdict, said string) (string, error) {
	host, model := c.host, c.config.Model
	switch v {
	case busy:
		return fmt.Sprintf("%s stays too busy for us%s; try later, or with less concurrency", host, said), daodu.ErrLimited
	case spent:
		return fmt.Sprintf("the quota at %s is used up%s; top it up, or use another key", host, said), ErrQuota
	case forbidden:
		if c.config.Key == "" {
			return fmt.Sprintf("%s wants a key%s; set one", host, said), daodu.ErrForbidden
		}
		return fmt.Sprintf("%s refuses the key%s; check it, and that it may use the model %s", host, said, model), daodu.ErrForbidden
	case unknownModel:
		return fmt.Sprintf("%s does not know the model %s%s; check its name", host, model, said), daodu.ErrNotFound
	case misplaced:
		return fmt.Sprintf("%s has no chat at this address%s; check it, it mostly ends in /v1", host, said), daodu.ErrUsage
	case passing:
		return fmt.Sprintf("%s is out of order%s; try later", host, said), ErrBroken
	}
	return c.verdictOnAnswer(v, said)
}

// verdictOnAnswer is advice for what is wrong with the prompt or the answer.
func (c *Client) verdictOnAnswer(v verdict, said string) (string, error) {
	host, model := c.host, c.config.Model
	switch v {
	case tooLong:
		return fmt.Sprintf("prompt and answer are too long for %s at %s%s; ask for less at once", model, host, said), ErrOverflow
	case filtered:
		return fmt.Sprintf("the filter of %s struck%s", host, said), ErrFiltered
	case refused:
		return fmt.Sprintf("%s will not answer%s", model, said), ErrRefused
	case cutShort:
		return fmt.Sprintf("the answer of %s reached its limit of tokens; raise it, or ask for less", model), ErrCut
	case noAnswer:
		return fmt.Sprintf("%s said nothing%s; raise the limit of tokens, or ask in another way", model, said), ErrNoAnswer
	case silentCut:
		return fmt.Sprintf("%s read but a part of the prompt; give %s a longer context (with Ollama set OLLAMA_CONTEXT_LENGTH)", host, model), ErrSilentCut
	}
	return fmt.Sprintf("%s does not accept the request for %s%s", host, model, said), ErrBroken
}
