package check

import (
	"strings"

	"github.com/daodu/daodu/internal/zh"
)

// mostCounted is the greatest number that a writer is expected to count by himself.
const mostCounted = 12

// counts reports whether q is the count of what a sentence of the passage lists: 两点要求
// of 讲学习、讲团结, 三名被告人 of three names.
func (p *passage) counts(q zh.Quantity) bool {
	if q.Kind != zh.Cardinal || q.Value == nil || !q.Value.IsInt() || !counter(q.Unit) && q.Unit != "人" {
		return false
	}
	n := q.Value.Num().Int64()
	if n < 2 || n > mostCounted {
		return false
	}
	for _, size := range p.lists() {
		if int64(size) == n {
			return true
		}
	}
	return false
}

// lists returns how many items each list of the passage has: what 、 joins within a
// clause, the last perhaps by 和 or 及; clauses of a sentence; sentences; numbered parts.
func (p *passage) lists() []int {
	var out []int
	for _, sentence := range strings.FieldsFunc(string(p.folded), func(r rune) bool { return strings.ContainsRune("。!?\n", r) }) {
		clauses := strings.FieldsFunc(sentence, func(r rune) bool { return r == ',' || r == ';' || r == ':' })
		for _, clause := range clauses {
			if n := strings.Count(clause, "、"); n > 0 {
				out = append(out, n+1, n+2)
			} else if strings.ContainsAny(clause, "和与及") {
				out = append(out, 2)
			}
		}
	}
	return out
}
