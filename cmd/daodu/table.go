package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"

	"github.com/daodu/daodu"
)

// gap stands between two columns of a table.
const gap = "  "

// A table is lines of cells that stand below each other on a terminal, where Chinese
// letters take two columns.
type table struct {
	heads []string
	rows  [][]string
	wide  int // the column that gives way when the table is too broad; its cells are cut
}

// write prints the table; columns is the width of the terminal, 0 for none.
func (t *table) write(w io.Writer, columns int) error {
	lines := append([][]string{t.heads}, t.rows...)
	widths := make([]int, len(t.heads))
	sum := (len(widths) - 1) * len(gap)
	for i := range widths {
		for _, line := range lines {
			widths[i] = max(widths[i], uniseg.StringWidth(line[i]))
		}
		sum += widths[i]
	}
	if columns > 0 && sum > columns {
		widths[t.wide] = max(widths[t.wide]-(sum-columns), 20)
	}
	for _, line := range lines {
		var b strings.Builder
		for i, cell := range line {
			if i > 0 {
				b.WriteString(gap)
			}
			b.WriteString(pad(cut(cell, widths[i]), widths[i]))
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(b.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}

// pad fills s with blanks to a width in columns.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-uniseg.StringWidth(s)))
}

// cut returns the beginning of s that fits into width columns, with an ellipsis when that
// is not all.
func cut(s string, width int) string {
	if uniseg.StringWidth(s) <= width {
		return s
	}
	head, _ := fit(s, width-1)
	return head + "…"
}

// fit parts s behind as many whole letters as fit into width columns, at least one.
func fit(s string, width int) (head, rest string) {
	rest = s
	state, used := -1, 0
	for rest != "" {
		letter, after, wide, next := uniseg.FirstGraphemeClusterInString(rest, state)
		if used > 0 && used+wide > width {
			break
		}
		head, rest, state, used = head+letter, after, next, used+wide
	}
	return head, rest
}

// wrap breaks s into lines of at most width columns.
func wrap(s string, width int) (lines []string) {
	for s != "" {
		var line string
		line, s = fit(s, width)
		lines = append(lines, strings.TrimRight(line, " "))
		s = strings.TrimLeft(s, " ")
	}
	return lines
}

// plain returns words as one line which does nothing to a terminal: names of files and
// titles may hold anything.
func plain(s string) string {
	return strings.Join(strings.Fields(strings.Map(harmless, s)), " ")
}

// harmless turns what ends lines or steers terminals into a blank, and takes out what
// turns the direction of writing round.
func harmless(r rune) rune {
	switch {
	case unicode.IsControl(r), r == '\u2028', r == '\u2029':
		return ' '
	case unicode.Is(unicode.Bidi_Control, r):
		return -1
	}
	return r
}

// short returns the last part of an ID, by which people name an article.
func short(id string) string { return id[strings.LastIndex(id, "-")+1:] }

// titled returns the title of an article for people.
func titled(title string) string {
	if title = plain(title); title != "" {
		return title
	}
	return "(no title)"
}

// speaks returns who speaks in an article, "" when nobody is known.
func speaks(s *daodu.Speaker) string {
	switch {
	case s == nil:
		return ""
	case s.Name == "":
		return plain(s.Role)
	}
	return plain(s.Name)
}
