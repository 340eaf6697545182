package main

import (
	"bufio"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/batch"
)

func (a *app) batchStatusCommand() *cobra.Command {
	var out, format string
	cmd := &cobra.Command{
		Use: "status -o DIR", Short: "Tell how far a batch is", Args: noArgs,
		Long: `Tells from the ledger of DIR how much of the last run is done, failed and still to be
done. A run may be under way.`,
		Example: "  daodu batch status -o out/",
		RunE: func(*cobra.Command, []string) error {
			if err := batchStatusFormat(format); err != nil {
				return err
			}
			if out == "" {
				return fmt.Errorf("%w: name the folder with -o DIR", daodu.ErrUsage)
			}
			ledger, err := batch.Inspect(out)
			if err != nil {
				return err
			}
			defer ledger.Close()
			return a.printOne(format, ledger.Status(), func(w io.Writer) error { return writeStatus(w, ledger.Status()) })
		},
	}
	cmd.Flags().StringVarP(&out, "out", "o", "", "folder of the batch")
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	return cmd
}

func batchStatusFormat(format string) error {
	formats := []string{"text", "json"}
	if !slices.Contains(formats, format) {
		return unknownFormat(format, formats)
	}
	return nil
}

// printOne prints one thing as JSON or as text.
func (a *app) printOne(format string, v any, text func(io.Writer) error) error {
	out := bufio.NewWriter(a.out)
	var err error
	if format == "json" {
		err = writeLine(out, v)
	} else {
		err = text(out)
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// writeStatus prints a status for people.
func writeStatus(w io.Writer, s batch.Status) error {
	t := &table{heads: []string{"", "total", "done", "failed", "pending"}}
	for _, line := range []struct {
		name string
		batch.Count
	}{{"inputs", s.Inputs}, {"artifacts", s.Artifacts}} {
		t.rows = append(t.rows, []string{line.name, fmt.Sprint(line.Total), fmt.Sprint(line.Done), fmt.Sprint(line.Failed), fmt.Sprint(line.Pending)})
	}
	if err := t.write(w, 0); err != nil {
		return err
	}
	if p := s.Paid; p.Requests > 0 {
		_, err := fmt.Fprintf(w, "%d requests, %s tokens in (%s cached), %s out, cost %.4g %s\n", p.Requests,
			thousands(float64(p.Tokens.Input)), thousands(float64(p.Tokens.Cached)), thousands(float64(p.Tokens.Output)), p.Cost.Amount, p.Cost.Currency)
		return err
	}
	return nil
}
