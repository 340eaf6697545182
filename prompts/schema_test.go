package prompts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// allSchemas returns the schemas of all answers by name, with that of the union.
func allSchemas(maxCite int, strict bool) map[string]json.RawMessage {
	out := map[string]json.RawMessage{"union": Union(maxCite, strict)}
	for _, name := range Names {
		out[name] = schemas[name].render(maxCite, strict, englishWidth)
	}
	return out
}

// A seen is what a walk over a schema counts.
type seen struct {
	t          *testing.T
	allowed    map[string]bool
	properties int
	deepest    int
	cites      int
	maxCite    float64
	bounded    bool
}

// TestStrict holds the strict schemas to the subset that OpenAI first published for
// structured outputs: 100 properties, 5 levels, all properties required, no others, and no
// keyword beyond type, enum and anyOf. Lists are counted as levels too.
func TestStrict(t *testing.T) {
	t.Parallel()
	for name, raw := range allSchemas(9, true) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &seen{t: t, allowed: setOf("type", "properties", "required", "additionalProperties", "items", "enum", "anyOf")}
			s.walk(name, decoded(t, raw), 1)
			if s.properties > 100 || s.deepest > 5 {
				t.Errorf("%d properties in %d levels, want at most 100 in 5", s.properties, s.deepest)
			}
			if !bytes.Equal(raw, allSchemas(7777, true)[name]) {
				t.Error("a strict schema differs from text to text and is cached for none")
			}
		})
	}
}

// TestBounded: every text and list has a limit that servers bear, every citation the number
// of the last sentence.
func TestBounded(t *testing.T) {
	t.Parallel()
	for _, maxCite := range []int{1, 218, 99999} {
		for name, raw := range allSchemas(maxCite, false) {
			t.Run(fmt.Sprint(name, maxCite), func(t *testing.T) {
				t.Parallel()
				s := &seen{t: t, bounded: true, maxCite: float64(maxCite), allowed: setOf(
					"type", "properties", "required", "additionalProperties", "items", "enum", "anyOf",
					"minItems", "maxItems", "minLength", "maxLength", "minimum", "maximum")}
				s.walk(name, decoded(t, raw), 1)
				if s.cites == 0 {
					t.Error("nothing cites")
				}
			})
		}
	}
	if got := string(schemas[Summary].render(0, false, chineseWidth)); !strings.Contains(got, `"maximum":1}`) {
		t.Errorf("without a sentence the schema can be met by nothing: %s", got)
	}
}

func decoded(t *testing.T, raw json.RawMessage) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return out
}

func setOf(words ...string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		out[w] = true
	}
	return out
}

func (s *seen) walk(path string, schema map[string]any, level int) {
	for key := range schema {
		if !s.allowed[key] {
			s.t.Errorf("%s: keyword %q", path, key)
		}
	}
	s.deepest = max(s.deepest, level)
	switch schema["type"] {
	case "object":
		s.object(path, schema, level)
	case "array":
		items := schema["items"].(map[string]any)
		if s.bounded && !within(schema["maxItems"], 1, 200) {
			s.t.Errorf("%s: maxItems %v", path, schema["maxItems"])
		}
		s.cite(path, items)
		s.walk(path+"[]", items, below1(level, items))
	case "string":
		if s.bounded && schema["enum"] == nil && !within(schema["maxLength"], 1, 2000) {
			s.t.Errorf("%s: maxLength %v", path, schema["maxLength"])
		}
	case nil:
		for _, branch := range schema["anyOf"].([]any) {
			s.walk(path, branch.(map[string]any), level)
		}
	}
}

// below1 returns the level of a schema within one at level: objects and lists nest.
func below1(level int, schema map[string]any) int {
	if t := schema["type"]; t == "object" || t == "array" || t == nil {
		return level + 1
	}
	return level
}

func (s *seen) object(path string, schema map[string]any, level int) {
	properties := schema["properties"].(map[string]any)
	if len(properties) != len(schema["required"].([]any)) || schema["additionalProperties"] != false {
		s.t.Errorf("%s: not all properties are required, or others are allowed", path)
	}
	for name, p := range properties {
		s.properties++
		if !slices.Contains(schema["required"].([]any), any(name)) {
			s.t.Errorf("%s.%s is not required", path, name)
		}
		p := p.(map[string]any)
		s.walk(path+"."+name, p, below1(level, p))
	}
}

// cite checks the members of a list that is called cites.
func (s *seen) cite(path string, items map[string]any) {
	if !strings.HasSuffix(path, ".cites") {
		return
	}
	s.cites++
	if items["type"] != "integer" || s.bounded && (items["minimum"] != 1.0 || items["maximum"] != s.maxCite) {
		s.t.Errorf("%s: %v, want integers from 1 to %v", path, items, s.maxCite)
	}
}

func within(v any, from, to float64) bool {
	n, ok := v.(float64)
	return ok && n >= from && n <= to
}

// answers are the types that the schemas describe.
var answers = map[string]reflect.Type{
	Summary: reflect.TypeFor[SummaryAnswer](), Outline: reflect.TypeFor[OutlineAnswer](), Guide: reflect.TypeFor[GuideAnswer](),
	Notes: reflect.TypeFor[NotesAnswer](), Repair: reflect.TypeFor[RepairAnswer](), "union": reflect.TypeFor[UnionAnswer](),
}

// TestTypes: each type has the fields of its schema, in the same order, and nothing is before
// the words that it depends on.
func TestTypes(t *testing.T) {
	t.Parallel()
	for name, typ := range answers {
		n := union
		if name != "union" {
			n = schemas[name]
		}
		sameShape(t, name, n, typ)
	}
}

func sameShape(t *testing.T, path string, n *node, typ reflect.Type) {
	t.Helper()
	if typ.Kind() == reflect.Pointer {
		if !n.nullable {
			t.Errorf("%s is not nullable", path)
		}
		typ = typ.Elem()
	}
	kinds := map[kind]reflect.Kind{kindObject: reflect.Struct, kindList: reflect.Slice, kindText: reflect.String, kindInteger: reflect.Int, kindCite: reflect.Int}
	if kinds[n.kind] != typ.Kind() {
		t.Errorf("%s is %s, the type %s", path, n.kind, typ)
		return
	}
	switch n.kind {
	case kindList:
		sameShape(t, path+"[]", n.items, typ.Elem())
	case kindObject:
		if typ.NumField() != len(n.fields) {
			t.Errorf("%s has %d fields, the type %d", path, len(n.fields), typ.NumField())
			return
		}
		for i, f := range n.fields {
			if tag := typ.Field(i).Tag.Get("json"); tag != f.name {
				t.Errorf("%s: field %d is %q, that of the type %q", path, i, f.name, tag)
			}
			sameShape(t, path+"."+f.name, f.schema, typ.Field(i).Type)
		}
	}
}

// TestOrderKept: a schema names the fields in the order of the types, a text before what it
// cites.
func TestOrderKept(t *testing.T) {
	t.Parallel()
	raw := string(Union(9, false))
	at := -1
	for _, name := range []string{"summary", "headline", "points", "outline", "nodes", "level", "heading", "guide", "overview", "key_points", "specific", "terms", "people", "numbers", "dates", "questions"} {
		next := strings.Index(raw, `"`+name+`":`)
		if next <= at {
			t.Errorf("%q stands at %d, behind what follows it at %d", name, next, at)
		}
		at = next
	}
	if strings.Index(raw, `"text":`) > strings.Index(raw, `"cites":`) {
		t.Error("a text is written after its citations")
	}
}
