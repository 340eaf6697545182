package store

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
)

// eventChannel is where processes say to each other that there are events.
const eventChannel = "daodu_events"

// lookEvery is how often processes look for events of others without being told.
const lookEvery = time.Second

func (d *postgresDialect) clock() string {
	return `(extract(epoch from clock_timestamp()) * 1000000)::bigint`
}

// lock leaves others free to refer to the rows.
func (d *postgresDialect) lock() string { return " for no key update" }

func (d *postgresDialect) hold() string { return " for key share" }

// notifyPause gathers what is said within a moment into one word.
const notifyPause = 10 * time.Millisecond

// notify says the word behind the commit, not in the transaction: PostgreSQL lets one
// transaction at a time commit that says something. When the process dies in between,
// others find the events when they look.
func (d *postgresDialect) notify(sh *shared) {
	if !d.notifying.CompareAndSwap(false, true) {
		return
	}
	time.AfterFunc(notifyPause, func() {
		d.notifying.Store(false)
		ctx, cancel := context.WithTimeout(context.Background(), lookEvery)
		defer cancel()
		if _, err := d.river.pool.Exec(ctx, `select pg_notify($1, '')`, eventChannel); err != nil {
			sh.log.Debug("cannot tell other processes of events; they look by themselves", "error", err)
		}
	})
}

// listen has a connection of its own, which waits all the time.
func (d *postgresDialect) listen(ctx context.Context, sh *shared) <-chan struct{} {
	words := make(chan struct{}, 1)
	go func() {
		for ctx.Err() == nil {
			err := d.hear(ctx, words)
			if ctx.Err() == nil {
				sh.log.Debug("cannot hear of events; looking for them instead", "error", err)
			}
			select {
			case <-ctx.Done():
			case <-time.After(lookEvery):
			}
		}
	}()
	return words
}

// hear passes words on until the connection or ctx ends.
func (d *postgresDialect) hear(ctx context.Context, words chan<- struct{}) error {
	c, err := pgx.ConnectConfig(ctx, d.river.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer c.Close(context.WithoutCancel(ctx))
	if _, err := c.Exec(ctx, `listen `+eventChannel); err != nil {
		return err
	}
	for {
		if _, err := c.WaitForNotification(ctx); err != nil {
			return err
		}
		select {
		case words <- struct{}{}:
		default:
		}
	}
}

// riverLog lets through of River's log what somebody has to know.
func riverLog(log *slog.Logger) *slog.Logger { return slog.New(warnings{log.Handler()}) }

// warnings is a log without what is below a warning.
type warnings struct{ slog.Handler }

// Enabled reports whether a record is one of a warning at least, and wanted.
func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}
