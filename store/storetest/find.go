package storetest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/store"
)

// Texts of a made-up county, for search and for what is related.
const (
	textTraining = "云溪县总工会召开职工技能培训推进会。会议提出，今年要开展实名制培训不少于2000人，举办订单式家政培训班15期以上。会议强调，要办好职工书屋，服务好基层职工。"
	textContest  = "青石镇举行职工技能竞赛总结会。三年来，全镇开展实名制培训不少于2000人，涌现出一批技术能手。镇工会主席介绍了竞赛的经验。"
	textFlood    = "清江流域进入主汛期，各地加强堤防巡查。水利部门预计，未来三天上游来水继续增加，沿江各县要落实人员转移方案，确保群众安全。"
	textFormula  = "会议强调，要高举中国特色社会主义伟大旗帜，全面贯彻新发展理念，坚持稳中求进工作总基调，推动高质量发展，不断开创各项事业发展新局面。"
	textFormula2 = "大会指出，要高举中国特色社会主义伟大旗帜，全面贯彻新发展理念，坚持稳中求进工作总基调，推动高质量发展，为实现民族复兴作出更大贡献。"
	textHant     = "青溪縣舉辦農民合作社經驗交流會。與會代表談到，合作社統一購買農資，每畝節約成本120元，社員增收明顯。會議要求各鄉鎮培育示範合作社。"
)

// titles gives each text of the library its title.
var titles = map[string]string{
	textTraining: "培训推进会", textContest: "竞赛总结会", textFlood: "防汛", textFormula: "会议", textFormula2: "大会", textHant: "合作社",
}

// library stores the texts and returns their IDs by title.
func library(t *testing.T, s *store.Store, e *embedder) map[string]string {
	t.Helper()
	if err := s.UseSpace(t.Context(), e.Space()); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, text := range []string{textTraining, textContest, textFlood, textFormula, textFormula2, textHant} {
		out[titles[text]] = add(t, s, item(article("file:"+titles[text], titles[text], text), e))
	}
	return out
}

func titlesOf[T any](list []T, title func(T) string) (out []string) {
	for _, x := range list {
		out = append(out, title(x))
	}
	return out
}

func hitTitle(h daodu.Hit) string           { return h.Title }
func relationTitle(r daodu.Relation) string { return r.Title }

func testSearch(t *testing.T, s *store.Store) {
	e := &embedder{model: "a", dim: 64}
	library(t, s, e)
	for _, tt := range []struct {
		query string
		want  []string
		first bool // only the first result counts
	}{
		{query: "职工书屋", want: []string{"培训推进会"}},
		{query: "職工書屋", want: []string{"培训推进会"}},
		{query: "合作社", want: []string{"合作社"}},
		{query: "汛期", want: []string{"防汛"}}, // two letters
		{query: "2000人", want: []string{"培训推进会", "竞赛总结会"}},
		{query: "２０００", want: []string{"培训推进会", "竞赛总结会"}},
		{query: "技能 书屋", want: []string{"培训推进会"}},
		{query: "实名制培训 -书屋", want: []string{"竞赛总结会"}},
		{query: `"技能竞赛"`, want: []string{"竞赛总结会"}},
		{query: "汛", want: []string{"防汛"}}, // one letter
		{query: "上游来水会不会增加", want: []string{"防汛"}, first: true},
		{query: "紫罗兰", want: nil},
	} {
		for _, with := range []daodu.Embedder{nil, e} {
			o := store.SearchOptions{Embedder: with}
			hits, err := s.Search(t.Context(), tt.query, o)
			if err != nil {
				t.Errorf("%s: %v", tt.query, err)
				continue
			}
			if with != nil && len(tt.want) > 0 {
				// meaning may add others behind those that have the words
				hits = hits[:min(len(hits), len(tt.want))]
			} else if with != nil {
				continue
			}
			got := titlesOf(hits, hitTitle)
			if tt.first {
				got = got[:min(len(got), 1)]
			}
			slices.Sort(got)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%q with vectors %v (-want +got):\n%s", tt.query, with != nil, diff)
			}
		}
	}
	if hits, err := s.Search(t.Context(), "职工书屋", store.SearchOptions{Embedder: &embedder{model: "a", dim: 64, broken: true}}); err != nil || len(hits) != 1 {
		t.Errorf("with a model that fails: %d hits, %v", len(hits), err)
	}
	for _, empty := range []string{"", " ，。 ", "-"} {
		if _, err := s.Search(t.Context(), empty, store.SearchOptions{}); !errors.Is(err, daodu.ErrUsage) {
			t.Errorf("query %q: %v", empty, err)
		}
	}
}

func testSearchExcerpts(t *testing.T, s *store.Store) {
	library(t, s, &embedder{model: "a", dim: 64})
	hits, err := s.Search(t.Context(), "农民合作社", store.SearchOptions{})
	if err != nil || len(hits) != 1 || len(hits[0].Excerpts) == 0 {
		t.Fatalf("hits: %+v, %v", hits, err)
	}
	for _, x := range hits[0].Excerpts {
		if daodu.Slice(textHant, x.Span) != x.Text {
			t.Errorf("the excerpt %q is not what stands there", x.Text)
		}
		for _, m := range x.Marks {
			if !strings.Contains("農民合作社", daodu.Slice(textHant, m)) {
				t.Errorf("marked: %q", daodu.Slice(textHant, m))
			}
		}
	}
	add(t, s, item(article("file:titled", "古籍善本展", "本次展览持续到月底，凭身份证入场。"), nil))
	if hits, err := s.Search(t.Context(), "善本", store.SearchOptions{}); err != nil || len(hits) != 1 || hits[0].Title != "古籍善本展" {
		t.Errorf("by a word of the title: %v, %v", titlesOf(hits, hitTitle), err)
	}
	filtered, err := s.Search(t.Context(), "会议", store.SearchOptions{Filter: store.Filter{Script: daodu.ScriptHant}})
	if err != nil || len(filtered) != 1 || filtered[0].Title != "合作社" {
		t.Errorf("filtered: %v, %v", titlesOf(filtered, hitTitle), err)
	}
}

func testRelated(t *testing.T, s *store.Store) {
	ids := library(t, s, &embedder{model: "a", dim: 64})
	found, err := s.Related(t.Context(), ids["培训推进会"], store.RelatedOptions{Limit: 3})
	if err != nil || len(found) == 0 {
		t.Fatalf("related: %v, %v", found, err)
	}
	if found[0].Title != "竞赛总结会" {
		t.Errorf("the first is %s, of %v", found[0].Title, titlesOf(found, relationTitle))
	}
	for _, r := range found {
		if r.ID == ids["培训推进会"] {
			t.Error("an article is related to itself")
		}
		if r.Score < 0 || r.Score > 1 {
			t.Errorf("score %v", r.Score)
		}
		for _, g := range r.Grounds {
			if g.Here != nil && daodu.Slice(textTraining, g.Here.Span) != g.Here.Text {
				t.Errorf("the reason %q is not what stands there", g.Here.Text)
			}
		}
	}
	if len(found[0].Grounds) == 0 {
		t.Error("no reason is given")
	}
	if _, err := s.Related(t.Context(), "00000000-0000-7000-8000-000000000000", store.RelatedOptions{}); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("related to nothing: %v", err)
	}
}

// testSetPhrases: a figure that only two articles have says more than a paragraph that
// thousands have.
func testSetPhrases(t *testing.T, s *store.Store) {
	e := &embedder{model: "a", dim: 64}
	if err := s.UseSpace(t.Context(), e.Space()); err != nil {
		t.Fatal(err)
	}
	both := add(t, s, item(article("file:1", "二者", textContest+textFormula), e))
	add(t, s, item(article("file:2", "数字", textTraining), e))
	add(t, s, item(article("file:3", "套话", textFormula2), e))
	found, err := s.Related(t.Context(), both, store.RelatedOptions{})
	if err != nil || len(found) != 2 {
		t.Fatalf("related: %v, %v", titlesOf(found, relationTitle), err)
	}
	if found[0].Title != "数字" || found[0].Score <= found[1].Score {
		t.Errorf("the pair with set phrases only is first: %s %.3f, %s %.3f", found[0].Title, found[0].Score, found[1].Title, found[1].Score)
	}
}

// long is long enough to have copies that are told from chance.
var long = textTraining + textContest + textFlood + "镇里还将建设三十个职工书屋，每个书屋配备图书一千册。" + "县里要求各镇在六月底以前完成选址，九月底以前开放。"

func testReprints(t *testing.T, s *store.Store) {
	e := &embedder{model: "a", dim: 64}
	ids := library(t, s, e)
	first := add(t, s, item(article("file:whole", "全文", long), e))
	for name, text := range map[string]string{
		"删节": string([]rune(long)[:len([]rune(long))*3/5]),
		"转载": "本报讯 " + long + "责任编辑：李四",
		"错字": strings.ReplaceAll(long, "职工", "織工"),
	} {
		added, err := s.Add(t.Context(), item(article("file:"+name, name, text), e))
		if err != nil {
			t.Fatal(err)
		}
		if added[0].Outcome != store.New || !slices.Contains(titlesOf(added[0].ReprintOf, func(e daodu.Entry) string { return e.ID }), first) {
			t.Errorf("%s: %+v", name, added[0])
		}
	}
	found, err := s.Related(t.Context(), ids["防汛"], store.RelatedOptions{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	slots, copies := 0, 0
	for _, r := range found {
		if slices.Contains([]string{"全文", "删节", "转载", "错字"}, r.Title) {
			slots++
			copies += 1 + len(r.AlsoPublished)
		}
	}
	if slots != 1 || copies < 3 {
		t.Errorf("four copies of one text take %d places with %d articles: %v", slots, copies, titlesOf(found, relationTitle))
	}
}

func testReuse(t *testing.T, s *store.Store) {
	e := &embedder{model: "a", dim: 64}
	library(t, s, e)
	a := article("file:whole", "全文", long)
	a.Date = "2024-05-01"
	whole := add(t, s, item(a, nil))
	b := article("file:quoting", "引用", "今天的报道说："+textFlood+"当地村民说，往年没有这么早。记者在现场看到，堤上已经备好沙袋和照明灯，民兵分三班值守。县里的广播每小时通报一次水位。")
	b.Date = "2024-06"
	quoting := add(t, s, item(b, nil))

	found, err := s.Reuse(t.Context(), quoting)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(found, func(r daodu.Reuse) bool { return r.ID == whole })
	if i < 0 {
		t.Fatalf("the article that is quoted is not found: %+v", found)
	}
	r := found[i]
	if r.Class != daodu.QuoteFrom || r.Direction != daodu.ReuseFrom || len(r.Passages) != 1 {
		t.Fatalf("class %s, direction %s, %d passages", r.Class, r.Direction, len(r.Passages))
	}
	p := r.Passages[0]
	if daodu.Slice(b.Text, p.Here.Span) != p.Here.Text || daodu.Slice(long, p.There.Span) != p.There.Text || p.Letters < 50 {
		t.Errorf("passage: %+v", p)
	}
	if none, err := s.Reuse(t.Context(), add(t, s, item(article("file:own", "自己", "这一篇的话别处都没有，一个字也没有人抄过。"), nil))); err != nil || len(none) != 0 {
		t.Errorf("reuse of a text of its own: %+v, %v", none, err)
	}
}
