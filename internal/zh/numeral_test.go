package zh

import (
	"math/rand"
	"strconv"
	"strings"
	"testing"
)

func folded(s string) []rune { return FoldRunes([]rune(s)) }

func TestParseInt(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int64{
		"0": 0, "7": 7, "1,500": 1500, "1,234,567": 1234567, "１２３": 123, "-5": -5, "负三": -3,
		"零": 0, "〇": 0, "两": 2, "十": 10, "十五": 15, "二十": 20, "廿": 20, "廿一": 21, "卅": 30, "卅二": 32,
		"一百": 100, "一百零五": 105, "一百一": 110, "一百一十二": 112, "一百十五": 115, "一百五十": 150, "一百廿五": 125,
		"一千零二十": 1020, "一千五": 1500, "三千五百": 3500, "两万五千": 25000, "一万二": 12000, "一万零五百": 10500, "一万五百": 10500,
		"十万": 100000, "百万": 1000000, "一千二百三十四万五千六百七十八": 12345678, "九百六十万": 9600000, "一亿三": 130000000,
		"十四亿": 1400000000, "一百二十三": 123, "一万亿": 1000000000000, "十二万亿五千万": 12000050000000, "三千零五": 3005,
		"二〇二四": 2024, "二○二四": 2024, "二零零八": 2008, "一九四九": 1949, "〇五": 5,
		"壹佰贰拾叁": 123, "壹萬貳仟": 12000, "參佰": 300, "兩億": 200000000, "九千萬": 90000000,
		"3万": 30000, "1.2亿": 120000000, "3千5百": 3500, "1亿2千万": 120000000, "5百万": 5000000, "3万五千": 35000,
	} {
		if got, ok := ParseInt(folded(in)); !ok || got != want {
			t.Errorf("ParseInt(%q) = %d, %v, want %d", in, got, ok, want)
		}
	}
}

func TestParseIntRejects(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		"", " ", "五个", "叁仟元", "一二三个", "1 500", "1,50", "1,5000", "01,500", "1.5", "1.2.3", "二十两", "两十", "十两",
		"一百零", "零百", "百千", "一千百", "一百零五十", "一万零", "一亿亿", "万万", "一兆亿", "一个", "三十几", "十几", "几十", "10余万",
		"三四十", "五十百", "-", "负", "--5", "5-", "一千千", "二十廿", "99999999999999999999", "九九九九九九九九九九九九九九九九九九九",
	} {
		if n, ok := ParseInt(folded(in)); ok {
			t.Errorf("ParseInt(%q) = %d, want it refused", in, n)
		}
	}
}

// hanWriter writes numbers in Chinese, the other way round from ParseInt.
type hanWriter struct {
	digits [10]string
	powers [4]string // "", 十, 百, 千
	groups [4]string // "", 万, 亿, 万亿
}

var (
	ordinary  = hanWriter{[10]string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}, [4]string{"", "十", "百", "千"}, [4]string{"", "万", "亿", "万亿"}}
	financial = hanWriter{[10]string{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}, [4]string{"", "拾", "佰", "仟"}, [4]string{"", "万", "亿", "万亿"}}
	hant      = hanWriter{[10]string{"〇", "壹", "貳", "參", "肆", "伍", "陸", "柒", "捌", "玖"}, [4]string{"", "拾", "佰", "仟"}, [4]string{"", "萬", "億", "萬億"}}
)

// write writes 0 <= n < 10^15 in full, with 零 for every gap.
func (w hanWriter) write(n int64) string {
	if n == 0 {
		return w.digits[0]
	}
	var out string
	gap := false
	for group := 3; group >= 0; group-- {
		part := n / pow10(group*4) % 10000
		if part == 0 {
			gap = out != ""
			continue
		}
		if out != "" && (gap || part < 1000) {
			out += w.digits[0]
		}
		out += w.section(part)
		if group == 3 && n/pow10(8)%10000 != 0 {
			out += w.groups[1] // 12万3456亿: one 亿 closes both
		} else {
			out += w.groups[group]
		}
		gap = false
	}
	return out
}

// section writes 1 to 9999.
func (w hanWriter) section(n int64) string {
	var out string
	gap := false
	for power := 3; power >= 0; power-- {
		d := n / pow10(power) % 10
		if d == 0 {
			gap = out != ""
			continue
		}
		if gap {
			out += w.digits[0]
		}
		out += w.digits[d] + w.powers[power]
		gap = false
	}
	return out
}

func TestParseIntRoundTrip(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(1))
	check := func(n int64) {
		for _, w := range []hanWriter{ordinary, financial, hant} {
			if got, ok := ParseInt(folded(w.write(n))); !ok || got != n {
				t.Fatalf("ParseInt(%q) = %d, %v, want %d", w.write(n), got, ok, n)
			}
		}
	}
	for n := range int64(20000) {
		check(n)
	}
	for range 50000 {
		check(r.Int63n(pow10(1 + r.Intn(15))))
	}
}

// TestParseIntVariants holds the ways in which people deviate from full writing.
func TestParseIntVariants(t *testing.T) {
	t.Parallel()
	for n := int64(10); n < 20000; n++ {
		full := ordinary.write(n)
		variants := []string{strings.TrimPrefix(full, "一"), strings.ReplaceAll(full, "零", "〇")}
		if n >= 20 {
			variants = variants[1:] // only 一十 is shortened at the head
		}
		if n >= 2000 && n < 3000 || n >= 200 && n < 300 {
			variants = append(variants, strings.Replace(full, "二", "两", 1))
		}
		for _, v := range variants {
			if got, ok := ParseInt([]rune(v)); !ok || got != n {
				t.Fatalf("ParseInt(%q) = %d, %v, want %d", v, got, ok, n)
			}
		}
	}
}

func FuzzParseInt(f *testing.F) {
	for _, s := range []string{"一百二十三", "二〇二四", "1,500", "3万五千", "一兆兆", "零", "廿", "-1.20亿", "9223372036854775807", "九百二十二兆", "9.9万亿亿"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, ok := ParseInt(folded(s))
		if !ok {
			return
		}
		if again, ok := ParseInt([]rune(strconv.FormatInt(n, 10))); len(strconv.FormatInt(n, 10)) <= 18 && (!ok || again != n) {
			t.Fatalf("%q is %d, which reads back as %d, %v", s, n, again, ok)
		}
		if n >= 0 && n < pow10(15) {
			if again, ok := ParseInt([]rune(ordinary.write(n))); !ok || again != n {
				t.Fatalf("%q is %d, written %q, which reads back as %d, %v", s, n, ordinary.write(n), again, ok)
			}
		}
	})
}
