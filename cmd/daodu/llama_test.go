package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/daodu/daodu"
)

// llama returns the environment of a command that asks a real llama.cpp server. Its model
// has random weights: it keeps to the schema and else says what it likes, so that these
// tests hold the engine to its promises with the worst of writers.
func llama(t *testing.T, more ...string) []string {
	t.Helper()
	address := os.Getenv("DAODU_TEST_LLAMA")
	if address == "" {
		t.Skip("DAODU_TEST_LLAMA names no llama.cpp server; `make test-llama` starts one")
	}
	return append([]string{
		"HOME=" + t.TempDir(), "DAODU_SUMMARIZE_BASE_URL=" + address, "DAODU_SUMMARIZE_MODEL=tiny-chat", "OPENAI_API_KEY=sk-test",
		"DAODU_EMBED_BASE_URL=" + os.Getenv("DAODU_TEST_LLAMA_EMBED"), "DAODU_EMBED_MODEL=tiny-embed",
	}, more...)
}

// runDaodu runs a command line and returns what it printed.
func runDaodu(t *testing.T, env []string, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(context.Background(), args, env, streams{strings.NewReader(""), &stdout, &stderr})
	return code, stdout.String(), stderr.String()
}

// sound demands of each artifact that its quotes stand where they say in the text.
func sound(t *testing.T, lines, text string) (arts []daodu.Artifact) {
	t.Helper()
	letters := []rune(text)
	for line := range strings.Lines(lines) {
		var art daodu.Artifact
		if err := json.Unmarshal([]byte(line), &art); err != nil {
			t.Fatal(err)
		}
		for path, p := range art.Content.EachPoint() {
			for _, q := range p.Quotes {
				if q.End > len(letters) || string(letters[q.Start:q.End]) != q.Text {
					t.Errorf("%s %s quotes %q at [%d,%d)", art.Content.Kind(), path, q.Text, q.Start, q.End)
				}
			}
			if p.Verdict == "" {
				t.Errorf("%s %s has no verdict", art.Content.Kind(), path)
			}
		}
		arts = append(arts, art)
	}
	return arts
}

func TestLlama(t *testing.T) {
	t.Parallel()
	env := llama(t)
	file := filepath.Join("..", "..", "examples", "speech.txt")
	code, articles, errs := runDaodu(t, env, "read", file, "--format", "jsonl")
	if code != 0 {
		t.Fatal(errs)
	}
	var article daodu.Article
	if err := json.Unmarshal([]byte(articles), &article); err != nil {
		t.Fatal(err)
	}

	code, out, errs := runDaodu(t, env, "summarize", file, "--format", "jsonl")
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	arts := sound(t, out, article.Text)
	if len(arts) != 3 {
		t.Fatalf("%d artifacts, want 3", len(arts))
	}
	for _, art := range arts {
		if o := art.Origin; o.Model != "tiny-chat" || o.Requests == 0 || o.Tokens.Input == 0 || o.Tokens.Output == 0 {
			t.Errorf("%s: origin %+v", art.Content.Kind(), o)
		}
	}

	// A context that the text does not fit into has it noted in parts, and nothing is lost.
	code, out, errs = runDaodu(t, append(env, "DAODU_SUMMARIZE_CONTEXT=8000"), "summarize", file, "--kind", "summary", "--format", "jsonl")
	if code != 0 {
		t.Fatalf("in parts: exit code %d: %s", code, errs)
	}
	if arts := sound(t, out, article.Text); len(arts) != 1 || arts[0].Origin.Requests < 3 {
		t.Errorf("in parts: %d artifacts, %+v", len(arts), arts)
	}
}

// A text that is longer than the server's own context, which the client is told is larger,
// overflows; it is then read in parts.
func TestLlamaOverflow(t *testing.T) {
	t.Parallel()
	env := llama(t, "DAODU_SUMMARIZE_CONTEXT=200000")
	data, err := os.ReadFile(filepath.Join("..", "..", "examples", "speech.txt"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "long.txt")
	if err := os.WriteFile(file, bytes.Repeat(append(data, '\n'), 12), 0o644); err != nil {
		t.Fatal(err)
	}
	code, out, errs := runDaodu(t, env, "summarize", file, "--kind", "summary", "--format", "jsonl")
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	var art daodu.Artifact
	if err := json.Unmarshal([]byte(out), &art); err != nil {
		t.Fatal(err)
	}
	if art.Origin.Requests < 3 {
		t.Errorf("%d requests: it was not read in parts", art.Origin.Requests)
	}
}

func TestLlamaWrongKey(t *testing.T) {
	t.Parallel()
	env := llama(t, "OPENAI_API_KEY=sk-wrong-secret")
	// Of two variables of one name the first counts.
	for i, entry := range env {
		if entry == "OPENAI_API_KEY=sk-test" {
			env[i] = "DAODU_SUMMARIZE_KEY=sk-wrong-secret"
		}
	}
	code, out, errs := runDaodu(t, env, "summarize", filepath.Join("..", "..", "examples", "speech.txt"))
	if code != 3 || out != "" || strings.Count(errs, "\n") != 1 || strings.Contains(errs, "wrong-secret") {
		t.Errorf("exit code %d: %s%s", code, out, errs)
	}
}

func TestLlamaEmbeddings(t *testing.T) {
	t.Parallel()
	env := llama(t)
	examples := filepath.Join("..", "..", "examples")
	if code, _, errs := runDaodu(t, env, "add", examples); code != 0 {
		t.Fatalf("add: exit code %d: %s", code, errs)
	}
	code, out, errs := runDaodu(t, env, "doctor")
	if code != 0 || !strings.Contains(out, "tiny-embed@") {
		t.Errorf("doctor: exit code %d: %s%s", code, out, errs)
	}
	code, out, errs = runDaodu(t, env, "search", "职工技能提升", "--format", "jsonl")
	if code != 0 || !strings.Contains(out, `"title"`) {
		t.Errorf("search: exit code %d: %s%s", code, out, errs)
	}
}

func TestLlamaProbe(t *testing.T) {
	t.Parallel()
	code, out, errs := runDaodu(t, llama(t), "doctor", "--probe")
	if code != 0 || !strings.Contains(out, "llama.cpp") || !strings.Contains(out, "schema") {
		t.Errorf("exit code %d: %s%s", code, out, errs)
	}
}
