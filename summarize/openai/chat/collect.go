package chat

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	openai "github.com/sashabaranov/go-openai"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/endpoint"
)

// A BatchResult is what came of one line of a batch. Answer and Err are as [Client.Ask] has
// them; Answer.Duration is 0.
type BatchResult struct {
	CustomID string
	Answer   *Answer
	Err      error
}

// Results collects what came of a batch that is done: one result for each of lines, in their
// order. They have to be those that were submitted. What the batch holds no answer to is
// ErrBroken and may be asked again. A batch that is not done is daodu.ErrUsage.
func (b *Batch) Results(ctx context.Context, id string, lines []BatchLine) ([]BatchResult, error) {
	r, err := b.retrieve(ctx, id)
	if err != nil {
		return nil, err
	}
	state := b.state(r)
	if !state.Done {
		return nil, fmt.Errorf("%w: the batch %s is not done (%s); ask for its state first", daodu.ErrUsage, id, state.Status)
	}
	came := map[string]outcome{}
	for _, file := range []*string{r.OutputFileID, r.ErrorFileID} {
		if file == nil || *file == "" {
			continue
		}
		if err := b.read(ctx, *file, came); err != nil {
			return nil, err
		}
	}
	out := make([]BatchResult, len(lines))
	for i, line := range lines {
		out[i] = b.result(ctx, line, came, state)
	}
	return out, nil
}

// An outcome is a line of the files that a batch leaves.
type outcome struct {
	CustomID string `json:"custom_id"`
	Response *struct {
		Status int             `json:"status_code"`
		Body   json.RawMessage `json:"body"`
	} `json:"response"`
	Error *struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

// read adds the outcomes in a file to came. An answer is never given up for an error.
func (b *Batch) read(ctx context.Context, file string, came map[string]outcome) error {
	return b.do(ctx, file, again, func(ctx context.Context, api *openai.Client) error {
		content, err := api.GetFileContent(ctx, file)
		if err != nil {
			return err
		}
		defer content.Close()
		in := bufio.NewReader(content)
		for {
			line, err := in.ReadBytes('\n')
			if err != nil && err != io.EOF {
				return err
			}
			var o outcome
			if json.Unmarshal(bytes.TrimSpace(line), &o) == nil && (!came[o.CustomID].answered() || o.answered()) {
				came[o.CustomID] = o
			}
			if err == io.EOF {
				return nil
			}
		}
	})
}

func (o outcome) answered() bool { return o.Response != nil && o.Response.Status == 200 }

// result judges the outcome of line by the rules of any other answer.
func (b *Batch) result(ctx context.Context, line BatchLine, came map[string]outcome, state BatchState) BatchResult {
	c, w := b.client, *b.client.wire.Load()
	line.Request.OnText = nil
	a := &asking{client: c, request: line.Request}
	out := BatchResult{CustomID: line.CustomID, Answer: &a.answer}
	o, ok := came[line.CustomID]
	if !ok {
		out.Err = fmt.Errorf("%w: the batch %s is %s and holds no answer to this; ask again", ErrBroken, state.ID, state.Status)
		return out
	}
	a.answer.Requests = 1
	if f := a.outcome(o, w); f != nil {
		if next := w.simpler(f); next != w {
			c.adapt(ctx, w, next, f)
		}
		out.Err = f
	}
	return out
}

// outcome puts the answer of o into a, or returns its fault.
func (a *asking) outcome(o outcome, w wire) *fault {
	switch {
	case o.Response != nil && o.Response.Status >= 300:
		return a.client.refusal(&exchange{status: o.Response.Status, refused: o.Response.Body})
	case o.Response != nil && len(o.Response.Body) > 0:
		x := &exchange{status: o.Response.Status}
		var resp openai.ChatCompletionResponse
		err := json.Unmarshal(x.digest(o.Response.Body), &resp)
		return a.settle(x, replyOf(resp), err, w)
	case o.Error != nil:
		said := endpoint.Complaint{Code: o.Error.Code, Message: o.Error.Message}
		return a.client.complain(judge(400, said, 0), said.String())
	}
	return a.client.brokenOff(nil)
}

// Whether what failed without an answer may be done again: a batch must not be made twice.
const (
	once  = false
	again = true
)

// do makes one call of the Batch API about what, "" for none yet, until it works or there is
// no hope.
func (b *Batch) do(ctx context.Context, what string, repeatable bool, call func(context.Context, *openai.Client) error) error {
	c := b.client
	for n := 1; ; n++ {
		f := b.try(ctx, what, call)
		switch {
		case f == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case f.verdict != busy && (f.verdict != passing || !repeatable), n == maxFailures, f.wait >= patience:
			return f
		}
		c.config.Log.WarnContext(ctx, "a call of the batch failed and is tried again", "model", c, "failures", n, "error", f)
		if err := endpoint.Sleep(ctx, endpoint.Pause(n, f.wait)); err != nil {
			return err
		}
	}
}

// try makes one call once.
func (b *Batch) try(ctx context.Context, what string, call func(context.Context, *openai.Client) error) *fault {
	c := b.client
	timed, cancel := context.WithTimeoutCause(ctx, c.config.Timeout, errTimeout)
	defer cancel()
	x := &exchange{http: c.http, passes: true, beat: func() {}}
	config := openai.DefaultConfig(c.config.Key)
	config.BaseURL, config.HTTPClient = c.config.BaseURL, x
	err := call(timed, openai.NewClientWithConfig(config))
	if err != nil && timed.Err() != nil {
		err = context.Cause(timed)
	}
	switch {
	case err == nil && x.status < 300:
		return nil
	case x.status == 404 || x.status == 405:
		return &fault{verdict: broken, err: daodu.ErrNotFound, line: fmt.Sprintf("%s has no batch or file %q, or no Batch API", c.host, what)}
	case x.refused != nil:
		return c.refusal(x)
	case x.status == 0 || errors.Is(err, errTimeout):
		return c.unreached(err)
	}
	return c.unread(err)
}
