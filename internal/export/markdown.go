package export

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// writeMarkdown writes blocks in CommonMark, tables as GitHub has them.
func writeMarkdown(w io.Writer, blocks []block) error {
	out := bufio.NewWriter(w)
	for i, b := range blocks {
		if i > 0 && !(isItem(b) && isItem(blocks[i-1])) {
			fmt.Fprintln(out)
		}
		writeBlock(out, b)
	}
	return out.Flush()
}

// isItem reports whether a block follows another item without a blank line.
func isItem(b block) bool { return b.kind == item || b.kind == numbered || b.kind == option }

func writeBlock(out *bufio.Writer, b block) {
	switch b.kind {
	case heading:
		fmt.Fprintf(out, "%s %s\n", strings.Repeat("#", b.level), inline(b.runs))
	case paragraph:
		fmt.Fprintln(out, lineStart(inline(b.runs)))
	case item:
		fmt.Fprintf(out, "%s- %s\n", strings.Repeat("  ", b.level), lineStart(inline(b.runs)))
	case numbered:
		fmt.Fprintf(out, "%d. %s\n", b.number, lineStart(inline(b.runs)))
	case option:
		fmt.Fprintf(out, "%s- %s\n", under(b.number), lineStart(inline(b.runs)))
	case quotation:
		fmt.Fprintf(out, "%s> %s\n", under(b.number), lineStart(inline(b.runs)))
	case facts:
		fmt.Fprintln(out, lineStart(escape(factWords(b))))
	case warning:
		fmt.Fprintf(out, "> %s\n", lineStart(inline(b.runs)))
	case table:
		writeTable(out, b.rows)
	}
}

// under returns the blanks that put a line under the n-th item of a numbered list, none
// for 0.
func under(n int) string {
	if n == 0 {
		return ""
	}
	return strings.Repeat(" ", len(strconv.Itoa(n))+len(". "))
}

// writeTable writes the first row as the head. Bars in cells are escaped.
func writeTable(out *bufio.Writer, rows [][]cell) {
	for i, row := range rows {
		fmt.Fprint(out, "|")
		for _, cell := range row {
			fmt.Fprintf(out, " %s |", inline(cell))
		}
		fmt.Fprintln(out)
		if i == 0 {
			fmt.Fprintln(out, "|"+strings.Repeat(" --- |", len(row)))
		}
	}
}

// inline writes runs on one line.
func inline(runs []run) string {
	var s strings.Builder
	for _, r := range runs {
		words := escape(oneLine(r.text))
		switch {
		case words == "":
			continue
		case r.style == strong:
			words = "**" + words + "**"
		case r.style == anchor:
			words = `\[` + words + `\]`
		}
		if s.Len() > 0 && (r.style == anchor || needsBlank(s.String(), words)) {
			s.WriteByte(' ')
		}
		s.WriteString(words)
	}
	return s.String()
}

// needsBlank reports whether a blank has to part two runs: an anchor from what follows,
// and ** from Chinese letters, beside which it opens or closes nothing when a mark stands
// on its other side.
func needsBlank(before, after string) bool {
	next, _ := utf8.DecodeRuneInString(after)
	last, _ := utf8.DecodeLastRuneInString(before)
	return strings.HasSuffix(before, `\]`) || westernMark(before, next) || strings.HasSuffix(before, "**") && unicode.IsLetter(next) || strings.HasPrefix(after, "**") && unicode.IsLetter(last)
}

// westernMark reports whether an English label ends in a mark that a blank follows.
func westernMark(before string, next rune) bool {
	return next != utf8.RuneError && (strings.HasSuffix(before, ":") || strings.HasSuffix(before, ";") || next == '(')
}

// escaper takes the meaning from what Markdown would read as markup. The words of an
// article are full of it: *** for a name blacked out, | in flattened tables.
var escaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `[`, `\[`, `]`, `\]`, `<`, `\<`, `>`, `\>`,
	`|`, `\|`, `~`, `\~`, `&`, `\&`, `$`, `\$`,
)

func escape(s string) string { return escaper.Replace(s) }

// listMark matches what makes a number at the beginning of a line one of a list.
var listMark = regexp.MustCompile(`^[.)](?:\s|$)`)

// lineStart escapes what counts at the beginning of a line only: headings, list marks.
func lineStart(s string) string {
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	rest := s[digits:]
	switch {
	case digits == 0 && (strings.HasPrefix(s, "#") || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "-") || strings.HasPrefix(s, "=")):
		return `\` + s
	case digits > 0 && listMark.MatchString(rest):
		return s[:digits] + `\` + rest
	}
	return s
}
