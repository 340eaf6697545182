package metadata

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/header"
	"github.com/daodu/daodu/internal/zh"
)

// Over folded text.
var (
	sharingTitle = regexp.MustCompile(`^《([^》]{4,120}?)(?:\.(?:docx?|pdf|txt|wps|rtf))?》由`)
	// kicker leads over to a headline: 某某在某会上强调.
	kicker   = regexp.MustCompile(`(?:指出|强调|要求|表示|主持并讲话|并讲话|时)$`)
	subtitle = regexp.MustCompile(`^(?:在|[-—–―─]{1,4}).{3,70}(?:上|时|中)的?(?:书面|视频|主旨)?(?:讲话|致辞|致词|演讲|报告|发言|主旨演讲)(?:\(.{1,10}\))?$|^[-—–―─]{1,4}`)
	// prefix and suffix that sites add to a title.
	sitePart   = regexp.MustCompile(`\s*(?:[_|]|-{1,2}|—{1,2}|–)\s*[^_|—–-]{2,40}$`)
	titleNoise = regexp.MustCompile(`^(?:(?:19|20)\d\d-\d\d-\d\d_)|\((?:全文|图|组图|双语|视频)\)$| ?(?:19|20)\d\d-\d\d?-\d\d? \d\d?:\d\d.*$`)
)

// maxTitle is the most Chinese letters a title may have.
const maxTitle = 90

// A candidate is a line, or several that were broken, that may be the title.
type candidate struct {
	text  string // as written
	first int    // index in page.above
	last  int
	score int
}

// readTitle finds title and subtitle: named as such, or the best line above the
// text, or what the format says.
func (p *page) readTitle(a *daodu.Article) {
	if t, ok := p.namedTitle(); ok {
		a.Title = t
	}
	best := p.bestCandidate()
	switch {
	case a.Title != "":
	case best != nil && !p.worse(best):
		a.Title = cleanTitle(best.text)
	default:
		a.Title = p.metaTitle()
	}
	if best != nil {
		a.Subtitle = p.subtitle(best, a.Title)
	}
}

// namedTitle returns a title that a label or a sharing site names.
func (p *page) namedTitle() (string, bool) {
	for _, l := range p.above {
		if m := sharingTitle.FindStringSubmatchIndex(string(l.folded)); m != nil {
			from := len([]rune(string(l.folded)[:m[2]]))
			to := len([]rune(string(l.folded)[:m[3]]))
			return string([]rune(l.text)[from:to]), true
		}
	}
	if t, ok := fieldIn(p.above, header.Title, "标题", "文件名称", "信息名称"); ok && zh.HanCount([]rune(t)) >= 4 {
		return t, true
	}
	return "", false
}

// bestCandidate scores the lines above the text.
func (p *page) bestCandidate() *candidate {
	var best *candidate
	all := p.candidates()
	for before := range all {
		c := &all[before]
		if len(all) > 1 || p.doc.Meta.Title != "" {
			c.score = p.score(*c, before)
		}
		if best == nil || c.score > best.score {
			best = c
		}
	}
	return best
}

// candidates returns the lines near the text that may be its title. Of a page with
// navigation only the nearest count.
func (p *page) candidates() []candidate {
	const nearest = 40
	var out []candidate
	for i := max(0, len(p.above)-nearest); i < len(p.above); i++ {
		l := p.above[i]
		if !p.eligible(l) {
			continue
		}
		c := candidate{text: l.text, first: i, last: i}
		if l.rule == "glued_head" {
			c.text = beforeDate(l)
		}
		if n := p.continuation(i); n > 0 {
			c.last = i + n
			for _, more := range p.above[i+1 : i+n+1] {
				c.text += more.text
			}
		}
		out = append(out, c)
		i = c.last
	}
	return out
}

// beforeDate returns the title of a head whose lines were glued together: what stands
// before the date.
func beforeDate(l line) string {
	runes := []rune(l.text)
	end := len(runes)
	if dates := zh.Dates(l.folded); len(dates) > 0 {
		end = dates[0].Span.Start
	}
	return strings.TrimRight(string(runes[:end]), "(（ \u3000")
}

// eligible reports whether a cut line can be a title at all.
func (p *page) eligible(l line) bool {
	switch l.rule {
	case "header", "main_text", "site_head", "frame", "glued_head":
	default:
		return false
	}
	han := zh.HanCount(l.folded)
	s := string(l.folded)
	return l.class == header.None && len(l.fields) == 0 && han >= 4 && han <= maxTitle && !strings.ContainsAny(l.text, "。>|｜©\t") &&
		!listed.MatchString(s) && strings.Count(s, " - ") < 3 || l.rule == "glued_head"
}

// listed is an entry in a list of other articles: • 某某 , 5. 某某(12).
var listed = regexp.MustCompile(`^(?:[•·*]|首页) ?|^\d{1,2}[.、] ?.*\(\d+\)$`)

// continuation returns how many of the next lines belong to a title broken over
// several lines: the first tells whose document it is, the last of what kind.
func (p *page) continuation(i int) int {
	const most = 4
	s := string(p.above[i].folded)
	if header.IsTitle(s) || !strings.Contains(s, "关于") && !strings.HasSuffix(s, "办公厅") && !strings.HasPrefix(s, "国务院") {
		return 0
	}
	for n := 1; n <= most && i+n < len(p.above); n++ {
		l := p.above[i+n]
		if l.class != header.None || l.rule != p.above[i].rule || zh.HanCount(l.folded) > 40 {
			return 0
		}
		if header.IsTitle(strings.ReplaceAll(string(l.folded), " ", "")) {
			return n
		}
	}
	return 0
}

// score rates a candidate; figures were set on the corpora of speeches, reports and
// pages.
func (p *page) score(c candidate, before int) int {
	folded := strings.TrimSpace(zh.FoldString(c.text))
	han := zh.HanCount([]rune(folded))
	score := 0
	add := func(points int, when bool) {
		if when {
			score += points
		}
	}
	add(3, han >= 8 && han <= 45)
	add(-2, han < 6)
	add(4, header.IsTitle(folded))
	add(3, before == 0)
	add(-6, kicker.MatchString(folded) && !strings.Contains(folded, " "))
	add(-5, subtitle.MatchString(folded))
	add(-5, strings.HasSuffix(folded, "!") || strings.HasSuffix(folded, ":"))
	add(3, p.repeated(c.text))
	add(p.known(folded), true)
	add(3, p.isHeading(p.above[c.first].raw))
	add(int(5*p.overlap(folded)), true)
	for i := c.last + 1; i < min(c.last+3, len(p.above)); i++ {
		if p.above[i].class != header.None {
			score += 2
			break
		}
	}
	return score
}

// known rates how much of the title that the format gives a candidate has: 4 for all.
func (p *page) known(title string) int {
	meta := zh.FoldString(p.doc.Meta.Title)
	if !sameTitle(title, meta) {
		return 0
	}
	return 1 + min(3, 4*len(squeeze(title))/len(squeeze(meta)))
}

// repeated reports whether a line stands twice above the text.
func (p *page) repeated(text string) bool {
	n := 0
	for _, l := range p.above {
		if squeeze(l.text) == squeeze(text) {
			n++
		}
	}
	return n > 1
}

func (p *page) isHeading(s daodu.Span) bool {
	for _, h := range p.doc.Headings {
		if h.Level <= 2 && h.Span.Overlaps(s) {
			return true
		}
	}
	return false
}

// overlap returns the share of the title's letter pairs that stand in the text.
func (p *page) overlap(title string) float64 {
	runes := []rune(squeeze(title))
	if len(runes) < 2 {
		return 0
	}
	if p.pairs == nil {
		p.pairs = newPairSet(p.folded[:min(pairReach, len(p.folded))])
	}
	hits := 0
	for i := 1; i < len(runes); i++ {
		if p.pairs.has(runes[i-1], runes[i]) {
			hits++
		}
	}
	return float64(hits) / float64(len(runes)-1)
}

// pairReach is how many letters at the start of the text a title is compared with.
const pairReach = 4000

// A pairSet holds letter pairs as a bitmap of their hashes. Of pairs that it does not
// hold it takes some 3 % for its own, which a score can bear.
type pairSet [1 << 17 / 64]uint64

func newPairSet(text []rune) *pairSet {
	s := new(pairSet)
	for i := 1; i < len(text); i++ {
		h := pairHash(text[i-1], text[i])
		s[h/64] |= 1 << (h % 64)
	}
	return s
}

func (s *pairSet) has(a, b rune) bool {
	h := pairHash(a, b)
	return s[h/64]&(1<<(h%64)) != 0
}

func pairHash(a, b rune) uint32 {
	return (uint32(a)*0x9E3779B1 ^ uint32(b)*0x85EBCA6B) >> (32 - 17)
}

// worse reports whether the page's own title is to be preferred to a candidate that
// it does not know and nothing else speaks for.
func (p *page) worse(c *candidate) bool {
	meta, text := zh.FoldString(p.metaTitle()), zh.FoldString(c.text)
	if zh.HanCount([]rune(meta)) < 4 || sameTitle(text, meta) {
		return false
	}
	vouched := p.doc.Main == nil || p.isHeading(p.above[c.first].raw) || header.IsTitle(text) || p.overlap(text) >= .6
	return c.score < 10 || !vouched
}

// metaTitle returns the title the format gives, without the name of the site.
func (p *page) metaTitle() string {
	t := strings.TrimSpace(p.doc.Meta.Title)
	for {
		cut := sitePart.ReplaceAllString(t, "")
		if cut == t || zh.HanCount([]rune(cut)) < 4 {
			break
		}
		t = cut
	}
	if greeting.MatchString(t) {
		return ""
	}
	return cleanTitle(t)
}

// greeting is what a page is called whose maker gave no title.
var greeting = regexp.MustCompile(`(?i)^(?:谢谢|欢迎|首页|显示|新网页|无标题|untitled|index|document|default)`)

func cleanTitle(t string) string {
	t = strings.Trim(titleNoise.ReplaceAllString(strings.TrimSpace(t), ""), " \u3000\ufffd")
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return -1
		}
		return r
	}, t)
}

// sameTitle reports whether one folded title holds the other but for blanks.
func sameTitle(a, b string) bool {
	a, b = squeeze(a), squeeze(b)
	if len(a) < 12 || len(b) < 12 {
		return false
	}
	return strings.Contains(a, b) || strings.Contains(b, a)
}

// squeeze drops blanks and punctuation and folds.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		r = zh.Fold(r)
		if unicode.IsSpace(r) || unicode.IsPunct(r) {
			return -1
		}
		return r
	}, s)
}

// subtitle returns the line behind the title that goes on with it: one with a dash,
// or a second headline.
func (p *page) subtitle(c *candidate, title string) string {
	for i := c.last + 1; i < min(c.last+4, len(p.above)); i++ {
		l := p.above[i]
		if sameTitle(zh.FoldString(l.text), zh.FoldString(title)) || l.rule != p.above[c.last].rule {
			continue
		}
		if l.class == header.None && p.eligible(l) && p.headline(l) || subtitle.MatchString(string(l.folded)) {
			return strings.TrimSpace(strings.TrimLeft(l.text, "-—–―─ \u3000"))
		}
	}
	return ""
}

// Lines between title and text that are no second headline: buttons, counts and the
// account of a site, a day, a byline.
var (
	button = regexp.MustCompile(`举报|反馈|播报|字号|字体|链接|复制|下载|登录|扫描|微信|分享|打印|首页|发布于|评论|收藏|点赞|客户端|上传|官方|来源|来自|搜索|导航|跳转|我要说|查看|阅读|注册|返回|\[ |关注|订阅|人参与|原创|编辑|更新|网址|https?:|www\.|^[·•*#]|\]$`)
	byName = regexp.MustCompile(`^(?:本报|新华社|.{0,8})?记者 |^[\p{Han} 、]{2,10}/|[报网社台]$|(?:研究院|研究所|课题组|委员会|新媒体|编辑部)$`)
)

func last(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// headline reports whether a line near a title may be a second one.
func (p *page) headline(l line) bool {
	s := strings.TrimSpace(string(l.folded))
	least := 4
	if p.doc.Main != nil { // a web page has more lines that are none
		least = 8
	}
	switch {
	case zh.HanCount(l.folded) < least, strings.ContainsRune(":,、", last(s)), strings.Contains(l.text, "\t"):
		return false
	case kicker.MatchString(s), button.MatchString(s), byName.MatchString(s), header.EndsInPost(s):
		return false
	}
	for _, d := range zh.Dates(l.folded) {
		if d.Year > 0 && d.Month > 0 {
			return false
		}
	}
	return true
}
