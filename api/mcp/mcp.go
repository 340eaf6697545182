// Package mcp serves a library to programs that think: it offers the tools search, related,
// read, summary, outline and guide over the Model Context Protocol
// (https://modelcontextprotocol.io), by a pipe or over HTTP, with the official SDK.
//
// Whatever a tool tells about a text it proves with a [Citation]: the words themselves and
// where they stand, in code points of the article's clean text, so that whoever is told
// can look. No tool changes the library, and none spends money. tool.go joins tools with
// the protocol; the other files hold a tool, or a few that are alike, each.
package mcp

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// A Config says what a server offers.
type Config struct {
	Library   Library
	Artifacts Artifacts
	Version   string        // of the program, as clients are told
	Timeout   time.Duration // most time for one call; 0 is no limit
	Log       *slog.Logger  // nil discards
}

// A Server offers the tools over one workspace of a library. It may serve any number of
// clients at once.
type Server struct {
	config Config
	log    *slog.Logger
	sdk    *sdk.Server
}

// instructions tell a model how to use the tools, and what their words are worth.
const instructions = `A library of Chinese speeches, reports and articles with checked study material.
Find articles with search or related, then use read, summary, outline or guide with their id.
Every citation quotes the article exactly: quote is text[start:end] in Unicode code points. When you state something
from here, quote the citation and name the title. A statement whose verdict is "unsupported" is not confirmed by its
article: do not pass it on as fact. "incomplete" and "damage" say that the source is cut short or faulty: tell the reader.`

// New returns a server.
func New(c Config) *Server {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{config: c, log: c.Log}
	s.sdk = sdk.NewServer(&sdk.Implementation{Name: "daodu", Title: "Daodu 导读", Version: c.Version}, &sdk.ServerOptions{
		Instructions: instructions, Logger: c.Log, Capabilities: &sdk.ServerCapabilities{Tools: &sdk.ToolCapabilities{}},
	})
	s.sdk.AddReceivingMiddleware(oneLine)
	s.addSearch()
	s.addRelated()
	s.addRead()
	s.addWritten()
	return s
}

// Run talks with one client over a transport of the SDK.
func (s *Server) Run(ctx context.Context, t sdk.Transport) error { return s.sdk.Run(ctx, t) }

// maxMessage is how long a message over HTTP may be, in bytes. Arguments are short.
const maxMessage = 1 << 20

// Handler serves clients over HTTP: the protocol's streamable transport, without sessions,
// so that any process behind a load balancer may answer any request. of returns the server
// for a request, nil for none, which is answered 400. Who may call, and from which host, is
// for the handler around it to decide.
func Handler(of func(*http.Request) *Server) http.Handler {
	return sdk.NewStreamableHTTPHandler(func(r *http.Request) *sdk.Server {
		if s := of(r); s != nil {
			return s.sdk
		}
		return nil
	}, &sdk.StreamableHTTPOptions{
		Stateless: true, JSONResponse: true, MaxRequestBodyBytes: maxMessage,
		DisableLocalhostProtection: true, PropagateRequestCancellation: true,
	})
}
