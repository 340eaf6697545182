package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/daodu/daodu/internal/synth"
)

// A site is a library with a program that serves it.
type site struct {
	binary  string
	library string   // address of the library
	home    string   // folder for what the program keeps
	env     []string // settings beside those
}

// command returns a call of the program. Its environment is the site's alone: settings of
// whoever measures must not count.
func (s site) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, s.binary, args...)
	cmd.Env = append([]string{"HOME=" + s.home, "PATH=" + os.Getenv("PATH")}, s.env...)
	if s.library != "" {
		cmd.Env = append(cmd.Env, "DAODU_STORE_URL="+s.library)
	}
	return cmd
}

// output runs a call and returns what it printed.
func (s site) output(ctx context.Context, args ...string) ([]byte, error) {
	cmd := s.command(ctx, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("daodu %s: %w: %s", args[0], err, errs.String())
	}
	return out, nil
}

// fill puts speeches into the library and has some of them written about. It returns the
// IDs of those.
func (s site) fill(ctx context.Context, articles, written int) (ids []string, err error) {
	dir := filepath.Join(s.home, "speeches")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	for n := range articles {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d.txt", n)), []byte(synth.Speech(n)), 0o644); err != nil {
			return nil, err
		}
	}
	if _, err := s.output(ctx, "add", dir); err != nil {
		return nil, err
	}
	list, err := s.output(ctx, "list", "--format", "jsonl", "--limit", strconv.Itoa(written))
	if err != nil {
		return nil, err
	}
	args := []string{"summarize", "--format", "jsonl"}
	for line := range bytes.Lines(list) {
		var entry struct{ ID string }
		if err := json.Unmarshal(line, &entry); err != nil {
			return nil, err
		}
		ids = append(ids, entry.ID)
		args = append(args, "--id", entry.ID)
	}
	_, err = s.output(ctx, args...)
	return ids, err
}

// A server is a program that serves a site.
type server struct {
	addr    string
	started time.Duration // until it was ready
	process *os.Process
	peak    atomic.Int64 // of the resident memory, in bytes
	ended   chan error
}

// serve starts the program and waits until it is ready.
func (s site) serve(ctx context.Context) (*server, error) {
	cmd := s.command(ctx, "serve", "--addr", "127.0.0.1:0")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = time.Minute
	errs, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	v := &server{process: cmd.Process, ended: make(chan error, 1)}
	lines := bufio.NewScanner(errs)
	for v.addr == "" && lines.Scan() {
		_, rest, _ := strings.Cut(lines.Text(), "serving http://")
		v.addr, _, _ = strings.Cut(rest, " ")
	}
	go func() {
		io.Copy(os.Stderr, errs) // what it complains of
		v.ended <- cmd.Wait()
	}()
	if v.addr == "" {
		return nil, fmt.Errorf("the server did not start: %w", <-v.ended)
	}
	if err := v.ready(ctx); err != nil {
		return nil, err
	}
	v.started = time.Since(began)
	return v, nil
}

func (v *server) ready(ctx context.Context) error {
	for ctx.Err() == nil {
		res, err := http.Get("http://" + v.addr + "/readyz")
		if err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	return ctx.Err()
}

// watch notes the resident memory until ctx ends.
func (v *server) watch(ctx context.Context) {
	for ctx.Err() == nil {
		v.peak.Store(max(v.peak.Load(), resident(v.process.Pid)))
		time.Sleep(20 * time.Millisecond)
	}
}

// stop ends the server and waits for it.
func (v *server) stop() error {
	if err := v.process.Signal(os.Interrupt); err != nil {
		return err
	}
	<-v.ended
	return nil
}

// resident returns the resident memory of a process in bytes, 0 when the system does not
// tell: VmRSS of proc(5) in KiB, elsewhere what ps says.
func resident(pid int) int64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err == nil {
		_, rest, _ := strings.Cut(string(data), "VmRSS:")
		return kibibytes(rest)
	}
	out, err := exec.Command("ps", "-o", "rss=", "-p", strconv.Itoa(pid)).Output()
	if err != nil {
		return 0
	}
	return kibibytes(string(out))
}

// ticksPerSecond is what Linux counts the time of processes in, on every architecture
// that Go runs on (proc(5), sysconf(_SC_CLK_TCK)).
const ticksPerSecond = 100

// processor returns the processor time that a process has used, 0 when the system does not
// tell: utime and stime of /proc/PID/stat, counted behind the name, which may have blanks.
func processor(pid int) time.Duration {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
	var ticks int64
	for _, f := range fields[11:13] {
		n, _ := strconv.ParseInt(f, 10, 64)
		ticks += n
	}
	return time.Duration(ticks) * time.Second / ticksPerSecond
}

func kibibytes(text string) int64 {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return 0
	}
	n, _ := strconv.ParseInt(fields[0], 10, 64)
	return n << 10
}
