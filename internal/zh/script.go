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

type scriptSets struct{ hans, hant map[rune]bool }

var scripts = sync.OnceValue(func() scriptSets {
	return scriptSets{hans: runeSet(onlyHans), hant: runeSet(onlyHant)}
})

func runeSet(s string) map[rune]bool {
	set := make(map[rune]bool, len(s)/3)
	for _, r := range s {
		set[r] = true
	}
	return set
}

// CountScripts returns how many letters of text exist in Simplified script only
// and how many in Traditional only.
func CountScripts(text []rune) (hans, hant int) {
	sets := scripts()
	for _, r := range text {
		switch {
		case r < 0x3400:
		case sets.hans[r]:
			hans++
		case sets.hant[r]:
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
