package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/collate"
	"github.com/daodu/daodu/internal/deliver"
	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/summarize/check"
)

// allowLoopback lets a server call the test's own servers.
const allowLoopback = "DAODU_READ_ALLOW_PRIVATE=true"

// work starts what is done beside the server, in as many processes, and a worker.
func (s *served) work(processes int) {
	s.t.Helper()
	for range processes {
		stop, err := s.app.background(s.t.Context(), s.store)
		if err != nil {
			s.t.Fatal(err)
		}
		s.t.Cleanup(stop)
	}
	s.working()
}

// holdsSoon waits until something holds.
func holdsSoon(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(90 * time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("still not: %s", what)
		}
	}
}

// addFiles adds the examples of the project and returns the IDs of their articles.
func (s *served) addFiles(names ...string) (ids []string) {
	s.t.Helper()
	for _, name := range names {
		data, err := os.ReadFile("../../examples/" + name)
		if err != nil {
			s.t.Fatal(err)
		}
		var answer struct{ Items []struct{ ID string } }
		s.do("POST", "/api/v1/articles", map[string]any{"text": string(data), "uri": "file:/home/someone/" + name}, 201, &answer)
		ids = append(ids, answer.Items[0].ID)
	}
	return ids
}

// collect makes a collection of articles.
func (s *served) collect(articles ...string) string {
	s.t.Helper()
	var c daodu.Collection
	s.do("POST", "/api/v1/collections", map[string]any{"name": "第一期读书班"}, 201, &c)
	for _, a := range articles {
		s.do("PUT", "/api/v1/collections/"+c.ID+"/articles/"+a, map[string]any{}, 201, nil)
	}
	return "/api/v1/collections/" + c.ID
}

// A group collects texts, gets a guide over them whose every point holds against its text,
// and hands a link to somebody without a key.
func TestServeCollections(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		s.newKey(daodu.RoleEditor)
		ids := s.addFiles("speech.txt", "work-report.txt", "notice-hant.txt")
		at := s.collect(ids...)
		var items struct{ Items []daodu.CollectionItem }
		s.do("PUT", at+"/articles/"+ids[2], map[string]any{"position": 1, "note": "先读", "due": "2026-12-01"}, 200, &items)
		if it := items.Items[0]; it.ID != ids[2] || it.Note != "先读" || it.Due != "2026-12-01" || it.Position != 1 {
			t.Errorf("moved: %+v", it)
		}
		s.do("PUT", at+"/order", map[string]any{"articles": ids}, 200, &items)
		s.do("PUT", at+"/order", map[string]any{"articles": ids[:2]}, 400, nil)
		s.do("PUT", at+"/articles/"+ids[0], map[string]any{"due": "2026-02-30"}, 400, nil)
		var page struct{ Items []daodu.Entry }
		if s.do("GET", "/api/v1/articles?collection="+strings.TrimPrefix(at, "/api/v1/collections/"), nil, 200, &page); len(page.Items) != 3 {
			t.Errorf("articles of the collection: %v", page)
		}
		s.do("GET", at+"/guide", nil, 404, nil)
		if res := s.do("POST", at+"/guide", nil, 202, nil); res.Header.Get("Location") != at+"/guide" {
			t.Errorf("Location %q", res.Header.Get("Location"))
		}
		s.do("GET", at+"/guide", nil, 202, nil)
		s.work(2)
		g := s.guide(at)
		s.verify(g)
		if len(g.Themes) == 0 || g.Coverage != 1 {
			t.Errorf("%d themes, coverage %v", len(g.Themes), g.Coverage)
		}
		again := s.guide(at)
		if again.ID != g.ID {
			t.Error("a guide that is there was written again")
		}
		s.do("DELETE", at+"/articles/"+ids[2], nil, 204, nil)
		var stale struct{ Current bool }
		if s.do("GET", at+"/guide", nil, 200, &stale); stale.Current {
			t.Error("the guide is said to be about an article less")
		}
		if g := s.guide(at); len(g.Articles) != 2 {
			t.Errorf("the new guide is over %d articles", len(g.Articles))
		}
		s.share(at, ids)
	})
}

// guide asks for the guide of a collection and waits for it.
func (s *served) guide(at string) *daodu.CollectionGuide {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), "POST", s.url+at+"/guide", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Prefer", "wait=50")
	var g daodu.CollectionGuide
	s.send(req, 200, &g)
	return &g
}

// verify holds a guide over a collection against the texts, by its own rules and by those
// that study guides are held against.
func (s *served) verify(g *daodu.CollectionGuide) {
	s.t.Helper()
	texts := map[string]string{}
	points := map[string]*daodu.Summary{}
	for _, a := range g.Articles {
		article, err := s.store.Article(s.t.Context(), a.ID)
		if err != nil {
			s.t.Fatal(err)
		}
		texts[a.ID], points[a.ID] = article.Text, &daodu.Summary{}
	}
	for _, p := range g.EachPoint() {
		points[p.Article].Points = append(points[p.Article].Points, p.Point)
	}
	for _, f := range collate.Check(g, texts) {
		s.t.Errorf("%s: %s %s", f.Path, f.Rule, f.Detail)
	}
	for id, sum := range points {
		if len(sum.Points) == 0 {
			continue
		}
		sum.Headline = sum.Points[0]
		art := &daodu.Artifact{Content: sum}
		check.Artifact(art, texts[id])
		for i, p := range sum.Points {
			if p.Verdict == daodu.Unsupported {
				s.t.Errorf("article %s: %s: %v", id, p.Text, art.Findings[i:])
			}
		}
	}
}

// share makes a link to a collection and uses it without a key.
func (s *served) share(at string, ids []string) {
	s.t.Helper()
	var share daodu.Share
	s.do("POST", at+"/shares", map[string]any{"expires_at": time.Now().Add(time.Hour)}, 201, &share)
	s.do("POST", at+"/shares", map[string]any{"expires_at": time.Now().Add(-time.Hour)}, 400, nil)
	key := s.key
	s.key = ""
	get := func(path string, status int, out any) string {
		req, err := http.NewRequestWithContext(s.t.Context(), "GET", s.url+"/api/v1/shared"+path, nil)
		if err != nil {
			s.t.Fatal(err)
		}
		req.Header.Set("X-Share-Token", share.Token)
		var body json.RawMessage
		s.send(req, status, &body)
		if out != nil {
			if err := json.Unmarshal(body, out); err != nil {
				s.t.Fatal(err)
			}
		}
		return string(body)
	}
	var shown struct {
		Collection daodu.Collection
		Articles   []daodu.CollectionItem
	}
	all := get("", 200, &shown)
	if shown.Collection.Name != "第一期读书班" || len(shown.Articles) != 2 {
		s.t.Errorf("shared: %+v", shown)
	}
	var g daodu.CollectionGuide
	all += get("/guide", 200, &g)
	s.verify(&g)
	var a daodu.Article
	if all += get("/articles/"+ids[0], 200, &a); a.Text == "" || a.Sentences == nil {
		s.t.Errorf("shared article: %+v", a)
	}
	if strings.Contains(all, "/home/someone") {
		s.t.Error("a link shows where the files of the library come from")
	}
	get("/articles/"+ids[2], 404, nil)                // of the library, but not of the collection
	s.do("GET", "/api/v1/collections", nil, 401, nil) // a link opens nothing else
	s.do("GET", "/api/v1/shared?token="+share.Token, nil, 200, nil)
	s.do("GET", "/api/v1/shared", nil, 404, nil)
	s.key = share.Token
	s.do("GET", at, nil, 401, nil) // a token is no key
	s.key = key
	s.do("DELETE", at+"/shares/"+share.ID, nil, 204, nil)
	get("", 404, nil)
}

// A receiver takes events and notes which, and whether they are signed.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	secret string
	seen   map[string]int // by ID
	types  map[daodu.WebhookEventType]int
	forged int
	before func(n int) int // answers with the status for the n-th request; nil is 200
	n      int
}

func receives(t testing.TB) *receiver {
	r := &receiver{seen: map[string]int{}, types: map[daodu.WebhookEventType]int{}}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return // the sender was killed
	}
	r.mu.Lock()
	r.n++
	n, answer := r.n, r.before
	r.mu.Unlock()
	if answer != nil {
		if status := answer(n); status != 200 {
			w.WriteHeader(status)
			return
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var e daodu.WebhookEvent
	if json.Unmarshal(body, &e) != nil || e.ID != req.Header.Get(deliver.HeaderID) ||
		!deliver.Verify(r.secret, req.Header.Get(deliver.HeaderTimestamp), req.Header.Get(deliver.HeaderSignature), body, time.Now()) {
		r.forged++
	}
	r.seen[e.ID]++
	if r.seen[e.ID] == 1 {
		r.types[e.Type]++
	}
}

func (r *receiver) count() (ids int, types map[daodu.WebhookEventType]int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	types = map[daodu.WebhookEventType]int{}
	for k, v := range r.types {
		types[k] = v
	}
	return len(r.seen), types
}

// hook registers a receiver.
func (s *served) hook(r *receiver, events ...string) string {
	s.t.Helper()
	var w daodu.Webhook
	s.do("POST", "/api/v1/webhooks", map[string]any{"url": r.URL + "/hook", "events": events}, 201, &w)
	r.mu.Lock()
	r.secret = w.Secret
	r.mu.Unlock()
	return "/api/v1/webhooks/" + w.ID
}

// Tokens of links and secrets of webhooks are in no log, no audit log and no metric.
func TestServeKeepsSecretsOfGroups(t *testing.T) {
	t.Parallel()
	logged := &lockedBuffer{}
	s := servingTo(t, logged, pgtest.Databases[0].URL(t), "DAODU_LOG_LEVEL=debug", allowLoopback)
	s.newKey(daodu.RoleAdmin)
	r := receives(t)
	at := s.hook(r)
	s.work(1)
	collection := s.collect()
	var share daodu.Share
	s.do("POST", collection+"/shares", map[string]any{"expires_at": time.Now().Add(time.Hour)}, 201, &share)
	s.do("GET", "/api/v1/shared?token="+share.Token, nil, 200, nil)
	s.do("GET", "/api/v1/shared?token="+share.Token+"x", nil, 404, nil)
	s.do("POST", at+"/test", nil, 202, nil)
	holdsSoon(t, "the test event is there", func() bool { _, types := r.count(); return types[daodu.EventTest] == 1 })
	told := logged.String()
	if !strings.Contains(told, "path=/api/v1/shared") || !strings.Contains(told, "msg=webhook") {
		t.Fatalf("the test sees nothing:\n%s", told)
	}
	for _, path := range []string{"/api/v1/audit", "/metrics", "/api/v1/webhooks", at, at + "/deliveries", collection + "/shares"} {
		data, err := io.ReadAll(s.do("GET", path, nil, 200, nil).Body)
		if err != nil {
			t.Fatal(err)
		}
		told += string(data)
	}
	for _, secret := range []string{share.Token, share.Token[len(share.Token)-30:], r.secret} {
		if strings.Contains(told, secret) {
			t.Error("a secret is told")
		}
	}
}

// Several processes send what happens, each event once as long as all is well.
func TestServeWebhooks(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		s.newKey(daodu.RoleAdmin)
		r, some := receives(t), receives(t)
		at := s.hook(r)
		s.hook(some, "collection.ready")
		var list struct{ Items []daodu.Webhook }
		if s.do("GET", "/api/v1/webhooks", nil, 200, &list); len(list.Items) != 2 || list.Items[0].Secret != "" {
			t.Errorf("the list: %+v", list)
		}
		s.work(3)
		ids := s.addFiles("speech.txt", "work-report.txt")
		s.guide(s.collect(ids...))
		want := map[daodu.WebhookEventType]int{daodu.EventArticleAdded: 2, daodu.EventArtifactReady: 2, daodu.EventCollectionReady: 1}
		holdsSoon(t, "all events are there", func() bool { n, _ := r.count(); return n >= 5 })
		if _, types := r.count(); cmp.Diff(want, types) != "" {
			t.Errorf("events (-want +got):\n%s", cmp.Diff(want, types))
		}
		holdsSoon(t, "the other webhook is told", func() bool { n, _ := some.count(); return n == 1 })
		var d daodu.Delivery
		s.do("POST", at+"/test", nil, 202, &d)
		holdsSoon(t, "the test event is there", func() bool { _, types := r.count(); return types[daodu.EventTest] == 1 })
		holdsSoon(t, "its delivery is noted", func() bool {
			var page struct{ Items []daodu.Delivery }
			s.do("GET", at+"/deliveries?state=delivered", nil, 200, &page)
			return len(page.Items) == 6
		})
		s.do("POST", at+"/deliveries/"+d.ID+"/redeliver", nil, 202, nil)
		holdsSoon(t, "it is sent again under its ID", func() bool {
			r.mu.Lock()
			defer r.mu.Unlock()
			return r.seen[d.Event.ID] == 2
		})
		for id, n := range r.seen {
			if n != 1 && id != d.Event.ID {
				t.Errorf("event %s was sent %d times", id, n)
			}
		}
		if r.forged+some.forged > 0 {
			t.Errorf("%d requests are not signed as they should be", r.forged+some.forged)
		}
		var renewed daodu.Webhook
		if s.do("POST", at+"/secret", nil, 200, &renewed); renewed.Secret == "" || renewed.Secret == r.secret {
			t.Error("the secret is the old one")
		}
	}, allowLoopback)
}

// Addresses that lead to this machine or its network are refused, for webhooks and feeds,
// and at each attempt again.
func TestServeRefusesTargets(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		s.newKey(daodu.RoleAdmin)
		at := s.collect()
		for _, url := range []string{
			"http://127.0.0.1/", "http://localhost/", "http://[::1]:80/", "http://[::ffff:10.0.0.1]/", "http://169.254.169.254/latest/", "http://10.1.2.3/",
			"http://2130706433/", "http://0x7f.1/", "http://0.0.0.0/", "http://[fd00::1]/", "file:///etc/passwd", "ftp://example.com/", "http://user:pw@example.com/",
		} {
			for _, route := range []string{"/api/v1/webhooks", at + "/feeds"} {
				body, err := json.Marshal(map[string]any{"url": url})
				if err != nil {
					t.Fatal(err)
				}
				req, err := http.NewRequestWithContext(t.Context(), "POST", s.url+route, bytes.NewReader(body))
				if err != nil {
					t.Fatal(err)
				}
				req.Header.Set("Content-Type", "application/json")
				req.Header.Set("Authorization", "Bearer "+s.key)
				res, err := http.DefaultClient.Do(req)
				if err != nil {
					t.Fatal(err)
				}
				res.Body.Close()
				if res.StatusCode != 422 && res.StatusCode != 400 {
					t.Errorf("%s %s: %d", route, url, res.StatusCode)
				}
			}
		}
		// A name may lead elsewhere by the time that something is sent.
		r := receives(t)
		w, err := s.store.AddWebhook(t.Context(), daodu.Webhook{URL: r.URL})
		if err != nil {
			t.Fatal(err)
		}
		s.work(1)
		s.do("POST", "/api/v1/webhooks/"+w.ID+"/test", nil, 202, nil)
		holdsSoon(t, "the delivery is dead", func() bool {
			var page struct{ Items []daodu.Delivery }
			s.do("GET", "/api/v1/webhooks/"+w.ID+"/deliveries?state=dead", nil, 200, &page)
			return len(page.Items) == 1 && strings.Contains(page.Items[0].Error, "private network")
		})
		if n, _ := r.count(); n != 0 {
			t.Error("the loopback was called")
		}
	})
}

// A feed brings its new items into the collection, written about, and nothing twice.
func TestServeFeeds(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		site := newsSite(t)
		s.newKey(daodu.RoleEditor)
		at := s.collect()
		var f daodu.Feed
		s.do("POST", at+"/feeds", map[string]any{"url": site.URL + "/rss", "backfill": 2}, 201, &f)
		s.do("POST", at+"/feeds", map[string]any{"url": site.URL + "/rss"}, 200, nil)
		s.work(2)
		states := func() string {
			var page struct{ Items []daodu.FeedItem }
			s.do("GET", "/api/v1/feeds/"+f.ID+"/items", nil, 200, &page)
			var out []string
			for _, it := range page.Items {
				out = append(out, fmt.Sprint(strings.TrimPrefix(it.URI, site.URL), " ", it.State))
			}
			return strings.Join(out, ", ")
		}
		holdsSoon(t, "the first two are there", func() bool { return states() == "/2 added, /1 added, /0 skipped" })
		site.show(5)
		holdsSoon(t, "the first look is over", func() bool {
			s.do("GET", "/api/v1/feeds/"+f.ID, nil, 200, &f)
			return !f.CheckedAt.IsZero()
		})
		s.do("POST", "/api/v1/feeds/"+f.ID+"/check", nil, 202, nil)
		holdsSoon(t, "the new ones are there", func() bool {
			return states() == "/5 failed, /4 reprint, /3 added, /2 added, /1 added, /0 skipped"
		})
		var items struct{ Items []daodu.CollectionItem }
		s.do("GET", at+"/articles", nil, 200, &items)
		var got []string
		for _, it := range items.Items {
			got = append(got, strings.TrimPrefix(it.URI, site.URL))
			for _, kind := range daodu.Kinds {
				holdsSoon(t, fmt.Sprintf("%s has its %s", it.URI, kind), func() bool { return s.written(it.ID, kind) })
			}
		}
		if slices.Sort(got); cmp.Diff([]string{"/1", "/2", "/3"}, got) != "" {
			t.Errorf("the collection holds %v", got)
		}
		s.do("GET", "/api/v1/feeds/"+f.ID, nil, 200, &f)
		if f.Title != "云溪新闻" || f.Error != "" || f.Failures != 0 {
			t.Errorf("the feed: %+v", f)
		}
	}, allowLoopback, "DAODU_SERVE_RATE=0")
}

func (s *served) written(id string, kind daodu.Kind) bool {
	s.t.Helper()
	arts, err := workspaceView{s.store}.Written(s.t.Context(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return slices.ContainsFunc(arts, func(a *daodu.Artifact) bool { return a.Content.Kind() == kind })
}

// A news site has pages 0, 1, …, of which 4 repeats 2 with a fault and 5 is gone.
type news struct {
	*httptest.Server
	mu   sync.Mutex
	last int
}

func newsSite(t *testing.T) *news {
	site := &news{last: 2}
	site.Server = httptest.NewServer(site)
	t.Cleanup(site.Close)
	return site
}

func (n *news) show(last int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.last = last
}

func (n *news) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	last := n.last
	n.mu.Unlock()
	if r.URL.Path == "/rss" {
		fmt.Fprint(w, `<rss version="2.0"><channel><title>云溪新闻</title>`)
		for i := last; i >= 0; i-- {
			fmt.Fprintf(w, "<item><title>第%d条</title><link>/%d</link></item>", i, i)
		}
		fmt.Fprint(w, "</channel></rss>")
		return
	}
	if r.URL.Path == "/5" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, "<html><head><title>新闻</title></head><body><article><h1>新闻</h1>", newsText(r.URL.Path), "</article></body></html>")
}

// newsTexts are the pages of the site by their number.
var newsTexts = []string{
	"云溪市雨水管网改造昨天开工。老城区的十二条街道要换上直径一米的水泥管，工期八个月，其间公交线路改道。市政公司设了两处便民通道，并公布了投诉电话。",
	"青石镇的职工书屋周末开门迎客。三千册图书由工友们自己挑选，借书不用押金，凭工牌登记就行。书屋还辟出一间自习室，晚上九点半才熄灯，考证的年轻人坐得满满当当。",
	"本报讯　今年春季植树活动上午在北岭水库大坝举行。二百六十名志愿者栽下水杉、香樟四千余株，林业站的技术员在一旁教大家怎样培土、浇定根水。水库管理所承诺，成活率要达到九成五，哪一片死了苗，秋天由认领的单位补栽，补栽的情况贴在大坝的公示栏里。",
	"城东社区的老年食堂换了新菜单：低盐、软烂、少油。掌勺的许师傅说，七十岁以上的老人每餐只收八元，行动不便的有人送上门。开张半年，来吃饭的老人从四十位增加到一百一十位。",
}

func newsText(path string) string {
	if path == "/4" {
		return "<p>" + strings.Replace(newsTexts[2], "技术员", "技木员", 1) + "</p>"
	}
	return "<p>" + newsTexts[path[1]-'0'] + "</p>"
}
