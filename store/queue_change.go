package store

import (
	"context"
	"errors"
	"time"

	"github.com/daodu/daodu"
)

// A jobRow is a job as the table holds it.
type jobRow struct {
	daodu.Job
	workspace key
	textSHA   []byte
	worker    string
}

// jobColumns are what scanJob reads.
const jobColumns = `workspace_id, id, article_id, text_sha256, kind, length, lang, engine, state, attempts, progress, step, error, artifact_id,
	cost, currency, asked_by, worker, created_at, run_at, started_at, finished_at`

func scanJob(r rows) (j jobRow, err error) {
	var id, article key
	var kind, length, state string
	var artifact *key
	var created, runAt, started, finished int64
	err = r.Scan(&j.workspace, &id, &article, &j.textSHA, &kind, &length, &j.Lang, &j.Engine, &state, &j.Attempts, &j.Progress, &j.Step, &j.Error,
		&artifact, &j.Cost.Amount, &j.Cost.Currency, &j.AskedBy, &j.worker, &created, &runAt, &started, &finished)
	j.ID, j.ArticleID, j.Kind, j.Length, j.State = id.String(), article.String(), daodu.Kind(kind), daodu.Length(length), daodu.JobState(state)
	if artifact != nil {
		j.ArtifactID = artifact.String()
	}
	j.CreatedAt, j.RunAt, j.StartedAt, j.FinishedAt = moment(created), moment(runAt), moment(started), moment(finished)
	return j, err
}

// moment returns a time of the tables; 0 is the zero time.
func moment(micro int64) time.Time {
	if micro == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micro).UTC()
}

// micro is the reverse of moment.
func micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// waiting returns the job as it waits for its next attempt.
func (j jobRow) waiting(runAt int64, why string) jobRow {
	j.State, j.Progress, j.Step, j.Error, j.worker = daodu.JobQueued, 0, "", why, ""
	j.RunAt, j.FinishedAt = moment(runAt), time.Time{}
	return j
}

// failed returns the job as it has failed for good.
func (j jobRow) failed(now int64, why string) jobRow {
	j.State, j.Step, j.Error, j.worker, j.FinishedAt = daodu.JobFailed, "", why, "", moment(now)
	return j
}

// cancelled returns the job as nobody wants it any more.
func (j jobRow) cancelled(now int64, why string) jobRow {
	j.State, j.Step, j.Error, j.worker, j.FinishedAt = daodu.JobCancelled, "", why, "", moment(now)
	return j
}

// A change is what happens to one job.
type change struct {
	what daodu.JobEventType
	was  jobRow
	is   jobRow
}

// settle makes changes to jobs of one workspace, then does what follows from those that
// go on or are done (nil for nothing), makes known again what waits in their groups, and
// tells of the changes. A change of a job that is not any more as it was has no effect.
// The articles of jobs that leave the state running must be locked.
func (sh *shared) settle(ctx context.Context, tx conn, changes []change, then func(kept []jobRow) error) error {
	var made []change
	var kept []jobRow
	for _, c := range changes {
		n, err := sh.updateJob(ctx, tx, c.was, c.is)
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		made = append(made, c)
		switch c.is.State {
		case daodu.JobRunning, daodu.JobDone:
			kept = append(kept, c.is)
		case daodu.JobFailed:
			if err := sh.tellFailed(ctx, tx, c.is); err != nil {
				return err
			}
		}
	}
	if then != nil {
		if err := then(kept); err != nil {
			return err
		}
	}
	if err := sh.requeueAll(ctx, tx, made); err != nil {
		return err
	}
	return sh.emit(ctx, tx, made)
}

// tellFailed tells webhooks that a job has failed for good.
func (sh *shared) tellFailed(ctx context.Context, tx conn, j jobRow) error {
	article, err := parseKey(j.ArticleID)
	if err != nil {
		return err
	}
	return (&Store{shared: sh, workspace: j.workspace}).emitFailed(ctx, tx, article, j.Kind, j.ID, j.Error)
}

// updateJob writes a job if it is as it was.
func (sh *shared) updateJob(ctx context.Context, tx conn, was, is jobRow) (int64, error) {
	id, err := parseKey(is.ID)
	if err != nil {
		return 0, err
	}
	var artifact *key
	if is.ArtifactID != "" {
		k, err := parseKey(is.ArtifactID)
		if err != nil {
			return 0, err
		}
		artifact = &k
	}
	return tx.exec(ctx, `update jobs set state = $6, attempts = $7, progress = $8, step = $9, error = $10, artifact_id = $11, cost = $12,
		currency = $13, worker = $14, run_at = $15, started_at = $16, finished_at = $17, text_sha256 = $18, asked_by = $19
		where workspace_id = $1 and id = $2 and state = $3 and worker = $4 and attempts = $5`,
		is.workspace, id, string(was.State), was.worker, was.Attempts,
		string(is.State), is.Attempts, is.Progress, is.Step, is.Error, artifact, is.Cost.Amount,
		is.Cost.Currency, is.worker, micro(is.RunAt), micro(is.StartedAt), micro(is.FinishedAt), is.textSHA, is.AskedBy)
}

// requeueAll makes known what waits in groups that somebody ended to work on, or that
// have a new job.
func (sh *shared) requeueAll(ctx context.Context, tx conn, changes []change) error {
	seen := map[group]bool{}
	for _, c := range changes {
		if c.is.State == daodu.JobRunning {
			continue
		}
		g, err := groupOf(c.is.workspace, c.is.Job)
		if g.runAt = 0; err != nil || seen[g] {
			if err != nil {
				return err
			}
			continue
		}
		seen[g] = true
		if err := sh.requeue(ctx, tx, g); err != nil {
			return err
		}
	}
	return nil
}

// requeue makes known what waits in a group, if nobody works on others of it.
func (sh *shared) requeue(ctx context.Context, tx conn, g group) error {
	var first *int64
	var running int
	err := one(ctx, tx, []any{&first, &running}, `select min(case when state = 'queued' then run_at end), count(case when state = 'running' then 1 end)
		from jobs where `+ofGroup+` and state in ('queued', 'running')`, g.args()...)
	if err != nil || first == nil || running > 0 {
		return err
	}
	g.runAt = *first
	return sh.dia.put(ctx, tx, []group{g})
}

// twin returns another job for the same wish about the same text that is not in vain, or
// a job without an ID.
func (sh *shared) twin(ctx context.Context, tx conn, j jobRow) (jobRow, error) {
	g, err := groupOf(j.workspace, j.Job)
	if err != nil {
		return jobRow{}, err
	}
	id, err := parseKey(j.ID)
	if err != nil {
		return jobRow{}, err
	}
	var found jobRow
	err = each(ctx, tx, func(r rows) (err error) {
		found, err = scanJob(r)
		return err
	}, `select `+jobColumns+` from jobs where `+ofGroup+` and kind = $6 and text_sha256 = $7 and id <> $8 and state in ('queued', 'running', 'done')`,
		g.args(string(j.Kind), j.textSHA, id)...)
	if errors.Is(err, errNoRow) {
		err = nil
	}
	return found, err
}
