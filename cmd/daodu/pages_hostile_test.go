package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/store"
)

// hostile are a hundred words that would run a script, or break out of where they stand,
// on a page that does not escape them: each form in each place.
func hostile() (out []string) {
	const run = "window.hurt=1"
	for _, form := range []string{
		"<script>%s</script>", "<img src=x onerror=%s>", "<svg onload=%s>", "<svg><script>%s</script></svg>", "<iframe srcdoc='<script>parent.%s</script>'></iframe>",
		"<body onload=%s>", "<details open ontoggle=%s>", "<input autofocus onfocus=%s>", "<a href='javascript:%s'>甲</a>", "<form action='javascript:%s'><button>乙",
		"<math><mtext><script>%s</script>", "<style>@import 'javascript:%s'</style>", "<link rel=stylesheet href='javascript:%s'>", "<object data='javascript:%s'>", "<embed src='javascript:%s'>",
		"<video><source onerror=%s>", "<marquee onstart=%s>", "<template><script>%s</script></template>", "<base href='//evil.example/%s/'>", "<meta http-equiv=refresh content='0;url=javascript:%s'>",
		"{{%s}}", "${%s}", "javascript:%s", "data:text/html,<script>%s</script>", "\u202e<script>%s</script>",
	} {
		words := fmt.Sprintf(form, run)
		out = append(out, words, `"`+words, "'>"+words, "</script></textarea></title></style>"+words)
	}
	return out
}

// hostileArticle stores an article in which everything is hostile: what a page, a file or a
// model may say.
func (p paged) hostileArticle(words string, n int) string {
	p.t.Helper()
	text := "在会议上的讲话\n\n同志们：\n\n今天开会，主要任务是部署全年工作。\n\n一、第一部分" + words + "\n\n全市新建职工书屋30个，" + words + "培训职工5000人次。" + words + "\n\n二、第二部分\n\n各单位要抓好落实。" + words + "\n"
	a, err := ingest.Article(&raw.Document{Text: text, Source: daodu.Source{URI: "file:a.txt", MediaType: "text/plain", SHA256: fmt.Sprintf("%064x", n)}})
	if err != nil {
		p.t.Fatal(err)
	}
	a.Title, a.Subtitle, a.Publisher, a.Author, a.Occasion, a.Editor = words, words, words, words, words, words
	a.Source.MediaType, a.Source.Charset = words, words
	a.Speaker = &daodu.Speaker{Name: words, Role: words, AsWritten: words}
	a.Source.URI = fmt.Sprintf("https://example.com/%d?%s", n, words)
	if n%2 == 1 {
		a.Source.URI = words
	}
	a.Damage = append(a.Damage, daodu.Damage{Kind: daodu.Redacted, Severity: daodu.SeverityWarn, Span: daodu.Span{Start: 2, End: 9}, Note: words},
		daodu.Damage{Kind: daodu.Truncated, Severity: daodu.SeveritySevere, Span: daodu.Span{Start: a.Length, End: a.Length}, Note: words})
	added, err := p.store.Add(p.t.Context(), &store.Item{Article: a, Chunks: ingest.Chunks(a, chunkOptions), Original: []byte(text)})
	if err != nil {
		p.t.Fatal(err)
	}
	id := added[0].ID
	for _, art := range hostileArtifacts(a, words) {
		if _, err := p.store.AddArtifact(p.t.Context(), id, art); err != nil {
			p.t.Fatal(err)
		}
	}
	return id
}

// hostileArtifacts are what a model would write that was told to.
func hostileArtifacts(a *daodu.Article, words string) []*daodu.Artifact {
	quote := daodu.Quote{Span: daodu.Span{Start: 0, End: 7}, Text: words}
	point := daodu.Point{Text: words, Quotes: []daodu.Quote{quote}, Verdict: daodu.Unsupported, Specific: 1}
	quotes := []daodu.Quote{quote}
	contents := []daodu.Content{
		&daodu.Summary{Headline: point, Points: []daodu.Point{point}},
		&daodu.Outline{Nodes: []daodu.Node{{Label: words, Point: &point, Announced: 3, Children: []daodu.Node{{Label: words, Point: &point}}}}},
		&daodu.Guide{
			Overview: []daodu.Point{point}, KeyPoints: []daodu.Point{point}, Specific: []daodu.Point{point},
			Terms:  []daodu.Term{{Term: words, Members: []string{words, words}, Explanation: point}},
			People: []daodu.Person{{Name: words, Role: words, Quotes: quotes}}, Numbers: []daodu.Number{{Value: words, Unit: words, What: words, Quotes: quotes}},
			Dates: []daodu.DateFact{{Date: words, What: words, Quotes: quotes}},
			Questions: []daodu.Question{
				{Kind: daodu.Choice, Question: words, Options: []string{words, "甲"}, Answer: words, Why: words, Quotes: quotes},
				{Kind: daodu.Cloze, Question: words + "____" + words, Answer: words, Quotes: quotes}, {Kind: daodu.Discussion, Question: words, Quotes: quotes},
			},
			Flashcards: []daodu.Flashcard{{GUID: words, Front: words, Back: words, Quotes: quotes}},
			Reading:    []daodu.Reading{{ID: words, Title: words, Why: words}},
		},
	}
	var out []*daodu.Artifact
	for _, c := range contents {
		out = append(out, &daodu.Artifact{
			Schema: c.Kind().Schema(), Article: daodu.ArticleRef{TextSHA256: a.TextSHA256}, Lang: "zh-Hans", Content: c, Verdict: daodu.Unverified,
			Origin: daodu.Origin{Engine: words, Model: words}, Findings: []daodu.Finding{{Path: "points[0]", Rule: words, Verdict: daodu.Unsupported, Detail: words}},
		})
	}
	return out
}

// TestPagesHostile shows a hundred hostile articles on every page: nothing of them runs
// and nothing is asked of another host.
func TestPagesHostile(t *testing.T) {
	t.Parallel()
	p := paging(t)
	words := hostile()
	if len(words) != 100 {
		t.Fatalf("%d payloads", len(words))
	}
	ids := make([]string, len(words))
	for i, w := range words {
		ids[i] = p.hostileArticle(w, i)
	}
	b := p.browse(1366, 900)
	look := func(path string) {
		b.open(path)
		var got struct {
			Hurt, Inside int
			Handlers     []string
		}
		b.eval(`({hurt: Number(window.hurt ?? 0), inside: document.querySelectorAll("main script, main iframe, main object, main embed, main base, main meta, main link, main marquee, main video, main form[action^=javascript], main style").length,
			handlers: [...document.querySelectorAll("*")].flatMap(e => [...e.attributes].filter(a => a.name.startsWith("on") || /^\s*(javascript|data):/i.test(a.value) && ["href", "src", "action"].includes(a.name)).map(a => a.name + "=" + a.value)).slice(0, 3)})`, &got)
		if got.Hurt != 0 || got.Inside != 0 || len(got.Handlers) > 0 {
			t.Errorf("%s: %+v", path, got)
		}
	}
	for _, path := range []string{"/", "/?q=" + url.QueryEscape("职工书屋"), "/?q=" + url.QueryEscape(words[2]), "/?from=" + url.QueryEscape(words[1]) + "&speaker=" + url.QueryEscape(words[2]),
		"/compare?a=" + ids[0] + "&b=" + ids[1], "/compare", "/login?to=" + url.QueryEscape("javascript:alert(1)"), "/articles/" + url.PathEscape(words[0]), "/shared/" + url.PathEscape(words[0])} {
		look(path)
	}
	for i, id := range ids {
		for _, view := range []string{"", "?tab=outline", "?tab=guide", "?tab=guide&view=terms", "?tab=guide&view=facts", "?tab=guide&view=quiz", "?tab=guide&view=cards", "?tab=guide&view=discuss", "?tab=report"} {
			if i%5 == 0 || view == "" {
				look("/articles/" + id + view)
			}
		}
		if i%5 == 0 {
			look("/articles/" + id + "/raw")
			look("/articles/" + id + "?tab=related")
			b.open("/articles/" + id + "?tab=outline")
			b.eval(`document.querySelector("[data-map]").click()`, nil)
			b.until(`document.activeElement?.matches(".mapbox .node")`)
			if b.text(`Number(window.hurt ?? 0)`) != "0" {
				t.Errorf("the map of %q runs it", words[i])
			}
		}
		if i%10 == 0 { // a card and a question are put together by scripts
			b.open("/articles/" + id + "?tab=guide&view=cards")
			b.eval(`document.querySelector(".stage .primary")?.click()`, nil)
			b.open("/articles/" + id + "?tab=guide&view=quiz")
			b.eval(`document.querySelector(".question input").click()`, nil)
			if b.text(`Number(window.hurt ?? 0)`) != "0" {
				t.Errorf("%q runs", words[i])
			}
		}
	}
	for _, asked := range b.asked {
		if !strings.HasPrefix(asked, p.url+"/") && !strings.HasPrefix(asked, "data:") && !strings.HasPrefix(asked, "blob:") {
			t.Errorf("asked %s", asked)
		}
	}
	b.sound()
}

// TestPagesPolicy holds the headers that keep a page from running what is not its own.
func TestPagesPolicy(t *testing.T) {
	t.Parallel()
	p := paging(t)
	id := p.example("speech.txt")
	for _, path := range []string{"/", "/articles/" + id, "/login", "/settings", "/articles/none"} {
		res, err := http.Get(p.url + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		policy := res.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors 'none'") ||
			res.Header.Get("X-Content-Type-Options") != "nosniff" || res.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", path, res.Header)
		}
	}
	for _, tt := range []struct {
		method, path, origin, host string
		want                       int
	}{
		{"POST", "/example", "https://evil.example", "", 403}, {"POST", "/logout", "https://evil.example", "", 403},
		{"GET", "/", "", "evil.example", 403}, {"GET", "/", "", "127.0.0.1:80", 200},
	} {
		req, err := http.NewRequestWithContext(context.Background(), tt.method, p.url+tt.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if tt.origin != "" {
			req.Header.Set("Origin", tt.origin)
		}
		if tt.host != "" {
			req.Host = tt.host
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != tt.want {
			t.Errorf("%+v: %d", tt, res.StatusCode)
		}
	}
}
