package clean

import "github.com/daodu/daodu"

// Rules is the list of all rules in the order in which they run. First what breaks
// lines apart is undone, then lines are judged, then what is glued to a line.
var Rules = []Rule{
	{
		Name: "control", Reason: daodu.Space, Find: findControls,
		Doc: "Code points that show as nothing: zero-width blanks, byte order marks, controls.",
	},
	{
		Name: "letter_space", Reason: daodu.Space, Find: findLetterSpaces,
		Doc: "Blanks that typesetting left between Chinese letters in a hard-wrapped text.",
	},
	{
		Name: "running_head", Reason: daodu.PageMark, Find: findRunningHeads,
		Doc: "Running heads and page numbers of a hard-wrapped text.",
	},
	{
		Name: "hard_wrap", Reason: daodu.Space, Find: findWrappedBreaks,
		Doc: "Line breaks inside the paragraphs of a hard-wrapped text.",
	},
	{
		Name: "sharing_site", Reason: daodu.Notice, Find: findSharing,
		Doc: "The line that a document-sharing site puts above a document: 《…》由会员分享….",
	},
	{
		Name: "page_mark", Reason: daodu.PageMark, Find: findPageMarks,
		Doc: "Marks 1、 2、 3、 that a sharing site puts at every so many letters, in mid-word.",
	},
	{
		Name: "broken_line", Reason: daodu.Space, Find: findBrokenLines,
		Doc: "Line breaks behind an opening mark or before a closing one, left of inline elements.",
	},
	lineRule("markup", daodu.Widget, "Comments, tags and picture marks left of HTML or Markdown.", maxBoilerplate, markup),
	lineRule("breadcrumb", daodu.Navigation, "The path to the page: 当前位置：首页 > 新闻.", maxPath, breadcrumbs),
	lineRule("welcome", daodu.Navigation, "Greetings of a site and the day of the week.", maxPath, welcomes),
	lineRule("organiser", daodu.Footer, "Who runs the site: 主办单位, 技术支持, 网站地图.", maxBoilerplate, organisers),
	lineRule("record", daodu.Footer, "Licence numbers of the site: ICP备, 公安网备.", maxBoilerplate, records),
	lineRule("preview", daodu.Notice, "Where a site says that it shows a part only: 试读结束.", maxPath, previews),
	{
		Name: "disclaimer", Reason: daodu.Notice, Find: findDisclaimers,
		Doc: "Sentences by which a site keeps clear of its content: 免责声明, 仅代表作者观点.",
	},
	lineRule("copyright", daodu.Footer, "Copyright lines.", maxBoilerplate, copyrights),
	lineRule("advert", daodu.Advert, "Adverts: 加微信, 查阅全文, 关注公众号.", maxPath, adverts),
	lineRule("source_link", daodu.Metadata, "Addresses of the original: 原文链接, 原标题.", maxBoilerplate, links),
	{
		Name: "original_title", Reason: daodu.Metadata, Find: findOriginalTitle,
		Doc: "The title at another site before the first sentence: （原标题：…）.",
	},
	{
		Name: "widget", Reason: daodu.Widget, Find: findWidgets,
		Doc: "Lines of buttons: 打印 关闭 字号 大 中 小.",
	},
	lineRule("bar", daodu.Widget, "Lines of bars and brackets.", 0, bars),
	lineRule("stray", daodu.Widget, "A single Latin letter in a line, the text of a close button.", 0, strays),
	lineRule("picture", daodu.Caption, "Names of picture files and picture captions: 图为….", maxBoilerplate, pictures),
	{
		Name: "caption", Reason: daodu.Caption, Find: findCaptions,
		Doc: "Captions that name who took the picture: …记者 某某 摄.",
	},
	{
		Name: "related", Reason: daodu.RelatedList, Find: findRelated,
		Doc: "Lists of other articles with their day: - 标题... 11-17.",
	},
	{
		Name: "list_tail", Reason: daodu.RelatedList, Find: findListTail,
		Doc: "What follows 相关阅读 or 友情链接 at the end of a page.",
	},
	{
		Name: "tail_line", Reason: daodu.Metadata, Find: findTailLines,
		Doc: "Lines below the body that tell editor, author and source.",
	},
	tailRule("web_tail", daodu.Widget, "Buttons glued to the last sentence: 【纠错】【责任编辑:…】阅读下一篇.", webTail),
	{
		Name: "frame", Reason: daodu.Navigation, Find: findFrame,
		Doc: "What stands around the body of a page that was saved as plain text.",
	},
	{
		Name: "appendix", Reason: daodu.Appendix, Find: findAppendix,
		Doc: "Appendices and glossaries behind the close of a text.",
	},
	{
		Name: "site_head", Reason: daodu.Navigation, Find: findSiteHead,
		Doc: "Short lines of navigation above the title.",
	},
	{
		Name: "header", Reason: daodu.Metadata, Find: findHeader,
		Doc: "Lines above the body that tell title, dates, source and people.",
	},
	{
		Name: "glued_head", Reason: daodu.Metadata, Find: findGluedHead,
		Doc: "Title, date and name glued to the first sentence.",
	},
	tailRule("paper_tail", daodu.Metadata, "Newspaper, day and page behind the last sentence.", paperTail),
	tailRule("wire_tail", daodu.Metadata, "The agency behind the last sentence: （新华社北京9月22日电）.", wireTail),
	tailRule("editor_tail", daodu.Metadata, "The editor behind the last sentence: （责编：某某）.", editorTail),
	tailRule("end_notice", daodu.Notice, "Notices behind the last sentence: （完）, （此件公开发布）.", noticeTail),
	{
		Name: "space", Reason: daodu.Space, Find: findSpace,
		Doc: "Blanks at the ends of lines and empty lines.",
	},
}
