package docfreq

// Cuts reports for each place of a folded text, its end among them, whether a word may
// begin or end there. The text is parted so that as many letters as possible are in known
// words of two; a place counts when one of the best ways has a cut there. What is in no
// known word, such as a name, may be parted anywhere.
func (t *Table) Cuts(folded []rune) []bool {
	n := len(folded)
	before, behind := make([]int, n+1), make([]int, n+1) // the most letters in words
	for i := 1; i <= n; i++ {
		before[i] = before[i-1]
		if i > 1 && before[i-2]+2 > before[i] && t.IsWord(folded[i-2], folded[i-1]) {
			before[i] = before[i-2] + 2
		}
	}
	for i := n - 1; i >= 0; i-- {
		behind[i] = behind[i+1]
		if i+2 <= n && behind[i+2]+2 > behind[i] && t.IsWord(folded[i], folded[i+1]) {
			behind[i] = behind[i+2] + 2
		}
	}
	out := make([]bool, n+1)
	for i := range out {
		out[i] = before[i]+behind[i] == before[n]
	}
	return out
}
