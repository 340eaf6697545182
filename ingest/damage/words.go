package damage

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// blacked are the marks that stand for words taken out, over folded text.
var blacked = regexp.MustCompile(`[Xx]{2,}|×{2,}|\*{3,}|□{2,}|■{2,}|(?:19|20)\d[xX×]年|(?:19|20)[xX×]{2}年`)

func findRedacted(in *Input) []daodu.Damage {
	var out []daodu.Damage
	for _, s := range matches(in.Folded, blacked, "Xx×*□■") {
		if latinBeside(in.Folded, s) {
			continue // XXL, a word of another language
		}
		out = append(out, daodu.Damage{
			Kind: daodu.Redacted, Severity: daodu.SeverityWarn, Span: s,
			Note: fmt.Sprintf("“%s”处原词被隐去。", string(in.Text[s.Start:s.End])),
		})
	}
	return out
}

func latinBeside(text []rune, s daodu.Span) bool {
	latin := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
	return s.Start > 0 && latin(text[s.Start-1]) || s.End < len(text) && latin(text[s.End])
}

// matches returns what re matches in text, as spans. It looks only around the
// letters of triggers, since most texts have none.
func matches(text []rune, re *regexp.Regexp, triggers string) []daodu.Span {
	const around = 12
	var out []daodu.Span
	for at := 0; at < len(text); at++ {
		if text[at] < 0x80 && !strings.ContainsRune(triggers, text[at]) || text[at] >= 0x2E80 || !strings.ContainsRune(triggers, text[at]) {
			continue
		}
		from := max(0, at-around/2)
		s := string(text[from:min(len(text), at+around*8)])
		for _, loc := range re.FindAllStringIndex(s, -1) {
			span := daodu.Span{Start: from + utf8.RuneCountInString(s[:loc[0]]), End: from + utf8.RuneCountInString(s[:loc[1]])}
			if n := len(out); n == 0 || span.Start >= out[n-1].End {
				out = append(out, span)
			}
		}
		if n := len(out); n > 0 {
			at = max(at, out[n-1].End-1)
		}
	}
	return out
}

//go:embed tables/phrases.txt
var phraseLines string

// phrases maps a set phrase with one letter masked to the phrase.
var phrases = sync.OnceValue(func() map[[4]rune][4]rune {
	t := map[[4]rune][4]rune{}
	for line := range strings.Lines(phraseLines) {
		word, sure, _ := strings.Cut(strings.TrimSpace(line), "\t")
		p := [4]rune([]rune(word))
		t[p] = p
		for _, i := range sure {
			masked := p
			masked[i-'0'] = '*'
			t[masked] = p
		}
	}
	return t
})

// findOCR reports letters that look misread.
func findOCR(in *Input) []daodu.Damage {
	out := findStray(in)
	out = append(out, findDateSlips(in)...)
	return append(out, findPhraseSlips(in)...)
}

func suspect(in *Input, s daodu.Span, guess string) daodu.Damage {
	note := fmt.Sprintf("“%s”疑为识别错误", string(in.Text[s.Start:s.End]))
	if guess != "" {
		note += fmt.Sprintf("，或应为“%s”", guess)
	}
	return daodu.Damage{Kind: daodu.OCRSuspect, Severity: daodu.SeverityNote, Span: s, Note: note + "。"}
}

// findStray finds a single Latin letter between a Chinese letter and a mark: 培训I。
func findStray(in *Input) []daodu.Damage {
	var out []daodu.Damage
	t := in.Folded
	for i := 1; i+1 < len(t); i++ {
		if !(t[i] >= 'a' && t[i] <= 'z' || t[i] >= 'A' && t[i] <= 'Z') || !zh.IsHan(t[i-1]) || !strings.ContainsRune("。,;、", t[i+1]) {
			continue
		}
		if strings.ContainsRune("ABCDEFGHKQTVX", t[i]) && !strings.ContainsRune("I", t[i]) || strings.ContainsRune("型级类组座楼区号点卡维", t[i-1]) {
			continue // 甲级A, 维生素C, A座B: a label, not a slip
		}
		from := i - 1
		for from > 0 && zh.IsHan(t[from-1]) && i-from < 2 {
			from--
		}
		out = append(out, suspect(in, daodu.Span{Start: from, End: i + 1}, string(in.Text[from:i])))
	}
	return out
}

// findDateSlips finds digits and the day of a date that were read as letters: 15H.
func findDateSlips(in *Input) []daodu.Damage {
	var out []daodu.Damage
	t := in.Folded
	for i := 1; i < len(t); i++ {
		if !strings.ContainsRune("HIlOB", t[i]) || t[i-1] < '0' || t[i-1] > '9' {
			continue
		}
		if i+1 < len(t) && (t[i+1] < 0x80 && t[i+1] > ' ' && !strings.ContainsRune(",;:!?)", t[i+1])) {
			continue
		}
		from := i
		for from > 0 && t[from-1] >= '0' && t[from-1] <= '9' {
			from--
		}
		if i-from > 2 || from == 0 || !zh.IsHan(t[from-1]) || t[i] == 'H' && t[from-1] != '月' {
			continue
		}
		guess := ""
		if t[i] == 'H' {
			guess = string(in.Text[from:i]) + "日"
		}
		out = append(out, suspect(in, daodu.Span{Start: from, End: i + 1}, guess))
	}
	return out
}

// findPhraseSlips finds four letters between two marks that differ from a set phrase
// in one letter which the other three determine: 障厉奋发 for 踔厉奋发.
func findPhraseSlips(in *Input) []daodu.Damage {
	var out []daodu.Damage
	known := phrases()
	start := 0
	for i := 0; i <= len(in.Folded); i++ {
		if i < len(in.Folded) && zh.IsHan(in.Folded[i]) {
			continue
		}
		if i-start == 4 {
			p := [4]rune(in.Folded[start:i])
			if at, ok := slip(known, p); ok {
				guess := []rune(string(in.Text[start:i])) // in the script of the text but for one letter
				guess[at.index] = at.letter
				out = append(out, suspect(in, daodu.Span{Start: start, End: i}, string(guess)))
			}
		}
		start = i + 1
	}
	return out
}

// A slipAt is where a phrase differs from a set phrase, and the letter that it has.
type slipAt struct {
	index  int
	letter rune
}

func slip(known map[[4]rune][4]rune, p [4]rune) (slipAt, bool) {
	if _, ok := known[p]; ok {
		return slipAt{}, false
	}
	for i := range p {
		masked := p
		masked[i] = '*'
		if phrase, ok := known[masked]; ok {
			return slipAt{i, phrase[i]}, true
		}
	}
	return slipAt{}, false
}
