package office

import "testing"

func TestFormatNumber(t *testing.T) {
	t.Parallel()
	tests := []struct {
		format string
		n      int
		want   string
	}{
		{"", 7, "7"},
		{"decimal", -1, "-1"},
		{"chineseCounting", 1, "一"},
		{"chineseCounting", 10, "十"},
		{"chineseCounting", 15, "十五"},
		{"chineseCounting", 20, "二十"},
		{"chineseCountingThousand", 105, "一百零五"},
		{"chineseCountingThousand", 110, "一百一十"},
		{"chineseCountingThousand", 1001, "一千零一"},
		{"chineseCountingThousand", 10000, "10000"},
		{"japaneseCounting", 12, "十二"},
		{"taiwaneseCountingThousand", 21, "二十一"},
		{"chineseLegalSimplified", 16, "壹拾陆"},
		{"ideographLegalTraditional", 23, "貳拾參"},
		{"ideographDigital", 10, "一〇"},
		{"taiwaneseDigital", 20, "二○"},
		{"decimalFullWidth", 12, "１２"},
		{"decimalEnclosedCircle", 20, "⑳"},
		{"decimalEnclosedCircle", 21, "21"},
		{"decimalEnclosedCircleChinese", 3, "③"},
		{"decimalEnclosedParen", 2, "⑵"},
		{"decimalEnclosedFullstop", 2, "⒉"},
		{"ideographEnclosedCircle", 10, "㈩"},
		{"ideographTraditional", 11, "甲"},
		{"ideographZodiac", 12, "亥"},
		{"upperRoman", 1994, "MCMXCIV"},
		{"lowerRoman", 4, "iv"},
		{"lowerRoman", 4000, "4000"},
		{"lowerLetter", 27, "aa"},
		{"upperLetter", 2, "B"},
		{"lowerLetter", 0, "0"},
		{"decimalZero", 9, "09"},
		{"decimalZero", 10, "10"},
		{"none", 3, ""},
		{"hebrew1", 3, "3"},
	}
	for _, tt := range tests {
		if got := formatNumber(tt.format, tt.n); got != tt.want {
			t.Errorf("%d as %s is %q, want %q", tt.n, tt.format, got, tt.want)
		}
	}
}

// TestFormatName takes the numbers that .doc files have for formats.
func TestFormatName(t *testing.T) {
	t.Parallel()
	for nfc, want := range map[byte]string{0: "decimal", 11: "japaneseCounting", 18: "decimalEnclosedCircle", 23: "bullet", 37: "chineseCounting", 39: "chineseCountingThousand", 200: "decimal", 255: "none"} {
		if got := formatName(nfc); got != want {
			t.Errorf("format %d is %s, want %s", nfc, got, want)
		}
	}
}
