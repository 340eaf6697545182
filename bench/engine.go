package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/eval/peers"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
)

const (
	speechLength  = 5_000   // code points, a long speech
	hansardLength = 276_000 // a day of a parliament
)

// lengths are those at which the growth of the cost is shown.
var lengths = []int{10_000, 30_000, 100_000, 270_000}

// engineSpeed prints how long one processor takes for all three artifacts of a speech
// and of a Hansard, reading excluded, beside the ranking of sentences alone by the
// reference methods; then how the cost grows with the length.
func engineSpeed(out io.Writer, dir string, rounds int) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, t := range []struct {
		name, glob string
		length     int
		methods    []string // nil for all; some take minutes for a Hansard
	}{
		{"speech", "speeches_xi/*.txt", speechLength, nil},
		{"Hansard", "legco_hk/*.txt", hansardLength, []string{"textrank_4zh", "lexrank_sumy", "centroid"}},
	} {
		a, err := joined(dir, t.glob, t.length)
		if err != nil {
			return err
		}
		ours, err := artifactTime(a, rounds)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "\n%s of %d code points, one processor\tms\t× ours\t\n", t.name, a.Length)
		fmt.Fprintf(out, "daodu, three artifacts with checks\t%.1f\t×1.0\t\n", ms(ours))
		for _, m := range peers.Methods {
			if t.methods != nil && !slices.Contains(t.methods, m.Name) {
				continue
			}
			spent := rankTime(m, a.Text, rounds)
			fmt.Fprintf(out, "%s, ranks of sentences alone\t%.1f\t×%.1f\t\n", m.Name, ms(spent), float64(spent)/float64(ours))
		}
	}
	return growth(out, dir, rounds)
}

// growth prints the cost of texts of several lengths, per 1,000 code points.
func growth(out io.Writer, dir string, rounds int) error {
	fmt.Fprintf(out, "\nthree artifacts, code points\tspeeches ms\tms per 1,000\tHansard ms\tms per 1,000\t\n")
	for _, n := range lengths {
		fmt.Fprintf(out, "%d\t", n)
		for _, glob := range []string{"speeches_xi/*.txt", "legco_hk/*.txt"} {
			a, err := joined(dir, glob, n)
			if err != nil {
				return err
			}
			spent, err := artifactTime(a, rounds)
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "%.1f\t%.2f\t", ms(spent), ms(spent)/float64(a.Length)*1000)
		}
		fmt.Fprintln(out)
	}
	return nil
}

// artifactTime returns the shortest time of several for all artifacts of a.
func artifactTime(a *daodu.Article, rounds int) (time.Duration, error) {
	fastest := time.Duration(1<<63 - 1)
	for range rounds {
		runtime.GC()
		start := time.Now()
		if _, err := summarize.Artifacts(context.Background(), extract.Engine{}, a, nil, summarize.Options{}); err != nil {
			return 0, err
		}
		fastest = min(fastest, time.Since(start))
	}
	return fastest, nil
}

// rankTime returns the shortest time of several for splitting a text into sentences
// and ranking them; what takes seconds is run once.
func rankTime(m peers.Method, text string, rounds int) time.Duration {
	fastest := time.Duration(1<<63 - 1)
	for range rounds {
		start := time.Now()
		m.Rank(peers.Sentences(text))
		if fastest = min(fastest, time.Since(start)); fastest > time.Second {
			break
		}
	}
	return fastest
}

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }

// joined makes one article of the first n code points of files put together.
func joined(dir, glob string, n int) (*daodu.Article, error) {
	text, err := joinedText(dir, glob, n)
	if err != nil {
		return nil, err
	}
	return ingest.Article(&raw.Document{Source: daodu.Source{URI: glob}, Text: text})
}

func joinedText(dir, glob string, n int) (string, error) {
	files, err := filepath.Glob(filepath.Join(dir, glob))
	if err != nil || len(files) == 0 {
		return "", fmt.Errorf("%s: no files", glob)
	}
	var text []rune
	for i := 0; len(text) < n; i++ {
		data, err := os.ReadFile(files[i%len(files)])
		if err != nil {
			return "", err
		}
		text = append(text, []rune(strings.TrimPrefix(strings.ToValidUTF8(string(data), ""), "\ufeff")+"\n")...)
	}
	return string(text[:n]), nil
}
