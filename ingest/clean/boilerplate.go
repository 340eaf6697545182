package clean

import (
	"regexp"
	"slices"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/match"
)

// Most Chinese letters of a line that is cut for one phrase in it. Longer lines are
// text that happens to use the phrase.
const (
	maxPath        = 45
	maxBoilerplate = 90
)

// linePatterns are all patterns that are tried on every line.
var linePatterns = []*regexp.Regexp{
	breadcrumbs, welcomes, records, copyrights, organisers, adverts, previews, links, pictures, markup, bars, strays,
	listHeads, disclaimers, sharing, widgets, caption, relatedLine, appendixHead,
}

var lineFilter = match.NewSet(linePatterns...)

// is reports whether a line matches one of linePatterns.
func (t *Text) is(l Line, re *regexp.Regexp) bool {
	i := slices.Index(linePatterns, re)
	return l.may&(1<<i) != 0 && re.MatchString(t.Slice(l.Span))
}

// lineRule cuts the lines of at most han Chinese letters that match re; running text
// only where a page has its frame, near the top and the end.
func lineRule(name string, reason daodu.Reason, doc string, han int, re *regexp.Regexp) Rule {
	return Rule{Name: name, Doc: doc, Reason: reason, Find: func(t *Text) []daodu.Span {
		return t.lines(func(l Line) bool {
			return l.Han <= han && t.is(l, re) && (!l.prose() || t.nearEdge(l) && !t.bulk(l))
		})
	}}
}

// lines returns the spans of the lines that want accepts.
func (t *Text) lines(want func(Line) bool) []daodu.Span {
	var spans []daodu.Span
	for _, l := range t.Lines {
		if want(l) {
			spans = append(spans, l.Span)
		}
	}
	return spans
}

// Patterns of single lines, over folded text.
var (
	breadcrumbs = regexp.MustCompile(`^(?:您?(?:现在|当前|目前|所在)?的?(?:位置|所在位置)|当前位置|现在位置|导航) ?[:>]|^(?:首页|主页|网站首页|[\p{Han}]{2,10}网(?:首页)?) ?(?:>|»|›|-|—|→|/|\|)|^[^。,!?;“”<《]{2,24}(?: ?>{1,2} ?| ?[»›] ?)[^。,!?;“”》]{0,50}$`)
	welcomes    = regexp.MustCompile(`^(?:您好,?)?欢迎您?(?:访问|光临|来到|浏览|登录|进入)|^(?:今天是|现在是).{0,30}(?:星期|20\d\d)|^设为首页|^加入收藏`)
	records     = regexp.MustCompile(`(?i)ICP ?[备证]|ICP备案|[公网]安备|网站标识码|(?:备案|许可证)/?(?:许可证)?(?:编|序)?号 ?[::]|经营许可证(?:编号|号)? ?:? ?[^,。]{0,8}\d|互联网新闻信息服务|信息网络传播视听节目`)
	copyrights  = regexp.MustCompile(`(?i)版权所有|版权归.{0,12}所有|copyright|©|all rights reserved|未经.{0,14}(?:许可|授权|允许|同意),?.{0,16}(?:转载|抄袭|复制|镜像|摘编)|本(?:网站|站)(?:由|是|所有)`)
	organisers  = regexp.MustCompile(`^(?:主办|承办|协办|主管|主管主办|技术支持|运行维护|运维|建设|网站制作|网站建设|维护|制作)(?:单位|机构|方)? ?:|技术支持[::]|^(?:网站地图|联系我们|关于我们|法律声明|隐私政策|使用帮助|网站声明)(?:[ |·-]|$)|建议使用.{0,30}(?:浏览器|分辨率)`)
	adverts     = regexp.MustCompile(`加(?:微信|QQ|扣扣|V信)|查阅全文|(?:开通|注册|成为|升级)(?:VIP|会员)|VIP(?:会员|专享|免费|下载)|写作网|(?:下载|打开)(?:本文|全文|文档|APP|客户端|手机客户端)|关注.{0,12}(?:公众号|微信号|视频号)|长按.{0,8}二维码|扫码(?:关注|下载|阅读)|公众号[::]|限时(?:优惠|免费)|广告位|可搜索其他更多资料|^更多.{0,40}(?:资讯|内容|信息|新闻|消息).{0,6}请?(?:继续)?关注.{0,40}$|点(?:一下|亮)?【?(?:在看|赞)】?`)
	previews    = regexp.MustCompile(`试读(?:已)?结束|还剩 ?\d+ ?[页%]|剩余 ?\d+ ?%|未读完.{0,10}(?:购买|下载)|点击.{0,10}(?:阅读|查看|展开).{0,4}(?:全文|剩余|更多内容)|(?:登录|购买|付费|支付|开通).{0,6}(?:后|可|即可).{0,6}(?:查看|阅读|下载).{0,10}(?:全文|全部|剩余|完整)|预览(?:已)?结束|仅展示.{0,10}(?:部分|前)|^[.·…。 ]{6,}$`)
	links       = regexp.MustCompile(`^\(?(?:原文|本文|文章|来源|转载|新闻)(?:链接|地址|网址|出处|来源)? ?: ?(?:https?://|www\.)|^(?:链接|网址|URL) ?: ?(?:https?://|www\.)|^https?://[^ ]+$|^\(?原标题 ?: ?[^)]+\)?$|请注明出处 ?: ?https?://`)
	pictures    = regexp.MustCompile(`(?i)^.{0,60}\.(?:jpe?g|png|gif|bmp|webp)\)?$|^(?:\(?资料图片?\)?|图片?(?:为|说明|来源|\d{0,2}:)|△|▲|↑|▼|←|→|▶).{0,90}$|^视频 ?:`)
	markup      = regexp.MustCompile(`^<!--.*-->$|^</?[a-zA-Z][^<>]*>$|^!\[[^\]]*\]\([^)]*\)$`)
	bars        = regexp.MustCompile(`^[|>»›×/\\·•\-_=~*#+【】\[\]()<:,.、 ]{1,60}$`)
	strays      = regexp.MustCompile(`^[a-zA-Z×√]$`)
	listHeads   = regexp.MustCompile(`^[【\[]?(?:相关(?:阅读|新闻|报道|文档|链接|文章|推荐|专题|稿件|信息|附件|资讯|内容)|推荐(?:阅读|新闻|文章)|延伸阅读|热门(?:文章|推荐|排行|新闻|资讯|标签)|热点(?:新闻|排行|推荐|文章)|最新(?:文章|资讯|发布|新闻|信息|更新)|猜你喜欢|更多(?:新闻|精彩|内容)?(?:>{1,2})?|新闻链接|友情链接|网站导航|(?:点击|阅读)排行榜?|编辑推荐|为您推荐|精彩推荐|图片新闻|今日(?:热点|推荐)|大家都在看|新闻排行|相关热词)[】\]]? ?[:>]*$`)
)

// nearEdge reports whether little prose stands on one side of a line, so that it
// may belong to the page and not to the text.
func (t *Text) nearEdge(l Line) bool {
	const share = 6 // the edge is the outer sixth
	before, after := 0, 0
	for _, other := range t.Lines {
		switch {
		case !other.prose():
		case other.End <= l.Start:
			before += other.Han
		case other.Start >= l.End:
			after += other.Han
		}
	}
	return before*share <= after || after*share <= before
}

// The head line that a sharing site puts above a document.
var sharing = regexp.MustCompile(`^《[^》]{4,120}》由(?:会员|网友|用户)?.{0,12}(?:分享|上传)`)

func findSharing(t *Text) []daodu.Span {
	return t.lines(func(l Line) bool {
		return sharing.MatchString(t.Slice(daodu.Span{Start: l.Start, End: min(l.End, l.Start+150)}))
	})
}

// Words of buttons. A line that holds nothing else is a widget.
const button = `打印(?:本页|正文|此页)?|关闭(?:窗口|本页|此页)?|下载|收藏|分享(?:到)?(?:微信|微博|朋友圈|QQ空间|QQ)?|字号|字体|大小?|中|小|加大|减小|还原|全屏|默认|返回(?:顶部|首页|列表|上级|上一页)?|TOP|` +
	`扫一扫(?:在手机打开当前页|分享)?|微信扫一扫.{0,10}|手机(?:看新闻|扫一扫)|点赞|评论|转发|举报|纠错|我要纠错|听新闻|朗读|语音播报|无障碍(?:浏览|阅读)?|长者(?:模式|助手)|关怀版|繁体|简体|登录|注册|搜索|` +
	`浏览(?:次数|量)?:? ?\d*次?|阅读(?:次数|量)?:? ?\d*|点击(?:数|量|率|次数)?:? ?\d*|人气:? ?\d*|阅读下一篇:?|》?》?点击.{0,8}进入专题《?《?|责任编辑|上一[篇页条]:?.{0,40}|下一[篇页条]:?.{0,40}|微信|微博|朋友圈|QQ空间|首页|尾页|更多|展开(?:全文)?|收起`

var widgets = regexp.MustCompile(`^[ |/【】\[\]()<>:、·-]*(?:(?:` + button + `)[ |/【】\[\]()<>:、·×-]*)+$`)

func findWidgets(t *Text) []daodu.Span {
	return t.lines(func(l Line) bool { return l.Len() <= 70 && t.is(l, widgets) })
}

// A caption names who took the picture: "…本报记者 某某 摄".
var caption = regexp.MustCompile(`(?:(?:记者|通讯员|摄影|图片|新华社|中新社|本报|[报社网]|/) ?[\p{Han}· ]{0,12}|^[^。]{2,60}[^拍。]|。 ?\(?[\p{Han}· ]{2,10})(?:摄影?|供图|绘|制图)[。)]*$|(?:报|社|网|新闻)记者 ?[\p{Han}]\s?[\p{Han}]{1,3}$|^\p{Han}{2,4}(?:同志)?(?:在\p{Han}{2,20}上)?作(?:政府)?工作报告。$|^\([^()]{0,20}(?:图片|摄影|图)[:/][^()]{0,20}\)$`)

// findCaptions returns the captions. Of a report told in pictures they are the text,
// and stay.
func findCaptions(t *Text) []daodu.Span {
	const most = .4 // of all letters
	captions, all := 0, 0
	spans := t.lines(func(l Line) bool {
		all += l.Han
		if l.Han > 130 || l.Han < 2 || !t.is(l, caption) {
			return false
		}
		captions += l.Han
		return true
	})
	if float64(captions) > most*float64(all) {
		return nil
	}
	return spans
}

// A line of a related list: a title cut short and a day, "- 标题... 11-17".
var relatedLine = regexp.MustCompile(`^[-·•●○■□◆*▪►]? ?.{4,46}?(?:\.{2,3}|…)? ?[\[(]?(?:20\d\d[-/.](?:0?[1-9]|1[0-2])[-/.]|(?:0?[1-9]|1[0-2])[-/])(?:0?[1-9]|[12]\d|3[01])[\])]?$`)

// findRelated returns the runs of at least three lines of a related list.
func findRelated(t *Text) []daodu.Span {
	const least = 3
	var spans []daodu.Span
	for i := 0; i < len(t.Lines); {
		j := i
		for j < len(t.Lines) && t.Lines[j].Han >= 4 && t.Lines[j].Len() <= 60 && t.is(t.Lines[j], relatedLine) {
			j++
		}
		if j-i >= least {
			spans = append(spans, daodu.Span{Start: t.Lines[i].Start, End: t.Lines[j-1].End})
		}
		i = max(i+1, j)
	}
	return spans
}

// findListTail returns everything from the heading of a related list on when only
// short lines follow.
func findListTail(t *Text) []daodu.Span {
	for i := len(t.Lines) - 1; i >= 0 && !t.Lines[i].prose() && t.Lines[i].Han <= 60; i-- {
		if l := t.Lines[i]; l.Len() <= 20 && t.is(l, listHeads) {
			return []daodu.Span{{Start: l.Start, End: len(t.Runes)}}
		}
	}
	return nil
}
