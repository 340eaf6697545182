package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daodu/daodu"
)

// A Filter chooses articles. Empty fields choose all; the fields that are set must all
// hold.
type Filter struct {
	From, To  string // ISO dates, both included: "2022", "2022-10", "2022-10-01"
	Speaker   string // the whole name, in either script
	Publisher string // part of the name, in either script
	Script    daodu.Script
	Genre     daodu.Genre
	Damage    daodu.Severity // this or worse
	Sound     bool           // without any damage
	// Collection chooses the articles of a collection, by its ID.
	Collection string
}

// A Page asks for a part of a list.
type Page struct {
	After string // ID of the last article of the page before; "" for the first page
	Limit int    // 0 is DefaultLimit, at most MaxLimit
	Sort  Sort   // "" is SortNewest
	// AfterDate is the date of the article After, for lists that are sorted by date.
	AfterDate string
}

// A Sort is an order of articles. Those of one date are in the order of adding; those
// without a date count as the oldest.
type Sort string

// The orders.
const (
	SortNewest Sort = "-added" // added last first
	SortOldest Sort = "added"  // added first first
	SortLatest Sort = "-date"  // latest date first
	SortDate   Sort = "date"   // earliest date first
)

// order returns the SQL of what s sorts by and the comparison that lies behind an article
// in it.
func (s Sort) order() (by, behind string, err error) {
	switch s {
	case SortNewest, "":
		return "a.id desc", " and a.id < $%[1]d", nil
	case SortOldest:
		return "a.id", " and a.id > $%[1]d", nil
	case SortLatest:
		return "a.date desc, a.id desc", " and (a.date, a.id) < ($%[2]d, $%[1]d)", nil
	case SortDate:
		return "a.date, a.id", " and (a.date, a.id) > ($%[2]d, $%[1]d)", nil
	}
	return "", "", fmt.Errorf("%w: %q is no order; use added, -added, date or -date", daodu.ErrUsage, string(s))
}

// The sizes of a page.
const (
	DefaultLimit = 50
	MaxLimit     = 1000
)

func (p Page) limit() int {
	if p.Limit <= 0 {
		return DefaultLimit
	}
	return min(p.Limit, MaxLimit)
}

// entryColumns are what an entry is read from, in the order of scanEntry.
const entryColumns = `a.id, a.title, a.speaker, a.role, a.publisher, a.date, a.uri, a.genre, a.script, a.lang, a.length, a.damage, a.added_at`

func scanEntry(r rows, more ...any) (key, daodu.Entry, error) {
	var e daodu.Entry
	var id key
	var name, role, genre, script, damage string
	var added int64
	dest := append([]any{&id, &e.Title, &name, &role, &e.Publisher, &e.Date, &e.URI, &genre, &script, &e.Lang, &e.Length, &damage, &added}, more...)
	if err := r.Scan(dest...); err != nil {
		return id, e, err
	}
	e.ID, e.Genre, e.Script, e.Damage = id.String(), daodu.Genre(genre), daodu.Script(script), daodu.Severity(damage)
	e.AddedAt = time.UnixMicro(added).UTC()
	if name != "" || role != "" {
		e.Speaker = &daodu.Speaker{Name: name, Role: role}
	}
	return id, e, nil
}

// List returns articles in the order that the page asks for. next is the ID to go on after,
// "" at the end.
func (s *Store) List(ctx context.Context, f Filter, p Page) (entries []daodu.Entry, next string, err error) {
	where, args, err := f.where([]any{s.workspace})
	if err != nil {
		return nil, "", err
	}
	by, behind, err := p.Sort.order()
	if err != nil {
		return nil, "", err
	}
	if p.After != "" {
		after, err := parseKey(p.After)
		if err != nil {
			return nil, "", err
		}
		args = append(args, after)
		n := len(args)
		if strings.Contains(behind, "%[2]d") {
			args = append(args, printable(p.AfterDate))
		}
		where += strings.NewReplacer("%[1]d", fmt.Sprint(n), "%[2]d", fmt.Sprint(n+1)).Replace(behind)
	}
	args = append(args, p.limit()+1)
	sql := fmt.Sprintf(`select %s from articles a where a.workspace_id = $1%s order by %s limit $%d`, entryColumns, where, by, len(args))
	err = s.read(ctx, func(tx conn) error {
		entries = nil
		return each(ctx, tx, func(r rows) error {
			_, e, err := scanEntry(r)
			entries = append(entries, e)
			return err
		}, sql, args...)
	})
	if err != nil {
		return nil, "", err
	}
	if len(entries) > p.limit() {
		entries = entries[:p.limit()]
		next = entries[len(entries)-1].ID
	}
	return entries, next, nil
}

// Count returns how many articles a filter chooses.
func (s *Store) Count(ctx context.Context, f Filter) (n int, err error) {
	where, args, err := f.where([]any{s.workspace})
	if err != nil {
		return 0, err
	}
	err = s.read(ctx, func(tx conn) error {
		return one(ctx, tx, []any{&n}, `select count(*) from articles a where a.workspace_id = $1`+where, args...)
	})
	return n, err
}

// where returns the conditions of f, each with its "and", and args with what they need
// appended. The article's row is called a.
func (f Filter) where(args []any) (string, []any, error) {
	for _, date := range []string{f.From, f.To} {
		if date != "" && !isDate(date) {
			return "", nil, fmt.Errorf("%w: %q is no date; write it as 2022, 2022-10 or 2022-10-01", daodu.ErrUsage, date)
		}
	}
	var b strings.Builder
	add := func(on bool, condition string, value any) {
		if on {
			args = append(args, value)
			fmt.Fprintf(&b, " and "+condition, len(args))
		}
	}
	// An article of "2022" may be of any day of that year.
	add(f.From != "", "(a.date >= $%[1]d or a.date <> '' and substr(cast($%[1]d as text), 1, length(a.date)) = a.date)", f.From)
	add(f.To != "", "a.date <> '' and substr(a.date, 1, length(cast($%[1]d as text))) <= $%[1]d", f.To)
	add(f.Speaker != "", "a.speaker_folded = $%d", fold(printable(f.Speaker)))
	add(f.Publisher != "", "a.publisher_folded like $%d escape '\\'", "%"+literal(fold(printable(f.Publisher)))+"%")
	add(f.Script != "", "a.script = $%d", printable(string(f.Script)))
	add(f.Genre != "", "a.genre = $%d", printable(string(f.Genre)))
	add(f.Sound, "a.damage = $%d", "")
	if f.Collection != "" {
		k, err := identifier("collection", f.Collection)
		if err != nil {
			return "", nil, err
		}
		add(true, "a.id in (select article_id from collection_items where workspace_id = a.workspace_id and collection_id = $%d)", k)
	}
	if f.Damage != "" {
		level := slices.Index(severities, f.Damage)
		if level < 0 {
			return "", nil, fmt.Errorf("%w: damage %q is none of note, warn, severe", daodu.ErrUsage, f.Damage)
		}
		placeholders, values := list(len(args)+1, severities[level:])
		for _, v := range values {
			args = append(args, string(v.(daodu.Severity)))
		}
		b.WriteString(" and a.damage in (" + placeholders + ")")
	}
	return b.String(), args, nil
}

// literal takes the meaning from the wildcards of like.
func literal(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

// isDate reports whether s is a year, a month or a day in ISO 8601.
func isDate(s string) bool {
	for _, layout := range []string{"2006", "2006-01", "2006-01-02"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// Total says how large a library is.
type Total struct {
	Articles, Chunks, Artifacts int
}

// Total returns how much the workspace holds.
func (s *Store) Total(ctx context.Context) (t Total, err error) {
	err = s.read(ctx, func(tx conn) error {
		return one(ctx, tx, []any{&t.Articles, &t.Chunks, &t.Artifacts}, `select (select count(*) from articles where workspace_id = $1),
			(select coalesce(sum(chunks), 0) from articles where workspace_id = $1), (select count(*) from artifacts where workspace_id = $1)`, s.workspace)
	})
	return t, err
}
