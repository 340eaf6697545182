package feed

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/daodu/daodu"
)

const rss = `<?xml version="1.0" encoding="%s"?>
<rss version="2.0"><channel><title> 云溪  新闻 </title><link>https://news.example.com/</link>
<item><title>县里举办培训班</title><link>/a.html#comments</link><pubDate>Fri, 13 Nov 2026 08:00:00 +0800</pubDate></item>
<item><title>防汛工作会召开</title><link>https://news.example.com/b.html</link><pubDate>Sat, 14 Nov 2026 08:00:00 +0800</pubDate></item>
<item><title>又一次</title><link>https://news.example.com/a.html</link><pubDate>Thu, 12 Nov 2026 08:00:00 +0800</pubDate></item>
<item><title>只有编号</title><guid>https://news.example.com/c.html</guid><pubDate>Wed, 11 Nov 2026 08:00:00 +0800</pubDate></item>
<item><title>不是网页</title><link>javascript:alert(1)</link></item>
<item><title>带密码</title><link>https://u:p@news.example.com/d.html</link></item>
</channel></rss>`

const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>雲溪新聞𠮷</title>
<entry><title>合作社經驗交流</title><link href="https://news.example.com/1"/><updated>2026-11-13T08:00:00+08:00</updated></entry>
<entry><title>讀書班</title><link href="https://news.example.com/2"/><updated>2026-11-14T08:00:00+08:00</updated></entry></feed>`

const jsonFeed = `{"version":"https://jsonfeed.org/version/1.1","title":"云溪新闻","items":[{"id":"1","url":"https://news.example.com/1","title":"甲"},{"id":"2","url":"https://news.example.com/2","title":"乙"}]}`

const urlset = `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://news.example.com/old</loc><lastmod>2026-11-01</lastmod></url>
<url><loc>https://news.example.com/new</loc><news:news><news:publication_date>2026-11-14T08:00:00+08:00</news:publication_date><news:title>新的</news:title></news:news></url></urlset>`

const index = `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://news.example.com/s1.xml</loc></sitemap><sitemap><loc>/s2.xml</loc></sitemap></sitemapindex>`

func gb(t *testing.T, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func gz(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s)) // a buffer takes everything
	w.Close()
	return b.String()
}

func TestParse(t *testing.T) {
	t.Parallel()
	base, _ := url.Parse("https://news.example.com/feed/rss.xml")
	rssItems := []string{"/b.html 防汛工作会召开", "/a.html 县里举办培训班", "/c.html 只有编号"}
	for _, tt := range []struct {
		name, data, title string
		want, maps        []string
	}{
		{"rss", fmt.Sprintf(rss, "utf-8"), "云溪 新闻", rssItems, nil},
		{"rss in gb2312", gb(t, fmt.Sprintf(rss, "gb2312")), "云溪 新闻", rssItems, nil},
		{"atom", atom, "雲溪新聞𠮷", []string{"/2 讀書班", "/1 合作社經驗交流"}, nil},
		{"json", jsonFeed, "云溪新闻", []string{"/1 甲", "/2 乙"}, nil},
		{"sitemap", urlset, "", []string{"/new 新的", "/old "}, nil},
		{"sitemap packed", gz(urlset), "", []string{"/new 新的", "/old "}, nil},
		{"index", index, "", nil, []string{"/s1.xml ", "/s2.xml "}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc, err := Parse([]byte(tt.data), base)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, names(doc.Items)); diff != "" || doc.Title != tt.title {
				t.Errorf("title %q, items (-want +got):\n%s", doc.Title, diff)
			}
			if diff := cmp.Diff(tt.maps, names(doc.Maps)); diff != "" {
				t.Errorf("sitemaps (-want +got):\n%s", diff)
			}
		})
	}
}

func names(list []Item) (out []string) {
	for _, it := range list {
		out = append(out, strings.TrimPrefix(it.URI, "https://news.example.com")+" "+it.Title)
	}
	return out
}

func TestParseHostile(t *testing.T) {
	t.Parallel()
	base, _ := url.Parse("https://news.example.com/")
	bomb := `<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>`
	for name, tt := range map[string]struct {
		data string
		want error
	}{
		"empty":        {"", daodu.ErrBadInput},
		"a page":       {"<html><body><p>没有订阅</p></body></html>", daodu.ErrBadInput},
		"bytes":        {"\x00\x01\x02", daodu.ErrBadInput},
		"half packed":  {gz(urlset)[:40], daodu.ErrBadInput},
		"packed bomb":  {gz(strings.Repeat(" ", maxUnpacked+1)), daodu.ErrTooLarge},
		"deep":         {strings.Repeat("<a>", 200000), daodu.ErrBadInput},
		"cut sitemap":  {urlset[:len(urlset)-40], daodu.ErrBadInput},
		"deep json":    {strings.Repeat(`{"a":`, 200000), daodu.ErrBadInput},
		"wrong charst": {`<?xml version="1.0" encoding="no-such"?><urlset></urlset>`, daodu.ErrBadInput},
	} {
		if doc, err := Parse([]byte(tt.data), base); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, %v", name, doc, err)
		}
	}
	if doc, err := Parse([]byte(bomb), base); err == nil && len(doc.Title) > 100 {
		t.Errorf("entities grew to %d bytes", len(doc.Title))
	}
	many := "<urlset>"
	for i := range MaxItems + 10 {
		many += fmt.Sprintf("<url><loc>https://news.example.com/%d</loc></url>", i)
	}
	if doc, err := Parse([]byte(many+"</urlset>"), base); err != nil || len(doc.Items) != MaxItems {
		t.Errorf("a long sitemap: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{fmt.Sprintf(rss, "utf-8"), atom, jsonFeed, urlset, index, gz(urlset)} {
		f.Add([]byte(s))
	}
	base, _ := url.Parse("https://news.example.com/")
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := Parse(data, base)
		if err != nil {
			if !errors.Is(err, daodu.ErrBadInput) && !errors.Is(err, daodu.ErrTooLarge) {
				t.Errorf("%v is no error for a user", err)
			}
			return
		}
		for _, it := range append(doc.Items, doc.Maps...) {
			if u, err := url.Parse(it.URI); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || len(it.Title) > maxTitle {
				t.Errorf("item %+v", it)
			}
		}
	})
}
