package webpage_test

import (
	"strings"
	"testing"

	"github.com/daodu/daodu/ingest/read/webpage"
	"github.com/google/go-cmp/cmp"
)

func TestText(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, page, want string }{
		{"paragraphs", "<p>第一段。<p>第二段。</p>第三段", "第一段。\n第二段。\n第三段"},
		{"blanks collapse", "<p>  工会 \t 主席\r\n  Li  Ming  </p>", "工会 主席 Li Ming"},
		{"a line break of the source between hanzi is none", "<p>职工代表\n大会，\n召开</p>", "职工代表大会，召开"},
		{"a line break of the source between words is a blank", "<p>trade\nunion 工会\n2024</p>", "trade union 工会 2024"},
		{"ideographic space and NBSP stay", "<p>　　各位代表：&nbsp;&nbsp;同志们</p>", "　　各位代表：\u00a0\u00a0同志们"},
		{"elements without words make no lines", "<div><p>&nbsp;</p><p>　</p><p></p><div><br><br></div>甲</div>", "甲"},
		{"br and hr", "甲<br>乙<br/>丙</br>丁<hr>戊", "甲\n乙\n丙\n丁\n戊"},
		{"list items", "<ul><li>甲<li>乙<ul><li>乙一</ul><li>丙</ul>", "甲\n乙\n乙一\n丙"},
		{"definition list", "<dl><dt>名称<dd>江南工会<dt>地址<dd>河边路</dl>", "名称\n江南工会\n地址\n河边路"},
		{"inline elements do not break lines", "<p>会<b>议</b><span>强</span>调<a href=x>了</a></p>", "会议强调了"},
		{"entities", "<p>A&amp;B &lt;甲&gt; &#20013;&#x56FD; &copy;</p>", "A&B <甲> 中国 ©"},
		{"astral letters", "<p>𠮷野家😀</p>", "𠮷野家😀"},
		{"traditional", "<p>國務院總理於會上強調：「要落實政策。」</p>", "國務院總理於會上強調：「要落實政策。」"},
		{"scripts, styles and comments", "<style>p{}</style><p>甲</p><script>var 乙='<p>乙</p>'</script><!-- 丙 --><noscript>丁</noscript><template>戊</template>", "甲"},
		{"media", "<p>甲<video>不支持</video><audio>不支持</audio><iframe>乙</iframe><object>丙</object><img alt=丁></p>", "甲"},
		{"what is not shown breaks no line", "<p>甲<template><div>乙</div><br><input type=submit value=丙></template>丁</p>戊", "甲丁\n戊"},
		{"title element", "<title>题目</title><p>甲</p>", "甲"},
		{"drawing", "<p>甲<svg><title>图标</title><text>图中字</text></svg></p>", "甲图中字"},
		{"buttons", "<form><input type=submit value=搜索><input value=不显示><button>关闭</button></form>", "搜索关闭"},
		{"select", "<p>甲</p><select><option>一月<option>二月</select><p>乙</p>", "甲\n一月\n二月\n乙"},
		{"a select within a line", "<p>甲<select><option>一月</select>乙</p>丙", "甲\n一月\n乙\n丙"},
		{"visibility and opacity", `<div style="visibility:hidden; opacity:0">正文</div>`, "正文"},
		{"hidden words stand on lines of their own", `<p>甲<span style="display:none">乙</span>丙</p><div hidden>丁</div>`, "甲丙\n乙\n丁"},
		{"text after the end", "<body><p>甲</p></body></html>乙", "甲\n乙"},
		{"control characters", "<p>甲\x00乙</p>", "甲乙"},
		{"invalid UTF-8", "<p>甲\xff乙</p>", "甲\ufffd乙"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, textOf(t, tt.page)); diff != "" {
				t.Errorf("text of %s (-want +got):\n%s", tt.page, diff)
			}
		})
	}
}

func TestTables(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, page, want string }{
		{
			"a row is a line",
			"<table><tr><th>指标<th>2023年<th>2024年<tr><td>产值<td>1,500<td>1,620</table>",
			"指标\t2023年\t2024年\n产值\t1,500\t1,620",
		},
		{
			"empty cells keep the columns",
			"<table><tr><td></td><td>男</td><td></td><td>女</td><td></td></tr></table>",
			"\t男\t\t女",
		},
		{
			"lines within a cell",
			"<table><tr><td>人均<br>收入</td><td><p>万元</p></td></tr></table>",
			"人均 收入\t万元",
		},
		{
			"a row with one cell is no table",
			"<table><tr><td></td><td><p>第一段。</p><p>第二段。</p></td></tr></table>",
			"第一段。\n第二段。",
		},
		{
			"a table that frames the page",
			"<table><tr><td>导航<br>首页</td><td><p>" + strings.Repeat("会议指出，", 30) + "</p><p>会议强调。</p></td></tr></table>",
			"导航\n首页\n" + strings.Repeat("会议指出，", 30) + "\n会议强调。",
		},
		{
			"a table within a table",
			"<table><tr><td>左<td><table><tr><td>一<td>二<tr><td>三<td>四</table></table>",
			"左\n一\t二\n三\t四",
		},
		{"cells without a table", "<td>甲<td>乙", "甲\n乙"},
		{"a row without a table", "<tr><td>甲<td>乙", "甲\t乙"},
		{"a stray end tag in a cell", "<div><table><tr><td>甲</div>乙<td>丙</table>丁</div>", "甲乙\t丙\n丁"},
		{"hidden cells", "<table><tr><td>甲<td style='display:none'>乙</table>", "甲\n乙"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, textOf(t, tt.page)); diff != "" {
				t.Errorf("text of %s (-want +got):\n%s", tt.page, diff)
			}
		})
	}
}

func TestPreformatted(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, page, want string }{
		{"line breaks and blanks", "<pre>\n甲  乙\n  丙\t丁  \n</pre>戊", "甲  乙\n  丙\t丁\n戊"},
		{"an empty line", "<p>零</p><pre>\n\n甲\n\n\n乙\n</pre>", "零\n甲\n\n乙"},
		{"style", `<div style="white-space: pre-wrap">甲
乙</div>`, "甲\n乙"},
		{"carriage returns", "<pre>甲\r\n乙</pre>", "甲\n乙"},
		{"inline elements", "<pre>甲<b>乙\n丙</b></pre>", "甲乙\n丙"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, textOf(t, tt.page)); diff != "" {
				t.Errorf("text of %s (-want +got):\n%s", tt.page, diff)
			}
		})
	}
}

func TestBrokenMarkup(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, page, want string }{
		{"crossed inline elements", "<b>甲<div>乙</b>丙</div>丁", "甲\n乙丙\n丁"},
		{"unclosed everything", "<div><ul><li><p>甲<b>乙<td>丙", "甲乙\n丙"},
		{"end tags of nothing", "</div></p></span></table>甲</li></b>乙", "甲乙"},
		{"a paragraph ends where a block begins", "<p>甲<div>乙</div>丙</p>丁", "甲\n乙\n丙\n丁"},
		{"unknown elements", "<ucap><p>甲</p></ucap>乙<x-y/>丙", "甲\n乙丙"},
		{"an unclosed comment", "甲<!-- 乙", "甲"},
		{"an unclosed tag", "<p>甲</p><div class=\"", "甲"},
		{"an unclosed script", "甲<script>乙", "甲"},
		{"nested links", "<a href=1>甲<a href=2>乙</a>丙", "甲乙丙"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, textOf(t, tt.page)); diff != "" {
				t.Errorf("text of %s (-want +got):\n%s", tt.page, diff)
			}
		})
	}
}

func textOf(t *testing.T, page string) string {
	t.Helper()
	doc, err := webpage.Read(t.Context(), page, "")
	if err != nil {
		t.Fatal(err)
	}
	return doc.Text
}
