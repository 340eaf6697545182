package check

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/names"
	"github.com/daodu/daodu/internal/shared"
	"github.com/daodu/daodu/internal/zh"
)

// TestNamedPlanted plants wrong names, posts, places, bodies, titles and quotations into
// points about sentences of our own in both scripts. All of them have to be found.
func TestNamedPlanted(t *testing.T) {
	t.Parallel()
	sentences := readLines(t, filepath.Join("testdata", "named.txt"))
	planted := []planter{
		{"person/letter", 1, plantLetters(names.Person)},
		{"person/other", 1, plantOthers(names.Person, "赵启明 孔繁荣 钟秀兰 司马长风 侯志诚")},
		{"person/post", 1, plantPosts},
		{"place/letter", 1, plantLetters(names.Place)},
		{"place/other", 1, plantOthers(names.Place, "长岭市 白沙县 广州 越南 松坪镇")},
		{"body/letter", 1, plantLetters(names.Body)},
		{"body/other", 1, plantOthers(names.Body, "松坪市财政局 白沙县人民政府 江北钢铁厂工会 中国银行 黄岭大学")},
		{"title", 1, plantMarked('《', '》')},
		{"quoted", 1, plantMarked('“', '”')},
	}
	for _, p := range planted {
		t.Run(p.rule, func(t *testing.T) { t.Parallel(); p.measure(t, sentences, 60) })
		p.least = .98
		t.Run(p.rule+"/real", func(t *testing.T) { t.Parallel(); p.measure(t, namedSentences(t), 60) })
	}
}

// TestNamedSwapped exchanges people of one sentence, whose posts tell who is who.
func TestNamedSwapped(t *testing.T) {
	t.Parallel()
	swapped := planter{"person/swapped", .7, plantSwapped}
	swapped.measure(t, readLines(t, filepath.Join("testdata", "named.txt")), 10)
}

// namedSentences returns sentences of real texts that name people, places and bodies,
// none where the shared texts are missing.
func namedSentences(t testing.TB) []string {
	t.Helper()
	dir := filepath.Join(shared.Dir(t), "corpora")
	var out []string
	for _, pattern := range []string{"mfa_prc_pressconf/GS15.txt", "speeches_xi_2020/*.txt", "legco_hk/*.txt", "tw_mofa/*.txt"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("no texts in %s: %v", pattern, err)
		}
		for _, f := range files {
			for i, s := range readLines(t, f) {
				if i%(2+len(files)) == 0 {
					out = append(out, s)
				}
			}
		}
	}
	return out
}

// TestNamedSound puts sound points about the same sentences to the checks.
func TestNamedSound(t *testing.T) {
	t.Parallel()
	t.Run("own", func(t *testing.T) {
		t.Parallel()
		soundPoints(t, readLines(t, filepath.Join("testdata", "named.txt")), 200)
	})
	t.Run("real", func(t *testing.T) { t.Parallel(); soundPoints(t, namedSentences(t), 500) })
}

// plantLetters changes each letter of each name of a kind in turn.
func plantLetters(kind names.Kind) func(*passage) []string {
	return func(p *passage) []string {
		var out []string
		for _, n := range p.names() {
			for i := n.Span.Start; n.Kind == kind && !n.Bare && i < n.Span.End; i++ {
				if zh.IsHan(p.folded[i]) {
					out = append(out, p.replace(daodu.Span{Start: i, End: i + 1}, otherLetter(p.folded[i])))
				}
			}
		}
		return out
	}
}

// otherLetter returns a letter that may stand in names, but is not r.
func otherLetter(r rune) string {
	const letters = "丰岭远槐"
	for _, other := range letters {
		if (r+other)%3 == 0 && other != r {
			return string(other)
		}
	}
	return "岚"
}

// plantOthers puts other names in place of those of a kind.
func plantOthers(kind names.Kind, others string) func(*passage) []string {
	list := strings.Fields(others)
	return func(p *passage) []string {
		var out []string
		for i, n := range p.names() {
			if n.Kind == kind && !n.Bare {
				out = append(out, p.replace(n.Span, list[i%len(list)]), p.replace(n.Span, list[(i+2)%len(list)]))
			}
		}
		return out
	}
}

// plantPosts gives people posts that they do not have.
func plantPosts(p *passage) []string {
	var out []string
	for _, n := range p.names() {
		post := p.folded[n.Post.Start:n.Post.End]
		if n.Kind != names.Person || n.Post.Len() == 0 || !names.IsOffice(post) {
			continue
		}
		office := daodu.Span{Start: n.Post.Start + names.Office(post), End: n.Post.End}
		for _, other := range []string{"主席", "副主席", "局长", "原书记", "总经理"} {
			former := strings.HasPrefix(other, "原") && n.Post.Start >= n.Span.End // 原 never stands behind a name
			if !strings.HasSuffix(zh.FoldString(p.words(office)), other) && !former {
				out = append(out, p.replace(office, other))
			}
		}
	}
	return out
}

// plantSwapped exchanges two people of a sentence who did not stand in one list.
func plantSwapped(p *passage) []string {
	var out []string
	var last names.Name
	for _, n := range p.names() {
		if n.Kind != names.Person || n.Bare {
			continue
		}
		if apart := n.Span.Start - last.Span.End; last.Kind == names.Person && apart > 4 {
			out = append(out, string(p.shown[:last.Span.Start])+p.words(n.Span)+string(p.shown[last.Span.End:n.Span.Start])+p.words(last.Span)+string(p.shown[n.Span.End:]))
		}
		last = n
	}
	return out
}

// plantMarked changes letters of what stands between two marks.
func plantMarked(opening, closing rune) func(*passage) []string {
	return func(p *passage) []string {
		var out []string
		for _, s := range between(p.folded, opening, closing) {
			if slices.Contains(p.folded[s.Start:s.End], ',') {
				continue // a point with its clauses in another order would break it
			}
			for i := s.Start; i < s.End; i++ {
				if zh.IsHan(p.folded[i]) {
					out = append(out, p.replace(daodu.Span{Start: i, End: i + 1}, otherLetter(p.folded[i])))
				}
			}
		}
		return out
	}
}
