package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/names"
	"github.com/daodu/daodu/internal/zh"
)

// checkNames looks up the people of a claim and what the claim says they are.
func checkNames(r *run) {
	r.eachOwn(func(c *claim) {
		for _, n := range c.said.names() {
			if n.Kind != names.Person || c.failed {
				continue
			}
			name := c.said.folded[n.Span.Start:n.Span.End]
			switch {
			case !r.hasPerson(c, n):
				r.fail(c, c.path, fmt.Sprintf("%s没有“%s”这个人名", r.sourceWord(), c.said.words(n.Span)))
			case n.Bare && !r.statesBare(c, n), !n.Bare && !r.states(c, string(name), c.said.folded[n.Post.Start:n.Post.End]):
				r.fail(c, c.path, fmt.Sprintf("原文没有说“%s”是“%s”", c.said.words(n.Span), c.said.words(n.Post)))
			}
		}
	})
	r.eachOwn(r.checkJobs)
	r.checkAlike(names.Person, "人名")
	r.checkReplaced(names.Person, "人名")
	r.checkRoles()
}

// hasPerson reports whether the evidence names the person n of a claim. Of a foreign name
// that the source has in full the last part is enough; somebody made nameless (王某) is
// anybody with that surname who is nameless there as well; and a surname with a title
// is anybody of that name.
func (r *run) hasPerson(c *claim, n names.Name) bool {
	evidence, said := c.evidence, c.said
	name := string(said.folded[n.Span.Start:n.Span.End])
	text := evidence.text()
	if !n.Bare && strings.Contains(text, name) {
		return true
	}
	if at := strings.LastIndex(name, "·"); at > 0 && strings.Contains(text, name[at+len("·"):]) && strings.Contains(r.source.whole().text(), name) {
		return true
	}
	surname := said.folded[n.Span.Start]
	hidden := strings.HasSuffix(name, "某")
	return (n.Bare || hidden) && slices.ContainsFunc(evidence.names(), func(m names.Name) bool {
		return m.Kind == names.Person && evidence.folded[m.Span.Start] == surname && (n.Bare || hiddenAt(evidence.folded, m.Span))
	})
}

// hiddenAt reports whether the name at s hides its bearer: 王某, 李某某.
func hiddenAt(folded []rune, s daodu.Span) bool {
	return slices.Contains(folded[s.Start:s.End], '某')
}

// states reports whether the source states that the person called name holds a post,
// anywhere: a post is stated once, and the name alone stands from there on. Without
// citations only the office has to be there, since free summaries join posts from all over
// the source.
func (r *run) states(c *claim, name string, post []rune) bool {
	if len(post) == 0 || hasOffice(c.evidence.text(), string(post)+name) {
		return true
	}
	if !names.IsOffice(post) {
		return r.whole || r.mayBe(name, office(post))
	}
	if r.whole {
		return strings.Contains(c.evidence.text(), strings.TrimLeft(office(post), deputies))
	}
	stated := r.source.posts(name)
	for part := range strings.SplitSeq(string(post), "、") {
		if !heldByOne(name, part) && !slices.ContainsFunc(stated, func(s string) bool { return samePost(part, s) }) && !c.givesPost(name, part, stated) {
			return false
		}
	}
	return true
}

// checkJobs looks for jobs that a claim gives to people of its evidence whom it names so
// briefly that the name is none by itself: 工程师谢方明通报了案件.
func (r *run) checkJobs(c *claim) {
	for _, n := range c.evidence.names() {
		if n.Kind != names.Person || n.Bare || c.failed {
			continue
		}
		name := string(c.evidence.folded[n.Span.Start:n.Span.End])
		before, _, ok := strings.Cut(c.said.text(), name)
		post := []rune(office([]rune(before)))
		if ok && len(post) > 0 && !names.IsOffice(post) && !r.states(c, name, post) {
			r.fail(c, c.path, fmt.Sprintf("原文没有说“%s”是“%s”", name, string(post)))
		}
	}
}

// anybody are words for what many people are: forms of address, and jobs so wide that
// writers put them in place of others.
var anybody = strings.Fields("同志 先生 女士 小姐 夫人 老师 师傅 男子 女子 老人 青年 长者 学者 专家 代表 工人 职工 员工 工友 干部 党员 劳模 市民 居民 村民 网友")

// mayBe reports whether a person may be called by a job: one that is no more than a form of
// address, or that the source speaks of somewhere. Of somebody of whom the source says
// nothing any job may be.
func (r *run) mayBe(name, job string) bool {
	return slices.Contains(anybody, job) || strings.Contains(r.source.whole().text(), job) || len(r.source.posts(name)) == 0
}

// statesBare reports whether the evidence has a surname with the office that a claim
// gives it (周主席), or the source states it of somebody with that surname.
func (r *run) statesBare(c *claim, n names.Name) bool {
	surname, post := c.said.folded[n.Span.Start:n.Span.End], c.said.folded[n.Post.Start:n.Post.End]
	if len(post) == 0 || !names.IsOffice(post) || strings.Contains(c.evidence.text(), string(surname)+string(post)) {
		return true
	}
	whole := r.source.whole()
	return slices.ContainsFunc(whole.names(), func(m names.Name) bool {
		return m.Kind == names.Person && whole.folded[m.Span.Start] == surname[0] && office(whole.folded[m.Post.Start:m.Post.End]) == string(post)
	})
}

// givesPost reports whether the cited sentences state a post of a person in words that
// stand apart from the name (王某某任厂长). Where the source states offices beside the
// name, it has to be one of them.
func (c *claim) givesPost(name, post string, stated []string) bool {
	own := office([]rune(post))
	if len(stated) > 0 && !slices.ContainsFunc(stated, func(s string) bool { return office([]rune(s)) == own }) {
		return false
	}
	rest := strings.TrimSuffix(post, own)
	for _, s := range zh.Sentences(c.evidence.folded, zh.FullStops) {
		words := string(c.evidence.folded[s.Start:s.End])
		if strings.Contains(words, name) && hasOffice(words, own) && (rest == "" || c.evidence.joins([]rune(rest)) || strings.Contains(words, rest)) {
			return true
		}
	}
	return false
}

// hasOffice reports whether words have an office with no other rank before it.
func hasOffice(words, office string) bool {
	for rest := words; ; {
		before, after, ok := strings.Cut(rest, office)
		if !ok {
			return false
		}
		last := []rune(before)
		if len(last) == 0 || !strings.ContainsRune(deputies, last[len(last)-1]) {
			return true
		}
		rest = after
	}
}

// office returns the office that ends a post, with its rank.
func office(post []rune) string { return string(post[names.Office(post):]) }

// posts returns the posts that the source states of a person, each by itself, folded.
func (t *Source) posts(name string) []string {
	whole := t.whole()
	var out []string
	for _, n := range whole.names() {
		if n.Kind != names.Person || n.Post.Len() == 0 || string(whole.folded[n.Span.Start:n.Span.End]) != name {
			continue
		}
		out = append(out, strings.Split(string(whole.folded[n.Post.Start:n.Post.End]), "、")...)
	}
	return out
}

// samePost reports whether a post as claimed is one as stated: the same, or a shorter
// form of it that keeps its rank (全总主席 of 中华全国总工会主席), or a longer one
// (总书记, 中共中央总书记).
func samePost(claimed, stated string) bool {
	if claimed == stated {
		return true
	}
	a, b := []rune(claimed), []rune(stated)
	if len(a) > len(b) {
		return strings.HasSuffix(claimed, stated) && !strings.ContainsRune(deputies, a[len(a)-len(b)-1]) && known(claimed)
	}
	if !subsequence(a, b) || a[len(a)-1] != b[len(b)-1] {
		return false
	}
	return strings.ContainsRune(claimed, '副') == strings.ContainsRune(stated, '副') && strings.ContainsRune(claimed, '原') == strings.ContainsRune(stated, '原') ||
		strings.HasSuffix(stated, claimed) && !strings.ContainsRune(deputies, b[len(b)-len(a)-1])
}

// deputies are letters before a post that make another of it.
const deputies = "副原前代"

// fullPosts are full forms of posts that every reader knows.
const fullPosts = "中共中央总书记 国家主席 中华人民共和国主席 中央军委主席 国务院总理"

// known reports whether post is one of fullPosts.
func known(post string) bool { return slices.Contains(strings.Fields(fullPosts), post) }

// heldByOne reports whether every reader knows who holds a post, so that texts use it and
// 同志 of the same person without stating it.
func heldByOne(name, post string) bool {
	return name == "习近平" && (post == "总书记" || post == "主席" || known(post) && post != "国务院总理")
}

// subsequence reports whether the letters of a stand in b in order.
func subsequence(a, b []rune) bool {
	i := 0
	for _, r := range b {
		if i < len(a) && a[i] == r {
			i++
		}
	}
	return i == len(a)
}

// checkRoles looks up the roles that a guide gives people.
func (r *run) checkRoles() {
	g, ok := r.content.(*daodu.Guide)
	if !ok {
		return
	}
	for i, p := range g.People {
		path := fmt.Sprintf("people[%d].role", i)
		k := slices.IndexFunc(r.claims, func(c *claim) bool { return c.path == path })
		if p.Role == "" || k < 0 || r.claims[k].failed {
			continue
		}
		role, name := zh.FoldString(p.Role), zh.FoldString(p.Name)
		stated := strings.Join(r.source.posts(name), "、")
		for part := range strings.SplitSeq(role, "、") {
			if !slices.ContainsFunc(strings.Split(stated, "、"), func(s string) bool { return samePost(part, s) }) && !hasOffice(r.source.whole().text(), role+name) {
				r.fail(r.claims[k], path, fmt.Sprintf("原文没有说“%s”是“%s”", p.Name, p.Role))
				break
			}
		}
	}
}
