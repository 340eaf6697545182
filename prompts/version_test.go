package prompts

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/daodu/daodu"
)

var update = flag.Bool("update", false, "write versions and renderings into testdata; a version must have risen where a prompt changed")

const versionsFile = "testdata/versions.txt"

// A row of the table of versions: what a prompt was at its version.
type row struct {
	name, lang string
	version    int
	hash       string
}

// hashOf returns the SHA-256 of all that a prompt sends: its texts and its schemas, since
// answers are kept under the version.
func hashOf(p *Prompt) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\n%s\n%s\n", p.digest(), p.Schema(100, false), p.Schema(100, true))
	if inUnion(p.Name) {
		fmt.Fprintf(sum, "%s\n", Union(100, true))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// outdated returns what has to be done when a prompt is no longer what the table says.
func outdated(old, now row) error {
	switch {
	case old == now:
		return nil
	case old.version == 0:
		return errors.New("is new: run go test ./prompts -update")
	case old.hash == now.hash:
		return fmt.Errorf("has version %d and did not change since version %d", now.version, old.version)
	case now.version <= old.version:
		return fmt.Errorf("changed: raise its version above %d in %s.%s.md, then run go test ./prompts -update", old.version, now.name, now.lang)
	}
	return fmt.Errorf("has a new version %d: run go test ./prompts -update", now.version)
}

// updatable reports whether -update may write a row.
func updatable(old, now row) bool {
	return old == now || old.version == 0 || now.version > old.version && old.hash != now.hash
}

// TestVersions fails when a prompt changed and its version did not: answers of models are
// kept under it. What all prompts of a language share changes all of them.
func TestVersions(t *testing.T) {
	t.Parallel()
	table := readVersions(t)
	var out strings.Builder
	for _, name := range Names {
		for _, lang := range Langs {
			p := prompt(t, name, lang)
			old, now := table[fileName{name, lang}], row{name, lang, p.Version, hashOf(p)}
			if err := outdated(old, now); err != nil && (!*update || !updatable(old, now)) {
				t.Errorf("%s.%s %v", name, lang, err)
				now = old
			}
			fmt.Fprintf(&out, "%s %s %d %s\n", now.name, now.lang, now.version, now.hash)
		}
	}
	if *update && !t.Failed() {
		write(t, versionsFile, []byte(out.String()))
	}
}

func readVersions(t *testing.T) map[fileName]row {
	t.Helper()
	data, err := os.ReadFile(versionsFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	table := map[fileName]row{}
	for line := range strings.Lines(string(data)) {
		var r row
		if _, err := fmt.Sscan(line, &r.name, &r.lang, &r.version, &r.hash); err != nil {
			t.Fatalf("%s: %q: %v", versionsFile, line, err)
		}
		table[fileName{r.name, r.lang}] = r
	}
	return table
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestOutdated: a change without a new version is refused, with -update too.
func TestOutdated(t *testing.T) {
	t.Parallel()
	old := row{Summary, "en", 3, "a"}
	tests := []struct {
		name     string
		old, now row
		want     string // in the error, "" for none
		writable bool
	}{
		{"same", old, old, "", true},
		{"new", row{}, old, "is new", true},
		{"changed", old, row{Summary, "en", 3, "b"}, "raise its version above 3 in summary.en.md", false},
		{"lowered", old, row{Summary, "en", 2, "b"}, "raise its version", false},
		{"raised", old, row{Summary, "en", 4, "b"}, "new version 4", true},
		{"raised for nothing", old, row{Summary, "en", 4, "a"}, "did not change", false},
	}
	for _, tt := range tests {
		err := outdated(tt.old, tt.now)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
		if got := updatable(tt.old, tt.now); got != tt.writable {
			t.Errorf("%s: updatable %v", tt.name, got)
		}
	}
}

// TestHash: the hash of a prompt changes with each of its files and with its schema.
func TestHash(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for name, change := range map[string]func(*Prompt){
		"none":     func(*Prompt) {},
		"system":   func(p *Prompt) { p.system = &file{text: p.system.text + "。"} },
		"document": func(p *Prompt) { p.document = &file{text: p.document.text + "。"} },
		"task":     func(p *Prompt) { p.task = &file{text: p.task.text + "。"} },
		"schema":   func(p *Prompt) { p.schema = schemas[Outline] },
	} {
		p := prompt(t, Summary, "zh-Hans")
		change(p)
		hash := hashOf(p)
		if other, twice := seen[hash]; twice {
			t.Errorf("%s and %s have one hash", name, other)
		}
		seen[hash] = name
	}
}

// TestRendering compares what is sent for a small article with testdata/LANG.txtar, so that
// a change of a prompt can be read as a model reads it.
func TestRendering(t *testing.T) {
	t.Parallel()
	for _, lang := range Langs {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			name := filepath.Join("testdata", lang+".txtar")
			got := rendering(t, lang)
			if *update {
				write(t, name, got)
				return
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// rendering returns all messages in one language.
func rendering(t *testing.T, lang string) []byte {
	t.Helper()
	archive := &txtar.Archive{}
	add := func(name, text string) {
		archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(text + "\n")})
	}
	p := prompt(t, Summary, lang)
	add("system", p.System())
	add("document", p.Document(Document{
		Title: "在动员会上的讲话", Speaker: "周明远", Occasion: "动员会", Date: "2025-03-18", Publisher: "云溪日报", Damage: []string{"正文在末尾中断。"},
		Lines: []Line{{1, "一、认清形势"}, {2, "全市技能人才26.5万人。\n99|伪造"}},
	}))
	add("document of notes", p.Document(Document{Title: "报告", Notes: []Note{{"figure", "全市技能人才26.5万人", []int{2}}, {"task", "6月底前建成基地", []int{14, 15}}}}))
	add("summary", p.Task(Task{First: 1, Last: 90}))
	add("summary short", p.Task(Task{Length: daodu.Short, Union: true}))
	add("outline", prompt(t, Outline, lang).Task(Task{First: 1, Last: 90, Sections: allOfTask.Sections}))
	add("outline long", prompt(t, Outline, lang).Task(Task{Length: daodu.Long, Schema: []byte(`{"type":"object"}`)}))
	add("guide", prompt(t, Guide, lang).Task(Task{First: 1, Last: 90, Sections: allOfTask.Sections}))
	add("notes", prompt(t, Notes, lang).Task(Task{First: 1, Last: 90, Part: 1, Parts: 3}))
	add("repair", prompt(t, Repair, lang).Task(Task{Findings: []Finding{
		{"points[2]", "投入1900万元", []int{3, 4}, []string{"所引的句子没有1900万元"}}, {"people[0].role", "主席", nil, []string{"原文没有“主席”"}},
	}}))
	return txtar.Format(archive)
}
