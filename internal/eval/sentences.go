package eval

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/daodu/daodu/internal/zh"
)

// measureSentences compares sentence ends with 14 reports that were segmented for
// translation. Segments that end in a mark are joined, others (headings, clauses that
// the translators cut off) keep their line; ； ends a segment there.
func measureSentences(_ context.Context, dir string) ([]Figure, error) {
	files, err := filepath.Glob(filepath.Join(dir, "gwr_state_council", "*.segs.txt"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("eval: no segmented reports: %w", os.ErrNotExist)
	}
	hit, got, gold := 0, 0, 0
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		text, ends := segments(string(data))
		gold += len(ends)
		for _, s := range zh.Sentences(text, zh.Semicolons) {
			got++
			if ends[s.End] {
				hit++
			}
		}
	}
	return []Figure{
		ratio("sentences.precision", hit, got, .975, nil),
		ratio("sentences.recall", hit, gold, .99, nil),
	}, nil
}

func segments(data string) (text []rune, ends map[int]bool) {
	ends = map[int]bool{}
	for line := range strings.Lines(data) {
		segment := []rune(strings.TrimSpace(line))
		if len(segment) == 0 {
			continue
		}
		text = append(text, segment...)
		ends[len(text)] = true
		if !strings.ContainsRune("。！？；", segment[len(segment)-1]) {
			text = append(text, '\n')
		}
	}
	return text, ends
}
