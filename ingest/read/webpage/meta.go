package webpage

import (
	"bytes"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/zh"
	"golang.org/x/net/html/atom"
)

// A field is one of the things that a page says about its article.
type field uint8

const (
	fieldTitle field = iota
	fieldAuthor
	fieldPublisher
	fieldDate
	fieldURL
	fieldCount
)

// sources lists where each field is looked for, the most trusted first: names of
// meta elements, microdata and JSON-LD keys, all in lower case. The Chinese
// government's standard for its sites (国办发〔2017〕47号) gives ArticleTitle,
// PubDate, ContentSource and Author.
var sources = [fieldCount][]string{
	fieldTitle: {"articletitle", "headline", "og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title"},
	fieldAuthor: {"citation_author", "citation_authors", "author", "og:article:author", "article:author", "dc.creator",
		"dcterms.creator", "parsely-author", "byl", "twitter:creator"},
	fieldPublisher: {"contentsource", "source", "og:site_name", "sitename", "publisher", "dc.publisher", "dcterms.publisher",
		"citation_publisher", "application-name"},
	fieldDate: {"pubdate", "article:published_time", "datepublished", "og:published_time", "publishdate", "publish-date",
		"publish_date", "publishtime", "publish_time", "firstpublishedtime", "published_time", "og:release_date", "og:time",
		"apub:time", "parsely-pub-date", "weibo:article:create_at", "citation_date", "citation_publication_date", "dc.date",
		"dcterms.issued", "dcterms.created", "datecreated", "uploaddate", "date", timeElement},
	fieldURL: {canonicalLink, "og:url"},
}

// Names for what is no meta element.
const (
	timeElement   = "<time>"
	canonicalLink = "<link rel=canonical>"
)

// A place is a field and the rank of the source among those of the field.
type place struct {
	field field
	rank  int
}

// places is sources turned round.
var places = func() map[string]place {
	m := map[string]place{}
	for f, names := range sources {
		for rank, name := range names {
			m[name] = place{field(f), rank}
		}
	}
	return m
}()

// maxValue is the longest value of a field, in letters; longer ones are texts.
const maxValue = 200

// A metaReader gathers what a page says about itself.
type metaReader struct {
	found [fieldCount]string
	rank  [fieldCount]int // of the source of found, plus one; 0 for none
	title string          // of the title element
	ld    bool            // the script at hand is JSON-LD
	prop  string          // name of which the next shown text is the value, "" for none
}

// start looks at a start tag.
func (m *metaReader) start(tag atom.Atom, a *attributes) {
	m.ld = false
	switch tag {
	case atom.Meta:
		for _, name := range [...]string{a.name, a.property, a.itemprop} {
			m.add(name, a.content)
		}
		return
	case atom.Link:
		if strings.EqualFold(a.rel, "canonical") {
			m.add(canonicalLink, a.href)
		}
		return
	case atom.Time:
		m.add(timeElement, a.datetime)
		m.prop = timeElement
	case atom.Script:
		m.ld = strings.EqualFold(strings.TrimSpace(a.kind), "application/ld+json")
	}
	if a.itemprop == "" || a.itemprop == "name" && m.prop != "" { // the name of an author
		return
	}
	m.add(a.itemprop, a.content)
	m.add(a.itemprop, a.datetime)
	m.prop = a.itemprop
}

// shown looks at text that a reader sees: it may be the value of a microdata property.
func (m *metaReader) shown(text []byte) {
	if m.prop != "" && len(bytes.TrimSpace(text)) > 0 {
		m.add(m.prop, string(text))
		m.prop = ""
	}
}

// wants reports whether the text of the unseen element called tag is worth a look.
func (m *metaReader) wants(tag atom.Atom) bool {
	return tag == atom.Title && m.title == "" || tag == atom.Script && m.ld
}

// text looks at the text of an element that it wants.
func (m *metaReader) text(tag atom.Atom, text []byte) {
	if tag == atom.Title {
		m.title = clean(string(text))
	} else {
		m.linked(text)
	}
}

// add notes a value found under a name, unless a better source gave one before.
func (m *metaReader) add(name, value string) {
	p, ok := places[strings.ToLower(name)]
	if !ok || m.rank[p.field] != 0 && m.rank[p.field] <= p.rank+1 {
		return
	}
	if value = clean(value); isValue(p.field, value) {
		m.found[p.field], m.rank[p.field] = value, p.rank+1
	}
}

// labels stand in front of some values.
var labels = [...]string{"来源", "稿源", "信息来源", "来源于", "作者", "文章来源", "發佈者", "來源"}

// clean returns a value as valid text, with blanks collapsed and without a label such
// as 来源：.
func clean(value string) string {
	value = strings.Join(strings.Fields(strings.ToValidUTF8(value, "\ufffd")), " ")
	for _, label := range labels {
		if rest, ok := strings.CutPrefix(value, label); ok {
			if r, size := utf8.DecodeRuneInString(rest); r == '：' || r == ':' {
				return strings.TrimSpace(rest[size:])
			}
		}
	}
	return value
}

// isValue reports whether a value can be what the field is for: templates that were
// not filled in, numbers for names and addresses for anything else are not.
func isValue(f field, value string) bool {
	if value == "" || utf8.RuneCountInString(value) > maxValue || strings.ContainsAny(value, "{}<>") {
		return false
	}
	switch strings.ToLower(value) {
	case "undefined", "null", "none", "nan", "unknown":
		return false
	}
	if f == fieldURL {
		return true
	}
	if strings.Contains(value, "://") || f == fieldAuthor && strings.Contains(value, "@") {
		return false
	}
	hasDigit := strings.ContainsFunc(value, unicode.IsDigit)
	switch f {
	case fieldDate:
		return hasDigit
	case fieldAuthor, fieldPublisher:
		if hasDigit && !strings.ContainsFunc(value, zh.IsHan) { // a number of the site's own
			return false
		}
	}
	return strings.ContainsFunc(value, unicode.IsLetter)
}

// meta returns what was found, with the title and the address worked out.
func (m *metaReader) meta(p *page, article []int, pageURL string) raw.Meta {
	author := m.found[fieldAuthor]
	if author == m.found[fieldPublisher] { // the site names itself
		author = ""
	}
	return raw.Meta{
		Title:     m.bestTitle(p, article),
		Author:    author,
		Publisher: m.found[fieldPublisher],
		Date:      m.found[fieldDate],
		URL:       address(m.found[fieldURL], pageURL),
	}
}

// address returns the page's own address, made absolute by the one it came from,
// or that one.
func address(own, pageURL string) string {
	base, err := url.Parse(pageURL)
	if own == "" || err != nil {
		return pageURL
	}
	u, err := base.Parse(own)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return pageURL
	}
	if u.Path == "" || u.Path == "/" { // of the site rather than the page
		return pageURL
	}
	return u.String()
}
