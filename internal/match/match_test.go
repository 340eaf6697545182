package match

import (
	"regexp"
	"testing"
)

func TestCandidates(t *testing.T) {
	t.Parallel()
	patterns := []*regexp.Regexp{
		regexp.MustCompile(`版权所有|(?i)copyright|©`),
		regexp.MustCompile(`^(?:主办|承办|主管)(?:单位|方)? ?:`),
		regexp.MustCompile(`(?:记者|通讯员) ?[\p{Han} ]{0,6}摄$`),
		regexp.MustCompile(`^\p{Han}+$`), // nothing to look for
		regexp.MustCompile(`\d{4}年`),
	}
	set := NewSet(patterns...)
	texts := []string{
		"版权所有", "COPYRIGHT 2021", "© 云溪", "主办单位:云溪市总工会", "承办:甲", "本报记者 王某 摄", "通讯员李某摄",
		"普通的一句话。", "2021年", "", "𠮷野家", "主", "摄",
	}
	for _, text := range texts {
		got := set.Candidates([]rune(text))
		for i, p := range patterns {
			if p.MatchString(text) && got&(1<<i) == 0 {
				t.Errorf("%q: pattern %s matches but is no candidate", text, p)
			}
		}
	}
	if got := set.Candidates([]rune("普通的一句话,没有别的。")); got != 1<<3 {
		t.Errorf("plain sentence: candidates %b, want only the pattern without words", got)
	}
}

// Every word that analyse derives must really stand in every match.
func FuzzCandidates(f *testing.F) {
	f.Add(`a(?:b|c)d?`, "abd")
	f.Add(`(?i)Ab+c`, "ABBC")
	f.Add(`x{2,3}y|z`, "xxy")
	f.Add(`[甲乙]?丙`, "乙丙")
	f.Add(`(?:甲|乙丙)*丁`, "乙丙丁")
	f.Add(`\bK\b`, "k")
	f.Fuzz(func(t *testing.T, expr, text string) {
		re, err := regexp.Compile(expr)
		if err != nil {
			t.Skip()
		}
		if re.MatchString(text) && NewSet(re).Candidates([]rune(text)) == 0 {
			t.Errorf("%q matches %q but is no candidate", expr, text)
		}
	})
}
