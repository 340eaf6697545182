// Package damage finds the faults of a text that its readers must know of: where it
// stops before its end, what was blacked out, which letters look misread. It mends
// nothing. It runs on the clean text, after cleaning.
package damage

import (
	"cmp"
	"slices"

	"github.com/daodu/daodu"
)

// An Input is what the detectors look at.
type Input struct {
	Text    []rune // clean text
	Folded  []rune // the same, folded
	Script  daodu.Script
	Genre   daodu.Genre
	Page    bool // a web page, with other things around the text
	Removed []daodu.Removal
	// At maps a position of the raw text to the clean text: to the letter itself when
	// it was kept, or else to the place where it was cut.
	At func(raw int) int
	// Found is what reading noticed, with spans in the raw text.
	Found []daodu.Damage
}

// A Detector finds one kind of damage.
type Detector struct {
	Name string
	Doc  string
	Find func(*Input) []daodu.Damage
}

// Detectors is the list of all detectors.
var Detectors = []Detector{
	{"reading", "What reading noticed: letters lost in decoding, pictures instead of text.", fromReading},
	{"truncated", "The text stops in the middle of a sentence, or before a point it announced.", findTruncated},
	{"preview", "The site says that it shows a part only.", findPreview},
	{"page_marks", "Page marks of a sharing site that cut words; they were taken out.", findPageMarks},
	{"redacted", "Words blacked out: XX, ***, □□, 某某.", findRedacted},
	{"ocr_suspect", "Letters that look misread: a stray Latin letter, a set phrase with one letter wrong.", findOCR},
	{"quotes", "Quotation marks without partner.", findQuotes},
	{"mojibake", "Letters lost to a wrong decoding.", findMojibake},
	{"wrong_variant", "Letters of the other script.", findVariants},
	{"thin", "Too little text to study.", findThin},
}

// Find runs all detectors and returns what they find in the order of the text.
func Find(in *Input) []daodu.Damage {
	found := []daodu.Damage{}
	for _, d := range Detectors {
		found = append(found, d.Find(in)...)
	}
	slices.SortStableFunc(found, func(a, b daodu.Damage) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return found
}

func fromReading(in *Input) []daodu.Damage {
	var out []daodu.Damage
	for _, d := range in.Found {
		d.Span = daodu.Span{Start: in.At(d.Span.Start), End: in.At(d.Span.End)}
		out = append(out, d)
	}
	return out
}
