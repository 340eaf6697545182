package eval

import (
	"context"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// scripts are corpora of one script.
var scripts = map[daodu.Script][]string{
	daodu.ScriptHans: {"speeches_xi/*.txt", "speeches_xi_2020/*.txt", "gwr_provincial_2026/*.txt", "gwr_state_council/*.txt", "congress20_variants/*"},
	daodu.ScriptHant: {"legco_hk/*.txt", "tw_mofa/*.txt", "tw_transcripts/*.xml"},
}

func measureScripts(ctx context.Context, dir string) ([]Figure, error) {
	right, n := 0, 0
	var misses []string
	for want, globs := range scripts {
		docs, err := documents(ctx, dir, globs...)
		if err != nil {
			return nil, err
		}
		for _, doc := range docs {
			if zh.HanCount([]rune(doc.Text)) == 0 {
				continue // two statements in English
			}
			n++
			if got := zh.Script([]rune(doc.Text)); got == want {
				right++
			} else {
				misses = append(misses, base(doc)+": "+string(got)+", want "+string(want))
			}
		}
	}
	return []Figure{ratio("script", right, n, 345./346, misses)}, nil
}
