// Package terms cuts Chinese text into the terms that search and related articles count:
// pairs of Chinese letters and whole words of other scripts, alike for both scripts and
// both widths. It makes the tokens of a full-text index, reads what somebody looks for,
// tells where that stands in a text, and counts a whole text into a small vector. It
// knows no database.
//
// # Tokens
//
// A run of n Chinese letters becomes its n-1 pairs and its last letter, so that a phrase
// of pairs finds exactly the words that were typed, one letter finds every word that it
// begins or ends as a prefix, and no phrase goes over the end of a run. Whatever is no
// letter ends a run, and so does the border between Chinese letters and others: 第1批 is
// 第, 1, 批. Thousands are joined (1,500 is 1500); a point between digits opens a token of
// its own, so that 4.5 is "4" "p5": 4.5 is found as a phrase, never by 4、5, and a search
// for 2024 finds 2024.5.1.
//
// A token has ASCII letters, digits and the Chinese letters of Unicode 3.0 only; any other
// letter is written as x and its code point in hexadecimal. So unicode61 of SQLite's FTS5
// and the configuration simple of PostgreSQL, with their tables of various age, keep each
// token whole and as it is.
package terms
