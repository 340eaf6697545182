package export

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/mindmap"
)

// A Format is one of the forms in which what was written about an article can be taken
// away.
type Format struct {
	Name      string // in the command line and the URL
	MediaType string // with the charset where it is text
	Extension string // of files, with the dot
	Binary    bool   // not for a terminal
	// Kind is the only artifact that the format is made of; "" when it takes all.
	Kind  daodu.Kind
	write func(io.Writer, material) error
}

// Formats lists all formats in the order in which they are offered.
var Formats = []Format{
	{"md", "text/markdown; charset=utf-8", ".md", false, "", func(w io.Writer, m material) error { return Markdown(w, m.article, m.artifacts) }},
	{"text", "text/plain; charset=utf-8", ".txt", false, "", func(w io.Writer, m material) error { return Text(w, m.article, m.artifacts) }},
	{"html", "text/html; charset=utf-8", ".html", false, "", func(w io.Writer, m material) error { return HTML(w, m.article, m.artifacts, m.version) }},
	{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", true, "", func(w io.Writer, m material) error { return DOCX(w, m.article, m.artifacts, m.version) }},
	{"anki", "application/vnd.anki", ".apkg", true, daodu.KindGuide, func(w io.Writer, m material) error { return Anki(w, m.article, m.artifacts[0]) }},
	{"anki-text", "text/plain; charset=utf-8", ".anki.txt", false, daodu.KindGuide, func(w io.Writer, m material) error { return AnkiText(w, m.article, m.artifacts[0]) }},
	{"csv", "text/csv; charset=utf-8; header=present", ".csv", false, daodu.KindGuide, func(w io.Writer, m material) error { return CSV(w, m.article, m.artifacts[0]) }},
	{"opml", "text/x-opml; charset=utf-8", ".opml", false, daodu.KindOutline, func(w io.Writer, m material) error { return OPML(w, m.article, m.artifacts[0]) }},
	{"markmap", "text/markdown; charset=utf-8", ".markmap.md", false, daodu.KindOutline, func(w io.Writer, m material) error { return Markmap(w, m.article, m.artifacts[0]) }},
	{"svg", "image/svg+xml", ".svg", false, daodu.KindOutline, func(w io.Writer, m material) error { return MindMap(w, m.article, m.artifacts[0]) }},
	{"json", "application/json", ".json", false, "", func(w io.Writer, m material) error { return writeJSON(w, m.artifacts) }},
	{"jsonl", "application/jsonl", ".jsonl", false, "", func(w io.Writer, m material) error { return writeLines(w, m.artifacts) }},
}

// material is what formats are written of.
type material struct {
	article   *daodu.Article
	artifacts []*daodu.Artifact // one for a format of one kind
	version   string            // of the program
}

// Find returns the format of a name. The error wraps [daodu.ErrUsage] and lists the names.
func Find(name string) (Format, error) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, fmt.Errorf("%w: unknown format %q; choose one of %s", daodu.ErrUsage, name, Names())
	}
	return Formats[i], nil
}

// Names lists the names of all formats, parted by commas.
func Names() string {
	names := make([]string, len(Formats))
	for i, f := range Formats {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}

// Write writes the artifacts of an article in the format of a name; version is that of
// the program. a must be the article that the artifacts are about, with its sections and
// sentences. The error wraps [daodu.ErrUsage] for an unknown format, [daodu.ErrNotFound]
// when the artifact is missing that the format is made of, and is that of w otherwise.
func Write(w io.Writer, format string, a *daodu.Article, arts []*daodu.Artifact, version string) error {
	f, err := Find(format)
	if err != nil {
		return err
	}
	if f.Kind != "" {
		i := slices.IndexFunc(arts, func(art *daodu.Artifact) bool { return art.Content != nil && art.Content.Kind() == f.Kind })
		if i < 0 {
			return fmt.Errorf("%w: %s is made of the %s, which nobody has written yet", daodu.ErrNotFound, f.Name, f.Kind)
		}
		arts = arts[i : i+1]
	}
	return f.write(w, material{a, arts, version})
}

// FileName returns a name for a file about an article, which every file system takes: the
// title, cut to 60 letters, and the extension.
func (f Format) FileName(a *daodu.Article) string {
	const most = 60
	name := []rune(strings.Map(nameable, oneLine(a.Title)))
	title := strings.Trim(string(name[:min(len(name), most)]), " ._-")
	if title == "" {
		title = "daodu"
	}
	return title + f.Extension
}

// nameable replaces what Windows, Unix or a shell reads as more than a letter.
func nameable(r rune) rune {
	if strings.ContainsRune(`/\:*?"<>|$`+"`", r) || !unicode.IsPrint(r) || r == unicode.ReplacementChar {
		return '_'
	}
	return r
}

// MindMap draws the outline of an article; see package mindmap. The error is that of w.
func MindMap(w io.Writer, a *daodu.Article, art *daodu.Artifact) error {
	d := outlined(a, art)
	m := mindmap.Map{Title: d.name(), Lang: a.Lang, Nodes: nodesOf(art), Damaged: d.damaged, Unconfirmed: d.own.unconfirmed}
	if art.Incomplete {
		m.Note = d.own.partOnly
	}
	return m.Write(w)
}

// writeJSON writes artifacts as one indented array, as daodu summarize does and daodu
// verify reads.
func writeJSON(w io.Writer, arts []*daodu.Artifact) error {
	if arts == nil {
		arts = []*daodu.Artifact{}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(arts)
}

// writeLines writes one artifact a line.
func writeLines(w io.Writer, arts []*daodu.Artifact) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, art := range arts {
		if err := e.Encode(art); err != nil {
			return err
		}
	}
	return nil
}
