package price

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/daodu/daodu"
)

func load(t *testing.T, content string) (*Table, error) {
	t.Helper()
	if content == "" {
		return Load("")
	}
	file := filepath.Join(t.TempDir(), "prices.json")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return Load(file)
}

// TestPublished checks that every published price says where it comes from, and could be one.
func TestPublished(t *testing.T) {
	t.Parallel()
	table, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	for name, e := range table.entries {
		if _, err := time.Parse(time.DateOnly, e.AsOf); err != nil || e.Source == "" {
			t.Errorf("%s has the source %q of %q", name, e.Source, e.AsOf)
		}
		if e.Cached == nil || *e.Cached > e.Input || e.Input > e.Output || e.Input <= 0 || e.Output > 200 {
			t.Errorf("%s: cached input, input and output are not in this order: %+v", name, e)
		}
	}
}

func TestEntry(t *testing.T) {
	t.Parallel()
	table, err := load(t, `{"prices": [
		{"model": "m", "currency": "CNY", "input": 1, "output": 2},
		{"model": "m-2026-01-02", "currency": "CNY", "input": 3, "output": 4},
		{"model": "shop/m", "currency": "USD", "input": 5, "output": 6}]}`)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ model, want string }{
		{"openai/gpt-4o-mini-2024-07-18", "gpt-4o-mini"},
		{"gpt-4o-2024-08-06", "gpt-4o"},
		{"GPT-4o", "gpt-4o"},
		{"openrouter/deepseek/deepseek-v4-pro", "deepseek-v4-pro"},
		{"qwen-plus-latest", "qwen-plus"},
		{"qwen-plus-0112", "qwen-plus"},
		{"qwen-plus-20250112", "qwen-plus"},
		{"m:latest", "m"},
		{" m ", "m"},
		{"m-2026-01-02", "m-2026-01-02"},
		{"other/m-2026-01-02", "m-2026-01-02"},
		{"m-2026-01-03", "m"},
		{"shop/m", "shop/m"},
		{"shop/m-2026-01-02", "shop/m"},
		{"street/shop/m", "shop/m"},
		{"gpt-4o-mini:free", ""},
		{"gpt-4o-audio-preview", ""},
		{"kimi-k3-9999", ""},
		{"gpt-4", ""},
		{"glm-4", ""},
		{"", ""},
		{"/", ""},
	}
	for _, tt := range tests {
		e, ok := table.Entry(tt.model)
		if e.Model != tt.want || ok != (tt.want != "") {
			t.Errorf("%q has the price of %q, want %q", tt.model, e.Model, tt.want)
		}
		if _, priced := table.Price(tt.model); priced != ok {
			t.Errorf("%q: Price and Entry differ", tt.model)
		}
	}
}

func TestCost(t *testing.T) {
	t.Parallel()
	table, err := load(t, `{"prices": [
		{"model": "whole", "currency": "USD", "input": 2, "cached": 0.5, "output": 8, "batch": 0.5},
		{"model": "bare", "currency": "CNY", "input": 2, "output": 8},
		{"model": "gpt-4o", "currency": "CNY", "input": 100, "cached": 0, "output": 100}]}`)
	if err != nil {
		t.Fatal(err)
	}
	million := daodu.Tokens{Input: 1_000_000, Cached: 400_000, Output: 100_000}
	tests := []struct {
		model       string
		tokens      daodu.Tokens
		want, batch float64
		currency    string
	}{
		{"whole", million, 0.6*2 + 0.4*0.5 + 0.1*8, (0.6*2 + 0.4*0.5 + 0.1*8) / 2, "USD"},
		{"whole", daodu.Tokens{}, 0, 0, "USD"},
		{"whole", daodu.Tokens{Input: 1, Cached: 5}, 0.5e-6, 0.25e-6, "USD"},
		{"bare", million, 2 + 0.8, 2 + 0.8, "CNY"},
		{"gpt-4o", million, 60 + 10, 60 + 10, "CNY"}, // replaced as a whole
	}
	for _, tt := range tests {
		e, _ := table.Entry(tt.model)
		cost, batch := e.Cost(tt.tokens), e.BatchCost(tt.tokens)
		if math.Abs(cost.Amount-tt.want) > 1e-12 || math.Abs(batch.Amount-tt.batch) > 1e-12 || cost.Currency != tt.currency || batch.Currency != tt.currency {
			t.Errorf("%s, %+v: %v and in a batch %v, want %v and %v %s", tt.model, tt.tokens, cost, batch, tt.want, tt.batch, tt.currency)
		}
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, content, words string }{
		{"not JSON", `prices:`, "invalid character"},
		{"a misspelt field", `{"prices": [{"model": "m", "currency": "USD", "inptu": 1, "output": 2}]}`, "inptu"},
		{"no model", `{"prices": [{"currency": "USD", "input": 1, "output": 2}]}`, "names no model"},
		{"no currency", `{"prices": [{"model": "m", "input": 1, "output": 2}]}`, "like USD or CNY"},
		{"a sign for a currency", `{"prices": [{"model": "m", "currency": "￥", "input": 1, "output": 2}]}`, "￥"},
		{"negative", `{"prices": [{"model": "m", "currency": "USD", "input": -1, "output": 2}]}`, "negative"},
		{"a batch that costs more", `{"prices": [{"model": "m", "currency": "USD", "input": 1, "output": 2, "batch": 50}]}`, "batch"},
		{"twice", `{"prices": [{"model": "m", "currency": "USD"}, {"model": "M", "currency": "USD"}]}`, "twice"},
		{"two lists", `{"prices": []}{"prices": []}`, "end of the list"},
	}
	for _, tt := range tests {
		if _, err := load(t, tt.content); !errors.Is(err, daodu.ErrUsage) || !strings.Contains(err.Error(), tt.words) {
			t.Errorf("%s: the error is %v, want ErrUsage with %q", tt.name, err, tt.words)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none.json")); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("without the file the error is %v", err)
	}
	if _, err := load(t, "\ufeff{\"prices\": []}\n"); err != nil {
		t.Errorf("an empty list with a byte order mark: %v", err)
	}
}
