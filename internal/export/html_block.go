package export

import (
	"fmt"

	"github.com/daodu/daodu"
)

// blocks writes blocks, lists nested within each other.
func (p *page) blocks(blocks []block) {
	for _, b := range blocks {
		p.block(b)
	}
	p.close(0)
}

func (p *page) block(b block) {
	switch {
	case b.kind == item:
		p.item(b.level+1, "ul", "", b.runs)
	case b.kind == numbered:
		if b.number == 1 {
			p.close(0)
		}
		p.item(1, "ol", fmt.Sprintf(" value=\"%d\"", b.number), b.runs)
	case b.kind == option:
		p.item(2, "ul", "", b.runs)
	case b.kind == quotation && b.number > 0:
		p.close(1)
		p.quotation(b)
	default:
		p.close(0)
		p.apart(b)
	}
}

// apart writes a block that is no part of a list.
func (p *page) apart(b block) {
	switch b.kind {
	case heading:
		p.heading(b)
	case quotation:
		p.quotation(b)
	case table:
		p.table(b.rows)
	case facts:
		p.facts(b.runs)
	case warning:
		p.element("p", " class=\"warning\" role=\"note\"", b.runs)
	default:
		p.element("p", "", b.runs)
	}
}

func (p *page) heading(b block) {
	attr := ""
	if b.name != "" {
		attr = fmt.Sprintf(" class=\"%s\"", b.name)
		if !p.ids[b.name] {
			attr += fmt.Sprintf(" id=\"%s\"", b.name)
		}
		p.ids[b.name] = true
	}
	p.element(fmt.Sprintf("h%d", b.level), attr, b.runs)
}

// element writes an element on a line of its own.
func (p *page) element(tag, attr string, runs []run) {
	p.put("<%s%s>", tag, attr)
	p.inline(runs)
	p.put("</%s>\n", tag)
}

// item writes an item of a list that is the depth-th within lists, and leaves it open for
// what stands under it.
func (p *page) item(depth int, list, attr string, runs []run) {
	p.close(depth)
	switch {
	case len(p.open) == depth && p.open[depth-1] == list:
		p.put("</li>\n")
	default:
		p.close(depth - 1)
		p.put("<%s>\n", list)
		p.open = append(p.open, list)
	}
	p.put("<li%s>", attr)
	p.inline(runs)
}

// close closes lists until depth are open.
func (p *page) close(depth int) {
	for len(p.open) > depth {
		last := len(p.open) - 1
		p.put("</li>\n</%s>\n", p.open[last])
		p.open = p.open[:last]
	}
}

// quotation writes words of the text with their place.
func (p *page) quotation(b block) {
	p.put("<blockquote>")
	p.inline(b.runs)
	for _, r := range b.runs {
		for _, q := range r.quotes {
			p.put(" ")
			p.place([]daodu.Quote{q}, escaped(fmt.Sprintf(p.d.own.position, q.Start+1, q.End)))
		}
	}
	p.put("</blockquote>\n")
}

// facts writes what is known of the article; none is broken over two lines that fits on
// one.
func (p *page) facts(runs []run) {
	p.put("<p class=\"facts\">")
	for i, r := range runs {
		parted := " ·"
		if i == len(runs)-1 {
			parted = ""
		}
		p.put("<span>%s%s</span> ", escaped(r.text), parted)
	}
	p.put("</p>\n")
}

// table writes the first row as the head, which every sheet of paper repeats.
func (p *page) table(rows [][]cell) {
	p.put("<table>\n<thead>\n")
	for i, row := range rows {
		tag, attr := "td", ""
		if i == 0 {
			tag, attr = "th", " scope=\"col\""
		}
		p.put("<tr>")
		for _, c := range row {
			p.put("<%s%s>", tag, attr)
			p.inline(c)
			p.put("</%s>", tag)
		}
		p.put("</tr>\n")
		if i == 0 {
			p.put("</thead>\n<tbody>\n")
		}
	}
	p.put("</tbody>\n</table>\n")
}
