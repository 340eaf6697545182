package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/daodu/daodu/embed/offline/internal/static"
)

// A document is one item of news or one law, in normal letters.
type document struct {
	title, body []rune
}

// files are read in this order; the news stand in the order of their days.
var files = []string{"xwlb.txt.xz", "law.txt.xz"}

// read reads the documents below dir: they are parted by empty lines, and the first line
// of each is its title. Those that begin with "---" describe the collection.
func read(dir string) ([]document, error) {
	var texts []string
	for _, name := range files {
		data, err := exec.Command("xz", "-dc", filepath.Join(dir, name)).Output()
		if err != nil {
			return nil, fmt.Errorf("xz -dc %s: %w", name, err)
		}
		texts = append(texts, strings.Split(string(data), "\n\n")...)
	}
	docs := make([]document, len(texts))
	parallel(len(texts), func(from, to int) {
		for i := from; i < to; i++ {
			title, body, _ := strings.Cut(strings.TrimSpace(texts[i]), "\n")
			if title != "---" {
				docs[i] = document{static.Normalise(nil, title), static.Normalise(nil, body)}
			}
		}
	})
	kept := docs[:0]
	for _, d := range docs {
		if len(d.body) > 0 {
			kept = append(kept, d)
		}
	}
	return kept, nil
}

// parallel calls work for as many stretches of 0..n as there are processors. What work
// computes for one number must not depend on where the stretches begin: then the outcome
// is the same on any number of processors.
func parallel(n int, work func(from, to int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() { work(n*w/workers, n*(w+1)/workers) })
	}
	wg.Wait()
}
