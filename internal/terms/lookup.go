package terms

// Tokens returns for the terms of folded text that a full-text index holds the token by
// which it does: pairs of letters and words, not single letters and figures.
func Tokens(folded []rune) map[ID]string {
	out := map[ID]string{}
	for _, r := range scan(folded) {
		if r.kind != pairs {
			out[WordID(r.text())] = r.text()
			continue
		}
		for i := 1; i < len(r.letters); i++ {
			out[PairID(r.letters[i-1], r.letters[i])] = spell(r.letters[i-1 : i+1])
		}
	}
	return out
}
