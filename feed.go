package daodu

import "time"

// A Feed is an address whose new items join a collection: RSS, Atom, JSON Feed, or a
// sitemap.
type Feed struct {
	ID         string `json:"id"`
	Collection string `json:"collection"` // ID
	URL        string `json:"url"`
	Title      string `json:"title,omitempty"` // as the feed says
	Active     bool   `json:"active"`
	// Every is how often it is asked for, in minutes.
	Every int `json:"every"`
	// Backfill is how many of the items that stand in the feed at the first look are
	// fetched, the newest first. The others are listed as skipped.
	Backfill  int       `json:"backfill"`
	Failures  int       `json:"failures"` // attempts in a row
	Error     string    `json:"error,omitempty"`
	CheckedAt time.Time `json:"checked_at,omitzero"` // when it could be read last
	DueAt     time.Time `json:"due_at"`              // when it is asked for next
	AddedAt   time.Time `json:"added_at"`
}

// A FeedItem is what became of one item of a feed.
type FeedItem struct {
	URI       string        `json:"uri"`
	Title     string        `json:"title,omitempty"`
	State     FeedItemState `json:"state"`
	Article   string        `json:"article,omitempty"`    // ID
	ReprintOf string        `json:"reprint_of,omitempty"` // ID of the article that it repeats
	Attempts  int           `json:"attempts"`
	Error     string        `json:"error,omitempty"`
	SeenAt    time.Time     `json:"seen_at"`
}

// A FeedItemState is how far an item of a feed has come.
type FeedItemState string

// The states of items.
const (
	FeedItemQueued  FeedItemState = "queued"
	FeedItemAdded   FeedItemState = "added"   // a new article
	FeedItemKnown   FeedItemState = "known"   // its text was in the library
	FeedItemReprint FeedItemState = "reprint" // it repeats an article of the library, which joined the collection instead
	FeedItemSkipped FeedItemState = "skipped" // it stood in the feed before the subscription
	FeedItemFailed  FeedItemState = "failed"  // it cannot be read, or could not be for too long
)

// A FeedState is what is needed to ask for a feed.
type FeedState struct {
	Feed
	ETag     string // of the last answer
	Modified string // Last-Modified of the last answer
}

// A FeedCheck is what became of one look at a feed.
type FeedCheck struct {
	Title, ETag, Modified string
	Error                 string    // "" when it could be read
	Due                   time.Time // the next look
	Stop                  bool      // there is no feed any more: it is not asked for again
}
