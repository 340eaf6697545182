package charset

import "testing"

func TestEUCTW(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, data, want string
		rest             int
	}{
		{"plane 1", "\xC4\xE3\xC5\xC6A", "中文A", 0},
		{"plane 1 written out", "\x8E\xA1\xC4\xE3", "中", 0},
		{"plane 2", "\x8E\xA2\xA1\xA1", "乂", 0},
		{"plane 3", "a\x8E\xA3\xA1\xA1b", "a�b", 0},
		{"no letter", "\xAA\xA1", "�", 0},
		{"bad second byte", "\xC4 \xC4\xE3", "� 中", 0},
		{"bad first byte", "\x80\xC4\xE3", "�中", 0},
		{"cut", "\xC4\xE3\xC5", "中", 1},
		{"cut in plane 2", "\xC4\xE3\x8E\xA2\xA1", "中", 3},
	} {
		got, rest := byName("EUC-TW").decode([]byte(test.data))
		if got != test.want || rest != test.rest {
			t.Errorf("%s: %q and %d bytes left, want %q and %d", test.name, got, rest, test.want, test.rest)
		}
	}
	if n := len([]rune(cns11643)); n != 2*rows*(rows+1) {
		t.Errorf("the table has %d letters and line ends", n)
	}
}
