package endpoint

import (
	"regexp"
	"strings"
)

// A Secret is the key of an endpoint.
type Secret string

// Valid reports whether s may be a key: no blank and no letter beyond ASCII.
func (s Secret) Valid() bool {
	return !strings.ContainsFunc(string(s), func(r rune) bool { return r <= ' ' || r > '~' })
}

// window is the length in bytes from which a part of the key is hidden too: endpoints echo
// keys cut short.
const window = 8

// otherKey finds keys that are not ours: gateways show those they use themselves.
var otherKey = regexp.MustCompile(`\bsk-[A-Za-z0-9_*.-]{6,}`)

// Hide returns text without the key, its longer parts, and what looks like another key.
func (s Secret) Hide(text string) string {
	size := min(window, len(s))
	if size == 0 {
		return otherKey.ReplaceAllString(text, "[key]")
	}
	covered := make([]bool, len(text))
	for i := 0; i+size <= len(s); i++ {
		part := string(s[i : i+size])
		for from := 0; ; {
			at := strings.Index(text[from:], part)
			if at < 0 {
				break
			}
			for k := range size {
				covered[from+at+k] = true
			}
			from += at + 1
		}
	}
	var b strings.Builder
	for i := range len(text) {
		switch {
		case !covered[i]:
			b.WriteByte(text[i])
		case i == 0 || !covered[i-1]:
			b.WriteString("[key]")
		}
	}
	return otherKey.ReplaceAllString(b.String(), "[key]")
}
