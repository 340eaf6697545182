// Package check holds artifacts against the text they are about. Nothing in it asks a
// model: each rule is a value with a name, and says of a statement what it found. The
// same rules serve the engine that writes, which may ask again for a failed point, and
// the reader who wants to verify a file from the JSON and the text alone; [Statement]
// puts them to a text that cites nothing.
//
// A claim in the words of its quotes says what they say. Any other is held against its
// evidence, the sentences it cites: its figures and names must be there, and its clauses,
// laid beside them letter by letter, must say the same of the same thing.
package check

import (
	"slices"
	"strings"

	"github.com/daodu/daodu"
)

// A Rule is one check.
type Rule struct {
	Name string // stands in findings: "quote", "number"
	Doc  string // what it demands, for documentation and messages
	// check reports what it finds in what is under examination.
	check func(*run)
}

// Rules returns the checks in the order in which they run. A statement that failed an
// earlier rule is not put to later ones, so that one fault gives one finding.
func Rules() []Rule {
	return []Rule{
		{"quote", "Every quote is the text at its offsets, and every point has one.", checkQuotes},
		{"wording", "The name and the post of a person, a term and its members stand in the text word for word, and the answer of a choice is one of its options.", checkWording},
		{"question", "The answer to a question follows from its quotes and does not stand in it; of the options of a choice the text supports no other.", checkQuestions},
		{"date", "Every date of a statement stands in the sentences it cites.", checkDates},
		{"number", "Every number of a statement stands in the sentences it cites, with the same value, unit and degree, and of the same thing.", checkNumbers},
		{"title", "Every title in 《》 stands in the sentences a statement cites.", checkTitles},
		{"quoted", "All words in quotation marks stand in the sentences a statement cites.", checkQuoted},
		{"name", "Every person of a statement stands in the sentences it cites, and the text states the post given.", checkNames},
		{"place", "Every place and body of a statement stands in the sentences it cites.", checkPlaces},
		{"negation", "A statement says yes and no where the sentences it cites do.", checkNegation},
		{"modality", "A statement is as binding, as sure and as far-reaching as the sentences it cites: 必须, 应当, 可以; 全面, 基本; 确保, 力争; 首次, 再次.", checkModality},
		{"antonym", "No word of a statement is the opposite of the word that stands in its place.", checkAntonyms},
		{"lexical", "A statement has words in common with the sentences it cites.", checkLexical},
		{"announced", "A part that announces a number of points has that number of parts.", checkAnnounced},
		{"coverage", "What is said to be uncovered is in the text and has no quote, and the share covered fits the number of sections.", checkCoverage},
	}
}

// A run is one artifact, or one statement without citations, under examination.
type run struct {
	content  daodu.Content // nil for a statement
	coverage daodu.Coverage
	year     int // of the article, 0 when unknown
	source   *Source
	rule     string // the name of the rule at work
	claims   []*claim
	findings []daodu.Finding
	faults   int // what is wrong without being a claim
	// whole says that claims cite nothing: the evidence of each is the whole source,
	// where a number may stand of some other thing.
	whole bool
}

// Artifact examines art against text, the clean text of its article. It sets the
// verdict of every point and of the artifact, and replaces the findings of the rules;
// findings of the engine that wrote it stay.
func Artifact(art *daodu.Artifact, text string) { NewSource(text).Artifact(art) }

// Artifact is the function of that name for one of several artifacts about a text.
func (t *Source) Artifact(art *daodu.Artifact) {
	r := t.examine(art)
	for _, c := range r.claims {
		if c.point != nil {
			c.point.Verdict = c.verdict()
		}
	}
	art.Findings = append(others(art.Findings), r.findings...)
	if art.Verdict = r.verdict(); art.Verdict == daodu.Verified && slices.ContainsFunc(art.Findings, unsupported) {
		art.Verdict = daodu.Partial // the engine tells that something is missing
	}
}

func unsupported(f daodu.Finding) bool { return f.Verdict == daodu.Unsupported }

// examine runs all rules on an artifact and changes nothing.
func (t *Source) examine(art *daodu.Artifact) *run {
	r := &run{
		content: art.Content, coverage: art.Coverage, year: yearOf(art.Article.Date),
		source: t, claims: claims(art.Content),
	}
	r.apply()
	return r
}

// apply runs all rules.
func (r *run) apply() {
	for _, rule := range Rules() {
		r.rule = rule.Name
		rule.check(r)
	}
}

// eachOwn calls judge for every claim in words of its own that no rule has failed so
// far. Claims in the words of the source say what it says by definition.
func (r *run) eachOwn(judge func(*claim)) {
	for _, c := range r.claims {
		if c.failed || c.exact || c.text == "" {
			continue
		}
		judge(c)
	}
}

// eachStatement is eachOwn without what states nothing by itself.
func (r *run) eachStatement(judge func(*claim)) {
	r.eachOwn(func(c *claim) {
		if !c.bare {
			judge(c)
		}
	})
}

// lists reports whether the claim is a list of words of the evidence, parted by ；.
func (c *claim) lists() bool {
	parts := strings.FieldsFunc(c.text, func(r rune) bool { return r == '；' || r == ';' })
	return len(parts) > 1 && !slices.ContainsFunc(parts, func(part string) bool { return !c.evidence.holds(newPassage([]rune(part))) })
}

// unmarked reports whether the letters of the claim stand in its evidence but for marks,
// which fall out where a figure is taken out of its clause.
func (c *claim) unmarked() bool {
	bare := func(s string) string { return strings.Join(strings.FieldsFunc(s, isMark), "") }
	words := bare(string(c.said.folded))
	return words != "" && strings.Contains(bare(c.evidence.text()), words)
}

// prove finds the evidence of a claim. What is no point needs no whole clauses to be in
// the words of the source.
func (r *run) prove(c *claim) {
	switch {
	case c.evidence != nil:
		return
	case c.anywhere:
		c.evidence = r.source.whole()
	default:
		c.evidence = r.source.cited(c.quotes)
	}
	if c.point == nil && !r.whole {
		c.exact = c.exact || c.evidence.holds(c.said) || c.lists() || c.aside && !c.anywhere && c.unmarked()
	}
}

// others returns the findings that come from no rule of this package.
func others(findings []daodu.Finding) []daodu.Finding {
	out := []daodu.Finding{}
	for _, f := range findings {
		if !slices.ContainsFunc(Rules(), func(r Rule) bool { return r.Name == f.Rule }) {
			out = append(out, f)
		}
	}
	return out
}

// fail marks a claim as unsupported.
func (r *run) fail(c *claim, path, detail string) {
	c.failed = true
	r.findings = append(r.findings, daodu.Finding{Path: path, Rule: r.rule, Verdict: daodu.Unsupported, Detail: detail})
}

// fault reports something wrong that is no claim of its own.
func (r *run) fault(path, detail string) {
	r.faults++
	r.findings = append(r.findings, daodu.Finding{Path: path, Rule: r.rule, Verdict: daodu.Unsupported, Detail: detail})
}

// note reports what a reader should know but what makes no claim false.
func (r *run) note(path, detail string) {
	r.findings = append(r.findings, daodu.Finding{Path: path, Rule: r.rule, Verdict: daodu.Supported, Detail: detail})
}

// verdict returns what the rules made of a claim.
func (c *claim) verdict() daodu.Verdict {
	switch {
	case c.failed:
		return daodu.Unsupported
	case c.exact:
		return daodu.Exact
	}
	return daodu.Supported
}

// verdict sums the claims up: points decide, and a fault elsewhere (a figure, an
// answer) takes away "verified" as well.
func (r *run) verdict() daodu.Verdict {
	points, good, faults := 0, 0, r.faults
	for _, c := range r.claims {
		switch {
		case c.failed:
			faults++
		case c.point != nil:
			good++
		}
		if c.point != nil {
			points++
		}
	}
	switch {
	case good == 0:
		return daodu.Unverified
	case good < points || faults > 0:
		return daodu.Partial
	}
	return daodu.Verified
}
