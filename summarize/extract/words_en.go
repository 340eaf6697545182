package extract

// english labels artifacts of English texts. A verb %.0s takes a Chinese numeral that
// English words leave out.
var english = wording{
	lead: "Lead", opening: "Opening", body: "Body", closing: "Closing", attendance: "Present and speaking",
	paragraph: "Paragraph %d", paragraphs: "Paragraphs %d–%d",
	parts:    "Which are the main parts of the text?%.0s",
	points:   "Which points does the part “%s” make?%.0s",
	meaning:  "What does the text mean by “%s”?",
	members:  "What does “%s” stand for?%.0s",
	pointsIn: "In the part “%s”: %s?",
	which:    "which ",
	deadline: "What is to be done by %s?", deadlineIn: "On “%s”: what is to be done by %s?",
	announced: "the text says “%s”, the outline has %d parts",
	cutShort:  "; the end of the source is missing",
}
