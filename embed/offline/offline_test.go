package offline_test

import (
	"errors"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/embed/embedtest"
	"github.com/daodu/daodu/embed/offline"
)

func TestEmbedder(t *testing.T) {
	t.Parallel()
	for _, dim := range []int{256, 1024} {
		e, err := offline.New().WithDim(dim)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(e.Space().String(), func(t *testing.T) {
			t.Parallel()
			embedtest.Run(t, e, embedtest.Scripts(.99), embedtest.Topics())
		})
	}
}

func TestDimensions(t *testing.T) {
	t.Parallel()
	if got, want := offline.New().Space().String(), "offline/static-1@1024"; got != want {
		t.Errorf("the space is %s, want %s", got, want)
	}
	for _, dim := range []int{-1, 0, 255, 512, 2048} {
		if _, err := offline.New().WithDim(dim); !errors.Is(err, daodu.ErrUsage) {
			t.Errorf("%d elements: %v, want daodu.ErrUsage", dim, err)
		}
	}
}
