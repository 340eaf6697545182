package read

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/daodu/daodu"
)

// An input is something opened for reading, with what is known about it beside its
// bytes.
type input struct {
	uri       string // as given, without user and password
	ext       string // of the name, in lower case with the dot
	mediaType string // as the server says, without parameters
	label     string // charset as the server says
	url       string // where the page was in the end, after redirects
	size      int64  // bytes; -1 when nobody knows
	body      *bufio.Reader
	close     func()
}

// peekBytes is how much of an input can be looked at to tell its format and charset.
const peekBytes = 64 << 10

// open opens a file, URL or standard input.
func (r *Reader) open(ctx context.Context, arg string) (*input, error) {
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case arg == "-":
		return r.openStdin(ctx)
	case isURL(arg):
		return r.fetch(ctx, arg)
	}
	return openFile(ctx, arg)
}

func openFile(ctx context.Context, name string) (*input, error) {
	info, err := os.Stat(name) // before opening, since opening a pipe may wait for ever
	if err != nil {
		return nil, fileError(err)
	}
	if err := regular(info); err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fileError(err)
	}
	return &input{
		uri:   name,
		ext:   strings.ToLower(filepath.Ext(name)),
		size:  info.Size(),
		body:  newBody(ctx, f),
		close: func() { _ = f.Close() },
	}, nil
}

// regular refuses what is no file. Devices and pipes may never end.
func regular(info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return fmt.Errorf("%w: it is a folder", daodu.ErrBadInput)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w: it is a pipe or device; pass its text on standard input, as \"-\"", daodu.ErrBadInput)
	}
	return nil
}

// fileError says in the terms of the project why a file cannot be opened.
func fileError(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: no such file or folder", daodu.ErrNotFound)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w: no permission to read it", daodu.ErrBadInput)
	}
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err // the name is said already
	}
	return fmt.Errorf("%w: %w", daodu.ErrBadInput, err)
}

// openStdin reads standard input beside, since a read that waits for somebody to type
// cannot be interrupted. After a cancelled read that goroutine stays until the next
// byte or the end comes.
func (r *Reader) openStdin(ctx context.Context) (*input, error) {
	if r.Stdin == nil {
		return nil, fmt.Errorf("%w: there is no standard input here", daodu.ErrUsage)
	}
	out, in := io.Pipe()
	go func() {
		_, err := io.Copy(in, r.Stdin)
		_ = in.CloseWithError(err)
	}()
	stop := context.AfterFunc(ctx, func() { _ = out.CloseWithError(ctx.Err()) })
	return &input{
		uri:   "-",
		size:  -1,
		body:  newBody(ctx, out),
		close: func() { stop(); _ = out.Close() },
	}, nil
}

// newBody buffers src and makes its reads fail once ctx is done.
func newBody(ctx context.Context, src io.Reader) *bufio.Reader {
	return bufio.NewReaderSize(&stoppable{ctx, src}, peekBytes)
}

type stoppable struct {
	ctx context.Context
	src io.Reader
}

func (s *stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := s.src.Read(p)
	if err != nil && s.ctx.Err() != nil {
		err = s.ctx.Err()
	}
	return n, err
}

// peek returns the beginning of the input without consuming it.
func (in *input) peek() []byte {
	head, _ := in.body.Peek(peekBytes)
	return head
}

// isURL reports whether an argument is an address rather than a file.
func isURL(arg string) bool { return strings.Contains(arg, "://") }

// public returns an argument as it may be shown and stored: an address without user
// and password.
func public(arg string) string {
	if !isURL(arg) {
		return arg
	}
	u, err := url.Parse(arg)
	if err != nil {
		// What cannot be parsed may hold a password anywhere before an @.
		scheme, rest, _ := strings.Cut(arg, "://")
		return scheme + "://" + rest[strings.LastIndex(rest, "@")+1:]
	}
	if u.User == nil {
		return arg
	}
	u.User = nil
	return u.String()
}

// urlExt returns the extension of the last element of an address's path.
func urlExt(u *url.URL) string { return strings.ToLower(path.Ext(u.Path)) }
