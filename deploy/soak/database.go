package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// A database is a PostgreSQL of this run alone.
type database struct {
	script, dir string
	url         string
}

// startDatabase starts a PostgreSQL with its data in dir.
func startDatabase(ctx context.Context, script, dir string) (*database, error) {
	d := &database{script: script, dir: dir}
	out, err := d.call(ctx, "start")
	if err != nil {
		return nil, err
	}
	d.url = strings.TrimSpace(out)
	// The script starts servers for tests, which may forget. This one must not.
	for _, setting := range []string{"synchronous_commit", "fsync", "full_page_writes"} {
		if err := d.execute(ctx, "alter system set "+setting+" = on"); err != nil {
			d.stop()
			return nil, err
		}
	}
	return d, d.execute(ctx, "select pg_reload_conf()")
}

// call runs the script. A server that tests share is not for us.
func (d *database) call(ctx context.Context, what string) (string, error) {
	cmd := exec.CommandContext(ctx, d.script, what)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "DAODU_TEST_DATABASE_URL=") })
	cmd.Env = append(cmd.Env, "PGV_RUN="+d.dir)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", d.script, what, err, strings.TrimSpace(errs.String()))
	}
	return string(out), nil
}

// crash ends the server without letting it finish anything, and starts it again.
func (d *database) crash(ctx context.Context) error {
	_, err := d.call(ctx, "crash")
	return err
}

// stop ends the server and deletes its data.
func (d *database) stop() { _, _ = d.call(context.Background(), "stop") }

func (d *database) execute(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, d.url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

// query returns all rows of a query.
func query[T any](ctx context.Context, d *database, sql string, args ...any) ([]T, error) {
	conn, err := pgx.Connect(ctx, d.url)
	if err != nil {
		return nil, err
	}
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[T])
}
