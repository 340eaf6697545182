package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/summarize"
)

// ask returns the questions of a fixture's guide as "question => answer".
func ask(t *testing.T, name string) []string {
	t.Helper()
	var out []string
	for _, q := range write(t, load(t, name), summarize.Options{})[2].Content.(*daodu.Guide).Questions {
		out = append(out, q.Question+" => "+q.Answer)
	}
	return out
}

func TestQuestions(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"speech": {
			"全文的主体分为哪三个部分？ => 认清形势，增强抓好技能提升的紧迫感；突出重点，把三年行动的任务落到实处；压实责任，形成齐抓共管的合力",
			"在“认清形势，增强抓好技能提升的紧迫感”这一部分，反映出哪三个突出问题？ => 总量不足；结构不优；供需不合",
			"“三个不准”具体指哪三项？ => 不准用签到照片代替培训成效；不准把同一批人反复计入培训人数；不准以任何名目向企业和职工摊派费用",
			"关于“加强组织领导”，4月10日前要做什么？ => 拿出本地实施方案，报市总工会备案",
		},
		"news": {
			"下半年要集中力量办好哪三件事？ => 要抓调解；要抓协商；要抓提醒",
			"按照文中的安排，12月10日前要做什么？ => 由市总工会权益保障部会同市人力资源和社会保障局、市司法局，对各县（区）工作情况开展一次联合评估",
		},
		"notice-hant": {
			"《通知》提出哪四項措施？ => 增設休息站；加強巡查；提供體檢；辦好培訓",
		},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(ask(t, name), "\n")
			for _, q := range want {
				if !strings.Contains(got, q) {
					t.Errorf("not asked: %s\nasked:\n%s", q, got)
				}
			}
		})
	}
}

// TestNoQuestionOnWhatIsMissing has a text that is cut short in its fourth part.
func TestNoQuestionOnWhatIsMissing(t *testing.T) {
	t.Parallel()
	for _, q := range ask(t, "sharing-site") {
		if strings.Contains(q, "全文的主体") || strings.Contains(q, "夯实基层基础") && strings.Contains(q, "讲了哪") {
			t.Errorf("asked for all parts of a text whose end is missing: %s", q)
		}
	}
}

func TestClozes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"figure", "要依托全市146个户外劳动者驿站开办夜校。", []string{"要依托全市＿＿＿＿户外劳动者驿站开办夜校 => 146个"}},
		{"list", "要大力弘扬劳模精神、劳动精神、工匠精神，激励广大职工。", []string{
			"要大力弘扬＿＿＿＿，激励广大职工（填三项，都以“神”结尾） => 劳模精神、劳动精神、工匠精神",
		}},
		{"one of a sentence", "建成创新工作室100个，选树岗位技术能手1000名，新增高技能人才1万名。", []string{
			"建成创新工作室＿＿＿＿，选树岗位技术能手1000名 => 100个",
		}},
		{"context of the clause behind", "调解案件共1264件，调解成功1037件。", []string{"调解案件共＿＿＿＿，调解成功1037件 => 1264件"}},
		{"too little around", "共有1200人。", nil},
		{"the answer stands beside the gap", "全市146个驿站和全县146个驿站同时开班。", nil},
		{"no days", "会议于11月10日在本市青石机械厂召开。", nil},
		{"no small counts", "各县各区都要至少有1个职工实训点。", nil},
		{"two that read the same", "全国机械化率达到70%。水平明显提高。全国机械化率达到75%。", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, q := range newText(plain(tt.text), "").clozes() {
				got = append(got, q.Question+" => "+q.Answer)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("clozes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCardsKeepTheirGUID checks that a deck made again updates its cards: the same
// text gives the same GUIDs at every length, another text others.
func TestCardsKeepTheirGUID(t *testing.T) {
	t.Parallel()
	cards := func(a *daodu.Article, l daodu.Length) map[string]string {
		out := map[string]string{}
		for _, c := range write(t, a, summarize.Options{Length: l})[2].Content.(*daodu.Guide).Flashcards {
			out[c.Front] = c.GUID
		}
		return out
	}
	a := load(t, "speech")
	short, long := cards(a, daodu.Short), cards(a, daodu.Long)
	if len(short) == 0 || len(long) <= len(short) {
		t.Fatalf("%d cards short, %d long", len(short), len(long))
	}
	b := load(t, "speech")
	b.TextSHA256 = strings.Repeat("0", 64)
	other := cards(b, daodu.Short)
	for front, guid := range short {
		if long[front] != guid {
			t.Errorf("%s: GUID %s in the short deck, %s in the long one", front, guid, long[front])
		}
		if other[front] == guid {
			t.Errorf("%s: GUID %s in the deck of another text too", front, guid)
		}
	}
}

func TestNumeral(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{1: "一", 2: "两", 10: "十", 12: "十二", 20: "二十", 32: "三十二", 100: "几", -1: "几"} {
		if got := numeral(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}
