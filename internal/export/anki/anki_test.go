package anki

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var monday = time.Date(2025, 3, 17, 8, 0, 0, 0, time.UTC)

func deck(notes ...Note) Deck {
	return Deck{Name: []string{"导读", "一::二"}, Modified: monday, Notes: notes}
}

func note(guid, front, back string) Note {
	return Note{GUID: guid, Front: front, Back: back, Quotes: []string{"原文甲", "原文乙"}, Place: "S1", Article: "某文", Tags: []string{"daodu", "two words"}}
}

// unpack writes a package and opens its database.
func unpack(t testing.TB, d Deck) *sql.DB {
	t.Helper()
	var out bytes.Buffer
	if err := Package(&out, d); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	if string(files["media"]) != "{}" || len(files) != 2 {
		t.Fatalf("media %q, %d files", files["media"], len(files))
	}
	name := filepath.Join(t.TempDir(), "collection.anki2")
	if err := os.WriteFile(name, files["collection.anki2"], 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// columns of schema 11, as the documentation of the format lists them.
var columns = map[string]string{
	"col":    "id crt mod scm ver dty usn ls conf models decks dconf tags",
	"notes":  "id guid mid mod usn tags flds sfld csum flags data",
	"cards":  "id nid did ord mod usn type queue due ivl factor reps lapses left odue odid flags data",
	"revlog": "id cid usn ease ivl lastIvl factor time type",
	"graves": "usn oid type",
}

func TestSchema(t *testing.T) {
	t.Parallel()
	db := unpack(t, deck(note("g1", "问", "答")))
	for table, want := range columns {
		rows, err := db.Query("select name from pragma_table_info(?) order by cid", table)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				t.Fatal(err)
			}
			got = append(got, name)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Fields(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", table, diff)
		}
	}
	var check string
	if err := db.QueryRow("pragma integrity_check").Scan(&check); err != nil || check != "ok" {
		t.Errorf("integrity: %s, %v", check, err)
	}
	var version, rows int
	if err := db.QueryRow("select max(ver), count(*) from col").Scan(&version, &rows); err != nil || version != 11 || rows != 1 {
		t.Errorf("version %d, %d rows, %v", version, rows, err)
	}
}

// A noteType, a deckOf are what Anki requires of the JSON of a collection.
type noteType struct {
	ID     int64  `json:"id"`
	Name   string `json:"name"`
	Type   *int   `json:"type"`
	Mod    *int64 `json:"mod"`
	USN    *int   `json:"usn"`
	Sort   *int   `json:"sortf"`
	CSS    string `json:"css"`
	Fields []struct {
		Name   string `json:"name"`
		Ord    int    `json:"ord"`
		Sticky *bool  `json:"sticky"`
		RTL    *bool  `json:"rtl"`
		Font   string `json:"font"`
		Size   int    `json:"size"`
	} `json:"flds"`
	Templates []struct {
		Name   string `json:"name"`
		Front  string `json:"qfmt"`
		Answer string `json:"afmt"`
	} `json:"tmpls"`
}

type deckOf struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	Dyn       *int   `json:"dyn"`
	Conf      int64  `json:"conf"`
	Collapsed *bool  `json:"collapsed"`
	New       []int  `json:"newToday"`
	Rev       []int  `json:"revToday"`
	Learn     []int  `json:"lrnToday"`
	Time      []int  `json:"timeToday"`
}

// TestCollectionDescribesItself reads the JSON columns by the fields that Anki requires,
// and checks that every note and card refers to what is there.
func TestCollectionDescribesItself(t *testing.T) {
	t.Parallel()
	db := unpack(t, deck(note("g1", "问一", "答"), note("g2", "问二", "答")))
	var conf, models, decks, options string
	if err := db.QueryRow("select conf, models, decks, dconf from col").Scan(&conf, &models, &decks, &options); err != nil {
		t.Fatal(err)
	}
	types, all := map[string]noteType{}, map[string]deckOf{}
	for text, v := range map[string]any{conf: &map[string]any{}, options: &map[string]any{}, models: &types, decks: &all} {
		if err := json.Unmarshal([]byte(text), v); err != nil {
			t.Fatal(err)
		}
	}
	for key, m := range types {
		if key != fmt.Sprint(m.ID) || m.Type == nil || m.Mod == nil || m.USN == nil || m.Sort == nil || len(m.Templates) != 1 {
			t.Errorf("note type %s: %+v", key, m)
		}
		for i, f := range m.Fields {
			if f.Ord != i || f.Sticky == nil || f.RTL == nil || f.Size == 0 || !strings.Contains(m.Templates[0].Front+m.Templates[0].Answer, "{{"+f.Name+"}}") {
				t.Errorf("field %+v", f)
			}
		}
	}
	for key, d := range all {
		if key != fmt.Sprint(d.ID) || d.Dyn == nil || d.Collapsed == nil || len(d.New)*len(d.Rev)*len(d.Learn)*len(d.Time) != 16 || !strings.Contains(options, fmt.Sprintf(`"%d":{"id":%d`, d.Conf, d.Conf)) {
			t.Errorf("deck %s: %+v", key, d)
		}
	}
	rows, err := db.Query("select n.mid, n.flds, n.tags, c.did, c.due, c.queue, c.type from cards c join notes n on n.id = c.nid order by c.due")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		n++
		var mid, did, due, queue, kind int
		var fields, tags string
		if err := rows.Scan(&mid, &fields, &tags, &did, &due, &queue, &kind); err != nil {
			t.Fatal(err)
		}
		if got, want := len(strings.Split(fields, "\x1f")), len(types[fmt.Sprint(mid)].Fields); got != want {
			t.Errorf("%d fields, the note type has %d", got, want)
		}
		if all[fmt.Sprint(did)].Name != "导读::一：：二" || due != n || queue != 0 || kind != 0 || tags != " daodu two_words " {
			t.Errorf("card of deck %q, due %d, queue %d, type %d, tags %q", all[fmt.Sprint(did)].Name, due, queue, kind, tags)
		}
	}
	if err := rows.Err(); err != nil || n != 2 {
		t.Errorf("%d cards, %v", n, err)
	}
}

// A collection is what a user of Anki has: notes by GUID.
type library map[string]kept

type kept struct {
	mod    int64
	fields string
}

// load does what the manual of Anki says of importing packages: a note with a known GUID
// is replaced when it is newer, else left; another is added.
func (c library) load(t testing.TB, d Deck) (added, updated int) {
	t.Helper()
	rows, err := unpack(t, d).Query("select guid, mod, flds from notes")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var guid string
		var n kept
		if err := rows.Scan(&guid, &n.mod, &n.fields); err != nil {
			t.Fatal(err)
		}
		old, known := c[guid]
		switch {
		case !known:
			added++
		case n.mod <= old.mod:
			continue
		case n.fields != old.fields:
			updated++
		}
		c[guid] = n
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return added, updated
}

func TestImportingTwiceAddsNothing(t *testing.T) {
	t.Parallel()
	var notes []Note
	for i := range 40 {
		notes = append(notes, note(fmt.Sprintf("%020x", i), fmt.Sprintf("第%d问", i), "答"))
	}
	mine := library{}
	if added, updated := mine.load(t, deck(notes...)); added != 40 || updated != 0 {
		t.Errorf("first import: %d added, %d updated", added, updated)
	}
	if added, updated := mine.load(t, deck(notes...)); added != 0 || updated != 0 {
		t.Errorf("second import: %d added, %d updated", added, updated)
	}
	corrected := deck(slices.Clone(notes)...)
	corrected.Notes[7].Back = "改正的答案"
	corrected.Modified = monday.Add(time.Hour)
	if added, updated := mine.load(t, corrected); added != 0 || updated != 1 {
		t.Errorf("after a correction: %d added, %d updated", added, updated)
	}
	if added, updated := mine.load(t, deck(notes...)); added != 0 || updated != 0 {
		t.Errorf("an older package: %d added, %d updated", added, updated)
	}
}

// TestDecksKeepTheirIdentifiers has what an import goes by beside the GUID.
func TestDecksKeepTheirIdentifiers(t *testing.T) {
	t.Parallel()
	a, b := deck(note("g", "问", "答")), deck(note("g", "问", "另答"))
	b.Modified = monday.Add(100 * time.Hour)
	if deckID(a) != deckID(b) {
		t.Error("the deck changes with time")
	}
	for _, lasting := range []string{`"1763683200000":`, `"id":1763683200000`, `"name":"正面"`, `"name":"背面"`, `"name":"原文"`, `"name":"位置"`, `"name":"文章"`, `"name":"导读"`} {
		if !strings.Contains(noteTypes(), lasting) {
			t.Errorf("the note type is without %s: decks that were imported before would be added again", lasting)
		}
	}
	b.Name[1] = "三"
	if id := deckID(b); id == deckID(a) || id < 1_000_000_000_000 || id > 1<<53 {
		t.Errorf("the deck of another name has the number %d", id)
	}
	for words, want := range map[string]int64{"front": 0x1b78eb3b, "职工": 0xefec41a6} { // sha1sum, first 8 digits
		if got := checksum(words); got != want {
			t.Errorf("the checksum of %q is %x, want %x", words, got, want)
		}
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	tests := []struct{ words, field, bare string }{
		{"a<b> & \"c\"", "a&lt;b&gt; &amp; &#34;c&#34;", `a<b> & "c"`},
		{"两\n行\t和\x1f界", "两 行 和界", "两 行 和界"},
		{"[sound:x.mp3]", "&#91;sound:x.mp3]", "[sound:x.mp3]"},
		{"𠮷＊〇", "𠮷＊〇", "𠮷＊〇"},
		{"職工＿＿＿＿書屋", "職工＿＿＿＿書屋", "職工＿＿＿＿書屋"},
	}
	for _, tt := range tests {
		if got := field(tt.words); got != tt.field {
			t.Errorf("field of %q is %q, want %q", tt.words, got, tt.field)
		}
		if got := bare(field(tt.words)); got != tt.bare {
			t.Errorf("%q comes back as %q, want %q", tt.words, got, tt.bare)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := Text(&out, deck(note("g1", "问#", "答\t二"), Note{GUID: "g2", Front: "\"引\"", Back: "乙"})); err != nil {
		t.Fatal(err)
	}
	want := "#separator:tab\n#html:true\n#guid column:1\n#tags column:4\n#deck:导读::一：：二\n" +
		"g1\t问#\t答 二<blockquote>原文甲<br>原文乙</blockquote><div><small>S1</small></div><div><small>某文</small></div>\tdaodu two_words\n" +
		"g2\t&#34;引&#34;\t乙\t\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestSameDeckSameBytes(t *testing.T) {
	t.Parallel()
	var a, b bytes.Buffer
	if err := errors.Join(Package(&a, deck(note("g", "问", "答"))), Package(&b, deck(note("g", "问", "答")))); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two packages of one deck differ")
	}
}
