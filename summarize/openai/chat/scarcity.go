package chat

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/daodu/daodu/internal/endpoint"
)

// A resource is what an endpoint has too little of.
type resource int

const (
	ofUnknown     resource = iota
	ofConcurrency          // requests at once
	ofRequests             // requests per minute
	ofTokens               // tokens per minute
)

// A scarcity is why an endpoint refused a request that came too early.
type scarcity struct {
	of    resource
	limit float64 // at once, or per minute; 0 when it does not say

	// wait is what the message says; 0 when it does not. Headers round up to seconds.
	wait time.Duration
}

// The words of limits, in the messages and codes of OpenAI ("on requests per min (RPM): Limit
// 60"), Moonshot ("max organization concurrency: 3"), SiliconFlow ("RPM limit reached"), GLM
// (1302 too many at once, 1303 too often) and DashScope (limit_requests, AllocationQuota).
var (
	wordsConcurrency = regexp.MustCompile(`(?i)concurren|parallel requests|并发|并行`)
	wordsTokens      = regexp.MustCompile(`(?i)tokens per|\btp[mds]\b|allocat(ed|ion).?quota|token.{0,12}limit|limit_tokens`)
	wordsRequests    = regexp.MustCompile(`(?i)requests? per|\b(rp[mds]|ipm|qps)\b|requests? rate|limit_requests|max rpm|频率|请求数`)

	// told is a limit in a message.
	told = regexp.MustCompile(`(?i)(?:\blimit[:：]? |max[a-z ]*(?:concurrency|rpm|tpm|request)[:：] ?)(\d+)`)
)

// scarcityOf finds out why a request was refused: from the words of the endpoint, or else from
// the header that says that nothing is left.
func scarcityOf(h http.Header, c endpoint.Complaint) scarcity {
	s := scarcity{of: spoken(c), wait: endpoint.RetryAfter(nil, c.Message)}
	if m := told.FindStringSubmatch(c.Message); m != nil {
		s.limit, _ = strconv.ParseFloat(m[1], 64)
	}
	requests, tokens := perMinute(h, "requests"), perMinute(h, "tokens")
	if s.of == ofUnknown {
		switch {
		case requests > 0 && remaining(h, "requests") == 0:
			s.of = ofRequests
		case tokens > 0 && (requests == 0 || remaining(h, "tokens") == 0):
			s.of = ofTokens
		}
	}
	switch {
	case s.of == ofRequests && requests > 0:
		s.limit = requests
	case s.of == ofTokens && tokens > 0:
		s.limit = tokens
	}
	return s
}

func spoken(c endpoint.Complaint) resource {
	text := c.String()
	switch {
	case c.Code == "1302", wordsConcurrency.MatchString(text):
		return ofConcurrency
	case wordsTokens.MatchString(text):
		return ofTokens
	case c.Code == "1303", wordsRequests.MatchString(text):
		return ofRequests
	}
	return ofUnknown
}

// perMinute reads OpenAI's header of a limit on "requests" or "tokens", which others send too;
// 0 without one.
func perMinute(h http.Header, what string) float64 {
	return max(number(h.Get("X-Ratelimit-Limit-"+what)), 0)
}

// remaining reads what is left of a limit; -1 when it is not told.
func remaining(h http.Header, what string) float64 {
	return number(h.Get("X-Ratelimit-Remaining-" + what))
}

func number(s string) float64 {
	n, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || !(n >= 0) || n > 1e12 {
		return -1
	}
	return n
}
