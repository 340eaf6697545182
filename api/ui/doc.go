// Package ui serves the pages that a study group learns with: a library, each article
// beside what was written about it, collections, and the comparison of two articles.
//
// Pages are made on the server (templates) and can be read without JavaScript. The scripts
// in static make them quicker to use: they light up the exact words of a point in the text,
// fetch the parts of a long text as they are needed, and send what changes something to the
// API. Nothing is fetched from other hosts, and the Content-Security-Policy permits no
// inline script or style, so that a text which tries to be code stays a text.
//
// words.txt holds every word of the interface in Simplified Chinese, Traditional Chinese
// and English. The words of articles are shown in their own glyphs.
package ui
