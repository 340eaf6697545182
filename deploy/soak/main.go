// Command soak holds what Daodu promises against a bad day: two servers and three workers
// share one PostgreSQL, articles come in through both servers, processes are killed at
// random, and the database crashes once. In the end every article that was acknowledged
// has to be there with each artifact exactly once, a client that follows events and comes
// back must have missed none, and a webhook must have been told of everything, under IDs
// that last.
//
//	make build && go run ./deploy/soak -articles 2000
//
// It starts its own PostgreSQL by scripts/pgvector.sh, listens on the loopback only, and
// removes what it made. The exit code is 1 when a promise was broken.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

// options say how bad the day is.
type options struct {
	binary   string
	script   string // scripts/pgvector.sh
	articles int
	clients  int           // that add articles at once
	every    time.Duration // mean time between two kills
	patience time.Duration // for the work to end once everything was added
	seed     uint64
	keep     bool      // the folder with logs
	log      io.Writer // what goes on
}

func main() {
	log.SetFlags(0)
	o := options{log: os.Stderr}
	asJSON := flag.Bool("json", false, "print JSON")
	flag.StringVar(&o.binary, "binary", "bin/daodu", "the `program` to test")
	flag.StringVar(&o.script, "script", "scripts/pgvector.sh", "what starts PostgreSQL")
	flag.IntVar(&o.articles, "articles", 2000, "articles to add")
	flag.IntVar(&o.clients, "clients", 4, "clients that add them at once")
	flag.DurationVar(&o.every, "every", 5*time.Second, "mean time between two kills")
	flag.DurationVar(&o.patience, "patience", 10*time.Minute, "how long the work may go on once everything was added")
	flag.Uint64Var(&o.seed, "seed", uint64(time.Now().UnixNano()), "of what is random")
	flag.BoolVar(&o.keep, "keep", false, "keep the folder with the logs")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	r, err := run(ctx, o)
	stop()
	if err != nil {
		log.Fatal("soak: ", err)
	}
	if *asJSON {
		err = json.NewEncoder(os.Stdout).Encode(r)
	} else {
		err = r.print(os.Stdout)
	}
	if err != nil {
		log.Fatal(err)
	}
	if len(r.Broken) > 0 {
		os.Exit(1)
	}
}

// The processes that share the library.
const (
	servers = 2
	workers = 3
)

// run has the day and returns what became of it. An error means that it could not be had.
func run(ctx context.Context, o options) (_ *report, err error) {
	dir, err := os.MkdirTemp("", "daodu-soak")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o755); err != nil { // PostgreSQL runs as another user
		return nil, err
	}
	defer func() {
		if !o.keep && err == nil {
			os.RemoveAll(dir)
		} else {
			fmt.Fprintln(o.log, "soak: the logs are in", dir)
		}
	}()
	if o.binary, err = filepath.Abs(o.binary); err != nil {
		return nil, err
	}
	db, err := startDatabase(ctx, o.script, filepath.Join(dir, "postgres"))
	if err != nil {
		return nil, err
	}
	defer db.stop()
	fmt.Fprintf(o.log, "soak: seed %d, %d articles, logs in %s\n", o.seed, o.articles, dir)
	return newDay(o, dir, db).run(ctx)
}
