// Command bench compares webpage.Read with other extractors of main text on two
// corpora of Chinese pages, all in one run on the same decoded pages:
//
//	cd bench && go run -mod=mod . -corpora ../../shared/corpora
//
// It prints, for each corpus and extractor, the mean and median F1 of character
// bigrams against the text that people marked, mean precision and recall, and
// milliseconds per page with the ratio to ours; then how fast texts and pages become
// articles, the peak memory of a text of 20 MB and of a Hansard that is summarised, and
// how long the extract engine takes beside reference methods and as texts grow. It is a
// module of its own so that the extractors do not become dependencies of the project;
// -mod=mod lets it follow the dependencies of the project itself.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf8"

	"github.com/daodu/daodu/internal/eval"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func main() {
	log.SetFlags(0)
	corpora := flag.String("corpora", "../../shared/corpora", "`folder` with html_magic and html_cwced")
	rounds := flag.Int("rounds", 3, "times that each page is read; the fastest counts")
	flag.Parse()
	if err := run(os.Stdout, *corpora, max(1, *rounds)); err != nil {
		log.Fatal(err)
	}
	tw := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
	defer tw.Flush()
	for _, measure := range []func() error{
		func() error { return textSpeed(tw, *corpora, max(1, *rounds)) },
		func() error { return pageSpeed(tw, *corpora, max(1, *rounds)) },
		func() error { return memory(tw, *corpora) },
		func() error { return engineSpeed(tw, *corpora, max(1, *rounds)) },
	} {
		if err := measure(); err != nil {
			log.Fatal(err)
		}
	}
}

// corpus is a set of pages with gold.
type corpus struct {
	name string
	load func(dir string) ([]eval.Page, error)
}

func run(out io.Writer, dir string, rounds int) error {
	for _, c := range []corpus{{"magic", eval.MagicPages}, {"cwced", eval.CWCEDPages}} {
		pages, err := c.load(dir)
		if err != nil {
			return fmt.Errorf("corpus %s: %w", c.name, err)
		}
		results := make([]result, len(extractors))
		for _, p := range pages {
			page := decode(p.HTML)
			for i, e := range extractors {
				results[i].add(e, page, p, rounds)
			}
		}
		if err := report(out, c.name, results); err != nil {
			return err
		}
	}
	return nil
}

// A result is what one extractor made of the pages of a corpus.
type result struct {
	f1                []float64
	precision, recall float64 // sums
	failed            int
	spent             time.Duration
}

// add runs e on a page and scores what it made of it.
func (r *result) add(e extractor, page string, p eval.Page, rounds int) {
	var text string
	var err error
	fastest := time.Duration(1<<63 - 1)
	for range rounds {
		start := time.Now()
		text, err = e.run(page, p.URL)
		fastest = min(fastest, time.Since(start))
	}
	r.spent += fastest
	if err != nil {
		r.failed++
	}
	f1, precision, recall := eval.BigramF1(text, p.Gold)
	r.f1 = append(r.f1, f1)
	r.precision += precision
	r.recall += recall
}

// mean returns the mean F1.
func (r *result) mean() float64 {
	sum := 0.
	for _, f := range r.f1 {
		sum += f
	}
	return sum / float64(len(r.f1))
}

// ms returns the milliseconds per page.
func (r *result) ms() float64 {
	return r.spent.Seconds() * 1000 / float64(len(r.f1))
}

// report prints one corpus; the first extractor is ours.
func report(out io.Writer, name string, results []result) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "%s, %d pages\tF1\tP\tR\tmedian\tfailed\tms/page\ttime of ours\t\n", name, len(results[0].f1))
	for i := range results {
		r := &results[i]
		n := float64(len(r.f1))
		slices.Sort(r.f1)
		fmt.Fprintf(w, "%s\t%.3f\t%.3f\t%.3f\t%.3f\t%d\t%.2f\t×%.1f\t\n", extractors[i].name,
			r.mean(), r.precision/n, r.recall/n, r.f1[len(r.f1)/2], r.failed, r.ms(), r.ms()/results[0].ms())
	}
	fmt.Fprintln(w)
	return w.Flush()
}

// decode returns a page as UTF-8: as it is, or from GB18030.
func decode(data []byte) string {
	page := strings.TrimPrefix(string(data), "\ufeff")
	if utf8.ValidString(page) {
		return page
	}
	// The decoder puts U+FFFD for what is none and does not fail.
	page, _ = simplifiedchinese.GB18030.NewDecoder().String(page)
	return page
}
