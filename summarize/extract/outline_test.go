package extract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/summarize"
)

// parted makes an article of paragraphs, each a section of the given kind.
func parted(kind daodu.SectionKind, paras ...string) *daodu.Article {
	a := plain(strings.Join(paras, "\n"))
	at := 0
	for i, p := range paras {
		n := len([]rune(p))
		a.Sections = append(a.Sections, daodu.Section{
			ID: fmt.Sprint(i + 1), Level: 1, Kind: kind, Span: daodu.Span{Start: at, End: at + n}, Head: daodu.Span{Start: at, End: at + 5},
		})
		at += n + 1
	}
	return a
}

// TestDebatesAreFolded has more turns than a reader wants to see one by one; a heading
// among them stays a node of its own.
func TestDebatesAreFolded(t *testing.T) {
	t.Parallel()
	var turns []string
	for i := range 100 {
		turns = append(turns, fmt.Sprintf("委员%d强调，第%d号码头的装卸班组要在%d月底前补齐安全员%d名。", i%7, i+1, i%12+1, i+2))
	}
	a := parted(daodu.ReportedPoint, turns...)
	a.Sections[50].Kind = daodu.Heading
	nodes := newText(a, "").outline().Nodes
	if len(nodes) < mostPlain/2 || len(nodes) > mostPlain+2 {
		t.Fatalf("%d nodes, want about %d", len(nodes), mostPlain)
	}
	if nodes[0].Label != "第1—5段" || nodes[0].Point == nil {
		t.Errorf("first node %q with point %v", nodes[0].Label, nodes[0].Point)
	}
	heading := 0
	for _, n := range nodes {
		if n.Section == "51" && !strings.HasPrefix(n.Label, "第") {
			heading++
		}
	}
	if heading != 1 {
		t.Errorf("the heading is not a node of its own: %q", labelsOf(nodes, ""))
	}
	few := newText(parted(daodu.ReportedPoint, turns[:12]...), "").outline().Nodes
	if len(few) != 12 {
		t.Errorf("%d nodes of 12 turns", len(few))
	}
}

// TestLabels names sections that have no heading: by what leads to a list, who was
// there, or their place.
func TestLabels(t *testing.T) {
	t.Parallel()
	a := parted(daodu.Body,
		"今年全市工会工作取得了新的进展和成效，职工队伍保持稳定。",
		"主要做了两件事：一是建平台，新建基地12个；二是抓竞赛，举办比赛18场。",
		"会上，周明远、罗建平等3位同志作了发言，介绍了带徒弟的经验。",
		"下一步要补齐短板，6月底前为130个驿站配齐急救箱和防暑用品。",
	)
	lead := &a.Sections[1]
	at := lead.Span.Start
	lead.Head = daodu.Span{Start: at, End: at + 8}
	lead.Children = []daodu.Section{
		{ID: "2.1", Level: 2, Kind: daodu.Enumeration, Span: daodu.Span{Start: at + 8, End: at + 22}, Head: daodu.Span{Start: at + 8, End: at + 22}},
		{ID: "2.2", Level: 2, Kind: daodu.Enumeration, Span: daodu.Span{Start: at + 22, End: lead.Span.End}, Head: daodu.Span{Start: at + 22, End: lead.Span.End}},
	}
	lead.Announced = 3
	a.Sections[2].Kind = daodu.Attendance
	want := []string{"开头", "主要做了两件事 3", "- 一是建平台", "- 二是抓竞赛", "出席与发言", "第4段"}
	art := write(t, a, summarize.Options{})[1]
	if diff := cmp.Diff(want, labelsOf(art.Content.(*daodu.Outline).Nodes, "")); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
	if len(art.Findings) != 1 || art.Findings[0].Path != "nodes[1]" || art.Findings[0].Rule != "announced" {
		t.Errorf("findings %v, want that three are announced", art.Findings)
	}
}

func TestRepeatsLabel(t *testing.T) {
	t.Parallel()
	tests := []struct {
		label, point string
		want         bool
	}{
		{"一是建好实训平台", "建好实训平台。", true},
		{"加强組織領導", "加强组织领导", true},
		{"弘扬劳模精神", "大力弘扬劳模精神", true},
		{"一是总量不足", "全市技能人才26.5万人，占就业人员的24.1%", false},
		{"总量不足", "技能人才总体看比需求少6.9万人，目前总量不足", false},
	}
	for _, tt := range tests {
		if got := repeatsLabel(tt.label, tt.point); got != tt.want {
			t.Errorf("repeatsLabel(%q, %q) = %v", tt.label, tt.point, got)
		}
	}
}

// TestListBehindItsSentence has a list on the top level whose sentence gives another
// number.
func TestListBehindItsSentence(t *testing.T) {
	t.Parallel()
	a := parted(daodu.Enumeration, "他提出四点建议：", "一是建平台，新建基地12个。", "二是抓竞赛，举办比赛18场。", "谢谢大家。")
	a.Sections[0].Kind, a.Sections[0].Announced, a.Sections[3].Kind = daodu.Body, 4, daodu.Closing
	got := newText(a, "zh-Hant").announcedFindings()
	want := []daodu.Finding{{Path: "nodes", Rule: "structure", Verdict: daodu.Supported, Detail: "原文說「他提出四点建议：」，提綱中有2個部分"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	a.Sections[0].Announced = 2
	if got := newText(a, "").announcedFindings(); len(got) != 0 {
		t.Errorf("findings of the right number: %v", got)
	}
}
