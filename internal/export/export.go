// Package export writes articles and artifacts for readers, in the formats of one table
// ([Formats]). Markdown, plain text, HTML and Word come from one model of blocks; OPML,
// markmap and the mind map from the outline, cards from the guide. The words around the
// article's own are Simplified or Traditional Chinese or English as the artifacts'
// language is; the article's own words keep their glyphs.
package export

import (
	"io"

	"github.com/daodu/daodu"
)

// Markdown writes the artifacts of an article as a handout in CommonMark with tables.
// Each statement names the sentence and section that it rests on; what a check did not
// confirm is marked. a must be the article that the artifacts are about, with its
// sections and sentences. The error is that of w.
func Markdown(w io.Writer, a *daodu.Article, arts []*daodu.Artifact) error {
	return writeMarkdown(w, handout(a, arts).blocks)
}

// Text writes what [Markdown] does as plain text.
func Text(w io.Writer, a *daodu.Article, arts []*daodu.Artifact) error {
	return writeText(w, handout(a, arts).blocks)
}

// ArticleMarkdown writes a cleaned article in CommonMark: what is known of it, its
// damage, the text, and what cleaning removed. The first words of what was removed are
// there when a.Raw is.
func ArticleMarkdown(w io.Writer, a *daodu.Article) error {
	return writeMarkdown(w, reading(a))
}

// ArticleText writes what [ArticleMarkdown] does as plain text.
func ArticleText(w io.Writer, a *daodu.Article) error {
	return writeText(w, reading(a))
}

// handout builds the blocks of artifacts.
func handout(a *daodu.Article, arts []*daodu.Artifact) *document {
	lang := ""
	if len(arts) > 0 {
		lang = arts[0].Lang
	}
	d := newDocument(a, lang)
	d.titleBlock()
	d.damage()
	for _, art := range arts {
		d.artifact(art)
	}
	return d
}

// reading builds the blocks of an article.
func reading(a *daodu.Article) []block {
	d := newDocument(a, a.Lang)
	d.titleBlock()
	d.damage()
	d.text()
	d.removed()
	return d.blocks
}
