package export

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/export/anki"
)

// Anki writes the flash cards of a guide as a package that Anki imports; see package
// anki. A deck that was imported before is brought up to date by one that is newer. The
// error wraps [daodu.ErrBadInput] when a card has no GUID, else it is that of w.
func Anki(w io.Writer, a *daodu.Article, art *daodu.Artifact) error {
	d, err := deck(a, art)
	if err != nil {
		return err
	}
	return anki.Package(w, d)
}

// AnkiText writes the flash cards of a guide as a text file that Anki imports, two fields
// a card. The errors are those of [Anki].
func AnkiText(w io.Writer, a *daodu.Article, art *daodu.Artifact) error {
	d, err := deck(a, art)
	if err != nil {
		return err
	}
	return anki.Text(w, d)
}

// deck makes a deck of the cards of a guide.
func deck(a *daodu.Article, art *daodu.Artifact) (anki.Deck, error) {
	g, d := cardsOf(a, art)
	out := anki.Deck{Name: []string{d.own.product, d.name()}, Modified: art.Origin.CreatedAt}
	if out.Modified.IsZero() {
		out.Modified = time.Now() // what is written offline carries no time
	}
	for i, c := range g.Flashcards {
		if c.GUID == "" {
			return out, fmt.Errorf("%w: flash card %d has no GUID; write the guide again", daodu.ErrBadInput, i+1)
		}
		n := anki.Note{GUID: c.GUID, Front: c.Front, Back: c.Back + d.cardSigns(art, i), Place: d.cardPlace(c), Article: d.cited(), Tags: d.tags()}
		for _, q := range c.Quotes {
			n.Quotes = append(n.Quotes, q.Text)
		}
		out.Notes = append(out.Notes, n)
	}
	return out, nil
}

// CSV writes the flash cards of a guide as a table with a head, in UTF-8 with a byte order
// mark, without which spreadsheets take Chinese for another encoding. Several quotes of a
// card are parted by line breaks, their places in the text (code points, start to end,
// half-open) by semicolons. A cell that a spreadsheet would take for a formula begins with an
// apostrophe. The error is that of w.
func CSV(w io.Writer, a *daodu.Article, art *daodu.Artifact) error {
	g, d := cardsOf(a, art)
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Write([]string{"guid", "front", "back", "quote", "start", "end", "place", "article", "date", "source"})
	for i, c := range g.Flashcards {
		var quotes, starts, stops []string
		for _, q := range c.Quotes {
			quotes = append(quotes, q.Text)
			starts, stops = append(starts, strconv.Itoa(q.Start)), append(stops, strconv.Itoa(q.End))
		}
		row := []string{c.GUID, c.Front, c.Back + d.cardSigns(art, i), strings.Join(quotes, "\n"), strings.Join(starts, ";"), strings.Join(stops, ";"), d.place(c.Quotes), d.name(), a.Date, a.Source.URI}
		for k := range row {
			row[k] = disarmed(row[k])
		}
		out.Write(row) // the writer keeps its error
	}
	out.Flush()
	return out.Error()
}

// disarmed keeps a spreadsheet from running a cell as a formula (OWASP, CSV injection).
func disarmed(cell string) string {
	if strings.IndexAny(cell, "=+-@\t\r＝＋－＠") == 0 {
		return "'" + cell
	}
	return cell
}

// cardsOf begins a document of one guide.
func cardsOf(a *daodu.Article, art *daodu.Artifact) (*daodu.Guide, *document) {
	g, ok := art.Content.(*daodu.Guide)
	if !ok {
		g = new(daodu.Guide)
	}
	d := newDocument(a, art.Lang)
	d.begin(art)
	return g, d
}

// cardSigns stands behind the back of the i-th card: that a check did not confirm it, that
// its words are damaged, with what is wrong.
func (d *document) cardSigns(art *daodu.Artifact, i int) string {
	path, signs := fmt.Sprintf("flashcards[%d]", i), ""
	for _, f := range art.Findings {
		switch {
		case f.Path != path:
		case f.Rule == "damage":
			signs += fmt.Sprintf(d.own.cardDamage, strings.TrimRight(f.Detail, "。."))
		case f.Verdict == daodu.Unsupported && !strings.Contains(signs, d.own.unconfirmed):
			signs += d.own.unconfirmed
		}
	}
	return signs
}

// cardPlace names the sentences, sections and letters of the text that a card rests on.
func (d *document) cardPlace(c daodu.Flashcard) string {
	if len(c.Quotes) == 0 {
		return ""
	}
	first, last := ends(c.Quotes)
	place := fmt.Sprintf(d.own.position, first.Start+1, last.End)
	if named := d.place(c.Quotes); named != "" {
		place = named + " · " + place
	}
	return place
}

// cited names the article on a card, which is read far from it: title, speaker, date,
// source, and that the source is not whole.
func (d *document) cited() string {
	a := d.article
	var parts []string
	for _, s := range []string{speakerWords(a.Speaker), d.name(), d.dateWords(), d.sourceWords()} {
		if s != "" {
			parts = append(parts, oneLine(s))
		}
	}
	words := strings.Join(parts, " · ")
	for _, x := range a.Damage {
		if x.Kind == daodu.Truncated || x.Kind == daodu.Preview {
			return words + d.own.partOnly
		}
	}
	return words
}

// tags sort cards in Anki: the program, the year, the genre.
func (d *document) tags() []string {
	tags := []string{"daodu"}
	year, _, _ := strings.Cut(d.article.Date, "-")
	if _, err := strconv.Atoi(year); err == nil {
		tags = append(tags, "daodu::"+year)
	}
	if d.article.Genre != "" {
		tags = append(tags, "daodu::"+string(d.article.Genre))
	}
	return tags
}
