package openai

import (
	"errors"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// modelRule is the name under which findings tell what a model failed to write.
const modelRule = "model"

// A reason says why words were not written about. divisible tells that it lies in the
// words that were sent, so that a smaller part may be spared it.
type reason struct {
	err       error
	divisible bool
	words     string // for the reader
}

// reasons are the failures that concern one part only. The first that matches counts; any
// other error ends the work: no part would be spared it.
var reasons = []reason{
	{chat.ErrFiltered, true, "服务方的内容审查没有放行"},
	{chat.ErrRefused, true, "模型拒绝回答"},
	{chat.ErrOverflow, true, "超出模型一次能读的长度"},
	{chat.ErrSilentCut, true, "服务器没有读完就作了答"},
	{chat.ErrCut, true, "回答没有写完"},
	{chat.ErrNoAnswer, true, "模型没有给出内容"},
	{errNoJSON, true, "模型的回答不合格式"},
	{chat.ErrBroken, false, "服务中断"},
}

// reasonOf returns why err concerns one part only; ok is false when it does not.
func reasonOf(err error) (r reason, ok bool) {
	if err == nil || errors.Is(err, daodu.ErrLimited) || errors.Is(err, daodu.ErrForbidden) || errors.Is(err, daodu.ErrUsage) {
		return reason{}, false
	}
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			return r, true
		}
	}
	return reason{}, false
}

// dividing reports whether a smaller part may be spared err.
func dividing(err error) bool {
	r, ok := reasonOf(err)
	return ok && r.divisible
}
