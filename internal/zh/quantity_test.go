package zh

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/race"
	"github.com/daodu/daodu/internal/shared"
)

// describe writes a quantity as the tables of this file have it: its words, its
// value or form with the unit, its kind unless cardinal, and what else is set.
func describe(text []rune, q Quantity) string {
	value := "~" + q.Form
	if q.Value != nil {
		value = q.Value.RatString()
	}
	parts := []string{string(text[q.Span.Start:q.Span.End]) + "=" + value + q.Unit}
	if q.Kind != Cardinal {
		parts = append(parts, q.Kind.String())
	}
	if q.Hedge != Exactly {
		parts = append(parts, [...]string{"", "about", "nearly", "under", "over", "atleast", "atmost"}[q.Hedge])
	}
	if q.Range != NoRange {
		parts = append(parts, [...]string{"", "low", "high"}[q.Range])
	}
	if q.Weak {
		parts = append(parts, "weak")
	}
	if q.Slogan {
		parts = append(parts, "slogan")
	}
	return strings.Join(parts, " ")
}

func describeAll(text string) string {
	t := folded(text)
	var out []string
	for _, q := range Quantities(t) {
		out = append(out, describe(t, q))
	}
	return strings.Join(out, ", ")
}

// quantityCases holds a text and what Quantities finds in it; "" is nothing.
var quantityCases = []struct{ text, want string }{
	// Powers and money.
	{"投资1,500亿元", "1,500亿元=150000000000元"},
	{"投资一千五百亿元", "一千五百亿元=150000000000元"},
	{"總產值１．２萬億元", "1.2万亿元=1200000000000元"},
	{"9．9万亿元", "9.9万亿元=9900000000000元"},
	{"筹款1亿2千万元", "1亿2千万元=120000000元"},
	{"用工3万5千人", "3万5千人=35000人"},
	{"约合三点五亿美元", "三点五亿美元=350000000美元"},
	{"一点二万亿元规模", "一点二万亿元=1200000000000元"},
	{"新台币300亿元、人民币5000元、300亿元新台币", "300亿元=30000000000新台币, 5000元=5000元, 300亿元新台币=30000000000新台币"},
	{"現金壹佰貳拾元", "壹佰贰拾元=120元"},
	{"带动千亿斤粮食产能，亿元以上项目", "千亿斤=100000000000斤, 亿元=100000000元 atleast"},
	{"999999999999999999万亿元，0.00000000000000001吨", "999999999999999999万亿元=999999999999999999000000000000元, 0.00000000000000001吨=1/100000000000000000吨"},
	{"900万千瓦时、500千瓦、9万千瓦", "900万千瓦时=9000000千瓦时, 500千瓦=500千瓦, 9万千瓦=90000千瓦"},
	{"35元/吨，30微克/立方米", "35元/吨=35元/吨, 30微克/立方米=30微克/立方米"},
	// Shares.
	{"百分之五、5%、５％、百分之三点五", "百分之五=5% proportion, 5%=5% proportion, 5%=5% proportion, 百分之三点五=7/2% proportion"},
	{"5‰，万分之三，百分之百", "5‰=1/2% proportion, 万分之三=3/100% proportion, 百分之百=100% proportion"},
	{"两成，近八成，三成多", "两成=20% proportion, 八成=80% proportion nearly, 三成多=30% proportion over"},
	{"打八折，享七五折", "八折=80% proportion, 七五折=75% proportion"},
	{"三分之一，超1/3，一半，过半数", "三分之一=100/3% proportion, 1/3=100/3% proportion over, 一半=50% proportion, 半数=50% proportion"},
	{"提高0.5个百分点，同比-3.5%", "0.5个百分点=1/2个百分点, -3.5%=-7/2% proportion"},
	{"增长1.5倍、翻两番", "1.5倍=3/2倍, 两番=2番"},
	// Counting.
	{"两名同志和2名代表", "两名=2人, 2名=2人"},
	{"5个人，五个人民团体，14亿人民", "5个人=5人, 五个=5个, 14亿人民=1400000000人"},
	{"一个民族，一辆车，一年", "一个=1个 weak, 一辆=1辆 weak, 一年=1年"},
	{"“四个意识”、四个方面、“三年来，我们”", "四个=4个 slogan, 四个方面=4方面, 三年=3年"},
	{"提升4位，前五位，五位老师", "4位=4位, 五位=5位, 五位=5人"},
	{"半年，一年半，三个半小时，3个多月，半个多世纪", "半年=1/2年, 一年半=3/2年, 三个半小时=7/2小时, 3个多月=3个月 over, 半个多世纪=1/2个世纪 over"},
	{"每千人口拥有床位7.2张", "千人口=1000人, 7.2张=36/5张"},
	{"五大任务，十大工程", "五大=5大, 十大=10大"},
	// Inexact numbers.
	{"几十个、數百人、几百人、上千家", "几十个=~几十个, 数百人=~几百人, 几百人=~几百人, 上千家=~上千家"},
	{"十几万人，二十多个，10余万人，1亿多元，20几个", "十几万人=100000人 over, 二十多个=20个 over, 10余万人=100000人 over, 1亿多元=100000000元 over, 20几个=20个 over"},
	{"三四十人，两三年，三五天", "三四十人=~三四十人, 两三年=~二三年, 三五天=~三五天"},
	{"近百人，超千万元，百余名", "百人=100人 nearly, 千万元=10000000元 over, 百余名=100人 over"},
	// Hedges.
	{"约5万人，5万人左右，近5万人，不到5万人", "5万人=50000人 about, 5万人=50000人 about, 5万人=50000人 nearly, 5万人=50000人 under"},
	{"三年内，5日内", "三年=3年 atmost, 5日=5天 atmost"},
	{"超过5次，至少5次，5次以上，不超过5次，5次以内", "5次=5次 over, 5次=5次 atleast, 5次=5次 atleast, 5次=5次 atmost, 5次=5次 atmost"},
	{"节约1亿元，签约12个项目，近5年，附近3公里，新突破三年行动", "1亿元=100000000元, 12个=12个, 5年=5年, 3公里=3公里, 三年=3年"},
	{"突破12项技术，突破12万人，突破5%", "12项=12项, 12万人=120000人 over, 5%=5% proportion over"},
	// Ranges.
	{"5%-8%，5－8％", "5%=5% proportion low, 8%=8% proportion high, 5=5% proportion low, 8%=8% proportion high"},
	{"三至五年，20—30岁", "三=3年 low, 五年=5年 high, 20=20岁 low, 30岁=30岁 high"},
	{"2至3万人，三千至五千万元，9000至1万人", "2=20000人 low, 3万人=30000人 high, 三千=30000000元 low, 五千万元=50000000元 high, 9000=9000人 low, 1万人=10000人 high"},
	{"百分之五至百分之八，百分之五到八，三至五成", "百分之五=5% proportion low, 百分之八=8% proportion high, 百分之五=5% proportion low, 八=8% proportion high, 三=30% proportion low, 五成=50% proportion high"},
	{"-5℃至3℃，气温零下5℃", "-5℃=-5摄氏度 low, 3℃=3摄氏度 high, 5℃=-5摄氏度"},
	// Order.
	{"第三，第3屆，第十二条第三款，第一至三条", "第三=3 ordinal, 第3届=3届 ordinal, 第十二条=12条 ordinal, 第三款=3款 ordinal, 第一=1条 ordinal, 三条=3条 ordinal"},
	{"二十届三中、四中全会，八届八次全会", "二十届=20届 ordinal, 三中=3中全会 ordinal, 四中全会=4中全会 ordinal, 八届=8届 ordinal, 八次=8次 ordinal"},
	{"21世纪，两届，省市县三级，三级医院", "21世纪=21世纪 ordinal, 两届=2届, 三级=3级, 三级=3级 ordinal"},
	{"三季度，前三季度", "三季度=3季度 ordinal, 三季度=3季度"},
	{"二次分配，两次会议", "二次=2次 ordinal, 两次=2次"},
	// Time of day, ratios, marks.
	{"来了三名工人，早上三时开工", "三名=3人, 三时=~03:00 clock"},
	{"比例为二成五，至少有2000人，超过了5000元", "二成五=25% proportion, 2000人=2000人 atleast, 5000元=5000元 over"},
	{"减少企业税负3500亿元，增速为负3%", "3500亿元=350000000000元, 负3%=-3% proportion"},
	{"15时，3时30分，下午3点半，12:30，零时起", "15时=~15:00 clock, 3时30分=~03:30 clock, 3点半=~15:30 clock, 12:30=~12:30 clock, 零时=~00:00 clock"},
	{"3:1，2.50：1，3比1", "3:1=~3:1 ratio, 2.50:1=~2.5:1 ratio, 3比1=~3:1 ratio"},
	{"一、总体要求\n（二）主要目标\n3．重点任务", "一=1 enumerator, 二=2 enumerator, 3=3 enumerator"},
	{"讲三点意见：一是抓学习，二是抓落实。三要抓作风。", "三点=3点, 一=1 enumerator, 二=2 enumerator, 三=3 enumerator"},
	// Names and codes.
	{"“十四五”规划，“九五”普法，党的二十大，中共八大", "十四五=14五年规划 label, 九五=9五年规划 label, 二十大=20大 label, 八大=8大 label"},
	{"二十国集团，6号线，神舟十八号，公元前221年", "二十国集团=20国集团 label, 6号=6号 label, 十八号=18号 label, 221年=-221年 label"},
	{"（国发〔2021〕5号）、[2019]第6号", "〔2021〕5号=~2021/5号 label, [2019]第6号=~2019/6号 label"},
	{"12345热线，电话0939-5916900，拨打110", "12345=~12345 label, 0939-5916900=~0939-5916900 label, 110=~110 label"},
	{"5G、PM2.5、C919、50km、版本1.2.3、“1+6”", "5G=~5G label, PM2.5=~PM2.5 label, C919=~C919 label, 50km=50公里, 1.2.3=~1.2.3 label, 1+6=~1+6 label"},
	{"《制造2025》，11型，2000农户", "2025=~2025 label, 11=~11 label, 2000=2000"},
	{"3.15晚会，6·20案件，90后，ISBN 978-7-01-000001-2", "3.15=~3.15 label, 6·20=~6·20 label, 90=~90 label, 978-7-01-000001-2=~978-7-01-000001-2 label"},
	// Dates are not quantities.
	{"2024年5月3日投产，用了3年", "3年=3年"},
	{"见https://example.com/2023/art_1234.html第3页", "第3页=3页 ordinal"},
	{"𠮷野家3家店😀5人", "3家=3家, 5人=5人"},
	{"", ""}, {"元", ""}, {"第", ""}, {"百分之", ""}, {"〔2021〕", "2021=~2021 label"},
}

func TestQuantities(t *testing.T) {
	t.Parallel()
	for _, c := range quantityCases {
		if diff := cmp.Diff(c.want, describeAll(c.text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.text, diff)
		}
	}
}

// TestOrdinaryWords: numerals inside words count nothing.
func TestOrdinaryWords(t *testing.T) {
	t.Parallel()
	words := "一定 一起 統一 三农 万一 千方百计 四面八方 一带一路 十分重要 老百姓 第一时间 进一步 一系列 一些 万众一心 五湖四海 九三学社 三江源 百年奋斗 " +
		"千家萬戶 两会 双百方针 半导体 一体化 一般 一切 一致 一流 零售 零部件 红十字会 长三角 二氧化碳 两岸关系 两国人民 四川 九江 三亚 五台山 百货 万里长城 " +
		"一心一意 再三 三思 四化 八方支援 七嘴八舌 十全十美 百花齐放 千军万马 万水千山 亿万人民 上半年 一方面 三位一体 接二连三 数据 数字 无数 几乎 几何 " +
		"半岛 北半球 陆地 参加 队伍 收拾 伍员 叁 党员人数 之一 星期一 元旦 三峡 五四运动 一二·九运动 七一 一国两制 唯一 新一届 四周 两头 八股"
	for _, w := range strings.Fields(words) {
		for _, text := range []string{w, "我们" + w + "的工作", w + "，"} {
			if got := describeAll(text); got != "" {
				t.Errorf("%s: %s, want nothing", text, got)
			}
		}
	}
}

// TestPlainWords: every entry of the lexicon is skipped whole, whatever follows.
func TestPlainWords(t *testing.T) {
	t.Parallel()
	for _, row := range plainWords {
		for _, w := range strings.Fields(row.words) {
			text := folded("我们在" + w + "的发展")
			for _, q := range Quantities(text) {
				t.Errorf("%s (%s): %s, want nothing", w, row.why, describe(text, q))
			}
		}
	}
}

func only(t *testing.T, text string) Quantity {
	t.Helper()
	found := Quantities(folded(text))
	if len(found) != 1 {
		t.Fatalf("%s: %s, want one quantity", text, describeAll(text))
	}
	return found[0]
}

func TestQuantityEqual(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b  string
		same  bool // Equal
		loose bool // SameNumber
	}{
		{"1,500亿元", "一千五百亿元", true, true},
		{"1.2万亿元", "1.2亿元", false, false},
		{"1.2万亿元", "12000亿元", true, true},
		{"百分之五", "5%", true, true},
		{"两成", "20%", true, true},
		{"五分之一", "20%", true, true},
		{"一半", "50%", true, true},
		{"5‰", "0.5%", true, true},
		{"5‰", "5%", false, false},
		{"5%", "5个百分点", false, false},
		{"33%", "三分之一", false, false},
		{"二十多个", "20余个", true, true},
		{"二十多个", "20个", false, true},
		{"约40万元", "40万元", false, true},
		{"约40万元", "40万元左右", true, true},
		{"近40万元", "超40万元", false, true},
		{"1吨", "1000公斤", true, true},
		{"1公顷", "15亩", true, true},
		{"2斤", "1千克", true, true},
		{"100万千瓦", "1吉瓦", true, true},
		{"5公里", "5里", false, false},
		{"12英寸", "12寸", false, false},
		{"5亿元", "5亿美元", false, false},
		{"5亿元", "新台币5亿元", false, false},
		{"3个", "3家", false, false},
		{"三名", "3位", true, true},
		{"3人次", "3人", false, false},
		{"第三次", "三次", false, false},
		{"二十届", "第20届", true, true},
		{"数十人", "几十人", true, true},
		{"数十人", "数百人", false, false},
		{"几十人", "10人", false, false},
		{"三季度", "第三季度", true, true},
		{"15时", "下午3时", true, true},
		{"3:1", "3比1", true, true},
		{"3:1", "1:3", false, false},
		{"3天", "3日内", false, true},
		{"3年", "36个月", false, false},
		{"12345热线", "热线12345", true, true},
		{"打八折", "80%", true, true},
		{"三分之二", "2/3", true, true},
		{"160万农村人口", "160万儿童", true, true}, // no known unit: see Equal
	} {
		a, b := only(t, c.a), only(t, c.b)
		if a.Equal(b) != c.same || b.Equal(a) != c.same {
			t.Errorf("%s Equal %s is %v, want %v", c.a, c.b, a.Equal(b), c.same)
		}
		if a.SameNumber(b) != c.loose || b.SameNumber(a) != c.loose {
			t.Errorf("%s SameNumber %s is %v, want %v", c.a, c.b, a.SameNumber(b), c.loose)
		}
	}
}

// TestQuantitiesBothWritings: the same number in Arabic and in Chinese is one. 2 is
// left out, since 二次 is the second time.
func TestQuantitiesBothWritings(t *testing.T) {
	t.Parallel()
	for n := int64(3); n < 3000; n += 7 {
		for _, unit := range []string{"个", "人", "亿元", "公里", "次", "吨"} {
			arabic, chinese := fmt.Sprintf("共%d%s。", n, unit), "共"+ordinary.write(n)+unit+"。"
			if a, b := only(t, arabic), only(t, chinese); !a.Equal(b) {
				t.Fatalf("%s and %s are not equal: %v %v", arabic, chinese, a.Value, b.Value)
			}
		}
	}
}

// TestQuantitiesDiffer: numbers that differ are never equal, however written.
func TestQuantitiesDiffer(t *testing.T) {
	t.Parallel()
	race.Skip(t)
	r := rand.New(rand.NewSource(2))
	for range 3000 {
		n := 3 + r.Int63n(pow10(1+r.Intn(9)))
		for _, m := range []int64{n + 1, n * 10, n + pow10(r.Intn(8)), n * 10000} {
			for _, unit := range []string{"个", "元", "%", "公里"} {
				a, b := only(t, fmt.Sprintf("共%d%s。", n, unit)), only(t, fmt.Sprintf("共%d%s。", m, unit))
				if unit != "%" {
					b = only(t, "共"+ordinary.write(m)+unit+"。")
				}
				if a.SameNumber(b) {
					t.Fatalf("%d%s and %d%s are taken for the same", n, unit, m, unit)
				}
			}
		}
	}
}

// checkQuantities asserts what holds of every text.
func checkQuantities(t *testing.T, text []rune, found []Quantity) {
	t.Helper()
	end := 0
	for _, q := range found {
		if q.Span.Start < end || q.Span.End > len(text) || q.Span.Len() < 1 || !q.Span.Contains(q.Number) || q.Number.Len() < 1 {
			t.Fatalf("span %v with number %v after %d in a text of %d", q.Span, q.Number, end, len(text))
		}
		if (q.Value == nil) == (q.Form == "") {
			t.Fatalf("%s: value %v and form %q, want one of them", describe(text, q), q.Value, q.Form)
		}
		if q.Value != nil && q.Value.Num().BitLen() > 256 {
			t.Fatalf("%s: value too large", describe(text, q))
		}
		if !q.Equal(q) {
			t.Fatalf("%s does not equal itself", describe(text, q))
		}
		end = q.Span.End
	}
}

// TestQuantitiesOfReports reads real texts: every ASCII digit outside of addresses
// belongs to a date or a quantity, so that a check misses no figure.
func TestQuantitiesOfReports(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(shared.Dir(t), "corpora", "gwr_provincial_2026", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no reports: %v", err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := folded(string(raw))
		found := Quantities(text)
		checkQuantities(t, text, found)
		var spans []daodu.Span
		for _, q := range found {
			spans = append(spans, q.Span)
		}
		for _, d := range Dates(text) {
			spans = append(spans, d.Span)
		}
		for i := range uncovered(text, spans) {
			t.Errorf("%s: digit at %d in %q is in no date or quantity", filepath.Base(name), i, string(text[max(0, i-15):min(len(text), i+15)]))
		}
	}
}

// uncovered yields the ASCII digits of text outside of spans and addresses.
func uncovered(text []rune, spans []daodu.Span) map[int]bool {
	out := map[int]bool{}
	address := false
	for i, r := range text {
		address = (address || hasPrefix(text, i, "://") || hasPrefix(text, i, "www.")) && r > ' ' && r <= '~'
		if isDigit(r) && !address {
			out[i] = true
		}
	}
	for _, s := range spans {
		for i := s.Start; i < s.End; i++ {
			delete(out, i)
		}
	}
	return out
}

func FuzzQuantities(f *testing.F) {
	for _, c := range quantityCases {
		f.Add(c.text)
	}
	for _, s := range []string{"第第第三", "1-2-3-4", "一到九到", "百分之百分之五", "三点三点三", "半半年", "上百上千", "1/2/3", "99年年", "几几几十", "1万1万1万", "零下零下5度", "〔〔2021〕5号", "(1(2)3)", "1:2:3:4:5:6", "十五五五五"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := folded(s)
		checkQuantities(t, text, Quantities(text))
	})
}

// report is fictional text with about as many figures as a work report.
const report = "一年来，临江市总工会服务职工12.6万人次，同比增长8.5%，帮扶困难职工3200户，发放慰问金1,580万元。" +
	"2023年11月15日，市职工服务中心二期工程投入使用，总面积约1.2万平方米。我们坚持以职工为中心，深入企业一线开展调查研究，" +
	"推动解决欠薪、社保等问题四百五十余件，办结率达到百分之九十八。要进一步统一思想，切实把各项任务落到实处，不断增强职工群众的获得感。"

func BenchmarkQuantities(b *testing.B) {
	text := folded(strings.Repeat(report, 2000))
	b.ReportAllocs()
	for b.Loop() {
		Quantities(text)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(text)), "ns/rune")
}
