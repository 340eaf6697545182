package eval

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/zh"
)

// whole are corpora of complete texts.
var whole = []string{"speeches_xi/*.txt", "speeches_xi_2020/*.txt", "gwr_provincial_2026/*.txt", "laws/*.md", "xinwenlianbo/*.json"}

// measureTruncation cuts each text at random places inside a sentence and asks
// whether the cut is noticed, and whether the whole text raises a false alarm.
func measureTruncation(ctx context.Context, dir string) ([]Figure, error) {
	docs, err := documents(ctx, dir, whole...)
	if err != nil {
		return nil, err
	}
	const cutsEach = 3
	random := rand.New(rand.NewPCG(3, 4))
	var cuts, found, alarms, n int
	var missed, wrong []string
	for _, doc := range docs {
		a, err := ingest.Article(doc)
		if err != nil {
			continue // a list of links
		}
		n++
		if truncated(a) {
			alarms++
			wrong = append(wrong, base(doc)+": "+tail(a.Text))
		}
		text := []rune(a.Text)
		for range cutsEach {
			at, ok := insideSentence(text, random)
			if !ok {
				continue
			}
			cut, err := ingest.Article(&raw.Document{Text: string(text[:at])})
			if err != nil {
				return nil, err
			}
			cuts++
			if truncated(cut) {
				found++
			} else {
				missed = append(missed, base(doc)+": "+tail(cut.Text))
			}
		}
	}
	recall := ratio("truncation.found", found, cuts, .95, missed)
	alarm := ratio("truncation.false", alarms, n, .02, wrong)
	alarm.AtMost = true
	return []Figure{recall, alarm}, nil
}

func truncated(a *daodu.Article) bool {
	return slices.ContainsFunc(a.Damage, func(d daodu.Damage) bool { return d.Kind == daodu.Truncated })
}

func tail(text string) string {
	r := []rune(text)
	return fmt.Sprintf("…%q", string(r[max(0, len(r)-24):]))
}

// insideSentence returns a place in the last three quarters of the text that is
// neither the end of a sentence nor of a line: behind a Chinese letter, before one.
func insideSentence(text []rune, random *rand.Rand) (int, bool) {
	if len(text) < 400 {
		return 0, false
	}
	for range 50 {
		at := len(text)/4 + random.IntN(len(text)*3/4-2)
		if at > 1 && zh.IsHan(text[at-1]) && zh.IsHan(text[at]) && !strings.ContainsRune("\n。", text[at+1]) {
			return at, true
		}
	}
	return 0, false
}

// measureOCR counts OCR suspicions in texts that were typed, not scanned: all are
// false alarms.
func measureOCR(ctx context.Context, dir string) ([]Figure, error) {
	docs, err := documents(ctx, dir, append([]string{"tw_mofa/*.txt", "tw_transcripts/*.xml", "gwr_state_council/*.txt"}, whole...)...)
	if err != nil {
		return nil, err
	}
	letters, alarms := 0, 0
	var wrong []string
	for _, doc := range docs {
		a, err := ingest.Article(doc)
		if err != nil {
			continue
		}
		letters += a.Length
		for _, d := range a.Damage {
			if d.Kind == daodu.OCRSuspect {
				alarms++
				wrong = append(wrong, base(doc)+": "+d.Note)
			}
		}
	}
	return []Figure{{
		Name: "ocr.false_per_10k", Value: float64(alarms) / float64(letters) * 1e4, Floor: .6, AtMost: true, N: letters,
		Misses: wrong[:min(len(wrong), maxMisses)],
	}}, nil
}
