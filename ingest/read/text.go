package read

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/ingest/read/webpage"
)

func readText(_ context.Context, _ *Reader, _ *input, text string) (*raw.Document, error) {
	return &raw.Document{Text: text}, nil
}

func readHTML(ctx context.Context, _ *Reader, in *input, text string) (*raw.Document, error) {
	return webpage.Read(ctx, text, in.url)
}

var (
	// frontMatter is the block of "key: value" lines that a site generator puts first.
	frontMatter = regexp.MustCompile(`^---[ \t]*\r?\n((?:[^\n]*\n)*?)---[ \t]*(?:\r?\n|$)`)
	keyValue    = regexp.MustCompile(`(?m)^([^\s:#][^:\n]*):[ \t]*(.+?)[ \t\r]*$`)
	// atxHeading is CommonMark's: one to six #, a blank, the words, perhaps # again.
	atxHeading = regexp.MustCompile(`^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t\r]*$`)
	codeFence  = regexp.MustCompile("^ {0,3}(?:```|~~~)")
)

// readMarkdown keeps the text as it is and tells where its headings stand. What front
// matter says goes to Meta, and the article is what comes after it.
func readMarkdown(_ context.Context, _ *Reader, _ *input, text string) (*raw.Document, error) {
	doc := &raw.Document{Text: text}
	body := 0 // byte at which the article begins
	if m := frontMatter.FindStringSubmatchIndex(text); m != nil {
		body = m[1]
		doc.Meta = metaOf(frontFields(text[m[2]:m[3]]))
		start := utf8.RuneCountInString(text[:body])
		doc.Main = []daodu.Span{{Start: start, End: start + utf8.RuneCountInString(text[body:])}}
	}
	doc.Headings = headings(text, body)
	return doc, nil
}

// frontFields reads the simple lines of YAML front matter; lists and nested values are
// nothing that Meta has room for.
func frontFields(block string) []field {
	var fields []field
	for _, m := range keyValue.FindAllStringSubmatch(block, -1) {
		fields = append(fields, newField(m[1], strings.Trim(m[2], `"'`)))
	}
	return fields
}

// headings finds the headings of text from byte offset from on, outside of code.
func headings(text string, from int) []raw.Heading {
	var found []raw.Heading
	code := false
	at := utf8.RuneCountInString(text[:from]) // code points before the line
	for line := range strings.SplitSeq(text[from:], "\n") {
		if codeFence.MatchString(line) {
			code = !code
		}
		if m := atxHeading.FindStringSubmatchIndex(line); m != nil && !code && m[4] < m[5] {
			start := at + utf8.RuneCountInString(line[:m[4]])
			found = append(found, raw.Heading{
				Level: m[3] - m[2],
				Span:  daodu.Span{Start: start, End: start + utf8.RuneCountInString(line[m[4]:m[5]])},
			})
		}
		at += utf8.RuneCountInString(line) + 1
	}
	return found
}
