package api

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/daodu/daodu"
)

// A KeyRing is the keys of one workspace and what they spent.
type KeyRing interface {
	// ListKeys returns all keys, the revoked ones too, those made last first.
	ListKeys(ctx context.Context) ([]daodu.Key, error)
	// RevokeKey makes a key invalid. The error wraps [daodu.ErrNotFound].
	RevokeKey(ctx context.Context, id string) error
	// Spent returns what a key has spent this month in a currency.
	Spent(ctx context.Context, keyID, currency string) (daodu.Cost, error)
}

func (s *Server) routesKeys(a huma.API) {
	register(s, a, daodu.RoleReader, get("/me", "whoAmI", "keys", "Tell which key this is and what it may do"), s.whoAmI)
	register(s, a, daodu.RoleAdmin, get("/keys", "listKeys", "keys", "List the keys of the workspace"), s.listKeys)
	register(s, a, daodu.RoleAdmin, remove("/keys/{id}", "revokeKey", "keys", "Revoke a key"), s.revokeKey)
}

// A me is what callers learn of themselves.
type me struct {
	Role  daodu.Role  `json:"role" enum:"reader,editor,admin"`
	Key   *daodu.Key  `json:"key,omitempty" doc:"Absent when the server needs no key"`
	Spent *daodu.Cost `json:"spent,omitempty" doc:"This month, of the key's budget"`
}

type meOut struct{ Body me }

func (s *Server) whoAmI(ctx context.Context, _ *struct{}) (*meOut, error) {
	c := callerOf(ctx)
	if c.local {
		return &meOut{me{Role: daodu.RoleAdmin}}, nil
	}
	out := me{Role: c.key.Role, Key: &c.key}
	if c.key.Budget.Amount > 0 {
		spent, err := workspaceOf(ctx).Keys.Spent(ctx, c.key.ID, c.key.Budget.Currency)
		if err != nil {
			return nil, err
		}
		out.Spent = &spent
	}
	return &meOut{out}, nil
}

func (s *Server) listKeys(ctx context.Context, _ *struct{}) (*listOut[daodu.Key], error) {
	keys, err := workspaceOf(ctx).Keys.ListKeys(ctx)
	if err != nil {
		return nil, err
	}
	return list(keys, ""), nil
}

type keyIn struct {
	ID string `path:"id" format:"uuid" doc:"ID of the key"`
}

func (s *Server) revokeKey(ctx context.Context, in *keyIn) (*noContent, error) {
	err := workspaceOf(ctx).Keys.RevokeKey(ctx, in.ID)
	s.known.forget()
	return nil, err
}

// affordable returns an error when the caller's key has spent its budget. Handlers ask
// before they start work that a model is paid for; what runs already is not stopped, so
// that a budget may be passed by what is under way.
func (s *Server) affordable(ctx context.Context) error {
	c := callerOf(ctx)
	if c.key.Budget.Amount <= 0 {
		return nil
	}
	spent, err := workspaceOf(ctx).Keys.Spent(ctx, c.key.ID, c.key.Budget.Currency)
	if err != nil || spent.Amount < c.key.Budget.Amount {
		return err
	}
	p := s.problem(ctx, fmt.Errorf("%w: the key %s has spent %.2f of its %.2f %s of this month", daodu.ErrLimited,
		c.key.Prefix, spent.Amount, c.key.Budget.Amount, c.key.Budget.Currency))
	now := s.now().UTC()
	next := time.Date(now.Year(), now.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	p.headers = http.Header{"Retry-After": {strconv.Itoa(int(next.Sub(now).Seconds()) + 1)}}
	return p
}
