// Command load measures the server: how many artifacts a second it gives to connections
// that are kept open, how long the slowest hundredth of them takes, what it adds to the
// store in related and search, how much memory it has and how soon it is ready, on SQLite
// and on PostgreSQL. It makes a library of speeches that nobody held, and removes it.
//
//	cd bench && go run -mod=mod ./load -binary ../bin/daodu -postgres postgres://...
//
// The client runs on the same processors as the server, so that figures are those of a
// machine that has to do both.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

// options say what to measure.
type options struct {
	binary, postgres string
	articles         int
	connections      int
	duration         time.Duration
	rounds           int
	path             string // of what is asked for, with %s for the ID of an article
	target, key      string // of a server that runs already
	asJSON           bool
}

func main() {
	log.SetFlags(0)
	var o options
	flag.StringVar(&o.binary, "binary", "../bin/daodu", "the `program` to measure")
	flag.StringVar(&o.postgres, "postgres", "", "`URL` of a PostgreSQL with pgvector; only SQLite is measured without one")
	flag.IntVar(&o.articles, "articles", 500, "articles in the library")
	flag.IntVar(&o.connections, "connections", 16, "connections at once")
	flag.DurationVar(&o.duration, "duration", 10*time.Second, "how long to ask for artifacts")
	flag.IntVar(&o.rounds, "rounds", 300, "requests when comparing with the store")
	flag.StringVar(&o.path, "path", "/api/v1/articles/%s/summary", "what to ask for, with %s for the ID of an article")
	flag.StringVar(&o.target, "target", "", "only ask for this `address`, such as http://127.0.0.1:8080/healthz, of a server that runs already")
	flag.StringVar(&o.key, "key", "", "key for -target")
	flag.BoolVar(&o.asJSON, "json", false, "print JSON")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o); err != nil {
		log.Fatal("load: ", err)
	}
}

func run(ctx context.Context, o options) error {
	if o.target != "" {
		return o.ask(ctx)
	}
	binary, err := filepath.Abs(o.binary)
	if err != nil {
		return err
	}
	o.binary = binary
	servers := []string{""}
	if o.postgres != "" && o.postgres != "none" {
		servers = append(servers, o.postgres)
	}
	for _, server := range servers {
		r, err := o.measure(ctx, server)
		if err != nil {
			return err
		}
		if err := r.print(o.asJSON); err != nil {
			return err
		}
	}
	return nil
}

// ask asks a server that runs already.
func (o options) ask(ctx context.Context) error {
	u, err := url.Parse(o.target)
	if err != nil || u.Scheme != "http" {
		return fmt.Errorf("%q is no address of http", o.target)
	}
	r, err := load{u.Host, o.key, []string{u.RequestURI()}, o.connections, o.duration}.run(ctx)
	if err != nil {
		return err
	}
	r.print(u.Path)
	return nil
}

// A report is what was measured on one database.
type report struct {
	Database string        `json:"database"`
	Articles int           `json:"articles"`
	Fresh    time.Duration `json:"fresh_start_ns"` // without a library, 0 on PostgreSQL
	Start    time.Duration `json:"start_ns"`       // with one
	Idle     int64         `json:"idle_bytes"`
	Peak     int64         `json:"peak_bytes"`      // while artifacts are asked for
	PeakFind int64         `json:"peak_find_bytes"` // while it searches, at as many connections
	Artifact result        `json:"artifact"`
	Search   result        `json:"search"`
	Related  result        `json:"related"`
	Compared []comparison  `json:"compared"`
}

// idleFor is how long the server may settle before its memory counts.
const idleFor = 5 * time.Second

// measure measures on a new library.
func (o options) measure(ctx context.Context, postgres string) (r report, err error) {
	dir, err := os.MkdirTemp("", "daodu-load")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(dir)
	r = report{Database: "SQLite", Articles: o.articles}
	if postgres != "" {
		r.Database = "PostgreSQL"
	} else if r.Fresh, err = o.freshStart(ctx, filepath.Join(dir, "fresh")); err != nil {
		return r, err
	}
	library, drop, err := newLibrary(ctx, postgres, dir)
	if err != nil {
		return r, err
	}
	defer drop()
	s := site{binary: o.binary, library: library, home: dir, env: []string{"DAODU_SERVE_RATE=0"}}
	ids, err := s.fill(ctx, o.articles, min(o.articles, 50))
	if err != nil {
		return r, err
	}
	key, err := s.output(ctx, "key", "create", "load", "--role", "reader")
	if err != nil {
		return r, err
	}
	return r, o.serveAndAsk(ctx, s, strings.TrimSpace(string(key)), ids, &r)
}

// freshStart returns how long a server without any configuration and library takes to be
// ready.
func (o options) freshStart(ctx context.Context, home string) (time.Duration, error) {
	if err := os.MkdirAll(home, 0o755); err != nil {
		return 0, err
	}
	v, err := site{binary: o.binary, home: home}.serve(ctx)
	if err != nil {
		return 0, err
	}
	return v.started, v.stop()
}

// serveAndAsk starts the server, asks for one thing after the other, and ends it.
func (o options) serveAndAsk(ctx context.Context, s site, key string, ids []string, r *report) error {
	v, err := s.serve(ctx)
	if err != nil {
		return err
	}
	defer v.stop()
	time.Sleep(idleFor)
	r.Start, r.Idle = v.started, resident(v.process.Pid)
	watched, end := context.WithCancel(ctx)
	defer end()
	go v.watch(watched)
	var artifacts, related, search []string
	for _, id := range ids {
		artifacts = append(artifacts, strings.ReplaceAll(o.path, "%s", id))
		related = append(related, "/api/v1/articles/"+id+"/related")
	}
	for _, q := range queries {
		search = append(search, "/api/v1/search?q="+url.QueryEscape(q))
	}
	for _, part := range []struct {
		paths []string
		into  *result
		peak  *int64
		short time.Duration
	}{
		{artifacts, &r.Artifact, &r.Peak, o.duration}, {search, &r.Search, &r.PeakFind, o.duration / 2}, {related, &r.Related, &r.PeakFind, o.duration / 2},
	} {
		before := processor(v.process.Pid)
		if *part.into, err = (load{v.addr, key, part.paths, o.connections, part.short}).run(ctx); err != nil {
			return err
		}
		part.into.Processor = (processor(v.process.Pid) - before) / time.Duration(max(part.into.Requests, 1))
		*part.peak = v.peak.Load()
	}
	r.Compared, err = compare(ctx, s.library, v.addr, key, ids, o.rounds)
	return err
}

func (r report) print(asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(os.Stdout)
		return e.Encode(r)
	}
	fmt.Printf("%s, %d articles\n", r.Database, r.Articles)
	if r.Fresh > 0 {
		fmt.Printf("  ready without a library  %v\n", r.Fresh.Round(time.Millisecond))
	}
	fmt.Printf("  ready                    %v\n", r.Start.Round(time.Millisecond))
	fmt.Printf("  memory idle              %.0f MB, %.0f MB giving artifacts, %.0f MB searching\n", mega(r.Idle), mega(r.Peak), mega(r.PeakFind))
	for _, part := range []struct {
		name string
		r    result
	}{{"artifact", r.Artifact}, {"search", r.Search}, {"related", r.Related}} {
		part.r.print(part.name)
	}
	for _, c := range r.Compared {
		fmt.Printf("  %-8s %v by the API, %v by the store: %+.0f %%\n", c.Name, short(c.API), short(c.Store), 100*c.added())
	}
	return nil
}

func (r result) print(name string) {
	fmt.Printf("  %-8s %7.0f/s, p50 %v, p90 %v, p99 %v, longest %v, %v of processor each, %d of %d failed, %d bytes\n", name, r.PerSecond, short(r.P50),
		short(r.P90), short(r.P99), short(r.Longest), r.Processor.Round(time.Microsecond), r.Failed, r.Requests, r.BytesAnswer)
}

func mega(bytes int64) float64 { return float64(bytes) / 1e6 }

func short(d time.Duration) time.Duration { return d.Round(10 * time.Microsecond) }
