package store_test

import (
	"testing"

	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/store"
	"github.com/daodu/daodu/store/storetest"
)

func TestQueue(t *testing.T) {
	t.Parallel()
	for _, db := range pgtest.Databases {
		t.Run(db.Name, func(t *testing.T) {
			t.Parallel()
			storetest.RunQueue(t, func(t *testing.T) func() *store.Store {
				url := db.URL(t)
				return func() *store.Store { return open(t, url) }
			})
		})
	}
}
