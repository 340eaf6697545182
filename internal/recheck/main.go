// Recheck holds the quotes of artifacts against their texts once more. It shares no code
// with the rest of Daodu and reads nothing but JSON, so that a fault in what writes and
// checks artifacts cannot hide itself.
//
//	daodu read INPUT... --format jsonl > texts.jsonl
//	daodu summarize INPUT... --format jsonl > artifacts.jsonl
//	go run ./internal/recheck texts.jsonl artifacts.jsonl
//
// It prints every quote that is not text[start:end] in code points, then a line with the
// counts, and exits 1 when there was one.
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: recheck TEXTS.jsonl ARTIFACTS.jsonl")
		os.Exit(2)
	}
	wrong, err := run(os.Args[1], os.Args[2], os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "recheck:", err)
		os.Exit(2)
	}
	if wrong > 0 {
		os.Exit(1)
	}
}

// run checks the artifacts of one file against the texts of another and returns how many
// faults it printed.
func run(textFile, artifactFile string, out io.Writer) (wrong int, err error) {
	c := &checker{texts: map[string][]rune{}, out: out}
	if err := lines(textFile, c.text); err != nil {
		return 0, err
	}
	if err := lines(artifactFile, c.artifact); err != nil {
		return 0, err
	}
	_, err = fmt.Fprintf(out, "%d texts, %d artifacts, %d quotes, %d points, %d wrong\n", len(c.texts), c.artifacts, c.quotes, c.points, c.wrong)
	return c.wrong, err
}

// lines calls f with every line of a file.
func lines(file string, f func([]byte) error) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	const longest = 1 << 28 // bytes of a line
	s := bufio.NewScanner(in)
	s.Buffer(make([]byte, 1<<20), longest)
	for n := 1; s.Scan(); n++ {
		if len(s.Bytes()) == 0 {
			continue
		}
		if err := f(s.Bytes()); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return s.Err()
}

// A checker counts what it has seen.
type checker struct {
	texts                            map[string][]rune // by SHA-256 of their UTF-8
	out                              io.Writer
	artifacts, quotes, points, wrong int
}

// text keeps the text of an article under its own hash, whatever the article claims.
func (c *checker) text(line []byte) error {
	var article struct{ Text *string }
	if err := json.Unmarshal(line, &article); err != nil {
		return err
	}
	if article.Text == nil {
		return fmt.Errorf("no text")
	}
	sum := sha256.Sum256([]byte(*article.Text))
	c.texts[hex.EncodeToString(sum[:])] = []rune(*article.Text)
	return nil
}

// artifact checks all quotes below the content of one artifact.
func (c *checker) artifact(line []byte) error {
	var artifact struct {
		Schema  string
		Article struct {
			Hash string `json:"text_sha256"`
			URI  string
		}
		Content any
	}
	if err := json.Unmarshal(line, &artifact); err != nil {
		return err
	}
	c.artifacts++
	text, ok := c.texts[artifact.Article.Hash]
	name := artifact.Article.URI + " " + artifact.Schema
	if !ok {
		c.fault(name, "the text is not there")
		return nil
	}
	c.walk(name, text, artifact.Content)
	return nil
}

// walk looks for quotes and points in any value of JSON.
func (c *checker) walk(path string, text []rune, value any) {
	switch v := value.(type) {
	case []any:
		for i, x := range v {
			c.walk(fmt.Sprintf("%s[%d]", path, i), text, x)
		}
	case map[string]any:
		if quotes, ok := v["quotes"].([]any); ok {
			c.check(path, text, v, quotes)
		}
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			c.walk(path+"."+k, text, v[k])
		}
	}
}

// check holds the quotes of one object against the text, and a point that claims to be
// exact against its quotes.
func (c *checker) check(path string, text []rune, object map[string]any, quotes []any) {
	var all strings.Builder
	for i, x := range quotes {
		q, _ := x.(map[string]any)
		words, _ := q["text"].(string)
		c.quotes++
		all.WriteString(words)
		if fault := quoteFault(text, q, words); fault != "" {
			c.fault(fmt.Sprintf("%s.quotes[%d]", path, i), fault)
		}
	}
	verdict, isPoint := object["verdict"].(string)
	if !isPoint {
		return
	}
	c.points++
	if words, _ := object["text"].(string); verdict == "exact" && (words == "" || !strings.Contains(all.String(), words)) {
		c.fault(path, fmt.Sprintf("said to be exact, but %q is not in its quotes", words))
	}
}

// quoteFault says what is wrong with a quote, "" when nothing is.
func quoteFault(text []rune, q map[string]any, words string) string {
	start, hasStart := q["start"].(float64)
	end, hasEnd := q["end"].(float64)
	from, to := int(start), int(end)
	switch {
	case !hasStart || !hasEnd || float64(from) != start || float64(to) != end:
		return "no offsets"
	case from < 0 || from >= to || to > len(text):
		return fmt.Sprintf("[%d,%d) does not lie in a text of %d code points", from, to, len(text))
	case string(text[from:to]) != words:
		return fmt.Sprintf("[%d,%d) is %q, not %q", from, to, string(text[from:to]), words)
	}
	return ""
}

func (c *checker) fault(path, what string) {
	c.wrong++
	fmt.Fprintf(c.out, "%s: %s\n", path, what)
}
