package clean

import (
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/header"
	"github.com/daodu/daodu/internal/zh"
)

const (
	maxZone     = 40  // lines above a salutation that may be header
	maxLeadHan  = 700 // letters of prose above a salutation that is still the speech's own
	maxHeader   = 24  // lines of a header; more are no header
	topLines    = 6   // of which then only the first are judged
	maxTitleHan = 70  // letters of a line without end mark that may be a title
)

// Lines that stay although they stand above the first sentence.
var staysAbove = regexp.MustCompile(`^(?:前言|引言|序言|序|导言|导语|引子|摘要|内容摘要|内容提要|编者按|编者的话|总则|概述)[:。]?$`)

// zone returns the lines above the body: [0, end). A salutation, the first prose or
// the first numbered heading begins the body.
func (t *Text) zone() (end int) {
	if at, ok := t.salutation(); ok {
		return at
	}
	for i, l := range t.Lines {
		if l.prose() || l.sentence() || opensBody(t, l) || t.heads(l) {
			return i
		}
	}
	return 0 // no body: nothing to stand above
}

// salutation returns the line that addresses the audience, if one does near the top.
func (t *Text) salutation() (int, bool) {
	prose := 0
	for i, l := range t.Lines {
		if i > maxZone || prose > maxLeadHan {
			break
		}
		folded := t.Folded[l.Start:l.End]
		if n := zh.Salutation(folded); n > 0 && header.Classify(folded) == header.None {
			return i, true
		}
		if l.prose() {
			prose += l.Han
		}
	}
	return 0, false
}

// heads reports whether the format marks a line as a heading inside the text.
func (t *Text) heads(l Line) bool {
	return slices.ContainsFunc(t.headings, func(s daodu.Span) bool {
		raw := daodu.Span{Start: t.Raw(l.Start), End: t.Raw(l.End-1) + 1}
		return s.Overlaps(raw)
	})
}

// numbered is a heading or an article of a law.
var numberedHead = regexp.MustCompile(`^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十百]{1,4}[编章节条款部分]{1,2}[ ,、:]?|[1-9]\d?[.、] ?\p{Han}|[一1][是要]|第一[,、]|首先,)`)

func opensBody(t *Text, l Line) bool {
	s := head(t, l)
	return t.addressee(l) || numberedHead.MatchString(s) || staysAbove.MatchString(s) || zh.Dateline(t.Folded[l.Start:l.End]) > 0 && l.Han > 30
}

// addressee reports whether a line says whom a document is for: 各县(区)总工会:.
func (t *Text) addressee(l Line) bool {
	folded := t.Folded[l.Start:l.End]
	return l.Last == ':' && l.Han >= 3 && l.Stops == 0 && header.Classify(folded) == header.None &&
		strings.ContainsRune(addressedTo, folded[0])
}

// addressedTo are the letters that open the line of addressees of a document.
const addressedTo = "各市省县区国中驻有全本"

// findSiteHead returns the short lines of navigation above the title.
func findSiteHead(t *Text) []daodu.Span {
	end := t.zone()
	title := -1 // the last line that may be a title
	for i := range end {
		if l := t.Lines[i]; (l.Han >= 8 || header.IsTitle(t.Slice(l.Span))) && !l.prose() && header.Classify(t.Folded[l.Start:l.End]) == header.None {
			title = i
			break
		}
	}
	var spans []daodu.Span
	for i := 0; i < title; i++ {
		if l := t.Lines[i]; l.Han < 8 && header.Classify(t.Folded[l.Start:l.End]) == header.None {
			spans = append(spans, l.Span)
		}
	}
	return spans
}

// findHeader returns the lines that tell title, dates, source and people above the
// body. Sentences above a salutation are the lead of a report and stay.
func findHeader(t *Text) []daodu.Span {
	end := t.zone()
	if end > maxHeader {
		end = t.shortHeader()
	}
	var spans []daodu.Span
	for i := range end {
		l := t.Lines[i]
		folded := t.Folded[l.Start:l.End]
		switch {
		case header.Classify(folded) != header.None:
		case t.heads(l):
			continue
		case l.prose() || l.sentence() || l.Han > maxTitleHan || staysAbove.MatchString(string(folded)):
			continue
		}
		spans = append(spans, l.Span)
	}
	return spans
}

// shortHeader returns the end of the header of a text that begins with a list of
// names or figures: behind the last of the first lines that tells a date or source.
func (t *Text) shortHeader() int {
	end := 0
	for i, l := range t.Lines[:min(topLines, len(t.Lines))] {
		switch header.Classify(t.Folded[l.Start:l.End]) {
		case header.Labels, header.DateLine, header.Occasion, header.Number:
			end = i + 1
		}
	}
	return end
}

// A speech whose lines were glued together still begins with its title, the date
// it was given and sometimes the speaker.
var (
	gluedHead = regexp.MustCompile(`^([^。!?;:]{4,60}?(?:讲话|报告|致辞|致词|演讲|贺信|贺电|回信|批示|发言|说明|的信|声明|文章)) ?(\((?:19|20)\d\d年\d{1,2}月\d{1,2}日[^()]{0,20}\)|(?:19|20)\d\d年\d{1,2}月\d{1,2}[日HE曰]) ?`)
	gluedName = regexp.MustCompile(`^(\p{Han}{2,3})(?: {2,}| ?(?:各位|同志们|同志|今天|这次|党的|我们|中共|尊敬|女士|大家|刚才|首先|当前|一、|※|新|去年|今年|最近))`)
)

// findGluedHead returns title, date and name at the start of the first line when
// the text goes on in the same line.
func findGluedHead(t *Text) []daodu.Span {
	if len(t.Lines) == 0 {
		return nil
	}
	l := t.Lines[0]
	s := t.Slice(daodu.Span{Start: l.Start, End: min(l.End, l.Start+110)})
	m := gluedHead.FindStringSubmatchIndex(s)
	if m == nil {
		return nil
	}
	end := l.Start + len([]rune(s[:m[1]]))
	rest := s[m[1]:]
	if n := gluedName.FindStringSubmatch(rest); n != nil && header.Name(n[1]) != "" {
		end += len([]rune(n[1]))
	}
	if end >= l.End {
		return nil
	}
	return []daodu.Span{{Start: l.Start, End: end}}
}
