// Package anchor holds notes to words of a text, and finds the words again in another
// version of it. It keeps what the TextQuoteSelector of the W3C does (Web Annotation Data
// Model, 2017, 4.2.4): the words with what stands before and behind them.
//
// The words are looked for in three ways, and the first that is certain holds: letter for
// letter; with scripts and widths as one and blanks left out; and by the passage that is
// most similar. A place is certain when enough of what stood around the words stands around
// it too ([minContext]). Only whole words that are long and stand once need no
// surroundings. Where nothing is certain the note has lost its words: a note at words that
// nobody wrote it for is worse than one beside its old quote.
//
// Positions are code points.
package anchor
