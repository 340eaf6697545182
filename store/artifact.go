package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/daodu/daodu"
)

// A Wanted says which artifact somebody asks for. Empty fields accept any.
type Wanted struct {
	Kind   daodu.Kind
	Length daodu.Length
	Lang   string
	Engine string
	// Current accepts only artifacts about the text as it is now.
	Current bool
}

// A Version is one artifact in the history of an article.
type Version struct {
	ID       string          `json:"id"`
	Artifact *daodu.Artifact `json:"artifact"`
	Current  bool            `json:"current"` // about the text as it is now
}

// AddArtifact stores an artifact beside those that were written before. The error wraps
// [daodu.ErrNotFound] when there is no such article.
func (s *Store) AddArtifact(ctx context.Context, articleID string, art *daodu.Artifact) (id string, err error) {
	k, err := parseKey(articleID)
	if err != nil {
		return "", err
	}
	made := newKey()
	err = s.write(ctx, func(tx conn) error { return s.addArtifact(ctx, tx, k, made, art) })
	return made.String(), err
}

// addArtifact stores an artifact under an ID that was made for it.
func (s *Store) addArtifact(ctx context.Context, tx conn, article, id key, art *daodu.Artifact) error {
	sum, err := hex.DecodeString(art.Article.TextSHA256)
	if err != nil {
		return fmt.Errorf("%w: text_sha256 %q is no SHA-256", daodu.ErrBadInput, art.Article.TextSHA256)
	}
	content, err := toJSON(art)
	if err != nil {
		return err
	}
	n, err := tx.exec(ctx, insertArtifact, s.workspace, article, id, string(art.Content.Kind()), string(art.Length), art.Lang, art.Origin.Engine, art.Origin.Model, art.Origin.Prompt,
		string(art.Verdict), sum, content, s.stamp())
	if err == nil && n == 0 {
		return missing(errNoRow, article.String())
	}
	if err != nil {
		return err
	}
	return s.emitReady(ctx, tx, article, id, art)
}

// insertArtifact adds an artifact if there is the article that it is about.
const insertArtifact = `insert into artifacts (workspace_id, article_id, id, kind, length, lang, engine, model, prompt, verdict, text_sha256, content, added_at)
	select a.workspace_id, a.id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 from articles a where a.workspace_id = $1 and a.id = $2`

// Artifact returns the newest artifact that fits. The error wraps [daodu.ErrNotFound].
func (s *Store) Artifact(ctx context.Context, articleID string, w Wanted) (Version, error) {
	versions, err := s.history(ctx, articleID, w, 1)
	if err != nil {
		return Version{}, err
	}
	if len(versions) == 0 {
		return Version{}, noArtifact(w.Kind, articleID)
	}
	return versions[0], nil
}

func orArtifact(k daodu.Kind) string {
	if k == "" {
		return "artifact"
	}
	return string(k)
}

// History returns all artifacts of an article that fit, the newest first.
func (s *Store) History(ctx context.Context, articleID string, w Wanted) ([]Version, error) {
	return s.history(ctx, articleID, w, -1)
}

func (s *Store) history(ctx context.Context, articleID string, w Wanted, limit int) (out []Version, err error) {
	k, err := parseKey(articleID)
	if err != nil {
		return nil, err
	}
	sql, args := s.fitting(`f.id, f.content, case when f.text_sha256 = a.text_sha256 then 1 else 0 end`, k, w, limit)
	err = s.read(ctx, func(tx conn) error {
		out = nil
		return each(ctx, tx, func(r rows) error {
			v, err := scanVersion(r)
			out = append(out, v)
			return err
		}, sql, args...)
	})
	return out, err
}

// fitting returns the query for columns of the artifacts of an article that fit, the newest
// first; a limit of 0 or less is none.
func (s *Store) fitting(columns string, article key, w Wanted, limit int) (sql string, args []any) {
	sql = `select ` + columns + ` from artifacts f
		join articles a on a.workspace_id = f.workspace_id and a.id = f.article_id where f.workspace_id = $1 and f.article_id = $2`
	args = []any{s.workspace, article}
	for _, c := range []struct{ column, value string }{{"kind", string(w.Kind)}, {"length", string(w.Length)}, {"lang", w.Lang}, {"engine", w.Engine}} {
		if c.value != "" {
			args = append(args, c.value)
			sql += fmt.Sprintf(" and f.%s = $%d", c.column, len(args))
		}
	}
	if w.Current {
		sql += " and f.text_sha256 = a.text_sha256"
	}
	sql += " order by f.id desc"
	if limit > 0 {
		sql += fmt.Sprintf(" limit %d", limit)
	}
	return sql, args
}

// ArtifactJSON returns the JSON of the newest artifact that fits, as it was stored: who
// only hands it on need not read it. The error wraps [daodu.ErrNotFound].
func (s *Store) ArtifactJSON(ctx context.Context, articleID string, w Wanted) (data json.RawMessage, err error) {
	k, err := parseKey(articleID)
	if err != nil {
		return nil, err
	}
	var content string
	sql, args := s.fitting(`f.content`, k, w, 1)
	err = s.ask(ctx, func(tx conn) error { return one(ctx, tx, []any{&content}, sql, args...) })
	if errors.Is(err, errNoRow) {
		return nil, noArtifact(w.Kind, articleID)
	}
	return json.RawMessage(content), err
}

// noArtifact says that nothing fits.
func noArtifact(k daodu.Kind, articleID string) error {
	return fmt.Errorf("%w: no %s of article %s has been written", daodu.ErrNotFound, orArtifact(k), articleID)
}

func scanVersion(r rows) (Version, error) {
	var id key
	var content string
	var current int64
	if err := r.Scan(&id, &content, &current); err != nil {
		return Version{}, err
	}
	v := Version{ID: id.String(), Artifact: new(daodu.Artifact), Current: current == 1}
	return v, json.Unmarshal([]byte(content), v.Artifact)
}

// Answer returns what a model answered before to a request, by the SHA-256 of everything
// that decides the answer. ok is false when it was never asked.
func (s *Store) Answer(ctx context.Context, key []byte) (data []byte, ok bool, err error) {
	err = s.read(ctx, func(tx conn) error {
		return one(ctx, tx, []any{&data}, `select data from answers where workspace_id = $1 and key = $2`, s.workspace, key)
	})
	if errors.Is(err, errNoRow) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// KeepAnswer stores what a model answered. The first answer stays: what was built on it
// can be built again.
func (s *Store) KeepAnswer(ctx context.Context, key []byte, model string, data []byte) error {
	return s.write(ctx, func(tx conn) error {
		_, err := tx.exec(ctx, `insert into answers (workspace_id, key, model, data, added_at) values ($1, $2, $3, $4, $5)
			on conflict (workspace_id, key) do nothing`, s.workspace, key, model, data, s.stamp())
		return err
	})
}
