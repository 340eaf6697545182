package webpage

// See score.go for how these were chosen.
const (
	climbShare  = 0.5  // prose that a wider box must add, as a share of what there is
	climbPurity = 0.7  // share of prose in what it adds
	alikePurity = 0.25 // the same when what it adds stands in boxes that look alike
	climbSlack  = 0.07 // share of letters that are not worth a decision
)

// prune finds the boxes that are no part of an article wherever they stand, and what
// is left of each box without those within it. Because boxes are in document order,
// the innermost junk box around a line lies within box i just when its index is
// higher than i; that is all that has to be known to take junk out of any box.
func (x *extractor) prune() {
	x.cut = make([]int32, len(x.boxes))
	for i := range x.boxes {
		b := &x.boxes[i]
		x.cut[i] = -1
		if b.parent >= 0 {
			x.cut[i] = x.cut[b.parent]
		}
		if x.named[i] || x.isJunk(b) {
			x.cut[i] = int32(i)
		}
	}
	x.kept = make([]tally, len(x.boxes))
	for i := range x.lines {
		if b := x.lines[i].box; b >= 0 && x.seen[i] {
			x.kept[b].letters += float64(x.lines[i].letters)
			x.kept[b].prose += x.prose[i]
		}
	}
	x.size = make([]int32, len(x.boxes))
	for i := len(x.boxes) - 1; i >= 0; i-- {
		x.size[i]++
		p := x.boxes[i].parent
		if p < 0 {
			continue
		}
		x.size[p] += x.size[i]
		if x.cut[i] != int32(i) {
			x.kept[p].letters += x.kept[i].letters
			x.kept[p].prose += x.kept[i].prose
		}
	}
}

// isJunk reports whether a box shows nothing or is a list of links: more than half of
// its letters stand on lines that are mostly links. Dates beside them do not count.
func (x *extractor) isJunk(b *box) bool {
	from, to := x.sums[b.first], x.sums[b.end]
	return from.seen == to.seen || 2*(to.links-from.links) > to.letters-from.letters
}

// climb widens box i as long as that adds prose and little else: an article may
// stand in several boxes side by side.
func (x *extractor) climb(i int32) int32 {
	at, child := i, i
	for p := x.boxes[i].parent; p >= 0; child, p = p, x.boxes[p].parent {
		letters := x.kept[p].letters - x.kept[at].letters
		prose := x.kept[p].prose - x.kept[at].prose
		if letters <= climbSlack*x.kept[at].letters {
			continue // a title or a date: what is further out may be worth it
		}
		alike := x.alike(child) >= (1-climbSlack)*letters && prose >= alikePurity*letters
		if !alike && (prose < climbShare*x.kept[at].prose || prose < climbPurity*letters) {
			break
		}
		at = p
	}
	return at
}

// alike returns the letters in the boxes beside box i that look like it: sections of
// an editor for public accounts, slides, numbered parts.
func (x *extractor) alike(i int32) float64 {
	b := &x.boxes[i]
	if b.look == 0 {
		return 0
	}
	letters := 0.
	for j := b.parent + 1; j < b.parent+x.size[b.parent]; j += x.size[j] {
		if j != i && x.boxes[j].look == b.look && x.cut[j] != j {
			letters += x.kept[j].letters
		}
	}
	return letters
}
