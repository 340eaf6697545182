package damage

import (
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

const prose = "全市各级工会要围绕中心、服务大局，团结带领广大职工在推动高质量发展中当好主力军，不断提高服务职工的本领，让职工有更多的获得感、幸福感和安全感，把各项部署落到实处，确保取得扎扎实实的成效。"

func find(text string, script daodu.Script) map[daodu.DamageKind][]string {
	runes := []rune(text)
	in := &Input{Text: runes, Folded: zh.FoldRunes(runes), Script: script, At: func(raw int) int { return raw }}
	found := map[daodu.DamageKind][]string{}
	for _, d := range Find(in) {
		found[d.Kind] = append(found[d.Kind], string(runes[d.Span.Start:d.Span.End]))
	}
	return found
}

// Where a text ends properly and where it does not.
func TestTruncated(t *testing.T) {
	t.Parallel()
	tests := []struct {
		end string
		cut bool
	}{
		{"要抓好落实。", false},
		{"要抓好落实！”", false},
		{"要抓好落实……", false},
		{"要抓好落实，确保取得", true},
		{"要抓好落实，", true},
		{"主要任务是：", true},
		{"要抓好落实。\n云溪市总工会\n2025年6月3日", false},
		{"要抓好落实。\n云溪市总工会", false},
		{"要抓好落实。\n附件：报名表", false},
		{"要抓好落实。\n联系人：王一　电话：0000", false},
		{"要抓好落实。\n要进一步加大", true},
		{"要抓好落实。\n甲组　12　34", false},
		{"他说：“要抓好落实，", true},
		{"要抓好落實，確保取得", true},
		{"要抓好落实.", false},
		{"要抓好落实...", true},
		{"要抓好落实。（青石日报评论员）", false},
		{"要抓好落实。(王一 李二)", false},
		{"“等忙完了，我想多陪陪家人。”——王一民", false},
		{"职工在领取防暑药品。 青石日报记者 王一民 摄", false},
		{"要抓好落实。\n采写：青石日报见习记者 王一民", false},
		{"要抓好落实。（市总工会要", true},
		{"甲类\t市总工会\t全市", false},
		{"要抓好落實。", false},
	}
	for _, tt := range tests {
		cut := find(prose+"\n"+tt.end, daodu.ScriptHans)[daodu.Truncated] != nil
		if cut != tt.cut {
			t.Errorf("…%q: truncated %v, want %v", tt.end, cut, tt.cut)
		}
	}
}

// Behind the text of a web page stand short lines that are no part of it.
func TestTruncatedPage(t *testing.T) {
	t.Parallel()
	for end, want := range map[string]int{
		"\n感谢王一民对本文的帮助": 0,
		"\n要进一步加大对困难职工家庭的帮扶力度使他们生活有保障工作有岗位子女能上学": 1,
		"要进一步加大": 1,
	} {
		runes := []rune(prose + end)
		in := &Input{Text: runes, Folded: zh.FoldRunes(runes), Page: true, At: func(raw int) int { return raw }}
		if got := len(findTruncated(in)); got != want {
			t.Errorf("…%q: %d findings, want %d", end, got, want)
		}
	}
}

func TestNoAlarm(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		prose,
		prose + "产品分A、B、C三级，甲级A，维生素C，KTV和XL号除外，参加X光检查。",
		prose + "他说：“第一段。\n“第二段。”会议结束。",
		prose + "设备型号为X200，长12H，于15时30分到达，占比5%。",
		prose + "忘记过去，守正创新，勇毅前行，踔厉奋发。",
		prose + "姓名中有龍字。",
	} {
		for kind, spots := range find(text, daodu.ScriptHans) {
			t.Errorf("%q: false alarm %s at %q", text[len(prose):], kind, spots)
		}
	}
}

func TestPhraseSlipKeepsScript(t *testing.T) {
	t.Parallel()
	runes := []rune("要守正創新、障厲奮發，做好工作。")
	in := &Input{Text: runes, Folded: zh.FoldRunes(runes), Script: daodu.ScriptHant, At: func(raw int) int { return raw }}
	for _, d := range Find(in) {
		if d.Kind == daodu.OCRSuspect {
			if want := "“障厲奮發”疑为识别错误，或应为“踔厲奮發”。"; d.Note != want {
				t.Errorf("note %q, want %q", d.Note, want)
			}
			return
		}
	}
	t.Error("the misread phrase was not found")
}

func FuzzFind(f *testing.F) {
	f.Add("“甲”乙“丙", "Hans")
	f.Add("XX省□□年***15H。", "Hant")
	f.Add("今后要奮斗\ufffd\ue000é¦é¦é¦", "Hant")
	f.Fuzz(func(t *testing.T, s, script string) {
		runes := []rune(s)
		in := &Input{Text: runes, Folded: zh.FoldRunes(runes), Script: daodu.Script(script), At: func(raw int) int { return min(raw, len(runes)) }}
		for _, d := range Find(in) {
			if d.Span.Start < 0 || d.Span.End < d.Span.Start || d.Span.End > len(runes) {
				t.Fatalf("damage %+v of %d", d, len(runes))
			}
		}
	})
}
