package prompts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/daodu/daodu"
)

// Rule is the name under which findings say that an answer breaks its schema.
const Rule = "schema"

// Check holds an answer against the bounded schema of the prompt, since an endpoint may take
// no schema or not keep to it, and returns what is wrong and where: "points[2].cites[0]". The
// path of what is wrong with the whole is "". maxCite is as in [Prompt.Schema].
func (p *Prompt) Check(answer []byte, maxCite int) []daodu.Finding {
	c := &checker{maxCite: max(1, maxCite), width: p.width()}
	d := json.NewDecoder(bytes.NewReader(answer))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		c.add("", "答案不是JSON：%v", err)
		return c.findings
	}
	if _, err := d.Token(); err != io.EOF {
		c.add("", "JSON之后还有别的内容")
	}
	c.value("", p.schema, value)
	return c.findings
}

// A checker collects what breaks a schema.
type checker struct {
	maxCite  int
	width    int // letters for a Chinese one
	findings []daodu.Finding
}

func (c *checker) add(path, format string, args ...any) {
	c.findings = append(c.findings, daodu.Finding{
		Path: path, Rule: Rule, Verdict: daodu.Unsupported, Detail: fmt.Sprintf(format, args...),
	})
}

// value checks one value by its schema.
func (c *checker) value(path string, n *node, value any) {
	switch n.kind {
	case kindObject:
		c.object(path, n, value)
	case kindList:
		c.list(path, n, value)
	case kindText:
		c.text(path, n, value)
	case kindInteger:
		c.number(path, value, n.min, n.max, "应是%d至%d的整数")
	case kindCite:
		c.number(path, value, 1, c.maxCite, "句子编号应是%d至%d的整数")
	}
}

func (c *checker) object(path string, n *node, value any) {
	members, ok := value.(map[string]any)
	if !ok {
		c.add(path, "应是对象")
		return
	}
	names := make([]string, 0, len(n.fields))
	for _, f := range n.fields {
		names = append(names, f.name)
		if v, ok := members[f.name]; ok {
			c.value(below(path, f.name), f.schema, v)
		} else {
			c.add(below(path, f.name), "缺少此项")
		}
	}
	for _, name := range sortedKeys(members) {
		if !slices.Contains(names, name) {
			c.add(path, "多出“%s”一项", shorten(name))
		}
	}
}

func (c *checker) list(path string, n *node, value any) {
	members, ok := value.([]any)
	switch {
	case !ok:
		c.add(path, "应是数组")
	case len(members) < n.min:
		c.add(path, "只有%d项，至少要有%d项", len(members), n.min)
	case len(members) > n.max:
		c.add(path, "有%d项，最多%d项", len(members), n.max)
	}
	for i, v := range members {
		c.value(fmt.Sprintf("%s[%d]", path, i), n.items, v)
	}
}

func (c *checker) text(path string, n *node, value any) {
	s, ok := value.(string)
	length := utf8.RuneCountInString(s)
	switch {
	case !ok:
		c.add(path, "应是文字")
	case n.words != nil && !slices.Contains(n.words, s):
		c.add(path, "“%s”不在可选的词之中", shorten(s))
	case n.words == nil && length < n.min:
		c.add(path, "不能为空")
	case n.words == nil && length > n.max*c.width:
		c.add(path, "有%d字，最多%d字", length, n.max*c.width)
	}
}

// number demands an integer between two others; format names them.
func (c *checker) number(path string, value any, from, to int, format string) {
	number, _ := value.(json.Number)
	n, err := number.Int64()
	if err != nil || n < int64(from) || n > int64(to) {
		c.add(path, format, from, to)
	}
}

// below returns the path of a member.
func below(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// shorten returns the first letters of words of a model.
func shorten(s string) string {
	const most = 20
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
