package charset

import "regexp"

// prescan is how many bytes of a page are searched for a label. The 1024 of the HTML
// standard are too few for pages of Chinese portals.
const prescan = 32 << 10

var (
	metaLabel = regexp.MustCompile(`(?i)<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([\w:-]+)`)
	xmlLabel  = regexp.MustCompile(`(?i)<\?xml\s[^>]{0,200}?encoding\s*=\s*["']\s*([\w:-]+)`)
)

// Label returns the charset that an HTML page or XML file declares for itself in
// ASCII, and "" when it declares none.
func Label(page []byte) string {
	head := page[:min(len(page), prescan)]
	for _, pattern := range []*regexp.Regexp{xmlLabel, metaLabel} {
		if m := pattern.FindSubmatch(head); m != nil {
			return string(m[1])
		}
	}
	return ""
}
