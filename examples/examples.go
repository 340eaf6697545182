// Package examples holds the project's own texts for the parts of the program that show one.
package examples

import _ "embed"

// Speech is a speech with everything that a speech has: sections, figures, names, dates.
//
//go:embed speech.txt
var Speech []byte
