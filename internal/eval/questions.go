package eval

import (
	"context"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/internal/proof"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
)

// asked are corpora of all genres and both scripts.
var asked = []string{
	"speeches_xi/*.txt", "speeches_xi_2020/*.txt", "gwr_provincial_2026/*.txt", "laws/*.md", "xinwenlianbo/*.json",
	"legco_hk/*.txt", "tw_mofa/*.txt", "policy_state_council/*.html", "../seeds/*.txt",
}

// measureQuestions writes a guide about every text and has each question and card
// judged by package proof. It also tells how many there are of a text, and how many
// choices among them.
func measureQuestions(ctx context.Context, dir string) ([]Figure, error) {
	docs, err := documents(ctx, dir, asked...)
	if err != nil {
		return nil, err
	}
	var items, faulty, questions, choices, texts int
	var faults []string
	for _, doc := range docs {
		a, err := ingest.Article(doc)
		if err != nil {
			continue // a list of links
		}
		arts, err := summarize.Artifacts(ctx, extract.Engine{}, a, []daodu.Kind{daodu.KindGuide}, summarize.Options{})
		if err != nil {
			return nil, err
		}
		g := arts[0].Content.(*daodu.Guide)
		wrong, n := proof.Faults(g, a.Text)
		for _, f := range wrong {
			faults = append(faults, base(doc)+": "+f)
		}
		texts++
		items, faulty, questions = items+n, faulty+len(wrong), questions+len(g.Questions)
		for _, q := range g.Questions {
			if q.Kind == daodu.Choice {
				choices++
			}
		}
	}
	return []Figure{
		ratio("questions.proved", items-faulty, items, 1, faults),
		{Name: "questions.per_text", Value: float64(questions) / float64(max(1, texts)), Floor: 5, N: texts},
		ratio("questions.choices", choices, questions, .1, nil),
	}, nil
}
