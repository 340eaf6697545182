package anchor_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/anchor"
)

// text is what notes are made on. 𠮷 lies beyond the basic plane.
const text = "各位代表：今天的会议主要讨论职工书屋的建设。第一，各单位要在年底以前腾出房间，" +
	"购置图书不少于三千册，并且指定𠮷林同志负责登记。第二，要办好每周一次的读书会，让大家把书读起来。" +
	"\n会议要求，各单位要高度重视。车间要派人参加。" +
	"\n最后，财务部门负责经费，会议要求，各单位要高度重视。散会。"

// at makes an anchor at words of a text, at the nth time that they stand there from 0 on.
func at(t *testing.T, text, words string, nth int) daodu.Anchor {
	t.Helper()
	from := 0
	for range nth {
		from += strings.Index(text[from:], words) + len(words)
	}
	i := strings.Index(text[from:], words)
	if i < 0 {
		t.Fatalf("the text has no %q", words)
	}
	start := len([]rune(text[:from+i]))
	return anchor.Make([]rune(text), daodu.Span{Start: start, End: start + len([]rune(words))}, "00")
}

func TestMake(t *testing.T) {
	t.Parallel()
	a := at(t, text, "𠮷林同志", 0)
	want := daodu.Anchor{
		Span: a.Span, Quote: "𠮷林同志", TextSHA256: "00",
		Prefix: "第一，各单位要在年底以前腾出房间，购置图书不少于三千册，并且指定",
		Suffix: "负责登记。第二，要办好每周一次的读书会，让大家把书读起来。\n会议",
	}
	if diff := cmp.Diff(want, a); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if n := len([]rune(a.Prefix)); n != daodu.AnchorContext {
		t.Errorf("the prefix has %d letters", n)
	}
	if a := at(t, text, "各位代表", 0); a.Prefix != "" {
		t.Errorf("before the text stands %q", a.Prefix)
	}
	if a := at(t, text, "散会。", 0); a.Suffix != "" {
		t.Errorf("behind the text stands %q", a.Suffix)
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	replace := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(text) }
	traditional := replace("会议", "會議", "单", "單", "书", "書", "图", "圖", "腾", "騰", "间", "間", "购", "購", "册", "冊", "并", "並", "负责", "負責", "记", "記",
		"办", "辦", "读", "讀", "让", "讓", "来", "來", "车", "車", "务", "務", "经费", "經費", "参", "參", "讨论", "討論", "职", "職", "设", "設", "总", "總", "个", "個")
	tests := map[string]struct {
		words string
		nth   int
		now   string // text
		want  string // "" is orphaned
		nthIn int    // which of those in now
	}{
		"text before it":             {words: "购置图书不少于三千册", now: "导言一段。\n" + text, want: "购置图书不少于三千册"},
		"one astral letter":          {words: "𠮷", now: "𠀀𠀁" + text, want: "𠮷"},
		"one common letter":          {words: "要", now: "要。" + text, want: "要", nthIn: 1},
		"second of two":              {words: "各单位要高度重视", nth: 1, now: "开场白。" + text, want: "各单位要高度重视", nthIn: 1},
		"first of two":               {words: "各单位要高度重视", now: "各单位要高度重视，这是开场白。" + text, want: "各单位要高度重视", nthIn: 1},
		"its twin alone is left":     {words: "会议要求", nth: 1, now: strings.Replace(text, "经费，会议要求，各单位要高度重视。散会。", "经费。", 1)},
		"other script":               {words: "购置图书不少于三千册", now: traditional, want: "購置圖書不少於三千冊"},
		"other width":                {words: "第一，各单位", now: replace("，", ","), want: "第一,各单位"},
		"lines broken elsewhere":     {words: "办好每周一次的读书会", now: replace("每周一", "每周\n　一"), want: "办好每周\n　一次的读书会"},
		"a word changed":             {words: "购置图书不少于三千册", now: replace("三千", "五千"), want: "购置图书不少于五千册"},
		"last letter changed":        {words: "第二，要办好每周一次的读书会", now: replace("读书会", "读书班"), want: "第二，要办好每周一次的读书班"},
		"a word added":               {words: "购置图书不少于三千册", now: replace("图书", "各类图书"), want: "购置各类图书不少于三千册"},
		"words gone":                 {words: "购置图书不少于三千册，", now: replace("购置图书不少于三千册，", "")},
		"other words in their place": {words: "购置图书不少于三千册", now: replace("购置图书不少于三千册", "请工会代为采购报刊")},
		"short words in new ones":    {words: "登记", now: "会前请到门口登记。天气晴朗，我们去爬山。"},
		"long words in new ones":     {words: "要办好每周一次的读书会", now: "工会发了通知：要办好每周一次的读书会。天气晴朗。", want: "要办好每周一次的读书会"},
		"another text":               {words: "购置图书不少于三千册", now: "秋天到了，田里的稻子一片金黄，农民忙着收割。"},
		"nothing":                    {words: "购置图书不少于三千册", now: ""},
		"only the words":             {words: "登记", now: "登记"},
		"before and behind are new":  {words: "高度重视", nth: 1, now: "高度重视。我们高度重视。"},
		"blanks":                     {words: "\n", now: "x" + text},
	}
	if !strings.Contains(traditional, "不少于") {
		t.Fatal("the Traditional text is none of the test's")
	}
	traditional = strings.ReplaceAll(traditional, "少于", "少於")
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "other script" {
				tt.now = traditional
			}
			in := anchor.New(tt.now)
			got, ok := in.Find(at(t, text, tt.words, tt.nth))
			if ok != (tt.want != "") {
				t.Fatalf("found %v: %q", ok, in.Quote(got).Text)
			}
			if !ok {
				return
			}
			if diff := cmp.Diff(at(t, tt.now, tt.want, tt.nthIn).Span, got); diff != "" {
				t.Errorf("%q is at (-want +got):\n%s", in.Quote(got).Text, diff)
			}
			if in.Quote(got).Text != tt.want {
				t.Errorf("found %q", in.Quote(got).Text)
			}
		})
	}
}

// TestBound holds minContext against the speech of the examples: stretches of it that have
// nothing to do with each other must not pass for surroundings.
func TestBound(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../examples/speech.txt")
	if err != nil {
		t.Fatal(err)
	}
	runes := []rune(string(data))
	const step, words = 37, 4
	for i := 40; i+40 < len(runes); i += step {
		a := anchor.Make(runes, daodu.Span{Start: i, End: i + words}, "")
		// The same words amid those of another place.
		far := (i + len(runes)/2) % (len(runes) - 80)
		now := string(runes[far:far+40]) + a.Quote + string(runes[far+40:far+80])
		if s, ok := anchor.New(now).Find(a); ok && s.Start == 40 {
			t.Errorf("%q at %d passes for that at %d", a.Quote, far+40, i)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add(text, "导言。"+text, 20, 8)
	f.Add("一二三", "", 0, 1)
	f.Add("aaaaaaaaaaaa", "aaaaaa", 3, 4)
	f.Add("𠮷𠮷 𠮷", "𠮷", 1, 1)
	f.Add("a\u3000\xff b", "ａ b", 0, 4)
	f.Fuzz(func(t *testing.T, made, now string, start, n int) {
		runes := []rune(made)
		if start < 0 || n < 1 || start > len(runes) || n > len(runes)-start || len(runes) > 2000 {
			t.Skip()
		}
		a := anchor.Make(runes, daodu.Span{Start: start, End: start + n}, "")
		in := anchor.New(now)
		if s, ok := in.Find(a); ok {
			if s.Start < 0 || s.Len() < 1 || s.End > len([]rune(now)) {
				t.Fatalf("found %v in %d letters", s, len([]rune(now)))
			}
			if in.Quote(s).Text != string([]rune(now)[s.Start:s.End]) {
				t.Errorf("the quote at %v is %q", s, in.Quote(s).Text)
			}
		}
		if s, ok := anchor.New(made).Find(a); ok && anchor.New(made).Quote(s).Text != a.Quote {
			t.Errorf("in its own text %q became %q", a.Quote, anchor.New(made).Quote(s).Text)
		}
	})
}

// BenchmarkFind looks for words that are gone, which takes all three ways.
func BenchmarkFind(b *testing.B) {
	var s strings.Builder
	for i := range 276_000 / 20 {
		s.WriteString(string([]rune{rune(0x4e00 + i%997), rune(0x4e00 + i%1009), '的'}) + "工作会议要求各单位高度重视，抓好落实。")
	}
	long := strings.Repeat("购置图书不少于三千册，", 15)
	a := anchor.Make([]rune(long), daodu.Span{Start: 20, End: 140}, "")
	in := anchor.New(s.String())
	for b.Loop() {
		in.Find(a)
	}
}
