package webpage

import (
	"iter"
	"strings"

	"golang.org/x/net/html/atom"
)

// A hint is a set of what the name of an element (tag, class, id, role) says about
// its content. Names are weak evidence: they tip the scales, they do not decide.
type hint uint16

const (
	hintBody    hint = 1 << iota // content, article, TRS_Editor
	hintComment                  // what readers wrote
	hintRelated                  // other articles
	hintNav                      // menus, breadcrumbs, tags
	hintFoot                     // footer, copyright
	hintShare                    // share, print and follow buttons
	hintAdvert                   //
	hintSide                     // beside the article

	hintJunk = hintComment | hintRelated | hintNav | hintFoot | hintShare | hintAdvert | hintSide
)

// tagHints are what elements say by themselves.
var tagHints = map[atom.Atom]hint{
	atom.Article: hintBody, atom.Main: hintBody, atom.Nav: hintNav, atom.Footer: hintFoot,
	atom.Aside: hintSide, atom.Menu: hintNav,
}

// wordHints holds the words that class names and ids are made of. "zw" is 正文,
// "TRS" the most common editor of government sites.
var wordHints = map[string]hint{
	"content": hintBody, "article": hintBody, "articlebody": hintBody, "detail": hintBody, "details": hintBody,
	"entry": hintBody, "post": hintBody, "text": hintBody, "body": hintBody, "maintext": hintBody,
	"zw": hintBody, "zhengwen": hintBody, "trs": hintBody, "editor": hintBody, "ucap": hintBody,
	"newstext": hintBody, "artibody": hintBody, "passage": hintBody, "story": hintBody,

	"comment": hintComment, "comments": hintComment, "discuss": hintComment, "reply": hintComment,
	"replies": hintComment, "pinglun": hintComment, "feedback": hintComment, "disqus": hintComment,
	"related": hintRelated, "relate": hintRelated, "recommend": hintRelated, "recommended": hintRelated,
	"recommendation": hintRelated, "hot": hintRelated, "rank": hintRelated, "ranking": hintRelated,
	"recom": hintRelated, "tuijian": hintRelated, "xiangguan": hintRelated, "more": hintRelated,
	"hotnews": hintRelated, "toplist": hintRelated, "guess": hintRelated,
	"nav": hintNav, "navi": hintNav, "navbar": hintNav, "navigation": hintNav, "menu": hintNav,
	"breadcrumb": hintNav, "breadcrumbs": hintNav, "crumb": hintNav, "crumbs": hintNav, "pager": hintNav,
	"pagination": hintNav, "paging": hintNav, "tags": hintNav, "login": hintNav, "search": hintNav,
	"toolbar": hintNav, "topbar": hintNav, "toc": hintNav, "mbx": hintNav,
	"footer": hintFoot, "foot": hintFoot, "copyright": hintFoot, "disclaimer": hintFoot,
	"share": hintShare, "sharing": hintShare, "social": hintShare, "bdsharebuttonbox": hintShare,
	"qrcode": hintShare,
	"ad":     hintAdvert, "ads": hintAdvert, "advert": hintAdvert, "adv": hintAdvert, "banner": hintAdvert,
	"promotion": hintAdvert, "promo": hintAdvert, "sponsor": hintAdvert, "guanggao": hintAdvert,
	"side": hintSide, "sidebar": hintSide, "aside": hintSide, "widget": hintSide,
}

// partHints are looked for inside longer words such as "newscontent".
var partHints = []struct {
	part string
	hint hint
}{
	{"comment", hintComment}, {"recommend", hintRelated}, {"related", hintRelated}, {"footer", hintFoot},
	{"copyright", hintFoot}, {"sidebar", hintSide}, {"breadcrumb", hintNav}, {"share", hintShare},
	{"content", hintBody}, {"article", hintBody}, {"hotnews", hintRelated}, {"relative", hintRelated},
}

// addNames adds what the class names or the id of an element say. Within one name
// the word for something beside the article wins ("article-comments"); two names
// that disagree ("main-content has-sidebar") say nothing, see isNamedJunk.
func (h hint) addNames(names string) hint {
	for name := range strings.FieldsSeq(names) {
		n := nameHint(name)
		if n&hintJunk != 0 {
			n &^= hintBody
		}
		h |= n
	}
	return h
}

// nameHint returns what the words of one name say.
func nameHint(name string) (h hint) {
	for word := range words(name) {
		if w, ok := wordHints[word]; ok {
			h |= w
			continue
		}
		for _, p := range partHints {
			if len(word) > len(p.part) && strings.Contains(word, p.part) {
				h |= p.hint
				break
			}
		}
	}
	return h
}

// words yields the words of a class name or id in lower case.
func words(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		var buf [40]byte
		n := 0
		lower := false // the letter before was a lower-case one
		for i := 0; i <= len(name); i++ {
			c := byte(0)
			if i < len(name) {
				c = name[i]
			}
			upper := c >= 'A' && c <= 'Z'
			letter := upper || c >= 'a' && c <= 'z'
			if n > 0 && (!letter || upper && lower) {
				if !yield(string(buf[:n])) {
					return
				}
				n = 0
			}
			if letter && n < len(buf) {
				buf[n] = c | 0x20
				n++
			}
			lower = letter && !upper
		}
	}
}
