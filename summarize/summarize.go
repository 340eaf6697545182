// Package summarize is stage 3: it turns an article into artifacts, the summary, the
// outline and the study guide. An [Engine] writes them: package extract from the
// article's own sentences, without a model. Whatever wrote an artifact, package check
// holds every point of it against the text before it leaves this package.
package summarize

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/summarize/check"
)

// An Engine writes artifacts.
type Engine interface {
	// Name is the word for the engine in options, JSON and prices: "extract".
	Name() string
	// Write writes one artifact about a. It sets Content, Origin and, when it has
	// something to say that no check finds, Findings; [Artifacts] sets the rest. The
	// error wraps [daodu.ErrEmpty] when a has no text, [daodu.ErrUsage] when the
	// engine cannot do what opts ask for, and what the engine itself stands on.
	Write(ctx context.Context, a *daodu.Article, kind daodu.Kind, opts Options) (*daodu.Artifact, error)
}

// A Preparer is an engine that has work to do for an article which all artifacts about
// it share.
type Preparer interface {
	// Prepare returns an engine for artifacts about a, written one after the other.
	Prepare(a *daodu.Article, opts Options) Engine
}

// A Concurrent is an engine that writes several artifacts about one article at once in less
// time, or for less, than one after the other.
type Concurrent interface {
	// WriteAll writes artifacts as Write does, at least two. It returns those that it could
	// write, in the order of kinds, and an error that joins a [daodu.KindError] for each
	// other.
	WriteAll(ctx context.Context, a *daodu.Article, kinds []daodu.Kind, opts Options) ([]*daodu.Artifact, error)
}

// Options say what to write. The zero value asks for artifacts of medium length in
// the language and script of the article.
type Options struct {
	Length daodu.Length // "" is medium
	Lang   string       // BCP 47 tag, "" is the language of the article
}

// Artifacts writes the artifacts of the given kinds, all three when kinds is empty,
// and passes each through the checks. An artifact with unsupported points is no
// error: its verdict says so. What was written is returned with the error when others
// failed: with a [Concurrent] all the rest, else what was written before the first failure. The
// error has a [daodu.KindError] for each that was tried.
func Artifacts(ctx context.Context, e Engine, a *daodu.Article, kinds []daodu.Kind, opts Options) ([]*daodu.Artifact, error) {
	if len(kinds) == 0 {
		kinds = daodu.Kinds
	}
	opts, err := opts.resolve(a)
	if err != nil {
		return nil, err
	}
	if p, ok := e.(Preparer); ok && len(kinds) > 1 {
		e = p.Prepare(a, opts)
	}
	out, err := write(ctx, e, a, kinds, opts)
	source := check.NewSource(a.Text)
	for _, art := range out {
		complete(art, a, art.Content.Kind(), opts)
		source.Artifact(art)
	}
	return out, err
}

// write has an engine write artifacts, at once where it can.
func write(ctx context.Context, e Engine, a *daodu.Article, kinds []daodu.Kind, opts Options) ([]*daodu.Artifact, error) {
	if c, ok := e.(Concurrent); ok && len(kinds) > 1 && !slices.ContainsFunc(kinds, unknown) {
		out, err := c.WriteAll(ctx, a, kinds, opts)
		if err != nil {
			err = fmt.Errorf("%s: %w", a.Source.URI, err)
		}
		return out, err
	}
	out := make([]*daodu.Artifact, 0, len(kinds))
	for _, kind := range kinds {
		if unknown(kind) {
			return out, fmt.Errorf("%w: unknown kind %q; choose summary, outline or guide", daodu.ErrUsage, kind)
		}
		art, err := e.Write(ctx, a, kind, opts)
		if err != nil {
			return out, &daodu.KindError{Kind: kind, Err: fmt.Errorf("%s of %s: %w", kind, a.Source.URI, err)}
		}
		out = append(out, art)
	}
	return out, nil
}

func unknown(k daodu.Kind) bool { return daodu.NewContent(k) == nil }

// resolve fills in the defaults, so that an engine sees no empty option and the same
// wish always has the same hash.
func (o Options) resolve(a *daodu.Article) (Options, error) {
	switch o.Length {
	case "":
		o.Length = daodu.Medium
	case daodu.Short, daodu.Medium, daodu.Long:
	default:
		return o, fmt.Errorf("%w: unknown length %q; choose short, medium or long", daodu.ErrUsage, o.Length)
	}
	if o.Lang = Lang(o.Lang); o.Lang == "" || o.Lang == "zh" && strings.HasPrefix(a.Lang, "zh") {
		o.Lang = a.Lang
	}
	return o, nil
}

// Lang returns the tag that stands for a language in artifacts: the script for the
// regions that have one (zh-CN is zh-Hans, zh-HK is zh-Hant), others as they are.
func Lang(tag string) string {
	lower := strings.ToLower(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"))
	for _, known := range []struct{ prefixes, tag string }{
		{"zh-hans zh-cn zh-sg zh-my", "zh-Hans"}, {"zh-hant zh-tw zh-hk zh-mo", "zh-Hant"}, {"en", "en"},
	} {
		for prefix := range strings.FieldsSeq(known.prefixes) {
			if lower == prefix || strings.HasPrefix(lower, prefix+"-") {
				return known.tag
			}
		}
	}
	if lower == "zh" {
		return lower
	}
	return tag
}

// InputSHA256 returns the hash under which an engine's answer to one wish can be
// found again: of the engine with its version, the kind, the article's text and the
// options. Lower-case hex.
func InputSHA256(engine string, a *daodu.Article, kind daodu.Kind, opts Options) string {
	wish := strings.Join([]string{engine, string(kind), a.TextSHA256, string(opts.Length), opts.Lang}, "\n")
	sum := sha256.Sum256([]byte(wish))
	return hex.EncodeToString(sum[:])
}

// complete sets what is the same for every engine, before the checks.
func complete(art *daodu.Artifact, a *daodu.Article, kind daodu.Kind, opts Options) {
	art.Schema = kind.Schema()
	art.Article = daodu.ArticleRef{
		ID: a.ID, Title: a.Title, Date: a.Date, URI: a.Source.URI, TextSHA256: a.TextSHA256,
		Speaker: a.Speaker, Publisher: a.Publisher,
	}
	art.Findings = append(art.Findings, damaged(art.Content, a, opts.Lang)...)
	art.Lang, art.Length = opts.Lang, opts.Length
	art.Notes, art.Incomplete = notes(a.Damage)
	art.Coverage = coverage(art.Content, a)
}

// notes returns the kinds of damage in the order of their first place, and whether
// one of them says that the end is missing.
func notes(damage []daodu.Damage) (kinds []string, incomplete bool) {
	kinds = []string{}
	seen := map[daodu.DamageKind]bool{}
	for _, d := range damage {
		if !seen[d.Kind] {
			seen[d.Kind] = true
			kinds = append(kinds, string(d.Kind))
		}
		incomplete = incomplete || d.Kind == daodu.Truncated || d.Kind == daodu.Preview
	}
	return kinds, incomplete
}
