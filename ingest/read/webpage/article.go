package webpage

import (
	"strings"

	"github.com/daodu/daodu/internal/zh"
)

// tailShare is the most prose that may follow a line such as 相关新闻, as a share of
// the prose before it, for that line to end the article.
const tailShare = 0.3

// article returns the lines of the article in order, nil when no line of the page
// is a sentence.
func (x *extractor) article() []int {
	i := x.best()
	if i < 0 {
		return nil
	}
	i = x.climb(i)
	first, end := x.boxes[i].first, x.boxes[i].end
	if x.boxes[i].role.isLeaf() && x.boxes[i].parent >= 0 {
		first, end = x.siblings(i)
		i = x.boxes[i].parent
	}
	var lines []int
	for j := first; j < end; j++ {
		if x.isBody(j, i) {
			lines = append(lines, int(j))
		}
	}
	lines = x.cutTail(lines)
	for _, j := range lines {
		if x.lines[j].isSentence() {
			return lines
		}
	}
	return nil
}

// isBody reports whether line j of box i is part of its article. A line that only
// begins or ends in the box is. Lists of attachments are links, but of the article.
func (x *extractor) isBody(j, i int32) bool {
	l := &x.lines[j]
	if !x.seen[j] {
		return false
	}
	return (l.box <= i || x.cut[l.box] <= i) && !l.isLinks() || strings.HasPrefix(string(x.words(int(j))), "附件")
}

// siblings returns the lines around box i, which is one paragraph: the paragraphs
// beside it, among them its title and its signature.
func (x *extractor) siblings(i int32) (first, end int32) {
	parent := x.boxes[i].parent
	beside := func(j int32) bool {
		b := x.lines[j].box
		return x.isBody(j, parent) && (b <= parent || x.boxes[b].parent == parent && x.boxes[b].role.isLeaf())
	}
	first, end = x.boxes[i].first, x.boxes[i].end
	for first > x.boxes[parent].first && beside(first-1) {
		first--
	}
	for end < x.boxes[parent].end && beside(end) {
		end++
	}
	return first, end
}

// isSentence reports whether a line reads like a sentence or a part of one.
func (l *line) isSentence() bool {
	plain := l.letters - l.linked
	return l.stops > 0 && plain >= commaLine/2 || l.points > 0 && plain >= commaLine || plain >= plainLine
}

// cutTail cuts off the lists of other articles under the article.
func (x *extractor) cutTail(lines []int) []int {
	all := 0.
	for _, j := range lines {
		all += x.prose[j]
	}
	before := 0.
	for n, j := range lines {
		if before > 0 && all-before <= tailShare*before && isTail(x.words(j)) {
			return lines[:n]
		}
		before += x.prose[j]
	}
	return lines
}

// tails are the headings of what stands under an article.
var tails = map[string]bool{
	"相关新闻": true, "相关阅读": true, "相关链接": true, "相关报道": true, "相关文章": true, "相关推荐": true,
	"相关稿件": true, "相关资讯": true, "相关内容": true, "关联稿件": true, "推荐阅读": true, "热门推荐": true,
	"延伸阅读": true, "猜你喜欢": true, "为您推荐": true, "为你推荐": true, "更多新闻": true, "热门文章": true,
	"网友评论": true, "最新评论": true, "热门评论": true, "精彩评论": true, "发表评论": true, "我要评论": true,
	"特别推荐": true, "精彩推荐": true, "今日推荐": true, "编辑推荐": true, "热点推荐": true, "最新文章": true,
}

// isTail reports whether a line is one of tails, in whichever script.
func isTail(words []byte) bool {
	const longest = 40 // bytes: four letters of three bytes with what may stand around
	if len(words) > longest {
		return false
	}
	return tails[strings.Trim(zh.FoldString(string(words)), " :>·|【】[]()-+…")]
}
