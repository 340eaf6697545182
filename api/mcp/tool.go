package mcp

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/daodu/daodu"
)

// A tool is one thing that clients can ask for: In is what they send, Out what they get.
type tool[In, Out any] struct {
	name, title, description string
	// bounds narrows what the type of a parameter allows, by its name in JSON.
	bounds map[string]func(*jsonschema.Schema)
	do     func(context.Context, In) (Out, error)
}

// add offers a tool. It panics when the types of the tool cannot be told in JSON, as New
// does with them.
func add[In, Out any](s *Server, t tool[In, Out]) {
	no := false
	sdk.AddTool(s.sdk, &sdk.Tool{
		Name: t.name, Title: t.title, Description: t.description, InputSchema: t.schema(),
		Annotations: &sdk.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &no, DestructiveHint: &no},
	}, func(ctx context.Context, _ *sdk.CallToolRequest, in In) (_ *sdk.CallToolResult, out Out, err error) {
		if s.config.Timeout > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, s.config.Timeout)
			defer cancel()
		}
		// Calls run on goroutines of the SDK, where a panic would end the process.
		defer func() {
			if p := recover(); p != nil {
				s.log.ErrorContext(ctx, "panic", "tool", t.name, "value", p, "stack", string(debug.Stack()))
				err = errInternal
			}
		}()
		if out, err = t.do(ctx, in); err != nil {
			err = s.told(ctx, t.name, err)
		}
		return nil, out, err
	})
}

// schema returns what a tool takes: the parameters of its type and no others.
func (t tool[In, Out]) schema() *jsonschema.Schema {
	schema, err := jsonschema.For[In](nil)
	if err != nil {
		panic(fmt.Sprintf("mcp: %s: %v", t.name, err))
	}
	for name, narrow := range t.bounds {
		narrow(schema.Properties[name])
	}
	return schema
}

// Bounds of parameters.

func between(least, most float64) func(*jsonschema.Schema) {
	return func(p *jsonschema.Schema) { p.Minimum, p.Maximum = &least, &most }
}

func long(least, most int) func(*jsonschema.Schema) {
	return func(p *jsonschema.Schema) { p.MinLength, p.MaxLength = &least, &most }
}

func matching(pattern string) func(*jsonschema.Schema) {
	return func(p *jsonschema.Schema) { p.Pattern = pattern }
}

func oneOf(values ...any) func(*jsonschema.Schema) {
	return func(p *jsonschema.Schema) { p.Enum = values }
}

var errInternal = errors.New("internal error; the log of the server tells more")

// told returns an error as clients may see it. What is not of the library's own words stays
// in the log.
func (s *Server) told(ctx context.Context, name string, err error) error {
	if daodu.HTTPStatus(err) == http.StatusInternalServerError {
		s.log.ErrorContext(ctx, "internal error", "tool", name, "error", err)
		return errInternal
	}
	return err
}

// oneLine puts what a failed call tells on one line, also where the SDK refused it.
func oneLine(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, req sdk.Request) (sdk.Result, error) {
		result, err := next(ctx, method, req)
		if called, ok := result.(*sdk.CallToolResult); ok && called != nil && called.IsError {
			for _, c := range called.Content {
				if text, ok := c.(*sdk.TextContent); ok {
					text.Text = strings.Join(strings.Fields(text.Text), " ")
				}
			}
		}
		return result, err
	}
}
