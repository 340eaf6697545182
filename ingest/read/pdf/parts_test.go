package pdf

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func testFile() *file {
	return &file{budget: &budget{ctx: context.Background(), bytes: 1 << 20, objects: 1 << 20}, forms: make(map[*stream][]byte)}
}

func TestLexer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want any
	}{
		{`/Name#20x`, name("Name x")},
		{`(a\(b\)\101\
c(d))`, "a(b)Ac(d)"},
		{"(unbalanced (", "unbalanced ("},
		{`<48 65 6C6>`, "Hel`"},
		{`-.5`, -0.5},
		{`--5`, -5},
		{`+7`, 7},
		{`0x10`, operator("0x10")},
		{`[1 2 R 3 0 R /A]`, array{ref(1), ref(3), name("A")}},
		{`<< /A 1 /B /C /D 5 0 R /E [<< /F (x) >>] >>`,
			dict{"A": 1, "B": name("C"), "D": ref(5), "E": array{dict{"F": "x"}}}},
		{`<< /A /B /C >>`, dict{"A": name("B")}},
		{`<< /A 1 endobj`, dict{"A": 1}},
		{"% comment\ntrue", true},
		{`null`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			l := lexer{data: []byte(tt.in), budget: testFile().budget}
			got, err := l.next(0)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		filter any
		raw    string
		want   string
	}{
		// The example of ISO 32000-1, 7.4.4.2.
		{"LZW", name("LZWDecode"), "\x80\x0B\x60\x50\x22\x0C\x0C\x85\x01", "-----A---B"},
		{"hexadecimal", name("ASCIIHexDecode"), "48 65 6c 6C 6F>", "Hello"},
		{"base 85", name("ASCII85Decode"), "<~87cURD]j7BEbo80~>", "Hello world!"},
		{"runs", name("RunLengthDecode"), "\x02abc\xFEx\x80junk", "abcxxx"},
		{"two filters", array{name("AHx"), name("RL")}, "02 61 62 63 FE 78 80>", "abcxxx"},
		{"raw deflate cut short", name("FlateDecode"), "\x4b\x4c\x4a", "ab"},
		{"none", nil, "abc", "abc"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := testFile().decode(&stream{dict: dict{"Filter": tt.filter}, raw: []byte(tt.raw)})
			if err != nil || string(got) != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
	if _, err := testFile().decode(&stream{dict: dict{"Filter": name("DCTDecode")}}); err != errPicture {
		t.Errorf("a picture gives %v, want %v", err, errPicture)
	}
}

// TestPredictor undoes each filter of PNG on rows of three bytes.
func TestPredictor(t *testing.T) {
	t.Parallel()
	packed := "\x00\x01\x02\x03" + // as it is
		"\x01\x01\x01\x01" + // from the left: 1 2 3
		"\x02\x01\x01\x01" + // from above: 2 3 4
		"\x03\x01\x01\x01" + // mean: 1+1, 1+(2+3)/2, 1+(3+4)/2
		"\x04\x01\x01\x01" // Paeth: 1+2, 1+3, 1+4
	want := []byte{1, 2, 3, 1, 2, 3, 2, 3, 4, 2, 3, 4, 3, 4, 5}
	got := predictor{kind: 15, colors: 1, bits: 8, columns: 3}.undo([]byte(packed))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCMap(t *testing.T) {
	t.Parallel()
	const program = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Test def
2 begincodespacerange <00> <7F> <8140> <FEFE> endcodespacerange
2 beginbfchar <0041> <5DE5> <0042> <D842DFB7> endbfchar
2 beginbfrange <0050> <0052> <4E00> <0060> <0061> [<66F4> <00410042>] endbfrange
1 begincidrange <8140> <8150> 100 endcidrange
endcmap`
	f := testFile()
	m, err := f.cmap(&stream{raw: []byte(program), dict: dict{}})
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[uint32]string{0x41: "工", 0x42: "𠮷", 0x50: "一", 0x52: "丂", 0x60: "更", 0x61: "AB", 0x53: ""} {
		if got, _ := m.text(code); got != want {
			t.Errorf("text of %X is %q, want %q", code, got, want)
		}
	}
	if got := m.cid(0x8142); got != 102 {
		t.Errorf("CID %d, want 102", got)
	}
	for s, want := range map[string]int{"A": 1, "\x81\x42x": 2, "\x90": 1} {
		if got := m.size(s); got != want {
			t.Errorf("size of code %q is %d, want %d", s, got, want)
		}
	}
}

func TestGlyphText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		code int
		want string
	}{
		{"A", 65, "A"}, {"eacute", 0, "é"}, {"Ccaron", 0, "Č"}, {"quotedblleft", 0, "“"}, {"lozenge", 0, "◊"},
		{"five", 0, "5"}, {"ffi", 0, "ffi"}, {"uni4E2D", 0, "中"}, {"u20BB7", 0, "𠮷"}, {"A.alt", 0, "A"},
		{"G065", 65, "A"}, {"G066", 65, lost}, {"odd", 0, lost}, {".notdef", 0, ""}, {"sigma", 0, "σ"},
	}
	for _, tt := range tests {
		if got := glyphText(tt.name, tt.code); got != tt.want {
			t.Errorf("glyph %s is %q, want %q", tt.name, got, tt.want)
		}
	}
	if n, runes := len(strings.Fields(glyphNames)), len([]rune(glyphRunes)); n != runes {
		t.Errorf("%d names for %d letters", n, runes)
	}
}

func TestRestore(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in, want, encoding string
	}{
		{"GBK", "¹ØÓÚ¼ÓÇ¿°²È«Éú²úµÄÍ¨Öª", "关于加强安全生产的通知", "GB18030"},
		{"letters set apart", "¹Ø ÓÚ ¼Ó Ç¿", "关 于 加 强", "GB18030"},
		{"hyphen for a soft one", "°´ÕÕÔ-ÔòÉÏµÄÒªÇó", "按照原则上的要求", "GB18030"},
		{"Big5", "Ãö©ó¥[±j¦w¥þ¥Í²£ªº³qª¾", "關於加強安全生產的通知", "Big5"},
		{"French", "L'été dernier, à Genève, où naîtra la fête", "L'été dernier, à Genève, où naîtra la fête", ""},
		{"sound text", "关于加强安全生产的通知", "关于加强安全生产的通知", ""},
		{"letters with accents", "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ", "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, encoding, _ := restore(tt.in)
			if got != tt.want || encoding != tt.encoding {
				t.Errorf("got %q in %q, want %q in %q", got, encoding, tt.want, tt.encoding)
			}
		})
	}
}

// TestAdobeGB1 takes letters whose numbers are known from files.
func TestAdobeGB1(t *testing.T) {
	t.Parallel()
	for cid, want := range map[int]string{1: " ", 34: "A", 96: "　", 98: "。", 940: "啊", 4694: "座", 4695: "亍", 7702: "齄", 7703: lost, 0: lost, -1: lost} {
		if got := gb1Text(cid); got != want {
			t.Errorf("CID %d is %q, want %q", cid, got, want)
		}
	}
}

func TestCommonest(t *testing.T) {
	t.Parallel()
	if n := len(isCommonest()); n != 500 {
		t.Errorf("%d different letters, want 500", n)
	}
	for _, s := range symptoms {
		if s.name == "" || s.doc == "" || s.test == nil {
			t.Errorf("symptom %+v is not complete", s)
		}
	}
}
