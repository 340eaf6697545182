package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/daodu/daodu"
)

// Article returns a whole article, its raw text too. The error wraps [daodu.ErrNotFound].
func (s *Store) Article(ctx context.Context, id string) (*daodu.Article, error) {
	k, err := parseKey(id)
	if err != nil {
		return nil, err
	}
	var a *daodu.Article
	err = s.read(ctx, func(tx conn) error {
		a, err = s.article(ctx, tx, k)
		return err
	})
	return a, err
}

func (s *Store) article(ctx context.Context, tx conn, k key) (*daodu.Article, error) {
	var text, detail string
	var raw []byte
	err := one(ctx, tx, []any{&text, &detail, &raw}, `select text, detail, raw from texts where workspace_id = $1 and article_id = $2`, s.workspace, k)
	if err != nil {
		return nil, missing(err, k.String())
	}
	a := new(daodu.Article)
	if err := json.Unmarshal([]byte(detail), a); err != nil {
		return nil, fmt.Errorf("store: article %s: %w", k, err)
	}
	rawText, err := inflate(raw)
	if err != nil {
		return nil, fmt.Errorf("store: raw text of article %s: %w", k, err)
	}
	a.ID, a.Text, a.Raw = k.String(), text, string(rawText)
	return a, nil
}

// missing turns the lack of a row into an error for the user.
func missing(err error, id string) error {
	if errors.Is(err, errNoRow) {
		return fmt.Errorf("%w: no article %s in this library; `daodu list` shows what there is", daodu.ErrNotFound, id)
	}
	return err
}

// Find returns the ID of the article that a user names: by its ID, by the last letters of
// the ID when only one ends so (at least 4), or by the address it was added from. The
// error wraps [daodu.ErrNotFound] or, when several fit, [daodu.ErrUsage].
func (s *Store) Find(ctx context.Context, name string) (string, error) {
	var found []string
	err := s.read(ctx, func(tx conn) error {
		found = nil
		add := func(r rows) error {
			var id key
			err := r.Scan(&id)
			found = append(found, id.String())
			return err
		}
		if k, err := parseKey(name); err == nil {
			return each(ctx, tx, add, `select id from articles where workspace_id = $1 and id = $2`, s.workspace, k)
		}
		if err := each(ctx, tx, add, `select distinct article_id from sources where workspace_id = $1 and uri = $2`, s.workspace, name); err != nil || len(found) > 0 {
			return err
		}
		if len(name) < minSuffix || strings.Trim(strings.ToLower(name), "0123456789abcdef-") != "" {
			return nil
		}
		return each(ctx, tx, func(r rows) error {
			var id key
			err := r.Scan(&id)
			if strings.HasSuffix(id.String(), strings.ToLower(name)) {
				found = append(found, id.String())
			}
			return err
		}, `select id from articles where workspace_id = $1`, s.workspace)
	})
	switch {
	case err != nil:
		return "", err
	case len(found) == 0:
		return "", missing(errNoRow, name)
	case len(found) > 1:
		return "", fmt.Errorf("%w: %q names %d articles (%s …); give the whole ID", daodu.ErrUsage, name, len(found), strings.Join(found[:2], ", "))
	}
	return found[0], nil
}

// minSuffix is how many letters of an ID name it at least.
const minSuffix = 4

// Entry returns what lists show of an article.
func (s *Store) Entry(ctx context.Context, id string) (daodu.Entry, error) {
	k, err := parseKey(id)
	if err != nil {
		return daodu.Entry{}, err
	}
	var out daodu.Entry
	err = s.read(ctx, func(tx conn) error {
		found, err := s.entries(ctx, tx, []key{k})
		if err != nil {
			return err
		}
		e, ok := found[k]
		if !ok {
			return missing(errNoRow, id)
		}
		out = e
		return nil
	})
	return out, err
}

// entries returns what lists show of articles. Articles that are gone are left out.
func (s *Store) entries(ctx context.Context, tx conn, ids []key) (map[key]daodu.Entry, error) {
	out := map[key]daodu.Entry{}
	if len(ids) == 0 {
		return out, nil
	}
	placeholders, args := list(2, ids)
	err := each(ctx, tx, func(r rows) error {
		k, e, err := scanEntry(r)
		out[k] = e
		return err
	}, `select `+entryColumns+` from articles a where a.workspace_id = $1 and a.id in (`+placeholders+`)`, append([]any{s.workspace}, args...)...)
	return out, err
}

// A SourceOf is one place where the text of an article stands.
type SourceOf struct {
	daodu.Source
	Title     string    `json:"title,omitempty"`
	Publisher string    `json:"publisher,omitempty"`
	Date      string    `json:"date,omitempty"`
	AddedAt   time.Time `json:"added_at"`
	Kept      bool      `json:"kept"` // its bytes are in the library
}

// Sources returns where the text of an article stands, in the order of adding.
func (s *Store) Sources(ctx context.Context, id string) ([]SourceOf, error) {
	k, err := parseKey(id)
	if err != nil {
		return nil, err
	}
	var out []SourceOf
	err = s.read(ctx, func(tx conn) error {
		out = nil
		return each(ctx, tx, func(r rows) error {
			var src SourceOf
			var detail string
			var added, kept int64
			if err := r.Scan(&detail, &src.Title, &src.Publisher, &src.Date, &added, &kept); err != nil {
				return err
			}
			src.AddedAt, src.Kept = time.UnixMicro(added).UTC(), kept > 0
			out = append(out, src)
			return json.Unmarshal([]byte(detail), &out[len(out)-1].Source)
		}, `select s.detail, s.title, s.publisher, s.date, s.added_at, (select count(*) from originals o where o.workspace_id = s.workspace_id and o.sha256 = s.sha256)
			from sources s where s.workspace_id = $1 and s.article_id = $2 order by s.added_at, s.uri`, s.workspace, k)
	})
	return out, err
}

// Original returns bytes as they were received, by their SHA-256 in hex. The error wraps
// [daodu.ErrNotFound].
func (s *Store) Original(ctx context.Context, sha256 string) ([]byte, error) {
	sum, err := hex.DecodeString(sha256)
	if err != nil {
		return nil, fmt.Errorf("%w: %q is no SHA-256", daodu.ErrNotFound, sha256)
	}
	var data []byte
	err = s.read(ctx, func(tx conn) error {
		return one(ctx, tx, []any{&data}, `select data from originals where workspace_id = $1 and sha256 = $2`, s.workspace, sum)
	})
	if errors.Is(err, errNoRow) {
		return nil, fmt.Errorf("%w: no bytes with SHA-256 %s were kept", daodu.ErrNotFound, sha256)
	}
	if err != nil {
		return nil, err
	}
	return inflate(data)
}

// Chunks returns the chunks of an article.
func (s *Store) Chunks(ctx context.Context, id string) ([]daodu.Chunk, error) {
	k, err := parseKey(id)
	if err != nil {
		return nil, err
	}
	var out []daodu.Chunk
	err = s.read(ctx, func(tx conn) error {
		out, err = s.chunks(ctx, tx, k)
		return err
	})
	return out, err
}

func (s *Store) chunks(ctx context.Context, tx conn, k key) (out []daodu.Chunk, err error) {
	err = each(ctx, tx, func(r rows) error {
		var c daodu.Chunk
		var path string
		if err := r.Scan(&c.Seq, &c.Span.Start, &c.Span.End, &path, &c.Tokens); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(path), &c.Path); err != nil {
			return err
		}
		out = append(out, c)
		return nil
	}, `select seq, char_from, char_to, path, tokens from chunks where workspace_id = $1 and article_id = $2 order by seq`, s.workspace, k)
	return out, err
}
