package damage

import (
	"fmt"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// findQuotes reports quotation marks without partner. A quotation that runs over
// several paragraphs opens each of them anew and is in order; so is one that the end
// of the text cut, which is reported as such.
func findQuotes(in *Input) []daodu.Damage {
	var out []daodu.Damage
	open := -1
	paragraph := true
	lost := func(at int) {
		s := daodu.Span{Start: at, End: min(len(in.Text), at+10)}
		out = append(out, daodu.Damage{
			Kind: daodu.Quotes, Severity: daodu.SeverityNote, Span: s,
			Note: fmt.Sprintf("引号不成对：“%s…”。", string(in.Text[s.Start:s.End])),
		})
	}
	for i, r := range in.Folded {
		switch r {
		case '\n':
			paragraph = true
			continue
		case ' ':
			continue
		case '“':
			if open >= 0 && !paragraph {
				lost(open)
			}
			open = i
		case '”':
			if open < 0 {
				lost(max(0, i-9))
			}
			open = -1
		}
		paragraph = false
	}
	if open >= 0 {
		lost(open)
	}
	return out
}

// findMojibake reports replacement characters, private ones and Chinese that was
// read as Latin-1, all in one damage that counts them.
func findMojibake(in *Input) []daodu.Damage {
	n, first, last := 0, -1, 0
	run := 0
	for i, r := range in.Text {
		if r >= 0xA1 && r <= 0xFF {
			run++
		} else {
			run = 0
		}
		if r == 0xFFFD || r >= 0xE000 && r <= 0xF8FF || run == 6 {
			n++
			if first < 0 {
				first = max(0, i-run+1)
			}
			last = i + 1
		}
	}
	for _, d := range in.Found {
		if d.Kind == daodu.Mojibake {
			return nil // reading has said so already
		}
	}
	if n == 0 {
		return nil
	}
	severity := daodu.SeverityNote
	if n*100 > len(in.Text) {
		severity = daodu.SeveritySevere
	}
	return []daodu.Damage{{
		Kind: daodu.Mojibake, Severity: severity, Span: daodu.Span{Start: first, End: last},
		Note: fmt.Sprintf("有%d处字符无法还原（乱码）。", n),
	}}
}

// The figures from which letters of the other script are a fault of the text and not
// a name or a matter of taste.
const (
	minVariants    = 3
	minVariantRate = 1000 // at least one in so many letters
)

// findVariants reports letters of the other script: Simplified forms that a converter
// left in a Traditional text, Traditional ones in a Simplified text.
func findVariants(in *Input) []daodu.Damage {
	var out []daodu.Damage
	add := func(s daodu.Span, want string) {
		out = append(out, daodu.Damage{
			Kind: daodu.WrongVariant, Severity: daodu.SeverityNote, Span: s,
			Note: fmt.Sprintf("“%s”按本文字体应为“%s”。", string(in.Text[s.Start:s.End]), want),
		})
	}
	switch in.Script {
	case daodu.ScriptHant:
		for _, v := range zh.WrongVariants(in.Text) {
			add(v.Span, v.Want)
		}
	case daodu.ScriptHans:
		for _, s := range zh.Strays(in.Text) {
			add(s, string(in.Folded[s.Start:s.End]))
		}
	}
	if len(out) < minVariants || len(out)*minVariantRate < zh.HanCount(in.Text) {
		return nil
	}
	return out
}
