package header

import (
	"regexp"
	"slices"
	"strings"

	"github.com/daodu/daodu/internal/zh"
)

// Surnames of one letter that cover about 99 % of Chinese names, and those of two.
// Folded; a general fact of the language, see any census of surnames.
const (
	surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜" +
		"范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申" +
		"尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯" +
		"阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓" +
		"花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟农练麦况尚缪干佘利曹沙满肖付代闫洛习应鞠茹危亓撒阚操幸逄郅初占闻双郦种海哈那鹿战才宿俊栗敬" +
		"展厉戎咸藏库莘国敏巫索"
	doubleNames = "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 长孙 宇文 端木 南宫 独孤 申屠 闻人 呼延"
)

var isSurname = func() map[rune]bool {
	set := map[rune]bool{}
	for _, r := range surnames {
		set[r] = true
	}
	return set
}()

// posts holds the words that end an office: 省长, 总书记, 局党组书记.
var posts = wordSet(`总书记 书记 主席 总理 委员长 省长 市长 州长 盟长 县长 旗长 区长 镇长 乡长 部长 厅长 局长 司长 处长 科长 所长 署长 关长 行长 院长
	校长 检察长 会长 理事长 董事长 总经理 总裁 总工程师 主任 组长 社长 台长 馆长 站长 厂长 队长 秘书长 司令员 政委 参谋长 代表 委员 大使 总统
	首相 国王 总干事 发言人 理事 常委 负责人 负责同志 主编 总编辑 教授 研究员 院士 专员 特首 行政长官 议员 召集人 顾问 班长 经理 主持人`)

// maxPost is the length of the longest word in posts.
const maxPost = 4

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// EndsInPost reports whether folded words end in an office: 中华全国总工会主席.
func EndsInPost(s string) bool {
	runes := []rune(strings.TrimRight(s, " "))
	for n := 2; n <= min(maxPost, len(runes)); n++ {
		if posts[string(runes[len(runes)-n:])] {
			return true
		}
	}
	return false
}

var foreignName = regexp.MustCompile(`^\p{Han}{2,8}(?:·\p{Han}{1,8}){1,3}$`)

// Name returns s without blanks when it is a person's name as a line writes it
// ("龚 正", "艾尔肯·吐尼亚孜", "欧阳某某"), "" when it is not.
func Name(s string) string {
	s = strings.ReplaceAll(strings.TrimSpace(s), " ", "")
	runes := []rune(s)
	if zh.HanCount(runes) != len(runes) {
		if foreignName.MatchString(s) {
			return s
		}
		return ""
	}
	switch {
	case len(runes) >= 2 && len(runes) <= 3 && isSurname[runes[0]] && !notNames[s]:
		return s
	case len(runes) >= 3 && len(runes) <= 4 && strings.Contains(" "+doubleNames+" ", " "+string(runes[:2])+" "):
		return s
	}
	return ""
}

// notNames holds short lines that begin with a surname's letter but name nobody.
var notNames = wordSet(`全文 全国 全省 全市 华东 安全 海外 国内 国际 国家 马上 高考 文化 文件 文章 文艺 文明 成果 成效 方案 方法 方式 施工 时事 时政 时间
		时评 应急 应对 应用 干部 连线 连载 来源 来信 原文 原创 关于 关闭 关注 关键 农业 农村 农民 满意 利率 党建 党务 党史 党员 党风
		江西 江苏 安徽 云南 甘肃 宁夏 海南 关联 向上 向下 许可 任务 任免 高清 高校 金融 金属 白天 常见 易购 易车 路况 路线 万家 双语 双创
		简报 简介 简体 花絮 花卉 包装 包括 单位 单独 纪实 纪委 纪检 纪念 商业 商务 商品 司法 公告 解读 解说 解析 边疆 都市 原标题 封面 乐活
		那些 才能 国防 国资 国企 初审 利好 战略 战报 战士 闻道 种植 库存 展会 展示 展览 藏品 厉害 战疫 沙龙 石油 金价 武器 钱包 章程 计划 计算机
		伍佰 农历 文言 时尚 时令 房产 纪念堂 国情 周边 路演 展开 展区 游戏 简体版 柳叶刀 党政 焦点 商城 温度计 易信 黄金 文娱 单机 左右 古代 史话 毛病 常识 曲艺 应聘 梅花 管理 管委会 费用 宁波 温州 武汉 广告 祝贺 强国 强军 水利 通知 方略 高铁`)

// maxPerson is the longest line of an office and a name in letters.
const maxPerson = 60

// Person reads a line of an office and a name ("省长 某某"), or of a name alone. ok is
// false for any other line.
func Person(line string) (name, role string, ok bool) {
	line = strings.TrimSpace(line)
	if n := Name(line); n != "" {
		return n, "", true
	}
	runes := []rune(line)
	if len(runes) > maxPerson || strings.ContainsAny(line, ",。:;!?") {
		return "", "", false
	}
	for _, at := range nameStarts(runes) {
		name, role = Name(string(runes[at:])), strings.TrimSpace(string(runes[:at]))
		if name != "" && EndsInPost(role) {
			return name, role, true
		}
	}
	return "", "", false
}

// nameStarts returns where a name at the end of a line may begin: behind the last
// blanks, or 2 to 4 letters before the end.
func nameStarts(runes []rune) []int {
	var starts []int
	for at := len(runes) - 1; at > 0 && len(runes)-at <= 20; at-- {
		if runes[at-1] == ' ' || len(runes)-at >= 2 && len(runes)-at <= 4 {
			starts = append(starts, at)
		}
	}
	slices.Reverse(starts)
	return starts
}
