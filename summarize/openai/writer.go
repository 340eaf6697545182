package openai

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// A writer is an engine for one article. It may be used by several goroutines.
type writer struct {
	engine  *Engine
	article *daodu.Article
	opts    summarize.Options
	several bool // artifacts are asked for together

	doc  *document
	caps chat.Capabilities
	plan plan

	setup sync.Mutex
	mu    sync.Mutex
	led   map[string][]chat.Turn // by document: the conversation that others go on behind

	noting sync.Mutex
	noted  *notes
}

// Name returns "openai".
func (*writer) Name() string { return (*Engine)(nil).Name() }

// Write writes one artifact; see [Engine.Write].
func (w *writer) Write(ctx context.Context, a *daodu.Article, kind daodu.Kind, opts summarize.Options) (*daodu.Artifact, error) {
	w = w.of(a, opts)
	if err := w.ready(ctx); err != nil {
		return nil, err
	}
	return w.write(ctx, kind, new(ledger), nil)
}

// WriteAll writes several artifacts at once. What could not be written is left out, and the
// error says of each what it failed with.
func (w *writer) WriteAll(ctx context.Context, a *daodu.Article, kinds []daodu.Kind, opts summarize.Options) ([]*daodu.Artifact, error) {
	w = w.of(a, opts)
	w.several = w.several || len(kinds) > 1
	if err := w.ready(ctx); err != nil {
		return nil, err
	}
	arts, errs := make([]*daodu.Artifact, len(kinds)), make([]error, len(kinds))
	ledgers := make([]ledger, len(kinds))
	if !w.plan.whole { // so that the notes are booked on the first, whoever asks first
		if _, err := w.notes(ctx, &ledgers[0]); err != nil {
			return nil, fmt.Errorf("%s: %w", strings.Join(named(kinds), ", "), err)
		}
	}
	write := func(i int, ready *signal) {
		defer ready.give()
		if arts[i], errs[i] = w.write(ctx, kinds[i], &ledgers[i], ready); errs[i] != nil {
			errs[i] = &daodu.KindError{Kind: kinds[i], Err: fmt.Errorf("%s: %w", kinds[i], errs[i])}
		}
	}
	var calls sync.WaitGroup
	ready := newSignal()
	calls.Go(func() { write(0, ready) })
	<-ready.c
	for i := range kinds[1:] {
		calls.Go(func() { write(i+1, nil) })
	}
	calls.Wait()
	return slices.DeleteFunc(arts, func(art *daodu.Artifact) bool { return art == nil }), errors.Join(errs...)
}

func named(kinds []daodu.Kind) []string {
	var out []string
	for _, k := range kinds {
		out = append(out, string(k))
	}
	return out
}

// of returns w itself when it is for a and opts, else a new writer.
func (w *writer) of(a *daodu.Article, opts summarize.Options) *writer {
	if w.article == a && w.opts == opts {
		return w
	}
	return w.engine.prepare(a, opts)
}

// ready numbers the sentences and asks the endpoint what it can do, once.
func (w *writer) ready(ctx context.Context) error {
	w.setup.Lock()
	defer w.setup.Unlock()
	if w.doc != nil {
		return nil
	}
	if strings.TrimSpace(w.article.Text) == "" {
		return fmt.Errorf("%w: nothing to write about", daodu.ErrEmpty)
	}
	caps, err := w.engine.config.Asker.Capabilities(ctx)
	if err != nil {
		return err
	}
	w.caps, w.doc = caps, newDocument(w.article)
	if w.plan, err = w.newPlan(); err != nil {
		w.doc = nil
	}
	return err
}

// write writes one artifact and books what it took. ready lets those begin that wait for
// the text to be in the provider's cache.
func (w *writer) write(ctx context.Context, kind daodu.Kind, l *ledger, ready *signal) (*daodu.Artifact, error) {
	p, err := w.prompt(string(kind))
	if err != nil {
		return nil, err
	}
	d, content, err := w.read(ctx, kind, l, ready)
	ready.give()
	if err != nil {
		return nil, err
	}
	art := &daodu.Artifact{Content: content}
	if err := w.repair(ctx, d, art, l); err != nil {
		return nil, err
	}
	art.Findings = append(art.Findings, d.findings...)
	art.Origin = l.sum()
	art.Origin.Engine, art.Origin.Model, art.Origin.Prompt = w.Name(), w.engine.config.Model, p.Ref()
	art.Origin.InputSHA256 = summarize.InputSHA256(w.Name()+"\n"+w.engine.config.Model+"\n"+p.Ref(), w.article, kind, w.opts)
	return art, nil
}

// read has the model read the text and decodes what it answers. A text that cannot be read
// in one piece, for whatever reason, is read in parts.
func (w *writer) read(ctx context.Context, kind daodu.Kind, l *ledger, ready *signal) (*decoder, daodu.Content, error) {
	var failed error
	if w.plan.whole {
		got, err := w.askArtifact(ctx, kind, w.doc.show(w.doc.lines), w.doc.sections(1, w.doc.last()), l, ready)
		if err == nil {
			d := w.decoder(func(n int) bool { return n >= 1 && n <= w.doc.last() })
			d.whole = true
			content, err := d.content(kind, got.JSON)
			return d, content, err
		}
		if !dividing(err) {
			return nil, nil, err
		}
		w.engine.config.Log.WarnContext(ctx, "the text is read in parts", "kind", kind, "error", err)
		failed = err
	}
	d, content, err := w.readNotes(ctx, kind, l, ready)
	if err != nil && failed != nil {
		err = fmt.Errorf("%w (in one piece: %w)", err, failed)
	}
	return d, content, err
}
