package store_test

import (
	"path/filepath"
	"testing"

	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/store"
	"github.com/daodu/daodu/store/storetest"
)

// databases are where tests run: each function returns the address of a new library.
var databases = []struct {
	name string
	url  func(t testing.TB) string
}{
	{"sqlite", func(t testing.TB) string { return filepath.Join(t.TempDir(), "library.db") }},
	{"postgres", pgtest.URL},
}

// open opens a library and closes it at the end of the test.
func open(t testing.TB, url string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func TestStore(t *testing.T) {
	t.Parallel()
	for _, db := range databases {
		t.Run(db.name, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T) *store.Store { return open(t, db.url(t)) })
			storetest.RunGroups(t, func(t *testing.T) *store.Store { return open(t, db.url(t)) })
		})
	}
}

// TestBackup brings a library from each database to each.
func TestBackup(t *testing.T) {
	t.Parallel()
	for _, from := range databases {
		for _, to := range databases {
			t.Run(from.name+" to "+to.name, func(t *testing.T) {
				t.Parallel()
				filled := open(t, from.url(t))
				storetest.Fill(t, filled)
				storetest.RoundTrip(t, filled, open(t, to.url(t)))
			})
		}
	}
}
