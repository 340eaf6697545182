package synth

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// The words that speeches are put together from. Nobody ever held one of them.
var (
	counties = []string{"云溪", "青石", "兰桥", "望江", "白河", "安岭", "东塬", "石浦", "永川口", "临泽湾"}
	bodies   = []string{"总工会", "职工服务中心", "教育局", "卫生健康局", "交通运输局", "图书馆", "农业农村局", "社会保障局"}
	names    = []string{"周明远", "罗建平", "沈若兰", "贺志强", "程雨桐", "欧阳静", "李明", "何立春"}
	themes   = []string{"职工书屋建设", "技能提升行动", "夏季防暑工作", "户外劳动者驿站", "困难职工帮扶", "工匠学院筹建", "集体协商制度", "农村道路养护"}
	actions  = []string{"新建", "改造", "开放", "启用", "验收"}
	things   = []string{"职工书屋", "实训基地", "劳动者驿站", "母婴室", "培训教室", "维修站点", "阅览室"}
	verbs    = []string{"要坚持", "必须落实", "应当完善", "要尽快建立", "不得放松", "力争实现"}
	aims     = []string{"月度通报制度", "谁主管谁负责的要求", "经费公开", "师傅带徒弟的办法", "对一线职工的走访", "年底前全覆盖", "台账管理"}
	numerals = []string{"一", "二", "三", "四", "五"}
)

// Speech returns the n-th of any number of speeches in Chinese, of some 1,000 code points,
// with a title, a speaker, a date, numbered parts and figures. The same n gives the same
// text, different ones share words and turns but no figures, as real ones do.
func Speech(n int) string {
	r := rand.New(rand.NewPCG(uint64(n), 20))
	pick := func(words []string) string { return words[r.IntN(len(words))] }
	county, theme := pick(counties), pick(themes)
	var b strings.Builder
	fmt.Fprintf(&b, "在%s市%s座谈会上的讲话（第%d号）\n%s\n（%d年%d月%d日）\n\n同志们：\n", county, theme, n, pick(names), 2015+r.IntN(10), 1+r.IntN(12), 1+r.IntN(28))
	fmt.Fprintf(&b, "今天我们召开座谈会，主要任务是总结%s的进展，部署下一阶段的工作。会前，市%s用%d天走访了%d家企业。下面，我讲%s点意见。\n", theme, pick(bodies), 3+r.IntN(20), 20+r.IntN(400), numerals[2])
	for i, part := range numerals[:3] {
		fmt.Fprintf(&b, "%s、%s抓好%s\n", part, pick([]string{"认清形势，", "突出重点，", "强化保障，", "上下联动，"}), pick(themes))
		for range 4 + i {
			fmt.Fprintf(&b, "%s县%s%d年以来%s%s%d个，培训职工%d人次，投入资金%d.%d万元，比上年增长%d.%d%%。", pick(counties), pick(bodies), 2012+r.IntN(12), pick(actions), pick(things), 3+r.IntN(900), 100+r.IntN(90000), 10+r.IntN(9000), r.IntN(10), 1+r.IntN(60), r.IntN(10))
			fmt.Fprintf(&b, "%s%s，由市%s牵头，%d月底前完成。", pick(verbs), pick(aims), pick(bodies), 1+r.IntN(12))
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "同志们，%s是职工家门口的实事。让我们把第%d号任务清单一项一项办好！\n", theme, n)
	return b.String()
}
