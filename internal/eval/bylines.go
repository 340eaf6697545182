package eval

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// measureBylines compares author and day of the pages of the Chinese Web Content
// Extraction Dataset with what its makers noted. Many authors there are nicknames of
// bloggers that no rule can tell, so that precision counts more than recall.
func measureBylines(ctx context.Context, dir string) ([]Figure, error) {
	pages, err := CWCEDPages(dir)
	if err != nil {
		return nil, err
	}
	var told, right, gold, days, dated int
	var wrong, missed, wrongDays []string
	for _, p := range pages {
		a, err := readPage(ctx, p)
		if errors.Is(err, daodu.ErrEmpty) {
			continue // a page without text has no byline
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		same := sameNames(a.Author, p.Author)
		told, gold, right = told+count(a.Author != ""), gold+count(p.Author != ""), right+count(same)
		if a.Author != "" && !same {
			wrong = append(wrong, fmt.Sprintf("%s: %q, want %q", p.Name, a.Author, p.Author))
		} else if !same && p.Author != "" {
			missed = append(missed, fmt.Sprintf("%s: want %q", p.Name, p.Author))
		}
		want, ok := zh.ParseDate(p.Date)
		if !ok || want.Month == 0 {
			continue
		}
		dated++
		if strings.HasPrefix(a.Date, want.ISO()) {
			days++
		} else {
			wrongDays = append(wrongDays, fmt.Sprintf("%s: %q, want %q", p.Name, a.Date, want.ISO()))
		}
	}
	return []Figure{
		ratio("authors.precision", right, told, .85, wrong),
		ratio("authors.recall", right, gold, .50, missed),
		ratio("dates.pages", days, dated, .60, wrongDays),
	}, nil
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

// sameNames compares names but for what parts them.
func sameNames(got, want string) bool { return got != "" && bare(got) == bare(want) }
