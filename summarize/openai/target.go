package openai

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/prompts"
)

// A target is a place of a content that can be written anew.
type target struct {
	text   *string
	quotes *[]daodu.Quote
	frame  string // what is said around the text: the question of an answer
	then   func() // after the text was set; nil for nothing
	drop   func() // takes it out when it stands alone; nil when a list has it
	list   string // that has it, "" for none
}

// said returns the statement that is made with a text.
func (t target) said(text string) string { return t.frame + text }

// set puts a text there.
func (t target) set(text string) {
	if *t.text = text; t.then != nil {
		t.then()
	}
}

func pathOf(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }

// targets returns what can be written anew, by its path.
func targets(c daodu.Content) map[string]target {
	out := map[string]target{}
	for path, p := range c.EachPoint() {
		list, _, _ := strings.Cut(path, "[")
		if list == path || list == "nodes" {
			list = ""
		}
		out[path] = target{text: &p.Text, quotes: &p.Quotes, list: list}
	}
	switch x := c.(type) {
	case *daodu.Outline:
		nodeTargets("nodes", x.Nodes, out)
	case *daodu.Guide:
		factTargets(x, out)
		questionTargets(x, out)
	}
	return out
}

// nodeTargets adds the labels and points of outline nodes.
func nodeTargets(list string, nodes []daodu.Node, out map[string]target) {
	for i := range nodes {
		n, path := &nodes[i], pathOf(list, i)
		none := []daodu.Quote{}
		out[path+".label"] = target{text: &n.Label, quotes: &none, drop: func() {
			if n.Point != nil {
				n.Label = heading(n.Point.Text)
			}
		}}
		if t, ok := out[path+".point"]; ok {
			t.drop = func() { n.Point = nil }
			out[path+".point"] = t
		}
		nodeTargets(path+".children", n.Children, out)
	}
}

// factTargets adds terms, people, numbers and dates. A number that is written anew has its
// unit in its value, as it stands in the text.
func factTargets(g *daodu.Guide, out map[string]target) {
	for i := range g.Terms {
		t, path := &g.Terms[i], pathOf("terms", i)
		out[path+".term"] = target{text: &t.Term, quotes: &t.Explanation.Quotes, frame: t.Explanation.Text, list: "terms"}
		for k := range t.Members {
			none := []daodu.Quote{}
			out[pathOf(path+".members", k)] = target{text: &t.Members[k], quotes: &none, list: path + ".members"}
		}
	}
	for i := range g.People {
		p, path := &g.People[i], pathOf("people", i)
		out[path] = target{text: &p.Name, quotes: &p.Quotes, frame: p.Role, list: "people"}
		out[path+".role"] = target{text: &p.Role, quotes: &p.Quotes, frame: p.Name, drop: func() { p.Role = "" }}
	}
	for i := range g.Numbers {
		n, path := &g.Numbers[i], pathOf("numbers", i)
		figure := n.Value + n.Unit
		out[path] = target{text: &n.Value, quotes: &n.Quotes, frame: n.What, list: "numbers", then: func() { n.Unit = "" }}
		out[path+".what"] = target{text: &n.What, quotes: &n.Quotes, frame: figure, list: "numbers"}
	}
	for i := range g.Dates {
		x, path := &g.Dates[i], pathOf("dates", i)
		out[path] = target{text: &x.Date, quotes: &x.Quotes, frame: x.What, list: "dates"}
		out[path+".what"] = target{text: &x.What, quotes: &x.Quotes, frame: x.Date, list: "dates"}
	}
}

// questionTargets adds the answers, questions and reasons of questions.
func questionTargets(g *daodu.Guide, out map[string]target) {
	for i := range g.Questions {
		q, path := &g.Questions[i], pathOf("questions", i)
		anew := func() { shape(q); snap(q) }
		out[path] = target{text: &q.Answer, quotes: &q.Quotes, frame: q.Question, list: "questions", then: anew}
		out[path+".question"] = target{text: &q.Question, quotes: &q.Quotes, frame: q.Answer, list: "questions", then: anew}
		out[path+".why"] = target{text: &q.Why, quotes: &q.Quotes, frame: q.Answer, drop: func() { q.Why = "" }}
	}
}

// takeBack takes out what is at paths: first what stands alone, then members of lists, the
// last first, so that the paths of the others still hold. A headline stays, marked by the
// checks.
func (d *decoder) takeBack(c daodu.Content, items map[string]target, paths []string) {
	gone := map[string]bool{} // members of lists
	for _, path := range paths {
		if t := items[path]; t.drop == nil && indexOf(t.list, path) >= 0 {
			gone[pathOf(t.list, indexOf(t.list, path))] = true
		}
	}
	within := func(path string) bool {
		for at := range gone {
			if strings.HasPrefix(path, at+".") {
				return true
			}
		}
		return false
	}
	for _, path := range paths {
		if t := items[path]; t.drop != nil && !within(path) && *t.text != "" {
			d.note(path, repairRule, "没有依据，已略去：“%s”", shorten(*t.text))
			t.drop()
		}
	}
	d.removeAll(c, items, paths, gone)
}

// removeAll removes the members of lists that paths belong to, the innermost and the last
// first, each once.
func (d *decoder) removeAll(c daodu.Content, items map[string]target, paths []string, gone map[string]bool) {
	paths = slices.Clone(paths)
	slices.SortFunc(paths, func(a, b string) int {
		deep := cmp.Compare(strings.Count(items[b].list, "."), strings.Count(items[a].list, "."))
		return cmp.Or(deep, cmp.Compare(indexOf(items[b].list, b), indexOf(items[a].list, a)))
	})
	for _, path := range paths {
		t := items[path]
		at := pathOf(t.list, indexOf(t.list, path))
		if t.drop != nil || !gone[at] {
			continue
		}
		delete(gone, at)
		d.note(t.list, repairRule, "没有依据，已略去一条：“%s”", shorten(*t.text))
		d.remove(c, t.list, indexOf(t.list, path))
	}
}

// indexOf returns the number behind the name of a list in a path, -1 when there is none.
func indexOf(list, path string) int {
	rest, ok := strings.CutPrefix(path, list+"[")
	number, _, _ := strings.Cut(rest, "]")
	i, err := strconv.Atoi(number)
	if !ok || list == "" || err != nil {
		return -1
	}
	return i
}

// remove takes an item out of a list of the content.
func (d *decoder) remove(c daodu.Content, list string, i int) {
	d.findings = moved(d.findings, list, i)
	switch x := c.(type) {
	case *daodu.Summary:
		x.Points = slices.Delete(x.Points, i, i+1)
	case *daodu.Guide:
		removeFact(x, list, i)
	}
}

func removeFact(g *daodu.Guide, list string, i int) {
	switch list {
	case "overview":
		g.Overview = slices.Delete(g.Overview, i, i+1)
	case "key_points":
		g.KeyPoints = slices.Delete(g.KeyPoints, i, i+1)
	case "specific":
		g.Specific = slices.Delete(g.Specific, i, i+1)
	case "terms":
		g.Terms = slices.Delete(g.Terms, i, i+1)
	case "people":
		g.People = slices.Delete(g.People, i, i+1)
	case "numbers":
		g.Numbers = slices.Delete(g.Numbers, i, i+1)
	case "dates":
		g.Dates = slices.Delete(g.Dates, i, i+1)
	case "questions":
		g.Questions = slices.Delete(g.Questions, i, i+1)
	default:
		if k := indexOf("terms", list); k >= 0 && strings.HasSuffix(list, ".members") {
			g.Terms[k].Members = slices.Delete(g.Terms[k].Members, i, i+1)
		}
	}
}

// citesOf returns the numbers of the sentences that quotes stand in.
func (d *document) citesOf(quotes []daodu.Quote) []int {
	out := []int{}
	for _, q := range quotes {
		if first, last := d.numbers(q.Span); first <= last {
			out = append(out, first)
		}
	}
	return sorted(out)
}

// about returns the lines that findings are to be held against: all of a short text; else
// those cited with their neighbours, and those that have most in common with what is said,
// where the right sentence may be when the wrong one is cited.
func (d *document) about(asked []prompts.Finding) []line {
	const short = 3000 // tokens
	if total(d.lines) <= short {
		return d.lines
	}
	const beside, alike = 2, 4
	wanted := map[int]bool{}
	for _, f := range asked {
		for _, n := range f.Cites {
			for k := n - beside; k <= n+beside; k++ {
				wanted[k] = true
			}
		}
		for _, n := range d.mostAlike(f.Text, alike) {
			wanted[n] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(d.lines), func(l line) bool { return !wanted[l.n] })
}

// mostAlike returns the numbers of the sentences that share most pairs of letters with words.
func (d *document) mostAlike(words string, most int) []int {
	said := pairs(zh.FoldRunes([]rune(words)))
	shared := make([]int, len(d.sentences))
	numbers := make([]int, len(d.sentences))
	for i, s := range d.sentences {
		numbers[i], shared[i] = i+1, 0
		for p := range pairs(d.folded[s.Start:s.End]) {
			if said[p] {
				shared[i]++
			}
		}
	}
	slices.SortStableFunc(numbers, func(a, b int) int { return cmp.Compare(shared[b-1], shared[a-1]) })
	numbers = numbers[:min(most, len(numbers))]
	return slices.DeleteFunc(numbers, func(n int) bool { return shared[n-1] == 0 })
}
