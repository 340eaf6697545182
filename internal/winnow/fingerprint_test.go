package winnow

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sentence = "老君庙车站的焊工夜校开了3个班，每班二十人，由退休技师轮流坐班答疑，十月底前把断裂的刀具陈列出来。"

func TestFingerprints(t *testing.T) {
	t.Parallel()
	want := Fingerprints([]rune(sentence))
	if len(want) == 0 || !slices.IsSorted(want) || len(slices.Compact(slices.Clone(want))) != len(want) {
		t.Fatalf("%x is empty, out of order or says something twice", want)
	}
	tests := []struct{ name, text string }{
		{"Traditional", string(traditional([]rune(sentence)))},
		{"full width", string(fullWidth([]rune(sentence)))},
		{"no punctuation", "老君庙车站的焊工夜校开了3个班每班二十人由退休技师轮流坐班答疑十月底前把断裂的刀具陈列出来"},
		{"line breaks", "老君庙车站的焊工\n夜校开了 3 个班,每班二十人,由退休技师\n\n轮流坐班答疑,十月底前把断裂的刀具陈列出来"},
		{"twice", sentence + sentence},
	}
	for _, tt := range tests {
		got := Fingerprints([]rune(tt.text))
		if tt.name == "twice" {
			got = slices.DeleteFunc(got, func(f uint64) bool { return !slices.Contains(want, f) })
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: other fingerprints (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestFingerprintsOfLittle covers texts that are too short for one window.
func TestFingerprintsOfLittle(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       int
	}{
		{"nothing", "", 0},
		{"one letter", "会", 0},
		{"marks only", "……！？（）——", 0},
		{"one letter less than a fingerprint needs", "焊工夜校开了3个班每班", 0},
		{"letters for one", "焊工夜校开了3个班，每班二", 1},
		{"one window", "老君庙车站的焊工夜校开了3个班，每班二十人，由退休技", 1},
		{"astral letters", "𠮷野家𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇𠀈𠀉𠀊", 1},
		{"one letter again and again", "一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一", 1},
	}
	for _, tt := range tests {
		if got := Fingerprints([]rune(tt.text)); len(got) != tt.want {
			t.Errorf("%s: %d fingerprints, want %d", tt.name, len(got), tt.want)
		}
	}
}

// TestFingerprintsStay holds the values, which libraries store: whoever changes them must
// have all libraries count anew.
func TestFingerprintsStay(t *testing.T) {
	t.Parallel()
	want := []uint64{336144508810291808, 345174730536130062, 395034242909835085}
	if diff := cmp.Diff(want, Fingerprints([]rune(sentence))); diff != "" {
		t.Errorf("stored fingerprints would be worth nothing (-want +got):\n%s", diff)
	}
}

// TestFingerprintsShared checks the promise of winnowing: texts with Gram+Window-1 letters in
// a row in common share a fingerprint, whatever stands around them.
func TestFingerprintsShared(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		a, b := speech(r, 6), speech(r, 6)
		from := r.IntN(len(a) - 60)
		run := a[from : from+60]
		for New(run).Letters() > Gram+Window-1 {
			run = run[:len(run)-1]
		}
		at := r.IntN(len(b))
		if !meet(Fingerprints(a), Fingerprints(slices.Concat(b[:at], run, b[at:]))) {
			t.Fatalf("no fingerprint is shared over %q", string(run))
		}
	}
}

// TestFingerprintsFew holds the size of the index: 115 rows on 1,000 letters.
func TestFingerprintsFew(t *testing.T) {
	t.Parallel()
	text := New(speech(rand.New(rand.NewPCG(5, 6)), 1000))
	if got := 1000 * len(text.Fingerprints()) / text.Letters(); got < 100 || got > 130 {
		t.Errorf("%d fingerprints on 1,000 letters, want 100 to 130", got)
	}
}

// meet reports whether two ascending lists have a value in common.
func meet(a, b []uint64) bool {
	return slices.ContainsFunc(a, func(f uint64) bool { _, ok := slices.BinarySearch(b, f); return ok })
}
