package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/internal/zh"
)

// A described document is a file with the title and day that its source gives.
type described struct {
	file  string
	title string
	date  string // ISO
}

// measureTitles reads State Council documents and provincial reports and compares
// title and date with what the sites' databases say.
func measureTitles(ctx context.Context, dir string) ([]Figure, error) {
	var figures []Figure
	for _, set := range []struct {
		name string
		load func(string) ([]described, error)
	}{{"policy", policies}, {"provincial", provincial}} {
		docs, err := set.load(dir)
		if err != nil {
			return nil, err
		}
		titles, dates := 0, 0
		var wrongTitles, wrongDates []string
		for _, d := range docs {
			a, err := readFirst(ctx, d.file)
			if err != nil {
				return nil, err
			}
			if titleRight(a, d.title) {
				titles++
			} else {
				wrongTitles = append(wrongTitles, fmt.Sprintf("%s: %q, want %q", filepath.Base(d.file), a.Title, d.title))
			}
			if dateRight(a, d.date) {
				dates++
			} else {
				wrongDates = append(wrongDates, fmt.Sprintf("%s: %v, want %s", filepath.Base(d.file), a.Dates, d.date))
			}
		}
		figures = append(figures,
			ratio("titles."+set.name, titles, len(docs), .93, wrongTitles),
			ratio("dates."+set.name, dates, len(docs), .93, wrongDates))
	}
	return figures, nil
}

// readFirst reads the first article of a file.
func readFirst(ctx context.Context, file string) (*daodu.Article, error) {
	for a, err := range new(ingest.Ingester).Read(ctx, file) {
		return a, err
	}
	return nil, fmt.Errorf("%s: %w", file, daodu.ErrEmpty)
}

// titleRight compares titles without blanks and marks. A title that the database made
// longer than the page ("2026年某省政府工作报告" over a page that says 政府工作报告) is right
// when it is what the page says.
func titleRight(a *daodu.Article, want string) bool {
	got, gold := bare(a.Title), bare(want)
	return got == gold || got != "" && strings.HasSuffix(gold, got) && !strings.Contains(bare(a.Raw), gold)
}

func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if r = zh.Fold(r); unicode.IsSpace(r) || unicode.IsPunct(r) {
			return -1
		}
		return r
	}, s)
}

// dateRight reports whether the day of publication is among the dates. Where the page
// does not tell it, the best date must be one that the page tells.
func dateRight(a *daodu.Article, want string) bool {
	if slices.ContainsFunc(a.Dates, func(d daodu.Date) bool { return d.Date == want }) {
		return true
	}
	told := slices.ContainsFunc(zh.Dates(zh.FoldRunes([]rune(a.Raw))), func(d zh.DateMatch) bool { return d.ISO() == want })
	return !told && a.Date != ""
}

// urlDay is the day in a page's address: /2019-02/14/.
var urlDay = regexp.MustCompile(`/(\d{4})-(\d\d)/(\d\d)/`)

// policies lists the documents of the State Council. The day of publication is that
// of the address: the column of the database is a month off.
func policies(dir string) ([]described, error) {
	return load(dir, "policy_state_council/*.meta.json", ".meta.json", ".html", func(data []byte) (described, error) {
		var m struct {
			Title string
			URL   string `json:"crawl_url"`
		}
		err := json.Unmarshal(data, &m)
		d := urlDay.FindStringSubmatch(m.URL)
		if err == nil && d == nil {
			err = fmt.Errorf("no day in %s", m.URL)
		}
		if err != nil {
			return described{}, err
		}
		return described{title: m.Title, date: d[1] + "-" + d[2] + "-" + d[3]}, nil
	})
}

func provincial(dir string) ([]described, error) {
	return load(dir, "gwr_provincial_2026/*.meta.json", ".meta.json", ".txt", func(data []byte) (described, error) {
		var m struct {
			Title string
			Date  string `json:"publish_date"`
		}
		err := json.Unmarshal(data, &m)
		return described{title: m.Title, date: m.Date}, err
	})
}

func load(dir, glob, from, to string, parse func([]byte) (described, error)) ([]described, error) {
	files, err := filepath.Glob(filepath.Join(dir, glob))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("eval: %s: %w", glob, os.ErrNotExist)
	}
	var docs []described
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		d, err := parse(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		d.file = strings.TrimSuffix(f, from) + to
		docs = append(docs, d)
	}
	return docs, nil
}
