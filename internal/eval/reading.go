package eval

import (
	"context"
	"errors"
	"fmt"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/read/charset"
	"github.com/daodu/daodu/ingest/read/webpage"
)

// measureHTML compares the clean text of web pages with gold.
func measureHTML(ctx context.Context, dir string) ([]Figure, error) {
	var figures []Figure
	for _, set := range []struct {
		name  string
		load  func(string) ([]Page, error)
		floor float64
	}{{"html.magic", MagicPages, .90}, {"html.cwced", CWCEDPages, .915}} {
		pages, err := set.load(dir)
		if err != nil {
			return nil, err
		}
		sum := 0.
		var low []string
		for _, p := range pages {
			text, err := mainText(ctx, p)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p.Name, err)
			}
			f1, precision, recall := BigramF1(text, p.Gold)
			sum += f1
			if f1 < .8 {
				low = append(low, fmt.Sprintf("%s: F1 %.3f P %.3f R %.3f", p.Name, f1, precision, recall))
			}
		}
		figures = append(figures, Figure{Name: set.name + ".f1", Value: sum / float64(len(pages)), Floor: set.floor, N: len(pages), Misses: low})
	}
	return figures, nil
}

// mainText reads a page as the product does and returns its clean text.
func mainText(ctx context.Context, p Page) (string, error) {
	a, err := readPage(ctx, p)
	if errors.Is(err, daodu.ErrEmpty) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return a.Text, nil
}

// readPage reads a page as the product does.
func readPage(ctx context.Context, p Page) (*daodu.Article, error) {
	decoded, err := charset.Decode(p.HTML, "")
	if err != nil {
		return nil, err
	}
	doc, err := webpage.Read(ctx, decoded.Text, p.URL)
	if err != nil {
		return nil, err
	}
	return ingest.Article(doc)
}

func measureCharsets(_ context.Context, dir string) ([]Figure, error) {
	results, err := Charsets(dir)
	if err != nil {
		return nil, err
	}
	right := 0
	var misses []string
	for _, r := range results {
		if r.Right {
			right++
		} else {
			misses = append(misses, fmt.Sprintf("%s: %s, want %s", r.File, r.Got, r.Want))
		}
	}
	return []Figure{ratio("charset", right, len(results), 1, misses)}, nil
}

// officeFloors are how many files of each kind must be read right; all others must
// be named for what they are.
var officeFloors = []struct {
	name, kind, tool string
	right            int
}{
	{"docx", "docx", "", 10}, {"doc", "doc", "", 10}, {"pdf.pdftotext", "pdf", "", 12}, {"pdf.go", "pdf", "go", 9},
}

func measureOffice(ctx context.Context, dir string) ([]Figure, error) {
	byTool := map[string][]OfficeResult{}
	for _, tool := range []string{"", "go"} {
		results, err := Office(ctx, dir, tool)
		if err != nil {
			return nil, err
		}
		byTool[tool] = results
	}
	var figures []Figure
	for _, f := range officeFloors {
		right, wrong, n := 0, 0, 0
		var misses []string
		for _, r := range byTool[f.tool] {
			if r.Kind != f.kind {
				continue
			}
			n++
			switch r.Verdict {
			case "right":
				right++
				continue
			case "wrong":
				wrong++
			}
			misses = append(misses, r.Name+": "+r.Verdict)
		}
		figures = append(figures,
			Figure{Name: "office." + f.name + ".right", Value: float64(right), Floor: float64(f.right), N: n, Misses: misses},
			Figure{Name: "office." + f.name + ".silently_wrong", Value: float64(wrong), AtMost: true, N: n})
	}
	return figures, nil
}
