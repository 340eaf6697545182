package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

func (a *app) keyCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "key", Short: "Make, list and revoke the keys of the server"}
	cmd.AddCommand(a.keyCreateCommand(), a.keyListCommand(), a.keyRevokeCommand())
	return cmd
}

func (a *app) keyCreateCommand() *cobra.Command {
	var k daodu.Key
	var budget string
	cmd := &cobra.Command{
		Use: "create [NAME]", Short: "Make a key to a workspace and print it, this once", Args: atMostOneArg("NAME"),
		Long: `Makes a key to the workspace and prints it. It is shown this once: only its SHA-256 is
kept. A reader may look at everything, an editor may also change articles, artifacts and
collections, an admin also keys and webhooks. As soon as there is a key, the server asks
everybody for one.`,
		Example: `  daodu key create "reading page" --role reader
  daodu key create importer --role editor --budget "5 USD"`,
		RunE: a.withLibrary(func(ctx context.Context, s *store.Store, args []string) (err error) {
			k.Name = strings.Join(args, " ")
			if k.Budget, err = parseBudget(budget); err != nil {
				return err
			}
			return a.createKey(ctx, s, k)
		}),
	}
	cmd.Flags().StringVar((*string)(&k.Role), "role", string(daodu.RoleReader), "what its holder may do: "+names(daodu.Roles))
	cmd.Flags().IntVar(&k.Rate, "rate", 0, "most requests a minute; 0 for the limit of the server")
	cmd.Flags().StringVar(&budget, "budget", "", "most that may be spent on models in a calendar month, such as \"5 USD\"; no limit when empty")
	a.libraryFlags(cmd)
	return cmd
}

// parseBudget reads an amount of money with its currency: "5 USD".
func parseBudget(s string) (c daodu.Cost, err error) {
	if s == "" {
		return c, nil
	}
	amount, currency, ok := strings.Cut(strings.TrimSpace(s), " ")
	if c.Amount, err = strconv.ParseFloat(amount, 64); err != nil || !ok || !(c.Amount > 0 && c.Amount < 1e9) {
		return c, fmt.Errorf("%w: --budget %q is no amount; write it as \"5 USD\"", daodu.ErrUsage, s)
	}
	c.Currency = strings.ToUpper(strings.TrimSpace(currency))
	return c, nil
}

func (a *app) createKey(ctx context.Context, s *store.Store, k daodu.Key) error {
	made, secret, err := s.AddKey(ctx, k)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(a.out, secret); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.err, "daodu: made the key %s (%s) to the workspace %s; it is not shown again\n", made.Prefix, made.Role, made.Workspace)
	return err
}

func (a *app) keyListCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "list", Short: "List the keys of the workspace", Args: noArgs,
		RunE: a.withLibrary(func(ctx context.Context, s *store.Store, _ []string) error { return a.listKeys(ctx, s, format) }),
	}
	cmd.Flags().StringVar(&format, "format", "text", "text, json or jsonl (one key a line)")
	a.libraryFlags(cmd)
	return cmd
}

func (a *app) listKeys(ctx context.Context, s *store.Store, format string) error {
	out, err := a.records(format)
	if err != nil {
		return err
	}
	keys, err := s.ListKeys(ctx)
	if err != nil {
		return err
	}
	if format == "text" {
		return a.keyTable(keys)
	}
	for _, k := range keys {
		if err := out.write(k, func(io.Writer) error { return nil }); err != nil {
			return err
		}
	}
	return out.close()
}

func (a *app) keyTable(keys []daodu.Key) error {
	if len(keys) == 0 {
		fmt.Fprintln(a.err, "daodu: there is no key; `daodu key create` makes one")
		return nil
	}
	t := &table{heads: []string{"ID", "KEY", "ROLE", "NAME", "ADDED", "USED", "STATE"}, wide: 3}
	for _, k := range keys {
		state := "valid"
		if !k.RevokedAt.IsZero() {
			state = "revoked " + day(k.RevokedAt)
		}
		t.rows = append(t.rows, []string{short(k.ID), k.Prefix + "…", string(k.Role), plain(k.Name), day(k.AddedAt), day(k.UsedAt), state})
	}
	return t.write(a.out, a.columns())
}

// day writes the day of a time, "never" for none.
func day(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Format(time.DateOnly)
}

func (a *app) keyRevokeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "revoke KEY", Short: "Make a key invalid for good", Args: oneArg("KEY"),
		Long: `Makes a key invalid, for good. KEY is its ID, the last letters of the ID, or how the key
begins. Servers that run take it for up to five more seconds.`,
		Example: `  daodu key revoke daodu_a1B2c3D4`,
		RunE: a.withLibrary(func(ctx context.Context, s *store.Store, args []string) error {
			k, err := findKey(ctx, s, args[0])
			if err != nil {
				return err
			}
			if err := s.RevokeKey(ctx, k.ID); err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.out, "revoked  %s  %s\n", k.Prefix, plain(k.Name))
			return err
		}),
	}
	a.libraryFlags(cmd)
	return cmd
}

// findKey returns the valid key that a user names.
func findKey(ctx context.Context, s *store.Store, name string) (found daodu.Key, err error) {
	keys, err := s.ListKeys(ctx)
	if err != nil {
		return found, err
	}
	n := 0
	for _, k := range keys {
		named := k.Prefix == strings.TrimSuffix(name, "…") || len(name) >= 4 && strings.HasSuffix(k.ID, strings.ToLower(name))
		if named && k.RevokedAt.IsZero() {
			found = k
			n++
		}
	}
	switch n {
	case 0:
		return found, fmt.Errorf("%w: no valid key %q in this workspace; `daodu key list` shows what there is", daodu.ErrNotFound, name)
	case 1:
		return found, nil
	}
	return found, fmt.Errorf("%w: %q names %d keys; give the whole ID", daodu.ErrUsage, name, n)
}
