// Package names finds the people, bodies and places that a Chinese text names. It has
// no dictionary of people: a surname, letters that given names are made of, and what
// stands before and behind (a post, a verb of speaking, a list) tell a name, as they do
// a reader who has never heard of the person. Bodies end in a word for what they are
// (局, 委员会, 公司) and begin with the place or level they belong to. Places come from a
// table of well-known ones and from their level (省市县区镇乡村).
//
// All functions take folded text ([zh.FoldRunes]), so one set of rules serves both
// scripts and both widths; spans hold in the text itself, since folding is 1:1.
package names
