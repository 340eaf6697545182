package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// Fill stores a small library of everything there is, for tests of backups.
func Fill(t *testing.T, s *store.Store) {
	t.Helper()
	first, second := &embedder{model: "a", dim: 64}, &embedder{model: "b", dim: 32}
	if err := s.UseSpace(t.Context(), first.Space()); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		text := fmt.Sprintf("第%d篇。%s", i, speech)
		a := article(fmt.Sprint("file:", i), "讲话<"+fmt.Sprint(i)+">&\u2028", text)
		a.Speaker = &daodu.Speaker{Name: "張偉", Role: "主席"}
		id := add(t, s, item(a, first))
		for _, kind := range []daodu.Kind{daodu.KindSummary, daodu.KindOutline} {
			if _, err := s.AddArtifact(t.Context(), id, artifact(id, text, kind, daodu.Short)); err != nil {
				t.Fatal(err)
			}
		}
	}
	add(t, s, item(article("https://example.com/again", "讲话", "第1篇。"+speech), first))
	if err := s.Embed(t.Context(), second, nil); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if err := s.KeepAnswer(t.Context(), []byte{byte(7 - i)}, "model", []byte{0, 1, byte(i)}); err != nil {
			t.Fatal(err)
		}
	}
}

// RoundTrip writes a backup of one library, reads it into another, empty one and compares
// the backup of that one with the first.
func RoundTrip(t *testing.T, from, to *store.Store) {
	t.Helper()
	before := export(t, from)
	imported, err := to.Import(t.Context(), bytes.NewReader(before), nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := (store.Imported{Articles: 5, Artifacts: 10}); imported != want {
		t.Errorf("imported %+v, want %+v", imported, want)
	}
	if diff := cmp.Diff(strings.Split(string(before), "\n"), strings.Split(string(export(t, to)), "\n")); diff != "" {
		t.Errorf("the backup of the copy differs (-first +copy):\n%.2000s", diff)
	}
	again, err := to.Import(t.Context(), bytes.NewReader(before), nil)
	if want := (store.Imported{Known: 5}); err != nil || again != want {
		t.Errorf("imported again: %+v, %v, want %+v", again, err, want)
	}
	if !bytes.Equal(before, export(t, to)) {
		t.Error("importing twice changed the library")
	}
}

func export(t *testing.T, s *store.Store) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := s.Export(t.Context(), &b, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func testDamagedBackup(t *testing.T, s *store.Store) {
	Fill(t, s)
	other, err := s.In(t.Context(), "other")
	if err != nil {
		t.Fatal(err)
	}
	whole := string(export(t, s))
	for name, damaged := range map[string]string{
		"empty":         "",
		"something":     "{\"hello\": 1}\n",
		"no JSON":       "PK\x03\x04",
		"cut short":     whole[:len(whole)/2],
		"another text":  strings.Replace(whole, "五千人次", "六千人次", 1),
		"not inflating": strings.Replace(whole, `"raw":"`, `"raw":"AAAA`, 1),
	} {
		_, err := other.Import(t.Context(), strings.NewReader(damaged), nil)
		if !errors.Is(err, daodu.ErrBadInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := other.Import(t.Context(), strings.NewReader(whole), nil); err != nil {
		t.Errorf("the whole backup after damaged ones: %v", err)
	}
	if n, err := other.Count(t.Context(), store.Filter{}); err != nil || n != 5 {
		t.Errorf("%d articles, %v", n, err)
	}
}
