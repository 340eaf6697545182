package export

import (
	"encoding/xml"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// parts unpacks a Word file.
func parts(t testing.TB, data []byte) map[string]string {
	t.Helper()
	out := map[string]string{}
	eachPart(t, data, func(name string, data []byte) {
		out[name] = string(data)
		wellFormed(t, name, data)
	})
	return out
}

// TestWordPackageIsWhole follows what the parts of the file say of each other: every part
// has a type, every relation a target, every style and list that is used is there.
func TestWordPackageIsWhole(t *testing.T) {
	t.Parallel()
	for _, name := range examples {
		a, arts := example(t, name)
		p := parts(t, written(t, "docx", a, arts))
		types := p["[Content_Types].xml"]
		for part := range p {
			if strings.HasPrefix(part, "word/") && strings.HasSuffix(part, ".xml") && !strings.Contains(types, `PartName="/`+part+`"`) {
				t.Errorf("%s: no type for %s", name, part)
			}
		}
		for rels, dir := range map[string]string{"_rels/.rels": "", "word/_rels/document.xml.rels": "word"} {
			targets := regexp.MustCompile(`Target="([^"]+)"`).FindAllStringSubmatch(p[rels], -1)
			for _, m := range targets {
				if p[path.Join(dir, m[1])] == "" {
					t.Errorf("%s: %s leads to %s, which is not there", name, rels, m[1])
				}
			}
			if len(targets) == 0 {
				t.Errorf("%s: %s leads nowhere", name, rels)
			}
		}
		body := p["word/document.xml"]
		for _, use := range []struct{ element, part, definition string }{
			{"pStyle", "word/styles.xml", `w:styleId="%s"`}, {"rStyle", "word/styles.xml", `w:styleId="%s"`}, {"tblStyle", "word/styles.xml", `w:styleId="%s"`},
			{"numId", "word/numbering.xml", `<w:num w:numId="%s">`},
		} {
			for _, m := range regexp.MustCompile(`<w:`+use.element+` w:val="([^"]*)"`).FindAllStringSubmatch(body, -1) {
				if !strings.Contains(p[use.part], fmt.Sprintf(use.definition, m[1])) {
					t.Errorf("%s: %s %s is not defined", name, use.element, m[1])
				}
			}
		}
	}
}

// propertyOrder is the order of the schema of ECMA-376, part 1, 17.3.1.26, 17.3.2.28 and
// 17.7.4.17, of what we use. Word refuses a file with another.
var propertyOrder = map[string][]string{
	"pPr":   {"pStyle", "keepNext", "pageBreakBefore", "numPr", "pBdr", "shd", "spacing", "ind", "jc", "outlineLvl"},
	"rPr":   {"rStyle", "rFonts", "b", "color", "sz", "lang"},
	"style": {"name", "basedOn", "qFormat", "pPr", "rPr", "tblPr", "tblStylePr"},
	"tblPr": {"tblStyle", "tblW", "tblBorders", "tblLayout", "tblLook"},
	"lvl":   {"start", "numFmt", "lvlText", "lvlJc", "pPr"},
}

func TestWordPropertiesAreInOrder(t *testing.T) {
	t.Parallel()
	a, arts := example(t, "sharing-site")
	for name, data := range parts(t, written(t, "docx", a, arts)) {
		d := xml.NewDecoder(strings.NewReader(data))
		type level struct {
			name string
			last int
		}
		var open []level
		for token, err := d.Token(); err == nil; token, err = d.Token() {
			switch e := token.(type) {
			case xml.StartElement:
				if n := len(open); n > 0 && propertyOrder[open[n-1].name] != nil && strings.HasPrefix(name, "word/") {
					at := slices.Index(propertyOrder[open[n-1].name], e.Name.Local)
					if at < open[n-1].last {
						t.Errorf("%s: <%s> in <%s> is out of order", name, e.Name.Local, open[n-1].name)
					}
					open[n-1].last = at
				}
				open = append(open, level{name: e.Name.Local})
			case xml.EndElement:
				open = open[:len(open)-1]
			}
		}
	}
}

// A wordParagraph is a paragraph as a program reads it.
type wordParagraph struct {
	Style struct {
		Val string `xml:"val,attr"`
	} `xml:"pPr>pStyle"`
	Number struct {
		Val string `xml:"val,attr"`
	} `xml:"pPr>numPr>numId"`
	Level struct {
		Val string `xml:"val,attr"`
	} `xml:"pPr>numPr>ilvl"`
	Break *struct{} `xml:"pPr>pageBreakBefore"`
	Words []string  `xml:"r>t"`
}

func (p wordParagraph) words() string { return strings.Join(p.Words, "") }

func paragraphs(t testing.TB, data []byte) []wordParagraph {
	t.Helper()
	var body struct {
		All []wordParagraph `xml:"body>p"`
	}
	if err := xml.Unmarshal([]byte(parts(t, data)["word/document.xml"]), &body); err != nil {
		t.Fatal(err)
	}
	return body.All
}

// TestWordHasTheHeadings compares the headings with those of Markdown, from which people
// know the handout.
func TestWordHasTheHeadings(t *testing.T) {
	t.Parallel()
	for _, name := range examples {
		a, arts := example(t, name)
		var got, want []string
		for _, p := range paragraphs(t, written(t, "docx", a, arts)) {
			if level := slices.Index([]string{"Title", "Heading1", "Heading2"}, p.Style.Val); level >= 0 {
				got = append(got, strings.Repeat("#", level+1)+" "+p.words())
			}
		}
		for line := range strings.Lines(string(written(t, "md", a, arts))) {
			if strings.HasPrefix(line, "#") {
				want = append(want, strings.TrimSpace(line))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: headings (-want +got):\n%s", name, diff)
		}
	}
}

// TestWordListsCountOnTheirOwn has two numbered lists, options and a page for answers.
func TestWordListsCountOnTheirOwn(t *testing.T) {
	t.Parallel()
	p := exact(small(), 6, 15)
	p.Verdict = daodu.Supported
	guide := &daodu.Guide{Overview: []daodu.Point{p, p}, Questions: []daodu.Question{{Kind: daodu.Choice, Question: "几万？", Options: []string{"1", "2"}, Answer: "2"}}}
	outline := &daodu.Outline{Nodes: []daodu.Node{{Label: "甲", Children: []daodu.Node{{Label: "乙 & <丙>"}}}}}
	var got []string
	for _, p := range paragraphs(t, written(t, "docx", small(), []*daodu.Artifact{{Content: outline}, {Content: guide}}))[1:] {
		line := p.Style.Val + " " + p.Number.Val + p.Level.Val + " " + p.words()
		if p.Break != nil {
			line += " (new page)"
		}
		got = append(got, line)
	}
	want := []string{
		"Heading1  提纲", "ListBullet 10 甲", "ListBullet 11 乙 & <丙>", "Heading1  学习指导",
		"Heading2  概览", "ListNumber 20 要安排1800万元 [S2 · 一、要安排]", "Quote  要安排1800万元", "ListNumber 20 要安排1800万元 [S2 · 一、要安排]", "Quote  要安排1800万元",
		"Heading2  自测题", "ListNumber 30 几万？", "Option  A. 1", "Option  B. 2", "Heading2  参考答案 (new page)", "ListNumber 40 B. 2",
		"Colophon  由导读1.0编写。正文 SHA-256：",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paragraphs (-want +got):\n%s", diff)
	}
}
