package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// writeText writes blocks as plain text.
func writeText(w io.Writer, blocks []block) error {
	out := bufio.NewWriter(w)
	for i, b := range blocks {
		if i > 0 && !(isItem(b) && isItem(blocks[i-1])) {
			fmt.Fprintln(out)
		}
		writeTextBlock(out, b)
	}
	return out.Flush()
}

func writeTextBlock(out *bufio.Writer, b block) {
	words := bare(b.runs)
	switch b.kind {
	case heading:
		fmt.Fprintln(out, headingText(b.level, words))
	case item:
		fmt.Fprintf(out, "%s· %s\n", strings.Repeat("  ", b.level), words)
	case numbered:
		fmt.Fprintf(out, "%d. %s\n", b.number, words)
	case option:
		fmt.Fprintf(out, "%s%s\n", under(b.number), words)
	case quotation:
		fmt.Fprintf(out, "%s│ %s\n", under(b.number), words)
	case table:
		for _, row := range b.rows[1:] {
			fmt.Fprintln(out, "· "+rowText(row))
		}
	case facts:
		fmt.Fprintln(out, factWords(b))
	default:
		fmt.Fprintln(out, words)
	}
}

// headingText sets headings apart without markup.
func headingText(level int, words string) string {
	switch level {
	case 1:
		return words + "\n" + strings.Repeat("═", min(40, len([]rune(words))*2))
	case 2:
		return "【" + words + "】"
	}
	return "〔" + words + "〕"
}

// rowText writes a row on one line: 26.5万人：全市技能人才 [S9].
func rowText(row []cell) string {
	words := make([]string, len(row))
	for i, c := range row {
		words[i] = bare(c)
	}
	if len(words) < 3 {
		return strings.Join(words, "：")
	}
	return fmt.Sprintf("%s：%s %s", words[0], strings.Join(words[1:len(words)-1], "；"), words[len(words)-1])
}

// bare writes runs without markup.
func bare(runs []run) string {
	var s strings.Builder
	for _, r := range runs {
		words := oneLine(r.text)
		if words == "" {
			continue
		}
		if r.style == anchor {
			words = "[" + words + "]"
		}
		next, _ := utf8.DecodeRuneInString(words)
		if s.Len() > 0 && (r.style == anchor || strings.HasSuffix(s.String(), "]") || westernMark(s.String(), next)) {
			s.WriteByte(' ')
		}
		s.WriteString(words)
	}
	return s.String()
}
