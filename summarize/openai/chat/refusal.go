package chat

import (
	"regexp"
	"strings"

	"github.com/daodu/daodu/internal/zh"
)

// longestRefusal is how long a text may be that is taken for a refusal, in code points: models
// refuse in a sentence or three.
const longestRefusal = 240

// refusals are how models begin to refuse, in Simplified script and half width.
var refusals = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`^.{0,12}(抱歉|对不起|不好意思|遗憾).{0,40}(无法|不能|不便|不会|难以|没法|没办法|不适合|暂时|尚未学习)`,
	`^.{0,20}我(们)?(暂时|目前|现在|实在)?(还)?(无法|不能|不便|没法|没办法)(对|为|就|给|向|与|和)?.{0,16}(回答|回复|提供|协助|帮助|处理|讨论|完成|生成|满足|评论|继续|执行)`,
	`^.{0,20}(这个|该|此|您的|你的)(问题|话题|请求|内容).{0,12}(无法|不能|不便|超出)`,
	`(换个|换一个)(话题|问题)`,
	`^.{0,8}作为(一个|一名|一款)?(人工智能|ai|大语言模型|语言模型).{0,60}(无法|不能|不便|不会)`,
	`^.{0,20}(i'm|i am|we're|my apologies|i apologi[sz]e).{0,40}(can't|cannot|can not|unable|not able|won't)`,
	`^.{0,20}(sorry|unfortunately).{0,40}(can't|cannot|can not|unable|not able|won't)`,
	`^i (can't|cannot|can not|am unable to|am not able to|won't|will not|must decline)`,
	`^as an ai\b.{0,80}(can't|cannot|unable|not able|won't)`,
}, "|"))

// refuses reports whether an answer is a refusal in words. Where JSON is wanted, an answer
// that has any is none.
func refuses(text string, structured bool) bool {
	runes := []rune(strings.ReplaceAll(strings.TrimSpace(text), "’", "'"))
	if len(runes) == 0 || len(runes) > longestRefusal || structured && strings.ContainsAny(text, "{[") {
		return false
	}
	for i, r := range runes {
		if r == '\n' || r == '\r' {
			r = ' '
		}
		runes[i] = zh.Fold(r)
	}
	return refusals.MatchString(string(runes))
}
