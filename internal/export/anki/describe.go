package anki

import (
	"encoding/json"
	"hash/fnv"
	"strconv"
)

// noteTypeID and the names of fields and template say to Anki that two packages have the
// same note type. Were one of them changed, every note would be added again.
const noteTypeID = 1763683200000

// noteTypeRevised is when the template or its style sheet was last changed, in seconds of
// the epoch: Anki takes the newer one.
const noteTypeRevised = 1763683200

// fieldNames read the same in both scripts: front, back, quote, place, article.
var fieldNames = []string{"正面", "背面", "原文", "位置", "文章"}

const (
	frontTemplate = `<div class="front">{{正面}}</div>`
	backTemplate  = `{{FrontSide}}<hr id="answer"><div class="back">{{背面}}</div>{{#原文}}<blockquote>{{原文}}</blockquote>{{/原文}}<div class="at">{{位置}}</div><div class="at">{{文章}}</div>`
	cardStyle     = `.card { font-family: "Source Han Serif SC", "Noto Serif CJK SC", "Songti SC", SimSun, serif; font-size: 20px; line-height: 1.7; text-align: left; max-width: 34em; margin: 1em auto; padding: 0 1em }
.front { font-weight: bold }
.back { margin-top: 0.6em }
blockquote { margin: 1em 0; padding-left: 0.8em; border-left: 3px solid #c9b79c; opacity: 0.85 }
.at { font-size: 0.7em; opacity: 0.65 }`
)

// text returns v as JSON. What is given to it can always be written.
func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic("anki: " + err.Error())
	}
	return string(data)
}

type object = map[string]any

// noteTypes returns the column models: our one note type.
func noteTypes() string {
	fields := make([]object, len(fieldNames))
	for i, name := range fieldNames {
		fields[i] = object{"name": name, "ord": i, "sticky": false, "rtl": false, "font": "Arial", "size": 20, "media": []string{}}
	}
	template := object{"name": "导读", "ord": 0, "qfmt": frontTemplate, "afmt": backTemplate, "bqfmt": "", "bafmt": "", "did": nil}
	return text(object{strconv.Itoa(noteTypeID): object{
		"id": noteTypeID, "name": "导读 Daodu", "type": 0, "mod": noteTypeRevised, "usn": -1, "sortf": 0, "did": 1,
		"flds": fields, "tmpls": []object{template}, "css": cardStyle, "latexPre": "", "latexPost": "", "tags": []string{}, "vers": []string{},
		"req": [][]any{{0, "all", []int{0}}}, // the card exists when the first field is filled
	}})
}

// decks returns the column decks: the one that every collection has, and ours.
func decks(d Deck) string {
	one := func(id int64, name string, mod int64) object {
		none := []int{0, 0}
		return object{"id": id, "name": name, "mod": mod, "usn": -1, "desc": "", "dyn": 0, "conf": 1, "collapsed": false, "browserCollapsed": false,
			"extendNew": 0, "extendRev": 50, "newToday": none, "revToday": none, "lrnToday": none, "timeToday": none}
	}
	id := deckID(d)
	return text(object{"1": one(1, "Default", 0), strconv.FormatInt(id, 10): one(id, d.name(), d.Modified.Unix())})
}

// deckID makes an identifier of the name of a deck, in the range of times in milliseconds.
func deckID(d Deck) int64 {
	const first, reach = 1_000_000_000_000, 700_000_000_000
	h := fnv.New64a()
	h.Write([]byte(d.name()))
	return first + int64(h.Sum64()%reach)
}

// collectionSettings and deckOptions are what a new collection has. An import takes the
// options of nobody.
const (
	collectionSettings = `{"activeDecks":[1],"addToCur":true,"collapseTime":1200,"curDeck":1,"curModel":"1763683200000","dueCounts":true,"estTimes":true,"newSpread":0,"nextPos":1,"sortBackwards":false,"sortType":"noteFld","timeLim":0}`
	deckOptions        = `{"1":{"id":1,"name":"Default","mod":0,"usn":0,"maxTaken":60,"timer":0,"autoplay":true,"replayq":true,"dyn":false,` +
		`"new":{"bury":true,"delays":[1,10],"initialFactor":2500,"ints":[1,4,7],"order":1,"perDay":20,"separate":true},` +
		`"rev":{"bury":true,"ease4":1.3,"fuzz":0.05,"ivlFct":1,"maxIvl":36500,"minSpace":1,"perDay":100},` +
		`"lapse":{"delays":[10],"leechAction":0,"leechFails":8,"minInt":1,"mult":0}}}`
)
