package names

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/daodu/daodu/internal/zh"
)

// A class is what a letter may be part of; a letter may have several.
type class uint8

const (
	han     class = 1 << iota
	surname       // a surname by itself
	common        // one of the hundred surnames that most people bear
	given         // often in given names
	joint         // hardly ever in given names, but often behind them: 在, 说, 等
	foreign       // used to write foreign names by sound
	stop          // hardly ever within the name of a body or a place: 的, 在, 由
	digit
)

// Letters, folded. The most frequent surnames come first.
const (
	commonSurnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文肖闫"
	otherSurnames  = "蒲师庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦柳邢岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹苗凌费纪靳盛童欧甄项曲游阳裴席卫查屈鲍覃霍翁隋甘景薄单柏宁柯阮桂闵解柴华车冉房边吉饶刁瞿戚古池滕晋苑邬臧畅宫苟褚廉娄符奚穆燕郎邸冀谈姬屠连郜晏栾郁商蒙喻窦迟宇敖冷卓花仇艾蓝习关米沙付代党胥岑楼尚骆包邝厉麦简巫幸佟扎巩宗储谌鹿麻敬占招皮仲荀危桑粟竹向成栗蔺逄郄亓仝邰尧闻强鄂明缪全巴水元练尉訾禹庹格索旺洛"
	givenLetters   = `伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文华国建志玉红海春晓云龙飞鹏辉斌波宇浩亮东林峰健新立永荣金凤梅琴雪珍莉晶燕玲萍琳婷倩慧颖佳欣怡雨琪梦瑶思嘉子轩泽俊博睿天宏宝福德贵生祥义仁信礼智忠诚孝廉良善才贤达安康宁乐喜庆吉昌盛兴旺财富光耀灿阳晖旭晨曦曙昊昕晟景晴岚山川江湖源泉清洁净雅美佩珊珠琼瑜瑾瑞琦璐璇玮珂琛琨瑛莹萱萌菲蓉莲荷菊芬芝芸茜莎薇蕾蕊蓓苗茂松柏柳桦楠梓桐槐榕森树根栋梁枫柱炎焕煜烨炜炳熙煌勋铁钢铭锋锐锦钧钰银鑫铮长远正启元少仲季伯叔孟继承绍延宗祖恩惠爱怀毅恺悦愉慈慕意念兆弘奋勉励武威雄豪胜凯彪虎豹麟骏驰骥骁翔羽鸿鹤雁鹰鸣莺群学书诗棋画墨翰章典经纶纲纪维绪绮绣丹青蓝紫翠碧素冰霜露雷霆雯霄虹月星辰宸宙乾坤地坚石岳峻峥嵘崇岱嵩昆仑疆域城均培塘圣哲喆君臣士友朋伦佑俭保偲儒卿豫冬凌凡利剑加勤化千升卉南卫厚原双叶合启吟咏品唯四圆土垚墨壮声夏多夫奇奎好如妍妮妹姗姣娅娇娥婉婕婧媛媚嫣孔存守定宜实宣宸容宾密寒察尊尔尚尧展屹岐岗岩岭工巧巨布希帅帆常干年广应张彤彦彬彩影征心恒捷掌旋无昭显晋晔晗普智曼朝本朴杉李杏村来杭极果枝枚柔柯格桃步殿民水汉池汝沁沐沛河治法泓津洲流涓润涵淑淳深淼渊渝湘溪滔滨满漫潇潮澄澜激灵烈焱煊照牧特献猛玄班球理甜田申男畅百皓益真眉知矿社祎祯祺禄禹秉科积程穆竞端竹笑笛筠筱简精纬纯练绿罡翀翼聪肖育能腾航节芃芊芮花苑苹范茵草蒙蔚藏融衡裕让谊谦谷赛越路跃迅迎迪述通逸道遥邦郁采野钊钦铎锡键镇镜闯雁霁震霖韬音韵顺颂香驹鹃麒黎齐奕璟嫚岑瀚灏帼淇沂洪渭滢茹芹芷莘萃蓁薪蘅毓珏瑄璋琰玥珺琬琮瑗懿徽恬恪慎憬晏昱昶旻曜栩桢楷槿歆沅泠洵湛溥滟焘燊犇甫畴皎硕祈禧穗筝缨羲翊翎耘聿胤舜芾芯茗荃荔莞菁菡蒂蓥薛虔蝶衍裴觅誉谨谧赫轶辙辛迦邈郅酉钏铄锴镕闻阔陶隽雍霏靖靳颀颉飒骞鹭黛羿向白羽戈小万大晓春高史官丛温仕伶珉礽柬劼喻俐俪倬傲冕冠冶凝刘剀励勐勃勖卓博泰乃业亦佐依占冀召咸堂增太契宪尉履幼廷忍扬拓挺敦斯旦昀权材栓桓梵欧殷洛渠潭炬烽焰爽狄登皑盟直磐祉竣绩耕聆胥芙若蔓薰蛟衷谏贞贯载运逵遂醒铨鉴锁阁隆骅鲲鳌麾侠周祝沪蕴旗滇瑰笙竺粲缘罗羚聚艺葆蕙虞诺谆谱赐赞进郴锷靓飚馥骐魁`
	jointLetters   = "副应曾只未产享第作去交提承的是在和与同向就说作为等了将也被把从及其这那有不会上下时后前中参出主对让给使可要我他你她它们称讲表指谈并还所以因以则又受于"
	foreignLetters = `阿埃艾爱安昂奥敖巴白拜班邦保鲍贝本比彼毕别宾波伯勃博布采查察昌楚茨次达大代戴丹当道德登邓迪狄蒂第丁东杜顿多厄恩尔法凡范方菲费芬冯佛夫弗福富盖甘冈高戈格葛根古瓜圭贵果哈海汉豪赫黑亨洪侯胡华怀惠霍基吉季加贾简江杰捷金津京久居喀卡凯坎康考科可克肯孔库夸昆拉腊莱赖兰朗劳勒雷蕾黎里理丽利莉连列林琳玲龙隆卢鲁路伦罗洛马玛麦迈曼芒毛梅门蒙孟米密敏明摩莫墨默姆木穆拿那纳娜奈南内尼涅宁牛纽农努诺女欧帕潘庞培佩彭蓬皮平坡珀普齐奇契恰乔切琴丘屈热日荣儒瑞若撒萨塞赛桑瑟森沙莎山珊尚绍舍申圣施什史士舒朔丝司思斯松苏素孙索塔泰坦汤唐陶特藤滕提蒂廷图土托瓦万旺威韦维温文翁沃乌武伍西希锡喜夏显香肖谢辛欣雄休修许雅亚延扬耶叶伊易因英尤于裕约泽扎詹张章朱兹祖佐娅姬茜霞雪伟吾孜提卓央吐买艾热依玉占拥措顿珠次旺索朗嘎旦增多杰则巴拉洛桑旭瓒谟朴赵才槙犹札蔻翰逊颂`
	stopLetters    = "的了在由对向与及或将被把让请于从给是等到进入赴往至并而但也又就都则以因据按受这那哪每个些位名做当使如他她你们我该各某几多为其之没不未很更最再只说称若且即曾却呢吗吧件起着过里内外后前下到去来跟随同时"
	numberLetters  = "0123456789一二三四五六七八九十百千万亿零两几数多"
)

// doubleSurnames are those of two letters.
const doubleSurnames = `欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 长孙 宇文 端木 呼延 轩辕 澹台 独孤 南宫 赫连 拓跋 申屠 公冶 太史 闻人 鲜于 濮阳 淳于 单于`

// words holds words that begin like a name but are none; see its first lines.
//
//go:embed tables/words.txt
var words string

// A letterTable tells the classes of letters.
type letterTable struct {
	bmp      [1 << 16]class
	notNames map[uint64]struct{} // two letters
}

func (t *letterTable) of(r rune) class {
	if uint32(r) < uint32(len(t.bmp)) {
		return t.bmp[r]
	}
	if zh.IsHan(r) {
		return han
	}
	return 0
}

// letters builds the table once.
var letters = sync.OnceValue(func() *letterTable {
	t := &letterTable{notNames: map[uint64]struct{}{}}
	for r := range rune(len(t.bmp)) {
		if zh.IsHan(r) {
			t.bmp[r] = han
		}
	}
	for _, group := range []struct {
		letters string
		class   class
	}{
		{commonSurnames, surname | common}, {otherSurnames, surname}, {givenLetters, given}, {jointLetters, joint},
		{foreignLetters, foreign}, {stopLetters, stop}, {numberLetters, digit},
	} {
		for _, r := range group.letters {
			t.bmp[r] |= group.class
		}
	}
	t.readWords()
	return t
})

// readWords reads lines of a surname and the letters that make words with it.
func (t *letterTable) readWords() {
	for line := range strings.Lines(words) {
		head, tails, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || head == "#" {
			continue
		}
		first := []rune(head)[0]
		for _, r := range tails {
			t.notNames[uint64(uint32(first))<<32|uint64(uint32(r))] = struct{}{}
		}
	}
}
