package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/daodu/daodu"
)

// A Problem is what went wrong, as RFC 9457 has it, with what the caller can do.
type Problem struct {
	Type    string  `json:"type" format:"uri-reference" doc:"What kind of problem it is; the page tells more"`
	Title   string  `json:"title" doc:"The kind in words"`
	Status  int     `json:"status" doc:"The HTTP status"`
	Detail  string  `json:"detail" doc:"What went wrong this time"`
	Hint    string  `json:"hint,omitempty" doc:"What to do about it"`
	Request string  `json:"request,omitempty" doc:"The request's ID, as the log has it"`
	Errors  []Fault `json:"errors,omitempty" nullable:"false" doc:"The fields that are at fault"`

	headers http.Header
}

// A Fault is one field of a request that cannot be taken.
type Fault struct {
	Field  string `json:"field,omitempty" doc:"Where it stands, such as body.url or query.limit"`
	Detail string `json:"detail"`
}

// Error returns what went wrong.
func (p *Problem) Error() string { return p.Detail }

// GetStatus returns the HTTP status. The name is huma's.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders returns the headers that go with the problem. The name is huma's.
func (p *Problem) GetHeaders() http.Header { return p.headers }

// ContentType returns the media type of problems for that of answers.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// kinds are the kinds of problem by status, with what to do about them; "" where the error
// says it better. Statuses of the library's errors come from [daodu.HTTPStatus].
var kinds = map[int]struct{ name, title, hint string }{
	http.StatusBadRequest:            {"bad-request", "The request cannot be understood", ""},
	http.StatusUnauthorized:          {"no-key", "No valid key", "send a key: Authorization: Bearer KEY; `daodu key create` makes one"},
	http.StatusForbidden:             {"not-allowed", "Not allowed", ""},
	http.StatusNotFound:              {"not-found", "Not found", "lists show what there is; IDs come from them"},
	http.StatusMethodNotAllowed:      {"method", "Not possible here", "/docs lists what is"},
	http.StatusNotAcceptable:         {"not-acceptable", "No such form", ""},
	http.StatusRequestTimeout:        {"timeout", "Too slow", "send the request again"},
	http.StatusConflict:              {"conflict", "Not in this state", ""},
	http.StatusRequestEntityTooLarge: {"too-large", "Too large", ""},
	http.StatusUnsupportedMediaType:  {"media-type", "Not a media type of this route", "/docs tells which"},
	http.StatusUnprocessableEntity:   {"bad-input", "The input cannot be taken", ""},
	http.StatusTooManyRequests:       {"limit", "Limit reached", "wait as long as Retry-After says"},
	http.StatusBadGateway:            {"upstream", "Something that Daodu needs does not answer", "send the request again later"},
	http.StatusServiceUnavailable:    {"not-ready", "Not ready", "send the request again later"},
	http.StatusGatewayTimeout:        {"deadline", "Out of time", "send the request again, or ask for less"},
	499:                              {"gone", "The caller went away", ""},
	http.StatusInternalServerError:   {"internal", "Internal error", "send the request's ID to whoever runs the server"},
}

// newProblem returns a problem of a status, 500 for one that is not among kinds.
func newProblem(status int, detail, hint string) *Problem {
	kind, ok := kinds[status]
	if !ok {
		status, kind = http.StatusInternalServerError, kinds[http.StatusInternalServerError]
	}
	if kind.hint != "" {
		hint = kind.hint
	}
	return &Problem{Type: "/docs#" + kind.name, Title: kind.title, Status: status, Detail: detail, Hint: hint, headers: http.Header{}}
}

// statusError returns a problem that no error of the library stands for.
func statusError(status int, detail string) *Problem { return newProblem(status, detail, "") }

// problem turns an error into what the caller is told. Errors outside of the table are
// logged and told as internal.
func (s *Server) problem(ctx context.Context, err error) *Problem {
	var p *Problem
	if !errors.As(err, &p) {
		status := daodu.HTTPStatus(err)
		detail, hint := told(err)
		if status == http.StatusInternalServerError {
			s.log.ErrorContext(ctx, "internal error", "request", requestIDOf(ctx), "error", err)
			detail, hint = "internal error", ""
		}
		p = newProblem(status, detail, hint)
	}
	p.Request = requestIDOf(ctx)
	return p
}

// told parts the message of an error, "kind: what; what to do", into what and what to do.
// The kind has words of its own in a problem.
func told(err error) (detail, hint string) {
	message := strings.Join(strings.Fields(err.Error()), " ")
	for _, kind := range []error{daodu.ErrUsage, daodu.ErrForbidden, daodu.ErrNotFound, daodu.ErrBadInput, daodu.ErrEmpty, daodu.ErrTooLarge, daodu.ErrLimited, daodu.ErrConflict, daodu.ErrUpstream} {
		if errors.Is(err, kind) {
			message = strings.Replace(message, kind.Error()+": ", "", 1)
		}
	}
	detail, hint, _ = strings.Cut(message, "; ")
	return detail, hint
}

// refuse answers a request with a problem, outside of huma.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p := s.problem(r.Context(), err)
	for name, values := range p.headers {
		w.Header()[name] = slices.Clone(values)
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	json.NewEncoder(w).Encode(p) // the caller may be gone
}

// huma makes its own errors, of what fails validation, by these functions.
func init() {
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		p := newProblem(status, message, "")
		for _, err := range errs {
			var detail huma.ErrorDetailer
			switch {
			case errors.As(err, &detail):
				p.Errors = append(p.Errors, Fault{Field: detail.ErrorDetail().Location, Detail: detail.ErrorDetail().Message})
			case err != nil && status < http.StatusInternalServerError:
				p.Errors = append(p.Errors, Fault{Detail: err.Error()})
			}
		}
		return p
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
		err := huma.NewError(status, message, errs...)
		if p, ok := err.(*Problem); ok && ctx != nil {
			p.Request = requestIDOf(ctx.Context())
		}
		return err
	}
}
