// Package zh knows Chinese writing: it folds both scripts and both widths onto
// one, tells Simplified from Traditional, splits sentences, reads numerals and
// dates, and estimates tokens. It works on runes; every span is in code points.
package zh
