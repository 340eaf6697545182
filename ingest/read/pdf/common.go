package pdf

import "sync"

// commonest is the 500 commonest Chinese letters of both scripts, counted on 1.6
// million letters of speeches, reports, laws and news of the mainland and 2.6
// million of debates and talks in Hong Kong and Taiwan; the share of a letter is
// the larger of the two. They make 78 % of the former and 77 % of the latter, 57
// to 77 % of the real PDF files read so far, a list of names among them, but 6 %
// of GB 2312 and 2 % of Unicode, which is what a wrong mapping deals out.
const commonest = "的是有我一国會在和這人們個以不中发业要展民政全大新可化进為实建議來年会業生作行动員力就及到加产地务经" +
	"设定時工法理第部也上他持發家推多所重合为制成主分實提强体高保如其同出社方公条府十区很因关能等對规用开" +
	"对应了资些經國平增問長面關資共改或現机過於济事们管沒治者现做題說但个後當下港施好都市坚创基当局本而得" +
	"立长党深學各代文入利月樣之企三度学跟时區性務自果量更計唐革位水系動二安鳳開應质產進案前想项五麼心去剛" +
	"城服向此造間意然香何科标看支技並日领构謝機级点已员育席外回来战期农通最续品目内放门相义委院金教明助像" +
	"护你場万际效权场與請程快优运內四活需决域比供任天非至投處體正升稳海道总小商责特调统否于交規完論情由物" +
	"源只劃還电与组常數取防東依导监过费策营收知求结信表村設善今台路才世处专望那准亦省單界創解較题點認精司" +
	"融辦境协证群該这式讓态件討項问议元希促子原接兩再计军覺陳数环署障話办例型次先风联医把步华便请色两习并" +
	"候營口濟税范整划屋近別从協士线講央险众包流照查积集落少從健農单無報使族确职转起织每補争況后決极形将互" +
	"告批记术复疫考環專言條消严神居運亿種邊间志格易指修續未裡美无乡友組广益略历命变受申引报干打參贫費督將"

var isCommonest = sync.OnceValue(func() map[rune]bool {
	m := make(map[rune]bool, 500)
	for _, r := range commonest {
		m[r] = true
	}
	return m
})

// isHan reports whether r is one of the Chinese letters in use.
func isHan(r rune) bool { return 0x4E00 <= r && r <= 0x9FFF || 0x3400 <= r && r <= 0x4DBF }
