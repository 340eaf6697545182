package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTerms(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string // term|explanation|members
	}{
		{"listed", "干部要做到“三个不准”：不准代替成效，不准反复计数，不准摊派费用。", []string{
			"三个不准|干部要做到“三个不准”：不准代替成效，不准反复计数，不准摊派费用。|不准代替成效 不准反复计数 不准摊派费用",
		}},
		{"即", "要落实“六有”标准，即有组织机构、有工作制度、有活动场所、有专用账户、有服务项目、有会员评价。", []string{
			"“六有”标准|要落实“六有”标准，即有组织机构、有工作制度、有活动场所、有专用账户、有服务项目、有会员评价。|有组织机构 有工作制度 有活动场所 有专用账户 有服务项目 有会员评价",
		}},
		{"first clause of long members", "要做到“两个注重”：更加注重创新，把人才放在前面；更加注重内需，让居民能消费。", []string{
			"两个注重|要做到“两个注重”：更加注重创新，把人才放在前面；更加注重内需，让居民能消费。|更加注重创新 更加注重内需",
		}},
		{"traditional", "所謂「三段作息」，就是把時間分為三段：六時至十一時施工，正午停止作業，午後恢復工作。", []string{
			"三段作息|所謂「三段作息」，就是把時間分為三段：六時至十一時施工，正午停止作業，午後恢復工作。|六時至十一時施工 正午停止作業 午後恢復工作",
		}},
		{"another number of parts is no list", "要做到“三个不准”：不准代替成效，不准反复计数。", []string{
			"三个不准|要做到“三个不准”：不准代替成效，不准反复计数。|",
		}},
		{"a name taken up", "在全市推广“一岗双师”经验，年内签订师徒协议3000对以上。", []string{
			"“一岗双师”经验|在全市推广“一岗双师”经验，年内签订师徒协议3000对以上。|",
		}},
		{"a slogan shows its verb", "要深刻领悟“两个确立”的决定性意义，进一步增强“四个意识”，坚定“四个自信”。", []string{
			"两个确立|要深刻领悟“两个确立”的决定性意义|", "四个意识|进一步增强“四个意识”|", "四个自信|坚定“四个自信”|",
		}},
		{"a slogan without marks", "全市各级工会要牢记国之大者，坚定不移跟党走。", []string{"国之大者|全市各级工会要牢记国之大者|"}},
		{"listed before it", "要持续开展大学习、大宣讲、大培训“三大”行动，月月都有进步。", []string{
			"“三大”行动|要持续开展大学习、大宣讲、大培训“三大”行动|大学习 大宣讲 大培训",
		}},
		{"another number before it", "要持续开展大学习、大宣讲“三大”行动，月月都有进步。", []string{
			"“三大”行动|要持续开展大学习、大宣讲“三大”行动，月月都有进步。|",
		}},
		{"defined without marks", "工会是党领导的职工群众组织。办好工会，靠职工。工会要多到车间去。", []string{"工会|工会是党领导的职工群众组织|"}},
		{"what is only praised", "安全是发展的前提。守住安全，人人有责。要把安全放在心上。", nil},
		{"a word of everybody's", "要让“人民”满意，推动“融合”发展，一切为了人民。", nil},
		{"a lost mark beside it", "要深刻领悟“两个确立的决定性意义，更加自觉地增强四个意识、坚定四个自信，更加自觉地维护核心。", []string{
			"两个确立|要深刻领悟“两个确立的决定性意义，更加自觉地增强四个意识、坚定四个自信，更加自觉地维护核心。|",
			"四个意识|更加自觉地增强四个意识、坚定四个自信|",
		}},
		{"what the text keeps saying", "推进碧溪港焊工驿站。碧溪港焊工驿站要延时开放。职工来到碧溪港焊工驿站，有水喝。", []string{
			"碧溪港焊工驿站|碧溪港焊工驿站要延时开放。|",
		}},
		{"sayings are no terms", "需求从“有人干”转向“有人会干”，他说：“工会真是咱自己的家。”", nil},
		{"plans are no terms", "这是“十四五”规划的开局之年，任务十分繁重。", nil},
		{"a lost mark", "要推行“班前五分钟制度，每天讲清任务，讲完以后复述一条。", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x := newText(plain(tt.text), "")
			var got []string
			for _, g := range x.guideTerms(x.shownTerms(10)) {
				got = append(got, g.Term+"|"+g.Explanation.Text+"|"+strings.Join(g.Members, " "))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("terms (-want +got):\n%s", diff)
			}
		})
	}
}

// TestExplainedTermsComeFirst checks the order, which decides what a short guide shows.
func TestExplainedTermsComeFirst(t *testing.T) {
	t.Parallel()
	x := newText(plain("要增强“四个意识”，开办“驿站夜校”。要做到“两个不准”：不准走过场，不准搞摊派。"), "")
	var got []string
	for _, m := range x.terms {
		got = append(got, m.words)
	}
	if diff := cmp.Diff([]string{"两个不准", "驿站夜校", "四个意识"}, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}
