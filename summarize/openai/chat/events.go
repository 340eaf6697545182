package chat

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/endpoint"
)

// events reads the server-sent events of an answer (WHATWG HTML, 9.2) and hands on to
// go-openai what it understands.
type events struct {
	x    *exchange
	body io.Closer
	in   *bufio.Reader
	out  bytes.Buffer
	read int   // bytes
	err  error // that ends the stream
}

func newEvents(x *exchange, body io.ReadCloser) *events {
	return &events{x: x, body: body, in: bufio.NewReader(body)}
}

// Close closes the answer.
func (e *events) Close() error { return e.body.Close() }

// Read returns lines of events that go-openai understands.
func (e *events) Read(p []byte) (int, error) {
	for e.out.Len() == 0 {
		if e.err != nil {
			return 0, e.err
		}
		e.err = e.line()
	}
	return e.out.Read(p)
}

// line reads one line. Comments, blank lines and the names of events are left out.
func (e *events) line() error {
	line, err := e.in.ReadBytes('\n')
	if e.read += len(line); e.read > longestAnswer {
		e.x.bad = errLong
		return io.EOF
	}
	if len(line) > 0 {
		e.x.beat()
	}
	line = bytes.TrimSpace(line)
	data, isData := bytes.CutPrefix(line, []byte("data:"))
	switch {
	case isData:
		return e.event(bytes.TrimSpace(data), err)
	case bytes.HasPrefix(line, []byte("{")):
		return e.plain(line)
	case bytes.HasPrefix(line, []byte("<")):
		e.x.bad = errPage
		return io.EOF
	}
	return err
}

// event takes note of the data of one event. end is what ended the line, if not its mark.
func (e *events) event(data []byte, end error) error {
	if string(data) == "[DONE]" {
		e.out.WriteString("data: [DONE]\n\n")
		return io.EOF
	}
	if len(data) == 0 {
		return end
	}
	choices, err := e.x.note(data)
	switch {
	case err != nil && end != nil:
		return end // the line is cut, and so is the stream
	case err != nil:
		e.x.bad = err
		return io.EOF
	case e.x.refused != nil:
		return io.EOF
	case choices != nil:
		fmt.Fprintf(&e.out, "data: {\"choices\":%s}\n\n", choices)
	}
	return end
}

// plain takes note of JSON where events should be: an error, or an endpoint that does not
// stream.
func (e *events) plain(line []byte) error {
	rest, err := io.ReadAll(io.LimitReader(e.in, longestAnswer))
	if err != nil {
		return err
	}
	e.x.whole = true
	body := append(bytes.Clone(line), rest...)
	choices, err := e.x.note(body)
	if err != nil {
		e.x.bad = unreadable(body, err)
		return io.EOF
	}
	var list []map[string]json.RawMessage
	if json.Unmarshal(choices, &list) != nil {
		return io.EOF
	}
	for _, c := range list {
		c["delta"] = c["message"]
	}
	if choices, err = json.Marshal(list); err == nil {
		fmt.Fprintf(&e.out, "data: {\"choices\":%s}\n\n", choices)
	}
	return io.EOF
}

// note takes down the error and the usage of an answer, or of one event, and returns its
// choices; nil for none.
func (x *exchange) note(data []byte) (choices []byte, err error) {
	var m struct {
		Error   json.RawMessage `json:"error"`
		Choices json.RawMessage `json:"choices"`
		Usage   json.RawMessage `json:"usage"`
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, err
	}
	none := len(m.Choices) == 0 || string(m.Choices) == "null" || string(m.Choices) == "[]"
	if given(m.Error) || none && endpoint.ReadComplaint(data).Message != "" {
		x.refused = data
		return nil, nil
	}
	x.usage.read(m.Usage)
	if none {
		return nil, nil
	}
	var inner []struct {
		Usage json.RawMessage `json:"usage"` // where Moonshot streams it
	}
	if json.Unmarshal(m.Choices, &inner) == nil && len(inner) > 0 {
		x.usage.read(inner[0].Usage)
	}
	return m.Choices, nil
}

// given reports whether an error is one: some endpoints send null, "" or {}.
func given(raw json.RawMessage) bool {
	switch string(raw) {
	case "", "null", `""`, "{}":
		return false
	}
	return true
}

// A usage is what an endpoint counts. Input that was cached is told in three writings.
type usage struct {
	Prompt     int `json:"prompt_tokens"`
	Completion int `json:"completion_tokens"`
	Details    *struct {
		Cached *int `json:"cached_tokens"` // OpenAI and most
	} `json:"prompt_tokens_details"`
	Hit    *int `json:"prompt_cache_hit_tokens"` // DeepSeek
	Cached *int `json:"cached_tokens"`           // Moonshot
}

// read takes the usage from raw, if it is one.
func (u *usage) read(raw json.RawMessage) {
	var next usage
	if json.Unmarshal(raw, &next) == nil && next.Prompt > 0 {
		*u = next
	}
}

// tokens returns u in the project's words, and whether the endpoint tells what was cached.
func (u *usage) tokens() (t daodu.Tokens, cached bool) {
	t = daodu.Tokens{Input: u.Prompt, Output: max(u.Completion, 0)}
	told := []*int{u.Hit, u.Cached}
	if u.Details != nil {
		told = append(told, u.Details.Cached)
	}
	for _, n := range told {
		if n != nil {
			t.Cached, cached = min(max(t.Cached, *n), t.Input), true
		}
	}
	return t, cached
}
