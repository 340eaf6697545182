package ui

import (
	"context"

	"github.com/daodu/daodu"
)

// A Workspace is what the pages of one workspace read. Fields that are nil make their
// pages say that there is nothing.
type Workspace struct {
	Articles    Articles
	Written     Written
	Finder      Finder
	Adder       Adder
	Collections Collections
	Keys        KeyRing
}

// A Filter chooses articles. Empty fields choose all; those that are set must all hold.
type Filter struct {
	From, To  string // ISO dates, both included: "2022", "2022-10", "2022-10-01"
	Speaker   string // the whole name, in either script
	Publisher string // part of the name, in either script
	Script    daodu.Script
	Genre     daodu.Genre
	Damage    daodu.Severity // this or worse
	Sound     bool           // without any damage
	// Collection is the ID of a collection that holds the articles.
	Collection string
}

// Articles are the articles of a workspace.
type Articles interface {
	// List returns articles, those added last first, behind the one with the ID after;
	// next is the ID to go on after, "" at the end.
	List(ctx context.Context, f Filter, after string, limit int) (entries []daodu.Entry, next string, err error)
	// Count returns how many articles a filter chooses.
	Count(ctx context.Context, f Filter) (int, error)
	// Entry returns what a list shows of an article. The error wraps [daodu.ErrNotFound].
	Entry(ctx context.Context, id string) (daodu.Entry, error)
	// Article returns a whole article. The error wraps [daodu.ErrNotFound].
	Article(ctx context.Context, id string) (*daodu.Article, error)
}

// Written gives what was written about articles.
type Written interface {
	// Written returns the newest artifact of each kind about the text of an article as it
	// is now, in the order of [daodu.Kinds]: of those in a language when there are any; ""
	// is any language.
	Written(ctx context.Context, id, lang string) ([]*daodu.Artifact, error)
	// Headlines returns the headline of the newest summary of each article that has one,
	// by the article's ID.
	Headlines(ctx context.Context, ids []string) (map[string]daodu.Point, error)
}

// A Finder finds articles by words, or by another article.
type Finder interface {
	Search(ctx context.Context, query string, f Filter, limit int) ([]daodu.Hit, error)
	Related(ctx context.Context, id string, limit int) ([]daodu.Relation, error)
	Reuse(ctx context.Context, id string) ([]daodu.Reuse, error)
}

// An Adder adds an article.
type Adder interface {
	// AddFile reads a file and stores it, and asks for everything that is written about an
	// article; by is the key that asks. It returns the ID of the article.
	AddFile(ctx context.Context, name string, data []byte, by string) (id string, err error)
}

// Collections are what groups read together. Errors about one that there is not wrap
// [daodu.ErrNotFound].
type Collections interface {
	// Collections returns all collections, those made last first.
	Collections(ctx context.Context) ([]daodu.Collection, error)
	Collection(ctx context.Context, id string) (daodu.Collection, error)
	CollectionItems(ctx context.Context, id string) ([]daodu.CollectionItem, error)
	// CollectionGuide returns the newest guide; current is false when the collection has
	// changed since.
	CollectionGuide(ctx context.Context, id string) (g *daodu.CollectionGuide, current bool, err error)
	Shares(ctx context.Context, id string) ([]daodu.Share, error)
	// Notes returns the notes on the articles of a collection in reading order, or on one
	// of them; article "" is all.
	Notes(ctx context.Context, id, article string) ([]daodu.Note, error)
}

// Keys tell who calls.
type Keys interface {
	// KeyOf returns the key with a secret. The error wraps [daodu.ErrNotFound] when there
	// is none that is valid.
	KeyOf(ctx context.Context, secret string) (daodu.Key, error)
	// AnyKey reports whether there is a valid key.
	AnyKey(ctx context.Context) (bool, error)
	// TouchKey notes that a key was used just now.
	TouchKey(ctx context.Context, k daodu.Key) error
}

// A KeyRing is the keys of one workspace.
type KeyRing interface {
	ListKeys(ctx context.Context) ([]daodu.Key, error)
}
