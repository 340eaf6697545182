package charset_test

import (
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/read/charset"
)

const (
	hans = "云江市工会第三次代表大会昨天开幕，全市职工代表出席了会议。"
	hant = "雲江市工會第三次代表大會昨天開幕，全市職工代表出席了會議。"
	rare = "技工𠮷某说：“车间里有龘字牌。”😀"
)

var (
	gb18030 = simplifiedchinese.GB18030
	big5    = traditionalchinese.Big5
)

func coded(t testing.TB, enc encoding.Encoding, text string) string {
	t.Helper()
	s, err := enc.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestDecode(t *testing.T) {
	t.Parallel()
	le := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	be := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	le32 := utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	be32 := utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	kana := "組合の代表がきのう集まって、ことしの計画について話し合いました。"
	hangul := "노동조합 대표들이 어제 모여서 올해의 계획에 대하여 이야기했습니다."
	french := "Le délégué a présenté à l’assemblée générale un résumé très détaillé du procès."
	russian := "Вчера открылось собрание профсоюза города, на котором выступили делегаты."
	for _, test := range []struct {
		name, data, label, want, charset string
	}{
		{"empty", "", "", "", "UTF-8"},
		{"ASCII", "Report No. 3\r\n", "gb2312", "Report No. 3\r\n", "UTF-8"},
		{"UTF-8", hans, "", hans, "UTF-8"},
		{"UTF-8 declared as gb2312", hans, "gb2312", hans, "UTF-8"},
		{"UTF-8 of one accent", "été", "", "été", "UTF-8"},
		{"UTF-8 of German", "Zürich grüßt München", "", "Zürich grüßt München", "UTF-8"},
		{"UTF-8 of Russian", "Привет, мир", "gb2312", "Привет, мир", "UTF-8"},
		{"UTF-8 of Greek", "Ελλάδα", "", "Ελλάδα", "UTF-8"},
		{"UTF-8 of Hebrew", "שלום", "", "שלום", "UTF-8"},
		{"UTF-8 with mark", "\uFEFF" + hant, "", hant, "UTF-8"},
		{"GB18030", coded(t, gb18030, hans), "", hans, "GB18030"},
		{"GB18030 declared as UTF-8", coded(t, gb18030, hans), "utf-8", hans, "GB18030"},
		{"GB18030 declared as Big5", coded(t, gb18030, hans), "big5", hans, "GB18030"},
		{"GB18030 with letters of four bytes", coded(t, gb18030, rare), "gb2312", rare, "GB18030"},
		{"GB18030 of Traditional", coded(t, gb18030, hant), "", hant, "GB18030"},
		{"GB18030 with mark", "\x84\x31\x95\x33" + coded(t, gb18030, hans), "", hans, "GB18030"},
		{"Big5", coded(t, big5, hant), "", hant, "Big5"},
		{"Big5 declared as gb2312", coded(t, big5, hant), "gb2312", hant, "Big5"},
		{"Big5 of Hong Kong", coded(t, big5, hant+"喺度嘅嘢"), "", hant + "喺度嘅嘢", "Big5"},
		{"UTF-16LE", coded(t, le, hans), "", hans, "UTF-16LE"},
		{"UTF-16BE", coded(t, be, hant), "", hant, "UTF-16BE"},
		{"UTF-16LE with mark", "\xFF\xFE" + coded(t, le, rare), "", rare, "UTF-16LE"},
		{"UTF-16BE with mark", "\xFE\xFF" + coded(t, be, rare), "", rare, "UTF-16BE"},
		{"UTF-16LE of English", coded(t, le, "Minutes of the meeting"), "", "Minutes of the meeting", "UTF-16LE"},
		{"UTF-16BE of English", coded(t, be, "Minutes of the meeting"), "", "Minutes of the meeting", "UTF-16BE"},
		{"UTF-16LE, half English", coded(t, le, "<title>"+hans+"</title>"), "", "<title>" + hans + "</title>", "UTF-16LE"},
		{"UTF-16LE of ones", coded(t, le, "一个一个说，一件一件办，一步一步走。"), "", "一个一个说，一件一件办，一步一步走。", "UTF-16LE"},
		{"UTF-32LE", coded(t, le32, hans), "", hans, "UTF-32LE"},
		{"UTF-32BE with mark", "\x00\x00\xFE\xFF" + coded(t, be32, rare), "", rare, "UTF-32BE"},
		{"EUC-JP", coded(t, japanese.EUCJP, kana), "", kana, "EUC-JP"},
		{"Shift_JIS", coded(t, japanese.ShiftJIS, kana), "gbk", kana, "Shift_JIS"},
		{"EUC-KR", coded(t, korean.EUCKR, hangul), "", hangul, "EUC-KR"},
		{"windows-1252", coded(t, charmap.Windows1252, french), "", french, "windows-1252"},
		{"curly quotes only", "the \x93general assembly\x94 of the union", "", "the “general assembly” of the union", "windows-1252"},
		{"charset told by its label only", coded(t, charmap.Windows1251, russian), "windows-1251", russian, "windows-1251"},
	} {
		got, err := charset.Decode([]byte(test.data), test.label)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if got.Text != test.want || got.Charset != test.charset || got.DamageIn(got.Text) != nil {
			t.Errorf("%s: got %q in %s, damage %v", test.name, got.Text, got.Charset, got.DamageIn(got.Text))
		}
	}
}

func TestNotText(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(3, 4))
	noise := make([]byte, 4096)
	for i := range noise {
		noise[i] = byte(rnd.Uint32())
	}
	for name, data := range map[string]string{
		"random bytes":    string(noise),
		"a short picture": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00\x00\x00\x01\x00\x08\x06\x00\x00\x00",
		"zero bytes":      strings.Repeat("\x00", 512),
		"a program":       "\x7fELF\x02\x01\x01" + strings.Repeat("\x00\x03\x00>\x00\x01\x90\x10@", 40),
		"Russian without a label": coded(t, charmap.Windows1251,
			"Вчера открылось собрание профсоюза города, на котором выступили делегаты."),
	} {
		if got, err := charset.Decode([]byte(data), ""); !errors.Is(err, daodu.ErrBadInput) {
			t.Errorf("%s: got %+v, %v, want %v", name, got, err, daodu.ErrBadInput)
		}
	}
}

func TestDamage(t *testing.T) {
	t.Parallel()
	long := strings.Repeat(hans, 60) // 1740 letters
	runes := utf8.RuneCountInString
	for _, test := range []struct {
		name, data, want string
		damage           daodu.Damage // Note is what it must contain
	}{
		{
			"broken bytes in UTF-8", "职工\xE5\xA4代表" + long, "职工��代表" + long,
			daodu.Damage{Kind: daodu.Mojibake, Severity: daodu.SeverityWarn, Span: daodu.Span{Start: 2, End: 4}, Note: "有2个字"},
		},
		{
			"a broken byte in GB18030", coded(t, gb18030, hans) + "\xFF" + coded(t, gb18030, long), hans + "�" + long,
			daodu.Damage{Kind: daodu.Mojibake, Severity: daodu.SeverityNote, Span: daodu.Span{Start: runes(hans), End: runes(hans) + 1}, Note: "有1个字"},
		},
		{
			"a zero byte", "职\x00工代表大会", "职�工代表大会",
			daodu.Damage{Kind: daodu.Mojibake, Severity: daodu.SeveritySevere, Span: daodu.Span{Start: 1, End: 2}, Note: "有1个字"},
		},
		{
			"UTF-8 cut in a letter", hans + "职\xE5\xB7", hans + "职",
			daodu.Damage{Kind: daodu.Truncated, Severity: daodu.SeverityWarn, Span: daodu.Span{Start: runes(hans) + 1, End: runes(hans) + 1}, Note: "断开"},
		},
		{
			"GB18030 cut in a letter", coded(t, gb18030, hans) + "\xB9", hans,
			daodu.Damage{Kind: daodu.Truncated, Severity: daodu.SeverityWarn, Span: daodu.Span{Start: runes(hans), End: runes(hans)}, Note: "断开"},
		},
		{
			"UTF-8 read as Latin-1", misread(hans, charmap.ISO8859_1), hans,
			daodu.Damage{Kind: daodu.Mojibake, Severity: daodu.SeverityNote, Span: daodu.Span{End: runes(hans)}, Note: "已全部还原"},
		},
		{
			"GBK read as windows-1252", misread(coded(t, gb18030, "工会 2024 年"+hans), charmap.Windows1252), "工会 2024 年" + hans,
			daodu.Damage{Kind: daodu.Mojibake, Severity: daodu.SeverityNote, Span: daodu.Span{End: runes(hans) + 9}, Note: "已全部还原"},
		},
		{
			"Big5 read as Latin-1", misread(coded(t, big5, hant), charmap.ISO8859_1), hant,
			daodu.Damage{Kind: daodu.Mojibake, Severity: daodu.SeverityNote, Span: daodu.Span{End: runes(hant)}, Note: "已全部还原"},
		},
		{
			"UTF-8 read as GBK", misread("全市职工代表出席劳动模范工会代表", gb18030), "全市职工代表出席劳动模范工会代表",
			daodu.Damage{Kind: daodu.Mojibake, Severity: daodu.SeverityNote, Span: daodu.Span{End: 16}, Note: "GBK"},
		},
		{
			"a stretch of Latin-1", hans + misread("职工代表", charmap.ISO8859_1) + hans, "",
			daodu.Damage{Kind: daodu.Mojibake, Severity: daodu.SeveritySevere, Span: daodu.Span{Start: runes(hans), End: runes(hans) + 12}, Note: "不能全部还原"},
		},
	} {
		got, err := charset.Decode([]byte(test.data), "")
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if test.want != "" && got.Text != test.want {
			t.Errorf("%s: text %q, want %q", test.name, got.Text, test.want)
		}
		damage := got.DamageIn(got.Text)
		if len(damage) != 1 || !strings.Contains(damage[0].Note, test.damage.Note) {
			t.Errorf("%s: damage %+v, want %q", test.name, damage, test.damage.Note)
			continue
		}
		test.damage.Note = damage[0].Note
		if diff := cmp.Diff(test.damage, damage[0]); diff != "" {
			t.Errorf("%s: damage -want +got\n%s", test.name, diff)
		}
	}
}

// misread returns what a program saves that reads text in a wrong charset.
func misread(text string, wrong encoding.Encoding) string {
	s, err := wrong.NewDecoder().String(text)
	if err != nil {
		panic(err)
	}
	return s
}

func TestMendLeavesGoodTextAlone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		hans, hant, rare, "", "plain", "Le délégué a présenté un résumé très détaillé à l’assemblée générale.",
		"ááááááá! éééééééé", "naïve café — “été” … façade coöperate Zürich Ærø", "Вчера открылось собрание профсоюза.",
		"龘靐齉爩鱻麤龗灪籲鸞黌", // rare, not wrong
	} {
		got := charset.Mend(text)
		if damage := got.DamageIn(text); got.Text != text || damage != nil {
			t.Errorf("%q became %q with %v", text, got.Text, damage)
		}
	}
}

func TestMendTellsLostBytes(t *testing.T) {
	t.Parallel()
	// An odd number of bytes before an ASCII letter loses the last of them.
	text := strings.Repeat(misread("工会代表。\n职工代表们。\n", gb18030), 3)
	damage := charset.Mend(text).DamageIn(text)
	last := damage[len(damage)-1]
	if last.Severity != daodu.SeveritySevere || !strings.Contains(last.Note, "GBK") {
		t.Errorf("damage of %q is %+v", text, damage)
	}
}

func TestLabel(t *testing.T) {
	t.Parallel()
	far := strings.Repeat("<script>var a = 1;</script>\n", 200)
	for page, want := range map[string]string{
		`<meta charset="gb2312">`: "gb2312",
		`<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=GBK">`: "GBK",
		`<meta content='text/html;charset=big5' http-equiv=Content-Type />`: "big5",
		`<?xml version="1.0" encoding='GB2312'?><rss/>`:                     "GB2312",
		far + `<meta charset=utf-8>`:                                        "utf-8",
		`<p>charset=gbk</p>`:                                                "",
		"":                                                                  "",
	} {
		if got := charset.Label([]byte(page)); got != want {
			t.Errorf("label of %.40q is %q, want %q", page, got, want)
		}
	}
}

func TestNewReader(t *testing.T) {
	t.Parallel()
	long := strings.Repeat(rare+"\n", 5000)
	for _, data := range []string{
		long, "\uFEFF" + long, coded(t, gb18030, long), "\x84\x31\x95\x33" + coded(t, gb18030, long),
		"\xFF\xFE" + coded(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), long),
	} {
		c, err := charset.Detect([]byte(data[:4096]), "")
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(c.NewReader(strings.NewReader(data)))
		if err != nil || string(got) != long {
			t.Errorf("%s: %d bytes, %v, want %d", c.Name, len(got), err, len(long))
		}
	}
}

func TestCommon(t *testing.T) {
	t.Parallel()
	for _, r := range "的一是國国會会" {
		if !charset.Common(r) {
			t.Errorf("%c is not common", r)
		}
	}
	for _, r := range "龘靐a，\n\uFFFD𠮷" {
		if charset.Common(r) {
			t.Errorf("%c is common", r)
		}
	}
	if share, n := charset.Share("职工，大会 abc 龘"); n != 5 || share != 0.8 {
		t.Errorf("share %v of %d", share, n)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(hans), "")
	f.Add([]byte(coded(f, gb18030, rare)), "gb2312")
	f.Add([]byte(coded(f, big5, hant)), "big5")
	f.Add([]byte("\x8E\xA2\xA1\xA1\xC4\xE3\x8E"), "euc-tw")
	f.Add([]byte("\xFF\xFE\x00\xD8\x00"), "utf-16")
	f.Add([]byte(misread(hans, charmap.ISO8859_1)), "iso-8859-1")
	f.Add([]byte("\x00\x00\x00a\x00\x11\x00\x00"), "utf-32")
	f.Fuzz(func(t *testing.T, data []byte, label string) {
		got, err := charset.Decode(data, label)
		if err != nil {
			if !errors.Is(err, daodu.ErrBadInput) {
				t.Fatalf("unexpected error %v", err)
			}
			return
		}
		if !utf8.ValidString(got.Text) || strings.ContainsRune(got.Text, 0) {
			t.Fatalf("not clean: %q", got.Text)
		}
		n := utf8.RuneCountInString(got.Text)
		for _, d := range got.DamageIn(got.Text) {
			if d.Span.Start < 0 || d.Span.End > n || d.Span.Start > d.Span.End {
				t.Fatalf("span %v outside %d letters", d.Span, n)
			}
		}
		if utf8.Valid(data) && got.Charset == "UTF-8" && got.Misread == "" {
			want := strings.ReplaceAll(strings.TrimPrefix(string(data), "\uFEFF"), "\x00", "\uFFFD")
			if got.Text != want {
				t.Fatalf("valid UTF-8 changed: %q became %q", want, got.Text)
			}
		}
	})
}
