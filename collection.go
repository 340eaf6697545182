package daodu

import (
	"fmt"
	"iter"
	"time"
)

// CollectionGuideSchema names the JSON contract of [CollectionGuide].
const CollectionGuideSchema = "daodu.collection_guide/1"

// A Collection is what a study group reads together, in an order.
type Collection struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Note      string    `json:"note,omitempty"`
	Articles  int       `json:"articles"` // how many it holds
	AddedAt   time.Time `json:"added_at"`
	ChangedAt time.Time `json:"changed_at"` // when it, its articles, their order or notes last changed
}

// A CollectionItem is an article in its place within a collection.
type CollectionItem struct {
	Entry
	Position int    `json:"position"` // from 1
	Note     string `json:"note,omitempty"`
	Due      string `json:"due,omitempty"` // ISO date by which the group has read it
}

// A CollectionGuide says of the articles of a collection what they have in common, where
// they differ, and what each of them adds. Every point cites one article in its exact
// words and has a verdict, as in any other artifact.
type CollectionGuide struct {
	Schema      string              `json:"schema"`
	ID          string              `json:"id,omitempty"` // given by a library
	Collection  CollectionRef       `json:"collection"`
	Articles    []CollectionArticle `json:"articles"` // in reading order
	Lang        string              `json:"lang"`     // of the first article
	Incomplete  bool                `json:"incomplete"`
	Origin      Origin              `json:"origin"`
	Themes      []Theme             `json:"themes"`
	Differences []Difference        `json:"differences"`
	Additions   []Addition          `json:"additions"` // one for each article, in order
	Verdict     Verdict             `json:"verdict"`
	Findings    []Finding           `json:"findings"`
	Coverage    float64             `json:"coverage"` // share of articles that some point cites, 0..1
}

// A CollectionRef names the collection that a guide is about.
type CollectionRef struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
}

// A CollectionArticle is an article as the guide of a collection found it.
type CollectionArticle struct {
	ArticleRef
	Incomplete bool     `json:"incomplete"` // it is cut short
	Notes      []string `json:"notes"`      // kinds of its damage
	// ReprintOf is the ID of an earlier article of the collection with the same text but
	// for faults; "" for a text of its own. What two copies say is not said twice.
	ReprintOf string `json:"reprint_of,omitempty"`
}

// A CitedPoint is a point about one article of a collection; its quotes are stretches of
// that article's text.
type CitedPoint struct {
	Article string `json:"article"` // ID
	Point
}

// A Theme is what several articles speak of.
type Theme struct {
	Label  string       `json:"label"`           // words that stand in each of the articles
	Terms  []string     `json:"terms,omitempty"` // further words that the same points have in common
	Points []CitedPoint `json:"points"`          // at most one of each article, in reading order
}

// A Difference is a place where two articles say almost the same, but not quite.
type Difference struct {
	Kind  DifferenceKind `json:"kind"`
	Sides []CitedPoint   `json:"sides"` // two, in reading order
	// Changed are the words of each side that the other has not, as spans of its article;
	// a side to which something was added elsewhere may have none.
	Changed [][]Quote `json:"changed"`
}

// A DifferenceKind says in what two statements differ.
type DifferenceKind string

// The kinds of difference, in the order in which they are shown.
const (
	DifferentFigure  DifferenceKind = "figure"  // another number for the same thing
	DifferentDate    DifferenceKind = "date"    // another date for the same thing
	DifferentDegree  DifferenceKind = "degree"  // another degree of duty or extent: 必须, 应当, 力争
	DifferentWording DifferenceKind = "wording" // other words in the same sentence
)

// An Addition is what one article says and no other of the collection.
type Addition struct {
	Article string       `json:"article"` // ID
	Points  []CitedPoint `json:"points"`
}

// EachPoint yields every point with its place in the JSON, such as "themes[0].points[1]".
// The point may be changed through the pointer.
func (g *CollectionGuide) EachPoint() iter.Seq2[string, *CitedPoint] {
	return func(yield func(string, *CitedPoint) bool) {
		for i := range g.Themes {
			if !eachCited(fmt.Sprintf("themes[%d].points", i), g.Themes[i].Points, yield) {
				return
			}
		}
		for i := range g.Differences {
			if !eachCited(fmt.Sprintf("differences[%d].sides", i), g.Differences[i].Sides, yield) {
				return
			}
		}
		for i := range g.Additions {
			if !eachCited(fmt.Sprintf("additions[%d].points", i), g.Additions[i].Points, yield) {
				return
			}
		}
	}
}

func eachCited(path string, points []CitedPoint, yield func(string, *CitedPoint) bool) bool {
	for i := range points {
		if !yield(fmt.Sprintf("%s[%d]", path, i), &points[i]) {
			return false
		}
	}
	return true
}

// A CollectionGuideState says how far a guide that was asked for has come.
type CollectionGuideState struct {
	State    WorkState `json:"state"`
	Attempts int       `json:"attempts"`
	Waiting  int       `json:"waiting"` // articles whose own guide is not written yet
	Error    string    `json:"error,omitempty"`
	AskedAt  time.Time `json:"asked_at"`
}

// A WorkState is how far something that is done in the background has come.
type WorkState string

// The states of background work.
const (
	WorkQueued WorkState = "queued"
	WorkDone   WorkState = "done"
	WorkFailed WorkState = "failed"
)

// A Share is a link by which a collection can be read without a key.
type Share struct {
	ID         string    `json:"id"`
	Collection string    `json:"collection"` // ID
	Note       string    `json:"note,omitempty"`
	ExpiresAt  time.Time `json:"expires_at"`
	RevokedAt  time.Time `json:"revoked_at,omitzero"`
	UsedAt     time.Time `json:"used_at,omitzero"` // to the minute
	AddedAt    time.Time `json:"added_at"`
	// Token is what the link carries. It is told once, when the share is made; a library
	// keeps its SHA-256 only.
	Token string `json:"token,omitempty"`
}
