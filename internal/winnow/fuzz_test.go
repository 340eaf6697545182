package winnow

import (
	"slices"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// FuzzPassages plants the middle of here into there and checks what is true of any texts.
func FuzzPassages(f *testing.F) {
	f.Add(sentence, "")
	f.Add(sentence, string(traditional([]rune(sentence))))
	f.Add("一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一", "一二一二一二一二一二一二一二一二一二一二一二一二")
	f.Add(sentence+"\n12、"+sentence, "𠮷野家，"+sentence[:90]+"XXX"+sentence[90:])
	f.Add("\xff\x00……ＡＢＣ", "��")
	f.Fuzz(func(t *testing.T, a, b string) {
		here := []rune(a)
		planted := here[len(here)/4 : len(here)-len(here)/4]
		there := slices.Concat([]rune(b), planted)
		passages := Passages(here, there)
		hold(t, here, there, passages)
		plain := !repeats(here) && !repeats(there)
		if plain && New(planted).Letters() >= Least && len(passages) == 0 {
			t.Errorf("%q is not found", string(planted))
		}
		back := Passages(there, here)
		hold(t, there, here, back)
		if plain && longest(passages) > Least+10 && len(back) == 0 {
			t.Errorf("%d letters are nothing the other way round", longest(passages))
		}
		c := Compare(here, there)
		if c.Here < 0 || c.Here > 1 || c.There < 0 || c.There > 1 || (c.Class == "") != (len(c.Passages) == 0) {
			t.Errorf("%q of %v and %v with %d passages", c.Class, c.Here, c.There, len(c.Passages))
		}
	})
}

// repeats reports whether a stretch stands so often that not all of its places are looked at.
func repeats(text []rune) bool {
	x := newIndex(New(text).letters)
	for slot := 1; slot < len(x.start); slot++ {
		if x.start[slot]-x.start[slot-1] > mostPlaces {
			return true
		}
	}
	return false
}

func longest(passages []daodu.Passage) int {
	n := 0
	for _, p := range passages {
		n = max(n, p.Letters)
	}
	return n
}

// FuzzFingerprints checks that fingerprints depend on the folded letters alone, and that a
// text shares one with every text that holds enough of it.
func FuzzFingerprints(f *testing.F) {
	f.Add(sentence, "")
	f.Add("老君庙车站", sentence)
	f.Add("職工，ＡＢＣ「引」\xff", "𠮷野家")
	f.Add("一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一", "一")
	f.Fuzz(func(t *testing.T, a, b string) {
		text := []rune(a)
		got := Fingerprints(text)
		for i := 1; i < len(got); i++ {
			if got[i-1] >= got[i] {
				t.Fatalf("%x are not ascending", got)
			}
		}
		if !slices.Equal(got, Fingerprints(zh.FoldRunes(text))) {
			t.Errorf("%q has other fingerprints once folded", a)
		}
		if whole := Fingerprints([]rune(b + a + b)); New(text).Letters() >= Gram+Window-1 && !meet(got, whole) {
			t.Errorf("%q shares no fingerprint with a text that holds it", a)
		}
	})
}
