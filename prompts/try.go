package prompts

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/daodu/daodu"
)

// actions matches what stands in double braces.
var actions = regexp.MustCompile(`(?s)\{\{.*?\}\}`)

// plainAction matches the actions that a prompt may have: a value, a condition on there being
// a value, a list, the end of one. With nothing else what a template does depends only on
// which values there are, so that trying all cases proves it.
var plainAction = regexp.MustCompile(`^\{\{(?:- )? *(?:(?:if |else if |range )?\.[A-Z][A-Za-z]*|else|end) *(?: -)?\}\}$`)

// plain demands plain actions.
func plain(text string) error {
	for _, a := range actions.FindAllString(text, -1) {
		if !plainAction.MatchString(a) {
			return fmt.Errorf("%s is not allowed; use {{.Name}}, {{if .Name}}, {{range .Name}}, {{else}} and {{end}}", a)
		}
	}
	return nil
}

// try renders the file with every combination of values that may be there or not, and
// demands that the fence of a document and what a task cannot do without are kept.
func (f *file) try(name fileName) error {
	switch name.name {
	case partSystem:
		return f.tryAll(name, []any{systemView{}, systemView{Language: "fr"}, systemView{Language: "und", Same: true}}, nil)
	case partDocument:
		return f.tryAll(name, documentSamples(), func(view any, out string) error { return fenced(view.(documentView), out) })
	}
	return f.tryAll(name, taskSamples(), asks(name.name))
}

func (f *file) tryAll(name fileName, views []any, holds func(view any, out string) error) error {
	for _, v := range views {
		var b strings.Builder
		if err := f.template.Execute(&b, v); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if holds == nil {
			continue
		}
		if err := holds(v, b.String()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// asks returns what a task is held to: the word JSON, without which some endpoints refuse to
// answer in it, the schema, which a model may see nowhere else, which of the artifacts is
// wanted, and what is to be repaired.
func asks(name string) func(view any, out string) error {
	return func(view any, out string) error {
		v := view.(taskView)
		switch {
		case !strings.Contains(out, "JSON"):
			return fmt.Errorf("the word JSON must stand in it")
		case !strings.Contains(out, v.Schema):
			return fmt.Errorf("{{if .Schema}}{{.Schema}}{{end}} must stand in it")
		case v.Union && inUnion(name) && !strings.Contains(out, "null"):
			return fmt.Errorf("{{if .Union}} must be followed by the words that all but %s is null", name)
		case name == Repair:
			return listed(v, out)
		case strings.Contains(out, sample):
			return fmt.Errorf("{{.Findings}} may stand in %s only", Repair)
		}
		return nil
	}
}

// listed demands that each finding stands between the marks and nowhere else.
func listed(v taskView, out string) error {
	inside, outside, ok := parted(v.Begin, v.End, out)
	if len(v.Findings) > 0 && !ok {
		return errMarks
	}
	all := strings.Join(inside, "\n")
	for _, f := range v.Findings {
		if !strings.Contains(all, f.Path) || !strings.Contains(all, f.Detail) {
			return fmt.Errorf("{{.Path}} and {{.Detail}} of each of the findings must stand between {{.Begin}} and {{.End}}")
		}
	}
	return foreign(outside)
}

// fenced demands that all of a document stands line by line between its marks.
func fenced(v documentView, out string) error {
	inside, outside, ok := parted(v.Begin, v.End, out)
	if !ok {
		return errMarks
	}
	want := v.numbered()
	for _, line := range inside {
		if len(want) > 0 && line == want[0] {
			want = want[1:]
		}
	}
	if len(want) > 0 {
		return fmt.Errorf("each sentence must stand as {{.N}}|{{.Text}}, each note as {{.Cites}}|{{.Kind}}: {{.Text}}, on a line of its own between {{.Begin}} and {{.End}}")
	}
	return foreign(outside)
}

var errMarks = errors.New("{{.Begin}} and {{.End}} must stand once, each on a line of its own, around the words of others")

// parted returns the lines between two marks and the text around them. ok is false when the
// marks are not there once, each on a line of its own.
func parted(begin, end, out string) (inside []string, outside string, ok bool) {
	lines := strings.Split(out, "\n")
	from, to := slices.Index(lines, begin), slices.Index(lines, end)
	if from < 0 || to < from || strings.Count(out, begin) != 1 || strings.Count(out, end) != 1 {
		return nil, out, false
	}
	return lines[from+1 : to], strings.Join(slices.Concat(lines[:from], lines[to+1:]), "\n"), true
}

// foreign demands that no words of others stand outside of the marks.
func foreign(outside string) error {
	if strings.Contains(outside, sample) {
		return fmt.Errorf("words of the article must not stand outside of {{.Begin}} and {{.End}}")
	}
	return nil
}

// sample stands for words of an article when templates are tried. No prompt has it.
const sample = "龘靐"

// documentSamples returns documents with every combination of what may be missing.
var documentSamples = sync.OnceValue(func() []any {
	lines := combinations(Line{}, same, func(l *Line) { l.N = 1 }, func(l *Line) { l.Text = sample })
	notes := combinations(Note{}, same, func(n *Note) { n.Kind = "point" }, func(n *Note) { n.Text = sample }, func(n *Note) { n.Cites = []int{3, 4} })
	return combinations(Document{}, func(d Document) any { return d.view() },
		func(d *Document) { d.Title = sample },
		func(d *Document) { d.Speaker = sample },
		func(d *Document) { d.Occasion = sample },
		func(d *Document) { d.Date = sample },
		func(d *Document) { d.Publisher = sample },
		func(d *Document) { d.Damage = []string{sample, ""} },
		func(d *Document) { d.Lines = lines },
		func(d *Document) { d.Notes = notes },
	)
})

// taskSamples returns tasks with every combination of what may be missing. The language
// changes no more than a limit.
var taskSamples = sync.OnceValue(func() []any {
	sections := combinations(Section{}, same, func(s *Section) { s.Level = 1 }, func(s *Section) { s.First = 2 },
		func(s *Section) { s.Last = 9 }, func(s *Section) { s.Announced = 3 })
	findings := combinations(Finding{}, same, func(f *Finding) { f.Path = "points[2]" }, func(f *Finding) { f.Text = sample },
		func(f *Finding) { f.Cites = []int{3} }, func(f *Finding) { f.Detail = []string{sample + "。"} })
	return combinations(Task{}, func(t Task) any { return t.view(Langs[0]) },
		func(t *Task) { t.Length = daodu.Short },
		func(t *Task) { t.Length = daodu.Long },
		func(t *Task) { t.First, t.Last = 1, 90 },
		func(t *Task) { t.Sections = sections },
		func(t *Task) { t.Findings = findings },
		func(t *Task) { t.Schema = []byte(`{"type":"null"}`) },
		func(t *Task) { t.Union = true },
		func(t *Task) { t.Part = 2 },
		func(t *Task) { t.Parts = 3 },
	)
})

// combinations returns the view of zero with every subset of changes made to it.
func combinations[T, V any](zero T, view func(T) V, changes ...func(*T)) []V {
	var out []V
	for subset := range 1 << len(changes) {
		v := zero
		for i, change := range changes {
			if subset>>i&1 == 1 {
				change(&v)
			}
		}
		out = append(out, view(v))
	}
	return out
}

func same[T any](v T) T { return v }
