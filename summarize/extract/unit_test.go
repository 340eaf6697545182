package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// all returns a span over a whole text.
func whole(t *text) daodu.Span { return daodu.Span{End: len(t.runes)} }

func TestCore(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"一、建好平台；", "建好平台"},
		{"（二）建好平台", "建好平台"},
		{"第一，要建好平台。", "要建好平台。"},
		{"一是建好平台，", "建好平台"},
		{"一要建好平台", "要建好平台"}, // what binds stays
		{"二必须建好平台", "必须建好平台"},
		{"同志们，一是建好平台", "建好平台"},
		{"1.新建学校8所", "新建学校8所"},
		{"1.5万人参加", "1.5万人参加"}, // no numbering but a figure
		{"12、新建学校", "新建学校"},
		{"——这段历史", "这段历史"},
		{"第六条 实施办法", "实施办法"},
		{"其二，建好平台", "建好平台"},
	}
	for _, tt := range tests {
		x := newText(plain(tt.text), "")
		if got := x.words(x.core(whole(x))); got != tt.want {
			t.Errorf("core of %q is %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestNeverAPoint(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"谢谢大家！": "short",
		"尊敬的各位代表、同志们、朋友们：":              "announcement", // its colon leads on to the speech
		"在此，我代表市总工会，向大家表示衷心的感谢！":        "thanks",
		"下面，我就做好下一步工作讲五点意见。":            "transition",
		"我讲几点意见，供同志们参考，不当之处请批评。":        "transition",
		"全总副主席、书记处书记谭某某主持座谈会。":          "attendance",
		"会上，青石机械厂、城东物流园区和北岭县总工会作了交流发言。": "attendance",
		"市总工会主席出席会议并强调，要把平台建起来、用起来。":    "",
		"（农业农村部、工业和信息化部等负责）":            "note",
		"责任编辑：方某某、梁某某、程某某、许某某":          "byline",
		"图为工人在青石机械厂装配车间检修设备（程某某摄）":      "byline",
		"未经授权不得转载，扫描二维码关注我们的公众号":        "page",
		"会前，与会人员参观了青石机械厂职工调解室和安全讲堂。":    "aside",
		"让我们坚定信心、真抓实干，为城市发展作出更大贡献！":     "closing",
		"今年是起步之年，要集中力量抓好四项工作。":          "announcement",
		"市总工会安排专项资金1800万元，建成市级实训基地。":    "",
		"《通知》提出四項措施，其中撥款850萬元增設休息站。":    "",
	}
	for words, want := range tests {
		x := newText(plain(words), "")
		if got := x.units[0].never; got != want {
			t.Errorf("%q: rule %q, want %q", words, got, want)
		}
	}
}

// TestBrokenEnd checks that what was cut off in the middle is no point, and what ends
// before the cut may be.
func TestBrokenEnd(t *testing.T) {
	t.Parallel()
	a := plain("要建好市级实训基地，办好技能大赛。要发挥好工会牵头抓总作用，全面推")
	a.Damage = []daodu.Damage{{Kind: daodu.Truncated, Severity: daodu.SeveritySevere, Span: daodu.Span{Start: 10, End: a.Length}}}
	x := newText(a, "")
	if x.units[0].never != "" || x.units[1].never != "fragment" {
		t.Errorf("rules %q and %q, want none and fragment", x.units[0].never, x.units[1].never)
	}
	a.Damage = []daodu.Damage{{Kind: daodu.Mojibake, Severity: daodu.SeveritySevere, Span: daodu.Span{Start: 3, End: 5}}}
	if x := newText(a, ""); x.units[0].never != "damage" || x.units[1].never != "" {
		t.Errorf("rules %q and %q, want damage and none", x.units[0].never, x.units[1].never)
	}
}

func TestFit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		limit      int
		want       string // "" when nothing fits
	}{
		{"short enough", "市总工会安排专项资金1800万元。", 40, "市总工会安排专项资金1800万元。"},
		{"cut at a comma", "市总工会安排专项资金1800万元，建成3个基地，配备设备。", 22, "市总工会安排专项资金1800万元"},
		{"time left out", "近年来，全市工会共建成实训基地130个，培训职工。", 18, "全市工会共建成实训基地130个"},
		{"a condition stays", "只要方法对路、舍得投入，抓技能提升完全可以既出人才、又出效益。", 24, ""},
		{"a condition has to have its end", "徒弟出师考核合格的，给予每位师傅2000元津贴，由工会分担。", 12, ""},
		{"no colon at the end", "他们有一个共同的切身体会：设备可以花钱买，队伍要靠自己带。", 16, ""},
		{"who acts is not what is done", "市总工会会同市人力资源和社会保障局，对312家企业作了调查，反映出问题。", 20, ""},
		{"what follows belongs to it", "必须专款专用、严格管理好资金，从而保证资金安全。", 18, ""},
		{"quotations are not cut", "各级工会都要做到“先服务职工群众，再考核评比”，不走过场。", 18, ""},
		{"titles are not cut", "全市认真学习《决定，以及办法的通知》并抓好落实，不走过场。", 24, "全市认真学习《决定，以及办法的通知》并抓好落实"},
		{"commas in figures", "总投资达到1,500亿元的项目全部开工，进展顺利。", 20, "总投资达到1,500亿元的项目全部开工"},
		{"traditional", "總工會撥款850萬元增設休息站，配備風扇，免費飲水。", 18, "總工會撥款850萬元增設休息站"},
		{"half width", "市总工会安排专项资金1800万元,建成3个基地,配备设备。", 22, "市总工会安排专项资金1800万元"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x := newText(plain(tt.text), "")
			s, ok := x.fit(whole(x), tt.limit)
			if got := x.words(s); got != tt.want || ok != (tt.want != "") {
				t.Errorf("%q within %d is %q, want %q", tt.text, tt.limit, got, tt.want)
			}
		})
	}
}

func TestBylinesGo(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"现代快报讯（记者邓某某）4月25日发生一起交通事故，无人受伤。", "4月25日发生一起交通事故，无人受伤。"},
		{"（原标题：一高管偷开警车被公诉）北京海淀法院受理了此案并将开庭。", "北京海淀法院受理了此案并将开庭。"},
		{"新华社记者 陈某某 摄 研究中心副主任认为这一思想意义重大。", "研究中心副主任认为这一思想意义重大。"},
		{"通讯员队伍建设要加强，每年培训两次。", "通讯员队伍建设要加强，每年培训两次。"},
	}
	for _, tt := range tests {
		x := newText(plain(tt.text), "")
		if got := x.words(x.units[0].span); got != tt.want {
			t.Errorf("%q begins %q, want %q", tt.text, got, tt.want)
		}
	}
}

// TestUnitsOfGluedText has a heading, an enumeration and a list in one sentence.
func TestUnitsOfGluedText(t *testing.T) {
	t.Parallel()
	a := plain("一、提高思想认识一是要履行职责；二是要算清总账。")
	a.Sections = []daodu.Section{{
		ID: "1", Kind: daodu.Heading, Span: daodu.Span{Start: 0, End: 24}, Head: daodu.Span{Start: 0, End: 8},
		Children: []daodu.Section{
			{ID: "1.1", Kind: daodu.Enumeration, Span: daodu.Span{Start: 8, End: 16}, Head: daodu.Span{Start: 8, End: 16}},
			{ID: "1.2", Kind: daodu.Enumeration, Span: daodu.Span{Start: 16, End: 24}, Head: daodu.Span{Start: 16, End: 24}},
		},
	}}
	x := newText(a, "")
	var got []string
	for _, u := range x.units {
		got = append(got, x.words(u.span)+" in "+u.section.ID)
	}
	want := []string{"提高思想认识 in 1", "要履行职责 in 1.1", "要算清总账。 in 1.2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("units (-want +got):\n%s", diff)
	}
}
