// Package price knows what language models cost per token. Its table holds published prices,
// each with its source and date; a file of the user's replaces and adds entries. Prices
// change: what is reckoned with them is an estimate of the bill.
package price

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strings"

	"github.com/daodu/daodu"
)

//go:embed prices.json
var published []byte

// An Entry is the price of one model. Input, Cached and Output are per million tokens.
type Entry struct {
	Model    string   `json:"model"`    // its name, without date and provider if it has no others
	Currency string   `json:"currency"` // three capital letters, ISO 4217
	Input    float64  `json:"input"`
	Cached   *float64 `json:"cached,omitempty"` // of input that the provider had cached; nil means Input
	Output   float64  `json:"output"`
	Batch    *float64 `json:"batch,omitempty"` // share of the price that is paid in a batch; nil means 1
	Source   string   `json:"source"`
	AsOf     string   `json:"as_of"` // 2006-01-02
	Note     string   `json:"note,omitempty"`
}

// Cost returns what t costs.
func (e Entry) Cost(t daodu.Tokens) daodu.Cost {
	const perMillion = 1e-6
	cached, hits := e.Input, min(max(t.Cached, 0), t.Input)
	if e.Cached != nil {
		cached = *e.Cached
	}
	amount := float64(t.Input-hits)*e.Input + float64(hits)*cached + float64(t.Output)*e.Output
	return daodu.Cost{Amount: amount * perMillion, Currency: e.Currency}
}

// BatchCost returns what t costs in a batch of the provider.
func (e Entry) BatchCost(t daodu.Tokens) daodu.Cost {
	c := e.Cost(t)
	if e.Batch != nil {
		c.Amount *= *e.Batch
	}
	return c
}

// check tells what is wrong with e.
func (e Entry) check() error {
	switch {
	case name(e.Model) == "":
		return errors.New("it names no model")
	case !currency.MatchString(e.Currency):
		return fmt.Errorf("its currency %q is not like USD or CNY", e.Currency)
	case e.Input < 0 || e.Output < 0 || e.Cached != nil && *e.Cached < 0:
		return errors.New("a price is negative")
	case e.Batch != nil && !(*e.Batch >= 0 && *e.Batch <= 1):
		return errors.New("the share that is paid in a batch is not between 0 and 1")
	}
	return nil
}

var currency = regexp.MustCompile(`^[A-Z]{3}$`)

// A Table holds the prices of models by name.
type Table struct{ entries map[string]Entry }

// Load returns the published prices, with those of file in place of them and beside them; ""
// is no file. A file has the form {"prices": [Entry, ...]}. The error is daodu.ErrNotFound
// when there is no such file, daodu.ErrUsage when it is not as it should be.
func Load(file string) (*Table, error) {
	t := &Table{entries: map[string]Entry{}}
	if err := t.add(published); err != nil {
		return nil, fmt.Errorf("the published prices: %w", err)
	}
	if file == "" {
		return t, nil
	}
	data, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w: the price file %s does not exist", daodu.ErrNotFound, file)
	case err != nil:
		return nil, fmt.Errorf("%w: the price file cannot be read: %v", daodu.ErrUsage, err)
	}
	if err := t.add(data); err != nil {
		return nil, fmt.Errorf("%w: the price file %s: %v; see the form of summarize/openai/price/prices.json", daodu.ErrUsage, file, err)
	}
	return t, nil
}

// add puts the entries of data in.
func (t *Table) add(data []byte) error {
	var list struct {
		Prices []Entry `json:"prices"`
	}
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	d.DisallowUnknownFields() // a price under a wrong name would be taken for 0
	if err := d.Decode(&list); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows the end of the list")
	}
	seen := map[string]bool{}
	for i, e := range list.Prices {
		if err := e.check(); err != nil {
			return fmt.Errorf("entry %d (%s): %w", i+1, e.Model, err)
		}
		key := name(e.Model)
		if seen[key] {
			return fmt.Errorf("entry %d: %s stands there twice", i+1, e.Model)
		}
		seen[key] = true
		t.entries[key] = e
	}
	return nil
}

// Price returns what tokens of a model cost; false when its price is not known. Servers of
// one's own cost nothing per token: whoever asks knows whether the endpoint is one.
func (t *Table) Price(model string) (func(daodu.Tokens) daodu.Cost, bool) {
	e, ok := t.Entry(model)
	if !ok {
		return nil, false
	}
	return e.Cost, true
}

// Entry returns the price of a model by its name, or by its name without the provider before
// it and the date behind it: "openai/gpt-4o-mini-2024-07-18" is "gpt-4o-mini". Case does not
// count. Other endings, such as ":free" or "-preview", name other models.
func (t *Table) Entry(model string) (Entry, bool) {
	for full := name(model); full != ""; {
		for _, candidate := range []string{full, dated.ReplaceAllString(full, "")} {
			if e, ok := t.entries[candidate]; ok {
				return e, true
			}
		}
		_, full, _ = strings.Cut(full, "/")
	}
	return Entry{}, false
}

// dated finds the date of a version: -2024-07-18, -20240718, -240718, -0718; or that it is
// the newest.
var dated = regexp.MustCompile(`(-(20\d\d-[01]\d-[0-3]\d|20\d\d[01]\d[0-3]\d|\d\d[01]\d[0-3]\d|[01]\d[0-3]\d|latest)|:latest)$`)

func name(model string) string { return strings.ToLower(strings.TrimSpace(model)) }
