package eval

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/summarize/check"
)

// A faithCase is a summary of a source, sound or with one planted error.
type faithCase struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Bad     bool   `json:"bad"`
	Source  string `json:"source"`
	Summary string `json:"summary"`
}

// A faithType is one kind of case with what the project promises of it: the least
// share of planted errors found, or the greatest share of sound summaries flagged.
type faithType struct {
	name  string
	clean bool
	floor float64
}

// faithTypes are the types of the case file. Nothing is promised of a person swapped
// with another of the same source: without citations only the words around tell.
var faithTypes = []faithType{
	{"num_random", false, .98},
	{"num_swap_same_unit", false, .80},
	{"date", false, 1},
	{"person_other", false, .85},
	{"person_swap", false, 0},
	{"place", false, .80},
	{"negation", false, .92},
	{"antonym", false, .88},
	{"quote_invented", false, .995},
	{"sentence_foreign", false, .98},
	{"clean_llm", true, .06},
	{"clean_extract", true, 0},
	{"harmless_cn_numeral", true, .01},
	{"harmless_cn_year", true, .01},
}

// measureFaith puts summaries that cite nothing to the checks. A summary is flagged
// when a finding says that something in it is unsupported.
func measureFaith(ctx context.Context, dir string) ([]Figure, error) {
	cases, err := readLines[faithCase](filepath.Join(dir, "..", "eval", "faith_cases.jsonl"))
	if err != nil {
		return nil, err
	}
	n, flagged, misses := map[string]int{}, map[string]int{}, map[string][]string{}
	for _, c := range cases {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n[c.Type]++
		found := unsupported(check.Statement(c.Summary, c.Source))
		if len(found) > 0 {
			flagged[c.Type]++
		}
		if (len(found) > 0) != c.Bad {
			misses[c.Type] = append(misses[c.Type], fmt.Sprintf("%s: %v", c.ID, found))
		}
	}
	var figures []Figure
	for _, t := range faithTypes {
		f := ratio("faith."+t.name, flagged[t.name], n[t.name], t.floor, misses[t.name])
		f.AtMost = t.clean
		figures = append(figures, f)
	}
	return figures, nil
}

// unsupported returns the findings that make a statement false.
func unsupported(findings []daodu.Finding) []daodu.Finding {
	var out []daodu.Finding
	for _, f := range findings {
		if f.Verdict == daodu.Unsupported {
			out = append(out, f)
		}
	}
	return out
}
