package batch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/daodu/daodu"
)

// syncWait is how long records are gathered before they are forced to the disk. A program
// that is killed loses nothing even so: only the whole machine can.
const syncWait = 50 * time.Millisecond

// A Ledger is the memory of a folder: a file of one record a line to which records are
// only ever added, each whole before the next. A record that was torn by the end of the
// machine is cut away when the ledger is opened; lines that are no records are left out.
// A Ledger may be used by several goroutines.
type Ledger struct {
	dir     string
	file    *os.File
	release func() error  // of the lock
	dirty   chan struct{} // something was added
	closing chan struct{}
	synced  sync.WaitGroup

	mu     sync.Mutex
	size   int64
	index  index
	broken error // why nothing more can be added
}

// Open opens the ledger of a folder for a run, both of which are made if they are not
// there. The error wraps [daodu.ErrForbidden] when another run has it or it cannot be
// written.
func Open(dir string) (*Ledger, error) {
	own := filepath.Join(dir, ownFolder)
	if err := os.MkdirAll(own, 0o755); err != nil {
		return nil, fmt.Errorf("%w: cannot make the output folder: %v", daodu.ErrForbidden, err)
	}
	release, err := lock(dir)
	if err != nil {
		return nil, err
	}
	os.RemoveAll(filepath.Join(own, tempFolder)) // what a killed run left; else it stays there
	file, err := os.OpenFile(filepath.Join(own, ledgerFile), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w: cannot open the ledger: %v", daodu.ErrForbidden, err), release())
	}
	l := &Ledger{dir: dir, file: file, release: release, dirty: make(chan struct{}, 1), closing: make(chan struct{}), index: newIndex()}
	if err := l.load(true); err != nil {
		return nil, errors.Join(err, file.Close(), release())
	}
	l.synced.Go(l.syncNowAndThen)
	return l, nil
}

// Inspect reads the ledger of a folder, of which a run may be under way. Nothing can be
// added to it. The error wraps [daodu.ErrNotFound] when there is none.
func Inspect(dir string) (*Ledger, error) {
	file, err := os.Open(filepath.Join(dir, ownFolder, ledgerFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w: no batch has been run into this folder", dir, daodu.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %v", daodu.ErrForbidden, err)
	}
	l := &Ledger{dir: dir, file: file, index: newIndex(), broken: errClosed}
	if err := l.load(false); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return l, nil
}

// load reads all records. With mend it cuts a torn one away.
func (l *Ledger) load(mend bool) error {
	whole, _, err := eachLine(l.file, l.index.take)
	if err != nil {
		return fmt.Errorf("reading the ledger: %w", err)
	}
	l.size = whole
	if mend {
		return l.file.Truncate(whole)
	}
	return nil
}

// errClosed says that a record came too late.
var errClosed = errors.New("the ledger is closed")

// add writes a record. After an error nothing more is written, so that no record can
// follow a torn one.
func (l *Ledger) add(r *record) error {
	line, err := encode(r)
	if err != nil {
		return err
	}
	_, paid, err := parseRecord(line)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken != nil {
		return l.broken
	}
	if _, err := l.file.WriteAt(line, l.size); err != nil {
		l.broken = fmt.Errorf("%w: writing the ledger: %v; what was done before is safe", daodu.ErrForbidden, err)
		return errors.Join(l.broken, l.file.Truncate(l.size))
	}
	l.index.note(r, paid, place{l.size, len(line)})
	l.size += int64(len(line))
	select {
	case l.dirty <- struct{}{}:
	default:
	}
	return nil
}

// syncNowAndThen forces records to the disk until the ledger is closed.
func (l *Ledger) syncNowAndThen() {
	for range l.dirty {
		select {
		case <-time.After(syncWait):
		case <-l.closing:
			return // Close does it
		}
		if err := l.file.Sync(); err != nil {
			l.mu.Lock()
			l.broken = fmt.Errorf("%w: writing the ledger: %v", daodu.ErrForbidden, err)
			l.mu.Unlock()
		}
	}
}

// Close forces everything to the disk, closes the ledger and frees its folder.
func (l *Ledger) Close() error {
	if l.release == nil {
		return l.file.Close()
	}
	l.mu.Lock()
	broken := l.broken
	if broken == errClosed {
		l.mu.Unlock()
		return nil
	}
	l.broken = errClosed
	close(l.dirty)
	close(l.closing)
	l.mu.Unlock()
	l.synced.Wait()
	return errors.Join(broken, l.file.Sync(), l.file.Close(), l.release())
}

// setPlan notes what a run is to do, unless the run before was to do the same.
func (l *Ledger) setPlan(p *Plan) error {
	line, err := encode(p)
	if err != nil {
		return err
	}
	if last := l.Plan(); last != nil {
		if before, err := encode(last); err == nil && bytes.Equal(before, line) {
			return nil
		}
	}
	return l.add(&record{Plan: p})
}

// setReading notes what an input holds, unless that is known.
func (l *Ledger) setReading(r *Reading) error {
	if known := l.reading(r.ID); known != nil {
		before, _ := encode(known)
		if now, err := encode(r); err == nil && bytes.Equal(before, now) {
			return nil
		}
	}
	return l.add(&record{Reading: r})
}

// setFailure notes why an artifact could not be written, unless that is known.
func (l *Ledger) setFailure(w Wish, f *Failure) error {
	if known := l.failure(w); known != nil && *known == *f {
		return nil
	}
	return l.add(&record{Wish: &w, Failure: f})
}

// Plan returns what the last run was to do, nil when there was none.
func (l *Ledger) Plan() *Plan {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.index.plan
}

// Garbage returns how many lines are no records.
func (l *Ledger) Garbage() int { return l.index.garbage }

// Paid returns what was paid for everything in the folder.
func (l *Ledger) Paid() Paid {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.index.paid
}

// dearest returns what the dearest artifact in the folder has cost.
func (l *Ledger) dearest() float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.index.dearest
}

func (l *Ledger) reading(id string) *Reading {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.index.readings[id]
}

func (l *Ledger) failure(w Wish) *Failure {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.index.failures[w]
}

func (l *Ledger) has(w Wish) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, ok := l.index.artifacts[w]
	return ok
}

// artifact returns the artifact for a wish as it was first written, in JSON, but with ref
// for the article that it is about: another input may have had the same text. It returns
// nil when there is none.
func (l *Ledger) artifact(w Wish, ref daodu.ArticleRef) ([]byte, error) {
	l.mu.Lock()
	where, ok := l.index.artifacts[w]
	l.mu.Unlock()
	if !ok {
		return nil, nil
	}
	line := make([]byte, where.size)
	if _, err := l.file.ReadAt(line, where.at); err != nil {
		return nil, fmt.Errorf("reading the ledger: %w", err)
	}
	r, _, err := parseRecord(line)
	if err != nil {
		return nil, fmt.Errorf("reading the ledger: %w", err)
	}
	return readdressed(r.Artifact, ref)
}

// readdressed returns an artifact in JSON with ref for the article that it is about.
func readdressed(data []byte, ref daodu.ArticleRef) ([]byte, error) {
	var has struct {
		Article json.RawMessage `json:"article"`
	}
	if err := json.Unmarshal(data, &has); err != nil {
		return nil, err
	}
	want, err := encode(ref)
	if err != nil || bytes.Equal(has.Article, bytes.TrimSpace(want)) {
		return data, err
	}
	art := new(daodu.Artifact)
	if err := json.Unmarshal(data, art); err != nil {
		return nil, err
	}
	art.Article = ref
	line, err := encode(art)
	return bytes.TrimSpace(line), err
}
