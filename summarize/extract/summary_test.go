package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/summarize"
)

func TestHeadline(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"speech":       "今天我们召开全市职工技能提升三年行动动员会，主要任务是分析职工队伍现状，部署2025年至2027年的技能提升工作",
		"news":         "云溪市总工会在青石机械厂召开全市工会“安薪行动”推进会",
		"notice-hant":  "聯合總工會日前印發《關於做好夏季防暑與工間休息保障工作的通知》",
		"sharing-site": "主要任务是传达全省安全生产电视电话会议精神",
	}
	for name, want := range tests {
		got := write(t, load(t, name), summarize.Options{})[0].Content.(*daodu.Summary).Headline.Text
		if !strings.Contains(got, want) {
			t.Errorf("%s: headline %q, want %q in it", name, got, want)
		}
	}
}

// TestNewsFollowsItsLead has a short report without a title: the summary is its
// beginning, without dateline, byline and who was there.
func TestNewsFollowsItsLead(t *testing.T) {
	t.Parallel()
	a := plain("新华社云溪6月5日电（记者 何某某）\n云溪市总工会召开推进会，部署下半年任务。全市共受理案件1264件，成功率为82%。市总工会主席罗建平出席会议。下一步将建成联调中心，并对外公布结果。")
	a.Genre = daodu.GenreNews
	s := newText(a, "").summary(60)
	want := []string{"云溪市总工会召开推进会，部署下半年任务。", "全市共受理案件1264件，成功率为82%。", "下一步将建成联调中心，并对外公布结果。"}
	got := []string{s.Headline.Text + "。"}
	for _, p := range s.Points {
		got = append(got, p.Text)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
}

// TestEveryPartHasItsShare checks that a structured speech is not represented by one
// of its parts.
func TestEveryPartHasItsShare(t *testing.T) {
	t.Parallel()
	a := load(t, "speech")
	s := write(t, a, summarize.Options{})[0].Content.(*daodu.Summary)
	for _, section := range a.Sections {
		if section.Kind != daodu.Heading {
			continue
		}
		found := false
		for _, p := range s.Points {
			found = found || section.Span.Contains(p.Quotes[0].Span)
		}
		if !found {
			t.Errorf("no point from %q", section.Label)
		}
	}
}

func TestOutline(t *testing.T) {
	t.Parallel()
	o := write(t, load(t, "speech"), summarize.Options{})[1].Content.(*daodu.Outline)
	want := []string{
		"开头", "一、认清形势，增强抓好技能提升的紧迫感 3", "- 一是总量不足", "- 二是结构不优", "- 三是供需不合",
		"二、突出重点，把三年行动的任务落到实处 4", "- 一是建好实训平台", "- 二是办好技能竞赛", "- 三是带好青年徒弟", "- 四是送好上门服务",
		"三、压实责任，形成齐抓共管的合力", "- 加强组织领导", "- 管好专项资金", "- 严格考核评估", "- 改进工作作风", "结语",
	}
	if diff := cmp.Diff(want, labelsOf(o.Nodes, "")); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
	eachNode(o.Nodes, func(n daodu.Node) {
		if n.Point != nil && (strings.Contains(n.Label, n.Point.Text) || len([]rune(n.Point.Text)) > longPoint) {
			t.Errorf("point of %q is its heading or too long: %q", n.Label, n.Point.Text)
		}
	})
}

func labelsOf(nodes []daodu.Node, indent string) []string {
	var out []string
	for _, n := range nodes {
		label := indent + n.Label
		if n.Announced > 0 {
			label += " " + string(rune('0'+n.Announced))
		}
		out = append(append(out, label), labelsOf(n.Children, indent+"- ")...)
	}
	return out
}

func eachNode(nodes []daodu.Node, f func(daodu.Node)) {
	for _, n := range nodes {
		f(n)
		eachNode(n.Children, f)
	}
}

// TestOutlineWithoutHeadings divides a text by its paragraphs.
func TestOutlineWithoutHeadings(t *testing.T) {
	t.Parallel()
	a := plain("市总工会安排专项资金1800万元。\n\n各县区总工会4月10日前拿出实施方案。\n谢谢大家！")
	got := labelsOf(newText(a, "").outline().Nodes, "")
	if diff := cmp.Diff([]string{"第1段", "第2段"}, got); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
}

// TestMissingPartsAreSaid has a speech that announces five points and breaks off in
// the fourth.
func TestMissingPartsAreSaid(t *testing.T) {
	t.Parallel()
	art := write(t, load(t, "sharing-site"), summarize.Options{})[1]
	want := []daodu.Finding{{
		Path: "nodes", Rule: "structure", Verdict: daodu.Supported,
		Detail: "原文说“下面,我就做好下一步工作,讲五点意见。”，提纲中有4个部分；原文结尾残缺，其余部分未见",
	}, {Path: "nodes[2].children[1]", Rule: "damage", Verdict: daodu.Supported, Detail: "“防线l”疑为识别错误。"}}
	if diff := cmp.Diff(want, art.Findings); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if !art.Incomplete || art.Verdict != daodu.Verified {
		t.Errorf("incomplete %v, verdict %s; want true, verified", art.Incomplete, art.Verdict)
	}
}
