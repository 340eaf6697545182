package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/internal/eval"
)

// texts are the corpora of plain text, with how they are written.
var texts = []string{
	"speeches_xi/*.txt", "gwr_provincial_2026/*.txt", "laws/*.md", "legco_hk/*.txt", "tw_transcripts/*.xml",
}

// bigText is the size in bytes of the text whose peak memory is measured.
const bigText = 20 << 20

// textSpeed prints how many code points a second one processor reads, cleans,
// describes, examines and parts, with the ratio of the time to that of Unicode
// normalisation (NFKC) of the same text, which does not depend on the machine.
func textSpeed(out io.Writer, dir string, rounds int) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	fmt.Fprintf(out, "\ntexts, one processor\tM code points/s\t× NFKC\t\n")
	for _, glob := range texts {
		files, err := filepath.Glob(filepath.Join(dir, glob))
		if err != nil || len(files) == 0 {
			return fmt.Errorf("%s: no files", glob)
		}
		ours, nfkc, n := time.Duration(1<<63-1), time.Duration(1<<63-1), 0
		for range rounds {
			spent, raw, err := readAll(files)
			if err != nil {
				return err
			}
			ours = min(ours, spent)
			start := time.Now()
			for _, text := range raw {
				norm.NFKC.String(text)
			}
			nfkc = min(nfkc, time.Since(start))
			n = 0
			for _, text := range raw {
				n += utf8.RuneCountInString(text)
			}
		}
		fmt.Fprintf(out, "%s\t%.2f\t%.1f\t\n", filepath.Dir(glob), float64(n)/ours.Seconds()/1e6, float64(ours)/float64(nfkc))
	}
	return nil
}

// readAll reads files as the product does, from disk to sections.
func readAll(files []string) (time.Duration, []string, error) {
	var in ingest.Ingester
	var raw []string
	runtime.GC()
	start := time.Now()
	for _, file := range files {
		if strings.HasSuffix(file, "SOURCES.md") {
			continue
		}
		for a, err := range in.Read(context.Background(), file) {
			if err != nil {
				return 0, nil, err
			}
			raw = append(raw, a.Raw)
		}
	}
	return time.Since(start), raw, nil
}

// pageSpeed prints the mean time from the bytes of a page to its article.
func pageSpeed(out io.Writer, dir string, rounds int) error {
	fmt.Fprintf(out, "\npages, bytes to article\tms/page\tpages\t\n")
	for _, c := range []corpus{{"magic", eval.MagicPages}, {"cwced", eval.CWCEDPages}} {
		pages, err := c.load(dir)
		if err != nil {
			return err
		}
		tmp, err := os.MkdirTemp("", "daodu-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		var total time.Duration
		for i, p := range pages {
			file := filepath.Join(tmp, fmt.Sprintf("%d.html", i))
			if err := os.WriteFile(file, p.HTML, 0o600); err != nil {
				return err
			}
			fastest := time.Duration(1<<63 - 1)
			for range rounds {
				spent, _, err := readAll([]string{file})
				if err != nil {
					break // nothing but links: still read
				}
				fastest = min(fastest, spent)
			}
			if fastest < time.Hour {
				total += fastest
			}
		}
		fmt.Fprintf(out, "%s\t%.2f\t%d\t\n", c.name, total.Seconds()*1000/float64(len(pages)), len(pages))
	}
	return nil
}

// memory builds the command and prints its peak memory when it reads a text of 20 MB,
// as a multiple of the text's size.
func memory(out io.Writer, dir string) error {
	tmp, err := os.MkdirTemp("", "daodu-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	file := filepath.Join(tmp, "big.txt")
	size, err := bigFile(dir, file)
	if err != nil {
		return err
	}
	command := filepath.Join(tmp, "daodu")
	build := exec.Command("go", "build", "-o", command, "./cmd/daodu")
	build.Dir = ".." // the module of the project
	if said, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building the command: %w: %s", err, said)
	}
	fmt.Fprintf(out, "\nread of a %d MB text\tpeak MB\t× the text\t\n", size>>20)
	for _, format := range []string{"text", "jsonl"} {
		run := exec.Command(command, "read", file, "--format", format)
		if err := run.Run(); err != nil {
			return fmt.Errorf("reading the text: %w", err)
		}
		peak := run.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10 // kilobytes on Linux
		fmt.Fprintf(out, "--format %s\t%d\t%.1f\t\n", format, peak>>20, float64(peak)/float64(size))
	}
	return summaryMemory(out, dir, tmp, command)
}

// summaryMemory prints the peak memory of the command when it writes all artifacts of a
// Hansard, reading included.
func summaryMemory(out io.Writer, dir, tmp, command string) error {
	text, err := joinedText(dir, "legco_hk/*.txt", hansardLength)
	if err != nil {
		return err
	}
	file := filepath.Join(tmp, "hansard.txt")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return err
	}
	run := exec.Command(command, "summarize", file, "--engine", "extract", "--format", "jsonl")
	start := time.Now()
	if err := run.Start(); err != nil {
		return fmt.Errorf("summarising a Hansard: %w", err)
	}
	done := make(chan error, 1)
	go func() { done <- run.Wait() }()
	peak, err := watch(run.Process.Pid, done)
	if err != nil {
		return fmt.Errorf("summarising a Hansard: %w", err)
	}
	fmt.Fprintf(out, "\nsummarize of a Hansard of %d code points\tpeak MB\tseconds\t\n", hansardLength)
	fmt.Fprintf(out, "three artifacts, reading included\t%d\t%.2f\t\n", peak>>20, time.Since(start).Seconds())
	return nil
}

// watch returns the peak memory of a process in bytes, looked up until done. The peak
// that the system reports at its end counts what this process had when it began.
func watch(pid int, done <-chan error) (peak int64, err error) {
	for {
		select {
		case err := <-done:
			return peak, err
		case <-time.After(5 * time.Millisecond):
			status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)) // gone when it has ended
			if _, rest, ok := strings.Cut(string(status), "VmHWM:"); ok {
				var kilobytes int64
				fmt.Sscan(rest, &kilobytes)
				peak = max(peak, kilobytes<<10)
			}
		}
	}
}

// bigFile writes 20 MB of the speeches, again and again, as one text.
func bigFile(dir, name string) (size int, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "speeches_xi", "*.txt"))
	if err != nil || len(files) == 0 {
		return 0, fmt.Errorf("no speeches in %s", dir)
	}
	var b bytes.Buffer
	for b.Len() < bigText {
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				return 0, err
			}
			b.Write(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
			b.WriteByte('\n')
		}
	}
	text := strings.ToValidUTF8(string(b.Bytes()[:bigText]), "")
	return len(text), os.WriteFile(name, []byte(text), 0o600)
}
