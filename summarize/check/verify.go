package check

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/daodu/daodu"
)

// Verify examines an artifact as a file claims it to be, without changing it. It
// returns a finding for each quote, point or verdict that does not hold against text;
// then the error wraps [daodu.ErrUnverified], as it does when text is not the one the
// artifact was written about. An artifact that says itself that a point is unsupported
// is honest, and passes.
func Verify(art *daodu.Artifact, text string) ([]daodu.Finding, error) {
	sum := sha256.Sum256([]byte(text))
	if got := hex.EncodeToString(sum[:]); got != art.Article.TextSHA256 {
		return nil, fmt.Errorf("%w: the text has SHA-256 %.12s…, the artifact is about %.12s…; give the text that it was written about", daodu.ErrUnverified, got, art.Article.TextSHA256)
	}
	r := NewSource(text).examine(art)
	findings := []daodu.Finding{}
	for _, f := range r.findings {
		if !conceded(art, f) {
			findings = append(findings, f)
		}
	}
	findings = append(findings, r.otherVerdicts(art)...)
	if len(findings) > 0 {
		return findings, fmt.Errorf("%w: %d of %d statements do not hold; see the findings", daodu.ErrUnverified, len(findings), len(r.claims))
	}
	return findings, nil
}

// conceded reports whether the artifact already says what f does. Nothing excuses a
// quote that is not the text.
func conceded(art *daodu.Artifact, f daodu.Finding) bool {
	switch {
	case f.Verdict == daodu.Supported:
		return true // a remark, not a fault
	case strings.Contains(f.Path, ".quotes["):
		return false
	}
	for _, own := range art.Findings {
		if own.Path == f.Path && own.Rule == f.Rule && own.Verdict == f.Verdict {
			return true
		}
	}
	return false
}

// otherVerdicts returns the verdicts that are not what the rules give.
func (r *run) otherVerdicts(art *daodu.Artifact) []daodu.Finding {
	var out []daodu.Finding
	add := func(path string, claimed, found daodu.Verdict) {
		if claimed != found {
			out = append(out, daodu.Finding{Path: path, Rule: "verdict", Verdict: found, Detail: fmt.Sprintf("所标为%q，核对结果为%q", claimed, found)})
		}
	}
	for _, c := range r.claims {
		if c.point != nil {
			add(c.path, c.point.Verdict, c.verdict())
		}
	}
	add("verdict", art.Verdict, r.verdict())
	return out
}
