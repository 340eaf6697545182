package zh

import (
	_ "embed"
	"sync"

	"github.com/daodu/daodu"
)

//go:embed tables/onlyhans.txt
var onlyHans string

//go:embed tables/onlyhant.txt
var onlyHant string

// Shares of Traditional letters among those that tell, beyond which a text is of
// one script. Real pages of one script stray up to .08 (names, quotations, forms
// left by a converter).
const (
	hantFrom = .85
	hansTo   = .15
)

// A letterSet is a set of letters of the basic multilingual plane as a bitmap, and of
// the few beyond it as a map.
type letterSet struct {
	bmp  [bmp / 64]uint64
	rest map[rune]bool
}

func newLetterSet(letters string) *letterSet {
	s := &letterSet{rest: map[rune]bool{}}
	for _, r := range letters {
		if r < bmp {
			s.bmp[r/64] |= 1 << (r % 64)
		} else {
			s.rest[r] = true
		}
	}
	return s
}

func (s *letterSet) has(r rune) bool {
	if r >= 0 && r < bmp {
		return s.bmp[r/64]&(1<<(r%64)) != 0
	}
	return s.rest[r]
}

type scriptSets struct{ hans, hant *letterSet }

var scripts = sync.OnceValue(func() scriptSets {
	return scriptSets{hans: newLetterSet(onlyHans), hant: newLetterSet(onlyHant)}
})

// CountScripts returns how many letters of text exist in Simplified script only
// and how many in Traditional only.
func CountScripts(text []rune) (hans, hant int) {
	sets := scripts()
	for _, r := range text {
		switch {
		case r < 0x3400:
		case sets.hans.has(r):
			hans++
		case sets.hant.has(r):
			hant++
		}
	}
	return hans, hant
}

// Script tells the script of text by the letters that only one of the two has. It
// is ScriptNone when no letter tells and ScriptMixed when both have a real share.
func Script(text []rune) daodu.Script {
	hans, hant := CountScripts(text)
	if hans+hant == 0 {
		return daodu.ScriptNone
	}
	share := float64(hant) / float64(hans+hant)
	switch {
	case share >= hantFrom:
		return daodu.ScriptHant
	case share <= hansTo:
		return daodu.ScriptHans
	}
	return daodu.ScriptMixed
}

// Lang returns the BCP 47 tag of a text in script s: zh-Hans, zh-Hant, and zh for
// a mixed one. A text without telling letters is zh when it has Chinese letters at
// all, en when it has Latin ones, und otherwise.
func Lang(s daodu.Script, text []rune) string {
	switch s {
	case daodu.ScriptHans, daodu.ScriptHant:
		return "zh-" + string(s)
	case daodu.ScriptMixed:
		return "zh"
	}
	latin := false
	for _, r := range text {
		if IsHan(r) {
			return "zh"
		}
		latin = latin || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	if latin {
		return "en"
	}
	return "und"
}
