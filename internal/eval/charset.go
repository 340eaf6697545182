package eval

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/daodu/daodu/ingest/read/charset"
)

// A CharsetResult tells which charset a file is in and which one was found.
type CharsetResult struct {
	File  string // path below the folder of the corpora
	Want  string
	Got   string // name of the charset, or the error
	Right bool
}

// charsetFiles says in which charset the files of the corpus are that hold Chinese or
// Unicode; the Japanese and Korean ones are left out.
var charsetFiles = []struct{ glob, charset string }{
	{"chardet/GB2312/*", "GB18030"},
	{"chardet/Big5/*", "Big5"},
	{"chardet/EUC-TW/*", "EUC-TW"},
	{"chardet/UTF-16/*-le*", "UTF-16LE"},
	{"chardet/UTF-16/*-be*", "UTF-16BE"},
	{"chardet/UTF-16LE/*", "UTF-16LE"},
	{"chardet/UTF-16BE/*", "UTF-16BE"},
	{"chardet/UTF-32/*-le*", "UTF-32LE"},
	{"chardet/UTF-32/*-be*", "UTF-32BE"},
	{"chardet/UTF-32LE/*", "UTF-32LE"},
	{"chardet/UTF-32BE/*", "UTF-32BE"},
	{"chardet/utf-8/*", "UTF-8"},
	{"chardet/utf-8-sig/*", "UTF-8"},
	{"uchardet_zh/gb18030.txt", "GB18030"},
	{"uchardet_zh/big5.txt", "Big5"},
	{"uchardet_zh/euc-tw.txt", "EUC-TW"},
	{"uchardet_zh/utf-8.txt", "UTF-8"},
	{"charset_normalizer/sample-chinese.txt", "Big5"},
	{"sogou/news_sohusite_xml.smarty.dat", "UTF-8"},
	{"sogou/news_tensite_xml.smarty.dat", "GB18030"},
}

// Charsets tells the charset of each file of the folder encodings below dir, the
// folder of the corpora, without the help of a label. It fails when there are none.
func Charsets(dir string) ([]CharsetResult, error) {
	var results []CharsetResult
	for _, want := range charsetFiles {
		paths, err := filepath.Glob(filepath.Join(dir, "encodings", filepath.FromSlash(want.glob)))
		if err != nil {
			return nil, err
		}
		if len(paths) == 0 {
			return nil, fmt.Errorf("no files encodings/%s in %s", want.glob, dir)
		}
		for _, path := range paths {
			r, err := charsetOf(dir, path, want.charset)
			if err != nil {
				return nil, err
			}
			results = append(results, r)
		}
	}
	return results, nil
}

// charsetOf looks at one file.
func charsetOf(dir, path, want string) (CharsetResult, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return CharsetResult{}, err
	}
	file, err := filepath.Rel(dir, path)
	if err != nil {
		return CharsetResult{}, err
	}
	r := CharsetResult{File: file, Want: want}
	// A file that is refused is a wrong answer like any other.
	if c, err := charset.Detect(data, ""); err != nil {
		r.Got = err.Error()
	} else {
		r.Got = c.Name
	}
	r.Right = r.Got == want
	return r, nil
}
