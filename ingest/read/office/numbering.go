package office

import (
	"strings"
	"unicode/utf8"
)

const (
	levels   = 9  // levels of a list in Word
	maxLabel = 40 // code points of a label; what is longer is no number

	// maxLists bounds the lists and list definitions of a file, and its styles; Word
	// itself stops at 2,047 lists.
	maxLists = 20_000
)

// A listRef says at which level of which list a paragraph stands. num is "" or
// "0" for none; level, from 0, is -1 when it is not said.
type listRef struct {
	num   string
	level int
}

// A listLevel says how one level of a list is numbered.
type listLevel struct {
	start   int    // first number
	format  string // as in numberFormats; "" is decimal
	text    string // "%1.%2" or "（%1）": %n stands for the number of level n, from 1
	follow  string // what follows the label: "" a tab, "space" or "nothing"
	legal   bool   // the numbers of all levels are shown as decimals
	restart int    // level, from 1, whose use restarts this one; 0 never, -1 any above
	style   string // id of the paragraph style that stands at this level
}

// newLevel returns a level of which nothing was said.
func newLevel() listLevel { return listLevel{start: 1, restart: -1} }

// An abstractList is a list definition. The lists that share it share the count.
type abstractList struct {
	levels  [levels]listLevel
	link    string // id of the numbering style that holds the levels instead
	count   [levels]int
	started [levels]bool
}

// newAbstractList returns a definition of which nothing was said.
func newAbstractList() *abstractList {
	a := new(abstractList)
	for i := range a.levels {
		a.levels[i] = newLevel()
	}
	return a
}

// A list is one list of a document: a definition and what this list changes.
type list struct {
	abstract  *abstractList
	id        string             // of the definition
	overrides [levels]*listLevel // levels defined anew
	starts    [levels]*int       // number to go on from where the list is first used
}

// level returns the definition of level i.
func (n *list) level(i int) *listLevel {
	if o := n.overrides[i]; o != nil {
		return o
	}
	return &n.abstract.levels[i]
}

// lists holds and counts the lists of a document.
type lists struct {
	abstract map[string]*abstractList
	nums     map[string]*list
}

// newLists returns the lists of a file without any.
func newLists() *lists {
	return &lists{abstract: make(map[string]*abstractList), nums: make(map[string]*list)}
}

// link joins lists to their definitions; some go by way of a numbering style.
func (l *lists) link(sheet *styleSheet) {
	for _, n := range l.nums {
		n.abstract = l.abstract[n.id]
	}
	for _, a := range l.abstract {
		if a.link == "" {
			continue
		}
		if n := l.nums[sheet.style(a.link).list.num]; n != nil && n.abstract != nil && n.abstract != a {
			a.levels = n.abstract.levels
		}
	}
}

// levelOf returns the level of a paragraph that does not say it: the one that
// names its style, else the one the style says, else the first.
func (l *lists) levelOf(num string, s *style) int {
	if n := l.nums[num]; n != nil && n.abstract != nil && s.id != "" {
		for i, level := range n.abstract.levels {
			if level.style == s.id {
				return i
			}
		}
	}
	return max(0, s.list.level)
}

// next counts a paragraph and returns its label with what follows it, "" when it
// has none.
func (l *lists) next(ref listRef) string {
	n := l.nums[ref.num]
	if n == nil || n.abstract == nil || ref.level < 0 || ref.level >= levels {
		return ""
	}
	n.count(ref.level)
	return n.label(ref.level)
}

// count moves level i on and lets the levels below start anew.
func (n *list) count(i int) {
	a := n.abstract
	switch {
	case n.starts[i] != nil:
		a.count[i] = *n.starts[i]
		n.starts[i] = nil
	case a.started[i]:
		a.count[i]++
	default:
		a.count[i] = n.level(i).start
	}
	a.started[i] = true
	for j := i + 1; j < levels; j++ {
		if r := n.level(j).restart; r < 0 || r > i {
			a.started[j] = false
		}
	}
	// A level above that no paragraph has used counts as begun, as in Word.
	for j := range i {
		if !a.started[j] {
			a.count[j], a.started[j] = n.level(j).start, true
		}
	}
}

// label renders the number of level i as its definition has it. Bullets are not
// rendered: see the package comment.
func (n *list) label(i int) string {
	level := n.level(i)
	if level.format == "bullet" || utf8.RuneCountInString(level.text) > maxLabel {
		return ""
	}
	var b strings.Builder
	for rest := level.text; ; {
		before, after, ok := strings.Cut(rest, "%")
		b.WriteString(before)
		if !ok {
			break
		}
		if after == "" || after[0] < '1' || after[0] > '9' {
			b.WriteByte('%')
			rest = after
			continue
		}
		b.WriteString(n.number(int(after[0]-'1'), level.legal))
		rest = after[1:]
	}
	label := b.String()
	if !hasWord(label) && !hasEnclosed(label) || utf8.RuneCountInString(label) > maxLabel {
		return "" // a bullet by another name
	}
	return label + level.separator(label)
}

// hasEnclosed reports whether s holds a number in a circle or brackets (①, ⑴, ㈠),
// which Unicode counts among the symbols.
func hasEnclosed(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return 0x2460 <= r && r <= 0x249B || 0x3220 <= r && r <= 0x32B0 })
}

// number renders the count of level i.
func (n *list) number(i int, legal bool) string {
	format := n.level(i).format
	if legal && format != "decimalZero" {
		format = "decimal"
	}
	return formatNumber(format, n.abstract.count[i])
}

// separator returns what stands between a label and the text. A tab is only a
// distance on paper; after 、 or ① that distance is in the letter.
func (l *listLevel) separator(label string) string {
	last, _ := utf8.DecodeLastRuneInString(label)
	if l.follow == "nothing" || last >= '①' || last == ' ' {
		return ""
	}
	return " "
}
