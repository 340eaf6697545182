package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/names"
)

// A person is somebody the text names.
type person struct {
	name string     // folded
	role string     // as written, "" when the text states none
	span daodu.Span // the name, with the role beside it
	at   daodu.Span // the name alone
}

// addresses are forms of address: they stand where a post does, and are none.
const addresses = "同志 先生 女士 小姐 夫人 老师 师傅 等人 长者 男子 女子 老人 居民 村民 网友 市民 妻子 丈夫 儿子 女儿 父亲 母亲 夫妇 患者 客户"

// people finds the persons that the text names, by their first mention. Those who made
// the page (记者) are left out, and so are those of whom only the surname stands there.
func (t *text) people() []person {
	var found []person
	for _, n := range names.Find(t.folded) {
		if n.Kind != names.Person || n.Bare || n.Redacted || n.Byline {
			continue
		}
		p := person{name: string(t.slice(n.Span)), at: n.Span, span: n.Span}
		if role := t.folded[n.Post.Start:n.Post.End]; len(role) > 0 && !isAddress(string(role)) {
			p.role, p.span = t.words(n.Post), join(n.Post, n.Span)
		}
		if i := slices.IndexFunc(found, func(q person) bool { return samePerson(p.name, q.name) }); i < 0 {
			found = append(found, p)
		} else if p.tellsMore(found[i]) {
			found[i] = p
		}
	}
	return found
}

// isAddress reports whether a folded role is no more than a form of address.
func isAddress(role string) bool {
	return slices.ContainsFunc(strings.Fields(addresses), func(a string) bool { return strings.HasSuffix(role, a) })
}

// join returns the span from the beginning of one of a and b to the end of the other.
func join(a, b daodu.Span) daodu.Span {
	return daodu.Span{Start: min(a.Start, b.Start), End: max(a.End, b.End)}
}

// samePerson reports whether two names are of one person: the same, or one of them the
// last part of a foreign name.
func samePerson(a, b string) bool {
	return a == b || strings.HasSuffix(a, "·"+b) || strings.HasSuffix(b, "·"+a)
}

// tellsMore reports whether a mention of a person says better than another who it is: a
// post before one behind the name or none, then the fuller one, then the full name. A
// very long one has rather swallowed what stands before it.
func (p person) tellsMore(than person) bool {
	const fullest = 36
	rank := func(p person) int {
		n := utf8.RuneCountInString(p.role)
		switch {
		case n == 0:
			return 0
		case n > fullest:
			return 1
		case p.span.Start == p.at.Start:
			return 2 // behind the name, where the body is left out
		}
		return 2 + n
	}
	if a, b := rank(p), rank(than); a != b {
		return a > b
	}
	return len(p.name) > len(than.name)
}

// matches returns where a pattern matches the folded text.
func (t *text) matches(re *regexp.Regexp) []daodu.Span {
	var out []daodu.Span
	from, pos := 0, 0
	for _, m := range re.FindAllStringIndex(t.foldedText, -1) {
		pos += utf8.RuneCountInString(t.foldedText[from:m[0]])
		end := pos + utf8.RuneCountInString(t.foldedText[m[0]:m[1]])
		out = append(out, daodu.Span{Start: pos, End: end})
		from, pos = m[1], end
	}
	return out
}

// count returns how often the words at s stand in the text, at most 20 times.
func (t *text) count(s daodu.Span) int { return len(t.occurrences(string(t.slice(s)))) }

// guidePeople makes the persons of a guide.
func (t *text) guidePeople(most int) []daodu.Person {
	out := []daodu.Person{}
	for _, p := range t.persons() {
		if len(out) == most {
			break
		}
		out = append(out, daodu.Person{Name: t.words(p.at), Role: p.role, Quotes: []daodu.Quote{t.quote(p.span)}})
	}
	return out
}
