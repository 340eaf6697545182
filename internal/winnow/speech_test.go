package winnow

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/daodu/daodu/internal/zh"
)

// The words that made-up speeches are put together from.
var (
	speechPlaces = strings.Fields(`柳河镇 石门坎村 青泽县 云岭街道 白杨渡口 北窑工业园 临沅区 桐木岭矿区 老君庙车站 碧溪港 双桥水库 茅坪林场 金沙滩盐田 鹿鸣书院 铁匠巷`)
	speechBodies = strings.Fields(`市总工会 区财政局 县住建局 镇工会联合会 市职业技术学院 应急管理局 农机推广站 渔政大队 社区卫生院 供销合作社 档案馆 水文站 气象台`)
	speechVerbs  = strings.Fields(`牵头改造 逐户登记 分批培训 免费检修 按季补贴 公开评选 联合巡查 重新测绘 轮流值守 集中收购 定点帮扶 限期清退 试点推广`)
	speechThings = strings.Fields(`焊工夜校 老旧锅炉 冷链仓库 渡船码头 户外驿站 灌溉水渠 铸造车间 职工书屋 防汛沙袋 育秧大棚 纺织机台 工伤台账 乡道护栏 养蜂合作组 盲人按摩所 木工作坊`)
	speechEnds   = strings.Fields(`并在年底前验收 由退休技师坐班答疑 经费从专户列支 名单张榜公布 遇雨顺延三天 结果报代表大会审议 不再重复填表 损坏的照价赔偿 夜班工人优先 每月通报一次 让群众少跑一趟 以后年年都办`)
)

// speechNames are the letters of made-up names.
var speechNames = []rune("陆禾柏舟芷汀岑砚钟屿闻笛聂川滕霁庾蔓邬槐卞桥褚岚窦渔厉榆瞿帆宓蕾裘峰荀竹詹溪阮松苗柯毕昀屠瑾")

// speech makes up a speech of so many sentences. Names part the words that two speeches
// have in common, so that thirty letters in a row are one speech's own.
func speech(r *rand.Rand, sentences int) []rune {
	pick := func(from []string) string { return from[r.IntN(len(from))] }
	name := func() string {
		return string([]rune{speechNames[r.IntN(len(speechNames))], speechNames[r.IntN(len(speechNames))], speechNames[r.IntN(len(speechNames))]})
	}
	clauses := []func() string{
		func() string { return name() + "在" + pick(speechPlaces) + pick(speechVerbs) + pick(speechThings) },
		func() string { return fmt.Sprintf("%s有%d处归%s", pick(speechThings), 2+r.IntN(900), name()) },
		func() string { return pick(speechEnds) },
		func() string { return pick(speechBodies) + "派" + name() + pick(speechVerbs) + name() + "的账目" },
		func() string { return name() + "讲的" + pick(speechThings) + pick(speechEnds) },
	}
	var b strings.Builder
	for i := range sentences {
		for k, c := range r.Perm(len(clauses))[:3+r.IntN(2)] {
			if k > 0 {
				b.WriteString("，")
			}
			b.WriteString(clauses[c]())
		}
		b.WriteString("。")
		if i%5 == 4 {
			b.WriteString("\n")
		}
	}
	return []rune(b.String())
}

// weather makes up a weather report of so many days, which has hardly a word in common with
// a speech.
func weather(r *rand.Rand, days int) []rune {
	skies := strings.Fields(`晴 多云 阴 小雨 暴雪 大雾 霜冻 冰雹 沙尘 雷阵雨`)
	winds := strings.Fields(`东南风 西北风 偏北风 静风 阵风`)
	var b strings.Builder
	for range days {
		sky, later := skies[r.IntN(len(skies))], skies[r.IntN(len(skies))]
		fmt.Fprintf(&b, "%d月%d日：%s转%s，最高气温%d度，%s%d级。\n", 1+r.IntN(12), 1+r.IntN(28), sky, later, r.IntN(40), winds[r.IntN(len(winds))], 1+r.IntN(9))
	}
	return []rune(b.String())
}

// misread changes, puts in and leaves out letters at the given rate, but none of the first
// and last two.
func misread(r *rand.Rand, text []rune, rate float64) []rune {
	const letters = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会"
	out, wrong := slices.Clone(text), []rune(letters)
	for range int(rate*float64(len(text)) + .5) {
		i := 2 + r.IntN(len(out)-4)
		switch r.IntN(3) {
		case 0:
			out[i] = wrong[r.IntN(len(wrong))]
		case 1:
			out = slices.Insert(out, i, wrong[r.IntN(len(wrong))])
		case 2:
			out = slices.Delete(out, i, i+1)
		}
	}
	return out
}

// traditional writes a text in Traditional letters: for each Simplified letter one that
// folds to it.
func traditional(text []rune) []rune {
	unfold := map[rune]rune{}
	for r := rune(0x9FFF); r >= 0x4E00; r-- {
		if f := zh.Fold(r); f != r {
			unfold[f] = r
		}
	}
	out := slices.Clone(text)
	for i, r := range out {
		if t, ok := unfold[r]; ok {
			out[i] = t
		}
	}
	return out
}

// fullWidth writes ASCII in full width.
func fullWidth(text []rune) []rune {
	out := slices.Clone(text)
	for i, r := range out {
		if r > ' ' && r < 0x7F {
			out[i] = r + 0xFF01 - '!'
		}
	}
	return out
}
