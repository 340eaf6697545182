package batch

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What the name of a folder may have: file systems allow 255 bytes, and people read less.
const (
	nameRunes = 80
	nameBytes = 200
)

// reserved are names that mean something else in the folder, or on Windows.
var reserved = []string{ResultsFile, FailuresFile, "con", "prn", "aux", "nul"}

// nameItems gives each item the name of its folder: that of its request or file, with some
// digits of a hash where several would have the same. known are names that were given
// before, by ID; they stay.
func nameItems(items []Item, known map[string]string) {
	taken, wanted := map[string]bool{}, map[string]int{}
	for _, name := range reserved {
		taken[name] = true
	}
	for _, name := range known {
		taken[folded(name)] = true
	}
	for _, it := range items {
		if known[it.ID] == "" {
			name, _ := readable(it)
			wanted[folded(name)]++
		}
	}
	for i, it := range items {
		if items[i].Name = known[it.ID]; items[i].Name != "" {
			continue
		}
		name, whole := readable(it)
		if !whole || wanted[folded(name)] > 1 || taken[folded(name)] || device(name) {
			name = apart(name, it.ID, taken)
		}
		taken[folded(name)] = true
		items[i].Name = name
	}
}

// apart adds digits of the hash of an ID to a name, as many as no other has.
func apart(name, id string, taken map[string]bool) string {
	sum := sha256.Sum256([]byte(id))
	digits := hex.EncodeToString(sum[:])
	for n := 8; n < len(digits); n += 8 {
		if longer := name + "-" + digits[:n]; !taken[folded(longer)] {
			return longer
		}
	}
	return name + "-" + digits
}

// folded returns a name as file systems compare it that do not tell upper from lower case
// or composed from decomposed letters.
func folded(name string) string { return strings.ToLower(norm.NFC.String(name)) }

// device reports whether Windows takes a name for a device, whatever stands behind a dot.
func device(name string) bool {
	stem, _, _ := strings.Cut(folded(name), ".")
	if len(stem) == 4 && (stem[:3] == "com" || stem[:3] == "lpt") && stem[3] >= '0' && stem[3] <= '9' {
		return true
	}
	return slices.Contains(reserved, stem)
}

// readable returns the words by which people know an item, as the name of a folder. whole
// is false when some were cut off.
func readable(it Item) (name string, whole bool) {
	words := it.CustomID
	if words == "" {
		words = stem(it.Input)
	}
	name = strings.ToValidUTF8(words, "-")
	name = strings.Map(inName, norm.NFC.String(name))
	for strings.Contains(name, "--") {
		name = strings.ReplaceAll(name, "--", "-")
	}
	name = cmp.Or(strings.Trim(name, "-."), "input")
	short := shortened(name)
	return short, short == name
}

// inName turns what is no letter, digit or harmless mark into a hyphen.
func inName(r rune) rune {
	switch {
	case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r), r == '.', r == '_', r == '-':
		return r
	}
	return '-'
}

// stem returns the part of an input that tells it from others: the name of a file without
// its extension, an address without its scheme.
func stem(input string) string {
	if input == "-" {
		return "stdin"
	}
	if u, err := url.Parse(input); err == nil && u.Host != "" {
		return strings.Trim(u.Host+u.Path+"-"+u.RawQuery, "/-")
	}
	base := filepath.Base(input)
	return cmp.Or(strings.TrimSuffix(base, filepath.Ext(base)), base)
}

// shortened cuts a name to what fits, at a letter.
func shortened(name string) string {
	runes := []rune(name)
	runes = runes[:min(len(runes), nameRunes)]
	size := 0
	for i, r := range runes {
		if size += utf8.RuneLen(r); size > nameBytes {
			runes = runes[:i]
			break
		}
	}
	return strings.TrimRight(string(runes), "-.")
}
