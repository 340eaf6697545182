package office_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/read/office"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// A wordPara is a paragraph of a Word 97 file: its text with the mark that ends
// it, the number of its style and what its properties (PAPX) say. hidden has a
// character property for all of it.
type wordPara struct {
	text   string
	style  uint16
	props  string
	hidden string
	narrow bool // stands in a piece of one byte a letter
}

// Properties (sprm) of paragraphs and characters.
const (
	inTable = "\x16\x24\x01"
	rowEnd  = "\x17\x24\x01"
	level3  = "\x40\x26\x02"
	noLevel = "\x40\x26\x09"
	deleted = "\x00\x08\x01"
	unseen  = "\x3C\x08\x01"
)

// item returns the properties of a paragraph at a level, from 0, of the first list.
func item(level byte) string { return "\x0A\x26" + string(rune(level)) + "\x0B\x46\x01\x00" }

// A wordFile is a Word 97 file: the parts of its text (main text, footnotes,
// headers, macros, comments, endnotes, text boxes) and its lists.
type wordFile struct {
	parts  [7][]wordPara
	lists  []wordLevel
	flags  uint16
	ident  uint16
	broken func(main, table []byte)
}

// A wordLevel is a level of the only list: number format and text.
type wordLevel struct {
	format byte
	text   string
}

const textStart = 0x400 // where the text stands in the stream

// streams returns the streams WordDocument and 0Table.
func (f wordFile) streams() (main, table []byte) {
	main = make([]byte, textStart)
	if f.ident == 0 {
		f.ident = 0xA5EC
	}
	le.PutUint16(main, f.ident)
	le.PutUint16(main[2:], 0xC1)
	le.PutUint16(main[0x0A:], f.flags)
	var cps, fcs []uint32 // pieces
	var ends []int        // of paragraphs, in the stream
	var paras []wordPara
	cp := 0
	for part, list := range f.parts {
		start := cp
		for _, p := range list {
			cps = append(cps, uint32(cp))
			if p.narrow {
				fcs = append(fcs, uint32(2*len(main))|1<<30)
				main = append(main, p.text...)
				cp += len(p.text)
			} else {
				fcs = append(fcs, uint32(len(main)))
				units := utf16.Encode([]rune(p.text))
				for _, u := range units {
					main = le.AppendUint16(main, u)
				}
				cp += len(units)
			}
			paras, ends = append(paras, p), append(ends, len(main))
		}
		le.PutUint32(main[0x4C+4*part:], uint32(cp-start))
	}
	main = append(main, make([]byte, (512-len(main)%512)%512)...)
	table = f.table(main, cps, fcs, cp)
	papx := page(ends, func(i int) string {
		body := string(le.AppendUint16(nil, paras[i].style)) + paras[i].props
		if len(body)%2 == 0 {
			return "\x00" + string(rune(len(body)/2)) + body
		}
		return string(rune((len(body)+1)/2)) + body
	}, 13)
	chpx := page(ends, func(i int) string {
		if paras[i].hidden == "" {
			return ""
		}
		return string(rune(len(paras[i].hidden))) + paras[i].hidden
	}, 1)
	for pair, data := range map[int][]byte{13: papx, 12: chpx} {
		bte := le.AppendUint32(nil, textStart)
		bte = le.AppendUint32(bte, uint32(ends[len(ends)-1]))
		bte = le.AppendUint32(bte, uint32(len(main)/512))
		main = append(main, data...)
		le.PutUint32(main[0x9A+8*pair:], uint32(len(table)))
		le.PutUint32(main[0x9A+8*pair+4:], uint32(len(bte)))
		table = append(table, bte...)
	}
	if f.broken != nil {
		f.broken(main, table)
	}
	return main, table
}

// table writes the piece table and the lists.
func (f wordFile) table(main []byte, cps, fcs []uint32, cp int) []byte {
	var plc []byte
	for _, c := range append(cps, uint32(cp)) {
		plc = le.AppendUint32(plc, c)
	}
	for _, fc := range fcs {
		plc = append(le.AppendUint32(append(plc, 0, 0), fc), 0, 0)
	}
	clx := append(le.AppendUint32([]byte{2}, uint32(len(plc))), plc...)
	le.PutUint32(main[0x1A2:], 0)
	le.PutUint32(main[0x1A6:], uint32(len(clx)))
	table := clx
	if f.lists == nil {
		return table
	}
	lst := make([]byte, 2+28)
	lst[0], lst[2] = 1, 77
	le.PutUint32(main[0x2E2:], uint32(len(table)))
	le.PutUint32(main[0x2E6:], uint32(len(lst)))
	table = append(table, lst...)
	for i := range 9 {
		level := wordLevel{0xFF, ""}
		if i < len(f.lists) {
			level = f.lists[i]
		}
		lvl := make([]byte, 28)
		lvl[0], lvl[4], lvl[15] = 1, level.format, 2
		units := utf16.Encode([]rune(level.text))
		lvl = le.AppendUint16(lvl, uint16(len(units)))
		for _, u := range units {
			lvl = le.AppendUint16(lvl, u)
		}
		table = append(table, lvl...)
	}
	lfo := append([]byte{1, 0, 0, 0, 77, 0, 0, 0}, make([]byte, 12)...)
	lfo = append(lfo, 0, 0, 0, 0) // cp
	le.PutUint32(main[0x2EA:], uint32(len(table)))
	le.PutUint32(main[0x2EE:], uint32(len(lfo)))
	return append(table, lfo...)
}

// page writes a page of formatted runs (FKP) with entries of a size each, of which
// the first byte tells where the properties stand.
func page(ends []int, props func(i int) string, size int) []byte {
	out := make([]byte, 512)
	out[511] = byte(len(ends))
	le.PutUint32(out, textStart)
	free := 511
	for i, end := range ends {
		le.PutUint32(out[4*(i+1):], uint32(end))
		body := props(i)
		if body == "" {
			continue
		}
		free = (free - len(body)) &^ 1
		copy(out[free:], body)
		out[4*(len(ends)+1)+size*i] = byte(free / 2)
	}
	return out
}

func (f wordFile) bytes(t testing.TB, more ...stream) []byte {
	t.Helper()
	main, table := f.streams()
	return compoundFile(t, append([]stream{{"WordDocument", main}, {"0Table", table}}, more...)...)
}

// mainText returns a file of paragraphs.
func mainText(paras ...wordPara) wordFile {
	return wordFile{parts: [7][]wordPara{paras}}
}

func TestDoc(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		file     wordFile
		want     string
		headings string
	}{
		{name: "paragraphs and headings", file: mainText(
			wordPara{text: "关于开展劳动竞赛的通知\r"},
			wordPara{text: "总体要求\r", style: 1},
			wordPara{text: "目标𠮷😀\r", style: 2},
			wordPara{text: "直接的三级\r", props: level3},
			wordPara{text: "不是标题\r", style: 1, props: noLevel},
			wordPara{text: "第一行\v第二行\t后半\x1E完\x1F\r"},
		), want: "关于开展劳动竞赛的通知\n总体要求\n目标𠮷😀\n直接的三级\n不是标题\n第一行\n第二行\t后半-完\n",
			headings: "1 总体要求\n2 目标𠮷😀\n3 直接的三级\n"},
		{name: "bytes as letters", file: mainText(
			wordPara{text: "\x93Caf\xE9\x94\r", narrow: true}, wordPara{text: "中文\r"}, wordPara{text: "2023\r", narrow: true},
		), want: "“Café”\n中文\n2023\n"},
		{name: "table", file: mainText(
			wordPara{text: "名单\r"},
			wordPara{text: "姓名\a", props: inTable}, wordPara{text: "\a", props: inTable}, wordPara{text: "车间\a", props: inTable}, wordPara{text: "\a", props: inTable + rowEnd},
			wordPara{text: "赵青\a", props: inTable}, wordPara{text: "一车间\r", props: inTable}, wordPara{text: "甲班\a", props: inTable}, wordPara{text: "\a", props: inTable + rowEnd},
			wordPara{text: "完\r"},
		), want: "名单\n姓名\t\t车间\n赵青\t一车间 甲班\n完\n"},
		{name: "fields, deleted and hidden words", file: mainText(
			wordPara{text: "见\x13 HYPERLINK \x13 PAGE \x14页\x15 \x14链接\x15。\r"},
			wordPara{text: "删去", hidden: deleted}, wordPara{text: "看不见", hidden: unseen}, wordPara{text: "留下\r"},
		), want: "见链接。\n留下\n"},
		{name: "numbers", file: wordFile{parts: [7][]wordPara{{
			{text: "要求\r", props: item(0)}, {text: "思想\r", props: item(1)}, {text: "目标\r", props: item(1)},
			{text: "任务\r", props: item(0)}, {text: "重新起头\r", props: item(1)},
		}}, lists: []wordLevel{{37, "\x00、"}, {39, "（\x01）"}}},
			want: "一、要求\n（一）思想\n（二）目标\n二、任务\n（一）重新起头\n"},
		{name: "notes and boxes", file: wordFile{parts: [7][]wordPara{
			{{text: "正文\x02。\r"}},
			{{text: "\x02 见厂志。\r"}, {text: "\x02另一注\r"}},
			{{text: "页眉\r"}},
			nil,
			{{text: "批注\r"}},
			{{text: "\x02尾注\r"}},
			{{text: "文本框\r"}},
		}}, want: "正文。\n文本框\n[1] 见厂志。\n[2] 另一注\n[3] 尾注\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc, err := office.Doc(tt.file.bytes(t))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, doc.Text); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.headings, headings(doc)); diff != "" {
				t.Errorf("headings (-want +got):\n%s", diff)
			}
			check(t, doc, office.DocMediaType)
		})
	}
}

// summary returns a stream SummaryInformation with a title and an author in GBK.
func summary(t *testing.T, title, author string) stream {
	t.Helper()
	data := make([]byte, 48)
	le.PutUint32(data[44:], 48)
	set := make([]byte, 8+3*8)
	le.PutUint32(set[4:], 3)
	text := func(s string) []byte {
		b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(s + "\x00"))
		if err != nil {
			t.Fatal(err)
		}
		for len(b)%4 != 0 {
			b = append(b, 0)
		}
		return append(le.AppendUint32(le.AppendUint32(nil, 30), uint32(len(b))), b...)
	}
	for i, v := range [][]byte{append(le.AppendUint32(nil, 2), 0xA8, 0x03, 0, 0), text(title), text(author)} {
		le.PutUint32(set[8+8*i:], []uint32{1, 2, 4}[i])
		le.PutUint32(set[12+8*i:], uint32(len(set)))
		set = append(set, v...)
	}
	return stream{"\x05SummaryInformation", append(data, set...)}
}

func TestDocProperties(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{"劳动竞赛方案": "劳动竞赛方案", "某年的旧通知": ""} {
		doc, err := office.Doc(mainText(wordPara{text: "劳动竞赛方案\r"}).bytes(t, summary(t, title, "工会办")))
		if err != nil {
			t.Fatal(err)
		}
		if doc.Meta.Title != want || doc.Meta.Author != "工会办" {
			t.Errorf("property %s gives title %q by %q, want %q by 工会办", title, doc.Meta.Title, doc.Meta.Author, want)
		}
	}
}

func TestDocErrors(t *testing.T) {
	t.Parallel()
	sound := mainText(wordPara{text: "关于开展劳动竞赛的通知\r"})
	with := func(change func(f *wordFile)) []byte {
		f := sound
		change(&f)
		return f.bytes(t)
	}
	breaking := func(f func(main, table []byte)) []byte { return with(func(w *wordFile) { w.broken = f }) }
	whole := sound.bytes(t)
	circle := bytes.Clone(whole)
	for i := len(circle) - sectorSize; i < len(circle); i += 4 { // every sector is followed by the first
		le.PutUint32(circle[i:], 0)
	}
	tests := []struct {
		name string
		data []byte
		err  error
		says string
	}{
		{"nothing", nil, daodu.ErrEmpty, "empty"},
		{"RTF", []byte(`{\rtf1 abc}`), daodu.ErrBadInput, "RTF"},
		{"docx", docx(t, "工会"), daodu.ErrBadInput, ".docx"},
		{"web page", []byte("<html>"), daodu.ErrBadInput, "web page"},
		{"anything", []byte("hello"), daodu.ErrBadInput, "not a .doc"},
		{"magic only", whole[:8], daodu.ErrBadInput, "cut short"},
		{"Excel", compoundFile(t, stream{"Workbook", nil}), daodu.ErrBadInput, "Excel"},
		{"PowerPoint", compoundFile(t, stream{"PowerPoint Document", nil}), daodu.ErrBadInput, "PowerPoint"},
		{"encrypted docx", compoundFile(t, stream{"EncryptedPackage", nil}), office.ErrEncrypted, "password"},
		{"no document", compoundFile(t, stream{"Data", nil}), daodu.ErrBadInput, "no Word document"},
		{"no table", compoundFile(t, stream{"WordDocument", func() []byte { m, _ := sound.streams(); return m }()}), daodu.ErrBadInput, "0Table"},
		{"encrypted", with(func(f *wordFile) { f.flags = 1 << 8 }), office.ErrEncrypted, "password"},
		{"Word 95", with(func(f *wordFile) { f.ident = 0xA5DC }), daodu.ErrBadInput, "Word 95"},
		{"other ident", with(func(f *wordFile) { f.ident = 1 }), daodu.ErrBadInput, "damaged"},
		{"no piece table", breaking(func(main, _ []byte) { le.PutUint32(main[0x1A6:], 0) }), daodu.ErrBadInput, "piece table"},
		{"pieces beyond the end", breaking(func(_, table []byte) { le.PutUint32(table[5+8+2:], 0x3FFFFFFF) }), daodu.ErrBadInput, "piece table"},
		{"pieces backwards", breaking(func(_, table []byte) { le.PutUint32(table[5:], 99) }), daodu.ErrBadInput, "piece table"},
		{"no words", mainText(wordPara{text: "\x01\r"}).bytes(t), daodu.ErrEmpty, "OCR"},
		{"storages within each other", nestedFile(6000), daodu.ErrBadInput, "4096 embedded parts"},
		{"sectors in a circle", circle, daodu.ErrBadInput, "damaged"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := office.Doc(tt.data)
			if !errors.Is(err, tt.err) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want %v that says %q", err, tt.err, tt.says)
			}
		})
	}
}

// TestDocCutShort reads every beginning of a file: it must be refused or give a
// beginning of the text.
func TestDocCutShort(t *testing.T) {
	t.Parallel()
	whole := mainText(wordPara{text: "关于开展劳动竞赛的通知\r"}).bytes(t)
	for n := 0; n < len(whole); n += 97 {
		if doc, err := office.Doc(whole[:n]); err == nil {
			check(t, doc, office.DocMediaType)
		} else if !errors.Is(err, daodu.ErrBadInput) && !errors.Is(err, daodu.ErrEmpty) {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
}

func FuzzDoc(f *testing.F) {
	for _, file := range []wordFile{
		mainText(wordPara{text: "关于开展劳动竞赛的通知\r"}, wordPara{text: "要求\r", style: 1}),
		mainText(wordPara{text: "姓名\a", props: inTable}, wordPara{text: "\a", props: inTable + rowEnd}, wordPara{text: "Caf\xE9\r", narrow: true, hidden: deleted}),
		{parts: [7][]wordPara{{{text: "要求\r", props: item(0)}}, {{text: "\x02注\r"}}}, lists: []wordLevel{{37, "\x00、"}}},
	} {
		main, table := file.streams()
		f.Add(main, table)
		f.Add(file.bytes(f), []byte(nil))
	}
	f.Fuzz(func(t *testing.T, main, table []byte) {
		files := [][]byte{main} // as a whole file, and as streams
		if len(main)+len(table) < 50_000 {
			files = append(files, compoundFile(t, stream{"WordDocument", main}, stream{"0Table", table}))
		}
		for _, data := range files {
			if doc, err := office.Doc(data); err == nil {
				check(t, doc, office.DocMediaType)
			}
		}
	})
}
