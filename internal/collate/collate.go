// Package collate writes the guide over a collection: what its articles have in common,
// where they differ, and what each of them adds. It works offline, from the articles and
// the study guides about them, and gives the same guide for the same input.
//
// Every point is one that a study guide has, with its quotes and verdict, or a sentence or
// clause of an article word for word. Nothing is put into new words, so nothing can be said
// that no article says; [Check] holds a guide against the texts.
package collate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/daodu/daodu"
)

// version changes whenever the same input gives another guide.
const version = "collate@1"

// A Text is an article with the study guide about it.
type Text struct {
	Article *daodu.Article
	Guide   *daodu.Artifact // nil without one; then its sentences alone speak for it
}

// Guide writes the guide over a collection of texts in reading order. Texts have
// different, non-empty IDs.
func Guide(c daodu.CollectionRef, texts []Text) *daodu.CollectionGuide {
	g := &daodu.CollectionGuide{
		Schema: daodu.CollectionGuideSchema, Collection: c, Lang: "und",
		Origin: daodu.Origin{Engine: "extract", Model: version, InputSHA256: InputSHA256(texts)},
		Themes: []daodu.Theme{}, Differences: []daodu.Difference{}, Additions: []daodu.Addition{}, Findings: []daodu.Finding{},
	}
	if len(texts) > 0 {
		g.Lang = texts[0].Article.Lang
	}
	group := newGroup(texts)
	for _, t := range group.texts {
		g.Articles = append(g.Articles, t.entry(group))
		g.Incomplete = g.Incomplete || t.incomplete
		g.Findings = append(g.Findings, t.findings...)
	}
	g.Themes = append(g.Themes, group.themes()...)
	g.Differences = append(g.Differences, group.differences()...)
	g.Additions = append(g.Additions, group.additions()...)
	g.Verdict, g.Coverage = verdict(g), coverage(g)
	return g
}

// InputSHA256 returns the hash of everything that decides a guide, in lower-case hex.
func InputSHA256(texts []Text) string {
	var b strings.Builder
	b.WriteString(version)
	for _, t := range texts {
		guide := ""
		if t.Guide != nil {
			guide = t.Guide.Origin.Engine + " " + t.Guide.Origin.Model + " " + t.Guide.Origin.InputSHA256 + " " + t.Guide.Article.TextSHA256
		}
		fmt.Fprintf(&b, "\n%s %s %s", t.Article.ID, t.Article.TextSHA256, guide)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// entry returns how a guide lists an article.
func (t *text) entry(g *group) daodu.CollectionArticle {
	a := t.article
	out := daodu.CollectionArticle{
		ArticleRef: daodu.ArticleRef{ID: a.ID, Title: a.Title, Date: a.Date, URI: a.Source.URI, TextSHA256: a.TextSHA256, Speaker: a.Speaker, Publisher: a.Publisher},
		Incomplete: t.incomplete, Notes: []string{},
	}
	seen := map[daodu.DamageKind]bool{}
	for _, d := range a.Damage {
		if !seen[d.Kind] {
			seen[d.Kind] = true
			out.Notes = append(out.Notes, string(d.Kind))
		}
	}
	if t.family != t.n {
		out.ReprintOf = g.texts[t.family].article.ID
	}
	return out
}

// verdict sums up the points as that of an artifact does.
func verdict(g *daodu.CollectionGuide) daodu.Verdict {
	good, all := 0, 0
	for _, p := range g.EachPoint() {
		if all++; p.Verdict == daodu.Exact || p.Verdict == daodu.Supported {
			good++
		}
	}
	switch {
	case good == 0:
		return daodu.Unverified
	case good < all:
		return daodu.Partial
	}
	return daodu.Verified
}

// coverage returns the share of articles that some point cites. A copy is covered by what
// is said of its original.
func coverage(g *daodu.CollectionGuide) float64 {
	cited := map[string]bool{}
	for _, p := range g.EachPoint() {
		cited[p.Article] = true
	}
	n := 0
	for _, a := range g.Articles {
		if cited[a.ID] || a.ReprintOf != "" && cited[a.ReprintOf] {
			n++
		}
	}
	return float64(n) / float64(max(1, len(g.Articles)))
}
