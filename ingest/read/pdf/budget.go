package pdf

import (
	"context"
	"fmt"

	"github.com/daodu/daodu"
)

// A budget bounds the work on one file: a few bytes can ask for hours of it, with
// streams that unpack to a thousand times their size or forms that draw each other.
// Time is bounded by the context, which every loop looks at now and then, memory
// by what is unpacked and by the objects that are kept.
// What fails once fails ever after, so callers that go on after an error do not
// get far.
type budget struct {
	ctx     context.Context
	steps   int   // since the start
	bytes   int64 // that may still be unpacked
	objects int   // bytes of objects that may still be read
	err     error // the first failure
}

const (
	// checkEvery is how many steps pass between looks at the context. The longest of
	// the real files read so far, 250 pages, takes 1.2 million.
	checkEvery = 4096

	// maxObjects is the most bytes of objects, streams left out, that are kept. In
	// memory they take up to twenty times as much. The real files read so far have up
	// to 0.12 MB.
	maxObjects = 16 << 20
)

// step counts n steps and fails when the context is done.
func (b *budget) step(n int) error {
	before := b.steps
	b.steps += n
	if b.err == nil && before/checkEvery != b.steps/checkEvery {
		b.err = b.ctx.Err()
	}
	return b.err
}

// unpacked counts n bytes of decoded streams.
func (b *budget) unpacked(n int64) error {
	if b.bytes -= n; b.bytes < 0 && b.err == nil {
		b.err = fmt.Errorf("%w: the PDF unpacks to too many bytes", daodu.ErrTooLarge)
	}
	return b.check()
}

// object counts n bytes of an object that is kept.
func (b *budget) object(n int) {
	if b.objects -= n; b.objects < 0 && b.err == nil {
		b.err = fmt.Errorf("%w: the PDF holds more than %d bytes of objects", daodu.ErrTooLarge, maxObjects)
	}
}

// check looks at the context at once.
func (b *budget) check() error {
	if b.err == nil {
		b.err = b.ctx.Err()
	}
	return b.err
}
