package mcp

import (
	"context"
	"io"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// Serve talks with one client over a pipe, a JSON message a line, until the client closes
// it or ctx ends. What the client asked for before it closed the pipe is answered, so that
// requests may also come from a file.
func (s *Server) Serve(ctx context.Context, in io.ReadCloser, out io.Writer) error {
	return s.Run(ctx, answering{&sdk.IOTransport{Reader: in, Writer: open{out}}})
}

// open keeps the SDK from closing a writer that is not its own.
type open struct{ io.Writer }

// Close does nothing.
func (open) Close() error { return nil }

// answering is a transport whose end comes when every call was answered: the SDK drops
// those that are under way.
type answering struct{ sdk.Transport }

// Connect returns a connection that counts calls.
func (t answering) Connect(ctx context.Context) (sdk.Connection, error) {
	c, err := t.Transport.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &countedConn{Connection: c, changed: make(chan struct{}, 1), closed: make(chan struct{})}, nil
}

type countedConn struct {
	sdk.Connection
	mu      sync.Mutex
	calls   int           // that were read and not answered
	changed chan struct{} // has an element when there are fewer
	close   sync.Once
	closed  chan struct{}
}

func (c *countedConn) add(n int) (calls int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls += n
	return c.calls
}

// Read returns the next message, and the end only behind the last answer.
func (c *countedConn) Read(ctx context.Context) (jsonrpc.Message, error) {
	m, err := c.Connection.Read(ctx)
	if r, ok := m.(*jsonrpc.Request); ok && err == nil && r.IsCall() {
		c.add(1)
	}
	for err != nil && c.add(0) > 0 {
		select {
		case <-c.changed:
		case <-c.closed:
			return m, err
		case <-ctx.Done():
			return m, err
		}
	}
	return m, err
}

// Write sends a message.
func (c *countedConn) Write(ctx context.Context, m jsonrpc.Message) error {
	err := c.Connection.Write(ctx, m)
	if _, ok := m.(*jsonrpc.Response); ok {
		c.add(-1)
		select {
		case c.changed <- struct{}{}:
		default:
		}
	}
	return err
}

// Close ends the connection at once.
func (c *countedConn) Close() error {
	c.close.Do(func() { close(c.closed) })
	return c.Connection.Close()
}
