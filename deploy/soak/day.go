package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/daodu/daodu"
)

// A day is one run: the processes, those who use them, and those who spoil it.
type day struct {
	options
	dir      string
	db       *database
	fleet    *fleet
	adder    *adder
	follower *follower
	receiver *receiver
	random   *rand.Rand
	report   report
}

func newDay(o options, dir string, db *database) *day {
	return &day{options: o, dir: dir, db: db, random: rand.New(rand.NewPCG(o.seed, 1)), report: report{Articles: o.articles, Seed: o.seed, Kills: map[string]int{}}}
}

// run has the day.
func (d *day) run(ctx context.Context) (*report, error) {
	if err := d.open(ctx); err != nil {
		return nil, err
	}
	defer d.receiver.web.Close()
	defer d.fleet.stop()
	following, unfollow := context.WithCancel(ctx)
	defer unfollow()
	go d.follower.follow(following)
	spoiling, enough := context.WithCancel(ctx)
	defer enough()
	spoiled := make(chan error, 1)
	go func() { spoiled <- d.spoil(spoiling) }()

	began := time.Now()
	d.adder.addAll(ctx, d.articles, d.clients)
	d.report.Adding = time.Since(began)
	fmt.Fprintf(d.log, "soak: %d articles acknowledged after %v\n", len(d.adder.ids), d.report.Adding.Round(time.Second))
	written := d.await(ctx, d.patience, "artifacts", func() bool { return d.follower.seen() >= 3*len(d.adder.ids) })
	d.report.Total = time.Since(began)
	enough()
	if err := <-spoiled; err != nil {
		return nil, err
	}
	told := d.await(ctx, d.patience, "webhooks", func() bool { return d.receiver.distinct() >= 4*len(d.adder.ids) })
	d.report.Settled = time.Since(began)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	unfollow()
	return &d.report, d.check(ctx, written && told)
}

// open brings up everything and makes a key and a webhook.
func (d *day) open(ctx context.Context) error {
	env := []string{
		"HOME=" + d.dir, "PATH=" + os.Getenv("PATH"), "DAODU_STORE_URL=" + d.db.url, "DAODU_SERVE_WORK=false", "DAODU_SERVE_RATE=0",
		"DAODU_READ_ALLOW_PRIVATE=true", // the webhook is on the loopback
		"DAODU_JOBS_WORKERS=1", "DAODU_JOBS_DEAD=5s", "DAODU_JOBS_GRACE=10s", "DAODU_LOG_LEVEL=info",
	}
	create := exec.CommandContext(ctx, d.binary, "key", "create", "soak", "--role", "admin")
	create.Env, create.Stderr = env, d.log
	key, err := create.Output()
	if err != nil {
		return fmt.Errorf("daodu key create: %w", err)
	}
	if d.fleet, err = startFleet(d.binary, d.dir, env); err != nil {
		return err
	}
	c := &client{addresses: d.fleet.addresses, key: strings.TrimSpace(string(key))}
	d.adder = &adder{client: c, ids: map[string]int{}}
	d.follower = &follower{client: c, done: map[string]int{}}
	if d.receiver, err = newReceiver(); err == nil {
		waiting, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		if err = d.fleet.ready(waiting); err == nil {
			err = d.subscribe(ctx, c)
		}
	}
	if err != nil {
		d.fleet.stop()
	}
	return err
}

// subscribe has the receiver told of everything.
func (d *day) subscribe(ctx context.Context, c *client) error {
	status, answer, err := c.send(ctx, 0, http.MethodPost, "/api/v1/webhooks", map[string]any{"url": d.receiver.url}, nil)
	if err != nil {
		return err
	}
	var hook daodu.Webhook
	if err := json.Unmarshal(answer, &hook); err != nil || status != http.StatusCreated || hook.Secret == "" {
		return fmt.Errorf("making a webhook: status %d: %s", status, answer)
	}
	d.receiver.secret = hook.Secret
	return nil
}

// spoil kills processes at random until ctx ends, and has the database crash once, when
// half of the articles are there. At least one server and one worker are killed.
func (d *day) spoil(ctx context.Context) error {
	victims := []*process{d.fleet.processes[0], d.fleet.processes[servers]} // so that short days have both
	crashed := false
	for sleep(ctx, d.every/2+time.Duration(d.random.Int64N(int64(d.every)))) {
		if !crashed && d.adder.count() >= d.articles/2 {
			crashed = true
			began := time.Now()
			if err := d.db.crash(ctx); err != nil && ctx.Err() == nil {
				return err
			}
			d.report.Crash = time.Since(began)
			fmt.Fprintf(d.log, "soak: the database crashed and was back after %v\n", d.report.Crash.Round(time.Millisecond))
			continue
		}
		victim := d.fleet.processes[d.random.IntN(len(d.fleet.processes))]
		if len(victims) > 0 {
			victim, victims = victims[0], victims[1:]
		}
		if victim.kill() {
			d.report.Kills[victim.name]++
			fmt.Fprintf(d.log, "soak: killed %s, %d added, %d written\n", victim.name, d.adder.count(), d.follower.seen())
		}
	}
	if !crashed {
		return errors.New("the day was over before the database could crash; add more articles")
	}
	return nil
}

// await waits until something is so; it reports false when patience is at its end before.
func (d *day) await(ctx context.Context, patience time.Duration, what string, so func() bool) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for !so() {
		if !sleep(ctx, 100*time.Millisecond) {
			d.report.breach("%s: not all of them came within %v", what, patience)
			return false
		}
	}
	return true
}
