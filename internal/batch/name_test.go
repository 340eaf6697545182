package batch

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestNames(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("学习", 60)
	tests := []struct {
		name  string
		ids   []string // files, or custom IDs behind "="
		known map[string]string
		want  []string
	}{
		{"files", []string{"a/讲话.txt", "b/報告.v2.pdf", "-"}, nil, []string{"讲话", "報告.v2", "stdin"}},
		{"addresses", []string{"https://www.example.com/a/b.html", "http://example.com/?id=7", "https://example.com"}, nil, []string{"www.example.com-a-b.html", "example.com-id-7", "example.com"}},
		{"requests", []string{"=第1篇", "=a/b:c*d", "=../../etc"}, nil, []string{"第1篇", "a-b-c-d", "etc"}},
		{"blanks and marks", []string{"a/“十四五” 规划（草案）.txt", "a/\x00\u202e.txt", "a/.txt"}, nil, []string{"十四五-规划-草案", "input", "txt"}},
		{"the same name twice: both tell", []string{"a/x.txt", "b/x.txt", "a/y.txt"}, nil, []string{"x-71cc043f", "x-1ef4c2d3", "y"}},
		{"names that some file systems take for one", []string{"a/Speech.txt", "b/speech.md", "c/ca\u0301.txt", "d/c\u00e1.txt"}, nil, []string{"Speech-", "speech-", "c\u00e1-", "c\u00e1-"}},
		{"names that mean something else", []string{"results.jsonl.txt", "a/CON.txt", "=com1.x", "=.daodu"}, nil, []string{"results.jsonl-", "CON-", "com1.x-", "daodu"}},
		{"a name that was given stays", []string{"b/x.txt", "a/x.txt"}, map[string]string{"a/x.txt": "x"}, []string{"x-1ef4c2d3", "x"}},
		{"letters beyond the basic plane", []string{"𠮷祥.txt", "①号.txt"}, nil, []string{"𠮷祥", "①号"}},
		{"a long one", []string{"=" + long}, nil, []string{long[:66*3] + "-"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var items []Item
			for _, id := range tt.ids {
				it := Item{ID: id, Input: id}
				if custom, ok := strings.CutPrefix(id, "="); ok {
					it.CustomID = custom
				}
				items = append(items, it)
			}
			nameItems(items, tt.known)
			seen := map[string]bool{}
			for i, it := range items {
				want := tt.want[i]
				if strings.HasSuffix(want, "-") {
					want += it.Name[max(0, len(it.Name)-8):] // any hash
				}
				if diff := cmp.Diff(want, it.Name); diff != "" {
					t.Errorf("%s (-want +got):\n%s", it.ID, diff)
				}
				if seen[folded(it.Name)] {
					t.Errorf("%q is given twice", it.Name)
				}
				seen[folded(it.Name)] = true
			}
		})
	}
}

// FuzzNames gives two inputs names that are apart and that every file system takes.
func FuzzNames(f *testing.F) {
	f.Add("a/讲话.txt", "b/讲话.txt", false)
	f.Add("..", "x\xff/", true)
	f.Add("https://example.com/?a=b", "CON", true)
	f.Fuzz(func(t *testing.T, a, b string, custom bool) {
		items := []Item{{ID: "1" + a, Input: a}, {ID: "2" + b, Input: b}}
		if custom {
			items[1].CustomID = b
		}
		nameItems(items, nil)
		for _, it := range items {
			n := it.Name
			if n == "" || n[0] == '.' || n[0] == '-' || len(n) > 255 || !utf8.ValidString(n) || strings.ContainsAny(n, "/\\:*?\"<>|\x00 ") || device(n) {
				t.Errorf("%q", n)
			}
		}
		if folded(items[0].Name) == folded(items[1].Name) {
			t.Errorf("both are %q", items[0].Name)
		}
	})
}
