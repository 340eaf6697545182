package check

import (
	"fmt"
	"strings"
)

// checkTitles looks up the titles of documents and works that a claim names.
func checkTitles(r *run) {
	r.eachOwn(func(c *claim) {
		for _, s := range between(c.said.folded, '《', '》') {
			if !c.failed && !c.asks(s) && !r.hasTitle(c, plain(string(c.said.folded[s.Start:s.End]))) {
				r.fail(c, c.path, fmt.Sprintf("%s没有《%s》", r.sourceWord(), shorten(c.said.words(s))))
			}
		}
	})
}

// hasTitle reports whether the evidence names a title: with all its words, or by the
// last of them (《通知》 for 《关于……的通知》), or by the short form that the source
// gives it.
func (r *run) hasTitle(c *claim, title string) bool {
	bare := func(s string) string { return strings.ReplaceAll(s, "的", "") }
	if title == "" || c.evidence.hasPlain(title) || strings.Contains(bare(c.evidence.plain()), bare(title)) {
		return true
	}
	for _, s := range between(c.evidence.folded, '《', '》') {
		other := plain(string(c.evidence.folded[s.Start:s.End]))
		if strings.HasSuffix(other, title) || strings.HasSuffix(title, other) && r.defines(other, title) {
			return true
		}
	}
	return false
}

// defines reports whether the source calls a title by its short form: 《关于……的通
// 知》（以下简称《通知》）.
func (r *run) defines(short, title string) bool {
	whole := r.source.whole()
	at := strings.Index(whole.plain(), title)
	if at < 0 {
		return false
	}
	rest := whole.plain()[at+len(title):]
	return strings.HasPrefix(rest, "以下简称"+short) || strings.HasPrefix(rest, "简称"+short) || strings.HasPrefix(rest, "下称"+short)
}
