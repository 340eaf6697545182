package pdf

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
)

// A symptom is a way in which the text of a PDF is not what stands on its pages.
type symptom struct {
	name string
	doc  string
	// test looks at a text and adds to its damage. It returns an error when nothing
	// of use is left.
	test func(t *text, doc *raw.Document) error
}

// symptoms are tested in order. The one that restores letters comes before those
// that judge them or point at places.
var symptoms = []symptom{
	{"latin", "GBK or Big5 shown as Latin letters, from fonts that do not name their encoding", latinView},
	{"scan", "pages are pictures, without letters", scan},
	{"cut", "pages are listed but not in the file, which was cut short", cutShort},
	{"lost", "letters that the fonts do not name", lostLetters},
	{"mapping", "letters named wrongly, so that rare ones abound", wrongMapping},
	{"garble", "Latin letters in an order of no language", garbledLatin},
	{"ocr", "letters behind a scan, as machine reading puts them", machineRead},
}

// judge runs the symptom tests on the text of doc.
func (t *text) judge(doc *raw.Document) error {
	for _, s := range symptoms {
		if err := s.test(t, doc); err != nil {
			return err
		}
	}
	return nil
}

// countLetters counts what is not punctuation or space.
func countLetters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// whole is the span of the whole text.
func whole(doc *raw.Document) daodu.Span {
	return daodu.Span{End: utf8.RuneCountInString(doc.Text)}
}

// scan looks for pages without text of their own. More than half of them is a
// scan, fewer are pictures among text.
func scan(t *text, doc *raw.Document) error {
	pages := t.textless()
	if t.letters() == 0 {
		pages = make([]int, len(t.pages)) // be they pictures or drawn as outlines
	}
	if 2*len(pages) > len(t.pages) || len(pages) == len(t.pages) {
		return fmt.Errorf("%w: %w (%d of %d pages have none); run OCR on it first",
			daodu.ErrBadInput, ErrScanned, len(pages), len(t.pages))
	}
	if len(pages) > 0 {
		at := pageStart(doc.Text, pages[0])
		doc.Damage = append(doc.Damage, daodu.Damage{
			Kind: daodu.Truncated, Severity: daodu.SeverityWarn, Span: daodu.Span{Start: at, End: at},
			Note: fmt.Sprintf("共%d页，其中%d页没有文字（第%s页），可能是图片，内容未读出。", len(t.pages), len(pages), pageList(pages)),
		})
	}
	return nil
}

// cutShort tells of pages that the file lists but does not hold.
func cutShort(t *text, doc *raw.Document) error {
	if t.missing > 0 {
		end := whole(doc).End
		doc.Damage = append(doc.Damage, daodu.Damage{
			Kind: daodu.Truncated, Severity: daodu.SeveritySevere, Span: daodu.Span{Start: end, End: end},
			Note: fmt.Sprintf("PDF文件不完整，有%d处页面数据缺失，请重新下载。", t.missing),
		})
	}
	return nil
}

// pageStart returns the code point at which a page begins.
func pageStart(text string, page int) int {
	at := 0
	for ; page > 1; page-- {
		before, after, _ := strings.Cut(text, "\f\n")
		at += utf8.RuneCountInString(before) + 2
		text = after
	}
	return at
}

// pageList names pages, the first ten of them.
func pageList(pages []int) string {
	var names []string
	for _, p := range pages[:min(10, len(pages))] {
		names = append(names, fmt.Sprint(p))
	}
	if len(pages) > 10 {
		return strings.Join(names, "、") + "……"
	}
	return strings.Join(names, "、")
}

// latinView restores letters that are shown as the Latin letters of their bytes.
func latinView(_ *text, doc *raw.Document) error {
	restored, encoding, n := restore(doc.Text)
	if n == 0 {
		return nil
	}
	doc.Text = restored
	doc.Damage = append(doc.Damage, daodu.Damage{
		Kind: daodu.Mojibake, Severity: daodu.SeverityWarn, Span: whole(doc),
		Note: fmt.Sprintf("PDF字体未注明编码，其中%d个字已按%s还原，请对照原件核对。", n, encoding),
	})
	return nil
}

const (
	// lostFatal and lostSevere are shares of lost letters among all.
	lostFatal  = 0.3
	lostSevere = 0.02
)

// lostLetters counts letters without a name: U+FFFD and private use.
func lostLetters(_ *text, doc *raw.Document) error {
	n, first, at := 0, -1, 0
	for _, r := range doc.Text {
		if r == utf8.RuneError || r >= 0xE000 && r <= 0xF8FF {
			if n++; first < 0 {
				first = at
			}
		}
		at++
	}
	share := float64(n) / float64(n+countLetters(doc.Text))
	switch {
	case n == 0:
		return nil
	case share > lostFatal:
		return wrongFonts(fmt.Sprintf("%.0f %% of the letters are lost", 100*share))
	}
	d := daodu.Damage{
		Kind: daodu.Mojibake, Severity: daodu.SeverityNote, Span: daodu.Span{Start: first, End: first + 1},
		Note: fmt.Sprintf("有%d个字符的字体没有字符对照，无法识别（自此处起）。", n),
	}
	if share > lostSevere {
		d.Severity = daodu.SeveritySevere
	}
	doc.Damage = append(doc.Damage, d)
	return nil
}

// wrongFonts is the error for text of which nothing can be used.
func wrongFonts(why string) error {
	return fmt.Errorf("%w: %w (%s); run OCR on it, or find another copy", daodu.ErrBadInput, ErrFonts, why)
}

const (
	// minHan is the least number of Chinese letters of a line to be judged.
	minHan = 10

	// minWrong is the least number of letters in wrong lines: the names of foreign
	// countries, or of people, make a line of rare letters now and then.
	minWrong = 60

	// commonLeast is the least share of the commonest letters among them; see
	// commonest.
	commonLeast = 0.15
)

// wrongMapping looks for lines whose Chinese letters are nearly all rare.
func wrongMapping(_ *text, doc *raw.Document) error {
	var spans []daodu.Span
	han, wrong, at := 0, 0, 0
	for line := range strings.Lines(doc.Text) {
		n, common := 0, 0
		for _, r := range line {
			if isHan(r) {
				n++
				if isCommonest()[r] {
					common++
				}
			}
		}
		end := at + utf8.RuneCountInString(line)
		han += n
		if n >= minHan && float64(common) < commonLeast*float64(n) {
			wrong += n
			if k := len(spans) - 1; k >= 0 && spans[k].End == at {
				spans[k].End = end
			} else {
				spans = append(spans, daodu.Span{Start: at, End: end})
			}
		}
		at = end
	}
	if 2*wrong > han {
		return wrongFonts("the text is made of rare letters")
	}
	if wrong < minWrong {
		return nil
	}
	for _, s := range spans[:min(len(spans), maxSpans)] {
		doc.Damage = append(doc.Damage, daodu.Damage{
			Kind: daodu.Mojibake, Severity: daodu.SeveritySevere, Span: s,
			Note: "此处几乎全是生僻字，可能是PDF字体的字符对照有误。",
		})
	}
	return nil
}

// maxSpans bounds the places named for one symptom.
const maxSpans = 50

const (
	minLatin   = 200  // letters of a text to be judged
	vowelLeast = 0.22 // share of vowels; English has .38, shifted codes .14, chance .19
)

// garbledLatin looks at texts without Chinese: fonts that do not name their
// letters are often read as Latin letters some places off.
func garbledLatin(_ *text, doc *raw.Document) error {
	latin, vowels := 0, 0
	for _, r := range doc.Text {
		switch {
		case isHan(r):
			return nil
		case r < 128 && isLatin(byte(r)):
			latin++
			if strings.ContainsRune("aeiouAEIOU", r) {
				vowels++
			}
		}
	}
	if latin >= minLatin && float64(vowels) < vowelLeast*float64(latin) {
		return wrongFonts("its Latin letters are no words")
	}
	return nil
}

// machineRead warns of text that was put behind a scan by machine reading.
func machineRead(t *text, doc *raw.Document) error {
	if 2*t.hidden > t.seen {
		doc.Damage = append(doc.Damage, daodu.Damage{
			Kind: daodu.OCRSuspect, Severity: daodu.SeverityWarn, Span: whole(doc),
			Note: "这是扫描件，文字由机器识别，可能有错字、漏字，请对照原件。",
		})
	}
	return nil
}
