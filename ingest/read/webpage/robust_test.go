package webpage_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/read/webpage"
)

func TestNoText(t *testing.T) {
	t.Parallel()
	for _, page := range []string{
		"", "  \n", "\ufeff", "<html></html>", "<p>&nbsp;</p>", "<!-- 甲 -->", "<script>甲</script>",
		`<div id="app"></div><noscript>请打开脚本。</noscript>`, "<img alt=甲>", "<frameset><frame src=a></frameset>",
	} {
		doc, err := webpage.Read(t.Context(), page, "")
		if !errors.Is(err, daodu.ErrEmpty) || !errors.Is(err, daodu.ErrBadInput) || doc != nil {
			t.Errorf("Read(%q) = %v, %v; want ErrEmpty and ErrBadInput", page, doc, err)
		}
	}
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := webpage.Read(ctx, "<p>甲", ""); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

// TestDeep reads pages nested far deeper than the 512 elements at which the parser of
// golang.org/x/net/html gives up: their words are all there, and so is their article.
func TestDeep(t *testing.T) {
	t.Parallel()
	const depth = 100_000
	const prose = "会议指出，要把职工的安危冷暖放在心上，做好每一件小事。"
	for _, tag := range []string{"div", "span", "b", "font", "a href=x", "table><tr><td", "ul><li", "x-y", "select", "p", "svg", "dl><dd><h1"} {
		t.Run(tag, func(t *testing.T) {
			t.Parallel()
			page := "<p>" + prose + "</p>" + strings.Repeat("<"+tag+">", depth) + "深处"
			doc, err := webpage.Read(t.Context(), page, "")
			if err != nil {
				t.Fatal(err)
			}
			checkDocument(t, doc)
			if want := prose + "\n深处"; doc.Text != want {
				t.Errorf("text %q, want %q", doc.Text, want)
			}
			if got := strings.TrimSpace(mainText(doc)); !strings.HasPrefix(got, prose) {
				t.Errorf("main text %q, want %q", got, prose)
			}
		})
	}
}

// TestLarge reads large pages, among them such as would take quadratic time or memory
// if every end tag, row or link were looked for far and wide.
func TestLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("reads pages of up to 20 MB")
	}
	const mb = 1 << 20
	const prose = "<p>会议强调，安全生产没有终点，只有起点。</p>"
	for _, tt := range []struct {
		name, part string
		size       int
	}{
		{"paragraphs", prose, 20 * mb},
		{"unclosed", "<p>甲", mb},
		{"stray end tags", "</div></b></td>", mb},
		{"open paragraph", "<td><div>", mb},
		{"formatting", "<p><b><i><font size=1>甲</p>", mb},
		{"crossed", "<b><div></b>", mb},
		{"rows", "<tr><td>甲<td>乙", mb},
		{"nested tables", "<table><tr><td>甲<td>", mb},
		{"unknown elements", "<x-a><x-b>甲</x-a>", mb},
		{"text without tags", "甲乙丙，丁", mb},
		{"attributes", "<p a b c d=e f='g' class='h i j'>", mb},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := prose + "<p>" + strings.Repeat(tt.part, tt.size/len(tt.part))
			doc, err := webpage.Read(t.Context(), page, "")
			if err != nil {
				t.Fatal(err)
			}
			for _, word := range []string{"甲", "会议强调"} {
				if got, want := strings.Count(doc.Text, word), strings.Count(page, word); got != want {
					t.Errorf("%q %d times, want %d", word, got, want)
				}
			}
		})
	}
}

// TestSameEachTime checks that the result does not differ from call to call: what looks
// alike is told by a hash with a random seed.
func TestSameEachTime(t *testing.T) {
	t.Parallel()
	page := strings.Repeat(`<div class="part"><p>第一，抓好学习。</p><p>第二，抓好落实，务求实效。</p></div>`, 5)
	first, err := webpage.Read(t.Context(), page, "")
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		again, err := webpage.Read(t.Context(), page, "")
		if err != nil {
			t.Fatal(err)
		}
		if show(first) != show(again) {
			t.Fatalf("first:\n%s\nthen:\n%s", show(first), show(again))
		}
	}
}
