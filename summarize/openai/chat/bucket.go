package chat

import (
	"math"
	"time"
)

// margin keeps us a little below a limit, since requests do not arrive as evenly as they are
// sent.
const margin = 0.98

// slowest is the least share of a known limit that is used when the endpoint still refuses:
// its count of tokens differs from ours by less.
const slowest = .75

// A bucket is one limit per minute, as a token bucket whose rate and size are learnt.
type bucket struct {
	rate  float64 // units per second; 0 while no limit is known
	burst float64 // most units that gather
	level float64 // units that may be taken; below 0 when too many were
	at    time.Time

	taken   float64   // all units ever, to place what the endpoint says was left
	told    float64   // rate when it was told; 0 when it was not
	guess   bool      // rate was not told
	judged  time.Time // when a guess was made last
	refused time.Time // when a request was refused last
}

// limited returns a bucket that knows its limit per minute; 0 for none. What providers let
// pass at once is not known: a few seconds' worth is safe.
func limited(perMinute float64, now time.Time) bucket {
	b := bucket{rate: perMinute / 60 * margin, burst: math.Max(1, perMinute/12), at: now}
	b.level, b.told = b.burst, b.rate
	return b
}

func (b *bucket) refill(now time.Time) {
	b.level = math.Min(b.burst, b.level+b.rate*now.Sub(b.at).Seconds())
	b.at = now
}

// wait returns how long until cost may be taken. What costs more than ever gathers needs a
// full bucket.
func (b *bucket) wait(cost float64, now time.Time) time.Duration {
	if b.rate == 0 {
		return 0
	}
	b.refill(now)
	missing := math.Min(cost, b.burst) - b.level
	if missing <= 1e-9 {
		return 0
	}
	return time.Duration(math.Ceil(missing / b.rate * float64(time.Second)))
}

// take takes cost and returns the sum of all that was taken.
func (b *bucket) take(cost float64, now time.Time) float64 {
	b.refill(now)
	b.level -= cost
	b.taken += cost
	return b.taken
}

// learn takes in what an endpoint tells with an answer: its limit, and what was left after the
// request with which the sum taken was then. The request was sent at the time sent.
func (b *bucket) learn(perMinute, left, then float64, sent, now time.Time) {
	if perMinute <= 0 || left < 0 {
		return
	}
	rate := perMinute / 60 * margin
	actual := left - (b.taken - then) + rate*now.Sub(sent).Seconds()
	if b.rate == 0 {
		b.burst, b.level, b.at = perMinute, perMinute, now
	}
	if b.rate == 0 || b.guess {
		b.rate, b.told, b.guess = rate, rate, false
	}
	b.refill(now)
	if sent.Before(b.refused) {
		actual = math.Min(b.level, actual) // the refusal knew more
	}
	b.level = math.Min(b.burst, actual)
}

// refuse gives back the cost of a request that was refused and takes in what that tells: the
// limit per minute, 0 when it was not told, and how long to wait.
func (b *bucket) refuse(cost, perMinute float64, wait time.Duration, now time.Time) {
	seconds := math.Max(wait.Seconds(), .05)
	b.refill(now)
	b.refund(cost)
	b.refused = now
	switch {
	case perMinute > 0 && (b.rate == 0 || b.guess):
		b.limitTo(perMinute/60*margin, false, now)
	case b.rate == 0:
		b.limitTo(cost/seconds, true, now)
	case b.guess && now.Sub(b.judged) > wait:
		b.limitTo(b.rate/2, true, now)
	case !b.guess && now.Sub(b.judged) > wait: // the endpoint counts more than we do
		b.rate, b.judged = math.Max(.95*b.rate, slowest*b.told), now
	}
	b.burst = math.Max(cost, math.Min(b.burst, b.taken))
	b.level = math.Min(b.level, math.Min(cost, b.burst)-b.rate*seconds)
}

// limitTo sets the rate. Before the first limit nothing was counted off.
func (b *bucket) limitTo(rate float64, guess bool, now time.Time) {
	if b.rate == 0 {
		b.burst, b.level = math.Inf(1), 0
	}
	b.rate, b.guess, b.judged, b.at = rate, guess, now, now
	if !guess {
		b.told = rate
	}
}

// accept lets a guessed rate grow after an answer.
func (b *bucket) accept() {
	if b.guess {
		b.rate *= 1.1
	}
}

// refund gives back the cost of a request that was refused for another reason.
func (b *bucket) refund(cost float64) {
	b.level += cost
	b.taken -= cost
}
