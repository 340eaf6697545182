package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/daodu/daodu"
)

// Replays keep the answers to requests that carry an Idempotency-Key.
type Replays interface {
	// ClaimReplay begins a request; when the caller sent the same name before, claimed is
	// false and kept is what became of that request, with status 0 while it is answered.
	ClaimReplay(ctx context.Context, r daodu.Replay) (kept daodu.Replay, claimed bool, err error)
	// RenewReplay moves the time at which a claim is given up to r.Until.
	RenewReplay(ctx context.Context, r daodu.Replay) error
	// KeepReplay stores the answer to a request that was claimed.
	KeepReplay(ctx context.Context, r daodu.Replay) error
	// DropReplay forgets a request that was claimed.
	DropReplay(ctx context.Context, r daodu.Replay) error
}

const (
	replayHeader = "Idempotency-Key"
	replayedHead = "Idempotency-Replayed" // "true" on an answer that is given again
	replayKept   = 24 * time.Hour
	claimLease   = 15 * time.Second // that a claim lasts without a word of its process, which may have been killed
	claimRenew   = claimLease / 3
	maxReplay    = 1 << 20 // bytes of an answer that can be given again
	maxName      = 255     // bytes of an Idempotency-Key
	spoolMemory  = 1 << 20 // bytes of a body that are kept in memory rather than in a file
)

// replay answers a POST that was answered before in the same way, by its Idempotency-Key
// (draft-ietf-httpapi-idempotency-key-header): the same key with another request is 422,
// one that is still being answered 409.
func (s *Server) replay(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.Header.Get(replayHeader)
		c := callerOf(r.Context())
		if r.Method != http.MethodPost || name == "" || c.err != nil || !c.local && c.key.ID == "" {
			next.ServeHTTP(w, r)
			return
		}
		if len(name) > maxName {
			s.refuse(w, r, fmt.Errorf("%w: an Idempotency-Key has at most %d bytes", daodu.ErrUsage, maxName))
			return
		}
		if err := s.replayed(w, r, next, name); err != nil {
			s.refuse(w, r, err)
		}
	})
}

// replayed answers a request with an Idempotency-Key. An error means that nothing was
// answered.
func (s *Server) replayed(w http.ResponseWriter, r *http.Request, next http.Handler, name string) error {
	c := callerOf(r.Context())
	workspace, err := s.workspaces.open(r.Context(), s, c.key.Workspace)
	if err != nil {
		return err
	}
	body, err := spool(r.Body)
	if err != nil {
		return bodyError(err)
	}
	defer body.Close()
	request, err := fingerprint(r, body)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(name))
	claim := daodu.Replay{Caller: c.key.ID, Name: sum[:], Request: request, Until: s.now().Add(claimLease)}
	kept, claimed, err := workspace.Replays.ClaimReplay(r.Context(), claim)
	switch {
	case err != nil:
		return err
	case claimed:
		r.Body = body
		return s.answerOnce(w, r, next, workspace.Replays, claim)
	case !bytes.Equal(kept.Request, request):
		return fmt.Errorf("%w: this Idempotency-Key came with another request before; take a new key for a new request", daodu.ErrBadInput)
	case kept.Status == 0:
		p := newProblem(http.StatusConflict, "the request with this Idempotency-Key is still being answered", "send it again in a moment")
		p.headers.Set("Retry-After", "1")
		return p
	}
	maps.Copy(w.Header(), kept.Header)
	w.Header().Set(replayedHead, "true")
	w.WriteHeader(kept.Status)
	_, _ = w.Write(kept.Body) // the caller may be gone
	return nil
}

// answerOnce lets a request be answered and keeps the answer.
func (s *Server) answerOnce(w http.ResponseWriter, r *http.Request, next http.Handler, replays Replays, claim daodu.Replay) error {
	record := &recorder{ResponseWriter: w}
	ctx := context.WithoutCancel(r.Context())
	done := false
	defer func() {
		if done {
			return
		}
		if err := replays.DropReplay(ctx, claim); err != nil { // it ends by itself at claim.Until
			s.log.WarnContext(ctx, "an Idempotency-Key stays claimed", "request", requestIDOf(ctx), "error", err)
		}
	}()
	stop := s.renew(ctx, replays, claim)
	defer stop() // also behind a panic
	next.ServeHTTP(record, r)
	stop()
	if !repeatable(record.status) || record.long {
		return nil
	}
	claim.Status, claim.Body, claim.Header = record.status, record.body.Bytes(), map[string][]string{}
	for _, name := range []string{"Content-Type", "Location", "Retry-After"} {
		if values := w.Header()[name]; values != nil {
			claim.Header[name] = slices.Clone(values)
		}
	}
	claim.Until = s.now().Add(replayKept)
	if err := replays.KeepReplay(ctx, claim); err != nil {
		s.log.WarnContext(ctx, "an answer cannot be given again", "request", requestIDOf(ctx), "error", err)
		return nil
	}
	done = true
	return nil
}

// renew keeps a claim alive while its request is answered. A process that is killed does
// not, so that its callers wait for no more than a lease.
func (s *Server) renew(ctx context.Context, replays Replays, claim daodu.Replay) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(claimRenew)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			claim.Until = s.now().Add(claimLease)
			if err := replays.RenewReplay(ctx, claim); err != nil && ctx.Err() == nil {
				s.log.WarnContext(ctx, "an Idempotency-Key may be claimed again", "request", requestIDOf(ctx), "error", err)
			}
		}
	}()
	return func() { cancel(); <-ended }
}

// repeatable reports whether the same request would have the same answer: not when the
// server failed, or when the caller may get the right to it, or wait for it.
func repeatable(status int) bool {
	switch status {
	case 0, http.StatusUnauthorized, http.StatusForbidden, http.StatusRequestTimeout, http.StatusConflict, http.StatusTooManyRequests, 499:
		return false
	}
	return status < http.StatusInternalServerError
}

// A recorder keeps a copy of an answer.
type recorder struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
	long   bool // too long to be kept
}

// WriteHeader notes the status.
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write keeps what is written.
func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	if w.long = w.long || w.body.Len()+len(p) > maxReplay; !w.long {
		w.body.Write(p)
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap returns the writer below, for http.ResponseController.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// A spooled body can be read twice: once to tell it from others, once to be answered.
type spooled struct {
	io.ReadSeeker
	close func()
}

// Close removes the body.
func (b *spooled) Close() error {
	b.close()
	return nil
}

// spool reads a body into memory or, when it is long, into a temporary file.
func spool(body io.Reader) (*spooled, error) {
	var memory bytes.Buffer
	if _, err := io.CopyN(&memory, body, spoolMemory); err == io.EOF {
		return &spooled{bytes.NewReader(memory.Bytes()), func() {}}, nil
	} else if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp("", "daodu-body-")
	if err != nil {
		return nil, err
	}
	remove := func() {
		_ = f.Close()
		_ = os.Remove(f.Name()) // the system clears its temporary files
	}
	if _, err := io.Copy(f, io.MultiReader(&memory, body)); err != nil {
		remove()
		return nil, err
	}
	return &spooled{f, remove}, nil
}

// fingerprint returns the SHA-256 of what a request asks for. The parts of a form are
// taken one by one: what parts them is another string each time that a form is sent.
func fingerprint(r *http.Request, body *spooled) ([]byte, error) {
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s %s\n", r.Method, r.URL.RequestURI())
	media, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var err error
	if media == "multipart/form-data" {
		err = hashForm(h, multipart.NewReader(body, params["boundary"]))
	} else {
		_, err = io.Copy(h, body)
	}
	if err != nil {
		return nil, bodyError(err)
	}
	_, err = body.Seek(0, io.SeekStart)
	return h.Sum(nil), err
}

func hashForm(h hash.Hash, form *multipart.Reader) error {
	for {
		part, err := form.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		inner := sha256.New()
		if _, err := io.Copy(inner, part); err != nil {
			return err
		}
		fmt.Fprintf(h, "%q %q %x\n", part.FormName(), part.FileName(), inner.Sum(nil))
	}
}
