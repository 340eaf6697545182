package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// A process is a program that is started again whenever it ends, as systemd does.
type process struct {
	name  string
	log   string // file
	start func() *exec.Cmd

	mu     sync.Mutex
	cmd    *exec.Cmd
	starts int
	over   bool
	done   chan struct{}
}

// startAgain is how long nobody runs between two lives of a process.
const startAgain = 500 * time.Millisecond

// keep runs the program until stop is called.
func (p *process) keep() {
	defer close(p.done)
	for p.launch() {
		_ = p.cmd.Wait() // it was killed, or could not reach the database
		time.Sleep(startAgain)
	}
}

// launch starts the program, unless its time is over.
func (p *process) launch() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return false
	}
	log, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return false
	}
	defer log.Close() // the program has its own
	p.cmd = p.start()
	p.cmd.Stdout, p.cmd.Stderr = log, log
	p.starts++
	return p.cmd.Start() == nil
}

// kill ends the program at once, without letting it do anything. It reports whether there
// was one.
func (p *process) kill() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cmd != nil && p.cmd.Process != nil && p.cmd.Process.Signal(syscall.SIGKILL) == nil
}

// stop ends the program as who shuts a machine down does, and waits for it.
func (p *process) stop() {
	p.mu.Lock()
	p.over = true
	if p.cmd != nil && p.cmd.Process != nil {
		_ = p.cmd.Process.Signal(syscall.SIGTERM)
	}
	p.mu.Unlock()
	select {
	case <-p.done:
	case <-time.After(time.Minute):
		p.kill()
		<-p.done
	}
}

// fleet is all processes of a day.
type fleet struct {
	processes []*process
	addresses []string // of the servers
}

// startFleet starts servers and workers, with a log for each in dir.
func startFleet(binary, dir string, env []string) (*fleet, error) {
	f := &fleet{}
	for i := range servers {
		addr, err := freeAddress()
		if err != nil {
			return nil, err
		}
		f.addresses = append(f.addresses, addr)
		f.add(binary, dir, env, fmt.Sprintf("server%d", i+1), "serve", "--addr", addr)
	}
	for i := range workers {
		f.add(binary, dir, env, fmt.Sprintf("worker%d", i+1), "worker")
	}
	return f, nil
}

func (f *fleet) add(binary, dir string, env []string, name string, args ...string) {
	p := &process{name: name, log: filepath.Join(dir, name+".log"), done: make(chan struct{})}
	p.start = func() *exec.Cmd {
		cmd := exec.Command(binary, args...)
		cmd.Env = env
		return cmd
	}
	f.processes = append(f.processes, p)
	go p.keep()
}

// freeAddress returns an address of the loopback where nobody listens.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// ready waits until every server is.
func (f *fleet) ready(ctx context.Context) error {
	for _, addr := range f.addresses {
		for {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/readyz", nil)
			if err != nil {
				return err
			}
			res, err := http.DefaultClient.Do(req)
			if err == nil {
				res.Body.Close()
				if res.StatusCode == http.StatusOK {
					break
				}
			}
			if !sleep(ctx, 20*time.Millisecond) {
				return fmt.Errorf("the server at %s is not ready: %w", addr, ctx.Err())
			}
		}
	}
	return nil
}

// stop ends all processes.
func (f *fleet) stop() {
	var stopping sync.WaitGroup
	for _, p := range f.processes {
		stopping.Go(p.stop)
	}
	stopping.Wait()
}

// sleep waits; it reports false when ctx ended before.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
