// Command eval prints how well Daodu reads the shared corpora and fails when a figure
// drops below its promise or below the committed baseline.
//
//	go run ./cmd/eval -corpora ../shared/corpora [-update] [-v] [NAME...]
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"text/tabwriter"

	"github.com/daodu/daodu/internal/eval"
)

// slack is how far a figure may fall below its baseline before that counts: figures
// are printed to four places.
const slack = .00005

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "eval:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, w io.Writer) error {
	flags := flag.NewFlagSet("eval", flag.ContinueOnError)
	corpora := flags.String("corpora", "../shared/corpora", "folder of the shared corpora")
	file := flags.String("baseline", "internal/eval/baseline.json", "committed figures")
	update := flags.Bool("update", false, "write the figures measured into the baseline")
	verbose := flags.Bool("v", false, "tell the first cases that went wrong")
	if err := flags.Parse(args); err != nil {
		return err
	}
	baseline, err := load(*file)
	if err != nil {
		return err
	}
	tw := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(tw, "FIGURE\tVALUE\tPROMISE\tBASELINE\tN\t")
	failed := 0
	var tables []string
	for _, m := range eval.Measures {
		if flags.NArg() > 0 && !slices.Contains(flags.Args(), m.Name) {
			continue
		}
		figures, err := m.Run(ctx, *corpora)
		if err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
		for _, f := range figures {
			old, known := baseline[f.Name]
			note := judge(f, old, known)
			if note != "" {
				failed++
			}
			print1(tw, f, old, known, note)
			if *verbose || note != "" {
				for _, miss := range f.Misses {
					fmt.Fprintf(tw, "  %s\n", miss)
				}
			}
			baseline[f.Name] = f.Value
			tables = append(tables, f.Table)
		}
		tw.Flush()
		for _, table := range tables {
			fmt.Fprint(tw, table)
			tw.Flush()
		}
		tables = nil
	}
	if *update {
		return save(*file, baseline)
	}
	if failed > 0 {
		return fmt.Errorf("%d figures below their promise or baseline", failed)
	}
	return nil
}

// judge returns what is wrong with a figure, "" for nothing.
func judge(f eval.Figure, old float64, known bool) string {
	switch {
	case !f.OK():
		return "BELOW PROMISE"
	case known && !f.AtMost && f.Value < old-slack, known && f.AtMost && f.Value > old+slack:
		return "WORSE THAN BASELINE"
	}
	return ""
}

func print1(w io.Writer, f eval.Figure, old float64, known bool, note string) {
	sign, before := "≥", "-"
	if f.AtMost {
		sign = "≤"
	}
	if known {
		before = fmt.Sprintf("%.4f", old)
	}
	fmt.Fprintf(w, "%s\t%.4f\t%s %.4f\t%s\t%d\t%s\n", f.Name, f.Value, sign, f.Floor, before, f.N, note)
}

func load(file string) (map[string]float64, error) {
	figures := map[string]float64{}
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return figures, nil
	}
	if err != nil {
		return nil, err
	}
	return figures, json.Unmarshal(data, &figures)
}

func save(file string, figures map[string]float64) error {
	data, err := json.MarshalIndent(figures, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, '\n'), 0o644)
}
