package batch

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/daodu/daodu"
)

// texts are inputs by their name: Simplified, Traditional, full width, without an end,
// beyond the basic plane, and one text at two places.
var texts = map[string]string{
	"甲/讲话.txt": "各级工会要在12月底前建成职工书屋30个。", "乙/讲话.txt": "走訪了困難職工家庭，發放慰問金５万元",
	"𠮷祥.txt": "捐建了𠮷祥书屋。", "copy a.txt": "同一篇文章。", "copy b.txt": "同一篇文章。", "<b>.txt": "a < b & \u2028 c",
}

// order is the order of the inputs.
var order = []string{"甲/讲话.txt", "乙/讲话.txt", "copy b.txt", "𠮷祥.txt", "copy a.txt", "<b>.txt"}

func items(names ...string) []Item {
	out := make([]Item, len(names))
	for i, name := range names {
		out[i] = Item{ID: name, Input: name, Source: name}
	}
	return out
}

func articleOf(name, text string) *daodu.Article {
	sum := sha256.Sum256([]byte(text))
	return &daodu.Article{Source: daodu.Source{URI: name}, Title: "题", Text: text, TextSHA256: hex.EncodeToString(sum[:]), Lang: "zh"}
}

// A fake reads the texts and writes artifacts that quote them, and counts.
type fake struct {
	texts map[string]string
	price float64
	fail  func(a *daodu.Article, kind daodu.Kind) error
	wait  func(ctx context.Context)

	mu     sync.Mutex
	reads  map[string]int
	writes map[string]int // by text and kind
}

func newFake() *fake {
	return &fake{texts: texts, reads: map[string]int{}, writes: map[string]int{}}
}

func (f *fake) runner() *Runner {
	return &Runner{
		Read: f.read, Write: f.write, Readers: 2, Writers: 3, RetryFailed: true,
		Sum: func(it *Item) string {
			if text, ok := f.texts[it.Source]; ok {
				return "sum of " + text
			}
			return ""
		},
		Forms: []Form{{"md", func(w io.Writer, a *daodu.Article, arts []*daodu.Artifact) error {
			_, err := fmt.Fprintf(w, "# %s\n%s\n", arts[0].Content.Kind(), a.Text)
			return err
		}}},
	}
}

// read gives the rows of "rows:N" one by one, and one text of anything else.
func (f *fake) read(_ context.Context, it *Item) iter.Seq2[*daodu.Article, error] {
	return func(yield func(*daodu.Article, error) bool) {
		f.mu.Lock()
		f.reads[it.ID]++
		f.mu.Unlock()
		text, ok := f.texts[it.Source]
		if !ok {
			yield(nil, fmt.Errorf("%s: %w", it.Source, daodu.ErrNotFound))
			return
		}
		if !strings.Contains(text, "\n") {
			yield(articleOf(it.Source, text), nil)
			return
		}
		for i, row := range strings.Split(text, "\n") {
			if row == "" {
				if !yield(nil, fmt.Errorf("row %d: %w", i+1, daodu.ErrEmpty)) {
					return
				}
			} else if !yield(articleOf(fmt.Sprintf("%s#%d", it.Source, i+1), row), nil) {
				return
			}
		}
	}
}

func (f *fake) write(ctx context.Context, a *daodu.Article, kinds []daodu.Kind, length daodu.Length) (out []*daodu.Artifact, err error) {
	for _, kind := range kinds {
		if f.wait != nil {
			f.wait(ctx)
		}
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		f.mu.Lock()
		f.writes[a.Text+" "+string(kind)]++
		f.mu.Unlock()
		if f.fail != nil {
			if err := f.fail(a, kind); err != nil {
				return out, err
			}
		}
		content := daodu.NewContent(kind)
		if s, ok := content.(*daodu.Summary); ok {
			s.Headline = daodu.Point{Text: a.Text, Quotes: []daodu.Quote{{Span: daodu.Span{End: len([]rune(a.Text))}, Text: a.Text}}, Specific: 0.1}
		}
		out = append(out, &daodu.Artifact{
			Schema: kind.Schema(), Length: length, Content: content, Article: textOf("", a).Article,
			Origin: daodu.Origin{Engine: "fake", Requests: 1, Tokens: daodu.Tokens{Input: 10, Output: 5}, Cost: daodu.Cost{Amount: f.price, Currency: "CNY"}},
		})
	}
	return out, nil
}

func plan(items []Item) *Plan {
	return &Plan{Items: items, Kinds: []daodu.Kind{daodu.KindSummary, daodu.KindGuide}, Length: daodu.Medium, Engine: "fake"}
}

// carryOut runs a plan into a folder and returns how far it came.
func carryOut(t *testing.T, ctx context.Context, dir string, r *Runner, p *Plan) (Status, error) {
	t.Helper()
	l, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	err = r.Run(ctx, l, p)
	s := l.Status()
	return s, cmp.Or(err, l.Close())
}

func mustRun(t *testing.T, dir string, f *fake, p *Plan) Status {
	t.Helper()
	s, err := carryOut(t, t.Context(), dir, f.runner(), p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// outcome returns the files of a folder that are for users, by their path.
func outcome(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.Name() == ownFolder {
			return cmp.Or(err, filepath.SkipDir)
		}
		if !d.IsDir() {
			data, err := os.ReadFile(path)
			rel, _ := filepath.Rel(dir, path)
			files[filepath.ToSlash(rel)] = string(data)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
