package winnow

import (
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/docfreq"
	"github.com/daodu/daodu/internal/zh"
)

const (
	// A reprint has half of both texts at least, and the shares make reprintSum together: a
	// whole text among as much of something else still does, and two copies with three
	// letters in ten of their own around them. Diplomatic statements after one pattern, the
	// unrelated texts with most in common, reach 1.38.
	reprintShare = 0.5
	reprintSum   = 1.4
	// mostly is the share that makes one text an excerpt of the other.
	mostly = 0.8
	// leastOwn is how many letters of a passage must stand outside of what is said
	// everywhere. Of the passages that unrelated texts share half have fewer: the slogans of
	// the year, the phrases that open and close reports. In a long passage so many are met
	// even between slogans, which is right: nobody says the same ones in the same order by
	// chance.
	leastOwn = 10
)

// A Comparison says what two texts have in common.
type Comparison struct {
	Class       daodu.ReuseClass // "" when the texts share nothing that tells of reuse
	Here, There float64          // share of the letters of either text that stand in Passages, 0..1
	Passages    []daodu.Passage  // in the order of the text here
}

// Compare compares two texts; see [Text.Compare].
func Compare(here, there []rune) Comparison { return New(here).Compare(New(there)) }

// Compare says what t has in common with another text. They are reprints when each has most
// of the other, one is an excerpt when four fifths of it stand in the other; otherwise one
// quotes the other, or both a third. Passages that consist of set phrases are no quotes: for
// that class they are left out of the passages and of the shares, and an excerpt must have a
// passage that is more than that.
func (t *Text) Compare(there *Text) Comparison {
	all := t.comparison(there, t.Passages(there))
	low, high := min(all.Here, all.There), max(all.Here, all.There)
	if low >= reprintShare && low+high >= reprintSum {
		all.Class = daodu.Reprint
		return all
	}
	var telling []daodu.Passage
	for _, p := range all.Passages {
		if own(p) >= leastOwn {
			telling = append(telling, p)
		}
	}
	switch {
	case len(telling) == 0:
		return Comparison{}
	case high >= mostly:
		all.Class = daodu.ExcerptFrom
		return all
	}
	quotes := t.comparison(there, telling)
	quotes.Class = daodu.QuoteFrom
	return quotes
}

// comparison returns passages with their shares.
func (t *Text) comparison(there *Text, passages []daodu.Passage) Comparison {
	letters := 0
	for _, p := range passages {
		letters += p.Letters
	}
	return Comparison{
		Here:     float64(letters) / float64(max(1, t.Letters())),
		There:    float64(letters) / float64(max(1, there.Letters())),
		Passages: passages,
	}
}

// own returns how many letters of a passage stand outside of what thousands of texts say.
func own(p daodu.Passage) float64 {
	folded := zh.FoldRunes([]rune(p.Here.Text))
	return (1 - docfreq.Default().Weigh(folded, nil).Known(0, len(folded))) * float64(p.Letters)
}

// Direction says which of two articles is the earlier one, by their dates in ISO 8601: days,
// months or years, "" when not known. Dates that agree as far as both are precise do not
// tell, nor does what is no date.
func Direction(here, there string) daodu.ReuseDirection {
	n := min(len(here), len(there))
	switch {
	case !isDate(here) || !isDate(there) || here[:n] == there[:n]:
		return daodu.ReuseUnknown
	case there < here:
		return daodu.ReuseFrom
	}
	return daodu.ReuseBy
}

// isDate reports whether s is a day, a month or a year.
func isDate(s string) bool {
	for _, layout := range [...]string{time.DateOnly, "2006-01", "2006"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}
