package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

func (a *app) removeCommand() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use: "remove ID...", Short: "Remove articles from the library with everything written about them", Args: someArgs("ID"),
		Long: `Removes articles with their original bytes, their vectors and everything that was
written about them. ID is an ID, its last letters, or the address of the article.`,
		Example: `  daodu remove 1f2e3d4c5b6a
  daodu remove speeches/a.txt --yes`,
		RunE: a.withLibrary(func(ctx context.Context, s *store.Store, args []string) error { return a.remove(ctx, s, args, yes) }),
	}
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, "do not ask")
	a.libraryFlags(cmd)
	return cmd
}

// remove finds all articles before it removes the first, so that a slip removes nothing.
func (a *app) remove(ctx context.Context, s *store.Store, args []string, yes bool) error {
	entries, err := findAll(ctx, s, args)
	if err != nil {
		return err
	}
	if !yes {
		if err := a.confirm(ctx, entries); err != nil {
			return err
		}
	}
	for _, e := range entries {
		if err := s.Remove(ctx, e.ID); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(a.out, "removed  %s  %s\n", short(e.ID), titled(e.Title)); err != nil {
			return err
		}
	}
	return nil
}

// findAll returns the articles that arguments name, each once.
func findAll(ctx context.Context, s *store.Store, args []string) ([]daodu.Entry, error) {
	var out []daodu.Entry
	seen := map[string]bool{}
	for _, arg := range args {
		id, err := s.Find(ctx, arg)
		if err != nil {
			return nil, err
		}
		if seen[id] {
			continue
		}
		seen[id] = true
		e, err := s.Entry(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// confirm asks on a terminal whether articles are to be removed.
func (a *app) confirm(ctx context.Context, entries []daodu.Entry) error {
	if !isTerminal(a.in) {
		return fmt.Errorf("%w: nobody can be asked here; say --yes to remove %d articles", daodu.ErrUsage, len(entries))
	}
	for _, e := range entries {
		fmt.Fprintf(a.err, "  %s  %s\n", titled(e.Title), byline(e))
	}
	fmt.Fprintf(a.err, "Remove %d articles with everything written about them? [y/N] ", len(entries))
	answer := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(a.in).ReadString('\n') // an end is a no
		answer <- line
	}()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case line := <-answer:
		if l := strings.ToLower(strings.TrimSpace(line)); l != "y" && l != "yes" {
			return errors.New("nothing was removed")
		}
	}
	return nil
}
