package batch

import (
	"context"
	"errors"
	"strings"

	"github.com/daodu/daodu"
)

// A Failure says why something could not be read or written, and what to do about it.
type Failure struct {
	Class   string `json:"class"` // see classes
	Message string `json:"message"`
	Todo    string `json:"todo"`
}

// classes are the kinds of failure, the first that fits counts.
var classes = []struct {
	err         error
	class, todo string
}{
	{context.DeadlineExceeded, "timeout", "run the command again, or allow more time with --timeout"},
	{daodu.ErrTooLarge, "too_large", "raise --max-bytes, or part the input"},
	{daodu.ErrEmpty, "empty", "give a file or page with running text"},
	{daodu.ErrNotFound, "not_found", "correct the name or address"},
	{daodu.ErrUsage, "usage", "correct the request or the options"},
	{daodu.ErrForbidden, "not_allowed", "allow it, or leave the input out"},
	{daodu.ErrBadInput, "bad_input", "open the file by hand: it may be damaged, scanned or of another format"},
	{daodu.ErrLimited, "limited", "wait, or raise the limit, and run the command again"},
	{daodu.ErrUpstream, "upstream", "run the command again; what is done stays"},
}

// Explain returns the failure that an error is. What to do is what the error says behind
// its last semicolon, as errors of this project do, else what is usual for its class.
func Explain(err error) *Failure {
	f := &Failure{Class: "internal", Message: strings.Join(strings.Fields(err.Error()), " "), Todo: "report it with the input"}
	for _, c := range classes {
		if errors.Is(err, c.err) {
			f.Class, f.Todo = c.class, c.todo
			break
		}
	}
	if at := strings.LastIndex(f.Message, "; "); at >= 0 {
		f.Todo = f.Message[at+2:]
	}
	return f
}

// hopeless reports whether an error of an engine would be that of every other text too: a
// limit that is reached, a key that is refused.
func hopeless(err error) bool {
	return errors.Is(err, daodu.ErrLimited) || errors.Is(err, daodu.ErrForbidden)
}
