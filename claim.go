package daodu

import (
	"context"
	"errors"
	"time"
)

// A Claim is the right of one process to work on something until a time. Whoever holds it
// renews it; when the process dies it runs out, and another takes the work over. What is
// stored under a claim that was lost is refused with [ErrClaimLost].
type Claim struct {
	Of        ClaimKind
	Workspace string // name
	ID        string // of what is worked on
	Token     string // opaque; tells one claim from the next
}

// A ClaimKind says what a claim is of.
type ClaimKind string

// What processes claim.
const (
	ClaimWebhook    ClaimKind = "webhook"    // to send what waits for it
	ClaimFeed       ClaimKind = "feed"       // to ask for it and fetch its new items
	ClaimCollection ClaimKind = "collection" // to write the guide over it
)

// ErrClaimLost says that another process has taken the work over, or that what was worked
// on is gone. Nothing is left to do but to stop.
var ErrClaimLost = errors.New("another process has taken this over")

// Leases keeps and ends claims.
type Leases interface {
	// Renew prolongs a claim, counted from now. The error wraps [ErrClaimLost].
	Renew(ctx context.Context, c Claim, d time.Duration) error
	// Release ends a claim before its time; one that was lost is no error.
	Release(ctx context.Context, c Claim) error
}
