package prompts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// A Document is the text that a model writes about, with what is known of it. It has either
// Lines or, when the text is too long for one call, Notes on all its parts.
type Document struct {
	Title     string
	Speaker   string // with the post
	Occasion  string
	Date      string
	Publisher string
	Damage    []string // what is wrong with the text, a sentence each
	Lines     []Line
	Notes     []Note
}

// A Line is one sentence. N is its number, counted from 1 over the whole article.
type Line struct {
	N    int
	Text string
}

// systemView is what system.LANG.md may name.
type systemView struct {
	Language string // tag of the language to write in when it is not the prompt's own
	Same     bool   // write in the language of the text
}

// documentView is what document.LANG.md may name: Begin and End are the marks around the
// document, Code the word in both that the document does not hold. Everything else is
// without line breaks and bars.
type documentView struct {
	Begin, End, Code                          string
	Title, Speaker, Occasion, Date, Publisher string
	Damage                                    []textView
	Lines                                     []Line
	Notes                                     []noteView
}

// A textView is a line of its own.
type textView struct{ Text string }

// A noteView is a note with its citations as "12,15".
type noteView struct{ Cites, Kind, Text string }

// view makes every value one harmless line and finds a code for the marks.
func (d Document) view() documentView {
	v := documentView{
		Title: oneLine(d.Title), Speaker: oneLine(d.Speaker), Occasion: oneLine(d.Occasion),
		Date: oneLine(d.Date), Publisher: oneLine(d.Publisher),
	}
	for _, s := range d.Damage {
		v.Damage = append(v.Damage, textView{oneLine(s)})
	}
	for _, l := range d.Lines {
		v.Lines = append(v.Lines, Line{l.N, oneLine(l.Text)})
	}
	for _, n := range d.Notes {
		v.Notes = append(v.Notes, noteView{join(n.Cites), oneLine(n.Kind), oneLine(n.Text)})
	}
	v.Code = codeFor(fmt.Sprint(v))
	v.Begin, v.End = marks(v.Code)
	return v
}

// numbered returns the numbered lines as they have to stand.
func (v documentView) numbered() []string {
	var out []string
	for _, n := range v.Notes {
		out = append(out, fmt.Sprintf("%s|%s: %s", n.Cites, n.Kind, n.Text))
	}
	if len(out) > 0 {
		return out
	}
	for _, l := range v.Lines {
		out = append(out, fmt.Sprintf("%d|%s", l.N, l.Text))
	}
	return out
}

// codeFor returns 16 hex digits that do not stand in text. They come from its hash: whoever
// wrote the text would have to guess 64 bits that change with every guess, and the same
// text has the same code, so that answers can be found again.
func codeFor(text string) string {
	for seed := text; ; {
		sum := sha256.Sum256([]byte(seed))
		code := hex.EncodeToString(sum[:8])
		if !strings.Contains(text, code) {
			return code
		}
		seed = code + text
	}
}

// marks returns the lines before and behind what is fenced.
func marks(code string) (begin, end string) {
	return "=====BEGIN " + code + "=====", "=====END " + code + "====="
}

// join writes numbers as "12,15".
func join(numbers []int) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(numbers), " ", ","), "[]")
}
