package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/daodu/daodu"
)

// An Imported says what an import brought.
type Imported struct {
	Articles    int `json:"articles"`    // that were new
	Known       int `json:"known"`       // that were there
	Artifacts   int `json:"artifacts"`   // that were new
	Collections int `json:"collections"` // that were new
	Notes       int `json:"notes"`       // that were new
}

// importAtOnce is how many lines of a backup are stored in one transaction.
const importAtOnce = 200

// Import reads what [Store.Export] wrote. What is there already stays as it is, so an
// import that was stopped can be repeated, and a library can be merged into another. The
// error wraps [daodu.ErrBadInput] and names the line when the backup is damaged; the lines
// before it are stored. progress, when not nil, is told how many articles were read.
func (s *Store) Import(ctx context.Context, r io.Reader, progress func(articles int)) (Imported, error) {
	in := &importer{s: s, renamed: map[string]key{}}
	dec := json.NewDecoder(r)
	for line := 1; ; {
		batch, err := readRecords(dec, line)
		if len(batch) > 0 {
			if line == 1 && batch[0].Schema != BackupSchema {
				return in.total, fmt.Errorf("%w: this is no backup of a library: its first line has not the schema %s", daodu.ErrBadInput, BackupSchema)
			}
			if err := in.store(ctx, batch, line); err != nil {
				return in.total, err
			}
		}
		line += len(batch)
		if progress != nil {
			progress(in.total.Articles + in.total.Known)
		}
		if errors.Is(err, io.EOF) {
			return in.total, in.end(ctx, line)
		}
		if err != nil {
			return in.total, err
		}
	}
}

// readRecords reads some lines. At the end the error is io.EOF.
func readRecords(dec *json.Decoder, line int) (batch []record, err error) {
	for len(batch) < importAtOnce {
		var r record
		err := dec.Decode(&r)
		if errors.Is(err, io.EOF) {
			return batch, io.EOF
		}
		if err != nil {
			return batch, fmt.Errorf("%w: line %d of the backup: %v; the lines before it are stored", daodu.ErrBadInput, line+len(batch), err)
		}
		batch = append(batch, r)
	}
	return batch, nil
}

type importer struct {
	s       *Store
	total   Imported
	renamed map[string]key // articles of the backup whose text was there under another ID
	active  *daodu.EmbeddingSpace
}

// store stores a batch in one transaction.
func (in *importer) store(ctx context.Context, batch []record, line int) error {
	for _, r := range batch {
		if r.Space != nil { // makes tables, so by itself
			if err := in.s.UseSpace(ctx, r.Space.EmbeddingSpace); err != nil {
				return err
			}
			if r.Space.State == active {
				in.active = &r.Space.EmbeddingSpace
			}
		}
	}
	var total Imported
	err := in.s.write(ctx, func(tx conn) error {
		total = in.total
		for i, r := range batch {
			if err := in.record(ctx, tx, r, &total); err != nil {
				return fmt.Errorf("line %d of the backup: %w", line+i, err)
			}
		}
		return nil
	})
	if err == nil {
		in.total = total
	}
	return err
}

func (in *importer) record(ctx context.Context, tx conn, r record, total *Imported) error {
	switch {
	case r.Original != nil:
		_, err := tx.exec(ctx, `insert into originals (workspace_id, sha256, bytes, data) values ($1, $2, $3, $4) on conflict do nothing`,
			in.s.workspace, r.Original.SHA256, r.Original.Bytes, r.Original.Data)
		return err
	case r.Article != nil:
		return in.article(ctx, tx, r.Article, total)
	case r.Vectors != nil:
		return in.vectors(ctx, tx, r.Vectors)
	case r.Artifact != nil:
		return in.artifact(ctx, tx, r.Artifact, total)
	case r.Answer != nil:
		_, err := tx.exec(ctx, `insert into answers (workspace_id, key, model, data, added_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
			in.s.workspace, r.Answer.Key, r.Answer.Model, r.Answer.Data, r.Answer.AddedAt)
		return err
	case r.Collection != nil:
		return in.collection(ctx, tx, r.Collection, total)
	}
	return nil // a schema, a space, or something newer
}

func (in *importer) article(ctx context.Context, tx conn, r *articleRecord, total *Imported) error {
	it, err := r.item()
	if err != nil {
		return err
	}
	id, err := backedUp(r.ID)
	if err != nil {
		return err
	}
	made, err := in.s.addHead(ctx, tx, id, it, r.AddedAt, r.ChangedAt)
	if err != nil {
		return err
	}
	if made {
		total.Articles++
		if err := in.s.addText(ctx, tx, id, it); err != nil {
			return err
		}
	} else {
		total.Known++
		err := one(ctx, tx, []any{&id}, `select id from articles where workspace_id = $1 and (text_sha256 = $2 or id = $3) order by case when text_sha256 = $2 then 0 else 1 end limit 1`,
			in.s.workspace, it.row.textSHA, id)
		if err != nil {
			return err
		}
		in.renamed[r.ID] = id
	}
	return in.sources(ctx, tx, id, r.Sources)
}

// backedUp reads an identifier of a line.
func backedUp(id string) (key, error) {
	k, err := parseKey(id)
	if err != nil {
		return k, fmt.Errorf("%w: %q is no ID", daodu.ErrBadInput, id)
	}
	return k, nil
}

// item makes an item of a line, checking that the text is whole.
func (r *articleRecord) item() (*Item, error) {
	a := new(daodu.Article)
	if err := json.Unmarshal(r.Detail, a); err != nil {
		return nil, fmt.Errorf("%w: article %s: %v", daodu.ErrBadInput, r.ID, err)
	}
	if a.Text = r.Text; hexSum(a.Text) != a.TextSHA256 {
		return nil, fmt.Errorf("%w: the text of article %s is not what its SHA-256 says", daodu.ErrBadInput, r.ID)
	}
	raw, err := inflate(r.Raw)
	if err != nil {
		return nil, fmt.Errorf("%w: raw text of article %s: %v", daodu.ErrBadInput, r.ID, err)
	}
	a.Raw = string(raw)
	it := &Item{Article: a, Chunks: r.Chunks}
	if err := it.Prepare(); err != nil {
		return nil, err
	}
	it.row.raw = r.Raw // the same bytes go out again
	it.row.detail = string(r.Detail)
	return it, nil
}

func (in *importer) sources(ctx context.Context, tx conn, id key, sources []sourceRecord) error {
	for _, src := range sources {
		_, err := tx.exec(ctx, `insert into sources (workspace_id, article_id, uri, sha256, title, publisher, date, detail, added_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
			in.s.workspace, id, src.URI, src.SHA256, src.Title, src.Publisher, src.Date, string(src.Detail), src.AddedAt)
		if err != nil {
			return err
		}
	}
	return nil
}

func (in *importer) vectors(ctx context.Context, tx conn, v *vectorsRecord) error {
	id, ok := in.id(v.Article)
	if _, known := in.renamed[v.Article]; !ok || known {
		return nil // the article there has its own
	}
	sp, err := in.s.space(ctx, tx, v.Space)
	if err != nil {
		return err
	}
	return in.s.putVectors(ctx, tx, sp, in.s.workspace, id, v.Chunks)
}

// id returns the article of the library that stands for one of the backup.
func (in *importer) id(name string) (key, bool) {
	if id, ok := in.renamed[name]; ok {
		return id, true
	}
	id, err := parseKey(name)
	return id, err == nil
}

func (in *importer) artifact(ctx context.Context, tx conn, r *artifactRecord, total *Imported) error {
	art := new(daodu.Artifact)
	if err := json.Unmarshal(r.Content, art); err != nil {
		return fmt.Errorf("%w: artifact %s: %v", daodu.ErrBadInput, r.ID, err)
	}
	id, err := parseKey(r.ID)
	article, ok := in.id(r.Article)
	if err != nil || !ok {
		return fmt.Errorf("%w: artifact %q of %q", daodu.ErrBadInput, r.ID, r.Article)
	}
	n, err := tx.exec(ctx, insertArtifact+` on conflict do nothing`, in.s.workspace, article, id, string(art.Content.Kind()), string(art.Length), art.Lang,
		art.Origin.Engine, art.Origin.Model, art.Origin.Prompt, string(art.Verdict), r.TextSHA256, string(r.Content), r.AddedAt)
	total.Artifacts += int(n)
	return err
}

// end says when the backup was empty, and makes the space active that was, if every
// article of the library has vectors in it.
func (in *importer) end(ctx context.Context, line int) error {
	if line == 1 {
		return fmt.Errorf("%w: the backup is empty", daodu.ErrBadInput)
	}
	spaces, err := in.s.Spaces(ctx)
	for _, sp := range spaces {
		if err == nil && in.active != nil && sp.EmbeddingSpace == *in.active && sp.Missing == 0 {
			err = in.s.switchTo(ctx, *in.active)
		}
	}
	return err
}
