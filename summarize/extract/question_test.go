package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/proof"
	"github.com/daodu/daodu/summarize"
)

func guideOf(t testing.TB, a *daodu.Article, l daodu.Length) *daodu.Guide {
	t.Helper()
	return write(t, a, summarize.Options{Length: l})[2].Content.(*daodu.Guide)
}

// ask returns the questions of a fixture's guide as "question => answer".
func ask(t *testing.T, name string) []string {
	t.Helper()
	var out []string
	for _, q := range guideOf(t, load(t, name), daodu.Long).Questions {
		out = append(out, q.Question+" => "+q.Answer)
	}
	return out
}

func TestQuestions(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"speech": {
			"全文的主体分为哪三个部分？ => 认清形势，增强抓好技能提升的紧迫感；突出重点，把三年行动的任务落到实处；压实责任，形成齐抓共管的合力",
			"“三个不准”具体指哪三项？ => 不准用签到照片代替培训成效；不准把同一批人反复计入培训人数；不准以任何名目向企业和职工摊派费用",
			"关于“建好实训平台”：文中要求“实训设备的采购清单要先请一线技师过目”，目的是什么？ => 防止花了钱却用不上",
			"关于“带好青年徒弟”：徒弟出师考核合格的，文中是怎样规定的？ => 给予每位师傅2000元一次性带徒津贴，所需经费由市、县两级工会按照六四比例分担",
		},
		"notice-hant": {
			"《通知》提出哪四項措施？ => 增設休息站；加強巡查；提供體檢；辦好培訓",
			"文中的「三段作息」安排具體指哪三項？",
			"對於拒不執行休息規定的僱主，文中是怎樣規定的？",
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

// TestItems shows what each form makes of a sentence: "question | cloze => answer".
func TestItems(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"figure", "要依托全市146个户外劳动者驿站开办夜校。", []string{"要依托全市多少个户外劳动者驿站开办夜校？ | 要依托全市＿＿＿＿户外劳动者驿站开办夜校 => 146个"}},
		{"share", "规模以上企业的参赛率要达到90%以上。", []string{"规模以上企业的参赛率要达到多少以上？ | 规模以上企业的参赛率要达到＿＿＿＿以上 => 90%"}},
		{"list", "要大力弘扬劳模精神、劳动精神、工匠精神，激励广大职工。", []string{
			" | 要大力弘扬＿＿＿＿，激励广大职工（填三项，都以“精神”结尾） => 劳模精神、劳动精神、工匠精神",
			" | 要大力弘扬劳模精神、劳动精神、＿＿＿＿，激励广大职工 => 工匠精神",
		}},
		{"change", "四年下来，全厂产品一次交验合格率由93.5%提高到98.2%。", []string{
			"四年下来，全厂产品一次交验合格率由多少提高到98.2%？ | 四年下来，全厂产品一次交验合格率由＿＿＿＿提高到98.2% => 93.5%",
			"四年下来，全厂产品一次交验合格率由93.5%提高到多少？ | 四年下来，全厂产品一次交验合格率由93.5%提高到＿＿＿＿ => 98.2%",
			"四年下来，全厂产品一次交验合格率提高了多少个百分点？ |  => 4.7个百分点",
		}},
		{"change in 万", "全市技能人才从21.3万人增加到26.5万人。", []string{
			"全市技能人才从多少人增加到26.5万人？ | 全市技能人才从＿＿＿＿增加到26.5万人 => 21.3万人",
			"全市技能人才从21.3万人增加到多少人？ | 全市技能人才从21.3万人增加到＿＿＿＿ => 26.5万人",
		}},
		{"duty", "工会干部要深入调查研究，及时了解职工所思所想。", []string{"文中对工会干部提出了什么要求？ |  => 深入调查研究，及时了解职工所思所想"}},
		{"case", "对连续两个季度排名末位的单位，由市总工会约谈主要负责人。", []string{
			"对连续两个季度排名末位的单位，由哪个单位约谈主要负责人？ |  => 市总工会",
			"对连续两个季度排名末位的单位，文中是怎样规定的？ |  => 由市总工会约谈主要负责人",
		}},
		{"aim", "采购清单要先请一线技师过目，防止花了钱却用不上。", []string{"文中要求“采购清单要先请一线技师过目”，目的是什么？ |  => 防止花了钱却用不上"}},
		{"what is held", "要把解决职工急难愁盼问题作为今年的头等大事。", []string{"要把什么作为今年的头等大事？ |  => 解决职工急难愁盼问题"}},
		{"a list summed up", "要通过个人自学、集中学习、辅导报告等形式，引导职工学深悟透。", []string{
			"要通过哪些形式，引导职工学深悟透？ |  => 个人自学、集中学习、辅导报告",
		}},
		{"document", "根据《云溪市职工教育条例》的规定，市总工会制定了三年行动方案。", []string{
			"根据哪份文件的规定，市总工会制定了三年行动方案？ |  => 《云溪市职工教育条例》",
		}},
		{"too little around", "共有1200人。", nil},
		{"the answer stands beside the gap", "全市146个驿站和全县146个驿站同时开班。", nil},
		{"no days", "会议于11月10日在本市青石机械厂召开。", nil},
		{"no small counts", "各县各区都至少有1个职工实训点。", nil},
		{"no years gone by", "过去5年，工会建成了一批服务职工的阵地。", nil},
		{"two that read the same", "全国机械化率达到70%。水平明显提高。全国机械化率达到75%。", nil},
		{"not in the middle of a word", "本办法所称的学校，是指普通中小学、农业中学、职业中学、技工学校。", nil},
		{"figures of several things", "装备制造、新材料两个行业产值分别达到386亿元和214亿元。", nil},
		{"what a speaker says of himself", "我想请问当局，过去有没有把1200名工友的意见告诉局长？", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			x := newText(plain(tt.text), "")
			for _, it := range x.items() {
				if x.fairItem(&it) {
					got = append(got, it.question+" | "+it.cloze+" => "+it.answer)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
		})
	}
}

// TestProof has the questions and cards of all fixtures and of invented speeches judged
// by a judge who knows nothing of how they were made.
func TestProof(t *testing.T) {
	t.Parallel()
	var articles []*daodu.Article
	for _, name := range fixtures {
		articles = append(articles, load(t, name))
	}
	for seed := range uint64(30) {
		articles = append(articles, invented(seed, 3+int(seed)%5))
	}
	items, kinds := 0, map[daodu.QuestionKind]int{}
	for _, a := range articles {
		g := guideOf(t, a, daodu.Long)
		faults, n := proof.Faults(g, a.Text)
		for _, f := range faults {
			t.Errorf("%s: %s", a.Title, f)
		}
		items += n
		for _, q := range g.Questions {
			kinds[q.Kind]++
		}
	}
	t.Logf("%d items, %v", items, kinds)
	if items < 500 {
		t.Errorf("only %d items were judged", items)
	}
	for _, k := range []daodu.QuestionKind{daodu.ShortAnswer, daodu.Cloze, daodu.Choice, daodu.Discussion} {
		if kinds[k] < 30 {
			t.Errorf("only %d of kind %s", kinds[k], k)
		}
	}
}

// TestOneQuestionASentence checks that questions of one guide do not lean on the same
// words, and that lists to be filled in do not crowd out the rest.
func TestOneQuestionASentence(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		var asked []daodu.Span
		lists := 0
		for _, q := range guideOf(t, invented(seed, 6), daodu.Medium).Questions {
			if q.Kind == daodu.Discussion {
				continue
			}
			if strings.Contains(q.Question, "（填") {
				lists++
			}
			for _, x := range q.Quotes {
				if slices.ContainsFunc(asked, x.Overlaps) {
					t.Errorf("seed %d: two questions on %q", seed, x.Text)
				}
				asked = append(asked, x.Span)
			}
		}
		if lists > 2 {
			t.Errorf("seed %d: %d lists to fill in", seed, lists)
		}
	}
}

// TestDiscussions checks that a group is asked by what a section is for.
func TestDiscussions(t *testing.T) {
	t.Parallel()
	tests := []struct{ head, body, want string }{
		{"认清形势，找准当前存在的突出问题", "有的班组培训流于形式，有的企业舍不得投入，问题不少。", "在我们身边有哪些表现"},
		{"总结青石机械厂带徒的经验做法", "青石机械厂给每个关键岗位配备两名师傅，共同负责徒弟的出师考核。", "哪些我们可以照着做"},
		{"压实责任，形成齐抓共管的合力", "各县总工会主席是第一责任人，要亲自部署、亲自过问。", "怎样分到人"},
		{"严明工作纪律", "任何单位不得截留、挤占、挪用专项资金，违者从严追究。", "会碰到哪些情形"},
		{"建好职工实训平台", "市总工会牵头，6月底前完成全部场地的选址和验收工作。", "怎样排时间表"},
		{"扩大职工服务的覆盖面", "建成驿站120个，服务职工不少于8000人次，满意率达到95%以上。", "现在做到了多少"},
		{"深化产业工人队伍建设改革", "把培养高技能人才摆在更加突出的位置，久久为功。", "谈谈怎样落实"},
	}
	for _, tt := range tests {
		t.Run(tt.head, func(t *testing.T) {
			t.Parallel()
			a := plain(tt.head + "\n" + tt.body)
			n := len([]rune(tt.head))
			a.Sections = []daodu.Section{{ID: "1", Kind: daodu.Heading, Span: daodu.Span{End: a.Length}, Head: daodu.Span{End: n}}}
			got := newText(a, "").discussions(1)
			if len(got) != 1 || !strings.Contains(got[0].Question, tt.want) || got[0].Quotes[0].Text != tt.head {
				t.Errorf("asked %+v, want a question with %q", got, tt.want)
			}
		})
	}
}

// BenchmarkQuestions writes the questions and cards of texts of growing length; the time
// a character must not grow.
func BenchmarkQuestions(b *testing.B) {
	for _, parts := range []int{35, 70, 350, 1800} {
		a := invented(1, parts)
		b.Run(fmt.Sprint(a.Length), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				t := newText(a, "")
				for _, u := range t.units { // what a guide has looked for before it asks
					t.clauses(u.span)
				}
				t.persons()
				b.StartTimer()
				t.questions(12)
				t.flashcards(16)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(a.Length), "ns/char")
		})
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

// FuzzQuestions asks about any text, with a heading anywhere in it.
func FuzzQuestions(f *testing.F) {
	f.Add("一、建好平台\n市总工会安排专项资金1800万元，由市财政局负责拨付，6月底前到位。市教育局安排950万元，市卫健委安排700万元。", 7, 60)
	f.Add("根據《職工教育條例》的規定，各級工會要通過授課、演示、幫帶等形式，弘揚勞模精神、勞動精神、工匠精神，防止流於形式。", 0, 9)
	f.Add("全厂合格率由93.5%提高到98.2%，“一岗双师”即一名技术师傅、一名安全师傅。对连续两次排名末位的，由总工会约谈；", -3, 400)
	f.Fuzz(func(t *testing.T, words string, headEnd, end int) {
		a := plain(strings.ToValidUTF8(words, "？"))
		if strings.TrimSpace(a.Text) == "" {
			return
		}
		a.Sections = []daodu.Section{{ID: "1", Kind: daodu.Heading, Announced: 2, Span: daodu.Span{End: end}, Head: daodu.Span{End: headEnd}}}
		x := newText(a, "")
		g := &daodu.Guide{Questions: x.questions(16), Flashcards: x.flashcards(30)}
		faults, _ := proof.Faults(g, a.Text)
		for _, fault := range faults {
			t.Error(fault)
		}
	})
}
