package store

import (
	"bufio"
	"context"
	"encoding/json"
	"io"

	"github.com/daodu/daodu"
)

// BackupSchema names the form of a backup: one JSON object a line, the first of them
// with this schema.
const BackupSchema = "daodu.library/1"

// offlineProvider makes vectors again at no price, so they are not part of a backup.
const offlineProvider = "offline"

// A record is a line of a backup: one of its fields is set.
type record struct {
	Schema     string            `json:"schema,omitempty"`
	Space      *spaceRecord      `json:"space,omitempty"`
	Original   *originalRecord   `json:"original,omitempty"`
	Article    *articleRecord    `json:"article,omitempty"`
	Vectors    *vectorsRecord    `json:"vectors,omitempty"`
	Artifact   *artifactRecord   `json:"artifact,omitempty"`
	Answer     *answerRecord     `json:"answer,omitempty"`
	Collection *collectionRecord `json:"collection,omitempty"`
}

type spaceRecord struct {
	daodu.EmbeddingSpace
	State string `json:"state"`
}

type originalRecord struct {
	SHA256 []byte `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Data   []byte `json:"data"` // DEFLATE
}

type articleRecord struct {
	ID        string          `json:"id"`
	AddedAt   int64           `json:"added_at"` // microseconds since 1970
	ChangedAt int64           `json:"changed_at"`
	Text      string          `json:"text"`
	Detail    json.RawMessage `json:"detail"` // the article without its text
	Raw       []byte          `json:"raw"`    // DEFLATE
	Chunks    []daodu.Chunk   `json:"chunks"`
	Sources   []sourceRecord  `json:"sources"`
}

type sourceRecord struct {
	URI       string          `json:"uri"`
	SHA256    []byte          `json:"sha256"`
	Title     string          `json:"title"`
	Publisher string          `json:"publisher"`
	Date      string          `json:"date"`
	Detail    json.RawMessage `json:"detail"`
	AddedAt   int64           `json:"added_at"`
}

type vectorsRecord struct {
	Article string               `json:"article"`
	Space   daodu.EmbeddingSpace `json:"space"`
	Chunks  [][]float32          `json:"chunks"`
}

type artifactRecord struct {
	ID         string          `json:"id"`
	Article    string          `json:"article"`
	TextSHA256 []byte          `json:"text_sha256"`
	AddedAt    int64           `json:"added_at"`
	Content    json.RawMessage `json:"content"`
}

type answerRecord struct {
	Key     []byte `json:"key"`
	Model   string `json:"model"`
	Data    []byte `json:"data"`
	AddedAt int64  `json:"added_at"`
}

// Export writes the articles of the workspace with what was written about them, and what
// its study groups have, as it is at one moment, in an order that depends on nothing but
// the content: the same library gives the same bytes on both databases. Vectors of the
// offline embedder are left out, since they cost nothing to make again; links to share,
// webhooks and keys, since they are secrets of one server. progress, when not nil, is told
// how many articles are written of how many.
func (s *Store) Export(ctx context.Context, w io.Writer, progress func(done, total int)) error {
	out := bufio.NewWriterSize(w, 1<<16)
	e := &exporter{s: s, json: json.NewEncoder(out), progress: progress}
	e.json.SetEscapeHTML(false)
	err := s.read(ctx, func(tx conn) error { return e.all(ctx, tx) })
	if err != nil {
		return err
	}
	return out.Flush()
}

type exporter struct {
	s        *Store
	json     *json.Encoder
	progress func(done, total int)
	spaces   []space // whose vectors are written
}

func (e *exporter) all(ctx context.Context, tx conn) error {
	if err := e.json.Encode(record{Schema: BackupSchema}); err != nil {
		return err
	}
	for _, part := range []func(context.Context, conn) error{e.spacesOf, e.originals, e.articles, e.answers, e.collections} {
		if err := part(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

func (e *exporter) spacesOf(ctx context.Context, tx conn) error {
	spaces, err := e.s.spaces(ctx, tx)
	for _, sp := range spaces {
		if err == nil && sp.Provider != offlineProvider {
			e.spaces = append(e.spaces, sp)
			err = e.json.Encode(record{Space: &spaceRecord{sp.EmbeddingSpace, sp.state}})
		}
	}
	return err
}

func (e *exporter) originals(ctx context.Context, tx conn) error {
	return each(ctx, tx, func(r rows) error {
		var o originalRecord
		if err := r.Scan(&o.SHA256, &o.Bytes, &o.Data); err != nil {
			return err
		}
		return e.json.Encode(record{Original: &o})
	}, `select sha256, bytes, data from originals where workspace_id = $1 order by sha256`, e.s.workspace)
}

func (e *exporter) articles(ctx context.Context, tx conn) error {
	var all []key
	err := each(ctx, tx, func(r rows) error {
		var k key
		err := r.Scan(&k)
		all = append(all, k)
		return err
	}, `select id from articles where workspace_id = $1 order by id`, e.s.workspace)
	for i, k := range all {
		if err != nil {
			return err
		}
		if e.progress != nil {
			e.progress(i, len(all))
		}
		err = e.article(ctx, tx, k)
	}
	return err
}

// article writes an article with its vectors and artifacts.
func (e *exporter) article(ctx context.Context, tx conn, k key) error {
	a := articleRecord{ID: k.String()}
	var detail string
	err := one(ctx, tx, []any{&a.AddedAt, &a.ChangedAt, &a.Text, &detail, &a.Raw}, `select a.added_at, a.changed_at, t.text, t.detail, t.raw
		from articles a join texts t on t.workspace_id = a.workspace_id and t.article_id = a.id where a.workspace_id = $1 and a.id = $2`, e.s.workspace, k)
	if err != nil {
		return err
	}
	a.Detail = json.RawMessage(detail)
	if a.Chunks, err = e.s.chunks(ctx, tx, k); err != nil {
		return err
	}
	if a.Sources, err = e.sources(ctx, tx, k); err != nil {
		return err
	}
	if err := e.json.Encode(record{Article: &a}); err != nil {
		return err
	}
	for _, sp := range e.spaces {
		if err := e.vectors(ctx, tx, k, sp, len(a.Chunks)); err != nil {
			return err
		}
	}
	return e.artifacts(ctx, tx, k)
}

func (e *exporter) sources(ctx context.Context, tx conn, k key) (out []sourceRecord, err error) {
	err = each(ctx, tx, func(r rows) error {
		var src sourceRecord
		var detail string
		err := r.Scan(&src.URI, &src.SHA256, &src.Title, &src.Publisher, &src.Date, &detail, &src.AddedAt)
		src.Detail = json.RawMessage(detail)
		out = append(out, src)
		return err
	}, `select uri, sha256, title, publisher, date, detail, added_at from sources where workspace_id = $1 and article_id = $2 order by added_at, sha256`, e.s.workspace, k)
	return out, err
}

// vectors writes those of an article that has all of them.
func (e *exporter) vectors(ctx context.Context, tx conn, k key, sp space, chunks int) error {
	found, err := e.s.dia.chunkVectors(ctx, tx, sp, e.s.workspace, k)
	if err != nil || len(found) < chunks {
		return err
	}
	v := vectorsRecord{Article: k.String(), Space: sp.EmbeddingSpace}
	for seq := 1; seq <= chunks; seq++ {
		v.Chunks = append(v.Chunks, found[seq])
	}
	return e.json.Encode(record{Vectors: &v})
}

func (e *exporter) artifacts(ctx context.Context, tx conn, k key) error {
	return each(ctx, tx, func(r rows) error {
		var id key
		var content string
		f := artifactRecord{Article: k.String()}
		if err := r.Scan(&id, &f.TextSHA256, &f.AddedAt, &content); err != nil {
			return err
		}
		f.ID, f.Content = id.String(), json.RawMessage(content)
		return e.json.Encode(record{Artifact: &f})
	}, `select id, text_sha256, added_at, content from artifacts where workspace_id = $1 and article_id = $2 order by id`, e.s.workspace, k)
}

func (e *exporter) answers(ctx context.Context, tx conn) error {
	return each(ctx, tx, func(r rows) error {
		var a answerRecord
		if err := r.Scan(&a.Key, &a.Model, &a.Data, &a.AddedAt); err != nil {
			return err
		}
		return e.json.Encode(record{Answer: &a})
	}, `select key, model, data, added_at from answers where workspace_id = $1 order by key`, e.s.workspace)
}
