package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/viper"
)

// readmes are the pages that tell users of commands and settings.
var readmes = []string{"README.md", "README.zh-CN.md"}

func page(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestReadmesTellEverySetting(t *testing.T) {
	t.Parallel()
	for _, name := range readmes {
		text := page(t, name)
		for _, s := range settings {
			row := fmt.Sprintf("| `%s` | `%s` |", s.key, envName(s.key))
			if value := fmt.Sprint(s.value); value != "" {
				row += fmt.Sprintf(" `%s` |", value)
			}
			if !strings.Contains(text, row) {
				t.Errorf("%s has no row %s", name, row)
			}
		}
		if got := strings.Count(text, "| `DAODU_"); got != len(settings) {
			t.Errorf("%s tells of %d settings, there are %d", name, got, len(settings))
		}
	}
}

func TestReadmesTellEveryCommand(t *testing.T) {
	t.Parallel()
	root := newApp(nil, streams{}).root()
	root.InitDefaultCompletionCmd()
	for _, name := range readmes {
		text := page(t, name)
		var visit func(*cobra.Command)
		visit = func(cmd *cobra.Command) {
			if cmd.HasParent() && !cmd.HasSubCommands() && cmd.Parent().Name() != "completion" && !strings.Contains(text, "`"+cmd.CommandPath()) {
				t.Errorf("%s does not tell of %s", name, cmd.CommandPath())
			}
			for _, c := range cmd.Commands() {
				if c.Name() != "help" {
					visit(c)
				}
			}
		}
		visit(root.Command)
	}
}

// shown matches a command in a README and the output that is shown below it.
var shown = regexp.MustCompile("(?s)`daodu (summarize examples/[^`]+)`.{0,200}?```markdown\n(.*?)```")

// What the READMEs show is what the command prints.
func TestReadmesShowRealOutput(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	for _, name := range readmes {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m := shown.FindStringSubmatch(string(text))
		if m == nil {
			t.Errorf("%s shows no output", name)
			continue
		}
		var out, errs bytes.Buffer
		code := run(t.Context(), strings.Fields(m[1]), nil, streams{strings.NewReader(""), &out, &errs})
		if diff := cmp.Diff(strings.TrimSpace(out.String()), strings.TrimSpace(m[2])); code != 0 || diff != "" {
			t.Errorf("%s: daodu %s: exit code %d %s (-printed +shown):\n%s", name, m[1], code, errs.String(), diff)
		}
	}
}

// The file that `config init` writes holds the defaults, no more and no less.
func TestDefaultConfig(t *testing.T) {
	t.Parallel()
	v := viper.New()
	v.SetConfigType("yaml")
	if err := v.ReadConfig(strings.NewReader(defaultConfig())); err != nil {
		t.Fatal(err)
	}
	if got := len(v.AllKeys()); got != len(settings) {
		t.Errorf("the file has %d keys, there are %d settings", got, len(settings))
	}
	for _, s := range settings {
		if got, want := v.GetString(s.key), fmt.Sprint(s.value); got != want {
			t.Errorf("%s = %q in the file, the default is %q", s.key, got, want)
		}
	}
}

func TestParseBytes(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int64{"300000": 300000, "100MiB": 100 << 20, "2 GB": 2e9, "1kb": 1000, "5B": 5} {
		if got, err := parseBytes(in); err != nil || got != want {
			t.Errorf("parseBytes(%q) = %d, %v; want %d", in, got, err, want)
		}
	}
	for _, in := range []string{"", "MiB", "-1", "1.5GB", "1 2", "9999999999GB", "十"} {
		if got, err := parseBytes(in); err == nil {
			t.Errorf("parseBytes(%q) = %d, want an error", in, got)
		}
	}
}
