package names

import "sync"

// A vocabulary holds the words that the rules name. It is made once and never changed.
type vocabulary struct {
	// Of people: offices and jobs before or behind a name, what people do, and what
	// merely looks like a name.
	posts, jobs, parties, titles, surnameTitles, foreignPosts *lexicon
	acts, strong, follow, openers, bylines, surest            *lexicon
	doubles, notForeign, foreignHeads                         *lexicon
	doubtful, wordy, landforms, open                          *letterSet

	// Of bodies.
	suffixes, short, rough, known, kinds, generic, notBodies *lexicon
	heads, verbs, nounVerbs                                  *lexicon

	// Of places; unsure are those that are also parts of words.
	places, levels, genericPlaces *lexicon
	level, notBeforeLevel         *letterSet
	unsure                        map[string]bool
}

// loaded makes the vocabulary.
var loaded = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{}
	v.loadPeople()
	v.loadBodies()
	v.loadPlaces()
	return v
})

func (v *vocabulary) loadPeople() {
	v.posts, v.jobs, v.parties = newLexicon(posts+jobs), newLexicon(jobs), newLexicon(parties)
	v.titles, v.surnameTitles, v.foreignPosts = newLexicon(titles), newLexicon(surnameTitles), newLexicon(foreignPosts)
	v.acts, v.strong, v.follow = newLexicon(acts), newLexicon(strongActs), newLexicon(follow)
	v.openers, v.bylines, v.surest = newLexicon(openers), newLexicon(bylines), newLexicon(surestTitles)
	v.doubles, v.notForeign = newLexicon(doubleSurnames), newLexicon(notForeign)
	v.foreignHeads = newLexicon(foreignHeads)
	v.doubtful, v.wordy = newLetterSet(doubtful), newLetterSet(wordy)
	v.landforms, v.open = newLetterSet(landforms), newLetterSet(openLetters)
}

func (v *vocabulary) loadBodies() {
	v.suffixes, v.short, v.rough = newLexicon(bodySuffixes), newLexicon(shortSuffixes), newLexicon(roughSuffixes)
	v.known, v.kinds = newLexicon(knownBodies), newLexicon(kindsOfBodies)
	v.generic, v.notBodies = newLexicon(genericBodies), newLexicon(notBodies)
	v.heads, v.verbs, v.nounVerbs = newLexicon(heads), newLexicon(leadingVerbs), newLexicon(nounVerbs)
}

func (v *vocabulary) loadPlaces() {
	table, unsure := placeTable()
	v.places, v.unsure = newLexicon(table), unsure
	v.levels, v.genericPlaces = newLexicon(levels), newLexicon(genericPlaces)
	v.level, v.notBeforeLevel = newLetterSet(levelLetters), newLetterSet(notBeforeLevel)
}
