package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// An Order asks for artifacts.
type Order struct {
	Wishes []daodu.Wish // with an engine each
	By     string       // ID of the key that asks, "" without keys
}

// An Ordered tells what became of one wish.
type Ordered struct {
	Job  daodu.Job // without an ID when the artifact was there without a job
	Made bool      // the job is new
	// ArtifactID names the artifact when it is there already.
	ArtifactID string
}

// Order asks for artifacts about an article as its text is now. What is there, or on its
// way, is not written again. The result has an element for each wish, in order. The error
// wraps [daodu.ErrNotFound] without such an article, [daodu.ErrUsage] when a wish cannot
// be one.
func (s *Store) Order(ctx context.Context, articleID string, o Order) (out []Ordered, err error) {
	k, err := parseKey(articleID)
	if err != nil {
		return nil, err
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	err = s.tell(ctx, func(tx conn) error {
		var made []change
		out, made, err = s.order(ctx, tx, k, o)
		if err != nil {
			return missing(err, articleID)
		}
		return s.announce(ctx, tx, made)
	})
	return out, err
}

// AddAndOrder stores items as Add does and asks, in the same transaction, for artifacts
// about each article: those that are known too. Added.Jobs are the jobs, one for each wish
// whose artifact is not there.
func (s *Store) AddAndOrder(ctx context.Context, o Order, items ...*Item) ([]Added, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if len(o.Wishes) == 0 {
		return s.Add(ctx, items...)
	}
	defer s.hub.tell()
	return s.addAll(ctx, items, func(tx conn, added []Added) error {
		var made []change
		for i := range added {
			k, err := parseKey(added[i].ID)
			if err != nil {
				return err
			}
			ordered, changes, err := s.order(ctx, tx, k, o)
			if err != nil {
				return err
			}
			added[i].Jobs = nil // of an attempt that was rolled back
			for _, one := range ordered {
				if one.Job.ID != "" {
					added[i].Jobs = append(added[i].Jobs, one.Job)
				}
			}
			made = append(made, changes...)
		}
		return s.announce(ctx, tx, made)
	})
}

func (o Order) check() error {
	if err := checkAsker(o.By); err != nil {
		return err
	}
	for _, w := range o.Wishes {
		switch {
		case daodu.NewContent(w.Kind) == nil:
			return fmt.Errorf("%w: unknown kind %q; choose summary, outline or guide", daodu.ErrUsage, w.Kind)
		case !slices.Contains([]daodu.Length{"", daodu.Short, daodu.Medium, daodu.Long}, w.Length):
			return fmt.Errorf("%w: unknown length %q; choose short, medium or long", daodu.ErrUsage, w.Length)
		case w.Engine == "":
			return fmt.Errorf("%w: a wish needs an engine", daodu.ErrUsage)
		}
	}
	return nil
}

// checkAsker refuses a key that cannot be charged.
func checkAsker(by string) error {
	if _, err := parseKey(by); by != "" && err != nil {
		return fmt.Errorf("%w: %q is no ID of a key", daodu.ErrUsage, by)
	}
	return nil
}

// order makes the jobs of an order for one article, and returns the new ones as changes.
func (s *Store) order(ctx context.Context, tx conn, article key, o Order) (out []Ordered, made []change, err error) {
	var lang string
	var sha []byte
	if err := one(ctx, tx, []any{&lang, &sha}, `select lang, text_sha256 from articles where workspace_id = $1 and id = $2`, s.workspace, article); err != nil {
		return nil, nil, err
	}
	now := moment(s.stamp())
	for _, w := range o.Wishes {
		if w.Length == "" {
			w.Length = daodu.Medium
		}
		if w.Lang == "" || w.Lang == "zh" && strings.HasPrefix(lang, "zh") {
			w.Lang = lang
		}
		j := jobRow{workspace: s.workspace, textSHA: sha, Job: daodu.Job{
			ID: newKey().String(), ArticleID: article.String(), Wish: w, State: daodu.JobQueued, AskedBy: o.By, CreatedAt: now, RunAt: now,
		}}
		one, err := s.orderOne(ctx, tx, j)
		if err != nil {
			return nil, nil, err
		}
		if one.Made {
			made = append(made, change{daodu.EventQueued, j, j})
		}
		out = append(out, one)
	}
	return out, made, nil
}

// orderOne makes a job unless there is one, or the artifact.
func (s *Store) orderOne(ctx context.Context, tx conn, j jobRow) (Ordered, error) {
	other, err := s.twin(ctx, tx, j)
	if err != nil {
		return Ordered{}, err
	}
	if other.ID != "" {
		return Ordered{Job: other.Job, ArtifactID: other.ArtifactID}, nil
	}
	g, err := groupOf(j.workspace, j.Job)
	if err != nil {
		return Ordered{}, err
	}
	var artifact key
	err = one(ctx, tx, []any{&artifact}, `select id from artifacts where `+ofGroup+` and kind = $6 and text_sha256 = $7 order by id desc limit 1`,
		g.args(string(j.Kind), j.textSHA)...)
	if err == nil {
		return Ordered{ArtifactID: artifact.String()}, nil
	}
	if !errors.Is(err, errNoRow) {
		return Ordered{}, err
	}
	made, err := s.insertJob(ctx, tx, j)
	if err != nil || made {
		return Ordered{Job: j.Job, Made: made}, err
	}
	other, err = s.twin(ctx, tx, j) // another program was faster
	return Ordered{Job: other.Job, ArtifactID: other.ArtifactID}, err
}

func (s *Store) insertJob(ctx context.Context, tx conn, j jobRow) (made bool, err error) {
	id, err := parseKey(j.ID)
	if err != nil {
		return false, err
	}
	article, err := parseKey(j.ArticleID)
	if err != nil {
		return false, err
	}
	n, err := tx.exec(ctx, `insert into jobs (`+jobColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, '', '', null, 0, '', $10, '', $11, $11, 0, 0) on conflict do nothing`,
		j.workspace, id, article, j.textSHA, string(j.Kind), string(j.Length), j.Lang, j.Engine, string(j.State), j.AskedBy, micro(j.CreatedAt))
	return n > 0, err
}

// announce tells of new jobs and makes them known to workers. It does not ask whether
// somebody works on their groups: who does may end at this moment, unseen.
func (s *Store) announce(ctx context.Context, tx conn, made []change) error {
	if len(made) == 0 {
		return nil
	}
	var groups []group
	seen := map[group]bool{}
	for _, c := range made {
		g, err := groupOf(c.is.workspace, c.is.Job)
		if err != nil {
			return err
		}
		if !seen[g] {
			seen[g] = true
			groups = append(groups, g)
		}
	}
	if err := s.dia.put(ctx, tx, groups); err != nil {
		return err
	}
	return s.emit(ctx, tx, made)
}
