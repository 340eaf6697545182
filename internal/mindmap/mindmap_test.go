package mindmap

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// element is a part of a drawing as a program reads it.
type element struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Below   []element  `xml:",any"`
	Words   string     `xml:",chardata"`
}

func (e element) attr(name string) string {
	i := slices.IndexFunc(e.Attrs, func(a xml.Attr) bool { return a.Name.Local == name })
	if i < 0 {
		return ""
	}
	return e.Attrs[i].Value
}

// part returns the first element below e of a class, or of a name.
func (e element) part(name string) element {
	for _, b := range e.Below {
		if b.XMLName.Local == name || slices.Contains(strings.Fields(b.attr("class")), name) {
			return b
		}
	}
	return element{}
}

func drawn(t testing.TB, m Map) element {
	t.Helper()
	var out bytes.Buffer
	if err := m.Write(&out); err != nil {
		t.Fatal(err)
	}
	var svg element
	if err := xml.Unmarshal(out.Bytes(), &svg); err != nil {
		t.Fatalf("%v in\n%s", err, out.String())
	}
	return svg
}

// A box is a node as it stands in the drawing.
type box struct {
	words                    string
	left, top, right, bottom float64
	node                     element
}

func number(t testing.TB, s string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// boxes adds up where branches stand.
func boxes(t testing.TB, branch element, x, y float64) []box {
	t.Helper()
	var dx, dy float64
	if _, err := fmt.Sscanf(branch.attr("transform"), "translate(%f %f)", &dx, &dy); err != nil {
		t.Fatal(err)
	}
	x, y = x+dx, y+dy
	w, h := number(t, branch.attr("data-w")), number(t, branch.attr("data-h"))
	b := box{left: x, top: y - h/2, right: x + w, bottom: y + h/2, node: branch.part("node")}
	for _, line := range b.node.part("text").Below {
		b.words += line.Words
	}
	out := []box{b}
	for _, below := range branch.part("children").Below {
		out = append(out, boxes(t, below, x, y)...)
	}
	return out
}

func node(label string, below ...daodu.Node) daodu.Node {
	return daodu.Node{Label: label, Children: below}
}

// wide makes an outline with n children on each of some levels.
func wide(n, levels int, label string) []daodu.Node {
	if levels == 0 {
		return nil
	}
	var out []daodu.Node
	for i := range n {
		out = append(out, node(fmt.Sprint(label, i), wide(n, levels-1, label)...))
	}
	return out
}

// TestNothingOverlaps lays out outlines of many forms: each node has a place of its own
// within the drawing, to the right of what it belongs to.
func TestNothingOverlaps(t *testing.T) {
	t.Parallel()
	for name, nodes := range map[string][]daodu.Node{
		"none": nil, "one": {node("一")}, "three by three": wide(3, 3, "第"), "long labels": wide(4, 2, strings.Repeat("切实增强做好工会劳动保护工作的责任感", 3)),
		"one deep": {node("一", node("二", node("三", node("四", node("五", node("六"))))))}, "uneven": {node("一", wide(9, 1, "子")...), node("二"), node("三", wide(2, 3, "Sub item ")...)},
		"astral": {node(strings.Repeat("𠮷", 50))}, "western": {node("Implementation of the three-year action plan for skills 2025-2027")},
	} {
		m := Map{Title: "在全市工会安全生产和劳动保护工作会议上的讲话", Note: "（原文不全）", Nodes: nodes}
		svg := drawn(t, m)
		var left, top, width, height float64
		if _, err := fmt.Sscanf(svg.attr("viewBox"), "%f %f %f %f", &left, &top, &width, &height); err != nil {
			t.Fatal(err)
		}
		all := boxes(t, svg.part("branch"), 0, 0)
		for i, a := range all {
			if a.left < left || a.top < top || a.right > left+width || a.bottom > top+height {
				t.Errorf("%s: %q is outside of the drawing", name, a.words)
			}
			for _, b := range all[:i] {
				if a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom {
					t.Errorf("%s: %q and %q overlap", name, a.words, b.words)
				}
			}
		}
		if want := countNodes(nodes) + 1; len(all) != want {
			t.Errorf("%s: %d nodes, want %d", name, len(all), want)
		}
	}
}

func countNodes(nodes []daodu.Node) int {
	n := len(nodes)
	for _, x := range nodes {
		n += countNodes(x.Children)
	}
	return n
}

// TestNodesKnowTheirPlace has what a page goes by: paths, places in the text, states and
// the roles of a tree.
func TestNodesKnowTheirPlace(t *testing.T) {
	t.Parallel()
	point := func(v daodu.Verdict) *daodu.Point {
		return &daodu.Point{Text: "全市技能人才26.5万人", Verdict: v, Quotes: []daodu.Quote{{Span: daodu.Span{Start: 5, End: 12}}, {Span: daodu.Span{Start: 20, End: 31}}}}
	}
	svg := drawn(t, Map{Title: "讲话", Lang: "zh-Hant", Unconfirmed: "（未經原文證實）", Damaged: map[string]bool{"nodes[0].children[1]": true}, Nodes: []daodu.Node{
		{Label: "一、形势", Section: "1", Children: []daodu.Node{{Label: "一是总量", Section: "1.1", Point: point(daodu.Exact)}, {Label: "二是结构", Point: point(daodu.Unsupported)}}},
		{Point: point(daodu.Exact)},
	}})
	var got []string
	for _, b := range boxes(t, svg.part("branch"), 0, 0) {
		n := b.node
		got = append(got, strings.Join([]string{b.words, n.attr("class"), n.attr("data-path"), n.attr("data-section"), n.attr("data-start"), n.attr("data-end"), n.attr("aria-level"), n.attr("aria-expanded"), n.part("title").Words}, "|"))
		if n.attr("role") != "treeitem" || !strings.HasPrefix(n.attr("aria-label"), strings.TrimSuffix(b.words, "（未經原文證實）")) {
			t.Errorf("%q is read as %q, %q", b.words, n.attr("role"), n.attr("aria-label"))
		}
	}
	want := []string{
		"讲话|node level0|||||1|true|",
		"一、形势|node level1|nodes[0]|1|||2|true|",
		"一是总量|node level2|nodes[0].children[0]|1.1|5|31|3||全市技能人才26.5万人",
		"二是结构※（未經原文證實）|node level2 unsupported|nodes[0].children[1]||5|31|3||全市技能人才26.5万人（未經原文證實）",
		"全市技能人才26.5万人|node level1|nodes[1]||5|31|2||全市技能人才26.5万人",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("nodes (-want +got):\n%s", diff)
	}
	if !strings.Contains(svg.attr("font-family"), "Serif TC") {
		t.Errorf("fonts %q", svg.attr("font-family"))
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	tests := []struct {
		words string
		limit float64
		want  []string
	}{
		{"一是总量不足", 20, []string{"一是总量不足"}},
		{"", 20, []string{""}},
		{"突出重点，把三年行动的任务落到实处", 10, []string{"突出重点，把三年行动", "的任务落到实处"}},
		{"甲乙丙丁戊，己庚辛壬", 5, []string{"甲乙丙丁", "戊，己庚辛", "壬"}},
		{"完成了《三年行动方案》", 4, []string{"完成了", "《三年行", "动方案》"}},
		{"到2027年底建成一百个", 6, []string{"到2027年底", "建成一百个"}},
		{"skills of workers", 6, []string{"skills of", "workers"}},
		{"𠮷𠮷𠮷𠮷𠮷𠮷", 3, []string{"𠮷𠮷𠮷", "𠮷𠮷𠮷"}},
		{strings.Repeat("x", 30), 6, nil},
	}
	for _, tt := range tests {
		got := wrap(tt.words, tt.limit)
		if diff := cmp.Diff(tt.want, got); tt.want != nil && diff != "" {
			t.Errorf("%q in %v ems (-want +got):\n%s", tt.words, tt.limit, diff)
		}
		if joined := strings.Join(got, ""); strings.ReplaceAll(joined, " ", "") != strings.ReplaceAll(tt.words, " ", "") {
			t.Errorf("%q comes out as %q", tt.words, joined)
		}
		for _, line := range got {
			if ems(line) > tt.limit {
				t.Errorf("%q is broader than %v ems", line, tt.limit)
			}
		}
	}
}

// FuzzMap draws outlines of any words.
func FuzzMap(f *testing.F) {
	f.Add("讲话", "一、形势", "）。、", 3)
	f.Add("\x00\"><script>", "\u202e＜", "\xff\ufffe", 1)
	f.Fuzz(func(t *testing.T, title, label, words string, n int) {
		p := &daodu.Point{Text: words, Verdict: daodu.Unsupported}
		nodes := wide(max(1, min(n, 4)), 2, label)
		nodes[0].Point = p
		svg := drawn(t, Map{Title: title, Nodes: nodes, Unconfirmed: words})
		if svg.XMLName.Local != "svg" {
			t.Errorf("root %q", svg.XMLName.Local)
		}
	})
}
