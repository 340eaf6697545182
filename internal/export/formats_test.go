package export

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// TestFormats writes every example in every format, twice.
func TestFormats(t *testing.T) {
	t.Parallel()
	names, extensions := map[string]bool{}, map[string]bool{}
	for _, f := range Formats {
		if names[f.Name] || extensions[f.Extension] || !strings.HasPrefix(f.Extension, ".") || !strings.Contains(f.MediaType, "/") {
			t.Errorf("the format %+v", f)
		}
		names[f.Name], extensions[f.Extension] = true, true
		for _, name := range examples {
			a, arts := example(t, name)
			for _, art := range arts {
				art.Origin.CreatedAt = time.Date(2025, 3, 18, 9, 0, 0, 0, time.UTC)
			}
			got := written(t, f.Name, a, arts)
			if !bytes.Equal(got, written(t, f.Name, a, arts)) {
				t.Errorf("%s of %s differs from time to time", f.Name, name)
			}
			if utf8.Valid(got) == f.Binary {
				t.Errorf("%s of %s: text is %v, binary is said to be %v", f.Name, name, utf8.Valid(got), f.Binary)
			}
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	a, arts := example(t, "news")
	if err := Write(io.Discard, "pdf", a, arts, "1"); !errors.Is(err, daodu.ErrUsage) || !strings.Contains(err.Error(), "md, text, html, docx") {
		t.Errorf("an unknown format: %v", err)
	}
	for _, f := range Formats {
		if f.Kind == "" {
			continue
		}
		var others []*daodu.Artifact
		for _, art := range arts {
			if art.Content.Kind() != f.Kind {
				others = append(others, art)
			}
		}
		if err := Write(io.Discard, f.Name, a, others, "1"); !errors.Is(err, daodu.ErrNotFound) || !strings.Contains(err.Error(), string(f.Kind)) {
			t.Errorf("%s without its artifact: %v", f.Name, err)
		}
	}
	for _, f := range Formats {
		if err := Write(broken{}, f.Name, a, arts, "1"); !errors.Is(err, errFull) {
			t.Errorf("%s on a full disk: %v", f.Name, err)
		}
	}
	arts[2].Content.(*daodu.Guide).Flashcards[0].GUID = ""
	if err := Write(io.Discard, "anki", a, arts, "1"); !errors.Is(err, daodu.ErrBadInput) {
		t.Errorf("a card without a GUID: %v", err)
	}
}

// TestArticleWithoutArtifacts has nothing to write but the title.
func TestArticleWithoutArtifacts(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"md", "text", "html", "docx"} {
		if got := written(t, format, small(), nil); len(got) == 0 {
			t.Errorf("%s is empty", format)
		}
	}
	if got := string(written(t, "json", small(), nil)); got != "[]\n" {
		t.Errorf("JSON of nothing: %q", got)
	}
}

func TestJSONIsWhatWasWritten(t *testing.T) {
	t.Parallel()
	a, arts := example(t, "sharing-site")
	var got []*daodu.Artifact
	if err := json.Unmarshal(written(t, "json", a, arts), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(arts, got); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
	for i, line := range bytes.Split(bytes.TrimSpace(written(t, "jsonl", a, arts)), []byte("\n")) {
		var art *daodu.Artifact
		if err := json.Unmarshal(line, &art); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(arts[i], art); diff != "" {
			t.Errorf("line %d (-want +got):\n%s", i, diff)
		}
	}
}

func TestFileNames(t *testing.T) {
	t.Parallel()
	f, err := Find("anki-text")
	if err != nil {
		t.Fatal(err)
	}
	for title, want := range map[string]string{
		"在动员会上的讲话":              "在动员会上的讲话.anki.txt",
		"":                      "daodu.anki.txt",
		"../../etc/passwd":      "etc_passwd.anki.txt",
		`a/b\c:d*e?f"g<h>i|j`:   "a_b_c_d_e_f_g_h_i_j.anki.txt",
		"$(rm) `x` \x1b[0m\r\n": "_(rm) _x_ [0m.anki.txt",
		"...":                   "daodu.anki.txt",
		strings.Repeat("長", 90): strings.Repeat("長", 60) + ".anki.txt",
		"𠮷野\u202e":              "𠮷野.anki.txt",
	} {
		if title == "$(rm) `x` \x1b[0m\r\n" {
			want = "(rm) _x_ [0m.anki.txt"
		}
		if got := f.FileName(&daodu.Article{Title: title}); got != want {
			t.Errorf("the file of %q is %q, want %q", title, got, want)
		}
	}
}

// labels returns the labels and points of nodes, depth first.
func labels(nodes []daodu.Node) (out []string) {
	for _, n := range nodes {
		out = append(out, n.Label)
		out = append(out, labels(n.Children)...)
	}
	return out
}

func TestOPMLHasTheOutline(t *testing.T) {
	t.Parallel()
	type branch struct {
		Text  string   `xml:"text,attr"`
		Note  string   `xml:"_note,attr"`
		Below []branch `xml:"outline"`
	}
	var flat func([]branch) []string
	flat = func(all []branch) (out []string) {
		for _, b := range all {
			out = append(append(out, b.Text), flat(b.Below)...)
		}
		return out
	}
	for _, name := range examples {
		a, arts := example(t, name)
		var got struct {
			Version string   `xml:"version,attr"`
			Title   string   `xml:"head>title"`
			Body    []branch `xml:"body>outline"`
		}
		if err := xml.Unmarshal(written(t, "opml", a, arts), &got); err != nil {
			t.Fatal(err)
		}
		if got.Version != "2.0" || got.Title != a.Title || len(got.Body) != 1 {
			t.Fatalf("%s: %+v", name, got)
		}
		want := labels(arts[1].Content.(*daodu.Outline).Nodes)
		for i, text := range flat(got.Body[0].Below) {
			if strings.TrimSuffix(text, damageSign) != oneLine(want[i]) {
				t.Errorf("%s: %q, want %q", name, text, want[i])
			}
		}
		if n := arts[1].Content.(*daodu.Outline).Nodes[0]; !strings.HasPrefix(got.Body[0].Below[0].Note, n.Point.Text) {
			t.Errorf("%s: the note %q, want %q", name, got.Body[0].Below[0].Note, n.Point.Text)
		}
		if name == "sharing-site" && !strings.Contains(got.Body[0].Note, "原文残缺") {
			t.Errorf("damage is not told: %q", got.Body[0].Note)
		}
	}
}

// TestMarkmapHasTheOutline has an outline that is deeper than Markdown's headings.
func TestMarkmapHasTheOutline(t *testing.T) {
	t.Parallel()
	deep := daodu.Node{Label: "八", Point: &daodu.Point{Text: "末", Verdict: daodu.Unsupported}}
	for _, label := range []string{"七", "六", "五", "四", "三", "二", "一"} {
		deep = daodu.Node{Label: label, Children: []daodu.Node{deep}}
	}
	deep.Label = "1. 一 #"
	got := string(written(t, "markmap", small(), []*daodu.Artifact{{Content: &daodu.Outline{Nodes: []daodu.Node{deep}}}}))
	for _, want := range []string{"---\ntitle: \"讲话\"\nmarkmap:\n", "\n# 讲话\n", "\n## 1. 一 #\n", "\n###### 五\n\n", "\n- 六\n  - 七\n    - 八\n      - 末（未经原文证实）\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestMindMapTellsTheState(t *testing.T) {
	t.Parallel()
	p := exact(small(), 6, 15)
	p.Verdict = daodu.Unsupported
	got := string(written(t, "svg", small(), []*daodu.Artifact{{
		Incomplete: true, Content: &daodu.Outline{Nodes: []daodu.Node{{Label: "一、建平台", Section: "1", Point: &p}}},
		Findings: []daodu.Finding{{Path: "nodes[0].point", Rule: "damage"}},
	}}))
	for _, want := range []string{"（原文不全，仅据所见部分）", "一、建平台※", "（未经原文证实）", `class="node level1 unsupported"`, `data-path="nodes[0]" data-section="1" data-start="6" data-end="15"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
