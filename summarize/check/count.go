package check

import (
	"slices"
	"strings"

	"github.com/daodu/daodu/internal/zh"
)

// mostCounted is the greatest number that a writer is expected to count by himself.
const mostCounted = 12

// counts reports whether q is the count of what a sentence of the passage lists: 两点要求
// of 讲学习、讲团结, 三名被告人 of three names.
func (p *passage) counts(q zh.Quantity) bool {
	return isCount(q) && slices.Contains(p.lists(), int(q.Value.Num().Int64()))
}

// isCount reports whether q may be a count of a few things.
func isCount(q zh.Quantity) bool {
	if q.Kind != zh.Cardinal || q.Value == nil || !q.Value.IsInt() || !counter(q.Unit) && q.Unit != "人" {
		return false
	}
	n := q.Value.Num()
	return n.IsInt64() && n.Int64() >= 2 && n.Int64() <= mostCounted
}

// lists returns how many items each list of the passage has: what 、 joins within a
// clause, the last perhaps by 和 or 及; what ； joins; the sentences; numbered parts.
func (p *passage) lists() []int {
	out := []int{len(p.lines()), p.enumerated()}
	for _, sentence := range strings.FieldsFunc(string(p.folded), func(r rune) bool { return strings.ContainsRune("。!?\n", r) }) {
		out = append(out, strings.Count(sentence, ";")+1)
		for _, clause := range strings.FieldsFunc(sentence, func(r rune) bool { return strings.ContainsRune(",;:", r) }) {
			n := strings.Count(clause, "、") + 1
			out = append(out, n)
			if strings.ContainsAny(clause, "和与及") {
				out = append(out, n+1)
			}
		}
	}
	return out
}

// enumerated returns the last number of 一是, 二是, 三是 and their like.
func (p *passage) enumerated() int {
	last := 0
	for _, q := range p.quantities() {
		if q.Kind == zh.Enumerator && q.Value != nil && q.Value.IsInt() && q.Value.Num().IsInt64() {
			last = int(min(q.Value.Num().Int64(), mostCounted))
		}
	}
	return last
}
