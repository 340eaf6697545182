package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
)

func (a *app) configCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "config", Short: "Show or write the configuration"}
	cmd.AddCommand(
		&cobra.Command{
			Use: "show", Short: "Show every setting with its value and its variable", Args: noArgs,
			RunE: func(*cobra.Command, []string) error {
				for _, s := range settings {
					fmt.Fprintf(a.out, "# %s ($%s)\n%s: %s\n", s.comment, envName(s.key), s.key, yamlValue(masked(a.config.GetString(s.key))))
				}
				fmt.Fprintf(a.out, "# key of the language model's endpoint ($%s): %s\n", strings.Join(modelKeys, ", $"), a.keyState(modelKeys))
				fmt.Fprintf(a.out, "# key of the embedding endpoint ($%s): %s\n", strings.Join(embedKeys, ", $"), a.keyState(embedKeys))
				return nil
			},
		},
		&cobra.Command{
			Use: "init [FILE]", Short: "Write a configuration file with all settings at their defaults", Args: atMostOneArg("FILE"),
			RunE: func(_ *cobra.Command, args []string) error {
				file := defaultConfigFile(a.env)
				if len(args) == 1 {
					file = args[0]
				}
				return a.writeConfig(file)
			},
		},
	)
	return cmd
}

func (a *app) writeConfig(file string) error {
	if file == "" {
		return fmt.Errorf("%w: there is no configuration folder; name a file", daodu.ErrUsage)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("%w: %v", daodu.ErrForbidden, err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w: %s exists already; remove it first or name another file", daodu.ErrUsage, file)
	}
	if err != nil {
		return fmt.Errorf("%w: %v", daodu.ErrForbidden, err)
	}
	defer f.Close()
	if _, err := f.WriteString(defaultConfig()); err != nil {
		return err
	}
	_, err = fmt.Fprintln(a.err, "daodu: wrote", file)
	return err
}

// defaultConfig writes the settings at their defaults as YAML, by section.
func defaultConfig() string {
	var b strings.Builder
	b.WriteString("# Daodu. A flag comes before an environment variable, that before this file.\n")
	section := ""
	for _, s := range settings {
		group, key, _ := strings.Cut(s.key, ".")
		if group != section {
			fmt.Fprintf(&b, "\n%s:\n", group)
			section = group
		}
		fmt.Fprintf(&b, "  # %s\n  %s: %s\n", s.comment, key, yamlValue(fmt.Sprint(s.value)))
	}
	return b.String()
}

// yamlValue quotes what YAML would take for something else.
func yamlValue(s string) string {
	if s == "" || strings.ContainsAny(s, ":#,") {
		return fmt.Sprintf("%q", s)
	}
	return s
}
