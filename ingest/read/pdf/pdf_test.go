package pdf_test

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/ingest/read/pdf"
	"github.com/daodu/daodu/internal/race"
	"github.com/google/go-cmp/cmp"
)

// eachTool runs a test with the reader in Go and, where it is installed, with
// pdftotext: both must give the same.
func eachTool(t *testing.T, f func(t *testing.T, r *pdf.Reader)) {
	t.Helper()
	t.Run("go", func(t *testing.T) {
		t.Parallel()
		f(t, &pdf.Reader{Tool: pdf.Go})
	})
	t.Run("pdftotext", func(t *testing.T) {
		t.Parallel()
		path, err := exec.LookPath("pdftotext")
		if err != nil {
			t.Skip("needs pdftotext (package poppler-utils)")
		}
		f(t, &pdf.Reader{Tool: path})
	})
}

func read(t *testing.T, r *pdf.Reader, data []byte) *raw.Document {
	t.Helper()
	doc, err := r.Read(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// fill returns n letters of plain prose.
func fill(n int) string {
	const prose = "职工代表大会审议通过了今年的工作报告和下一步的安排"
	return string([]rune(strings.Repeat(prose, n/20+1))[:n])
}

func TestRead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		lines []show
		want  string
	}{
		{"lines and indents", []show{
			{72, 700, "关于表彰先进集体的决定"},
			{92, 680, "各车间工会，一年来，全厂职工团结一心，"},
			{72, 660, "圆满完成了各项任务。"},
			{72, 640, "现予公布"},
		}, "关于表彰先进集体的决定\n　　各车间工会，一年来，全厂职工团结一心，\n圆满完成了各项任务。\n现予公布\n"},
		{"drawn in another order", []show{
			{72, 640, "第三行"}, {72, 700, "第一行"}, {72, 670, "第二行"},
		}, "第一行\n第二行\n第三行\n"},
		{"traditional and astral letters", []show{
			{72, 700, "臺灣工會聯合會"}, {72, 680, "姓𠮷的同事😀"},
		}, "臺灣工會聯合會\n姓𠮷的同事😀\n"},
		{"bold print made by drawing twice", []show{
			{72, 700, "安全生产"}, {72, 700, "安全生产"},
		}, "安全生产\n"},
		{"cells", []show{
			{72, 700, "姓名"}, {172, 700, "车间"}, {272, 700, "工龄"},
			{72, 680, "赵青"}, {172, 680, "一车间"}, {272, 680, "12"},
		}, "姓名\t车间\t工龄\n赵青\t一车间\t12\n"},
		{"cell of two lines", []show{
			{72, 707, "第一纺织车间"}, {72, 695, "甲班"}, {172, 701, "王新"}, {272, 701, "23"},
		}, "第一纺织车间甲班\t王新\t23\n"},
		{"letters set apart", []show{
			{72, 700, "通"}, {92, 700, "知"}, {72, 680, "正文"},
		}, "通 知\n正文\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			eachTool(t, func(t *testing.T, r *pdf.Reader) {
				doc := read(t, r, onePage(tt.lines...))
				if diff := cmp.Diff(tt.want, doc.Text); diff != "" {
					t.Errorf("text (-want +got):\n%s", diff)
				}
				if len(doc.Damage) > 0 {
					t.Errorf("sound file has damage %v", doc.Damage)
				}
			})
		})
	}
}

// TestColumns puts a heading over two columns whose lines are drawn in turns, as
// they stand side by side.
func TestColumns(t *testing.T) {
	t.Parallel()
	var left, right []string
	lines := []show{{150, 720, "一篇有两栏的文章及其横贯两栏的标题在此"}}
	for i := range 8 {
		l, r := fmt.Sprintf("左%d%s", i, fill(17)), fmt.Sprintf("右%d%s", i, fill(17))
		left, right = append(left, l), append(right, r)
		lines = append(lines, show{72, 700 - 14*i, l}, show{290, 693 - 14*i, r})
	}
	want := strings.Join(append(left, right...), "\n") + "\n"
	eachTool(t, func(t *testing.T, r *pdf.Reader) {
		doc := read(t, r, onePage(lines...))
		_, got, _ := strings.Cut(doc.Text, "\n")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("order of lines (-want +got):\n%s", diff)
		}
	})
}

func TestPages(t *testing.T) {
	t.Parallel()
	f := newPDF()
	font := fmt.Sprintf("/Font << /F %d 0 R >>", f.unicodeFont())
	f.page(font, content(show{72, 700, "第一页"}))
	f.page(font, "")
	f.page(font, content(show{72, 700, "第三页"}))
	eachTool(t, func(t *testing.T, r *pdf.Reader) {
		doc := read(t, r, f.bytes())
		if want := "第一页\n\f\n\f\n第三页\n"; doc.Text != want {
			t.Errorf("text %q, want %q", doc.Text, want)
		}
		if len(doc.Damage) > 0 {
			t.Errorf("a blank page is no damage, got %v", doc.Damage)
		}
		if doc.Source.MediaType != "application/pdf" {
			t.Errorf("media type %q", doc.Source.MediaType)
		}
	})
}

func TestReaderName(t *testing.T) {
	t.Parallel()
	eachTool(t, func(t *testing.T, r *pdf.Reader) {
		want := pdf.Pdftotext
		if r.Tool == pdf.Go {
			want = pdf.Go
		}
		if got := read(t, r, onePage(show{72, 700, "工会"})).Source.Reader; got != want {
			t.Errorf("reader %q, want %q", got, want)
		}
	})
}

// TestFonts draws the same words with each kind of font that does not say what its
// letters are.
func TestFonts(t *testing.T) {
	t.Parallel()
	const words = "东风纺织厂工会２０２３年，共５００人"
	tests := []struct {
		name, encoding, ordering string
		codes                    []byte
	}{
		{"GBK", "GBK-EUC-H", "GB1", gbk(t, words)},
		{"Unicode", "UniGB-UCS2-H", "GB1", utf16Of(words)},
		// 东 is the 22nd letter of row 22 of GB 2312, and so on.
		{"numbers of Adobe-GB1", "Identity-H", "GB1", gb1Codes(t, words)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newPDF()
			f.page(fmt.Sprintf("/Font << /F %d 0 R >>", f.composite(tt.encoding, tt.ordering, "")),
				fmt.Sprintf("BT /F 10 Tf 72 700 Td %s Tj ET", hexOf(tt.codes)))
			eachTool(t, func(t *testing.T, r *pdf.Reader) {
				if got := read(t, r, f.bytes()).Text; got != words+"\n" {
					t.Errorf("got %q, want %q", got, words)
				}
			})
		})
	}
}

// gb1Codes returns the CIDs of letters of the first rows and the first level of GB
// 2312: 16 rows of signs with the numbers from 96, hanzi with those from 940.
func gb1Codes(t *testing.T, s string) []byte {
	t.Helper()
	var out []byte
	for _, r := range s {
		b := gbk(t, string(r))
		row, cell := int(b[0])-0xA1, int(b[1])-0xA1
		cid := 96 + cell // row 1
		switch {
		case row == 2:
			cid = 262 + cell
		case row >= 15:
			cid = 940 + (row-15)*94 + cell
		}
		out = append(out, byte(cid>>8), byte(cid))
	}
	return out
}

// TestLatinView reads a font that claims Latin letters while its codes are GBK.
func TestLatinView(t *testing.T) {
	t.Parallel()
	const words = "关于做好夏季安全生产工作的通知"
	f := newPDF()
	font := f.add("<< /Type /Font /Subtype /TrueType /BaseFont /Song /Encoding /WinAnsiEncoding /FirstChar 0 /LastChar 255 /Widths [" +
		strings.Repeat("500 ", 256) + "] >>")
	f.page(fmt.Sprintf("/Font << /F %d 0 R >>", font), fmt.Sprintf("BT /F 10 Tf 72 700 Td %s Tj ET", hexOf(gbk(t, words))))
	eachTool(t, func(t *testing.T, r *pdf.Reader) {
		doc := read(t, r, f.bytes())
		if doc.Text != words+"\n" {
			t.Errorf("got %q, want %q", doc.Text, words)
		}
		want := []daodu.Damage{{Kind: daodu.Mojibake, Severity: daodu.SeverityWarn, Span: daodu.Span{End: len([]rune(words)) + 1},
			Note: "PDF字体未注明编码，其中15个字已按GB18030还原，请对照原件核对。"}}
		if diff := cmp.Diff(want, doc.Damage); diff != "" {
			t.Errorf("damage (-want +got):\n%s", diff)
		}
	})
}

func TestScan(t *testing.T) {
	t.Parallel()
	f := newPDF()
	font, image := f.unicodeFont(), f.add("<< /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream")
	resources := fmt.Sprintf("/Font << /F %d 0 R >> /XObject << /I %d 0 R >>", font, image)
	const picture = "q 600 0 0 800 0 0 cm /I Do Q "
	prose := content(show{72, 700, fill(30)}, show{72, 680, fill(30)})

	tests := []struct {
		name  string
		pages []string
		err   error
		kinds []daodu.DamageKind
	}{
		{"pictures only", []string{picture, picture}, pdf.ErrScanned, nil},
		{"stamped pictures", []string{
			picture + content(show{72, 20, "某某数据库 第1页"}), picture + content(show{72, 20, "某某数据库 第2页"}),
		}, pdf.ErrScanned, nil},
		{"slides with a background", []string{
			picture + content(show{72, 400, "目标任务"}), picture + content(show{72, 400, "保障措施"}),
		}, nil, nil},
		{"a picture between text", []string{prose, picture, prose}, nil, []daodu.DamageKind{daodu.Truncated}},
		{"letters behind the scan", []string{picture + "3 Tr " + prose}, nil, []daodu.DamageKind{daodu.OCRSuspect}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := &pdfFile{objects: append([]string(nil), f.objects...)}
			for _, p := range tt.pages {
				f.page(resources, p)
			}
			eachTool(t, func(t *testing.T, r *pdf.Reader) {
				doc, err := r.Read(t.Context(), f.bytes())
				if !errors.Is(err, tt.err) || tt.err != nil && !errors.Is(err, daodu.ErrBadInput) {
					t.Fatalf("error %v, want %v", err, tt.err)
				}
				if err != nil {
					return
				}
				var kinds []daodu.DamageKind
				for _, d := range doc.Damage {
					kinds = append(kinds, d.Kind)
				}
				if diff := cmp.Diff(tt.kinds, kinds); diff != "" {
					t.Errorf("damage (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// TestWrongMapping gives fonts that name their letters wrongly.
func TestWrongMapping(t *testing.T) {
	t.Parallel()
	shift := func(s string, by rune) string {
		return strings.Map(func(r rune) rune { return r + by }, s)
	}
	english := strings.Repeat("the annual meeting of the members was held in the hall", 5)
	five := func(s string) []string { return []string{s[:50], s[50:100], s[100:150], s[150:200], s[200:250]} }
	tests := []struct {
		name string
		text []string
		err  error
		n    int // damage entries
	}{
		{"rare letters", []string{shift(fill(40), 0x900), shift(fill(40), 0x900)}, pdf.ErrFonts, 0},
		{"some rare letters", []string{fill(40), fill(40), fill(40), shift(fill(40), 0x900), shift(fill(40), 0x900), fill(40)}, nil, 1},
		{"one line of names", []string{fill(40), "赵琰、钱玥、孙珩、李璟、周琮、吴瑾、郑瑜", fill(40)}, nil, 0},
		{"codes some places off", five(shift(strings.ReplaceAll(english+english, " ", ""), -29)), pdf.ErrFonts, 0},
		{"English", five(english), nil, 0},
		{"lost letters", []string{fill(10) + strings.Repeat("\uE123", 20)}, pdf.ErrFonts, 0},
		{"a lost letter", []string{fill(40), fill(40) + "\uE123", fill(40)}, nil, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var lines []show
			for i, s := range tt.text {
				lines = append(lines, show{20, 700 - 20*i, s})
			}
			eachTool(t, func(t *testing.T, r *pdf.Reader) {
				doc, err := r.Read(t.Context(), onePage(lines...))
				if !errors.Is(err, tt.err) {
					t.Fatalf("error %v, want %v", err, tt.err)
				}
				if err == nil && len(doc.Damage) != tt.n {
					t.Errorf("damage %v, want %d entries", doc.Damage, tt.n)
				}
			})
		})
	}
}

func TestNoPDF(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		data string
		err  error
		says string
	}{
		{"nothing", "", daodu.ErrEmpty, "empty"},
		{"a web page", "<!DOCTYPE html><html><body>请登录</body></html>", daodu.ErrBadInput, "web page"},
		{"another file", "PK\x03\x04", daodu.ErrBadInput, "not a PDF"},
		{"a head only", "%PDF-1.4\n", daodu.ErrBadInput, "damaged"},
		{"no pages", "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", daodu.ErrBadInput, "damaged"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			eachTool(t, func(t *testing.T, r *pdf.Reader) {
				_, err := r.Read(t.Context(), []byte(tt.data))
				if !errors.Is(err, tt.err) || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("error %v, want %v that says %q", err, tt.err, tt.says)
				}
				if err != nil && strings.Contains(err.Error(), "\n") {
					t.Errorf("error is not one line: %q", err)
				}
			})
		})
	}
}

func TestTool(t *testing.T) {
	t.Parallel()
	_, err := (&pdf.Reader{Tool: "/no/such/pdftotext"}).Read(t.Context(), onePage(show{72, 700, "工会"}))
	if !errors.Is(err, daodu.ErrUsage) {
		t.Errorf("a tool that is not there: %v, want %v", err, daodu.ErrUsage)
	}
}

func TestMeta(t *testing.T) {
	t.Parallel()
	race.Skip(t)
	f := newPDF()
	f.page(fmt.Sprintf("/Font << /F %d 0 R >>", f.unicodeFont()), content(show{72, 700, "全厂职工 代表大会纪要"}, show{72, 680, fill(30)}))
	for title, want := range map[string]string{
		"全厂职工代表大会纪要":               "全厂职工代表大会纪要",
		"Microsoft Word - 旧文件.doc": "",
		"去年的通知":                    "",
	} {
		info := f.add(fmt.Sprintf("<< /Title %s /Author %s >>", hexOf(append([]byte{0xFE, 0xFF}, utf16Of(title)...)), hexOf(append([]byte{0xFE, 0xFF}, utf16Of("赵青")...))))
		f.trailer = fmt.Sprintf("/Info %d 0 R", info)
		data := f.bytes()
		t.Run(title, func(t *testing.T) {
			eachTool(t, func(t *testing.T, r *pdf.Reader) {
				if diff := cmp.Diff(raw.Meta{Title: want, Author: "赵青"}, read(t, r, data).Meta); diff != "" {
					t.Errorf("meta (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	eachTool(t, func(t *testing.T, r *pdf.Reader) {
		if _, err := r.Read(ctx, onePage(show{72, 700, fill(30)})); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want %v", err, context.Canceled)
		}
	})
}
