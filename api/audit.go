package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/daodu/daodu"
)

// An AuditLog remembers who changed what in a workspace.
type AuditLog interface {
	// NoteChange adds a change; its ID and time are given by the log.
	NoteChange(ctx context.Context, c daodu.Change) error
	// Changes returns the changes, the last one first; next is the ID to go on after, ""
	// at the end.
	Changes(ctx context.Context, p Page) (changes []daodu.Change, next string, err error)
}

func (s *Server) routesAudit(a huma.API) {
	register(s, a, daodu.RoleAdmin, get("/audit", "listChanges", "keys", "List who changed what, the last change first"), s.listChanges)
}

func (s *Server) listChanges(ctx context.Context, in *pageIn) (*listOut[daodu.Change], error) {
	changes, next, err := workspaceOf(ctx).Audit.Changes(ctx, in.page())
	if err != nil {
		return nil, err
	}
	return list(changes, next), nil
}

// audit notes a request that may have changed something, once it is answered. The answer is
// on its way: a log that cannot be written is told to whoever runs the server.
func (s *Server) audit(ctx huma.Context, to *Workspace) {
	if to == nil || to.Audit == nil || ctx.Method() == http.MethodGet || ctx.Method() == http.MethodHead {
		return
	}
	c, u := callerOf(ctx.Context()), ctx.URL()
	err := to.Audit.NoteChange(context.WithoutCancel(ctx.Context()), daodu.Change{
		Key: c.key.ID, Name: c.key.Name, Action: ctx.Operation().OperationID, Target: u.Path, Status: ctx.Status(),
		Request: requestIDOf(ctx.Context()), Address: addressOf(ctx.Context()),
	})
	if err != nil {
		s.log.ErrorContext(ctx.Context(), "a change is not in the audit log", "request", requestIDOf(ctx.Context()), "action", ctx.Operation().OperationID, "error", err)
	}
}
