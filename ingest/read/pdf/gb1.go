package pdf

import (
	"golang.org/x/text/encoding/simplifiedchinese"
)

// gb1Rows maps the CIDs of Adobe-GB1 to GB 2312, whose order they keep (Adobe
// Technical Note 5079). Fonts that are not embedded name their letters so. The
// letters of GBK beyond GB 2312 are in another order and not in the table.
var gb1Rows = []struct {
	cid, code, n int
}{
	{96, 0xA1A1, 94}, {190, 0xA2B1, 50}, {240, 0xA2E5, 10}, {250, 0xA2F1, 12},
	{262, 0xA3A1, 94}, {356, 0xA4A1, 83}, {439, 0xA5A1, 86}, {525, 0xA6A1, 24}, {549, 0xA6C1, 24},
	{940, 0xB0A1, 3755}, // first level, to D7F9
	{4695, 0xD8A1, 3008},
}

// gb1Text returns the letter of a CID, or lost.
func gb1Text(cid int) string {
	if 1 <= cid && cid <= 95 {
		return string(rune(' ' + cid - 1))
	}
	if 814 <= cid && cid <= 907 { // half width
		return string(rune('!' + cid - 814))
	}
	for _, row := range gb1Rows {
		if i := cid - row.cid; 0 <= i && i < row.n {
			cell := row.code&0xFF - 0xA1 + i
			code := []byte{byte(row.code>>8 + cell/94), byte(0xA1 + cell%94)}
			if text, err := simplifiedchinese.GBK.NewDecoder().Bytes(code); err == nil {
				return string(text)
			}
		}
	}
	return lost
}
