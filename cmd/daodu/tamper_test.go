package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/check"
	"github.com/daodu/daodu/summarize/extract"
)

// unchecked are the fields that nothing in the text can prove: scores, ids, the order of
// a handout, and the wording of a question or a heading of our own, whose figures are
// checked all the same.
var unchecked = regexp.MustCompile(`\.(specific|guid|section|kind|lang|length|announced)$|^(schema|article|origin|notes|incomplete|lang|length)`)

// ownWords are fields that may be in words of our own, so that a changed word need not
// be an error.
var ownWords = regexp.MustCompile(`\.(label|question|front|why|what)$|\.options\[|\.answer$|\.back$`)

// TestTampering changes one field after another of real artifacts. Whatever it changes,
// a quote, a figure, a name, a verdict, the coverage: verify must notice.
func TestTampering(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"speech.txt", "notice-hant.txt", "work-report.txt"} {
		a, arts := exampleArtifacts(t, name)
		for _, art := range arts {
			t.Run(name+"/"+string(art.Content.Kind()), func(t *testing.T) {
				t.Parallel()
				tamperAll(t, art, a.Text)
			})
		}
	}
}

func exampleArtifacts(t testing.TB, name string) (*daodu.Article, []*daodu.Artifact) {
	t.Helper()
	for a, err := range new(ingest.Ingester).Read(t.Context(), filepath.Join("..", "..", "examples", name)) {
		if err != nil {
			t.Fatal(err)
		}
		arts, err := summarize.Artifacts(t.Context(), extract.Engine{}, a, nil, summarize.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return a, arts
	}
	t.Fatal("no article in " + name)
	return nil, nil
}

// tamperAll tries every field of one artifact.
func tamperAll(t *testing.T, art *daodu.Artifact, text string) {
	t.Helper()
	data, err := json.Marshal(art)
	if err != nil {
		t.Fatal(err)
	}
	if findings, err := check.Verify(parsed(t, data), text); err != nil {
		t.Fatalf("before any change: %v %v", err, findings)
	}
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	// A long guide has thousands of fields, whose kinds repeat: a sample is enough there.
	tried, fields := 0, 0
	eachLeaf(tree, "", func(path string, value any, set func(any)) {
		path = strings.TrimPrefix(path, ".content.")
		path = strings.TrimPrefix(path, ".")
		if unchecked.MatchString(path) || path == "coverage.parts" && len(art.Coverage.Uncovered) == 0 {
			return
		}
		if fields++; fields > 300 && fields%11 != 0 {
			return
		}
		for _, other := range changes(path, value) {
			set(other)
			changed, err := json.Marshal(tree)
			if err != nil {
				t.Fatal(err)
			}
			tried++
			if findings, err := check.Verify(parsed(t, changed), text); !errors.Is(err, daodu.ErrUnverified) || len(findings) == 0 {
				t.Errorf("%s: %v changed into %v passes", path, value, other)
			}
			set(value)
		}
	})
	if tried < 30 {
		t.Errorf("only %d changes tried", tried)
	}
}

func parsed(t *testing.T, data []byte) *daodu.Artifact {
	t.Helper()
	art := new(daodu.Artifact)
	if err := json.Unmarshal(data, art); err != nil {
		t.Fatal(err)
	}
	return art
}

// eachLeaf calls visit for every string and number of a JSON tree, in order, with a
// function that replaces it.
func eachLeaf(tree any, path string, visit func(path string, value any, set func(any))) {
	descend := func(path string, value any, set func(any)) {
		switch value.(type) {
		case string, float64:
			visit(path, value, set)
		default:
			eachLeaf(value, path, visit)
		}
	}
	switch tree := tree.(type) {
	case map[string]any:
		keys := make([]string, 0, len(tree))
		for k := range tree {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			descend(path+"."+k, tree[k], func(v any) { tree[k] = v })
		}
	case []any:
		for i := range tree {
			descend(fmt.Sprintf("%s[%d]", path, i), tree[i], func(v any) { tree[i] = v })
		}
	}
}

// changes returns what a field is changed into: other figures in any text, another
// letter in words of the source, a neighbouring number, each other verdict.
func changes(path string, value any) []any {
	if n, ok := value.(float64); ok {
		if strings.HasSuffix(path, "sections") {
			return []any{n * .9, n + .01}
		}
		return []any{n + 1, n - 1}
	}
	s := value.(string)
	if strings.HasSuffix(path, "verdict") {
		return otherVerdicts(s)
	}
	var out []any
	if changed := otherFigure(s); changed != s && !strings.Contains(path, ".options[") {
		out = append(out, changed)
	}
	if runes := []rune(s); len(runes) > 1 && !ownWords.MatchString(path) {
		runes[len(runes)/2] = '𠮷'
		out = append(out, string(runes))
	}
	return out
}

func otherVerdicts(s string) []any {
	var out []any
	for _, v := range []daodu.Verdict{daodu.Exact, daodu.Supported, daodu.Unsupported, daodu.Verified, daodu.Partial, daodu.Unverified, ""} {
		if string(v) != s {
			out = append(out, string(v))
		}
	}
	return out
}

// otherFigure changes the first Arabic figure of a text.
func otherFigure(s string) string {
	at := strings.IndexAny(s, "123456789")
	if at < 0 {
		return s
	}
	return s[:at] + string('1'+(s[at]-'1'+4)%9) + s[at+1:]
}

// BenchmarkVerify checks the three artifacts of a speech of 1,800 characters.
func BenchmarkVerify(b *testing.B) {
	a, arts := exampleArtifacts(b, "speech.txt")
	for b.Loop() {
		for _, art := range arts {
			check.Artifact(art, a.Text)
		}
	}
}
