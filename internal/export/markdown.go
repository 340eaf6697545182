package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"
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

func isItem(b block) bool { return b.kind == item || b.kind == numbered }

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
	case quotation, warning:
		fmt.Fprintf(out, "%s> %s\n", strings.Repeat("   ", b.level), lineStart(inline(b.runs)))
	case table:
		writeTable(out, b.rows)
	}
}

func writeTable(out *bufio.Writer, rows [][]string) {
	for i, row := range rows {
		fmt.Fprint(out, "|")
		for _, cell := range row {
			fmt.Fprintf(out, " %s |", escape(oneLine(cell)))
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
		// Marks of emphasis count only beside a blank or a mark, and Chinese has neither.
		if s.Len() > 0 && (r.style != plain || strings.HasSuffix(s.String(), "**")) {
			s.WriteByte(' ')
		}
		s.WriteString(words)
	}
	return s.String()
}

// escaper takes the meaning from what Markdown would read as markup. The words of an
// article are full of it: *** for a name blacked out, | in flattened tables.
var escaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `[`, `\[`, `]`, `\]`, `<`, `\<`, `>`, `\>`,
	`|`, `\|`, `~`, `\~`, `&`, `\&`, `$`, `\$`,
)

func escape(s string) string { return escaper.Replace(s) }

// lineStart escapes what counts at the beginning of a line only: headings, list marks.
func lineStart(s string) string {
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	rest := s[digits:]
	switch {
	case digits == 0 && (strings.HasPrefix(s, "#") || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "-") || strings.HasPrefix(s, "=")):
		return `\` + s
	case digits > 0 && (strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, ")")):
		return s[:digits] + `\` + rest
	}
	return s
}
