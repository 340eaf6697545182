package eval

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/winnow"
)

// A planter changes texts at random.
type planter struct {
	random      *rand.Rand
	traditional map[rune]rune
}

// A planting is a passage of one text planted into another.
type planting struct {
	from        *reuseText
	host        []rune // the other text with the passage
	here, there daodu.Span
	into        string // name of the other text
}

// String names the planting with the first words that were planted.
func (t planting) String() string {
	words := t.host[t.here.Start:min(t.here.Start+20, t.here.End)]
	return fmt.Sprintf("%s in %s: %q", t.from.name, t.into, string(words))
}

// measurePlanted plants passages and asks for them back. Precision counts the planted ones
// among all passages reported; right offsets count among those found.
func measurePlanted(p *planter, lib *library) []Figure {
	var found, exact, reported int
	var missed, more, off []string
	for n := range plantings {
		t := p.plant(lib.texts, n%2 == 1)
		lib.look(t.host, t.into, t.from.name)
		passages := winnow.New(t.host).Passages(t.from.prepared)
		if reported += len(passages); len(passages) > 1 {
			more = append(more, t.String())
		}
		k := slices.IndexFunc(passages, func(q daodu.Passage) bool { return q.Here.Overlaps(t.here) && q.There.Overlaps(t.there) })
		if k < 0 {
			missed = append(missed, t.String())
			continue
		}
		found++
		if placed(passages[k].Here.Span, t.here) && placed(passages[k].There.Span, t.there) {
			exact++
		} else {
			off = append(off, t.String())
		}
	}
	return []Figure{
		ratio("reuse.recall", found, plantings, .98, missed),
		ratio("reuse.precision", found, reported, .98, more),
		ratio("reuse.offsets", exact, found, .98, off),
	}
}

// plant plants a passage of one text into another that has nothing in common with it.
func (p *planter) plant(texts []*reuseText, traditional bool) planting {
	from, into := p.strangers(texts)
	there := p.passage(from.runes)
	words := p.edit(from.runes[there.Start:there.End], .05*p.random.Float64(), 2)
	if traditional {
		words = p.convert(words)
	}
	at := p.random.IntN(len(into.runes))
	return planting{
		from: from, into: into.name, there: there,
		host: slices.Concat(into.runes[:at], words, into.runes[at:]),
		here: daodu.Span{Start: at, End: at + len(words)},
	}
}

// placed reports whether both ends of a span are right within the tolerance.
func placed(got, want daodu.Span) bool {
	return max(got.Start-want.Start, want.Start-got.Start, got.End-want.End, want.End-got.End) <= tolerance
}

// strangers returns two texts that have not one stretch in common.
func (p *planter) strangers(texts []*reuseText) (a, b *reuseText) {
	for {
		a, b = texts[p.random.IntN(len(texts))], texts[p.random.IntN(len(texts))]
		if a != b && a.contained(b) == 0 && len(a.runes) > 600 {
			return a, b
		}
	}
}

// passage returns a stretch of 80 to 300 characters that begins and ends with a letter.
func (p *planter) passage(text []rune) daodu.Span {
	n := 80 + p.random.IntN(221)
	start := p.random.IntN(len(text) - n)
	s := daodu.Span{Start: start, End: start + n}
	for !unicode.IsLetter(text[s.Start]) {
		s.Start++
	}
	for !unicode.IsLetter(text[s.End-1]) {
		s.End--
	}
	return s
}

// oftenMisread are letters that take the place of others.
var oftenMisread = []rune("的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学")

// edit changes, puts in and leaves out letters at the given rate, but none of the first and
// last few: there a passage would only become shorter.
func (p *planter) edit(words []rune, rate float64, ends int) []rune {
	out := slices.Clone(words)
	for range int(rate*float64(len(words)) + .5) {
		i := ends + p.random.IntN(len(out)-2*ends)
		letter := oftenMisread[p.random.IntN(len(oftenMisread))]
		switch p.random.IntN(3) {
		case 0:
			out[i] = letter
		case 1:
			out = slices.Insert(out, i, letter)
		case 2:
			out = slices.Delete(out, i, i+1)
		}
	}
	return out
}

// convert writes a text in Traditional letters.
func (p *planter) convert(words []rune) []rune {
	out := slices.Clone(words)
	for i, r := range out {
		if t, ok := p.traditional[r]; ok {
			out[i] = t
		}
	}
	return out
}

// The lines that a site puts around a text.
const (
	siteHead = "首页 > 云溪新闻 > 时政要闻 > 正文\n字号：大 中 小　打印　收藏　分享到微信\n来源：云溪日报　编辑：陆青禾　浏览次数：1024\n\n"
	siteFoot = "\n\n上一篇：云溪区召开河道清淤工作现场会\n下一篇：白杨渡口老码头改造方案今起公示\n相关阅读：石门坎村茶园迎来采摘季\n版权所有：云溪日报社　未经书面授权不得转载\n联系电话：0000-1234567　技术支持：云溪网络中心\n"
)

// A variant is a text made from another.
type variant struct {
	name  string
	runes []rune
	part  bool // of the other
}

// variants makes five variants of a text.
func (p *planter) variants(text []rune) []variant {
	names := strings.NewReplacer("习近平", "XXX", "邓小平", "***", "毛泽东", "")
	return []variant{
		{"with site chrome", slices.Concat([]rune(siteHead), text, []rune(siteFoot)), false},
		{"in Traditional", p.convert(text), false},
		{"with 2 % misread", p.edit(text, .02, 0), false},
		{"with names blacked out", []rune(names.Replace(string(text))), false},
		{"first half", text[:len(text)/2], true},
	}
}

// naming returns a text that names somebody, so that there is something to black out.
func (p *planter) naming(texts []*reuseText) *reuseText {
	for {
		if t := texts[p.random.IntN(len(texts))]; strings.Contains(string(t.runes), "习近平") {
			return t
		}
	}
}

// measureFamilies asks what five variants are of the texts they were made from, and of five
// copies of one report as they were found.
func measureFamilies(p *planter, lib *library, congress []*reuseText) Figure {
	right, n := 0, 0
	var wrong []string
	judge := func(name string, a, b *winnow.Text, part bool) {
		n++
		if c := a.Compare(b); c.Class == daodu.Reprint || part && c.Class == daodu.ExcerptFrom {
			right++
		} else {
			wrong = append(wrong, fmt.Sprintf("%s: %q %.2f %.2f", name, c.Class, c.Here, c.There))
		}
	}
	for range families {
		t := p.naming(lib.texts)
		for _, v := range p.variants(t.runes) {
			judge(t.name+" "+v.name, winnow.New(v.runes), t.prepared, v.part)
			lib.look(v.runes, "", t.name)
		}
	}
	for i, a := range congress {
		for _, b := range congress[i+1:] {
			judge(a.name+" and "+b.name, a.prepared, b.prepared, false)
		}
	}
	return ratio("reuse.families", right, n, 1, wrong)
}
