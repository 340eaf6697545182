package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daodu/daodu/internal/zh"
)

// checkNumbers looks every number of a claim up in its evidence.
func checkNumbers(r *run) {
	r.eachOwn(func(c *claim) {
		numbers := c.said.quantities()
		if len(numbers) > 0 {
			r.checkQuantities(c, numbers, c.evidence.quantities())
		}
	})
}

// checkQuantities demands each number among those cited. What only counts the parts
// of the claim itself, or is an article more than a number (一个), is no statement. A
// point has to keep the degree as well; a figure given by itself has none.
func (r *run) checkQuantities(c *claim, numbers, cited []zh.Quantity) {
	for _, q := range numbers {
		same := slices.ContainsFunc(cited, q.SameNumber)
		if q.Weak || q.Kind == zh.Enumerator || slices.ContainsFunc(cited, q.Equal) || same && c.point == nil {
			continue
		}
		as := c.said.words(q.Span)
		switch {
		case same:
			r.fail(c, c.path, fmt.Sprintf("“%s”与原句的程度不符（约、近、以上、不足等）", as))
		case countsParts(q):
			r.note(c.path, fmt.Sprintf("所引原句中没有“%s”，可能是对所引内容的计数", as))
		default:
			r.fail(c, c.path, fmt.Sprintf("所引原句中没有数字“%s”", as))
		}
	}
}

// countsParts reports whether q may be a count that the writer of a claim made of
// what it cites: 三个方面, 五项任务.
func countsParts(q zh.Quantity) bool {
	const most = 10
	if q.Kind != zh.Cardinal || q.Value == nil || !q.Value.IsInt() || q.Value.Num().Int64() > most {
		return false
	}
	return strings.Contains("个 项 点 条 方面 件 种 类", q.Unit) && q.Unit != ""
}
