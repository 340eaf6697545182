package eval

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/clean"
	"github.com/daodu/daodu/ingest/raw"
)

// prose are corpora of running text in one file each.
var prose = []string{"speeches_xi/*.txt", "speeches_xi_2020/*.txt", "gwr_provincial_2026/*.txt", "congress20_variants/*.txt"}

// everything are all corpora that are read as text.
var everything = append([]string{
	"gwr_state_council/*.txt", "laws/*.md", "xinwenlianbo/*.json", "tw_mofa/*.txt", "tw_transcripts/*.xml", "legco_hk/*.txt",
	"mfa_prc_pressconf/*.txt", "policy_state_council/*.html", "html_gov/*.html", "html_magic/htmls/*.html", "html_misc/*.html",
}, prose...)

// A marking cuts a flattened text like a sharing site: at every so many letters.
type marking struct {
	name string
	next func(*rand.Rand) int
}

var markings = []marking{
	{"300", func(*rand.Rand) int { return 300 }},
	{"400", func(*rand.Rand) int { return 400 }},
	{"500", func(*rand.Rand) int { return 500 }},
	{"250-700", func(r *rand.Rand) int { return 250 + r.IntN(451) }},
}

// measurePageMarks puts page marks into flattened documents and asks whether exactly
// these are taken out; and whether any is found in all documents as they are.
func measurePageMarks(ctx context.Context, dir string) ([]Figure, error) {
	docs, err := documents(ctx, dir, prose...)
	if err != nil {
		return nil, err
	}
	random := rand.New(rand.NewPCG(1, 2))
	exact, n := 0, 0
	var misses []string
	for _, doc := range docs {
		flat := flatten(doc.Text)
		if len(flat) < 1500 {
			continue
		}
		for _, m := range markings {
			n++
			if marksExact(flat, m, random) {
				exact++
			} else {
				misses = append(misses, base(doc)+" every "+m.name)
			}
		}
	}
	found, err := falseMarks(ctx, dir)
	if err != nil {
		return nil, err
	}
	return []Figure{
		ratio("page_marks.exact", exact, n, 519./520, misses),
		{Name: "page_marks.false", Value: float64(len(found)), AtMost: true, N: len(docs), Misses: found},
	}, nil
}

// flatten takes the line breaks and indents out of a text.
func flatten(text string) []rune {
	return []rune(strings.NewReplacer("\n", "", "\r", "", "\u3000", "", "\ufeff", "").Replace(text))
}

func marksExact(flat []rune, m marking, random *rand.Rand) bool {
	var b strings.Builder
	want := map[daodu.Span]bool{}
	at, k := 0, 0 // at: code points written
	for len(flat) > 0 {
		k++
		mark := fmt.Sprintf("\n%d、", k)
		if k == 1 {
			mark = "1、"
		}
		b.WriteString(mark)
		want[daodu.Span{Start: at, End: at + len([]rune(mark))}] = true
		at += len([]rune(mark))
		n := min(m.next(random), len(flat))
		b.WriteString(string(flat[:n]))
		flat, at = flat[n:], at+n
	}
	removed := 0
	for _, r := range clean.Clean(&raw.Document{Text: b.String()}).Removed {
		if r.Rule != "page_mark" {
			continue
		}
		if !want[r.Raw] {
			return false
		}
		removed++
	}
	return removed == len(want)
}

// falseMarks returns the documents in which a page mark is found.
func falseMarks(ctx context.Context, dir string) ([]string, error) {
	docs, err := documents(ctx, dir, everything...)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, doc := range docs {
		for _, r := range clean.Clean(doc).Removed {
			if r.Rule == "page_mark" {
				found = append(found, base(doc))
				break
			}
		}
	}
	return found, nil
}
