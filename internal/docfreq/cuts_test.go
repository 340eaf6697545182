package docfreq

import (
	"strings"
	"testing"

	"github.com/daodu/daodu/internal/zh"
)

func TestCuts(t *testing.T) {
	t.Parallel()
	for _, want := range []string{
		"各级 工会", "申请 一位", "专项 资金 每年", "職工 技能", "装备 制造，资金 10万",
		"𠮷 祥 资金", "", "的",
	} {
		text := strings.ReplaceAll(want, " ", "")
		folded := zh.FoldRunes([]rune(text))
		cuts := Default().Cuts(folded)
		if len(cuts) != len(folded)+1 || !cuts[0] || !cuts[len(folded)] {
			t.Fatalf("%s: %v", want, cuts)
		}
		at := 0
		for i, word := range strings.Fields(want) {
			if n := len([]rune(word)); i > 0 && !cuts[at] {
				t.Errorf("%s: no word may begin before %s", text, word)
			} else if at+1 < len(cuts) && n == 2 && cuts[at+1] {
				t.Errorf("%s: %s may be parted", text, word)
			}
			at += len([]rune(word))
		}
	}
}

func TestIsWord(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]bool{"职工 资金 师傅 驿站 竞赛 申请 民主": true, "请一 金每 好上 分值 的工 岭矿": false} {
		for _, w := range strings.Fields(words) {
			if r := []rune(w); Default().IsWord(r[0], r[1]) != want {
				t.Errorf("IsWord(%s) is not %v", w, want)
			}
		}
	}
}
