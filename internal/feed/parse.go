package feed

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/text/encoding/htmlindex"

	"github.com/daodu/daodu"
)

// MaxItems is how many items of a feed are looked at, the newest ones. Sitemaps may have
// ten times as many.
const MaxItems = 5000

// maxUnpacked is the most bytes of a feed, unpacked. It is what the sitemap protocol
// permits (https://www.sitemaps.org/protocol.html).
const maxUnpacked = 50 << 20

// A Document is what a feed says.
type Document struct {
	Title string
	Items []Item // the newest first, each address once
	// Maps are the sitemaps that a sitemap index names, the newest first; Items is empty
	// then.
	Maps []Item
}

// An Item is a page that a feed names.
type Item struct {
	URI   string
	Title string
	At    time.Time // zero when not told
}

// Parse reads RSS, Atom, JSON Feed, a sitemap or a sitemap index, packed by gzip or not, in
// any charset that it declares. Addresses are resolved against base, that of the feed. The
// error wraps [daodu.ErrBadInput] for anything else.
func Parse(data []byte, base *url.URL) (*Document, error) {
	data, err := unpack(data)
	if err != nil {
		return nil, err
	}
	doc, err := parseSitemap(data)
	if errors.Is(err, errNoSitemap) {
		doc, err = parseFeed(data)
	}
	if err != nil {
		return nil, err
	}
	doc.Items, doc.Maps = tidy(doc.Items, base), tidy(doc.Maps, base)
	return doc, nil
}

func unpack(data []byte) ([]byte, error) {
	if !bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		return data, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err == nil {
		data, err = io.ReadAll(io.LimitReader(r, maxUnpacked+1))
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: the feed is packed and damaged", daodu.ErrBadInput)
	case len(data) > maxUnpacked:
		return nil, fmt.Errorf("%w: the feed has more than %d MB unpacked", daodu.ErrTooLarge, maxUnpacked>>20)
	}
	return data, nil
}

func parseFeed(data []byte) (doc *Document, err error) {
	defer func() { // feeds come from anybody
		if recover() != nil {
			err = fmt.Errorf("%w: the feed cannot be read", daodu.ErrBadInput)
		}
	}()
	f, err := gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: this is neither RSS, Atom, JSON Feed nor a sitemap", daodu.ErrBadInput)
	}
	doc = &Document{Title: line(f.Title)}
	for _, it := range f.Items {
		item := Item{URI: cmp.Or(it.Link, first(it.Links), it.GUID), Title: line(it.Title)}
		for _, at := range []*time.Time{it.PublishedParsed, it.UpdatedParsed} {
			if at != nil && item.At.IsZero() {
				item.At = *at
			}
		}
		doc.Items = append(doc.Items, item)
	}
	return doc, nil
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// errNoSitemap says that something else may know what the data are.
var errNoSitemap = errors.New("feed: no sitemap")

// A sitemap is as sitemaps.org has it, with the titles of Google's news sitemaps.
type sitemap struct {
	XMLName xml.Name
	URLs    []location `xml:"url"`
	Maps    []location `xml:"sitemap"`
}

type location struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod"`
	Title   string `xml:"news>title"`
	Date    string `xml:"news>publication_date"`
}

func parseSitemap(data []byte) (*Document, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict, d.CharsetReader = false, decode
	root, err := rootOf(d)
	if err != nil || root.Name.Local != "urlset" && root.Name.Local != "sitemapindex" {
		return nil, errNoSitemap
	}
	var m sitemap
	if err := d.DecodeElement(&m, &root); err != nil {
		return nil, fmt.Errorf("%w: the sitemap is damaged (%v)", daodu.ErrBadInput, err)
	}
	return &Document{Items: items(m.URLs), Maps: items(m.Maps)}, nil
}

func rootOf(d *xml.Decoder) (xml.StartElement, error) {
	for {
		t, err := d.Token()
		if err != nil {
			return xml.StartElement{}, err
		}
		if start, ok := t.(xml.StartElement); ok {
			return start, nil
		}
	}
}

// decode reads XML of another charset than UTF-8, such as GB2312.
func decode(label string, r io.Reader) (io.Reader, error) {
	e, err := htmlindex.Get(label)
	if err != nil {
		return nil, err
	}
	return e.NewDecoder().Reader(r), nil
}

func items(list []location) (out []Item) {
	for _, l := range list {
		at := when(l.LastMod)
		if at.IsZero() {
			at = when(l.Date)
		}
		out = append(out, Item{URI: l.Loc, Title: line(l.Title), At: at})
	}
	return out
}

// when reads a date of the profile of ISO 8601 that sitemaps use (W3C NOTE-datetime).
func when(s string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", time.DateOnly, "2006-01"} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t
		}
	}
	return time.Time{}
}

// tidy makes addresses whole, leaves out what is none or comes twice, and puts the newest
// first when all have a date. Without dates the order of the feed stands.
func tidy(list []Item, base *url.URL) []Item {
	var out []Item
	seen := map[string]bool{}
	dated := true
	for _, it := range list {
		u, err := base.Parse(strings.TrimSpace(it.URI))
		if err != nil || it.URI == "" || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
			continue
		}
		u.Fragment, u.RawFragment = "", ""
		if it.URI = u.String(); seen[it.URI] || len(it.URI) > maxURI {
			continue
		}
		seen[it.URI] = true
		dated = dated && !it.At.IsZero()
		out = append(out, it)
	}
	if dated {
		slices.SortStableFunc(out, func(a, b Item) int { return b.At.Compare(a.At) })
	}
	return out[:min(len(out), MaxItems)]
}

// maxURI is the most bytes of the address of an item, maxTitle of its title.
const (
	maxURI   = 2000
	maxTitle = 600
)

// line returns a title as one line of bounded length.
func line(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	for len(s) > maxTitle {
		runes := []rune(s)
		s = string(runes[:len(runes)*3/4])
	}
	return s
}
