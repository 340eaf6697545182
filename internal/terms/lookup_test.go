package terms

import (
	"slices"
	"testing"

	"github.com/daodu/daodu/internal/zh"
)

// TestTokens: whatever a text is counted by, but for letters and figures, can be looked up
// in an index of the text.
func TestTokens(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "，。", "实名制培训不少于2000人，覆盖率达4.5%。", "實名制培訓，𠮷田先生與ＡＩ", "GPT-4 模型"} {
		folded := zh.FoldRunes([]rune(text))
		tokens, index := Tokens(folded), Index([]rune(text))
		for _, term := range Count(folded).Terms {
			if k := term.ID.Kind(); k == Letter || k == Figure {
				continue
			}
			token, ok := tokens[term.ID]
			if !ok || !slices.Contains(index, token) {
				t.Errorf("%q: term %x is token %q (%v), which the index %q has not", text, term.ID, token, ok, index)
			}
		}
	}
}
