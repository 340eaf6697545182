package store

import (
	"context"
	"encoding/json"

	"github.com/daodu/daodu"
)

// ClaimReplay begins to answer the request r, which has no status yet. When the caller sent
// the same name before, claimed is false and kept is what is known of that request: with
// status 0 it is still being answered. A claim that is neither kept, dropped nor renewed is
// given up at r.Until.
func (s *Store) ClaimReplay(ctx context.Context, r daodu.Replay) (kept daodu.Replay, claimed bool, err error) {
	err = s.write(ctx, func(tx conn) error {
		if _, err := tx.exec(ctx, `delete from replays where workspace_id = $1 and until <= $2`, s.workspace, s.stamp()); err != nil {
			return err
		}
		n, err := tx.exec(ctx, `insert into replays (workspace_id, caller, name, request, status, header, body, until)
			values ($1, $2, $3, $4, 0, '{}', $5, $6) on conflict do nothing`, s.workspace, r.Caller, r.Name, r.Request, []byte{}, r.Until.UnixMicro())
		if claimed = n > 0; claimed || err != nil {
			kept = r
			return err
		}
		kept, err = s.replay(ctx, tx, r)
		return err
	})
	return kept, claimed, err
}

func (s *Store) replay(ctx context.Context, tx conn, r daodu.Replay) (daodu.Replay, error) {
	var header string
	var until int64
	err := one(ctx, tx, []any{&r.Request, &r.Status, &header, &r.Body, &until},
		`select request, status, header, body, until from replays where workspace_id = $1 and caller = $2 and name = $3`, s.workspace, r.Caller, r.Name)
	if err != nil {
		return r, err
	}
	r.Until = at(until)
	return r, json.Unmarshal([]byte(header), &r.Header)
}

// RenewReplay moves the time at which a claim is given up to r.Until.
func (s *Store) RenewReplay(ctx context.Context, r daodu.Replay) error {
	return s.write(ctx, func(tx conn) error {
		_, err := tx.exec(ctx, `update replays set until = $1 where workspace_id = $2 and caller = $3 and name = $4 and request = $5 and status = 0`,
			r.Until.UnixMicro(), s.workspace, r.Caller, r.Name, r.Request)
		return err
	})
}

// KeepReplay stores the answer to a request that was claimed.
func (s *Store) KeepReplay(ctx context.Context, r daodu.Replay) error {
	header, err := toJSON(r.Header)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx conn) error {
		_, err := tx.exec(ctx, `update replays set status = $1, header = $2, body = $3, until = $4 where workspace_id = $5 and caller = $6 and name = $7 and request = $8`,
			r.Status, header, notNil(r.Body), r.Until.UnixMicro(), s.workspace, r.Caller, r.Name, r.Request)
		return err
	})
}

// notNil makes an empty value of one that the database would take for null.
func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// DropReplay forgets a request that was claimed, so that it can be sent again.
func (s *Store) DropReplay(ctx context.Context, r daodu.Replay) error {
	return s.write(ctx, func(tx conn) error {
		_, err := tx.exec(ctx, `delete from replays where workspace_id = $1 and caller = $2 and name = $3 and status = 0`, s.workspace, r.Caller, r.Name)
		return err
	})
}
