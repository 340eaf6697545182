package ui

import (
	"html/template"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/export"
)

// mindMap returns the drawing of an outline, "" when it has no parts. The package that
// draws it escapes the words of the text.
func mindMap(a *daodu.Article, art *daodu.Artifact) template.HTML {
	var b strings.Builder
	if o, ok := art.Content.(*daodu.Outline); !ok || len(o.Nodes) == 0 || export.MindMap(&b, a, art) != nil {
		return ""
	}
	return template.HTML(b.String())
}
