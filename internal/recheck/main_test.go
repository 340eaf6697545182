package main

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRun plants faults in an artifact and expects each to be found.
func TestRun(t *testing.T) {
	t.Parallel()
	const text = "𠮷林市要求：“6月底前建成。”"
	sum := sha256.Sum256([]byte(text))
	article := `{"text":"` + text + `","text_sha256":"claimed"}`
	artifact := func(hash, content string) string {
		return `{"schema":"daodu.summary/1","article":{"uri":"a.txt","text_sha256":"` + hash + `"},"content":` + content + `}`
	}
	hash := hex.EncodeToString(sum[:])
	tests := []struct{ name, artifact, want string }{
		{"right", artifact(hash, `{"headline":{"text":"吉","quotes":[]},"points":[{"text":"6月底前建成","verdict":"exact","quotes":[{"start":7,"end":13,"text":"6月底前建成"}]}]}`), "1 quotes, 1 points, 0 wrong"},
		{"one off", artifact(hash, `{"people":[{"quotes":[{"start":6,"end":12,"text":"6月底前建成"}]}]}`), `.people[0].quotes[0]: [6,12) is "“6月底前建", not "6月底前建成"`},
		{"bytes", artifact(hash, `{"quotes":[{"start":21,"end":38,"text":"6月底前建成"}]}`), "[21,38) does not lie in a text of 15 code points"},
		{"empty", artifact(hash, `{"quotes":[{"start":3,"end":3,"text":""}]}`), "[3,3) does not lie"},
		{"other glyphs", artifact(hash, `{"quotes":[{"start":0,"end":3,"text":"吉林市"}]}`), `is "𠮷林市", not "吉林市"`},
		{"no offsets", artifact(hash, `{"nodes":[{"children":[{"point":{"quotes":[{"text":"6月"}]}}]}]}`), "nodes[0].children[0].point.quotes[0]: no offsets"},
		{"halves", artifact(hash, `{"quotes":[{"start":0.5,"end":3,"text":"𠮷林市"}]}`), "no offsets"},
		{"claim", artifact(hash, `{"points":[{"text":"7月底前建成","verdict":"exact","quotes":[{"start":7,"end":13,"text":"6月底前建成"}]}]}`), "said to be exact"},
		{"other text", artifact("claimed", `{}`), "a.txt daodu.summary/1: the text is not there"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			texts, artifacts := filepath.Join(dir, "texts"), filepath.Join(dir, "artifacts")
			for file, data := range map[string]string{texts: article + "\n", artifacts: tt.artifact + "\n"} {
				if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var out strings.Builder
			wrong, err := run(texts, artifacts, &out)
			if err != nil || wrong > 0 == (tt.name == "right") || !strings.Contains(out.String(), tt.want) {
				t.Errorf("%d wrong, %v, want %q in\n%s", wrong, err, tt.want, out.String())
			}
		})
	}
	if _, err := run("nowhere", "nowhere", os.Stdout); err == nil {
		t.Error("no error for a file that is not there")
	}
}
