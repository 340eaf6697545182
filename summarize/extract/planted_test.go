package extract

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/docfreq"
)

// The formulas that any speech has. They are combined at random.
var (
	formulaHeads = strings.Fields(`全市各级工会要 各级党组织要 各单位要 我们要 全体党员干部要 各级领导干部要 各部门要 大家要 必须 要始终 要进一步 要切实`)
	formulaTails = strings.Fields(`高举中国特色社会主义伟大旗帜 坚持以习近平新时代中国特色社会主义思想为指导 全面贯彻党的二十大精神 深刻领悟“两个确立”的决定性意义
		增强“四个意识” 坚定“四个自信” 做到“两个维护” 自觉在思想上政治上行动上同党中央保持高度一致 牢牢把握高质量发展这个首要任务 完整准确全面贯彻新发展理念
		加快构建新发展格局 着力推动高质量发展 坚持稳中求进工作总基调 统筹发展和安全 坚持以人民为中心的发展思想 不断增强人民群众获得感、幸福感、安全感
		切实把思想和行动统一到党中央决策部署上来 不断提高政治判断力、政治领悟力、政治执行力 坚持和加强党的全面领导 深入推进全面从严治党 以永远在路上的清醒和坚定推进党风廉政建设和反腐败斗争
		充分发挥基层党组织战斗堡垒作用和党员先锋模范作用 大力弘扬劳模精神、劳动精神、工匠精神 充分发挥工人阶级主力军作用 坚持党建引领 牢记初心使命 勇于担当作为
		坚定不移听党话、跟党走 以更加饱满的热情投身全面建设社会主义现代化国家新征程 为实现中华民族伟大复兴的中国梦作出新的更大贡献 努力开创各项事业发展新局面
		坚持问题导向 坚持系统观念 坚持守正创新 坚持自信自立 发扬斗争精神 增强斗争本领 坚持底线思维 增强忧患意识 坚持实事求是 密切联系群众 全心全意为人民服务 着力解决人民群众急难愁盼问题
		把党的领导贯彻到工作全过程各方面 推动党的二十大精神落地生根 以实际行动践行对党忠诚 加强组织领导 狠抓工作落实 确保各项工作取得实效 压实工作责任 形成工作合力
		把学习成果转化为推动工作的强大动力 充分调动广大职工的积极性、主动性、创造性 切实维护职工合法权益 构建和谐劳动关系 不断夯实党长期执政的阶级基础和群众基础
		当好职工群众信赖的娘家人、贴心人 发挥好党联系职工群众的桥梁纽带作用 不断增强工会组织的政治性、先进性、群众性 组织动员广大职工建功立业 推动工会工作再上新台阶
		持续深化工会改革创新 打造高素质专业化工会干部队伍 以钉钉子精神抓好各项任务落实 把各项工作抓实抓细抓到位 营造良好社会氛围 保持昂扬向上的精神状态
		不忘初心、牢记使命 踔厉奋发、勇毅前行 在新征程上展现新担当新作为 凝聚起推动改革发展的强大合力 以优异成绩迎接各项任务的完成 切实提高政治站位`)
	formulaWhole = []string{
		"党的十八大以来，以习近平同志为核心的党中央团结带领全国各族人民，推动党和国家事业取得历史性成就、发生历史性变革。",
		"党的二十大是在全党全国各族人民迈上全面建设社会主义现代化国家新征程、向第二个百年奋斗目标进军的关键时刻召开的一次十分重要的大会。",
		"中国特色社会主义进入新时代，我国社会主要矛盾已经转化为人民日益增长的美好生活需要和不平衡不充分的发展之间的矛盾。",
		"实现中华民族伟大复兴是近代以来中华民族最伟大的梦想。",
		"当今世界正经历百年未有之大变局，我国发展面临的机遇和挑战都有新的发展变化。",
		"人民对美好生活的向往就是我们的奋斗目标。",
		"工人阶级是我国的领导阶级，是我国先进生产力和生产关系的代表。",
		"办好中国的事情，关键在党。",
		"发展是党执政兴国的第一要务，科技是第一生产力，人才是第一资源，创新是第一动力。",
		"职工群众的事情无小事，各级工会要带着感情、带着责任去做。",
		"伟大事业都始于梦想，伟大事业都成于实干。",
		"征途漫漫，惟有奋斗，我们的目标一定能够实现。",
		"责任重于泰山，使命催人奋进。",
		"新时代是奋斗者的时代，幸福都是奋斗出来的。",
		"这次会议开得很好，达到了统一思想、凝聚力量的预期目的。",
		"成绩来之不易，经验弥足珍贵，需要我们倍加珍惜。",
		"让我们更加紧密地团结在以习近平同志为核心的党中央周围，为全面建设社会主义现代化国家而团结奋斗。",
	}
)

// What only one speech says: sentences with slots. 〈n〉 is a number, 〈p〉 a place, 〈o〉 a
// body, 〈m〉 a month, 〈t〉 a named thing, 〈w〉 a line of work.
var (
	plantedSentences = []string{
		"〈m〉月底前在〈p〉建成〈w〉实训基地〈n〉个。",
		"由〈o〉牵头，〈m〉月底前拿出〈w〉岗位津贴实施办法。",
		"全年举办〈w〉技能培训班〈n〉期，培训〈w〉职工〈n〉人。",
		"在〈p〉开展“〈t〉”试点，每个试点安排经费〈n〉万元。",
		"〈p〉的〈w〉企业建会率要达到〈n〉%以上。",
		"安排专项资金〈n〉万元，用于〈p〉老旧职工宿舍加装电梯。",
		"从〈m〉月起，〈p〉设立“〈t〉”，为夜班〈w〉职工提供热饭和淋浴。",
		"每名〈w〉带徒师傅补贴〈n〉元，由〈o〉按季度发放。",
		"〈o〉要在〈m〉月〈d〉日前把〈w〉欠薪线索移交劳动监察大队。",
		"新建户外劳动者驿站〈n〉座，其中〈p〉不少于〈d〉座。",
		"推行“〈t〉”工作法，〈w〉班组每天交接班核对工具清单。",
		"评选“〈t〉”〈n〉名，每人奖励〈n〉元。",
		"〈p〉至〈p〉的职工通勤班车增加到〈d〉班，票价降到〈d〉元。",
		"〈w〉工伤预防培训覆盖〈n〉家企业，〈o〉每月抽查一次。",
		"把〈p〉闲置的仓库改造成〈w〉职工书屋，藏书〈n〉册。",
		"〈o〉负责为〈n〉名〈w〉女职工安排两癌筛查。",
		"拨打1〈n〉〈n〉热线即可预约〈w〉职工法律援助。",
		"力争三年内〈p〉〈w〉高级工比例提高〈d〉个百分点。",
		"〈o〉会同〈o〉制定〈w〉高温停工办法，明年底试行。",
		"恢复〈p〉的职工食堂和〈w〉夜班早餐供应。",
		"建立〈w〉师徒结对台账，退休技师到〈p〉坐班答疑。",
		"开设〈w〉安全操作角，把断裂的刀具和报废的手套陈列出来。",
		"取消〈p〉厂区门禁的重复登记，统一换发电子工牌。",
		"给〈p〉的〈n〉户困难职工每户发放取暖补助〈n〉元。",
	}
	plantedSlots = map[string][]string{
		"p": strings.Fields(`柳河镇 石门坎村 青泽县 云岭街道 白杨渡口 北窑工业园 临沅区 桐木岭矿区 老君庙车站 碧溪港`),
		"o": strings.Fields(`市总工会经济技术部 市人社局 县住建局 区财政局 市应急管理局 机关事务服务中心 镇工会联合会 市职业技术学院`),
		"t": strings.Fields(`一岗双师 暖胃食堂 星火夜校 五步交接 匠心码头 半小时维权圈 金梭子 青柠计划`),
		"w": strings.Fields(`焊工 纺织 快递 环卫 造船 制鞋 养殖 玻璃 冷链 道路养护`),
	}
)

// A planted speech with the sentences that only it says.
type planted struct {
	text    string
	article *daodu.Article
	own     []daodu.Span
}

// plant makes a speech of 12 to 24 sentences, 3 to 6 of them its own.
func plant(r *rand.Rand) planted {
	pick := func(from []string) string { return from[r.IntN(len(from))] }
	var b strings.Builder
	var out planted
	sentences := 12 + r.IntN(13)
	own := map[int]string{}
	templates := r.Perm(len(plantedSentences))
	for n := 3 + r.IntN(4); len(own) < n; {
		own[r.IntN(sentences)] = plantedSentences[templates[len(own)]]
	}
	used := map[string]bool{}
	for i := range sentences {
		s := own[i]
		switch {
		case s != "":
			s = fill(s, r)
		case r.IntN(4) == 0:
			s = pick(formulaWhole)
		}
		for s == "" || used[s] {
			s = pick(formulaHeads)
			for n, k := range r.Perm(len(formulaTails))[:2+r.IntN(3)] {
				if n > 0 {
					s += "，"
				}
				s += formulaTails[k]
			}
			s += "。"
		}
		used[s] = true
		start := len([]rune(b.String()))
		b.WriteString(s)
		if own[i] != "" {
			out.own = append(out.own, daodu.Span{Start: start, End: len([]rune(b.String()))})
		}
		if i%4 == 3 {
			b.WriteString("\n")
		}
	}
	out.text = b.String()
	out.article = plain(out.text)
	return out
}

// fill puts random values into the slots of a sentence.
func fill(s string, r *rand.Rand) string {
	for {
		i := strings.Index(s, "〈")
		if i < 0 {
			return s
		}
		slot := s[i+len("〈") : i+len("〈")+1]
		var v string
		switch slot {
		case "n":
			v = fmt.Sprint(12 + r.IntN(900))
		case "m":
			v = fmt.Sprint(1 + r.IntN(12))
		case "d":
			v = fmt.Sprint(2 + r.IntN(20))
		default:
			v = plantedSlots[slot][r.IntN(len(plantedSlots[slot]))]
		}
		s = s[:i] + v + s[i+len("〈n〉"):]
	}
}

// TestPlanted measures the list of what is specific on 200 speeches of formulas among
// which some sentences of their own stand.
func TestPlanted(t *testing.T) {
	t.Parallel()
	const least = 0.95
	speeches := 200
	if testing.Short() {
		speeches = 40
	}
	r := rand.New(rand.NewPCG(1, 2))
	items, right, sentences, found := 0, 0, 0, 0
	for range speeches {
		p := plant(r)
		list := newText(p.article, "").guide(daodu.Medium).Specific
		touches := func(s daodu.Span) func(daodu.Point) bool {
			return func(x daodu.Point) bool {
				return slices.ContainsFunc(x.Quotes, func(q daodu.Quote) bool { return q.Span.Overlaps(s) })
			}
		}
		for _, own := range p.own {
			sentences++
			if slices.ContainsFunc(list, touches(own)) {
				found++
			} else if sentences-found < 15 {
				t.Logf("missed: %s", string([]rune(p.text)[own.Start:own.End]))
			}
		}
		for _, x := range list {
			items++
			if slices.ContainsFunc(p.own, func(own daodu.Span) bool { return touches(own)(x) }) {
				right++
			} else {
				t.Errorf("a formula is listed as specific: %s (%v)", x.Text, x.Specific)
			}
		}
	}
	precision, recall := float64(right)/float64(items), float64(found)/float64(sentences)
	t.Logf("%d speeches: precision %.3f of %d items, recall %.3f of %d sentences", speeches, precision, items, recall, sentences)
	if precision < least || recall < least {
		t.Errorf("precision %.3f, recall %.3f, want %v", precision, recall, least)
	}
}

// TestDamagedWords checks that misread letters, which no other text has, do not make a
// formula specific.
func TestDamagedWords(t *testing.T) {
	t.Parallel()
	const sound, misread = "要大力弘扬伟大建党精神，自信自强、守正创新，踔厉奋发、勇毅前行。", "要大力弘扬伟大建党精神，自信自强、守正创新，障厉奋发、勇毅前行。"
	at := len([]rune("要大力弘扬伟大建党精神，自信自强、守正创新，"))
	a := plain(misread)
	a.Damage = []daodu.Damage{{Kind: daodu.OCRSuspect, Severity: daodu.SeverityNote, Span: daodu.Span{Start: at, End: at + 4}}}
	want, x := newText(plain(sound), ""), newText(a, "")
	if got, want := x.specific(whole(x)), want.specific(whole(want)); got > want {
		t.Errorf("misread words are %v specific, the right ones %v", got, want)
	}
	if list := x.specifics(10); len(list) > 0 {
		t.Errorf("listed as specific: %q", x.words(list[0]))
	}
}

// A sameWords is a library whose every text says the same.
type sameWords []rune

func (l sameWords) Documents() int { return 50 }

func (l sameWords) Frequency(hash uint64) int {
	for i := 0; i+docfreq.Gram <= len(l); i++ {
		if docfreq.Hash(l[i:i+docfreq.Gram]) == hash {
			return 50
		}
	}
	return 0
}

// TestLibrary checks that what all texts of a library say is not specific to one.
func TestLibrary(t *testing.T) {
	t.Parallel()
	const own, everywhere = "开设焊工安全操作角，陈列断裂的刀具。", "恢复碧溪港的职工食堂和夜班早餐供应。"
	alone := newText(plain(everywhere+own), "")
	if n := len(alone.specifics(10)); n != 2 {
		t.Fatalf("%d points are specific without a library, want 2", n)
	}
	x := newTextAmong(plain(everywhere+own), "", sameWords(strings.TrimSuffix(everywhere, "。")))
	list := x.specifics(10)
	if len(list) != 1 || x.words(list[0]) != own {
		t.Errorf("%d points are specific among a library, want only %q", len(list), own)
	}
}
