package zh

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu/internal/shared"
)

// describeDates writes what Dates finds in text: the words, the parts known (year,
// month, day with 0 for none), the time, the era, and ? with the reason of doubt.
func describeDates(text string) string {
	t := folded(text)
	var out []string
	for _, d := range Dates(t) {
		s := fmt.Sprintf("%s=%d-%d-%d", string(t[d.Span.Start:d.Span.End]), d.Year, d.Month, d.Day)
		if d.Hour >= 0 {
			s += fmt.Sprintf(" %02d:%02d", d.Hour, d.Minute)
		}
		if d.Era != "" {
			s += " " + d.Era
		}
		if d.Suspect {
			s += " ?" + d.Why
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

// dateCases holds a text and the dates in it; "" is none.
var dateCases = []struct{ text, want string }{
	// Year, month and day in figures with 年月日.
	{"2022年11月12日", "2022年11月12日=2022-11-12"},
	{"（2022年11月2日）", "2022年11月2日=2022-11-2"},
	{"２０２２年１１月１２日", "2022年11月12日=2022-11-12"},
	{"2022 年 11 月 12 日", "2022 年 11 月 12 日=2022-11-12"},
	{"2022年11月02日14:04", "2022年11月02日14:04=2022-11-2 14:04"},
	{"2022年11月12日 16:02:45", "2022年11月12日 16:02:45=2022-11-12 16:02"},
	{"2022年11月12日下午3时30分", "2022年11月12日下午3时30分=2022-11-12 15:30"},
	{"2022年11月12日（星期六）上午9时", "2022年11月12日(星期六)上午9时=2022-11-12 09:00"},
	{"2022年11月12日零时起", "2022年11月12日零时=2022-11-12 00:00"},
	{"2024年5月", "2024年5月=2024-5-0"},
	{"2024年5月份用电量", "2024年5月份=2024-5-0"},
	{"1998年抗洪", "1998年=1998-0-0"},
	{"1949年以来", "1949年=1949-0-0"},
	{"《纲要（2025年版）》", "2025年=2025-0-0"},
	{"公元67年", "67年=67-0-0"},
	{"11月10日", "11月10日=0-11-10"},
	{"今年3月", "3月=0-3-0"},
	{"截至9月底", "9月=0-9-0"},
	{"8月1号上午", "8月1号=0-8-1"},
	// Numerals in Chinese.
	{"二〇二六年一月二十七日", "二〇二六年一月二十七日=2026-1-27"},
	{"二○○八年八月八日", "二○○八年八月八日=2008-8-8"},
	{"二零二二年十月", "二零二二年十月=2022-10-0"},
	{"二OO四年五月", "二OO四年五月=2004-5-0"},
	{"二0二四年", "二0二四年=2024-0-0"},
	{"一九四九年十月一日", "一九四九年十月一日=1949-10-1"},
	{"二千零八年", "二千零八年=2008-0-0"},
	{"去年十二月廿九日", "十二月廿九日=0-12-29"},
	{"元月廿七日", "元月廿七日=0-1-27"},
	{"十月卅一日", "十月卅一日=0-10-31"},
	// Minguo.
	{"民國112年3月1日", "民国112年3月1日=2023-3-1 minguo"},
	{"中華民國112年", "民国112年=2023-0-0 minguo"},
	{"民国一百一十二年三月一日", "民国一百一十二年三月一日=2023-3-1 minguo"},
	{"民國元年", "民国元年=1912-0-0 minguo"},
	{"民國27年（1938年）", "民国27年=1938-0-0 minguo, 1938年=1938-0-0"},
	{"民國112.3.1", "民国112.3.1=2023-3-1 minguo"},
	{"112年3月1日", "112年3月1日=2023-3-1 minguo"},
	{"112/3/1", "112/3/1=2023-3-1 minguo"},
	{"本（108）年9月16日", "(108)年9月16日=2019-9-16 minguo"},
	{"本（八十七）年元月廿九日", "(八十七)年元月廿九日=1998-1-29 minguo"},
	{"本（2019）年4月", "(2019)年4月=2019-4-0"},
	{"本（9）月7日", "(9)月7日=0-9-7"},
	{"本（9月16）日", "(9月16)日=0-9-16"},
	{"昨（11）日", "(11)日=0-0-11"},
	{"98年7月1日", "98年7月1日=2009-7-1 minguo ?两位数的年份，可能是民国纪年，也可能是公元"},
	{"民國100年及98年7月1日", "民国100年=2011-0-0 minguo, 98年7月1日=2009-7-1 minguo"},
	// Figures with signs.
	{"2022-11-12 16:02:45", "2022-11-12 16:02:45=2022-11-12 16:02"},
	{"2022-11-12T16:02:45+08:00", "2022-11-12T16:02:45+08:00=2022-11-12 16:02"},
	{"2022-11-12T16:02:45.123Z", "2022-11-12T16:02:45.123Z=2022-11-12 16:02"},
	{"2022/11/2", "2022/11/2=2022-11-2"},
	{"2022.11.12", "2022.11.12=2022-11-12"},
	{"来源：临江日报 2023-10", "2023-10=2023-10-0"},
	{"https://example.com/2023/10/24/c_1.htm", "2023/10/24=2023-10-24"},
	{"https://example.com/2023-10/24/c_1.htm", "2023-10/24=2023-10-24"},
	{"/20231024/abc.html", "20231024=2023-10-24"},
	{"t20231024_5.html", "20231024=2023-10-24"},
	{"发布日期：20221112", "20221112=2022-11-12"},
	{"标题 10-24 09:30", "10-24 09:30=0-10-24 09:30"},
	{"24/10/2023", "24/10/2023=2023-10-24"},
	{"02/04/2009", "02/04/2009=2009-0-0 ?月和日的次序不明"},
	// English.
	{"March 5, 2008", "March 5, 2008=2008-3-5"},
	{"on 5 March 2008.", "5 March 2008=2008-3-5"},
	{"Sept. 3rd, 2015", "Sept. 3rd, 2015=2015-9-3"},
	{"May 2024", "May 2024=2024-5-0"},
	{"Wed, 02 Oct 2002 15:00:00 +0200", "02 Oct 2002 15:00:00 +0200=2002-10-2 15:00"},
	// A day without a month, lists and ranges.
	{"新华社北京10月23日电", "10月23日=0-10-23"},
	{"据临江日报10日电", "10日=0-0-10"},
	{"会议10日上午在京召开", "10日=0-0-10"},
	{"2024年1月3日至5日", "2024年1月3日=2024-1-3, 5日=2024-1-5"},
	{"2024年12月30日至1月3日", "2024年12月30日=2024-12-30, 1月3日=0-1-3"},
	{"3月5-8日", "3月5=0-3-5, 8日=0-3-8"},
	{"2016—2020年", "2016=2016-0-0, 2020年=2020-0-0"},
	{"2008、2009、2010年", "2008=2008-0-0, 2009=2009-0-0, 2010年=2010-0-0"},
	{"2024年1—9月", "2024年1=2024-1-0, 9月=2024-9-0"},
	// Misread and impossible.
	{"2023年11月15H", "2023年11月15H=2023-11-15 ?“H”疑为“日”之误"},
	{"2023年11月15曰", "2023年11月15曰=2023-11-15 ?“曰”疑为“日”之误"},
	{"2023年11月15口，", "2023年11月15口=2023-11-15 ?“口”疑为“日”之误"},
	{"2O22年", "2O22年=2022-0-0 ?年份里有字母，疑为误识的数字"},
	{"l1月5日", "l1月5日=0-11-5 ?月份里有字母，疑为误识的数字"},
	{"2015年10月l6日", "2015年10月l6日=2015-10-16 ?日期里有字母，疑为误识的数字"},
	{"2023年13月5日", "2023年13月5日=2023-0-0 ?没有13月"},
	{"2023年2月30日", "2023年2月30日=2023-2-0 ?2023年2月没有30日"},
	{"2月29日", "2月29日=0-2-29"},
	{"2023年2月29日", "2023年2月29日=2023-2-0 ?2023年2月没有29日"},
	{"4月31日", "4月31日=0-4-0 ?4月没有31日"},
	{"2022-13-45", "2022-13-45=2022-0-0 ?没有13月"},
	// Astral letters do not shift spans.
	{"𠮷😀2022年11月12日", "2022年11月12日=2022-11-12"},
}

// notDates are texts without a date.
var notDates = strings.Split("今年,去年底,第20条,20-30岁,2-3年,五年,十年来,3个月,三天,15日内,每10日一次,连续7日,为期3日,十月革命,二月河,农历八月十五,"+
	"3.15晚会,版本 1.2.3,电话 0939-5916900,〔2022〕5号,国发〔2021〕5号,12:30,15时,90后,99%,1990年代,20世纪90年代,5000年文明,2000年历史,一千五百年前,"+
	"2000多年,公元前221年,第2024号,12024年,192.168.1.1,全民国防教育,江泽民国防思想,ISBN 978-7-01-000001-2,Il y a,Oct,March,1/3,"+
	"2022,20221112,12-25,3:1,11月龄,月,日,年,民国,l月O", ",")

func TestDates(t *testing.T) {
	t.Parallel()
	for _, c := range dateCases {
		if diff := cmp.Diff(c.want, describeDates(c.text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.text, diff)
		}
	}
	for _, text := range notDates {
		if got := describeDates(text); got != "" {
			t.Errorf("%s: %s, want no date", text, got)
		}
	}
}

func TestDateISO(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]DateMatch{
		"2022-11-02": {Year: 2022, Month: 11, Day: 2},
		"2022-11":    {Year: 2022, Month: 11},
		"2022":       {Year: 2022},
		"0067":       {Year: 67},
		"":           {Month: 11, Day: 10},
	} {
		if got := d.ISO(); got != want {
			t.Errorf("%+v.ISO() = %q, want %q", d, got, want)
		}
	}
}

func TestParseDate(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2022-11-12":                      "2022-11-12 -1:-1",
		" 2022-11-12 16:02:45\n":          "2022-11-12 16:2",
		"2022-11-12T16:02:45Z":            "2022-11-12 16:2",
		"2022-11-12T16:02:45.5+08:00":     "2022-11-12 16:2",
		"20221112":                        "2022-11-12 -1:-1",
		"20221112160245":                  "2022-11-12 16:2",
		"Sat, 12 Nov 2022 16:02:45 +0800": "2022-11-12 16:2",
		"Sat, 12 Nov 2022 16:02:45 GMT":   "2022-11-12 16:2",
		"Sat Nov 12 16:02:45 2022":        "2022-11-12 16:2",
		"Sat Nov 12 16:02:45 CST 2022":    "2022-11-12 16:2",
		"发布时间：2022年11月12日 16:02":          "2022-11-12 16:2",
		"民國111年11月12日":                    "2022-11-12 -1:-1",
		"二〇二二年十一月十二日":                     "2022-11-12 -1:-1",
		"November 12, 2022":               "2022-11-12 -1:-1",
		"2022年11月":                        "2022-11 -1:-1",
	} {
		d, ok := ParseDate(in)
		if got := fmt.Sprintf("%s %d:%d", d.ISO(), d.Hour, d.Minute); !ok || got != want {
			t.Errorf("ParseDate(%q) = %s, %v, want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "昨天", "11月10日", "2022-11-12 至 2022-11-13", "第5期 2022-11-12", "20221345", "1668240165", "0", "2022年13月", "11/12"} {
		if d, ok := ParseDate(in); ok && !d.Suspect {
			t.Errorf("ParseDate(%q) = %s, want it refused or suspect", in, d.ISO())
		}
	}
}

// checkDates asserts what holds of every text.
func checkDates(t *testing.T, text []rune, found []DateMatch) {
	t.Helper()
	end := 0
	for _, d := range found {
		if d.Span.Start < end || d.Span.End > len(text) || d.Span.Len() < 1 {
			t.Fatalf("span %v after %d in a text of %d", d.Span, end, len(text))
		}
		if d.Month < 0 || d.Month > 12 || d.Day < 0 || d.Day > daysIn(d.Year, d.Month) || d.Year < 0 || d.Year > 2200 {
			t.Fatalf("%+v is no date", d)
		}
		if d.Hour < -1 || d.Hour > 24 || d.Minute < -1 || d.Minute > 59 || (d.Hour < 0) != (d.Minute < 0) {
			t.Fatalf("%+v has no time", d)
		}
		if d.Suspect != (d.Why != "") || !d.Suspect && d.Year+d.Month+d.Day == 0 {
			t.Fatalf("%+v says neither a date nor a doubt", d)
		}
		end = d.Span.End
	}
}

// TestDatesOfStatements reads real texts that give years in both eras side by side,
// 民國100年（2011年）: both must agree.
func TestDatesOfStatements(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(shared.Dir(t), "corpora", "tw_mofa", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no statements: %v", err)
	}
	pairs := 0
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := folded(string(raw))
		found := Dates(text)
		checkDates(t, text, found)
		for i := 1; i < len(found); i++ {
			a, b := found[i-1], found[i]
			if a.Era != EraMinguo || string(text[a.Span.End:b.Span.Start]) != "(" {
				continue
			}
			pairs++
			if a.Year != b.Year {
				t.Errorf("%s: %s and %s differ", filepath.Base(name), a.ISO(), b.ISO())
			}
		}
	}
	if pairs < 5 {
		t.Errorf("found %d years given in both eras, want at least 5", pairs)
	}
}

func FuzzDates(f *testing.F) {
	for _, c := range dateCases {
		f.Add(c.text)
	}
	for _, s := range notDates {
		f.Add(s)
	}
	for _, s := range []string{"1日至2日至3日至", "民国民国元年年", "2024年2024年2024年", "(((9)))月", "1、2、3、4、5日", "lIO年月日", "0年0月0日", "24:60", "0—1月", "MAY 8000", "31/31/2023", "2022-11-12T24:00:00+99:99"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := folded(s)
		checkDates(t, text, Dates(text))
		if d, ok := ParseDate(s); ok && (d.Year == 0 || d.Span.End > len(text)) {
			t.Fatalf("ParseDate(%q) = %+v", s, d)
		}
	})
}

func BenchmarkDates(b *testing.B) {
	text := folded(strings.Repeat(report, 2000))
	b.ReportAllocs()
	for b.Loop() {
		Dates(text)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(text)), "ns/rune")
}
