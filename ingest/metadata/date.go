package metadata

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/header"
	"github.com/daodu/daodu/internal/zh"
)

// order is the order in which the best date is chosen.
var order = []daodu.DateKind{
	daodu.DateDelivered, daodu.DateDateline, daodu.DatePublished, daodu.DateSigned, daodu.DateURL,
}

var (
	urlDate   = regexp.MustCompile(`/((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])?(?:/|_|\b|\D)`)
	anyURL    = regexp.MustCompile(`https?://[^\s)）>]+`)
	signedFor = []string{"成文日期", "成文时间", "印发日期", "公布日期"}
)

// readDates collects all dates around the text with their kinds and chooses the best.
func (p *page) readDates(a *daodu.Article) {
	d := dates{page: p}
	d.fromHeader(a.Genre)
	d.fromTail()
	d.fromMeta()
	d.fromURLs()
	d.fromSignature()
	d.fromDateline()
	d.fromText()
	a.Dates = d.found
	d.doubt(a)
	for _, kind := range order {
		for _, date := range a.Dates {
			if date.Kind == kind && date.Date != "" && !strings.HasPrefix(date.Date, "-") {
				a.Date = date.Date
				return
			}
		}
	}
}

// dates gathers what the steps find.
type dates struct {
	*page
	found []daodu.Date
}

func (d *dates) add(kind daodu.DateKind, m zh.DateMatch, text string, raw daodu.Span, why string) {
	if m.Why != "" {
		why = strings.TrimPrefix(why+"；"+m.Why, "；")
	}
	date := daodu.Date{Kind: kind, Date: m.ISO(), Text: text, Raw: raw, Suspect: m.Suspect, Why: why}
	for _, old := range d.found {
		if old.Raw == raw && (old.Kind == kind || kind == daodu.DateEvent) {
			return
		}
	}
	d.found = append(d.found, date)
}

// addLine adds the date m of a cut line.
func (d *dates) addLine(kind daodu.DateKind, l line, m zh.DateMatch) {
	text := string([]rune(l.text)[m.Span.Start:m.Span.End])
	d.add(kind, m, text, daodu.Span{Start: l.raw.Start + m.Span.Start, End: l.raw.Start + m.Span.End}, "")
}

// fromHeader reads the lines above the text: labelled dates and bare dates with a
// time were set by the site, a date in brackets or behind a dash is the day of the
// speech.
func (d *dates) fromHeader(g daodu.Genre) {
	for i, l := range d.above {
		if l.rule == "caption" || l.rule == "picture" || l.rule == "related" {
			continue
		}
		if d.labelled(d.above, i) {
			continue
		}
		for _, m := range zh.Dates(l.folded) {
			if m.Year == 0 || m.Month == 0 {
				continue
			}
			if kind, ok := kindAbove(l, m, g); ok {
				d.addLine(kind, l, m)
				break
			}
		}
	}
}

// kindAbove tells what a date above the text is a date of.
func kindAbove(l line, m zh.DateMatch, g daodu.Genre) (daodu.DateKind, bool) {
	switch {
	case l.rule == "glued_head":
		return daodu.DateDelivered, true
	case l.class == header.Labels, len(l.fields) > 0 && l.fields[0].Kind == header.Source && l.rule == "main_text":
		return daodu.DatePublished, m.Month > 0
	case l.class == header.Occasion:
		return daodu.DateDelivered, true
	case l.class == header.DateLine && m.Hour < 0 && (bracketed(l) || g == daodu.GenreSpeech || g == daodu.GenreReport):
		return daodu.DateDelivered, true
	case l.class == header.DateLine:
		return daodu.DatePublished, true
	case bracketed(l) && m.Hour < 0:
		return daodu.DateDelivered, true
	case l.rule == "main_text" && m.Hour >= 0 && zh.HanCount(l.folded) < 30:
		return daodu.DatePublished, true
	}
	return "", false
}

func bracketed(l line) bool {
	s := []rune(strings.TrimSpace(string(l.folded)))
	return len(s) > 1 && (s[0] == '(' && s[len(s)-1] == ')' || strings.ContainsRune("-—–―─", s[0]))
}

// labelled adds the date of a labelled field in line i; the value may stand in the
// next line. It is false when the line has no such field.
func (d *dates) labelled(lines []line, i int) bool {
	l, any := lines[i], false
	for _, f := range l.fields {
		if f.Kind != header.Date {
			continue
		}
		kind := daodu.DatePublished
		if slices.Contains(signedFor, f.Label) {
			kind = daodu.DateSigned
		}
		at, value := l, daodu.Span{Start: f.Value.Start, End: f.Value.End}
		if value.Len() == 0 && i+1 < len(lines) {
			at = lines[i+1]
			value = daodu.Span{Start: 0, End: len(at.folded)}
		}
		for _, m := range zh.Dates(at.folded[value.Start:value.End]) {
			if m.Month == 0 || m.Year == 0 {
				continue
			}
			m.Span.Start += value.Start
			m.Span.End += value.Start
			d.addLine(kind, at, m)
			any = true
			break
		}
	}
	return any
}

// fromTail reads the lines and line ends below the text: the newspaper's day is that
// of publication, the agency's that of its dateline.
func (d *dates) fromTail() {
	for i, l := range d.below {
		if d.labelled(d.below, i) || l.rule != "paper_tail" && l.rule != "wire_tail" {
			continue
		}
		for _, m := range zh.Dates(l.folded) {
			kind := daodu.DatePublished
			if l.rule == "wire_tail" {
				kind = daodu.DateDateline
			}
			if m.Year == 0 {
				m = d.withYear(m)
			}
			if m.Month > 0 {
				d.addLine(kind, l, m)
			}
			break
		}
	}
}

func (d *dates) fromMeta() {
	if m, ok := zh.ParseDate(d.doc.Meta.Date); ok && m.Year > 0 && m.Month > 0 {
		d.add(daodu.DatePublished, m, d.doc.Meta.Date, daodu.Span{}, "页面元数据")
	}
}

// fromURLs reads the day in the address of the page and of the original.
func (d *dates) fromURLs() {
	d.addURL(d.doc.Meta.URL, daodu.Span{})
	if strings.HasPrefix(d.doc.Source.URI, "http") {
		d.addURL(d.doc.Source.URI, daodu.Span{})
	}
	for _, l := range d.below {
		if l.rule != "source_link" && l.rule != "disclaimer" && l.rule != "frame" {
			continue
		}
		for _, loc := range anyURL.FindAllStringIndex(string(l.folded), -1) {
			s := string(l.folded)
			from := l.raw.Start + runeIndex(s, loc[0])
			d.addURL(s[loc[0]:loc[1]], daodu.Span{Start: from, End: from + runeIndex(s[loc[0]:], loc[1]-loc[0])})
		}
	}
}

func (d *dates) addURL(url string, raw daodu.Span) {
	m := urlDate.FindStringSubmatchIndex(url)
	if m == nil {
		return
	}
	end := m[5]
	if m[6] >= 0 {
		end = m[7]
	}
	text := url[m[2]:end]
	iso := url[m[2]:m[3]] + "-" + url[m[4]:m[5]]
	if m[6] >= 0 {
		iso += "-" + url[m[6]:m[7]]
	}
	if raw.Len() > 0 {
		raw = daodu.Span{Start: raw.Start + m[2], End: raw.Start + end} // addresses are ASCII
	}
	d.found = append(d.found, daodu.Date{Kind: daodu.DateURL, Date: iso, Text: text, Raw: raw})
}

// fromSignature reads a date that stands alone in one of the last lines.
func (d *dates) fromSignature() {
	const lines, reach = 4, 400
	from := max(0, len(d.folded)-reach)
	paras := zh.Paragraphs(d.text[from:])
	for _, s := range paras[max(0, len(paras)-lines):] {
		l := d.folded[from+s.Start : from+s.End]
		if header.Classify(l) != header.DateLine {
			continue
		}
		m := zh.Dates(l)[0]
		if m.Year == 0 {
			continue
		}
		at := daodu.Span{Start: from + s.Start + m.Span.Start, End: from + s.Start + m.Span.End}
		d.add(daodu.DateSigned, m, string(d.text[at.Start:at.End]), d.rawSpan(at), "")
	}
}

// fromDateline reads 新华社北京10月23日电 at the head of the text or in a line above it.
// A missing year is taken from the other dates, never from today.
func (d *dates) fromDateline() {
	for _, l := range d.above {
		if l.class != header.Dateline {
			continue
		}
		for _, m := range zh.Dates(l.folded) {
			if m = d.withYear(m); m.Month > 0 && m.Year > 0 {
				d.addLine(daodu.DateDateline, l, m)
			}
			break
		}
	}
	for _, s := range zh.Paragraphs(d.text[:min(len(d.text), 1500)]) {
		n := zh.Dateline(d.folded[s.Start:s.End])
		if n == 0 {
			continue
		}
		for _, m := range zh.Dates(d.folded[s.Start : s.Start+n]) {
			m = d.withYear(m)
			at := daodu.Span{Start: s.Start + m.Span.Start, End: s.Start + m.Span.End}
			if m.Month > 0 {
				d.add(daodu.DateDateline, m, string(d.text[at.Start:at.End]), d.rawSpan(at), "")
			}
			return
		}
	}
}

// withYear completes a date of month and day from a full date found so far whose
// day is at most a month later; the agency reports before the page is published.
func (d *dates) withYear(m zh.DateMatch) zh.DateMatch {
	if m.Year != 0 || m.Month == 0 {
		return m
	}
	for _, kind := range []daodu.DateKind{daodu.DateDelivered, daodu.DatePublished, daodu.DateURL, daodu.DateSigned} {
		for _, other := range d.found {
			if other.Kind != kind || len(other.Date) < 7 {
				continue
			}
			year, month := 0, 0
			if _, err := fmt.Sscanf(other.Date, "%d-%d", &year, &month); err != nil {
				continue
			}
			if m.Month > month+1 { // December's report on a page of January
				year--
			}
			m.Year = year
			m.Why = "年份取自" + kindNames[kind] + other.Date
			return m
		}
	}
	return m
}

var kindNames = map[daodu.DateKind]string{
	daodu.DateDelivered: "讲话日期", daodu.DatePublished: "发布日期", daodu.DateURL: "网址中的日期", daodu.DateSigned: "落款日期",
}

// fromText reads the first day that the text itself tells, as the day of the event.
func (d *dates) fromText() {
	const reach = 160
	start := zh.Dateline(d.folded[:min(reach, len(d.folded))])
	for _, m := range zh.Dates(d.folded[start:min(reach, len(d.folded))]) {
		if m.Month == 0 || m.Day == 0 {
			continue
		}
		m = d.withYear(m)
		at := daodu.Span{Start: start + m.Span.Start, End: start + m.Span.End}
		if m.Year > 0 {
			d.add(daodu.DateEvent, m, string(d.text[at.Start:at.End]), d.rawSpan(at), "")
		}
		return
	}
}

// rawSpan maps a span of the clean text to the raw text.
func (p *page) rawSpan(s daodu.Span) daodu.Span {
	i, found := slices.BinarySearchFunc(p.kept, s.Start, func(k daodu.Kept, at int) int { return k.At - at })
	if !found {
		i--
	}
	if i < 0 {
		return daodu.Span{}
	}
	start := p.kept[i].Raw.Start + s.Start - p.kept[i].At
	return daodu.Span{Start: start, End: start + s.Len()}
}

// events are meetings with the day they closed, by which a text that calls one of
// them just past can be dated.
var events = []struct{ name, closed string }{
	{"党的十七大", "2007-10-21"}, {"党的十八大", "2012-11-14"}, {"党的十九大", "2017-10-24"}, {"党的二十大", "2022-10-22"},
	{"党的十八届三中全会", "2013-11-12"}, {"党的十八届四中全会", "2014-10-23"}, {"党的十八届五中全会", "2015-10-29"},
	{"党的十八届六中全会", "2016-10-27"}, {"党的十九届四中全会", "2019-10-31"}, {"党的十九届五中全会", "2020-10-29"},
	{"党的十九届六中全会", "2021-11-11"}, {"党的二十届三中全会", "2024-07-18"}, {"党的二十届四中全会", "2025-10-23"},
}

var justPast = regexp.MustCompile(`(?:刚刚|不久前)(?:闭幕|结束|召开|胜利召开|胜利闭幕)的(.{0,6}(?:大|全会))`)

// doubt marks the date of a speech that calls a meeting just past which closed more
// than half a year away.
func (d *dates) doubt(a *daodu.Article) {
	const reach, window = 3000, 183 * 24 * time.Hour
	opening := d.opening(reach)
	if !strings.Contains(opening, "刚刚") && !strings.Contains(opening, "不久前") {
		return
	}
	m := justPast.FindStringSubmatch(opening)
	if m == nil {
		return
	}
	for _, e := range events {
		if !strings.HasSuffix(e.name, strings.TrimPrefix(m[1], "党的")) || len(m[1]) < len("十大") {
			continue
		}
		closed, _ := time.Parse(time.DateOnly, e.closed)
		for i, date := range a.Dates {
			day, err := time.Parse(time.DateOnly, date.Date)
			if err != nil || date.Kind == daodu.DateEvent || day.Sub(closed).Abs() < window {
				continue
			}
			a.Dates[i].Suspect = true
			why := fmt.Sprintf("文中称“%s”，该会于%s闭幕，与此日期不符", m[0], e.closed)
			a.Dates[i].Why = strings.TrimPrefix(date.Why+"；"+why, "；")
		}
	}
}
