package structure

import (
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

func TestParseMarker(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in    string
		style style
		n     int
		end   int
	}{
		{"一、提高认识", styleHan, 1, 2},
		{"二十三、提高认识", styleHan, 23, 4},
		{"(十)加强领导", styleHanPar, 10, 3},
		{"( 三 )加强领导", styleHanPar, 3, 5},
		{"第三章 附则", styleChapter, 3, 3},
		{"第一百零二条 本法", "", 0, 0}, // 零 is no part of a marker's number
		{"第十二条 本法", styleArticle, 12, 4},
		{"第一,要学习", styleOrdinal, 1, 3},
		{"首先,要学习", styleOrdinal, 1, 3},
		{"第二个问题:怎么办", styleMatter, 2, 6},
		{"三是抓落实", styleIs, 3, 2},
		{"四要抓落实", styleMust, 4, 2},
		{"1.抓落实", styleDigit, 1, 2},
		{"12、抓落实", styleDigit, 12, 3},
		{"(3)抓落实", styleDigPar, 3, 3},
		{"③抓落实", styleCircle, 3, 1},
		{"1.5万人", "", 0, 0},
		{"2024年", "", 0, 0},
		{"一、二、三产业", "", 0, 0},
		{"一、二线城市", "", 0, 0},
		{"一方面", "", 0, 0},
		{"第一时间", "", 0, 0},
		{"第", "", 0, 0},
		{"", "", 0, 0},
	}
	for _, tt := range tests {
		st, n, end := parseMarker([]rune(tt.in))
		if st != tt.style || n != tt.n || end != tt.end {
			t.Errorf("parseMarker(%q) = %q %d %d, want %q %d %d", tt.in, st, n, end, tt.style, tt.n, tt.end)
		}
	}
}

// FuzzBuild checks that sections nest and follow each other whatever the text.
func FuzzBuild(f *testing.F) {
	f.Add("一、提高认识\n一是学习。二是落实。\n二、加强领导\n（一）部署。（二）检查。")
	f.Add("第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。")
	f.Add("一是一是一是二是三是(一)(二)1.2.3.")
	f.Add("同志们：一、甲二、乙三、丙")
	f.Fuzz(func(t *testing.T, s string) {
		text := []rune(s)
		sections := Build(Input{Text: text, Folded: zh.FoldRunes(text), Sentences: zh.Sentences(text, zh.FullStops)})
		sound(t, sections, daodu.Span{Start: 0, End: len(text)}, 1)
	})
}

func sound(t *testing.T, sections []daodu.Section, parent daodu.Span, level int) {
	t.Helper()
	at := parent.Start
	for _, s := range sections {
		if s.Span.Start < at || s.Span.End < s.Span.Start || s.Span.End > parent.End || s.Level != level {
			t.Fatalf("section %+v does not fit into %v behind %d", s, parent, at)
		}
		sound(t, s.Children, s.Span, level+1)
		at = s.Span.End
	}
}
