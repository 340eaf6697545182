package extract

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/zh"
)

// invented writes a speech of a fictional union with n parts of a few sentences each.
// Figures, bodies, dates and matters are drawn from the seed, so that no two are alike.
func invented(seed uint64, n int) *daodu.Article {
	w := &inventor{random: rand.New(rand.NewPCG(seed, 7))}
	w.say("同志们：\n", "今天我们召开全市工作会议，主要任务是总结今年以来的工作，部署下一步重点任务。", "\n")
	for i := range n {
		w.part(i)
	}
	a := plain(w.text.String())
	a.Title, a.Date, a.Genre = fmt.Sprintf("在云溪市第%d次工作会议上的讲话", seed), "2025-03-18", daodu.GenreSpeech
	a.Sections = w.sections
	return a
}

// An inventor draws sentences.
type inventor struct {
	random   *rand.Rand
	text     strings.Builder
	at       int // code points written
	sections []daodu.Section
}

func (w *inventor) say(words ...string) {
	for _, s := range words {
		w.text.WriteString(s)
		w.at += len([]rune(s))
	}
}

func (w *inventor) one(of string) string {
	all := strings.Fields(of)
	return all[w.random.IntN(len(all))]
}

func (w *inventor) number(from, to int) int { return from + w.random.IntN(to-from) }

const (
	inventedDeeds   = "建好实训平台 办好技能竞赛 带好青年徒弟 送好上门服务 管好专项资金 严格考核评估 改进工作作风 抓好安全生产 做实民主管理 办好职工书屋 用好驿站阵地 落实劳动保护"
	inventedBodies  = "市总工会经济技术部 市人力资源和社会保障局 市财政局 各县总工会 青石机械厂工会 城东物流园区工会联合会 市公交集团工会 市应急管理局 各产业工会 市总工会权益保障部"
	inventedThings  = "实训基地 职工书屋 户外驿站 创新工作室 爱心母婴室 调解工作站 心理咨询室 技能大师工作室"
	inventedPhrases = "班前五分钟 一岗双师 驿站夜校 三段作息 码上议事 百千万 小手拉大手 先锋号"
	inventedLists   = "劳模精神、劳动精神、工匠精神 积极性、主动性、创造性 政治性、先进性、群众性 引领力、组织力、服务力 获得感、幸福感、安全感"
)

// part writes a heading with its sentences.
func (w *inventor) part(i int) {
	start := w.at
	head := string([]rune("一二三四五六七八九十")[i%10]) + "、" + w.one(inventedDeeds) + "，" + w.one("夯实 筑牢 打好 守住") + fmt.Sprintf("第%d项工作的基础", i+1)
	w.say(head)
	headEnd := w.at
	w.say("\n")
	for range 3 {
		w.sentence()
	}
	w.say("\n")
	w.sections = append(w.sections, daodu.Section{
		ID: fmt.Sprint(i + 1), Level: 1, Kind: daodu.Heading, Label: head,
		Span: daodu.Span{Start: start, End: w.at - 1}, Head: daodu.Span{Start: start, End: headEnd},
	})
}

// sentence writes one of several kinds of sentence.
func (w *inventor) sentence() {
	thing, body := w.one(inventedThings), w.one(inventedBodies)
	switch w.random.IntN(8) {
	case 0:
		w.say(fmt.Sprintf("全市要依托%d个户外劳动者驿站建成%s%d个，全年服务职工不少于%d人次。", w.number(20, 900), thing, w.number(11, 300), w.number(1000, 9000)))
	case 1:
		w.say(fmt.Sprintf("%s要主动对接重点项目，把培训计划同%s的用工计划衔接起来，避免各吹各的号。", body, thing))
	case 2:
		w.say(fmt.Sprintf("%d月底前完成%s的选址和验收工作，形成台账并报市总工会备案。", w.number(4, 12), thing))
	case 3:
		w.say(fmt.Sprintf("全市%s的使用率由%d.%d%%提高到%d.%d%%，职工满意度稳步上升。", thing, w.number(31, 50), w.number(1, 9), w.number(51, 98), w.number(1, 9)))
	case 4:
		w.say(fmt.Sprintf("要在全市推广“%s”做法，把%s作为今年服务职工的头等大事。", w.one(inventedPhrases), "改善一线职工的"+thing))
	case 5:
		w.say(fmt.Sprintf("对连续%d个季度排名末位的单位，由%s约谈主要负责人，限期拿出整改方案。", w.number(2, 6), body))
	case 6:
		w.say(fmt.Sprintf("要广泛开展第%d届职工活动，充分展示职工风采，不断增强%s，带动更多职工参与。", w.number(3, 40), w.one(inventedLists)))
	default:
		w.say(fmt.Sprintf("市总工会安排专项资金%d万元，通过集中授课、现场演示、结对帮带等形式，为%s配齐设备。", w.number(100, 5000), thing))
	}
}

// recleaned returns a as another cleaning of the same article might give it: one line
// more at its head, and half of its marks in the other width.
func recleaned(a *daodu.Article) *daodu.Article {
	const line = "来源：云溪工会报。\n"
	b := plain(line + strings.NewReplacer("，", ",", "；", ";").Replace(a.Text))
	b.Title, b.Date, b.Genre, b.Speaker = zh.FoldString(a.Title), a.Date, a.Genre, a.Speaker
	b.Sections = shifted(a.Sections, len([]rune(line)))
	return b
}

func shifted(sections []daodu.Section, by int) []daodu.Section {
	var out []daodu.Section
	for _, s := range sections {
		s.Span.Start, s.Span.End, s.Head.Start, s.Head.End = s.Span.Start+by, s.Span.End+by, s.Head.Start+by, s.Head.End+by
		s.Lists, s.Children = nil, shifted(s.Children, by)
		out = append(out, s)
	}
	return out
}
