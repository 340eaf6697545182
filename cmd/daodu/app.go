package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/read"
	"github.com/daodu/daodu/internal/trace"
)

// version is the released version; builds from a checkout say (devel).
var version = "(devel)"

// An app is one run of the command: its ends, its environment and what the
// configuration says. Fields below config are set before a command runs.
type app struct {
	streams
	env        []string
	configFile string

	config *viper.Viper
	log    *slog.Logger
	tracer *trace.Tracer // nil traces nothing
	paths  []string      // that are served, nil for all
}

func newApp(env []string, std streams) *app { return &app{streams: std, env: env} }

// A rootCommand is the whole command line.
type rootCommand struct{ *cobra.Command }

func (r rootCommand) run(ctx context.Context, args []string) error {
	r.SetArgs(args)
	return r.ExecuteContext(ctx)
}

func (a *app) root() rootCommand {
	root := &cobra.Command{
		Use:   "daodu",
		Short: "Read speeches and articles, and write study material whose every point quotes its source",
		Long: `Daodu (导读) cleans speeches, reports and articles as the web gives them and writes a
summary, an outline and a study guide of each. Every point quotes the exact words it
rests on. It works offline.

INPUT is a file, a folder, a glob, an http or https address, or - for standard input.
Data goes to standard output, all else to standard error.`,
		SilenceUsage:      true,
		SilenceErrors:     true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return a.prepare(cmd) },
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("%w: unknown command %q; `daodu --help` lists them", daodu.ErrUsage, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w: %v; `%s --help` lists the flags", daodu.ErrUsage, err, cmd.CommandPath())
	})
	root.PersistentFlags().StringVar(&a.configFile, "config", "", "configuration file (default $DAODU_CONFIG, or daodu/config.yaml in the user's configuration folder)")
	a.settingFlag(root, "log-level", "log.level")
	root.AddCommand(a.readCommand(), a.summarizeCommand(), a.batchCommand(), a.verifyCommand(), a.doctorCommand(), a.configCommand(), a.versionCommand())
	root.AddCommand(a.addCommand(), a.listCommand(), a.showCommand(), a.removeCommand(), a.exportCommand(), a.importCommand(),
		a.relatedCommand(), a.reuseCommand(), a.searchCommand(), a.rereadCommand(), a.migrateCommand(), a.serveCommand(), a.keyCommand(), a.workerCommand(), a.mcpCommand())
	root.CompletionOptions.HiddenDefaultCmd = false
	return rootCommand{root}
}

// prepare reads the configuration once the flags are known.
func (a *app) prepare(cmd *cobra.Command) error {
	config, err := loadConfig(a.configFile, a.env, cmd.Flags())
	if err != nil {
		return err
	}
	a.config = config
	a.log, err = newLog(a.err, config.GetString("log.level"), config.GetString("log.format"))
	return err
}

func newLog(w io.Writer, level, format string) (*slog.Logger, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return nil, fmt.Errorf("%w: log.level %q is none of debug, info, warn, error", daodu.ErrUsage, level)
	}
	opts := &slog.HandlerOptions{Level: l}
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(w, opts)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, opts)), nil
	}
	return nil, fmt.Errorf("%w: log.format %q is none of text, json", daodu.ErrUsage, format)
}

// ingester returns a reader of inputs as the configuration has it.
func (a *app) ingester() (*ingest.Ingester, error) {
	maxBytes, err := parseBytes(a.config.GetString("read.max_bytes"))
	if err != nil {
		return nil, fmt.Errorf("read.max_bytes: %w", err)
	}
	timeout, err := a.duration("read.timeout")
	if err != nil {
		return nil, err
	}
	return &ingest.Ingester{Reader: read.Reader{
		MaxBytes: maxBytes, Timeout: timeout,
		AllowPrivate: a.config.GetBool("read.allow_private"),
		TextField:    a.config.GetString("read.text_field"),
		PDFTool:      a.config.GetString("read.pdf_tool"),
		UserAgent:    "daodu/" + strings.Trim(version, "()"),
		Stdin:        a.in, Log: a.log,
	}}, nil
}

// settingFlag adds a flag for a setting; its help is the setting's comment.
func (a *app) settingFlag(cmd *cobra.Command, flag, key string) {
	for _, s := range settings {
		if s.key != key {
			continue
		}
		flags := cmd.PersistentFlags()
		if on, ok := s.value.(bool); ok {
			flags.Bool(flag, on, s.comment)
		} else {
			flags.String(flag, fmt.Sprint(s.value), s.comment)
		}
		flags.Lookup(flag).Annotations = map[string][]string{settingKey: {key}}
		return
	}
	panic("daodu: no setting " + key)
}

// readingFlags adds the flags of every command that reads inputs.
func (a *app) readingFlags(cmd *cobra.Command) {
	a.settingFlag(cmd, "max-bytes", "read.max_bytes")
	a.settingFlag(cmd, "timeout", "read.timeout")
	a.settingFlag(cmd, "allow-private", "read.allow_private")
	a.settingFlag(cmd, "text-field", "read.text_field")
	a.settingFlag(cmd, "pdf-tool", "read.pdf_tool")
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			revision := ""
			if info, ok := debug.ReadBuildInfo(); ok {
				for _, s := range info.Settings {
					if s.Key == "vcs.revision" {
						revision = " " + s.Value[:min(12, len(s.Value))]
					}
				}
			}
			_, err := fmt.Fprintf(a.out, "daodu %s%s %s %s/%s\n", version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}

// noArgs and someArgs check the arguments of a command.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%w: %s takes no argument, got %q", daodu.ErrUsage, cmd.CommandPath(), args[0])
	}
	return nil
}

func someArgs(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return fmt.Errorf("%w: %s needs at least one %s", daodu.ErrUsage, cmd.CommandPath(), what)
		}
		return nil
	}
}
