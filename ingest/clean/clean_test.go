package clean

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
)

var update = flag.Bool("update", false, "write the results of the rules into testdata")

// TestRules runs testdata/RULE.txtar for every rule: N.in is a raw text, N.out the clean
// text and N.removed what the rule cut from it, a line each. The comment says what the
// cases show.
func TestRules(t *testing.T) {
	t.Parallel()
	for _, rule := range Rules {
		t.Run(rule.Name, func(t *testing.T) {
			t.Parallel()
			if rule.Doc == "" {
				t.Error("the rule has no Doc")
			}
			runArchive(t, filepath.Join("testdata", rule.Name+".txtar"), rule.Name)
		})
	}
}

func runArchive(t *testing.T, file, rule string) {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	results := &txtar.Archive{Comment: archive.Comment}
	fired := false
	for _, f := range archive.Files {
		n, ok := strings.CutSuffix(f.Name, ".in")
		if !ok {
			continue
		}
		out, removed := cleaned(decode(string(f.Data)), rule)
		fired = fired || removed != ""
		results.Files = append(results.Files, f,
			txtar.File{Name: n + ".out", Data: []byte(encode(out))}, txtar.File{Name: n + ".removed", Data: []byte(removed)})
	}
	if !fired {
		t.Error("no case in which the rule cuts anything")
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(results), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(txtar.Format(archive)), string(txtar.Format(results))); diff != "" && !*update {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// decode turns the visible names of code points that show as nothing into themselves,
// and drops the last line break, which belongs to the archive.
func decode(s string) string {
	return strings.NewReplacer("<CR>", "\r", "<BOM>", "\ufeff", "<ZWSP>", "\u200b", "<NBSP>", "\u00a0", "<FF>", "\f").Replace(strings.TrimSuffix(s, "\n"))
}

func encode(s string) string {
	return strings.NewReplacer("\r", "<CR>", "\ufeff", "<BOM>", "\u200b", "<ZWSP>", "\u00a0", "<NBSP>", "\f", "<FF>").Replace(s) + "\n"
}

// cleaned returns the clean text and what rule cut.
func cleaned(text, rule string) (out, removed string) {
	r := Clean(&raw.Document{Text: text})
	runes := []rune(text)
	for _, cut := range r.Removed {
		if cut.Rule == rule {
			removed += fmt.Sprintf("%s %q\n", cut.Reason, string(runes[cut.Raw.Start:cut.Raw.End]))
		}
	}
	return r.Text(), removed
}

func TestMainText(t *testing.T) {
	t.Parallel()
	doc := &raw.Document{Text: "首页 新闻\n云溪市总工会今天召开全市工会工作会议，部署全年任务。\n友情链接"}
	doc.Main = []daodu.Span{{Start: 6, End: 33}}
	r := Clean(doc)
	if want := "云溪市总工会今天召开全市工会工作会议，部署全年任务。"; r.Text() != want {
		t.Errorf("text = %q, want %q", r.Text(), want)
	}
	if r.Removed[0].Rule != "main_text" || r.Removed[0].Reason != daodu.Navigation {
		t.Errorf("first removal = %+v, want main_text", r.Removed[0])
	}
}

func TestHeadingMarks(t *testing.T) {
	t.Parallel()
	doc := &raw.Document{Text: "云溪市总工会召开会议，部署全年的各项重点工作。\n## 一、学习\n要认真学习会议精神，推动各项工作落到实处。"}
	doc.Source.MediaType = "text/markdown"
	doc.Headings = []raw.Heading{{Level: 2, Span: daodu.Span{Start: 27, End: 31}}}
	if got := Clean(doc).Text(); strings.Contains(got, "#") || !strings.Contains(got, "\n一、学习\n") {
		t.Errorf("text = %q, want the heading without its marks", got)
	}
}

// TestAt maps raw positions into the clean text, also those that were cut.
func TestAt(t *testing.T) {
	t.Parallel()
	raw := &raw.Document{Text: "　　第一段话说明了会议的主要任务。\n\n\n　　第二段话说明了会议的具体要求。"}
	r := Clean(raw)
	runes := []rune(raw.Text)
	for i, want := range runes {
		at := r.At(i)
		kept := false
		for _, k := range r.Kept {
			kept = kept || i >= k.Raw.Start && i < k.Raw.End
		}
		if kept && r.Runes[at] != want {
			t.Errorf("At(%d) = %d, %q there, want %q", i, at, r.Runes[at], want)
		}
		if at < 0 || at > len(r.Runes) {
			t.Errorf("At(%d) = %d outside the text", i, at)
		}
	}
}

// check verifies the promises of cleaning on any text.
func check(t *testing.T, text string) {
	t.Helper()
	runes := []rune(text)
	r := Clean(&raw.Document{Text: text})
	var rebuilt []rune
	kept, cut := r.Kept, r.Removed
	at := 0
	for len(kept)+len(cut) > 0 {
		var s daodu.Span
		if len(cut) == 0 || len(kept) > 0 && kept[0].Raw.Start < cut[0].Raw.Start {
			s = kept[0].Raw
			if string(r.Runes[kept[0].At:kept[0].At+s.Len()]) != string(runes[s.Start:s.End]) {
				t.Fatalf("kept %v is not what stands in the text", kept[0])
			}
			kept = kept[1:]
		} else {
			s = cut[0].Raw
			cut = cut[1:]
		}
		if s.Start != at || s.Len() <= 0 {
			t.Fatalf("kept and removed stretches leave a gap or overlap at %d: %v", at, s)
		}
		at = s.End
		rebuilt = append(rebuilt, runes[s.Start:s.End]...)
	}
	if string(rebuilt) != string(runes) {
		t.Fatal("kept and removed stretches do not rebuild the raw text")
	}
	if again := Clean(&raw.Document{Text: r.Text()}).Text(); again != r.Text() {
		t.Fatalf("cleaning is not idempotent:\n%q\n%q", r.Text(), again)
	}
}

func FuzzClean(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range archive.Files {
			if strings.HasSuffix(part.Name, ".in") {
				f.Add(decode(string(part.Data)))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) { check(t, text) })
}
