package store_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/store"
)

const speech = "同志们，今天我们召开全市工会工作会议。會議的任務是部署全年工作，要培训职工5000人次以上，新建职工书屋３０个。𠮷田同志也出席了会议"

func hexSum(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// speechItem returns an article of one chunk with a vector.
func speechItem(uri string) *store.Item {
	n := len([]rune(speech))
	return &store.Item{
		Article: &daodu.Article{
			Title: "讲话", Text: speech, TextSHA256: hexSum(speech), Length: n, Raw: speech,
			Source: daodu.Source{URI: uri, SHA256: hexSum(speech + "\n"), Bytes: int64(len(speech) + 1)},
		},
		Chunks:   []daodu.Chunk{{Seq: 1, Span: daodu.Span{End: n}, Tokens: n}},
		Original: []byte(speech + "\n"),
		Vectors:  &store.Vectors{Space: space, Chunks: [][]float32{{1, 0}}},
	}
}

var space = daodu.EmbeddingSpace{Provider: "test", Model: "one", Dim: 2}

func addSpeech(t *testing.T, s *store.Store) string {
	t.Helper()
	if err := s.UseSpace(t.Context(), space); err != nil {
		t.Fatal(err)
	}
	added, err := s.Add(t.Context(), speechItem("a.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return added[0].ID
}

func TestKnownSource(t *testing.T) {
	t.Parallel()
	for _, db := range pgtest.Databases {
		t.Run(db.Name, func(t *testing.T) {
			t.Parallel()
			s := open(t, db.URL(t))
			id := addSpeech(t, s)
			sum := sha256.Sum256([]byte(speech + "\n"))
			if got, ok, err := s.KnownSource(t.Context(), "a.txt", sum[:]); got != id || !ok || err != nil {
				t.Errorf("the source: %q %v %v", got, ok, err)
			}
			other := sha256.Sum256([]byte(speech))
			elsewhere, err := s.In(t.Context(), "elsewhere")
			if err != nil {
				t.Fatal(err)
			}
			for _, tt := range []struct {
				name string
				s    *store.Store
				uri  string
				sum  []byte
			}{{"other bytes", s, "a.txt", other[:]}, {"another address", s, "b.txt", sum[:]}, {"another workspace", elsewhere, "a.txt", sum[:]}} {
				if _, ok, err := tt.s.KnownSource(t.Context(), tt.uri, tt.sum); ok || err != nil {
					t.Errorf("%s: %v %v", tt.name, ok, err)
				}
			}
		})
	}
}

// Check finds each fault that is made on purpose.
func TestCheck(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, damage, want string }{
		{"sound", "", ""},
		{"text", "delete from texts", "1 articles without their text"},
		{"source", "delete from sources", "1 articles without a source"},
		{"chunk", "delete from chunks", "1 articles without some of their chunks"},
		{"fingerprint", "delete from fingerprints where hash = (select min(hash) from fingerprints)", "1 articles without some of their fingerprints"},
		{"vector", "delete from emb_1_chunk", "1 articles with vectors of test/one@2 for some of their chunks only"},
		{"models", "update spaces set state = 'retired'; insert into spaces (id, provider, model, dim, state, added_at) select id + 1, provider, 'two', dim, 'retired', 0 from spaces; " +
			"create table emb_2_chunk as select * from emb_1_chunk; create table emb_2_doc as select * from emb_1_doc; update spaces set state = 'active'", "1 embedding models in use at once"},
	} {
		for _, db := range pgtest.Databases {
			t.Run(tt.name+"/"+db.Name, func(t *testing.T) {
				t.Parallel()
				url := db.URL(t)
				s := open(t, url)
				addSpeech(t, s)
				damage(t, url, tt.damage)
				got, err := s.Check(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if tt.want == "" && len(got) > 0 || tt.want != "" && !strings.Contains(strings.Join(got, "\n"), tt.want) {
					t.Errorf("found %q, want %q", got, tt.want)
				}
			})
		}
	}
}

// damage runs statements behind the back of the library.
func damage(t *testing.T, url, statements string) {
	t.Helper()
	driver := "sqlite"
	if store.IsPostgres(url) {
		driver = "pgx"
	}
	db, err := sql.Open(driver, url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range strings.Split(statements, ";") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCheckFindsDamagedFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "library.db")
	s := open(t, file)
	addSpeech(t, s)
	damage(t, file, "pragma wal_checkpoint(truncate)")
	s.Close()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// The first page holds the schema; those behind it the rows.
	for i := 5 * 4096; i < len(data)-100; i += 4096 {
		copy(data[i:], strings.Repeat("\xff", 64))
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err = store.Open(t.Context(), store.Config{URL: file})
	if err != nil {
		return // told at once
	}
	defer s.Close()
	if got, err := s.Check(t.Context()); err == nil && len(got) == 0 {
		t.Error("nothing found in a damaged file")
	}
}

// SchemaOf looks and does not touch.
func TestSchemaOf(t *testing.T) {
	t.Parallel()
	for _, db := range pgtest.Databases {
		t.Run(db.Name, func(t *testing.T) {
			t.Parallel()
			c := store.Config{URL: db.URL(t)}
			before, err := store.SchemaOf(t.Context(), c)
			if err != nil || before.Version != 0 || len(before.Pending) == 0 {
				t.Fatalf("before: %+v, %v", before, err)
			}
			if again, err := store.SchemaOf(t.Context(), c); err != nil || cmp.Diff(before, again) != "" {
				t.Errorf("looking changed it: %+v, %v", again, err)
			}
			open(t, c.URL)
			after, err := store.SchemaOf(t.Context(), c)
			if err != nil || after.Version != before.Wanted || len(after.Pending) > 0 {
				t.Errorf("after: %+v, %v", after, err)
			}
		})
	}
}
