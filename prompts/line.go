package prompts

import (
	"regexp"
	"strings"
	"unicode"
)

// oneLine returns words of others as one line that cannot be taken for anything but words:
//   - line breaks and other control characters are blanks,
//   - | is ｜, since a bar parts the number from the sentence,
//   - characters that nobody sees but a model reads are left out: Unicode tags, and the marks
//     that turn the direction of writing,
//   - a blank parts the brackets of words that chat templates take for the end of a turn.
//
// Quotes never come from what a model was shown, so that nothing is lost by it.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '|':
			return '｜'
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		case r >= 0xE0000 && r <= 0xE007F, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.TrimSpace(turnTokens.ReplaceAllString(s, "$1 $2"))
}

// turnTokens matches the beginning of what may be one token with a meaning of its own:
// <|im_end|> (ChatML), <｜User｜> (DeepSeek), </s>, <end_of_turn>, [INST] (Mistral), [gMASK] (GLM).
// Servers that put the messages into a template before they are cut into tokens, such as
// llama.cpp, read these within a message too.
var turnTokens = regexp.MustCompile(`([<\[])([A-Za-z/｜_])`)
