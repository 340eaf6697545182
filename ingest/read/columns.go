package read

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/zh"
)

// A field is one named value of a row or of front matter.
type field struct {
	name   string // as written
	key    string // see plainName
	value  string
	nested []byte // the JSON of an object or array
}

func newField(name, value string) field {
	return field{name: name, key: plainName(name), value: value}
}

// The names under which crawls keep what an article has, the surest first. They are
// compared in lower case and without blanks, hyphens and underscores.
var (
	textNames = []string{
		"fulltext", "正文", "全文", "正文内容", "文章内容", "新闻内容", "内容", "內容", "內文", "maintext", "cleanedtext",
		"contenttext", "articletext", "text", "content", "articlecontent", "articlebody", "body", "article", "文本",
		"contenthtml", "html",
	}
	titleNames  = []string{"title", "标题", "標題", "文章标题", "新闻标题", "题目", "題目", "headline"}
	authorNames = []string{"author", "作者", "authors", "byline", "writer"}
	dateNames   = []string{
		"publishdate", "publisheddate", "datepublished", "pubdate", "publishtime", "publishedat", "pubtime", "发布时间",
		"发布日期", "發布時間", "發佈時間", "發布日期", "date", "日期", "时间", "時間", "time",
	}
	publisherNames = []string{"publisher", "来源", "來源", "source", "媒体", "媒體", "media", "sitename", "发布机构"}
	urlNames       = []string{"url", "sourceurl", "link", "网址", "網址", "链接", "鏈接", "原文链接", "href"}
)

// metaNames are the names of all that is not a text.
var metaNames = slices.Concat(titleNames, authorNames, dateNames, publisherNames, urlNames)

// leastHan is how many Chinese letters an unknown field must have to be a text.
const leastHan = 50

// errNoField says that a row has no field for its text. It is a bad input.
var errNoField = errors.New("no field with a text")

// plainName returns a name of a field in the form of the tables.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// find returns the first field that has one of names and is not blank; when all are
// blank, the first of those. ok is false when there is none.
func find(fields []field, names []string) (f field, ok bool) {
	for _, name := range names {
		for _, o := range fields {
			if o.key != name {
				continue
			}
			if !blank(o.value) {
				return o, true
			}
			if !ok && o.nested == nil {
				f, ok = o, true
			}
		}
	}
	return f, ok
}

// textOf returns the text of a row: the field called name, or without a name the
// field of a well-known name, else the one with the most Chinese.
func textOf(w row, name string) (string, error) {
	names := textNames
	if name != "" {
		names = []string{plainName(name)}
	}
	if f, ok := find(w.fields, names); ok {
		return f.value, nil
	}
	if f := longest(w.fields); name == "" && hanCount(f.value) >= leastHan {
		return f.value, nil
	}
	seen := make([]string, 0, len(w.fields))
	for _, f := range w.fields {
		seen = append(seen, f.name)
	}
	if len(seen) == 0 {
		return "", fmt.Errorf("%w: %w: it has no fields", daodu.ErrBadInput, errNoField)
	}
	return "", fmt.Errorf("%w: %w among %s; name one with --text-field", daodu.ErrBadInput, errNoField, list(seen))
}

// list joins names, a dozen at most, each cut to what fits a line.
func list(names []string) string {
	const most, length = 12, 30
	for i, name := range names {
		if runes := []rune(name); len(runes) > length {
			names[i] = string(runes[:length]) + "…"
		}
	}
	if len(names) > most {
		names = append(names[:most:most], "…")
	}
	return strings.Join(strings.Fields(strings.Join(names, ", ")), " ")
}

// longest returns the field with the most Chinese letters among those that have a
// sentence and are not known to be something else, such as a long title.
func longest(fields []field) field {
	var best field
	most := 0
	for _, f := range fields {
		n := hanCount(f.value)
		if n > most && strings.ContainsAny(f.value, "。！？") && !slices.Contains(metaNames, f.key) {
			best, most = f, n
		}
	}
	return best
}

// hanCount returns how many Chinese letters s has.
func hanCount(s string) int {
	n := 0
	for _, r := range s {
		if zh.IsHan(r) {
			n++
		}
	}
	return n
}

// maxDepth is how deep records may be nested in a row.
const maxDepth = 3

// records returns the rows that hold the texts: the row itself, or when it has no text
// of its own, the records nested in it, such as {"data": [{"content": ...}, ...]}.
// What the row says of date, publisher and address holds for them too.
func records(w row, name string) []row {
	if found := nested(w, name, maxDepth); len(found) > 0 {
		return found
	}
	return []row{w}
}

func nested(w row, name string, depth int) []row {
	names := textNames
	if name != "" {
		names = []string{plainName(name)}
	}
	if _, ok := find(w.fields, names); ok {
		return []row{w}
	}
	if depth == 0 {
		return nil
	}
	for _, f := range w.fields {
		if f.nested == nil {
			continue
		}
		var found []row
		for _, inner := range elements(f.nested) {
			inner.outer = slices.Concat(w.fields, w.outer)
			found = append(found, nested(inner, name, depth-1)...)
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// metaOf returns what fields say about their article.
func metaOf(fields []field) raw.Meta {
	value := func(names []string) string {
		f, _ := find(fields, names)
		return strings.ReplaceAll(strings.TrimSpace(f.value), "\n", "、") // several authors
	}
	return raw.Meta{
		Title:     value(titleNames),
		Author:    value(authorNames),
		Publisher: value(publisherNames),
		Date:      value(dateNames),
		URL:       value(urlNames),
	}
}

// merge fills what is missing in m from other.
func merge(m, other raw.Meta) raw.Meta {
	return raw.Meta{
		Title:     cmp.Or(m.Title, other.Title),
		Author:    cmp.Or(m.Author, other.Author),
		Publisher: cmp.Or(m.Publisher, other.Publisher),
		Date:      cmp.Or(m.Date, other.Date),
		URL:       cmp.Or(m.URL, other.URL),
	}
}
