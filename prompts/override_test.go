package prompts

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/daodu/daodu"
)

const (
	ownHead   = "---\nname: summary\nversion: 7\nschema: summary\n---\n"
	ownTask   = ownHead + "写一份摘要，只输出 JSON。{{if .Schema}}\n{{.Schema}}{{end}}{{if .Union}}只填 summary，其余填 null。{{end}}"
	ownSystem = "---\nname: system\nversion: 2\n---\n你是本会的资料员。\n"
)

// folder writes files into a new folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// loaded returns a prompt of a folder.
func loaded(t *testing.T, files map[string]string, name, lang string) *Prompt {
	t.Helper()
	s, err := Load(folder(t, files))
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Prompt(name, lang)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestOverride(t *testing.T) {
	t.Parallel()
	files := map[string]string{"summary.zh-Hans.md": ownTask, ".notes.swp": "of an editor"}
	p := loaded(t, files, Summary, "zh-Hans")
	if p.Task(Task{}) != "写一份摘要，只输出 JSON。" || p.Version != 7 {
		t.Errorf("version %d: %q", p.Version, p.Task(Task{}))
	}
	if !regexp.MustCompile(`^summary@7#[0-9a-f]{8}$`).MatchString(p.Ref()) {
		t.Errorf("ref %q", p.Ref())
	}
	if p.System() != prompt(t, Summary, "zh-Hans").System() {
		t.Error("the system text changed though only the task was replaced")
	}
	other := loaded(t, files, Summary, "zh-Hant")
	if other.Ref() != prompt(t, Summary, "zh-Hant").Ref() || strings.Contains(other.Ref(), "#") {
		t.Errorf("ref of another language is %q", other.Ref())
	}
}

// TestRef: a ref tells apart whatever tells answers apart.
func TestRef(t *testing.T) {
	t.Parallel()
	windows := "\ufeff" + strings.ReplaceAll(ownTask, "\n", "\r\n")
	refs := map[string]string{}
	for name, files := range map[string]map[string]string{
		"embedded": nil,
		"task":     {"summary.zh-Hans.md": ownTask},
		"words":    {"summary.zh-Hans.md": ownTask + "！"},
		"system":   {"system.zh-Hans.md": ownSystem},
		"both":     {"system.zh-Hans.md": ownSystem, "summary.zh-Hans.md": ownTask},
	} {
		ref := loaded(t, files, Summary, "zh-Hans").Ref()
		if other, twice := refs[ref]; twice {
			t.Errorf("%s and %s are both %s", name, other, ref)
		}
		refs[ref] = name
	}
	if ref := loaded(t, map[string]string{"summary.zh-Hans.md": windows}, Summary, "zh-Hans").Ref(); refs[ref] != "task" {
		t.Errorf("a file with the line ends of Windows is %s", ref)
	}
}

func TestOverrideErrors(t *testing.T) {
	t.Parallel()
	document := "---\nname: document\nversion: 2\n---\n"
	tests := []struct{ name, file, text, want string }{
		{"unknown name", "sumary.zh-Hans.md", ownTask, "unknown file sumary.zh-Hans.md; names are NAME.LANG.md with NAME one of system, document, summary"},
		{"unknown language", "summary.zh-CN.md", ownTask, "LANG one of zh-Hans, zh-Hant, en"},
		{"no front matter", "summary.zh-Hans.md", "写 JSON", "the front matter is missing"},
		{"open front matter", "summary.zh-Hans.md", "---\nname: summary\n写 JSON", "the front matter is missing"},
		{"no version", "summary.zh-Hans.md", strings.Replace(ownTask, "version: 7\n", "", 1), "version is missing"},
		{"version 0", "summary.zh-Hans.md", strings.Replace(ownTask, "7", "0", 1), `version is "0" and must be a number from 1`},
		{"version in words", "summary.zh-Hans.md", strings.Replace(ownTask, "7", "1.2", 1), `version is "1.2"`},
		{"no schema", "summary.zh-Hans.md", strings.Replace(ownTask, "schema: summary\n", "", 1), "schema is missing"},
		{"bad schema", "summary.zh-Hans.md", strings.Replace(ownTask, "schema: summary", "schema: guide", 1), `schema is "guide" and must be "summary"`},
		{"schema where none is", "system.zh-Hans.md", strings.Replace(ownSystem, "version", "schema: system\nversion", 1), `key "schema" of the front matter is unknown`},
		{"name of another", "summary.zh-Hans.md", strings.Replace(ownTask, "name: summary", "name: outline", 1), `name is "outline" and must be "summary"`},
		{"unknown key", "summary.zh-Hans.md", strings.Replace(ownTask, "version", "model: x\nversion", 1), `key "model"`},
		{"key twice", "summary.zh-Hans.md", strings.Replace(ownTask, "version", "version: 1\nversion", 1), "twice"},
		{"no key", "summary.zh-Hans.md", strings.Replace(ownTask, "version: 7", "version 7", 1), `"version 7" of the front matter is not key: value`},
		{"empty", "summary.zh-Hans.md", ownHead + " \n", "nothing stands below"},
		{"unknown value", "summary.zh-Hans.md", ownHead + "JSON {{.Schema}} {{.Titel}}", "Titel"},
		{"unknown value in a branch", "summary.zh-Hans.md", ownTask + "{{if .Union}}{{if .Long}}{{.Titel}}{{end}}{{end}}", "Titel"},
		{"action that could fail", "summary.zh-Hans.md", ownTask + "{{index .Sections 3}}", "{{index .Sections 3}} is not allowed"},
		{"open action", "summary.zh-Hans.md", ownTask + "{{if .Union}}", "unexpected EOF"},
		{"no JSON", "summary.zh-Hans.md", ownHead + "写摘要。{{.Schema}}", "the word JSON must stand in it"},
		{"no schema in the text", "summary.zh-Hans.md", ownHead + "写摘要，输出 JSON。", "{{if .Schema}}{{.Schema}}{{end}} must stand in it"},
		{"no member", "summary.zh-Hans.md", ownHead + "写摘要，输出 JSON。{{.Schema}}", "must be followed by the words that all but summary is null"},
		{"findings elsewhere", "summary.zh-Hans.md", ownTask + "{{range .Findings}}{{.Text}}{{end}}", "may stand in repair only"},
		{
			"findings outside", "repair.en.md",
			"---\nname: repair\nversion: 2\nschema: repair\n---\nAs JSON. {{.Schema}}\n{{.Begin}}\n{{range .Findings}}{{.Path}} {{.Detail}}\n{{end}}{{.End}}{{range .Findings}}\n{{.Text}}{{end}}",
			"must not stand outside",
		},
		{"no findings", "repair.en.md", "---\nname: repair\nversion: 2\nschema: repair\n---\nRepair, as JSON. {{.Schema}}", "{{.Begin}} and {{.End}} must stand once"},
		{"no fence", "document.zh-Hans.md", document + "{{range .Lines}}{{.N}}|{{.Text}}\n{{end}}", "{{.Begin}} and {{.End}} must stand once"},
		{"open fence", "document.en.md", document + "{{.Begin}}\n{{range .Lines}}{{.N}}|{{.Text}}\n{{end}}", "must stand once"},
		{"no numbers", "document.en.md", document + "{{.Begin}}\n{{range .Lines}}{{.Text}}\n{{end}}{{.End}}", "each sentence must stand as {{.N}}|{{.Text}}"},
		{"lines outside", "document.en.md", document + "{{.Begin}}\n{{.End}}\n{{range .Lines}}{{.N}}|{{.Text}}\n{{end}}", "each sentence must stand"},
		{
			"title outside", "document.en.md",
			document + "{{.Title}}\n{{.Begin}}\n{{if .Notes}}{{range .Notes}}{{.Cites}}|{{.Kind}}: {{.Text}}\n{{end}}{{else}}{{range .Lines}}{{.N}}|{{.Text}}\n{{end}}{{end}}{{.End}}",
			"must not stand outside",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Load(folder(t, map[string]string{tt.file: tt.text}))
			if !errors.Is(err, daodu.ErrUsage) || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("error %v, want one of usage with %q", err, tt.want)
			}
			if strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), tt.file) {
				t.Errorf("error %q is not one line that names the file", err)
			}
		})
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none")); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestOwnCopies: every embedded file can be put into a folder as it is and changed there.
func TestOwnCopies(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for _, name := range fileNames() {
		data, err := embedded.ReadFile(name.String())
		if err != nil {
			t.Fatal(err)
		}
		files[name.String()] = string(data)
	}
	p := loaded(t, files, Guide, "zh-Hant")
	if same := prompt(t, Guide, "zh-Hant"); p.Task(allOfTask) != same.Task(allOfTask) || p.System() != same.System() {
		t.Error("a copy says something else")
	}
}
