package webpage_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/ingest/read/webpage"
	"github.com/daodu/daodu/internal/eval"
	"github.com/daodu/daodu/internal/race"
	"github.com/daodu/daodu/internal/shared"
	"golang.org/x/net/html"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// TestMainText compares with gold what Main covers of pages whose main text people
// marked, mean F1 of character bigrams. The best library on the same pages reaches
// .883 and .907 (bench compares).
func TestMainText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		load  func(string) ([]eval.Page, error)
		floor float64
	}{
		{"magic", eval.MagicPages, .97},
		{"cwced", eval.CWCEDPages, .93},
		{"state council", policyPages, .995},
	}
	dir := filepath.Join(shared.Dir(t), "corpora")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pages, err := tt.load(dir)
			if err != nil {
				t.Fatal(err)
			}
			sum := 0.
			for _, p := range pages {
				f1, precision, recall := 0., 0., 0.
				if doc, err := webpage.Read(t.Context(), decode(t, p.HTML), p.URL); err != nil {
					t.Errorf("%s: %v", p.Name, err)
				} else {
					checkDocument(t, doc)
					f1, precision, recall = eval.BigramF1(mainText(doc), p.Gold)
				}
				if f1 < .8 {
					t.Logf("%s: F1 %.3f (precision %.3f, recall %.3f)", p.Name, f1, precision, recall)
				}
				sum += f1
			}
			if mean := sum / float64(len(pages)); mean < tt.floor {
				t.Errorf("mean F1 %.3f on %d pages, want %.3f", mean, len(pages), tt.floor)
			}
		})
	}
}

// policyPages loads documents of the State Council with the element that holds their
// text, which its database keeps apart, as gold.
func policyPages(dir string) ([]eval.Page, error) {
	files, err := filepath.Glob(filepath.Join(dir, "policy_state_council", "*.content.html"))
	if err != nil {
		return nil, err
	}
	var pages []eval.Page
	for _, file := range files {
		name := strings.TrimSuffix(file, ".content.html")
		gold, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		page, err := os.ReadFile(name + ".html")
		if err != nil {
			return nil, err
		}
		pages = append(pages, eval.Page{Name: filepath.Base(name), HTML: page, Gold: seenBy(string(gold))})
	}
	return pages, nil
}

// TestEveryWord checks on real pages that Text has all letters, as often, that the
// tree of golang.org/x/net/html has outside of what browsers do not show.
func TestEveryWord(t *testing.T) {
	t.Parallel()
	race.Skip(t)
	dir := filepath.Join(shared.Dir(t), "corpora")
	var files []string
	for _, pattern := range []string{"html_*/*.html", "html_magic/htmls/*.html", "html_cwced/original/*.html"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) < 150 {
		t.Fatalf("%d pages in %s", len(files), dir)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		page := decode(t, data)
		doc, err := webpage.Read(t.Context(), page, "")
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		got, want := letterCount(doc.Text), letterCount(seenBy(page))
		for r, n := range want {
			if got[r] != n {
				t.Errorf("%s: %d times %q, want %d", filepath.Base(file), got[r], r, n)
				break
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d different letters, want %d", filepath.Base(file), len(got), len(want))
		}
	}
}

// seenBy returns the text of a page by way of the tree of golang.org/x/net/html.
func seenBy(page string) string {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return ""
	}
	var out strings.Builder
	for n := range root.Descendants() {
		switch {
		case n.Type == html.TextNode && !isUnseen(n.Parent):
			out.WriteString(n.Data)
		case n.Type == html.ElementNode && n.Data == "input":
			out.WriteString(buttonLabel(n))
		}
	}
	return out.String()
}

// unseen are the elements whose content browsers do not show.
const unseen = " script style template noscript title desc iframe noframes noembed object applet audio video canvas datalist annotation rp "

func isUnseen(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && strings.Contains(unseen, " "+n.Data+" ") {
			return true
		}
	}
	return false
}

func buttonLabel(n *html.Node) string {
	kind, label := "", ""
	for _, a := range n.Attr {
		switch a.Key {
		case "type":
			kind = strings.ToLower(a.Val)
		case "value":
			label = a.Val
		}
	}
	if kind == "submit" || kind == "button" || kind == "reset" {
		return label
	}
	return ""
}

func letterCount(s string) map[rune]int {
	count := map[rune]int{}
	for _, r := range s {
		if unicode.IsLetter(r) {
			count[r]++
		}
	}
	return count
}

func mainText(doc *raw.Document) string {
	text := []rune(doc.Text)
	var out strings.Builder
	for _, s := range doc.Main {
		out.WriteString(string(text[s.Start:s.End]) + "\n")
	}
	return out.String()
}

// decode returns a page as UTF-8: as it is, or from GB18030.
func decode(t testing.TB, data []byte) string {
	t.Helper()
	page := strings.TrimPrefix(string(data), "\ufeff")
	if utf8.ValidString(page) {
		return page
	}
	page, err := simplifiedchinese.GB18030.NewDecoder().String(page)
	if err != nil {
		t.Fatal(err)
	}
	return page
}
