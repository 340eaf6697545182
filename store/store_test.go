package store_test

import (
	"testing"

	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/store"
	"github.com/daodu/daodu/store/storetest"
)

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
	for _, db := range pgtest.Databases {
		t.Run(db.Name, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T) *store.Store { return open(t, db.URL(t)) })
			storetest.RunGroups(t, func(t *testing.T) *store.Store { return open(t, db.URL(t)) })
		})
	}
}

// TestBackup brings a library from each database to each.
func TestBackup(t *testing.T) {
	t.Parallel()
	for _, from := range pgtest.Databases {
		for _, to := range pgtest.Databases {
			t.Run(from.Name+" to "+to.Name, func(t *testing.T) {
				t.Parallel()
				filled := open(t, from.URL(t))
				storetest.Fill(t, filled)
				storetest.RoundTrip(t, filled, open(t, to.URL(t)))
			})
		}
	}
}
