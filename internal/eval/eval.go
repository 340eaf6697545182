// Package eval measures how well Daodu reads real texts: each measure runs a part of
// stage 1 on the shared corpora and compares with gold that a person or a source made.
// The figures are what the project promises; `make eval` prints them and fails when
// one drops below the committed baseline.
package eval

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/ingest/read"
)

// A Figure is one measured value.
type Figure struct {
	Name  string
	Value float64
	// Floor is the value below which the project breaks a promise. AtMost turns it into
	// a ceiling, for rates of false alarms.
	Floor  float64
	AtMost bool
	N      int // what it was measured over: pages, documents, sentences, ...
	// Misses tells the first cases that went wrong, a line each, for whoever looks into
	// them.
	Misses []string
	// Table shows the value beside those of others: lines of cells that end in tabs, ""
	// for none.
	Table string
}

// OK reports whether the figure keeps its promise.
func (f Figure) OK() bool {
	if f.AtMost {
		return f.Value <= f.Floor
	}
	return f.Value >= f.Floor
}

// A Measure computes figures over the corpora in dir.
type Measure struct {
	Name string
	Doc  string
	Run  func(ctx context.Context, dir string) ([]Figure, error)
}

// Measures lists all measures.
var Measures = []Measure{
	{"html", "main text of web pages against gold, bigram F1", measureHTML},
	{"charset", "encodings of Chinese files", measureCharsets},
	{"office", ".docx, .doc and .pdf files read right or named", measureOffice},
	{"page_marks", "synthetic page marks undone exactly, none found elsewhere", measurePageMarks},
	{"headings", "numbered headings found in reports whose line breaks were taken out", measureHeadings},
	{"sentences", "sentence ends against segmented reports", measureSentences},
	{"script", "Simplified and Traditional told apart", measureScripts},
	{"titles", "titles and dates of documents and reports", measureTitles},
	{"bylines", "author and day of web pages", measureBylines},
	{"truncation", "texts cut in mid-sentence noticed, whole texts not", measureTruncation},
	{"summaries", "summaries beside reference methods, ROUGE", measureSummaries},
	{"summary_promises", "length, exact words, nothing twice in summaries of real texts", measureSummaryPromises},
	{"ocr", "sound texts without OCR suspicion", measureOCR},
	{"specific", "clauses of one text told from those of many, and the specific points of two speeches", measureSpecific},
	{"questions", "answers and options of the questions of guides, judged from JSON and text", measureQuestions},
	{"related", "related articles beside dense cosine and BM25, nDCG@10 and P@5", measureRelated},
	{"faith", "planted errors found in summaries that cite nothing, sound ones left alone", measureFaith},
	{"embedding", "vectors of the offline embedder against what people found alike and relevant", measureEmbedding},
	{"reuse", "planted passages found again, copies told from other texts", measureReuse},
}

// maxMisses is how many cases a figure tells.
const maxMisses = 12

// ratio is a figure of the share right/n.
func ratio(name string, right, n int, floor float64, misses []string) Figure {
	f := Figure{Name: name, Floor: floor, N: n, Misses: misses[:min(len(misses), maxMisses)]}
	if n > 0 {
		f.Value = float64(right) / float64(n)
	}
	return f
}

// documents reads the files of dir that match any of the globs.
func documents(ctx context.Context, dir string, globs ...string) ([]*raw.Document, error) {
	var docs []*raw.Document
	reader := &read.Reader{MaxBytes: 1 << 30}
	for _, glob := range globs {
		files, err := filepath.Glob(filepath.Join(dir, glob))
		if err != nil {
			return nil, err
		}
		files = slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, "SOURCES.md") })
		if len(files) == 0 {
			return nil, fmt.Errorf("eval: no file matches %s", glob)
		}
		for _, f := range files {
			for doc, err := range reader.Read(ctx, f) {
				if err != nil {
					return nil, err
				}
				docs = append(docs, doc)
			}
		}
	}
	return docs, ctx.Err()
}

// base returns the file name of a document.
func base(doc *raw.Document) string { return filepath.Base(doc.Source.URI) }
