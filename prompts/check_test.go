package prompts

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// good are answers that keep to their schema, in the order of its fields.
var good = map[string]string{
	Summary: `{"headline":{"text":"市总工会部署三年行动","cites":[1]},"points":[{"text":"6月底前建成3个实训基地","cites":[14,15]}]}`,
	Outline: `{"nodes":[{"level":1,"heading":"一、认清形势","text":"","cites":[5]},{"level":2,"heading":"一是总量不足","text":"全市技能人才26.5万人","cites":[7]}]}`,
	Guide: `{"overview":[{"text":"概","cites":[1]}],"key_points":[{"text":"要","cites":[2]}],"specific":[],` +
		`"terms":[{"term":"三个不准","members":["不准摊派"],"explanation":"各级干部要做到","cites":[20]}],` +
		`"people":[{"name":"周明远","role":"","cites":[3]}],"numbers":[{"value":"46","unit":"%","what":"占比","cites":[5]}],` +
		`"dates":[{"date":"6月底前","what":"建成基地","cites":[14]}],` +
		`"questions":[{"kind":"choice","question":"几个？","options":["3个","4个","5个"],"answer":"3个","why":"","cites":[14]}]}`,
	Notes:  `{"notes":[{"kind":"task","text":"6月底前建成3个实训基地","cites":[14]}]}`,
	Repair: `{"items":[{"path":"points[2]","text":"","cites":[]}]}`,
}

// decode reads an answer into the type of a prompt.
var decode = map[string]func([]byte) (any, error){
	Summary: into[SummaryAnswer], Outline: into[OutlineAnswer], Guide: into[GuideAnswer], Notes: into[NotesAnswer], Repair: into[RepairAnswer],
}

func into[T any](answer []byte) (any, error) { return Decode[T](answer) }

// TestRoundTrip: answers come back from the types as they went in, so that no field is lost.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	eachPrompt(t, func(t *testing.T, p *Prompt) {
		answer := good[p.Name]
		if findings := p.Check([]byte(answer), 30); len(findings) > 0 {
			t.Errorf("a good answer has findings: %v", findings)
		}
		v, err := decode[p.Name]([]byte(answer))
		if err != nil {
			t.Fatal(err)
		}
		back, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(answer, string(back)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestCheck(t *testing.T) {
	t.Parallel()
	const head = `{"headline":{"text":"市总工会部署三年行动","cites":[1]},"points":[`
	tests := []struct {
		name, prompt, answer string
		path, detail         string // of the only finding
	}{
		{"no JSON", Summary, `好的`, "", "不是JSON"},
		{"cut", Summary, head + `{"text":"要`, "", "不是JSON"},
		{"goes on", Summary, good[Summary] + `{}`, "", "之后还有"},
		{"list for object", Summary, `[]`, "", "应是对象"},
		{"missing", Summary, `{"headline":{"text":"市","cites":[1]}}`, "points", "缺少此项"},
		{"null", Summary, `{"headline":null,"points":[{"text":"要","cites":[2]}]}`, "headline", "应是对象"},
		{"other field", Summary, head + `{"text":"要","cites":[2],"verdict":"exact"}]}`, "points[0]", "多出“verdict”"},
		{"other case", Summary, head + `{"Text":"要","text":"要","cites":[2]}]}`, "points[0]", "多出“Text”"},
		{"no point", Summary, head + `]}`, "points", "至少要有1项"},
		{"empty text", Summary, head + `{"text":"","cites":[2]}]}`, "points[0].text", "不能为空"},
		{"number for text", Summary, head + `{"text":7,"cites":[2]}]}`, "points[0].text", "应是文字"},
		{"long text", Summary, head + `{"text":"` + strings.Repeat("𠀀", 301) + `","cites":[2]}]}`, "points[0].text", "有301字，最多300字"},
		{"no citation", Summary, head + `{"text":"要","cites":[]}]}`, "points[0].cites", "至少要有1项"},
		{"citation beyond the end", Summary, head + `{"text":"要","cites":[3,31]}]}`, "points[0].cites[1]", "句子编号应是1至30的整数"},
		{"citation 0", Summary, head + `{"text":"要","cites":[0]}]}`, "points[0].cites[0]", "句子编号"},
		{"citation as text", Summary, head + `{"text":"要","cites":["S3"]}]}`, "points[0].cites[0]", "句子编号"},
		{"citation with fraction", Summary, head + `{"text":"要","cites":[3.5]}]}`, "points[0].cites[0]", "句子编号"},
		{"huge citation", Summary, head + `{"text":"要","cites":[99999999999999999999]}]}`, "points[0].cites[0]", "句子编号"},
		{"many citations", Summary, head + `{"text":"要","cites":[1,2,3,4,5,6,7,8,9]}]}`, "points[0].cites", "有9项，最多8项"},
		{"text for list", Summary, head + `{"text":"要","cites":"3"}]}`, "points[0].cites", "应是数组"},
		{"level 5", Outline, `{"nodes":[{"level":5,"heading":"一","text":"","cites":[5]}]}`, "nodes[0].level", "应是1至4的整数"},
		{"kind", Notes, `{"notes":[{"kind":"opinion","text":"要","cites":[5]}]}`, "notes[0].kind", "不在可选的词之中"},
		{"kind of question", Guide, strings.Replace(good[Guide], `"choice"`, `"single_choice"`, 1), "questions[0].kind", "“single_choice”"},
		{"list missing in guide", Guide, strings.Replace(good[Guide], `"specific":[],`, "", 1), "specific", "缺少此项"},
		{"deep", Guide, strings.Replace(good[Guide], `"4个"`, `""`, 1), "questions[0].options[1]", "不能为空"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			findings := prompt(t, tt.prompt, "zh-Hans").Check([]byte(tt.answer), 30)
			if len(findings) == 0 {
				t.Fatal("nothing was found")
			}
			f := findings[0]
			if len(findings) != 1 || f.Path != tt.path || !strings.Contains(f.Detail, tt.detail) || f.Rule != Rule || f.Verdict != daodu.Unsupported {
				t.Errorf("found %+v, want only %q at %q", findings, tt.detail, tt.path)
			}
		})
	}
}

// TestDecode: what Decode refuses Check has found, and it refuses what is not of the type.
func TestDecode(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		``, `{`, `好的`, good[Summary] + ` 完`, `{"headline":{"text":"x","cites":[1]},"points":[],"more":1}`,
		`{"headline":{"text":"x","cites":[1.5]},"points":[]}`, `{"headline":{"text":"x","cites":["1"]},"points":[]}`,
	} {
		if _, err := Decode[SummaryAnswer]([]byte(bad)); !errors.Is(err, daodu.ErrUpstream) {
			t.Errorf("%s: error %v, want one of upstream", bad, err)
		}
		if len(prompt(t, Summary, "en").Check([]byte(bad), 30)) == 0 {
			t.Errorf("%s: Check finds nothing", bad)
		}
	}
}

// FuzzCheck: an answer in which nothing is wrong can be read into its type, whatever bytes it
// is made of.
func FuzzCheck(f *testing.F) {
	for _, answer := range good {
		f.Add(answer)
	}
	s, err := Load("")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		for _, name := range Names {
			p, err := s.Prompt(name, "en")
			if err != nil {
				t.Fatal(err)
			}
			if len(p.Check([]byte(answer), 30)) > 0 {
				continue
			}
			if _, err := decode[name]([]byte(answer)); err != nil {
				t.Errorf("%s passes as %s, and: %v", answer, name, err)
			}
		}
	})
}

func TestMember(t *testing.T) {
	t.Parallel()
	tests := []struct {
		answer, name, want string
		ok                 bool
	}{
		{`{"summary":` + good[Summary] + `,"outline":null,"guide":null,"repair":null}`, Summary, good[Summary], true},
		{`{"summary":null,"outline":null,"guide":null}`, Summary, "", false},
		{`{"outline":` + good[Outline] + `}`, Guide, "", false},
		{`[]`, Summary, "", false},
		{`{"other":{}}`, "other", "", false},
	}
	for _, tt := range tests {
		got, ok := Member([]byte(tt.answer), tt.name)
		if ok != tt.ok || ok && string(got) != tt.want {
			t.Errorf("%s of %s: %s, %v", tt.name, tt.answer, got, ok)
		}
	}
	v, err := Decode[UnionAnswer]([]byte(tests[0].answer))
	if err != nil || v.Summary == nil || v.Outline != nil || v.Guide != nil {
		t.Errorf("the union is read as %+v, %v", v, err)
	}
}

// TestGoodIsComplete: the good answers fill every field, so that a round trip proves them.
func TestGoodIsComplete(t *testing.T) {
	t.Parallel()
	for name, answer := range good {
		for _, field := range fieldsOf(answers[name]) {
			if !strings.Contains(answer, fmt.Sprintf("%q:", field)) {
				t.Errorf("%s: no %s in the answer", name, field)
			}
		}
	}
}

// fieldsOf returns the JSON names of all fields of a type and those below it.
func fieldsOf(typ reflect.Type) []string {
	switch typ.Kind() {
	case reflect.Slice:
		return fieldsOf(typ.Elem())
	case reflect.Struct:
		var out []string
		for i := range typ.NumField() {
			out = append(append(out, typ.Field(i).Tag.Get("json")), fieldsOf(typ.Field(i).Type)...)
		}
		return out
	}
	return nil
}
