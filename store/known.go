package store

import (
	"context"
	"errors"
)

// KnownSource returns the article that was added from an address with exactly these
// bytes, told by their SHA-256, so that nobody has to read them again. ok is false when
// there is none.
func (s *Store) KnownSource(ctx context.Context, uri string, sha256 []byte) (id string, ok bool, err error) {
	var k key
	err = s.read(ctx, func(tx conn) error {
		return one(ctx, tx, []any{&k}, `select article_id from sources where workspace_id = $1 and sha256 = $2 and uri = $3 limit 1`,
			s.workspace, sha256, uri)
	})
	if errors.Is(err, errNoRow) {
		return "", false, nil
	}
	return k.String(), err == nil, err
}
