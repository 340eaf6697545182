package winnow

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/google/go-cmp/cmp"
)

// pair is what a passage quotes, with its letters.
type pair struct {
	Here, There string
	Letters     int
}

func TestPassages(t *testing.T) {
	t.Parallel()
	const (
		shared = "老君庙车站的焊工夜校开了3个班，每班二十人，由退休技师轮流坐班答疑，十月底前把断裂的刀具陈列出来"
		second = "碧溪港的职工食堂从九月起恢复早餐供应，每天清晨五点开门，卖到船工上船为止，价钱和十年前一样"
		before = "各位同志，上午好！下面说一件小事。"
		after  = "。散会以后请大家到门口领书，谢谢。"
	)
	n := New([]rune(shared)).Letters()
	replace := func(old, with string) string { return strings.Replace(shared, old, with, 1) }
	tests := []struct {
		name, here, there string
		want              []pair
	}{
		{"nothing", "", "", nil},
		{"nothing there", shared, "", nil},
		{"one letter", "会", "会", nil},
		{"marks only", "……！？（）——", "……！？（）——", nil},
		{"identical", shared, shared, []pair{{shared, shared, n}}},
		{"in other texts", before + shared + after, "今天讲三点。" + shared + "！", []pair{{shared, shared, n}}},
		{"one letter too few", before + shared[:len("老君庙车站的焊工夜校开了3个班，每班二十人，由退休技师轮流坐班")] + after, shared,
			nil},
		{"just enough", before + shared[:len("老君庙车站的焊工夜校开了3个班，每班二十人，由退休技师轮流坐班答")] + after, shared,
			[]pair{{"老君庙车站的焊工夜校开了3个班，每班二十人，由退休技师轮流坐班答", "老君庙车站的焊工夜校开了3个班，每班二十人，由退休技师轮流坐班答", 30}}},
		{"both scripts", before + string(traditional([]rune(shared))) + after, shared,
			[]pair{{string(traditional([]rune(shared))), shared, n}}},
		{"both widths", before + string(fullWidth([]rune(shared))) + after, shared, []pair{{string(fullWidth([]rune(shared))), shared, n}}},
		{"other marks", replace("，", "\n　　"), shared, []pair{{replace("，", "\n　　"), shared, n}}},
		{"a letter misread", before + replace("退休", "退体"), shared, []pair{{replace("退休", "退体"), shared, n - 1}}},
		{"a letter lost", replace("退休", "退"), shared + after, []pair{{replace("退休", "退"), shared, n - 1}}},
		{"a letter more", replace("退休", "退了休"), shared, []pair{{replace("退休", "退了休"), shared, n}}},
		{"a letter that cannot be shown", replace("退休", "退\uFFFD"), shared, []pair{{replace("退休", "退\uFFFD"), shared, n - 1}}},
		{"a page mark", replace("每班", "每\n12、班"), shared, []pair{{replace("每班", "每\n12、班"), shared, n}}},
		{"a running head", replace("每班", "每\n第3页 共12页\n班"), shared, []pair{{replace("每班", "每\n第3页 共12页\n班"), shared, n}}},
		{"a name blacked out", replace("老君庙", "XXX"), "在" + shared,
			[]pair{{strings.TrimPrefix(shared, "老君庙"), strings.TrimPrefix(shared, "老君庙"), n - 3}}},
		{"a name blacked out inside", replace("退休技师", "****"), shared, []pair{{replace("退休技师", "****"), shared, n - 4}}},
		{"small letters", replace("焊工", "ｍｉｇ焊工"), replace("焊工", "MIG焊工"), []pair{{replace("焊工", "ｍｉｇ焊工"), replace("焊工", "MIG焊工"), n + 3}}},
		{"astral letters", "😀😀𠮷野家" + replace("退休", "𠮷𠮷退休"), "𠀀" + replace("退休", "𠮷𠮷退休"),
			[]pair{{replace("退休", "𠮷𠮷退休"), replace("退休", "𠮷𠮷退休"), n + 2}}},
		{"cut short", shared[:len(shared)-len("的刀具陈列出来")], shared, []pair{{strings.TrimSuffix(shared, "的刀具陈列出来"), strings.TrimSuffix(shared, "的刀具陈列出来"), n - 7}}},
		{"in other order", shared + before + second, second + after + shared, []pair{{shared, shared, n}, {second, second, 42}}},
		{"said twice here", shared + before + shared, shared, []pair{{shared, shared, n}}},
		{"said twice in both", shared + before + shared, shared + after + shared, []pair{{shared, shared, n}, {shared, shared, n}}},
		{"one pattern, other words",
			"市总工会牵头改造柳河镇的焊工夜校，名单张榜公布，由区财政局按季补贴，遇雨顺延三天，结果报代表大会审议",
			"县住建局牵头改造青泽县的冷链仓库，名单张榜公示，由农机推广站按季检修，遇雪顺延五天，结果交居民大会审议", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Passages([]rune(tt.here), []rune(tt.there))
			hold(t, []rune(tt.here), []rune(tt.there), got)
			var pairs []pair
			for _, p := range got {
				pairs = append(pairs, pair{p.Here.Text, p.There.Text, p.Letters})
			}
			if diff := cmp.Diff(tt.want, pairs); diff != "" {
				t.Errorf("passages (-want +got):\n%s", diff)
			}
		})
	}
}

// hold checks what is true of all passages: quotes are the words of the texts, the letters
// are enough, and none belongs to two passages.
func hold(t *testing.T, here, there []rune, passages []daodu.Passage) {
	t.Helper()
	var a, b []daodu.Span
	for _, p := range passages {
		for _, q := range []struct {
			text  []rune
			quote daodu.Quote
		}{{here, p.Here}, {there, p.There}} {
			if got := string(q.text[q.quote.Start:q.quote.End]); got != q.quote.Text {
				t.Fatalf("at %v stands %q, not %q", q.quote.Span, got, q.quote.Text)
			}
			if n := New([]rune(q.quote.Text)).Letters(); p.Letters < Least || p.Letters > n {
				t.Fatalf("%q has %d letters, %d of them are said to agree", q.quote.Text, n, p.Letters)
			}
		}
		a, b = append(a, p.Here.Span), append(b, p.There.Span)
	}
	for _, spans := range [][]daodu.Span{a, b} {
		slices.SortFunc(spans, func(s, t daodu.Span) int { return s.Start - t.Start })
		for i := 1; i < len(spans); i++ {
			if spans[i-1].Overlaps(spans[i]) {
				t.Fatalf("passages overlap: %v and %v", spans[i-1], spans[i])
			}
		}
	}
}

// TestPlanted plants passages of made-up speeches into weather reports, with up to 5 % of the letters
// edited and half of them in Traditional letters.
func TestPlanted(t *testing.T) {
	t.Parallel()
	const n, tolerance = 300, 2
	r := rand.New(rand.NewPCG(9, 10))
	found, exact, reported := 0, 0, 0
	for i := range n {
		from, into := speech(r, 40), weather(r, 60)
		length, start, at := 80+r.IntN(221), r.IntN(len(from)-320), r.IntN(len(into))
		for New(from[start:start+1]).Letters() == 0 {
			start++
		}
		for New(from[start+length-1:start+length]).Letters() == 0 {
			length--
		}
		words := misread(r, from[start:start+length], .05*r.Float64())
		if i%2 == 0 {
			words = traditional(words)
		}
		host := slices.Concat(into[:at], words, into[at:])
		passages := Passages(host, from)
		hold(t, host, from, passages)
		reported += len(passages)
		for _, p := range passages {
			if p.Here.Overlaps(daodu.Span{Start: at, End: at + len(words)}) {
				found++
				off := max(abs(p.Here.Start-at), abs(p.Here.End-at-len(words)), abs(p.There.Start-start), abs(p.There.End-start-length))
				if off <= tolerance {
					exact++
				}
				break
			}
		}
	}
	for name, share := range map[string]float64{"found": float64(found) / n, "planted among reported": float64(found) / float64(reported), "exact": float64(exact) / n} {
		if share < .98 {
			t.Errorf("%s: %.3f, want .98", name, share)
		}
	}
}

func abs(n int) int { return max(n, -n) }

// TestRepetition covers texts that repeat themselves: copies are found whole, and the
// bounds keep the rest from taking for ever.
func TestRepetition(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(11, 12))
	table := strings.Repeat("云溪市总工会经费收支合计表", 2000)
	var rows strings.Builder
	for range 1000 {
		rows.WriteString("本行金额" + speechThings[r.IntN(len(speechThings))] + "合计一百元，比上年增长百分之五。\n")
	}
	tests := []struct {
		name, here, there string
		share             float64 // of the letters there that stand here
	}{
		{"one letter", strings.Repeat("一", 30_000), strings.Repeat("一", 20_000), 1},
		{"one phrase", table, table[len("云溪市"):], 1},
		{"rows", rows.String(), rows.String(), 1},
		{"half of the rows", rows.String(), rows.String()[:rows.Len()/2/3*3], .9},
		{"two letters at random", few(r, 2, 30_000), few(r, 2, 30_000), 0},
		{"four letters at random", few(r, 4, 30_000), few(r, 4, 30_000), 0},
	}
	for _, tt := range tests {
		here, there := New([]rune(tt.here)), New([]rune(tt.there))
		passages := here.Passages(there)
		hold(t, here.runes, there.runes, passages)
		letters := 0
		for _, p := range passages {
			letters += p.Letters
		}
		if got := float64(letters) / float64(there.Letters()); got < tt.share {
			t.Errorf("%s: %.2f found, want %.2f", tt.name, got, tt.share)
		}
	}
}

// few makes a text of n letters of which so many differ.
func few(r *rand.Rand, different, n int) string {
	out := make([]rune, n)
	for i := range out {
		out[i] = '一' + rune(r.IntN(different))
	}
	return string(out)
}
