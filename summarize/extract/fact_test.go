package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// rows flattens lists for comparison.
func numberRows(numbers []daodu.Number) []string {
	var out []string
	for _, n := range numbers {
		out = append(out, n.Value+"|"+n.Unit+"|"+n.What)
	}
	return out
}

func dateRows(dates []daodu.DateFact) []string {
	var out []string
	for _, d := range dates {
		out = append(out, d.Date+"|"+d.What)
	}
	return out
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"what and how much", "全市技能人才26.5万人，占就业人员的24.1%，比全省平均水平低3.2个百分点。", []string{
			"26.5万|人|全市技能人才",
			"24.1|%|全市技能人才…占就业人员的",
			"3.2|个百分点|全市技能人才…比全省平均水平低",
		}},
		{"words behind", "给予每位师傅2000元一次性带徒津贴。", []string{"2000|元|给予每位师傅…一次性带徒津贴"}},
		{"at least", "每年举办家政培训班15期以上，实名制培训不少于2000人。", []string{
			"15|期|每年举办家政培训班…以上", "2000|人|实名制培训不少于",
		}},
		{"chinese numerals", "每工作四十五分鐘須休息十五分鐘，名額八千個。", []string{
			"四十五|分鐘|每工作…須休息十五分鐘", "十五|分鐘|每工作四十五分鐘須休息",
			"八千|個|每工作四十五分鐘須休息…名額",
		}},
		{"shares", "留在本市就业的不到六成，职工满意率达到百分之九十七。", []string{
			"六|成|留在本市就业的不到", "百分之九十七||职工满意率达到",
		}},
		{"each its own words", "新建省级智能工厂4家、智能车间12个，引进项目80个，其中10亿元以上项目不少于6个。", []string{
			"4|家|新建省级智能工厂", "12|个|智能车间", "80|个|引进项目", "10亿|元|引进项目…以上项目不少于6个", "6|个|引进项目…10亿元以上项目不少于",
		}},
		{"the nearest subject", "全体居民人均可支配收入达39545元、增长5%，其中农村居民收入增长5.8%、快于经济增速1个百分点。", []string{
			"39545|元|全体居民人均可支配收入达", "5|%|全体居民人均可支配收入…增长", "5.8|%|农村居民收入增长", "1|个百分点|农村居民收入…快于经济增速",
		}},
		{"from and to", "一次交验合格率由93.5%提高到98.2%，带出高级工187名。", []string{
			"93.5|%|一次交验合格率由…提高到98.2%", "98.2|%|一次交验合格率由93.5%提高到", "187|名|带出高级工",
		}},
		{"shared words", "调查组对312家企业、4.8万名职工作了调查，收入分别达到44860元和24350元。", []string{
			"312|家|调查组对…企业、4.8万名职工作了调查", "4.8万|名|调查组对312家企业、…职工作了调查", "44860|元|收入分别达到…和24350元", "24350|元|收入分别达到44860元和",
		}},
		{"a figure within the subject", "去年气温超过35度的日子共41天，比前一年多9天，求助312宗，其中近七成发生在下午。", []string{
			"35|度|去年气温超过…的日子共41天", "41|天|去年气温超过35度的日子共", "9|天|去年气温超过35度的日子…比前一年多",
			"312|宗|去年气温超过35度的日子…求助", "七|成|求助…近…发生在下午",
		}},
		{"in brackets", "一般公共预算收入完成3507.6亿元，增长1.7%（同口径增长2.5%以上）。", []string{
			"3507.6亿|元|一般公共预算收入完成", "1.7|%|一般公共预算收入…增长", "2.5|%|一般公共预算收入…同口径增长…以上",
		}},
		{"parts of an argument", "报告从5个方面提出意见，在县世界500强企业共有12家。", []string{"12|家|在县世界500强企业共有"}},
		{"full width", "全年接待观众９２万人次，免费开放。", []string{"９２万|人次|全年接待观众"}},
		{"no figures", "近三年来我们讲两点意见，做到“四个意识”，拨打12351职工热线，党的二十大以来成绩明显。", nil},
		{"blacked out", "帮助职工追回欠薪XX万元。", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := numberRows(newText(plain(tt.text), "").guideNumbers(20))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("numbers (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"a limit", "各县（区）总工会4月10日前拿出本地实施方案。", []string{"4月10日前|各县（区）总工会…拿出本地实施方案"}},
		{"end of a month", "6月底前在三个行业各建成1个市级实训基地。", []string{"6月底前|在三个行业各建成1个市级实训基地"}},
		{"a range", "5月至10月举办全市第十二届职工技能大赛。", []string{"5月至10月|举办全市第十二届职工技能大赛"}},
		{"in full", "会议于2025年9月26日在青石机械厂召开。", []string{"2025-09-26|会议…在青石机械厂召开"}},
		{"the year is not guessed", "今年3月启动专项维权服务，全年坚持开展，不走过场。", []string{"今年3月|启动专项维权服务，全年坚持开展"}},
		{"two calendars", "民國41年（1952年）4月28日生效之和約已確認應予歸還。", []string{"民國41年（1952年）4月28日|生效之和約已確認應予歸還"}},
		{"what comes before", "第八次学习会定于11月28日召开。", []string{"11月28日|第八次学习会定…召开"}},
		{"a bare date leans on the next clause", "截至5月底，全市共受理案件1264件。", []string{"5月底|全市共受理案件1264件"}},
		{"target year", "到2030年，地区生产总值突破2000亿元。", []string{"2030年|地区生产总值突破2000亿元"}},
		{"a year alone is no date", "2025年工作取得新的明显成效。", nil},
		{"from the day of the text", "力争三年内高级工比例提高5个百分点，明年底建成夜校，下半年组织验收检查。", []string{
			"三年内|高级工比例提高5个百分点", "明年底|建成夜校", "下半年|组织验收检查",
		}},
		{"of this year", "年底前实现每个县都有实训点，近三年内没有发生事故，2027年底前全部达标。", []string{
			"年底前|实现每个县都有实训点", "2027年底前|全部达标",
		}},
		{"what is told before", "需要办理移交手续的，原则上于2019年6月底前完成。", []string{"2019年6月底前|需要办理移交手续的，原则上…完成"}},
		{"what follows", "到2030年，力争实现以下目标。", nil},
		{"before our time", "1886年12月1日出生于四川省仪陇县。", []string{"1886年12月1日|出生于四川省仪陇县"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := dateRows(newText(plain(tt.text), "").guideDates(20))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("dates (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDeadlinesComeFirst checks what a list that is too short for all dates keeps.
func TestDeadlinesComeFirst(t *testing.T) {
	t.Parallel()
	x := newText(plain("3月1日召开动员会部署工作。5月1日举办劳动竞赛活动。6月底前建成市级实训基地。"), "")
	want := []string{"3月1日|召开动员会部署工作", "6月底前|建成市级实训基地"}
	if diff := cmp.Diff(want, dateRows(x.guideDates(2))); diff != "" {
		t.Errorf("two of three dates (-want +got):\n%s", diff)
	}
}

func TestSpecific(t *testing.T) {
	t.Parallel()
	// From what any text says to what only this one does.
	ascending := []string{
		"以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大精神",
		"各级工会要加强组织领导，把工作抓实抓细",
		"在全市推广“一岗双师”经验和做法",
		"由市总工会经济技术部牵头，6月底前建成实训基地",
		"安排专项资金1800万元，6月底前在三个行业各建成1个市级实训基地",
	}
	last := -1.0
	for _, s := range ascending {
		x := newText(plain(s), "")
		v := x.specific(whole(x))
		if v < last || v < 0 || v > 1 {
			t.Errorf("%q is %v specific, after %v", s, v, last)
		}
		last = v
	}
	if last < 0.7 {
		t.Errorf("figures with a date are only %v specific", last)
	}
	x := newText(plain(ascending[0]), "")
	if v := x.specific(whole(x)); v != 0 {
		t.Errorf("a set phrase is %v specific, want 0", v)
	}
}
