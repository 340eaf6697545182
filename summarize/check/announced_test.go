package check

import (
	"testing"

	"github.com/daodu/daodu"
)

// TestAnnouncedCounts has parts whose number is that of their children, of those with a
// number, of the grandchildren, or none of these.
func TestAnnouncedCounts(t *testing.T) {
	t.Parallel()
	labels := func(labels ...string) []daodu.Node {
		var out []daodu.Node
		for _, l := range labels {
			out = append(out, daodu.Node{Label: l})
		}
		return out
	}
	groups := []daodu.Node{{Children: labels("甲", "乙")}, {Children: labels("丙")}}
	tests := []struct {
		name      string
		announced int
		children  []daodu.Node
		detail    string
	}{
		{"children", 2, labels("甲", "乙"), ""},
		{"numbered children", 2, labels("（一）甲", "（二）乙", "存在的问题是"), ""},
		{"items", 3, labels("一是甲", "二是乙", "三要丙", "第4段"), ""},
		{"grandchildren", 3, groups, ""},
		{"too few", 3, labels("一是甲", "二是乙"), "“三项任务”：原文说有3项，列出2项"},
		{"too many", 2, labels("一是甲", "二是乙", "三是丙"), "“三项任务”：原文说有2项，列出3项"},
	}
	for _, tt := range tests {
		art := &daodu.Artifact{Content: &daodu.Outline{Nodes: []daodu.Node{{Label: "三项任务", Announced: tt.announced, Children: tt.children}}}}
		Artifact(art, meeting)
		got := ""
		for _, f := range art.Findings {
			got += f.Detail
		}
		if got != tt.detail {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.detail)
		}
	}
}
