package main

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// libraryFlags adds the flags of every command that works on the library.
func (a *app) libraryFlags(cmd *cobra.Command) {
	a.settingFlag(cmd, "library", "store.url")
	a.settingFlag(cmd, "workspace", "store.workspace")
}

// library opens the library that the configuration names.
func (a *app) library(ctx context.Context) (*store.Store, error) {
	config, err := a.libraryConfig()
	if err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, config)
	if err != nil {
		return nil, err
	}
	for _, w := range s.Warnings() {
		a.log.Warn(w)
	}
	return s, nil
}

// withLibrary returns what runs a command on the library.
func (a *app) withLibrary(f func(context.Context, *store.Store, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		s, err := a.library(cmd.Context())
		if err != nil {
			return err
		}
		defer s.Close()
		return f(cmd.Context(), s, args)
	}
}

func (a *app) libraryConfig() (store.Config, error) {
	address, err := a.libraryURL()
	return store.Config{
		URL: address, Workspace: a.config.GetString("store.workspace"),
		KeepSchema: !a.config.GetBool("store.auto_migrate"), Log: a.log,
	}, err
}

// libraryURL returns the address of the library: the setting, else $DATABASE_URL when it
// is one of PostgreSQL, else a file in the data folder.
func (a *app) libraryURL() (string, error) {
	address := a.config.GetString("store.url")
	if address == "" && store.IsPostgres(lookup(a.env, "DATABASE_URL")) {
		address = lookup(a.env, "DATABASE_URL")
	}
	if address != "" {
		if strings.Contains(address, "://") && !store.IsPostgres(address) {
			return "", fmt.Errorf("%w: a library is a file or stands on PostgreSQL; give a path, or postgres://USER:PASSWORD@HOST/DATABASE", daodu.ErrUsage)
		}
		return address, nil
	}
	dir := dataDir(a.env, runtime.GOOS)
	if dir == "" {
		return "", fmt.Errorf("%w: there is no data folder for the library; name one with DAODU_DATA_DIR, or the library with --library", daodu.ErrUsage)
	}
	return filepath.Join(dir, "library.db"), nil
}

// dataDir returns the folder for the data of the user on an operating system, "" when
// nothing tells.
func dataDir(env []string, system string) string {
	if dir := lookup(env, "DAODU_DATA_DIR"); dir != "" {
		return dir
	}
	for _, place := range []struct {
		systems, name string
		below         []string
	}{
		{"", "XDG_DATA_HOME", []string{"daodu"}},
		{"windows", "LocalAppData", []string{"daodu"}},
		{"windows", "USERPROFILE", []string{"AppData", "Local", "daodu"}},
		{"darwin ios", "HOME", []string{"Library", "Application Support", "daodu"}},
		{"", "HOME", []string{".local", "share", "daodu"}},
	} {
		if base := lookup(env, place.name); base != "" && (place.systems == "" || strings.Contains(place.systems, system)) {
			return filepath.Join(append([]string{base}, place.below...)...)
		}
	}
	return ""
}

// password matches a password in the query of an address.
var password = regexp.MustCompile(`(?i)((?:ssl)?password=)[^&\s]*`)

// masked returns a value as it may be shown: an address without its password.
func masked(value string) string {
	if !strings.Contains(value, "://") {
		return value
	}
	value = password.ReplaceAllString(value, "${1}xxxxx")
	if u, err := url.Parse(value); err == nil {
		return u.Redacted()
	}
	// What cannot be parsed may hold a password anywhere before an @.
	scheme, rest, _ := strings.Cut(value, "://")
	if at := strings.LastIndex(rest, "@"); at >= 0 {
		rest = "xxxxx" + rest[at:]
	}
	return scheme + "://" + rest
}
