package webpage

import (
	"encoding/json"
	"strings"
)

const (
	maxLinked = 1 << 20 // bytes of one JSON-LD script that are read
	maxDepth  = 8       // levels of JSON-LD that are looked at
)

// linked reads a JSON-LD script (schema.org). One that is not valid JSON says nothing.
func (m *metaReader) linked(script []byte) {
	if len(script) > maxLinked {
		return
	}
	var v any
	if json.Unmarshal(script, &v) == nil {
		m.walk(v, 0)
	}
}

// walk looks for articles in a JSON-LD value, not for parts of articles: the author of
// a picture or of a comment is not the article's.
func (m *metaReader) walk(v any, depth int) {
	if depth > maxDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			m.walk(e, depth+1)
		}
	case map[string]any:
		if isArticle(v["@type"]) {
			for _, key := range [...]string{"headline", "author", "publisher", "datePublished", "dateCreated"} {
				m.add(key, text(v[key]))
			}
			return
		}
		for _, key := range [...]string{"@graph", "mainEntity", "mainEntityOfPage"} {
			m.walk(v[key], depth+1)
		}
	}
}

// isArticle reports whether a JSON-LD type is one of writing: Article, NewsArticle,
// ReportageNewsArticle, BlogPosting, Report.
func isArticle(kind any) bool {
	switch kind := kind.(type) {
	case string:
		return strings.HasSuffix(kind, "Article") || strings.HasSuffix(kind, "Posting") || kind == "Report"
	case []any:
		for _, k := range kind {
			if s, ok := k.(string); ok && isArticle(s) {
				return true
			}
		}
	}
	return false
}

// text returns what a JSON-LD value says in words: a string, or the name of a person
// or organisation. Several are joined by 、.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		name, _ := v["name"].(string)
		return name
	case []any:
		var names []string
		for _, e := range v {
			s, ok := e.(string)
			if o, isObject := e.(map[string]any); isObject {
				s, ok = o["name"].(string)
			}
			if ok && s != "" {
				names = append(names, s)
			}
		}
		return strings.Join(names, "、")
	}
	return ""
}
