package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A load is requests that a number of connections send, each one after the other.
type load struct {
	addr        string   // host:port
	key         string   // sent as a bearer key, "" for none
	paths       []string // asked for in turn
	connections int
	duration    time.Duration
}

// A result is what a load met.
type result struct {
	Requests  int           `json:"requests"`
	Failed    int           `json:"failed"` // without an answer, or with one that is not 200
	PerSecond float64       `json:"per_second"`
	P50       time.Duration `json:"p50_ns"`
	P90       time.Duration `json:"p90_ns"`
	P99       time.Duration `json:"p99_ns"`
	Longest   time.Duration `json:"longest_ns"`
	// Processor is the time that the server computed for one request. On a machine that has
	// other work to do it tells more than the rate.
	Processor   time.Duration `json:"processor_ns"`
	BytesAnswer int           `json:"bytes_answer"` // mean length of an answer's body
}

// run sends requests for as long as the load says. The client does as little as wrk does:
// it shares the processors with the server.
func (l load) run(ctx context.Context) (result, error) {
	ctx, cancel := context.WithTimeout(ctx, l.duration)
	defer cancel()
	requests := l.requests()
	tallies := make([]tally, l.connections)
	began := time.Now()
	var running sync.WaitGroup
	for i := range tallies {
		running.Go(func() { tallies[i].err = l.connection(ctx, requests, i, &tallies[i]) })
	}
	running.Wait()
	took := time.Since(began)
	var all tally
	for _, t := range tallies {
		if t.err != nil {
			return result{}, t.err
		}
		all.latencies = append(all.latencies, t.latencies...)
		all.failed, all.bytes = all.failed+t.failed, all.bytes+t.bytes
	}
	return all.result(took), nil
}

// requests returns the bytes of one request for each path.
func (l load) requests() [][]byte {
	out := make([][]byte, len(l.paths))
	for i, path := range l.paths {
		head := "GET " + path + " HTTP/1.1\r\nHost: " + l.addr + "\r\n"
		if l.key != "" {
			head += "Authorization: Bearer " + l.key + "\r\n"
		}
		out[i] = []byte(head + "\r\n")
	}
	return out
}

// connection sends requests over one connection until ctx ends.
func (l load) connection(ctx context.Context, requests [][]byte, first int, t *tally) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", l.addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 64<<10)
	for n := first; ctx.Err() == nil; n++ {
		began := time.Now()
		if _, err := conn.Write(requests[n%len(requests)]); err != nil {
			return err
		}
		status, bytes, err := answer(in)
		if err != nil {
			return err
		}
		t.latencies = append(t.latencies, time.Since(began))
		t.bytes += bytes
		if status != 200 {
			t.failed++
		}
	}
	return nil
}

// answer reads one answer and returns its status and the length of its body.
func answer(in *bufio.Reader) (status, length int, err error) {
	line, err := in.ReadSlice('\n')
	if err != nil {
		return 0, 0, err
	}
	if len(line) < len("HTTP/1.1 200") {
		return 0, 0, fmt.Errorf("no answer of HTTP: %q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, 0, fmt.Errorf("no answer of HTTP: %q", line)
	}
	length, chunked, err := head(in)
	if err != nil || !chunked && length <= 0 {
		return status, 0, err
	}
	if !chunked {
		_, err = in.Discard(length)
		return status, length, err
	}
	length, err = chunks(in)
	return status, length, err
}

// head reads the headers of an answer.
func head(in *bufio.Reader) (length int, chunked bool, err error) {
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return 0, false, err
		}
		if len(line) <= 2 {
			return length, chunked, nil
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		switch textproto.CanonicalMIMEHeaderKey(string(name)) {
		case "Content-Length":
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return 0, false, err
			}
		case "Transfer-Encoding":
			chunked = strings.Contains(string(value), "chunked")
		}
	}
}

// chunks reads a body that comes in chunks.
func chunks(in *bufio.Reader) (length int, err error) {
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return length, err
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
		if err != nil {
			return length, err
		}
		if _, err := in.Discard(int(n) + 2); err != nil {
			return length, errors.Join(err, io.ErrUnexpectedEOF)
		}
		if length += int(n); n == 0 {
			return length, nil
		}
	}
}
