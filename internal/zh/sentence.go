package zh

import (
	"unicode"

	"github.com/daodu/daodu"
)

// Stops says which marks end a sentence.
type Stops int

// The sets of stops. FullStops is what a reader takes for a sentence; Semicolons
// adds ；, which ends a clause that can stand alone.
const (
	FullStops Stops = iota
	Semicolons
)

// maxPair is the longest quotation or bracket, in code points, that keeps its
// sentences together. In longer ones each sentence stands alone.
const maxPair = 120

// Sentences splits text into sentences. Every sentence ends after 。！？ (with the
// dots and closing marks behind them), at the end of a paragraph, or after the
// dateline of a news report and the colon of a salutation, which stand alone. A
// quotation or bracket of up to 120 letters is not split inside. Marks whose
// partner is missing are ignored, since damaged texts are full of them. Spans
// exclude blanks around the sentence; together they hold every non-blank letter.
func Sentences(text []rune, stops Stops) []daodu.Span {
	var spans []daodu.Span
	for _, p := range Paragraphs(text) {
		spans = append(spans, splitParagraph(text, p, stops)...)
	}
	return spans
}

// Paragraphs returns the paragraphs of text without the blanks around them. They
// are parted by line breaks or, in text that lost its line breaks, by the two or
// more ideographic spaces that open a paragraph; these count behind a mark only.
func Paragraphs(text []rune) []daodu.Span {
	var spans []daodu.Span
	start := 0
	for i := 0; i < len(text); {
		n := paragraphBreak(text, i)
		if n == 0 {
			i++
			continue
		}
		spans = appendTrimmed(spans, text, start, i)
		i += n
		start = i
	}
	return appendTrimmed(spans, text, start, len(text))
}

// paragraphBreak returns the length of the break at i, 0 when there is none.
func paragraphBreak(text []rune, i int) int {
	switch text[i] {
	case '\n', '\r', '\f', '\v', '\u0085', '\u2028', '\u2029':
		return 1
	case '\u3000':
		if i > 0 && wordLetter(text[i-1]) {
			return 0 // 标　　题, 某某　　某某
		}
		n := 1
		for i+n < len(text) && isBlank(text[i+n]) {
			n++
		}
		if n >= 2 && text[i+1] == '\u3000' {
			return n
		}
	}
	return 0
}

// wordLetter reports whether r belongs to a word, so that blanks behind it part
// words and not paragraphs.
func wordLetter(r rune) bool {
	return IsHan(r) || unicode.IsLetter(r) || unicode.IsDigit(r)
}

func appendTrimmed(spans []daodu.Span, text []rune, start, end int) []daodu.Span {
	for start < end && isBlank(text[start]) {
		start++
	}
	for start < end && isBlank(text[end-1]) {
		end--
	}
	if start == end {
		return spans
	}
	return append(spans, daodu.Span{Start: start, End: end})
}

// isBlank reports whether r shows as white space.
func isBlank(r rune) bool {
	switch r {
	case ' ', '\u3000', '\u00a0':
		return true
	case '\u200b', '\ufeff', '\u2060':
		return true
	}
	return r < 0x3001 && unicode.IsSpace(r)
}

func splitParagraph(text []rune, p daodu.Span, stops Stops) []daodu.Span {
	para := text[p.Start:p.End]
	inside := insidePairs(para)
	var spans []daodu.Span
	start := 0
	for i := 0; i < len(para); i++ {
		if !isStop(para, i, stops) || inside != nil && inside[i] {
			continue
		}
		end := stopEnd(para, i)
		if end < len(para) && continues(para, i, end) {
			i = end - 1
			continue
		}
		spans = appendTrimmed(spans, para, start, end)
		start, i = end, end-1
	}
	spans = appendTrimmed(spans, para, start, len(para))
	spans = splitHead(para, spans)
	for i := range spans {
		spans[i].Start += p.Start
		spans[i].End += p.Start
	}
	return spans
}

// isStop reports whether a sentence may end with the mark at i.
func isStop(para []rune, i int, stops Stops) bool {
	switch para[i] {
	case '。', '！', '？', '!', '?', '｡', '﹗', '﹖':
		return true
	case ';', '；', '﹔':
		return stops == Semicolons
	case '.', '．':
		return isLatinStop(para, i)
	}
	return false
}

// isLatinStop tells a full stop from a decimal point, an initial (J. P.) and dots.
func isLatinStop(para []rune, i int) bool {
	if i < 2 || !isLower(para[i-1]) && !IsHan(para[i-1]) {
		return false
	}
	if i+1 == len(para) {
		return true
	}
	if para[i] == '．' || IsHan(para[i-1]) {
		return IsHan(para[i+1]) && IsHan(para[i-1])
	}
	return isLower(para[i-2]) && i+2 < len(para) && para[i+1] == ' ' && !isLower(para[i+2])
}

func isLower(r rune) bool { return r >= 'a' && r <= 'z' }

// stopEnd returns where the sentence ends whose stop is at i: behind further
// stops, dots and closing marks.
func stopEnd(para []rune, i int) int {
	i++
	for i < len(para) && (isStop(para, i, FullStops) && para[i] != '.' || para[i] == '…') {
		i++
	}
	for i < len(para) && isCloser(para[i]) {
		i++
	}
	return i
}

func isCloser(r rune) bool {
	switch r {
	case '”', '’', '」', '』', '）', ')', '》', '〉', '】', '〕', '］', ']', '"', '\'', '﹂', '﹄':
		return true
	}
	return false
}

// continues reports whether the sentence goes on behind a stop and its closing
// mark: “好！”，他说 and “干什么？”的问题.
func continues(para []rune, stop, end int) bool {
	switch para[end] {
	case ',', '，', '、', ';', '；', '﹔', ':', '：', '。', '.':
		return true
	case '的', '等', '之', '和', '与', '與', '—':
		return end > stop+1 && isCloser(para[end-1])
	}
	return false
}

// pairs maps each opening mark to its closing one.
var pairs = map[rune]rune{
	'“': '”', '‘': '’', '「': '」', '『': '』', '（': '）', '(': ')', '《': '》', '〈': '〉',
	'【': '】', '〔': '〕', '［': '］', '[': ']', '﹁': '﹂', '﹃': '﹄',
}

// insidePairs marks the positions between a pair of marks of at most maxPair
// letters, except a stop right before the closing mark when a new sentence begins
// behind it. It returns nil when the paragraph has no pair.
func insidePairs(para []rune) []bool {
	var inside []bool
	var open []int
	for i, r := range para {
		if _, ok := pairs[r]; ok {
			open = append(open, i)
			continue
		}
		at := partner(para, open, r)
		if at < 0 {
			continue
		}
		start := open[at]
		open = open[:at]
		if i-start > maxPair {
			continue
		}
		if inside == nil {
			inside = make([]bool, len(para))
		}
		end := i
		for end > start+1 && endsSentence(para[end-1]) {
			end--
		}
		for j := start + 1; j < end; j++ {
			inside[j] = true
		}
	}
	return inside
}

// partner returns the index in open of the innermost mark that r closes, -1 when
// r closes none. Unclosed marks above it are dropped by the caller.
func partner(para []rune, open []int, r rune) int {
	if !isCloser(r) {
		return -1
	}
	for at := len(open) - 1; at >= 0; at-- {
		if pairs[para[open[at]]] == r {
			return at
		}
	}
	return -1
}

func endsSentence(r rune) bool {
	switch r {
	case '。', '！', '？', '!', '?', '…', '｡':
		return true
	}
	return false
}
