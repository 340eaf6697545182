package api

import (
	"encoding/base64"

	"github.com/daodu/daodu"
)

// A Filter chooses articles. Empty fields choose all; those that are set must all hold.
type Filter struct {
	From, To  string // ISO dates, both included: "2022", "2022-10", "2022-10-01"
	Speaker   string // the whole name, in either script
	Publisher string // part of the name, in either script
	Script    daodu.Script
	Genre     daodu.Genre
	Damage    daodu.Severity // this or worse
	Sound     bool           // without any damage
	// Collection chooses the articles of a collection, by its ID.
	Collection string
}

// A Page asks for a part of a list.
type Page struct {
	After string // ID of the last thing of the page before; "" for the first page
	Limit int    // 1 to 1000
}

// An Order is how articles are sorted.
type Order struct {
	Sort      string // added, -added, date or -date; - is from the last to the first
	AfterDate string // date of the article that Page.After names, for orders by date
}

// FilterParams are the parameters that choose articles.
type FilterParams struct {
	From      string `query:"from" pattern:"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" doc:"Only articles of this day or later" example:"2022-10"`
	To        string `query:"to" pattern:"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" doc:"Only articles of this day or earlier" example:"2023"`
	Speaker   string `query:"speaker" maxLength:"200" doc:"Only articles of this speaker: the whole name, in either script"`
	Publisher string `query:"publisher" maxLength:"200" doc:"Only articles whose publisher has this in its name"`
	Script    string `query:"script" enum:"Hans,Hant,mixed,none" doc:"Only this script"`
	Genre     string `query:"genre" enum:"speech,news,report,notice,law,letter,other" doc:"Only this genre"`
	Damage    string `query:"damage" enum:"note,warn,severe" doc:"Only articles with damage of this severity or worse"`
	Sound     bool   `query:"sound" doc:"Only articles without damage"`

	Collection string `query:"collection" format:"uuid" doc:"Only articles of this collection"`
}

func (p FilterParams) filter() Filter {
	return Filter{
		From: p.From, To: p.To, Speaker: p.Speaker, Publisher: p.Publisher,
		Script: daodu.Script(p.Script), Genre: daodu.Genre(p.Genre), Damage: daodu.Severity(p.Damage), Sound: p.Sound, Collection: p.Collection,
	}
}

// PageParams are the parameters of every list.
type PageParams struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"50" doc:"How many at most"`
	Cursor string `query:"cursor" maxLength:"200" doc:"The next_cursor of the page before"`
}

func (p PageParams) page() Page {
	return Page{After: decodeCursor(p.Cursor), Limit: p.Limit}
}

// pageIn is the input of lists that take no other parameters.
type pageIn struct{ PageParams }

// A listBody is one page of a list.
type listBody[T any] struct {
	Items      []T    `json:"items" nullable:"false"`
	NextCursor string `json:"next_cursor,omitempty" doc:"Send it as cursor to get the next page; absent on the last one"`
}

type listOut[T any] struct{ Body listBody[T] }

// list returns the answer with one page.
func list[T any](items []T, next string) *listOut[T] {
	if items == nil {
		items = []T{}
	}
	return &listOut[T]{listBody[T]{items, encodeCursor(next)}}
}

// Cursors are opaque, so that what stands in them may change.

func encodeCursor(after string) string { return base64.RawURLEncoding.EncodeToString([]byte(after)) }

// decodeCursor returns what a cursor says; one that says nothing is handed on and names
// nothing.
func decodeCursor(cursor string) string {
	after, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return cursor
	}
	return string(after)
}
