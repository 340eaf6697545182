package check

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/daodu/daodu"
)

// TestPairs holds numbers and dates against each other in every way they are written:
// testdata/pairs.txt says which are the same.
func TestPairs(t *testing.T) {
	t.Parallel()
	file, err := os.Open(filepath.Join("testdata", "pairs.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	pairs := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		if strings.HasPrefix(line, "#") {
			continue
		}
		said, cited, same := strings.Cut(line, " = ")
		if !same {
			said, cited, _ = strings.Cut(line, " ! ")
		}
		pairs++
		found := figureFindings(cited, said)
		if same == (len(found) > 0) {
			t.Errorf("%s: %v", line, found)
		}
	}
	if pairs < 120 {
		t.Errorf("%d pairs, want 120", pairs)
	}
}

// figureFindings returns what the rules of numbers and dates find in a point that cites
// one sentence.
func figureFindings(cited, said string) []daodu.Finding {
	var out []daodu.Finding
	for _, f := range flagged("据介绍，"+cited+"，情况属实。", said+"，情况已属实") {
		switch f.Rule {
		case "number", "date", "modality", "antonym":
			out = append(out, f)
		}
	}
	return out
}
