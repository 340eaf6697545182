package anki

import (
	"archive/zip"
	"context"
	"crypto/sha1" // the checksum of Anki's format, not of security
	"database/sql"
	_ "embed"
	"encoding/binary"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver
)

//go:embed schema.sql
var schema string

// Package writes a deck as an Anki package: a ZIP archive with a SQLite database and an
// empty list of media. The same deck gives the same bytes. The error is that of w, or of
// the database, which is in memory only.
func Package(w io.Writer, d Deck) error {
	data, err := collection(d)
	if err != nil {
		return fmt.Errorf("anki package: %w", err)
	}
	z := zip.NewWriter(w)
	for _, f := range []struct {
		name string
		data []byte
	}{{"collection.anki2", data}, {"media", []byte("{}")}} {
		out, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return err
		}
		if _, err := out.Write(f.data); err != nil {
			return err
		}
	}
	return z.Close()
}

// collection returns the bytes of a database with the deck.
func collection(d Deck) (data []byte, err error) {
	ctx := context.Background() // memory does not block
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	conn, err := db.Conn(ctx) // each connection has a memory of its own
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if err := fill(ctx, conn, d); err != nil {
		return nil, err
	}
	err = conn.Raw(func(driver any) error {
		data, err = driver.(interface{ Serialize() ([]byte, error) }).Serialize()
		return err
	})
	return data, err
}

// fill makes the tables and their rows in one transaction.
func fill(ctx context.Context, conn *sql.Conn, d Deck) error {
	if _, err := conn.ExecContext(ctx, schema); err != nil {
		return err
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := addCollection(ctx, tx, d); err != nil {
		return err
	}
	for i, n := range d.Notes {
		if err := addNote(ctx, tx, d, n, i); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// addCollection adds the one row that describes the collection.
func addCollection(ctx context.Context, tx *sql.Tx, d Deck) error {
	_, err := tx.ExecContext(ctx, `insert into col values (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')`,
		d.Modified.Unix(), d.Modified.UnixMilli(), d.Modified.UnixMilli(), collectionSettings, noteTypes(), decks(d), deckOptions)
	return err
}

// addNote adds the i-th note and its card. Identifiers are times in milliseconds, as
// Anki's are; where one is taken an import chooses another.
func addNote(ctx context.Context, tx *sql.Tx, d Deck, n Note, i int) error {
	id, mod := d.Modified.UnixMilli()+int64(i), d.Modified.Unix()
	fields := n.fields()
	sort := bare(fields[0])
	_, err := tx.ExecContext(ctx, `insert into notes values (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')`,
		id, n.GUID, noteTypeID, mod, " "+n.tags()+" ", strings.Join(fields, "\x1f"), sort, checksum(sort))
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `insert into cards values (?, ?, ?, 0, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')`,
		id, id, deckID(d), mod, i+1)
	return err
}

// checksum is by what Anki finds notes with the same first field: the first 32 bits of
// the SHA-1 of its words.
func checksum(words string) int64 {
	sum := sha1.Sum([]byte(words))
	return int64(binary.BigEndian.Uint32(sum[:4]))
}

var tag = regexp.MustCompile(`<[^>]*>`)

// bare returns the words of a field without markup.
func bare(field string) string { return html.UnescapeString(tag.ReplaceAllString(field, "")) }
