package openai

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/prompts"
)

// The rules under which the engine tells what it did with an answer.
const (
	schemaRule    = prompts.Rule // left out, since it is not what the schema says
	citeRule      = "cite"       // a sentence number that the model was not shown
	duplicateRule = "duplicate"  // left out, since it says the same again
	lengthRule    = "length"     // left out, since the artifact would be too long
	answerRule    = "answer"     // not in the words of the text
	repairRule    = "repair"     // taken back when it was asked for again
)

// A decoder makes content of answers about one text.
type decoder struct {
	doc      *document
	lang     string
	limit    int              // letters of a summary's points
	whole    bool             // the model read the text in one piece
	shown    func(n int) bool // whether the model was shown a sentence
	findings []daodu.Finding  // on what it left out
}

func (w *writer) decoder(shown func(n int) bool) *decoder {
	return &decoder{doc: w.doc, lang: w.opts.Lang, limit: w.limit(), shown: shown}
}

// limit returns how many letters the points of a summary may have together. English has
// three for one of Chinese.
func (w *writer) limit() int {
	const longer = 3
	if zhLang(w.opts.Lang) {
		return w.opts.Length.Limit()
	}
	return longer * w.opts.Length.Limit()
}

// content decodes the answer for an artifact. The error wraps [daodu.ErrUpstream] when
// nothing in it can be used.
func (d *decoder) content(kind daodu.Kind, answer json.RawMessage) (daodu.Content, error) {
	fields := d.object(answer)
	switch kind {
	case daodu.KindSummary:
		return d.summary(fields)
	case daodu.KindOutline:
		return d.outline(fields)
	case daodu.KindGuide:
		return d.guide(fields)
	}
	return nil, fmt.Errorf("%w: unknown kind %q", daodu.ErrUsage, kind)
}

// note records what was left out or changed. It makes nothing that is left unsupported.
func (d *decoder) note(path, rule, format string, args ...any) {
	d.findings = append(d.findings, daodu.Finding{Path: path, Rule: rule, Verdict: daodu.Supported, Detail: fmt.Sprintf(format, args...)})
}

// object returns the members of an answer, none when it is no object.
func (d *decoder) object(answer json.RawMessage) map[string]json.RawMessage {
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(answer, &fields); err != nil {
		d.note("", schemaRule, "回答不是对象")
	}
	return fields
}

// list decodes a list member by member, so that one that is wrong takes no other along.
// What only looks different is taken: a number in quotes, one number for a list of one.
func list[T any](d *decoder, fields map[string]json.RawMessage, name string) []T {
	var members []json.RawMessage
	raw, ok := fields[name]
	if err := json.Unmarshal(raw, &members); !ok || err != nil {
		d.note(name, schemaRule, "回答中没有这一项")
		return nil
	}
	var out []T
	wrong := 0
	for _, m := range members {
		if x, ok := one[T](m); ok {
			out = append(out, x)
		} else {
			wrong++
		}
	}
	if wrong > 0 {
		d.note(name, schemaRule, "有%d条不合格式，未采用", wrong)
	}
	return out
}

// one decodes a member.
func one[T any](raw json.RawMessage) (x T, ok bool) {
	if json.Unmarshal(raw, &x) == nil {
		return x, string(raw) != "null"
	}
	var fields map[string]any
	if json.Unmarshal(raw, &fields) != nil {
		return x, false
	}
	fields["cites"] = integers(fields["cites"])
	plain, err := json.Marshal(fields)
	var again T
	return again, err == nil && json.Unmarshal(plain, &again) == nil && assign(&x, again)
}

func assign[T any](to *T, from T) bool { *to = from; return true }

// integers reads sentence numbers as models write them: 12, "12", "S12", "[12]".
func integers(v any) []int {
	out := []int{}
	switch x := v.(type) {
	case float64:
		out = append(out, int(x))
	case string:
		n := 0
		if _, err := fmt.Sscanf(strings.TrimLeft(x, "Ss[【(（第 "), "%d", &n); err == nil {
			out = append(out, n)
		}
	case []any:
		for _, y := range x {
			out = append(out, integers(y)...)
		}
	}
	return out
}

// notes decodes notes. Those that rest on nothing are of no use and left out.
func (d *decoder) notes(answer json.RawMessage) []prompts.Note {
	var out []prompts.Note
	lost, invented := 0, 0
	for _, n := range list[prompts.Note](d, d.object(answer), "notes") {
		given := len(n.Cites)
		n.Cites = slices.DeleteFunc(n.Cites, func(c int) bool { return !d.shown(c) })
		invented += given - len(n.Cites)
		if n.Text = strings.TrimSpace(n.Text); n.Text == "" || len(n.Cites) == 0 {
			lost++
			continue
		}
		out = append(out, n)
	}
	if invented > 0 {
		d.note("", citeRule, "摘记中有%d个句子编号不存在或不在所给的部分里，未采用", invented)
	}
	if lost > 0 {
		d.note("", citeRule, "有%d条摘记没有可用的句子编号，未采用", lost)
	}
	return out
}

// A statement is something with citations that is to become a point.
type statement struct {
	text  string
	cites []int
}

// statements returns what prompts.Points say, without empty and repeated ones.
func (d *decoder) statements(name string, points []prompts.Point) []statement {
	var out []statement
	for _, p := range points {
		out = append(out, statement{clean(p.Text), p.Cites})
	}
	return unique(d, name, out, func(s statement) string { return s.text })
}

// unique returns items whose text is neither empty nor that of one before, folded and
// without marks.
func unique[T any](d *decoder, name string, items []T, text func(T) string) []T {
	var out []T
	seen := map[string]bool{}
	empty, twice := 0, []string{}
	for _, x := range items {
		key := letterKey(text(x))
		switch {
		case key == "":
			empty++
		case seen[key]:
			twice = append(twice, shorten(text(x)))
		default:
			out = append(out, x)
		}
		seen[key] = true
	}
	if empty > 0 {
		d.note(name, schemaRule, "有%d条没有文字，未采用", empty)
	}
	if len(twice) > 0 {
		d.note(name, duplicateRule, "与前面重复，未采用：%s", some(twice))
	}
	return out
}

// letterKey is the same for words that differ in script, width and marks only.
func letterKey(s string) string { return string(zh.Letters(zh.FoldRunes([]rune(s)))) }

// clean returns words of a model as one line without blanks around it.
func clean(s string) string { return strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ") }

// shorten cuts words for a message.
func shorten(s string) string {
	const most = 24
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// bare returns words of a model without the quotation marks around them.
func bare(s string) string {
	s = clean(s)
	for _, marks := range [][2]string{{"“", "”"}, {"「", "」"}, {`"`, `"`}} {
		inner, opened := strings.CutPrefix(s, marks[0])
		if inner, closed := strings.CutSuffix(inner, marks[1]); opened && closed && !strings.Contains(inner, marks[0]) {
			return inner
		}
	}
	return s
}
