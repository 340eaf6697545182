package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPeople(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string // name|role
	}{
		{"office before the name", "云溪市总工会主席罗建平出席会议并讲话。", []string{"罗建平|云溪市总工会主席"}},
		{"several offices", "市人大常委会副主任、市总工会主席罗建平指出，要抓落实。", []string{"罗建平|市人大常委会副主任、市总工会主席"}},
		{"brought in by 由", "会议由学习小组组长、厂工会主席魏桂芳主持。", []string{"魏桂芳|学习小组组长、厂工会主席"}},
		{"该 is not the office", "该厂工会主席魏桂芳介绍，调解室成立三年。", []string{"魏桂芳|厂工会主席"}},
		{"name of two letters", "副主席白羽在会上发言。", []string{"白羽|副主席"}},
		{"a list before 发言", "会上，白羽、王振强、李向东、郑兴等4位代表先后发言。", []string{"白羽|", "王振强|", "李向东|", "郑兴|"}},
		{"a list behind an office", "全国总工会副主席徐留平、杨宇栋作了发言。", []string{"徐留平|全国总工会副主席", "杨宇栋|"}},
		{"a title behind the name", "习近平总书记强调创新。我们要学习习近平总书记重要讲话。", []string{"习近平|总书记"}},
		{"an occupation", "装配车间工人段小军告诉记者，差额补上了。", []string{"段小军|装配车间工人"}},
		{"double surname", "市长欧阳振华主持会议。", []string{"欧阳振华|市长"}},
		{"a name of another people", "咨询委员会委员伊拉斯·姆温查在会上表示赞同。", []string{"伊拉斯·姆温查|咨询委员会委员"}},
		{"traditional", "聯合總工會理事長梁國棟表示，要記取教訓。", []string{"梁國棟|聯合總工會理事長"}},
		{"each once", "厂长周明远说，要抓好培训。周明远强调，要带好徒弟。厂长周明远最后作了总结。", []string{"周明远|厂长"}},
		{"post stated later", "周明远说，要抓好培训。云溪市东港机械厂厂长周明远还参观了车间。", []string{"周明远|云溪市东港机械厂厂长"}},
		{"the fuller post", "罗建平主席说，要抓落实。云溪市总工会主席罗建平还作了总结。", []string{"罗建平|云溪市总工会主席"}},
		{"form of address", "周明远同志说，孙桂兰女士也来了。", []string{"周明远|", "孙桂兰|"}},
		{"foreign name, then its last part", "代表团团长伊拉斯·姆温查参观了车间。姆温查说，很受启发。", []string{"伊拉斯·姆温查|代表团团长"}},
		{"struck out and nameless", "XX局长与***同志出席，王主席主持。", nil},
		{"bylines", "（记者何晓蓉 通讯员唐志勇）本市今天举办技能大赛。", nil},
		{"no names", "各级工会主席要亲自部署，职工文化活动丰富，工人程度不一，部长常务会议召开，书记高度重视，委员会议定五个事项。", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, p := range newText(plain(tt.text), "").guidePeople(20) {
				got = append(got, p.Name+"|"+p.Role)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("people (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	w := newWords("主席 副主席 国家主席")
	text := []rune("副主席和国家主席、主席")
	var got []string
	for _, s := range w.find(text) {
		got = append(got, string(text[s.Start:s.End]))
	}
	if diff := cmp.Diff([]string{"副主席", "国家主席", "主席"}, got); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
	if !w.end([]rune("全国总工会副主席")) || w.end([]rune("主席团")) {
		t.Error("a text ends in a word, or does not")
	}
}
