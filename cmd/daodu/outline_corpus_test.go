package main

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/internal/shared"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
)

// all are all text corpora.
var all = []string{
	"seeds/*.txt", "corpora/speeches_xi/*.txt", "corpora/speeches_xi_2020/*.txt", "corpora/gwr_provincial_2026/*.txt",
	"corpora/gwr_state_council/*.segs.txt", "corpora/policy_state_council/*.content.html", "corpora/xinwenlianbo/*.json",
	"corpora/tw_mofa/*.txt", "corpora/tw_transcripts/*.xml", "corpora/laws/*.md", "corpora/legco_hk/*.txt",
	"corpora/legco_hk_json/*.json", "corpora/congress20_variants/*.txt", "corpora/mfa_prc_pressconf/*.txt",
}

// An enumeration is a run of numbered items as this test finds it, without the code
// that parts texts: 一是…二是…三是…, 第一，…第二，….
type enumeration struct {
	items     []int // where the numbers stand
	announced int   // how many the words before the first item say there are; 0 when they do not
}

// itemStyles match an item inside of a paragraph, over folded text: the end of the
// clause before it, the number, and what makes it one.
var itemStyles = []*regexp.Regexp{
	regexp.MustCompile(`(^|[。；;:：!?”\n] ?)([一二三四五六七八九十]{1,3})是`),
	regexp.MustCompile(`(^|[。；;:：!?”\n] ?)([一二三四五六七八九十]{1,3})要`),
	regexp.MustCompile(`(^|[。；;:：!?”\n] ?)第([一二三四五六七八九十]{1,3})[,，、]`),
}

// announcedBefore matches the words before a first item that tell how many follow:
// 讲三点意见。, 做好以下五个方面工作：.
var announcedBefore = regexp.MustCompile(`(?:^|[^第百千万亿.\d一二三四五六七八九十])([二两三四五六七八九十]{1,3})(?:点|个方面|方面|个问题|项|件事?)[^,。!?;:\n\d]{0,10}[。:]\s*$`)

// enumerations finds the runs of one style: numbers that count on from 1, none farther
// from the one before than a few paragraphs.
func enumerations(folded []rune, style *regexp.Regexp) []enumeration {
	const reach = 1500
	s := string(folded)
	var out []enumeration
	var run enumeration
	last := 0
	flush := func() {
		if len(run.items) > 1 {
			run.announced = announcedCount(folded, run.items[0])
			out = append(out, run)
		}
		run, last = enumeration{}, 0
	}
	at, bytes := 0, 0
	for _, m := range style.FindAllStringSubmatchIndex(s, -1) {
		at += len([]rune(s[bytes:m[4]]))
		bytes = m[4]
		n, ok := zh.ParseInt([]rune(s[m[4]:m[5]]))
		pos := at
		if style == itemStyles[2] {
			pos-- // 第 belongs to the item
		}
		switch {
		case ok && n == 1:
			flush()
			run.items, last = append(run.items, pos), 1
		case ok && int(n) == last+1 && pos-run.items[len(run.items)-1] < reach:
			run.items, last = append(run.items, pos), last+1
		}
	}
	flush()
	return out
}

func announcedCount(folded []rune, first int) int {
	const reach = 60
	m := announcedBefore.FindStringSubmatch(string(folded[max(0, first-reach):first]))
	if m == nil || strings.Contains(m[0], "采取") {
		return 0 // 从两方面采取措施 tells how, not what follows
	}
	n, ok := zh.ParseInt([]rune(m[1]))
	if !ok {
		return 0
	}
	return int(n)
}

// A fidelity counts what became of enumerations in outlines.
type fidelity struct {
	all, whole       int // runs found here; those whose items are siblings of one node
	announced, equal int // runs with an announced number; those with as many children
	found            int // those where the difference is a finding
}

// TestEnumerations compares the enumerations of all text corpora with the outlines: the
// items are siblings, and their number is the announced one or the difference is a
// finding.
func TestEnumerations(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes some 20 seconds")
	}
	dir := shared.Dir(t)
	var sum fidelity
	for _, glob := range all {
		files, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(glob)))
		if err != nil || len(files) == 0 {
			t.Errorf("%s: no files (%v)", glob, err)
		}
		for _, file := range files {
			for a, err := range new(ingest.Ingester).Read(t.Context(), file) {
				if err == nil && a.Lang != "en" {
					sum.article(t, a)
				}
			}
		}
	}
	if sum.all < 300 || sum.whole*100 < sum.all*98 || sum.announced < 30 {
		t.Errorf("%+v: want at least 300 enumerations, 98 %% of them whole, and 30 announced", sum)
	}
	t.Logf("%d enumerations, %d whole in the outline; %d announced: %d equal, %d findings", sum.all, sum.whole, sum.announced, sum.equal, sum.found)
}

func (f *fidelity) article(t *testing.T, a *daodu.Article) {
	t.Helper()
	arts, err := summarize.Artifacts(t.Context(), extract.Engine{}, a, []daodu.Kind{daodu.KindOutline}, summarize.Options{})
	if err != nil {
		return
	}
	starts := sectionStarts(a.Sections, map[string]int{})
	nodes := map[int]placed{}
	for _, n := range allNodes(arts[0].Content.(*daodu.Outline).Nodes) {
		if n.Point != nil && strings.Contains(n.Label, strings.Trim(n.Point.Text, "。；")) {
			t.Errorf("%s: the point of %q says no more than its heading: %q", filepath.Base(a.Source.URI), n.Label, n.Point.Text)
		}
	}
	place(arts[0].Content.(*daodu.Outline).Nodes, "nodes", starts, nodes)
	folded := zh.FoldRunes([]rune(a.Text))
	for _, style := range itemStyles {
		for _, e := range enumerations(folded, style) {
			f.enumeration(t, a, arts[0], nodes, e)
		}
	}
}

// allNodes lists nodes and all below them.
func allNodes(nodes []daodu.Node) []daodu.Node {
	var out []daodu.Node
	for _, n := range nodes {
		out = append(append(out, n), allNodes(n.Children)...)
	}
	return out
}

// A placed is a node of an outline with what stands around it.
type placed struct {
	list  string // path of the list it is in
	items int    // how many nodes of this list are numbered
}

func place(nodes []daodu.Node, path string, starts map[string]int, out map[int]placed) {
	items := 0
	for _, n := range nodes {
		if itemLabel.MatchString(zh.FoldString(n.Label)) {
			items++
		}
	}
	for i, n := range nodes {
		if at, ok := starts[n.Section]; ok {
			out[at] = placed{path, items}
		}
		place(n.Children, path+"["+strconv.Itoa(i)+"].children", starts, out)
	}
}

// itemLabel matches the label of an item of one of the styles.
var itemLabel = regexp.MustCompile(`^第?[一二三四五六七八九十]{1,3}[是要,、]|^首先`)

func sectionStarts(sections []daodu.Section, out map[string]int) map[string]int {
	for _, s := range sections {
		if _, ok := out[s.ID]; !ok {
			out[s.ID] = s.Span.Start
		}
		sectionStarts(s.Children, out)
	}
	return out
}

func (f *fidelity) enumeration(t *testing.T, a *daodu.Article, art *daodu.Artifact, nodes map[int]placed, e enumeration) {
	t.Helper()
	f.all++
	whole := true
	for _, at := range e.items {
		p, ok := nodes[at]
		whole = whole && ok && p.list == nodes[e.items[0]].list
	}
	if whole {
		f.whole++
	} else {
		t.Logf("%s: %d items are no list of the outline: %q", filepath.Base(a.Source.URI), len(e.items), around(a, e))
	}
	if e.announced == 0 {
		return
	}
	f.announced++
	parent := nodes[e.items[0]]
	switch {
	case e.announced == parent.items:
		f.equal++
	case hasFinding(art, parent.list):
		f.found++
	default:
		t.Errorf("%s: %d parts announced, %d in the outline, nothing said: %q", filepath.Base(a.Source.URI), e.announced, parent.items, around(a, e))
	}
}

// around returns the words at the first item.
func around(a *daodu.Article, e enumeration) string {
	const reach = 30
	return daodu.Slice(a.Text, daodu.Span{Start: max(0, e.items[0]-reach), End: min(a.Length, e.items[0]+reach)})
}

func hasFinding(art *daodu.Artifact, children string) bool {
	for _, f := range art.Findings {
		if f.Path == strings.TrimSuffix(children, ".children") || f.Path == children {
			return true
		}
	}
	return false
}
