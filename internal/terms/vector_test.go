package terms

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu/internal/shared"
	"github.com/daodu/daodu/internal/zh"
)

func count(text string) Vector { return Count(zh.FoldRunes([]rune(text))) }

// weight returns the weight of a term of text, 0 without it.
func weight(v Vector, k Kind, term string) uint16 {
	for _, t := range v.Terms {
		if k == Letter && t.ID == LetterID([]rune(term)[0]) || k != Letter && t.ID == newID(k, []rune(term)) {
			return t.Weight
		}
	}
	return 0
}

// TestCountWeights puts the words behind the lead, where an occurrence weighs 4.
func TestCountWeights(t *testing.T) {
	t.Parallel()
	v := count(strings.Repeat("。", leadLetters) + "鹅鹅鹅，两千名ＧＤＰ。2000人。习近平新时代中国特色社会主义思想")
	tests := []struct {
		kind Kind
		term string
		want uint16
	}{
		{Letter, "鹅", 12}, {Word, "gdp", 4}, {Figure, "2000人", 8}, {Word, "2000", 4}, {Letter, "犬", 0},
		{Letter, "平", 1}, // in a set phrase only
	}
	for _, tt := range tests {
		if got := weight(v, tt.kind, tt.term); got != tt.want {
			t.Errorf("%s weighs %d, want %d", tt.term, got, tt.want)
		}
	}
	if v.Length != 3+3+1+1+1+16 {
		t.Errorf("length %d", v.Length)
	}
	if got := weight(count("鹅"), Letter, "鹅"); got != one+lead {
		t.Errorf("a letter of the lead weighs %d, want %d", got, one+lead)
	}
	if got := weight(count(strings.Repeat("鹅", 20000)), Letter, "鹅"); got < 65530 {
		t.Errorf("20,000 occurrences weigh %d", got)
	}
}

func TestCountScripts(t *testing.T) {
	t.Parallel()
	want := count("全国职工技能大赛，实名制培训不少于2000人，增长4.5%")
	if diff := cmp.Diff(want, count("全國職工技能大賽，實名制培訓不少於２０００人，增長４．５％")); diff != "" {
		t.Error(diff)
	}
	if len(want.Terms) < 20 {
		t.Errorf("%d terms", len(want.Terms))
	}
}

func TestVectorBinary(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "工", "，", council, strings.Repeat(council, 30), "𠮷野家 Müller 4.5%"} {
		want := count(text)
		data, err := want.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var got Vector
		if err := got.UnmarshalBinary(data); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		for n := range data {
			if v := (Vector{Length: -1}); v.UnmarshalBinary(data[:n]) != nil && v.Length != -1 {
				t.Errorf("%d of %d bytes: the vector was changed", n, len(data))
			}
		}
		if err := got.UnmarshalBinary(append([]byte{Version + 1}, data[1:]...)); err == nil {
			t.Error("another version was read")
		}
	}
}

// FuzzVector holds that whatever is read is written again in the same bytes.
func FuzzVector(f *testing.F) {
	data, _ := count(council).MarshalBinary()
	f.Add(data)
	f.Add([]byte{Version, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		var v Vector
		if v.UnmarshalBinary(data) != nil {
			return
		}
		again, err := v.MarshalBinary()
		if err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%x is written as %x", data, again)
		}
	})
}

// TestVectorSize holds what a library of 10,000 articles is to keep.
func TestVectorSize(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(shared.Dir(t), "corpora", "gwr_provincial_2026", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	letters, size := 0, 0
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		runes := []rune(string(text))
		runes = runes[:min(5000, len(runes))]
		data, _ := count(string(runes)).MarshalBinary()
		letters, size = letters+len(runes), size+len(data)
	}
	if perLetter := float64(size) / float64(letters); perLetter > 2 {
		t.Errorf("%.2f bytes a letter", perLetter)
	} else {
		t.Logf("%.2f bytes a letter, %d bytes a text", perLetter, size/len(files))
	}
}

func BenchmarkCount(b *testing.B) {
	text := zh.FoldRunes([]rune(strings.Repeat(council, 20)))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Count(text)
	}
}

func BenchmarkIndex(b *testing.B) {
	text := zh.FoldRunes([]rune(strings.Repeat(council, 20)))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Index(text)
	}
}
