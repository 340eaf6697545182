package header

import (
	"testing"

	"github.com/daodu/daodu/internal/zh"
)

func TestClassify(t *testing.T) {
	t.Parallel()
	tests := []struct {
		line string
		want Class
	}{
		{"来源：解放日报", Labels},
		{"时间：2026-02-09", Labels},
		{"时间：2022-11-12 16:02:45 浏览：", Labels},
		{"2022年11月02日14:04  來源：《工人日報》", Labels},
		{"标　　题：关于开展劳动竞赛的通知", Labels},
		{"(责编:皮一、黄二)", Labels},
		{"时间：下午2:30", None}, // an item of an agenda
		{"来源：我们的工作来源于实践，实践又推动着工作，这是多年来的经验。", None},
		{"2026-02-03 09:02:33", DateLine},
		{"（2016年11月21日，利马）", DateLine},
		{"二〇一三年三月二十九日", DateLine},
		{"2024年5月8日 星期三", DateLine},
		{"2024年5月8日召开会议", None},
		{"5月8日", DateLine},
		{"——2026年1月15日在云溪市第七届人民代表大会第五次会议上", Occasion},
		{"（2026年1月27日在省第七届人民代表大会第五次会议上）", Occasion},
		{"——在雲溪論壇開幕式上的演講", Occasion},
		{"在全市工会工作会议上的讲话", None}, // a title
		{"云工发〔2025〕6号", Number},
		{"中华人民共和国国务院令第707号", Number},
		{"上海市市长 龚 正", Person_},
		{"省长　王予一", Person_},
		{"王一民", Person_},
		{"自治区主席 艾尔肯·吐尼亚", Person_},
		{"全国", None},
		{"安全生产", None},
		{"新华社云溪10月8日电", Dateline},
		{"同志们：", None},
		{"", None},
	}
	for _, tt := range tests {
		if got := Classify(zh.FoldRunes([]rune(tt.line))); got != tt.want {
			t.Errorf("Classify(%q) = %d, want %d", tt.line, got, tt.want)
		}
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	line := zh.FoldRunes([]rune("2025-03-19 09:30  来源：青石日报（海外版）  作 者：王一　责任编辑：李二、张三】"))
	fields, all := Fields(line)
	if !all {
		t.Error("the line holds labelled values only")
	}
	want := []struct {
		kind  FieldKind
		value string
	}{{Source, "青石日报(海外版)"}, {Author, "王一"}, {Editor, "李二、张三"}}
	if len(fields) != len(want) {
		t.Fatalf("%d fields %+v, want %d", len(fields), fields, len(want))
	}
	for i, w := range want {
		value := string(line[fields[i].Value.Start:fields[i].Value.End])
		if fields[i].Kind != w.kind || value != w.value {
			t.Errorf("field %d = %d %q, want %d %q", i, fields[i].Kind, value, w.kind, w.value)
		}
	}
}

func TestPerson(t *testing.T) {
	t.Parallel()
	tests := []struct {
		line, name, role string
	}{
		{"云溪市总工会党组书记、常务副主席 周明远", "周明远", "云溪市总工会党组书记、常务副主席"},
		{"省长 欧阳文", "欧阳文", "省长"},
		{"市委书记王一", "王一", "市委书记"},
		{"龚 正", "龚正", ""},
		{"总工会主席团会议", "", ""},
		{"全市工会主席王一民出席会议。", "", ""},
		{"主席", "", ""},
	}
	for _, tt := range tests {
		name, role, ok := Person(tt.line)
		if name != tt.name || role != tt.role || ok != (tt.name != "") {
			t.Errorf("Person(%q) = %q, %q, %v; want %q, %q", tt.line, name, role, ok, tt.name, tt.role)
		}
	}
}

// No line, whatever it holds, makes a field that lies outside of it.
func FuzzFields(f *testing.F) {
	f.Add("来源:《青石日报》 时间:2025-03-18")
	f.Add(":::来源::")
	f.Add("标 题:【】)]")
	f.Fuzz(func(t *testing.T, s string) {
		line := zh.FoldRunes([]rune(s))
		fields, _ := Fields(line)
		for _, field := range fields {
			if field.Span.Start < 0 || field.Span.End > len(line) || field.Value.Start > field.Value.End || field.Value.End > len(line) {
				t.Errorf("field %+v of %d", field, len(line))
			}
		}
		Classify(line)
		Person(string(line))
	})
}
