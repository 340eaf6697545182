package daodu

import (
	"context"
	"errors"
	"net/http"
)

// The errors that a user can do something about. Everything else is internal:
// the user sees "internal error", the log the whole of it.
var (
	ErrUsage      = errors.New("usage")               // the command or request is malformed
	ErrForbidden  = errors.New("not allowed")         // a key, an address or a file is off limits
	ErrNotFound   = errors.New("not found")           // no such file, article or job
	ErrBadInput   = errors.New("bad input")           // the input cannot be read as a text
	ErrEmpty      = errors.New("no text")             // nothing to read, or only navigation; is a bad input
	ErrTooLarge   = errors.New("too large")           // over a size limit; is a bad input
	ErrLimited    = errors.New("limit reached")       // rate limit or budget
	ErrConflict   = errors.New("conflict")            // the state of a thing does not permit what was asked
	ErrUpstream   = errors.New("upstream")            // network, model or database
	ErrPending    = errors.New("pending")             // what is asked for will come later
	ErrPartial    = errors.New("partly failed")       // some inputs of a batch failed
	ErrUnverified = errors.New("verification failed") // a quote or verdict does not hold
)

// A KindError is why one of several artifacts could not be written. Its text is that of Err.
type KindError struct {
	Kind Kind
	Err  error
}

func (e *KindError) Error() string { return e.Err.Error() }

// Unwrap returns e.Err.
func (e *KindError) Unwrap() error { return e.Err }

// KindErrors returns the failures of artifacts that err was joined of or wraps.
func KindErrors(err error) map[Kind]error {
	out := map[Kind]error{}
	addKindErrors(out, err)
	return out
}

func addKindErrors(out map[Kind]error, err error) {
	switch x := err.(type) {
	case *KindError:
		out[x.Kind] = x.Err
	case interface{ Unwrap() error }:
		addKindErrors(out, x.Unwrap())
	case interface{ Unwrap() []error }:
		for _, err := range x.Unwrap() {
			addKindErrors(out, err)
		}
	}
}

// outcomes is the one table from error to HTTP status and exit code. The first
// row that matches counts.
var outcomes = []struct {
	err    error
	status int
	exit   int
}{
	{context.Canceled, 499, 130}, // 499: client closed request, as nginx has it
	{context.DeadlineExceeded, http.StatusGatewayTimeout, 124},
	{ErrPending, http.StatusAccepted, 8},
	{ErrPartial, http.StatusMultiStatus, 8},
	{ErrUnverified, http.StatusUnprocessableEntity, 9},
	{ErrUsage, http.StatusBadRequest, 2},
	{ErrForbidden, http.StatusForbidden, 3},
	{ErrNotFound, http.StatusNotFound, 4},
	{ErrTooLarge, http.StatusRequestEntityTooLarge, 5},
	{ErrEmpty, http.StatusUnprocessableEntity, 5},
	{ErrBadInput, http.StatusUnprocessableEntity, 5},
	{ErrLimited, http.StatusTooManyRequests, 6},
	{ErrConflict, http.StatusConflict, 1},
	{ErrUpstream, http.StatusBadGateway, 7},
}

// ExitCode returns the exit code of the command for err: 0 for nil, 1 for an
// error outside of the table.
func ExitCode(err error) int {
	if err == nil {
		return 0
	}
	for _, o := range outcomes {
		if errors.Is(err, o.err) {
			return o.exit
		}
	}
	return 1
}

// HTTPStatus returns the status of an HTTP answer for err: 200 for nil, 500 for an
// error outside of the table.
func HTTPStatus(err error) int {
	if err == nil {
		return http.StatusOK
	}
	for _, o := range outcomes {
		if errors.Is(err, o.err) {
			return o.status
		}
	}
	return http.StatusInternalServerError
}
