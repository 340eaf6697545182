package check

import (
	"fmt"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// Statement examines what somebody says of a source without citing it, sentence by
// sentence. The same rules serve as for points, but each sentence has the whole source
// for its evidence, so that less is found: a number that the source gives of something
// else is noticed only where the words around it tell. The path of a finding is
// "sentences[2]"; a finding that makes a sentence false has the verdict unsupported.
func Statement(statement, source string) []daodu.Finding {
	r := &run{source: NewSource(source), whole: true}
	text := []rune(statement)
	for i, s := range zh.Sentences(text, zh.FullStops) {
		c := &claim{path: fmt.Sprintf("sentences[%d]", i), said: newPassage(text[s.Start:s.End]), evidence: r.source.whole()}
		c.text = string(c.said.shown)
		c.exact = c.evidence.hasClauses(c.said)
		r.claims = append(r.claims, c)
	}
	r.apply()
	return r.findings
}
