package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/pgtest"
)

// oneItem makes an item of a text with one chunk.
func oneItem(text string) *Item {
	n := len([]rune(text))
	return &Item{
		Article: &daodu.Article{Text: text, TextSHA256: hexSum(text), Length: n, Source: daodu.Source{URI: "file:" + hexSum(text), SHA256: hexSum(text)}},
		Chunks:  []daodu.Chunk{{Seq: 1, Span: daodu.Span{End: n}}},
	}
}

// TestDiskFull fills the room of a library: what was acknowledged stays, the rest is
// refused as a whole, and with more room it goes on.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), Config{URL: filepath.Join(t.TempDir(), "library.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	limit := func(pages int) {
		if _, err := s.db.(*sqliteDB).writer.Exec(fmt.Sprintf(`pragma max_page_count = %d`, pages)); err != nil {
			t.Fatal(err)
		}
	}
	limit(100)
	stored := 0
	for ; stored < 1000; stored++ {
		_, err = s.Add(t.Context(), oneItem(fmt.Sprintf("第%d篇。%s", stored, strings.Repeat("今年培训职工五千人次。", 20))))
		if err != nil {
			break
		}
	}
	if !errors.Is(err, daodu.ErrUpstream) || !strings.Contains(err.Error(), "full") || stored == 0 {
		t.Fatalf("after %d articles: %v", stored, err)
	}
	if n, err := s.Count(t.Context(), Filter{}); err != nil || n != stored {
		t.Errorf("%d articles, %d were acknowledged, %v", n, stored, err)
	}
	limit(1 << 20)
	if _, err := s.Add(t.Context(), oneItem("地方又有了。")); err != nil {
		t.Errorf("with more room: %v", err)
	}
}

// TestLostConnection ends the connections of the pool behind its back.
func TestLostConnection(t *testing.T) {
	t.Parallel()
	url := pgtest.URL(t)
	s, err := Open(t.Context(), Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Add(t.Context(), oneItem("第一篇。")); err != nil {
		t.Fatal(err)
	}
	cut := func() {
		c, err := pgx.Connect(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close(context.Background())
		if _, err := c.Exec(t.Context(), `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`); err != nil {
			t.Fatal(err)
		}
	}
	err = s.write(t.Context(), func(tx conn) error { // in the middle of a transaction
		if _, err := s.add(t.Context(), tx, newKey(), prepared(t, oneItem("第二篇。"))); err != nil {
			return err
		}
		cut()
		_, err := s.add(t.Context(), tx, newKey(), prepared(t, oneItem("第三篇。")))
		return err
	})
	if !errors.Is(err, daodu.ErrUpstream) {
		t.Errorf("a connection that was ended: %v", err)
	}
	cut()
	if _, err := s.Add(t.Context(), oneItem("第四篇。")); err != nil {
		t.Errorf("after a connection was lost: %v", err)
	}
	if n, err := s.Count(t.Context(), Filter{}); err != nil || n != 2 {
		t.Errorf("%d articles, 2 were acknowledged, %v", n, err)
	}
}

func prepared(t *testing.T, it *Item) *Item {
	t.Helper()
	if err := it.Prepare(); err != nil {
		t.Fatal(err)
	}
	return it
}

// TestBadAddresses opens what is no library. No message holds a password.
func TestBadAddresses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("这不是数据库。", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		url  string
		want error
	}{
		{"postgres://u:secret@127.0.0.1:1/db", daodu.ErrUpstream},
		{"postgres://u:secret@[::1/db", daodu.ErrUsage},
		{"postgres://u:secret@localhost:notaport/db", daodu.ErrUsage},
		{text, daodu.ErrUpstream},
		{filepath.Join(text, "below", "library.db"), daodu.ErrForbidden},
	} {
		_, err := Open(t.Context(), Config{URL: tt.url})
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.url, err, tt.want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the password stands in the message", tt.url)
		}
	}
}
