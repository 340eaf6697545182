package prompts

import (
	"encoding/json"
	"strings"

	"github.com/daodu/daodu"
)

// A Task says what is to be made of a document. The zero value asks for an artifact of
// medium length.
type Task struct {
	Length daodu.Length // "" is medium
	// Limit is the most letters that the points of a summary may have together. 0 is that
	// of Length, for English three times that: so much longer are the same words in it.
	Limit int
	// First and Last are the numbers of the sentences that the document holds or was noted
	// from; with 0 the task does not speak of them.
	First, Last int
	Sections    []Section // how the text is parted, as far as known
	Findings    []Finding // what to repair
	// Schema is pasted into the task when the endpoint takes no schema; nil otherwise.
	Schema json.RawMessage
	// Union says that the answer has the schema of [Union], of which only the member of the
	// prompt's name is wanted.
	Union bool
	// Part and Parts tell which part of a long text the document is, counted from 1.
	Part, Parts int
}

// A Section is a part of the text by the numbers of its sentences. Its heading stands in the
// document and is not said again, since words of an article stand between the marks only.
type Section struct {
	Level       int // 1 is the outermost
	First, Last int // numbers of its sentences
	Announced   int // how many parts the text says it has; 0 when it does not say
}

// A Finding is an item of an answer that did not pass the checks, and why.
type Finding struct {
	Path   string // "points[2]"
	Text   string // as it was answered
	Cites  []int
	Detail []string // what is wrong, a sentence each
}

// taskView is what the files of tasks may name.
type taskView struct {
	Short, Medium, Long bool
	Limit               int
	First, Last         int
	Thirds              []span // of the sentences; none for a short text
	Sections            []Section
	Findings            []findingView
	Begin, End, Code    string // marks around the findings
	Schema              string
	Union               bool
	Part, Parts         int
}

// A span is a range of sentence numbers, both included.
type span struct{ First, Last int }

// A findingView is a finding as it is shown.
type findingView struct{ Path, Text, Cites, Detail string }

func (t Task) view(lang string) taskView {
	v := taskView{
		Short: t.Length == daodu.Short, Long: t.Length == daodu.Long,
		Limit: t.limit(lang), First: t.First, Last: t.Last, Thirds: thirds(t.First, t.Last), Sections: t.Sections,
		Schema: string(t.Schema), Union: t.Union, Part: t.Part, Parts: t.Parts,
	}
	v.Medium = !v.Short && !v.Long
	var all strings.Builder
	for _, f := range t.Findings {
		x := findingView{oneLine(f.Path), oneLine(f.Text), join(f.Cites), oneLine(strings.Join(f.Detail, "；"))}
		v.Findings = append(v.Findings, x)
		all.WriteString(x.Path + x.Text + x.Detail)
	}
	v.Code = codeFor(all.String())
	v.Begin, v.End = marks(v.Code)
	return v
}

// limit returns the most letters of a summary in a language.
func (t Task) limit(lang string) int {
	const englishLonger = 3 // letters of English for one of Chinese
	switch {
	case t.Limit > 0:
		return t.Limit
	case lang == "en":
		return englishLonger * t.Length.Limit()
	}
	return t.Length.Limit()
}

// thirds parts sentences into three ranges: models neglect the middle of long texts unless
// they are pointed to it (arXiv 2310.10570, 2410.23609). A text of a few sentences has none.
func thirds(first, last int) []span {
	const least = 9
	n := last - first + 1
	if first < 1 || n < least {
		return nil
	}
	return []span{{first, first + n/3 - 1}, {first + n/3, first + 2*n/3 - 1}, {first + 2*n/3, last}}
}

// Member takes the answer of one prompt out of an answer that has the schema of [Union]. ok is
// false when it is not there or null, which the schema allows.
func Member(answer []byte, name string) (member json.RawMessage, ok bool) {
	var all map[string]json.RawMessage
	if json.Unmarshal(answer, &all) != nil || !inUnion(name) {
		return nil, false
	}
	member = all[name]
	return member, len(member) > 0 && string(member) != "null"
}
