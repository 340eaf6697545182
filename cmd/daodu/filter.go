package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// filterFlags adds the flags that choose articles; chosen returns what they choose.
func filterFlags(cmd *cobra.Command) (chosen func() (store.Filter, error)) {
	var f store.Filter
	flags := cmd.Flags()
	flags.StringVar(&f.From, "from", "", "only articles of this day or later (2022, 2022-10 or 2022-10-01)")
	flags.StringVar(&f.To, "to", "", "only articles of this day or earlier")
	flags.StringVar(&f.Speaker, "speaker", "", "only articles of this speaker; the whole name, in either script")
	flags.StringVar(&f.Publisher, "publisher", "", "only articles whose publisher has this in its name")
	flags.StringVar((*string)(&f.Genre), "genre", "", "only this genre: "+names(genres))
	flags.StringVar((*string)(&f.Script), "script", "", "only this script: "+names(scripts))
	flags.StringVar((*string)(&f.Damage), "damage", "", "only articles with damage of this severity or worse: "+names(severities))
	flags.BoolVar(&f.Sound, "sound", false, "only articles without damage")
	return func() (store.Filter, error) {
		if f.Sound && f.Damage != "" {
			return f, fmt.Errorf("%w: --sound and --damage exclude each other", daodu.ErrUsage)
		}
		return f, oneOf("genre", f.Genre, genres, oneOf("script", f.Script, scripts, oneOf("damage", f.Damage, severities, nil)))
	}
}

var (
	genres     = []daodu.Genre{daodu.GenreSpeech, daodu.GenreNews, daodu.GenreReport, daodu.GenreNotice, daodu.GenreLaw, daodu.GenreLetter, daodu.GenreOther}
	scripts    = []daodu.Script{daodu.ScriptHans, daodu.ScriptHant, daodu.ScriptMixed, daodu.ScriptNone}
	severities = []daodu.Severity{daodu.SeverityNote, daodu.SeverityWarn, daodu.SeveritySevere}
)

// oneOf returns an error when a flag has a value that is not among choices, else err.
func oneOf[T ~string](flag string, value T, choices []T, err error) error {
	if value == "" || slices.Contains(choices, value) {
		return err
	}
	return fmt.Errorf("%w: --%s %q is none of %s", daodu.ErrUsage, flag, string(value), names(choices))
}

func names[T ~string](choices []T) string {
	out := make([]string, len(choices))
	for i, c := range choices {
		out[i] = string(c)
	}
	return strings.Join(out, ", ")
}

// limitFlag adds the flag that limits how much is shown; limit returns its value.
func limitFlag(cmd *cobra.Command, usual int, what string) (limit func() (int, error)) {
	n := cmd.Flags().Int("limit", usual, "show at most this many "+what)
	return func() (int, error) {
		if *n < 1 || *n > store.MaxLimit {
			return 0, fmt.Errorf("%w: --limit %d; give 1 to %d", daodu.ErrUsage, *n, store.MaxLimit)
		}
		return *n, nil
	}
}
