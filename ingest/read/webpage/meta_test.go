package webpage_test

import (
	"strings"
	"testing"

	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/ingest/read/webpage"
	"github.com/google/go-cmp/cmp"
)

func TestMeta(t *testing.T) {
	t.Parallel()
	const here = "https://news.example/2024/0504.html"
	tests := []struct {
		name, page string
		want       raw.Meta
	}{
		{
			"names of the government standard, in any case",
			`<META NAME=articletitle CONTENT="关于放假的通知"><meta name="PUBDATE" content="2024-04-28"><meta name="ContentSource" content="江南市政府"><meta name="SiteName" content="江南网">`,
			raw.Meta{Title: "关于放假的通知", Date: "2024-04-28", Publisher: "江南市政府"},
		},
		{
			"the better source wins, whichever stands first",
			`<meta name="date" content="2020-01-01"><meta property="og:site_name" content="江南网"><meta property="article:published_time" content="2024-04-28T08:00:00+08:00"><meta name="publishdate" content="2023-01-01"><meta name="source" content="来源：江南日报">`,
			raw.Meta{Date: "2024-04-28T08:00:00+08:00", Publisher: "江南日报"},
		},
		{
			"of two alike the first wins",
			`<meta name=author content=王大山><meta name=author content=李小河>`,
			raw.Meta{Author: "王大山"},
		},
		{
			"values that are none",
			`<meta name=author content="{{author}}"><meta name=author content=104363><meta name=author content="me@site.example"><meta name=author content="http://site.example/me"><meta name=author content=undefined><meta name=author content=" "><meta name=PubDate content=今天><meta name=ContentSource content=L_20>`,
			raw.Meta{},
		},
		{"a site is no author", `<meta name=author content=江南网><meta property=og:site_name content=江南网>`, raw.Meta{Publisher: "江南网"}},
		{"a text is no author", `<meta name=author content="` + strings.Repeat("会议指出", 60) + `">`, raw.Meta{}},
		{"microdata", `<span itemprop="author" content="王大山"></span><time itemprop="datePublished" datetime="2024-05-04T09:00">5月4日</time>`, raw.Meta{Author: "王大山", Date: "2024-05-04T09:00"}},
		{
			"microdata in the text",
			`<p itemprop="author" itemscope><a href=x><span itemprop="name">王大山</span></a> <b itemprop="datePublished">2024年5月4日</b> <i itemprop="publisher"></i>江南网</p>`,
			raw.Meta{Author: "王大山", Date: "2024年5月4日"},
		},
		{"time element in words", `<time>2024年5月4日</time>`, raw.Meta{Date: "2024年5月4日"}},
		{"invalid letters", "<meta name=author content='王大\xff山'>", raw.Meta{Author: "王大\ufffd山"}},
		{"time element", `<time datetime="2024-05-04">昨天</time>`, raw.Meta{Date: "2024-05-04"}},
		{
			"JSON-LD",
			`<script type="application/ld+json"> {"@context":"https://schema.org","@type":["NewsArticle"],"headline":"厂庆","datePublished":"2024-05-04","author":{"@type":"Person","name":"王大山"},"publisher":{"name":"江南日报"}}</script>`,
			raw.Meta{Title: "厂庆", Date: "2024-05-04", Author: "王大山", Publisher: "江南日报"},
		},
		{"JSON-LD of a product", `<script type="application/ld+json">{"@type":"Product","author":"王大山"}</script>`, raw.Meta{}},
		{"JSON-LD that is none", `<script type="application/ld+json">{"@type":"NewsArticle","author":</script>`, raw.Meta{}},
		{"other scripts", `<script>{"@type":"NewsArticle","author":"王大山"}</script>`, raw.Meta{}},
		{"a canonical address may be relative", `<link rel=canonical href="/a/1.html">`, raw.Meta{URL: "https://news.example/a/1.html"}},
		{"the address of the site is not that of the page", `<link rel=canonical href="https://news.example/">`, raw.Meta{}},
		{"an address that is none", `<meta property="og:url" content="javascript:void(0)">`, raw.Meta{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc, err := webpage.Read(t.Context(), tt.page+"<p>正文。", here)
			if err != nil {
				t.Fatal(err)
			}
			if tt.want.URL == "" {
				tt.want.URL = here
			}
			if diff := cmp.Diff(tt.want, doc.Meta); diff != "" {
				t.Errorf("meta of %s (-want +got):\n%s", tt.page, diff)
			}
		})
	}
}

func TestTitle(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, page, want string }{
		{"cut at the name of the site", "<title>厂庆大会召开_要闻_江南新闻网</title>", "厂庆大会召开"},
		{"the site stands first", "<title>江南网 | 江南市召开职工代表大会</title>", "江南市召开职工代表大会"},
		{"a mark within the title, which the page shows", "<title>焊工|匠人的一天 - 江南新闻网</title><h2>焊工|匠人的一天</h2>", "焊工|匠人的一天"},
		{"a dash within the title", "<title>稳中求进——江南厂改革纪实-江南日报</title><p>稳中求进——江南厂改革纪实</p>", "稳中求进——江南厂改革纪实"},
		{"a long name of a site, and an h1", "<title>厂庆 - 江南，江南人自己的百科全书</title><h1>厂庆[编辑]</h1><p>江南，江南人自己的百科全书</p>", "厂庆"},
		{"the name of a section is no title", "<title>关于进一步加强职工宿舍管理的通知-公告</title><a href=1>公告</a>", "关于进一步加强职工宿舍管理的通知"},
		{"the site behind a blank", "<title>厂庆大会隆重召开 江南网</title><p>厂庆大会隆重召开</p>", "厂庆大会隆重召开"},
		{"og:title with the name of the site", `<meta property="og:title" content="厂庆大会召开_江南网"><h1>厂庆大会召开</h1>`, "厂庆大会召开"},
		{"blanks that the page has not", "<title>厂庆 大会召开 - 江南网</title><h1>厂庆大会召开</h1>", "厂庆 大会召开"},
		{"only an h1", "<h1>江南网</h1><h1>厂庆大会召开</h1>", "厂庆大会召开"},
		{"a title of a drawing", "<title>厂庆大会</title><svg><title>图标</title></svg>", "厂庆大会"},
		{"no title", "<p>会议开始。", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc, err := webpage.Read(t.Context(), tt.page+"<p>会议指出，要办好厂庆，让每一位职工都满意。</p>", "")
			if err != nil {
				t.Fatal(err)
			}
			if doc.Meta.Title != tt.want {
				t.Errorf("title of %s is %q, want %q", tt.page, doc.Meta.Title, tt.want)
			}
		})
	}
}
