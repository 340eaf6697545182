package batch

import (
	"math"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// What a call takes beside the document, in tokens: the allowance that prompts are made
// for. A text that fills more than fitShare of a context is read in parts.
const (
	promptTokens = 1500
	repairTokens = 500 // that one round of repair writes
	notesTokens  = 1000
	partTokens   = 12000
	fitShare     = 0.6
	overhead     = 1.1 // numbered sentences take a tenth more than the text
)

// outputTokens is the most that an artifact takes.
var outputTokens = map[daodu.Kind]int{daodu.KindSummary: 1000, daodu.KindOutline: 1500, daodu.KindGuide: 3000}

// Rates say how an engine asks a model and what that costs. The zero value asks none.
type Rates struct {
	Context     int // tokens that the model sees at once; 0 for an engine without a model
	Concurrency int // calls at once
	// Prices of a million tokens.
	Input, Cached, Output float64
	Currency              string
	// How fast a model is, for the time: tokens a second, read and written.
	ReadSpeed, WriteSpeed float64
}

// A Range is from the best case to the worst.
type Range struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

func (r *Range) add(low, high float64) { r.Low, r.High = r.Low+low, r.High+high }

// An Estimate tells what a plan will take before anything is asked of a model. The low
// end has every shared document cached, half the allowed words and nothing to repair; the
// high end has nothing cached, all of the words and a repair of every artifact.
type Estimate struct {
	Inputs     int    `json:"inputs"`
	Failed     int    `json:"failed"` // texts that cannot be read
	Texts      int    `json:"texts"`
	Characters int    `json:"characters"` // of all texts
	Written    int    `json:"artifacts_written"`
	Missing    int    `json:"artifacts_missing"`
	Calls      Range  `json:"calls"`
	Input      Range  `json:"tokens_input"`
	Output     Range  `json:"tokens_output"`
	Cost       Range  `json:"cost"`
	Currency   string `json:"currency,omitempty"`
	Seconds    Range  `json:"seconds"`
}

// Add counts what writing artifacts of these kinds about a text will take.
func (e *Estimate) Add(text string, kinds []daodu.Kind, rates Rates) {
	e.Missing += len(kinds)
	if rates.Context == 0 || len(kinds) == 0 {
		return
	}
	runes := []rune(text)
	c := callsFor(runes, kinds, rates.Context)
	e.Calls.add(c.calls, c.calls+float64(len(kinds)))
	e.Input.add(c.input, c.input+c.repair)
	e.Output.add(c.output/2, c.output+float64(repairTokens*len(kinds)))
	e.Cost.add(c.cost(rates, true), c.cost(rates, false))
	e.Currency = rates.Currency
	low, high := c.seconds(rates)
	e.Seconds.add(low, high)
}

// Cost estimates from above what writing about a text will cost.
func (r Rates) Cost(text string, kinds []daodu.Kind) float64 {
	if r.Context == 0 || len(kinds) == 0 {
		return 0
	}
	return callsFor([]rune(text), kinds, r.Context).cost(r, false)
}

// calls is what the artifacts about one text take, in calls and tokens.
type calls struct {
	calls, input, output float64
	cached               float64 // of input, at best
	repair               float64 // input of a repair of each artifact
	repaired             float64 // output of that
}

// callsFor counts the calls about a text: one for each artifact when it fits, else one for
// each part and one for each artifact over the notes of the parts.
func callsFor(text []rune, kinds []daodu.Kind, context int) calls {
	k, most := float64(len(kinds)), 0
	c := calls{repaired: float64(repairTokens * len(kinds))}
	for _, kind := range kinds {
		c.output += float64(outputTokens[kind])
		most = max(most, outputTokens[kind])
	}
	limit := float64(zh.TokenLimit(text))*overhead + promptTokens + float64(most)
	shared := float64(zh.TokenPrice(text)) * overhead
	c.calls = k
	if limit > fitShare*float64(context) {
		parts := math.Ceil(shared / partTokens)
		c.calls += parts
		c.input += shared + parts*promptTokens
		c.output += parts * notesTokens
		shared = parts * notesTokens
	}
	c.input += k * (shared + promptTokens)
	c.cached = (k - 1) * shared
	c.repair = k * (shared + promptTokens)
	return c
}

// cost returns the price of the calls in the best or the worst case.
func (c calls) cost(r Rates, best bool) float64 {
	const million = 1e6
	if best {
		return ((c.input-c.cached)*r.Input + c.cached*r.Cached + c.output/2*r.Output) / million
	}
	return ((c.input+c.repair)*r.Input + (c.output+c.repaired)*r.Output) / million
}

// seconds returns how long the calls take in the best and the worst case.
func (c calls) seconds(r Rates) (low, high float64) {
	if r.ReadSpeed <= 0 || r.WriteSpeed <= 0 {
		return 0, 0
	}
	at := float64(max(1, r.Concurrency))
	low = (c.input-c.cached)/r.ReadSpeed + c.output/2/r.WriteSpeed
	high = (c.input+c.repair)/r.ReadSpeed + (c.output+c.repaired)/r.WriteSpeed
	return low / at, high / at
}

// AddTime adds time that is spent beside the calls.
func (e *Estimate) AddTime(d time.Duration) { e.Seconds.add(d.Seconds(), d.Seconds()) }
