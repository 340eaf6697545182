package export

import "github.com/daodu/daodu"

var english = wording{
	speaker: "Speaker", date: "Date", occasion: "Occasion", author: "Author", source: "Source", untitled: "(untitled)",
	suspect: " (doubtful: %s)", colon: ": ", stop: ".", and: "; ", comma: ", ", others: " and others",
	incomplete: "⚠ Source not whole: ", condition: "State of the source: ",
	cut: "the text breaks off at “…%s”, the rest is missing", cutHere: "the text is interrupted", preview: "the site shows only a part of it",
	redacted: "%d places blacked out (%s)", suspects: "%d words look misread (%s)", marks: "%d quotation marks without a partner",
	pageMarks: "page marks cut words and were taken out", mojibake: "%d places garbled", variants: "%d words in the other script (%s)", thin: "the text is very short",
	summary: "Summary", outline: "Outline", guide: "Study guide",
	overview: "Overview", keyPoints: "Key points", specific: "What only this text says", terms: "Terms", people: "People",
	numbers: "Figures", dates: "Dates", questions: "Test yourself", answers: "Answers", related: "Further reading",
	value: "Figure", meaning: "What it measures", place: "Place",
	discussion: "To discuss", quote: "Source",
	partOnly: " (source not whole; of the part that is there)", unconfirmed: " (not confirmed by the source)",
	verbatim: "Checked: every point is quoted word for word.", verbatimGuide: "Checked: every point is quoted word for word, and every answer stands in the source.",
	verdict: map[daodu.Verdict]string{
		daodu.Verified: "Checked: every point is confirmed by the source.", daodu.Partial: "Checked: points that the source does not confirm are marked.",
		daodu.Unverified: "Checked: the source confirms none of this.",
	},
	uncovered: "Parts that are not covered: %s.", uncoveredMany: "%d other places are not covered.", counted: "%s (%d)", list: "; ", openQuote: "“", closeQuote: "”",
	legend: "※ Points with this sign rest on damaged words; see the original before quoting them: %s.", more: "%d more", remark: "Note: ",
	announced: "“%s” announces %d points, the outline lists %d",
	text:      "Text", removed: "What was removed",
	reasons: map[daodu.Reason]string{
		daodu.Navigation: "navigation", daodu.Metadata: "page details", daodu.Caption: "caption", daodu.Footer: "footer", daodu.Advert: "advert",
		daodu.RelatedList: "related links", daodu.PageMark: "page mark", daodu.Notice: "notice of the site", daodu.Widget: "control", daodu.Appendix: "appendix", daodu.Space: "space",
	},
	removal: "%s (rule %s, %d places, %d letters)",
	lang:    "en", product: "Daodu", cardDamage: " (※ damaged in the source: %s)", notes: "Notes", position: "letters %d–%d of the source", made: "Written by Daodu %s", engine: " (%s)", sum: "SHA-256 of the text: ", sourceText: "The text, with the numbers of its sentences; what is quoted above is underlined", sourceDamage: ", what is damaged is shaded",
}
