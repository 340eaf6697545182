package batch

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/daodu/daodu"
)

// line returns a line of a ledger with an artifact of one point.
func line(text, point string) string {
	return fmt.Sprintf(`{"wish":{"text_sha256":%q,"about":"","kind":"summary","length":"short","lang":"","engine":"fake","model":"","prompt":""},`+
		`"artifact":{"schema":"daodu.summary/1","article":{"text_sha256":%q},"origin":{"requests":1},"content":{"headline":{"text":%q,"quotes":[]},"points":[]}}}`+"\n", text, text, point)
}

func wish(text string) Wish {
	return Wish{Text: text, Kind: daodu.KindSummary, Length: daodu.Short, Engine: "fake"}
}

func ledgerOf(t *testing.T, content string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, ownFolder), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ownFolder, ledgerFile), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestLedgerOf(t *testing.T) {
	t.Parallel()
	huge := strings.Repeat("长", 3<<20)
	failed := strings.Replace(line("a", ""), `"artifact"`, `"failure":{"class":"upstream","message":"m","todo":"t"},"x"`, 1)
	tests := []struct {
		name      string
		content   string
		artifacts map[string]string // words of the point, by text
		failed    []string
		garbage   int
		requests  int
	}{
		{"nothing", "", nil, nil, 0, 0},
		{"two", line("a", "一") + line("b", "二"), map[string]string{"a": "一", "b": "二"}, nil, 0, 2},
		{"a torn last line", line("a", "一") + line("b", "二")[:80], map[string]string{"a": "一"}, nil, 0, 1},
		{"only the end of the line torn off", line("a", "一") + strings.TrimSuffix(line("b", "二"), "\n"), map[string]string{"a": "一"}, nil, 0, 1},
		{"garbage between", line("a", "一") + "\x00\x00\xff{]\n" + "[]\n{}\n\n" + line("b", "二"), map[string]string{"a": "一", "b": "二"}, nil, 4, 2},
		{"zeros at the end, as a disk leaves them", line("a", "一") + strings.Repeat("\x00", 5000), map[string]string{"a": "一"}, nil, 0, 1},
		{"a huge line", line("a", huge) + line("b", "二"), map[string]string{"a": huge, "b": "二"}, nil, 0, 2},
		{"one artifact twice: the first counts", line("a", "一") + line("a", "二"), map[string]string{"a": "一"}, nil, 0, 2},
		{"a failure", failed, nil, []string{"a"}, 0, 0},
		{"a failure and then the artifact", failed + line("a", "一"), map[string]string{"a": "一"}, nil, 0, 1},
		{"an artifact and then a failure", line("a", "一") + failed, map[string]string{"a": "一"}, nil, 0, 1},
		{"an artifact of another kind than the wish", strings.Replace(line("a", "一"), "daodu.summary/1", "daodu.guide/1", 1), nil, nil, 1, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l, err := Open(ledgerOf(t, tt.content))
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			if l.Garbage() != tt.garbage || l.Paid().Requests != tt.requests {
				t.Errorf("%d lines of garbage, %d requests", l.Garbage(), l.Paid().Requests)
			}
			for _, text := range []string{"a", "b"} {
				data, err := l.artifact(wish(text), daodu.ArticleRef{TextSHA256: text})
				want, ok := tt.artifacts[text]
				if err != nil || ok != (data != nil) || ok && !strings.Contains(string(data), `"text":"`+want+`"`) {
					t.Errorf("artifact of %s: %.200s, %v", text, data, err)
				}
			}
			if got := l.failure(wish("a")) != nil; got != (len(tt.failed) > 0) {
				t.Errorf("failed: %v", got)
			}
			// What is added next is a line of its own, whatever was torn.
			w := wish("c")
			if err := l.add(&record{Wish: &w, Failure: &Failure{Class: "upstream"}}); err != nil {
				t.Fatal(err)
			}
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			again, err := Inspect(l.dir)
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close()
			if again.failure(w) == nil || again.Garbage() != tt.garbage || len(again.index.artifacts) != len(tt.artifacts) {
				t.Errorf("read again: %d artifacts, %d lines of garbage", len(again.index.artifacts), again.Garbage())
			}
		})
	}
}

// Two runs cannot have one folder; what looks on can.
func TestLock(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := Inspect(dir); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("looking at an empty folder: %v", err)
	}
	// The lock of a process that is no more, perhaps with the number of one that lives.
	if err := os.MkdirAll(filepath.Join(dir, ownFolder), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ownFolder, lockFile), []byte("1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	l, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(dir)
	if !errors.Is(err, daodu.ErrForbidden) || !strings.Contains(err.Error(), fmt.Sprintf("(process %d); wait for it or stop it", os.Getpid())) {
		t.Errorf("a second run: %v", err)
	}
	looking, err := Inspect(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := looking.add(&record{Plan: &Plan{}}); err == nil {
		t.Error("who looks on can write")
	}
	if err := errors.Join(looking.Close(), l.Close(), l.Close()); err != nil {
		t.Error(err)
	}
	if err := l.add(&record{Plan: &Plan{}}); !errors.Is(err, errClosed) {
		t.Errorf("adding to a closed ledger: %v", err)
	}
	l, err = Open(dir)
	if err != nil {
		t.Fatalf("after the first run: %v", err)
	}
	l.Close()
}

// FuzzLedger opens whatever a disk may hold: nothing that is whole is lost, and what is
// added is there afterwards.
func FuzzLedger(f *testing.F) {
	f.Add(line("a", "一")+line("b", "二"), 100)
	f.Add(line("a", "一")+"\x00\n"+`{"plan":{"items":[{"id":"x","kinds":["?"]}]}}`+"\n"+`{"reading":{"id":"x","texts":[{}]}}`+"\n", 0)
	f.Add(`{"wish":null,"artifact":{}}`+"\n"+`{"wish":{},"artifact":[]}`+"\n", 3)
	f.Fuzz(func(t *testing.T, content string, cut int) {
		cut = min(max(cut, 0), len(content))
		l, err := Open(ledgerOf(t, content[:cut]+line("whole", "整")+content[cut:]))
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		if (cut == 0 || content[cut-1] == '\n') && !l.has(wish("whole")) {
			t.Error("a whole record is lost")
		}
		l.Status()
		w := wish("added")
		if err := l.add(&record{Wish: &w, Failure: &Failure{}}); err != nil {
			t.Fatal(err)
		}
		if err := l.WriteResults(); err != nil {
			t.Errorf("results: %v", err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		again, err := Inspect(l.dir)
		if err != nil {
			t.Fatal(err)
		}
		defer again.Close()
		if again.failure(w) == nil || len(again.index.artifacts) != len(l.index.artifacts) {
			t.Error("another ledger when it is read again")
		}
	})
}
