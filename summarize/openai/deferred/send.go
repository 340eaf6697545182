package deferred

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// What a batch of ours holds at most: well below what providers take (OpenAI: 50,000
// requests, 200 MB).
const (
	mostLines = 20_000
	mostBytes = 80 << 20
)

// A job is a batch that the provider has, or is about to get.
type job struct {
	Name  string `json:"name"`
	ID    string `json:"id,omitempty"` // "" while the provider may not have it
	Lines []line `json:"lines"`
}

type line struct {
	Key      string   `json:"key"`
	Question question `json:"question"`
}

func (j *job) lines() []chat.BatchLine {
	out := make([]chat.BatchLine, len(j.Lines))
	for i, l := range j.Lines {
		out[i] = chat.BatchLine{CustomID: l.Key, Request: l.Question.request()}
	}
	return out
}

// Send hands over what waits. It is written down first: when the program ends meanwhile,
// [Desk.Collect] finds out whether the provider got it.
func (d *Desk) Send(ctx context.Context) error {
	d.mu.Lock()
	lines := make([]line, len(d.order))
	for i, key := range d.order {
		lines[i] = line{key, d.waiting[key]}
	}
	d.mu.Unlock()
	for len(lines) > 0 {
		n := fitting(lines)
		if err := d.sendJob(ctx, newJob(lines[:n])); err != nil {
			return err
		}
		d.handedOver(lines[:n])
		lines = lines[n:]
	}
	return nil
}

// fitting returns how many lines make one batch.
func fitting(lines []line) int {
	size := 0
	for i, l := range lines {
		size += len(l.Question.System) + len(l.Question.Schema)
		for _, t := range l.Question.Turns {
			size += len(t.Text)
		}
		if i > 0 && (size > mostBytes || i >= mostLines) {
			return i
		}
	}
	return len(lines)
}

// newJob gives a batch a name by which the provider's list tells it from all others.
func newJob(lines []line) *job { return &job{Name: "daodu-" + rand.Text(), Lines: lines} }

func (d *Desk) handedOver(lines []line) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, l := range lines {
		delete(d.waiting, l.Key)
	}
	d.order = d.order[len(lines):]
}

// sendJob submits a batch unless the provider has it.
func (d *Desk) sendJob(ctx context.Context, j *job) error {
	if err := d.keepJob(j); err != nil {
		return err
	}
	id, err := d.provider.Submit(ctx, j.Name, j.lines())
	if errors.Is(err, chat.ErrBroken) {
		if state, found := d.provider.Find(ctx, j.Name); found == nil && !state.Done {
			id, err = state.ID, nil
		}
	}
	if err != nil {
		if ctx.Err() == nil && !errors.Is(err, chat.ErrBroken) {
			os.Remove(d.jobFile(j.Name)) // the provider refused it
		}
		return fmt.Errorf("handing a batch to the provider: %w", err)
	}
	j.ID = id
	return d.keepJob(j)
}

// A Progress is how far the batches at the provider are.
type Progress struct {
	Batches   int // that are not done
	Requests  int // in them
	Completed int
	Failed    int
}

// Collect asks after every batch and keeps the answers of those that are done. A batch that
// the provider found wrong as a whole is [daodu.ErrUpstream]; its requests wait again.
func (d *Desk) Collect(ctx context.Context) (Progress, error) {
	var p Progress
	jobs, err := d.jobs()
	if err != nil {
		return p, err
	}
	for _, j := range jobs {
		if j.ID == "" {
			if err := d.recover(ctx, j); err != nil {
				return p, err
			}
		}
		state, err := d.provider.State(ctx, j.ID)
		if err != nil {
			return p, fmt.Errorf("asking after the batch %s: %w", j.ID, err)
		}
		if !state.Done {
			p.Batches++
			p.Requests += len(j.Lines)
			p.Completed += state.Completed
			p.Failed += state.Failed
			continue
		}
		if err := d.collectJob(ctx, j, state); err != nil {
			return p, err
		}
	}
	return p, nil
}

// recover finds out what became of a batch that was written down before the program ended.
func (d *Desk) recover(ctx context.Context, j *job) error {
	state, err := d.provider.Find(ctx, j.Name)
	switch {
	case err == nil:
		j.ID = state.ID
		return d.keepJob(j)
	case errors.Is(err, daodu.ErrNotFound):
		return d.sendJob(ctx, j)
	}
	return fmt.Errorf("looking for the batch %s: %w", j.Name, err)
}

// collectJob keeps what came of a batch.
func (d *Desk) collectJob(ctx context.Context, j *job, state chat.BatchState) error {
	results, err := d.provider.Results(ctx, j.ID, j.lines())
	if err != nil {
		return fmt.Errorf("collecting the batch %s: %w", j.ID, err)
	}
	answered := false
	for _, r := range results {
		before, err := d.known(r.CustomID)
		if err != nil {
			return err
		}
		k := knownOf(r, before)
		answered = answered || k.Answer != nil
		if before.Answer == nil {
			if err := d.keepFile(d.answerFile(r.CustomID), k); err != nil {
				return err
			}
		}
	}
	if err := os.Remove(d.jobFile(j.Name)); err != nil {
		return fmt.Errorf("%w: %v", daodu.ErrForbidden, err)
	}
	if !answered && state.Problem != "" {
		return fmt.Errorf("%w: the provider did not take the batch: %s", daodu.ErrUpstream, state.Problem)
	}
	return nil
}

// jobs returns the batches that are written down.
func (d *Desk) jobs() ([]*job, error) {
	files, err := os.ReadDir(filepath.Join(d.dir, "jobs"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %v", daodu.ErrForbidden, err)
	}
	var out []*job
	for _, entry := range files {
		if !strings.HasSuffix(entry.Name(), ".json") {
			continue // what a killed program left
		}
		file := filepath.Join(d.dir, "jobs", entry.Name())
		data, err := os.ReadFile(file)
		j := new(job)
		if err == nil {
			err = json.Unmarshal(data, j)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: the batch in %s cannot be read: %v", daodu.ErrForbidden, file, err)
		}
		out = append(out, j)
	}
	return out, nil
}

func (d *Desk) jobFile(name string) string {
	return filepath.Join(d.dir, "jobs", name+".json")
}

func (d *Desk) keepJob(j *job) error { return d.keepFile(d.jobFile(j.Name), j) }

// keepFile writes a value whole or not at all, and on the disk when it returns.
func (d *Desk) keepFile(file string, value any) (err error) {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("%w: cannot keep what a batch brought: %v", daodu.ErrForbidden, err)
		}
	}()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
