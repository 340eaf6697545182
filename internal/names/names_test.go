package names

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu/internal/shared"
	"github.com/daodu/daodu/internal/zh"
)

// found returns what Find finds of a kind, people with their posts: name|post.
func found(text string, kind Kind) []string {
	runes := []rune(text)
	var out []string
	for _, n := range Find(zh.FoldRunes(runes)) {
		if n.Kind != kind {
			continue
		}
		s := string(runes[n.Span.Start:n.Span.End])
		if kind == Person {
			s += "|" + string(runes[n.Post.Start:n.Post.End])
		}
		out = append(out, s)
	}
	return out
}

func TestPeople(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string // name|post
	}{
		{"post before", "云溪市总工会主席罗建平出席会议并讲话。", []string{"罗建平|云溪市总工会主席"}},
		{"several posts", "市人大常委会副主任、市总工会主席罗建平指出，要抓落实。", []string{"罗建平|市人大常委会副主任、市总工会主席"}},
		{"post in brackets", "罗建平（云溪市总工会主席）作了报告。", []string{"罗建平|云溪市总工会主席"}},
		{"post behind", "罗建平主席强调，要抓落实。", []string{"罗建平|主席"}},
		{"deputy behind", "罗建平副主席强调，要抓落实。", []string{"罗建平|副主席"}},
		{"comrade", "会议追授周明远同志五一劳动奖章。", []string{"周明远|同志"}},
		{"verb of speaking", "段小军说，补贴都到账了。", []string{"段小军|"}},
		{"brought in by 由", "会议由厂工会主席魏桂芳主持。", []string{"魏桂芳|厂工会主席"}},
		{"two letters", "副主席白羽在会上发言。", []string{"白羽|副主席"}},
		{"list before 发言", "白羽、王振强、李向东、郑兴等4位代表先后发言。", []string{"白羽|", "王振强|", "李向东|", "郑兴|"}},
		{"list before 出席", "魏桂芳、丛慧敏、石泰峰出席。", []string{"魏桂芳|", "丛慧敏|", "石泰峰|"}},
		{"list behind a post", "市总工会副主席徐国梁、杨宇栋作了发言。", []string{"徐国梁|市总工会副主席", "杨宇栋|"}},
		{"known from elsewhere", "厂长周明远来到车间。这里有周明远当年用过的机床。", []string{"周明远|厂长", "周明远|"}},
		{"double surname", "市长欧阳振华主持会议，诸葛明陪同。", []string{"欧阳振华|市长", "诸葛明|"}},
		{"two surnames", "副会长林郑秀芬表示支持。", []string{"林郑秀芬|副会长"}},
		{"surname alone", "王主席和李女士都来了。", []string{"王|主席", "李|"}},
		{"name with a dot", "咨询委员会委员伊拉斯·姆温查在会上表示赞同。", []string{"伊拉斯·姆温查|咨询委员会委员"}},
		{"a name of another people", "艾尔肯·吐尼亚孜说，村里通了路。", []string{"艾尔肯·吐尼亚孜|"}},
		{"written by sound", "总统卡尔松表示欢迎。", []string{"卡尔松|总统"}},
		{"nameless", "被告人王某某与李某签了合同，张某甲作证。", []string{"王某某|被告人", "李某|", "张某甲|"}},
		{"struck out", "关于XX局长的讲话，以***同志为核心。", []string{"XX|局长", "***|"}},
		{"traditional", "聯合總工會理事長梁國棟表示，要記取教訓。", []string{"梁國棟|聯合總工會理事長"}},
		{"no punctuation", "市总工会主席罗建平", []string{"罗建平|市总工会主席"}},
		{"ends before a verb", "被告人罗文利用职务便利，局长李丹享有特权。", []string{"罗文|被告人", "李丹|局长"}},
		{"no people", "各级工会主席要亲自部署，职工文化活动丰富，工人程度不一，部长常务会议召开，书记高度重视，委员会议定五个事项。", nil},
		{"words like names", "周边的金融安全、高度重视、任何单位，黄河和温州方面，马上方便，何时何地，于是许多人，常年关注，严格管理。", nil},
		{"places like names", "梁子湖、黄花镇、洪湖、贺兰山的渔民，江苏、安徽、甘肃的干部。", nil},
		{"companies", "阿里巴巴表示将继续投资，特斯拉说销量增长。", nil},
		{"empty", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := found(tt.text, Person)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("people (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBodies(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"behind a verb", "按照市总工会的安排，学习宣传省委的决定。", []string{"市总工会", "省委"}},
		{"with its place", "云溪市总工会和青石县人民政府签了协议。", []string{"云溪市总工会", "青石县人民政府"}},
		{"nation-wide", "中华全国总工会、全总和全国妇联联合发文。", []string{"中华全国总工会", "全总", "全国妇联"}},
		{"court within", "江源省高级人民法院审判监督庭和清河区人民法院", []string{"江源省高级人民法院", "清河区人民法院"}},
		{"company", "北京远方科技有限公司起诉朝晖机械厂。", []string{"北京远方科技有限公司", "朝晖机械厂"}},
		{"place in brackets", "江源(集团)有限公司成立。", []string{"江源(集团)有限公司"}},
		{"short word with a place", "记者从云溪市应急管理局、青石县水利厅获悉。", []string{"云溪市应急管理局", "青石县水利厅"}},
		{"traditional", "雲溪市總工會與聯合國代表團會談。", []string{"雲溪市總工會", "聯合國代表團"}},
		{"none in particular", "该公司、上市公司和各级工会，有关部门要部署好全局，深化工会改革。", nil},
		{"words that end like one", "干部签署文件，内部结构变局，北部山区。", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, found(tt.text, Body)); diff != "" {
				t.Errorf("bodies (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"well known", "代表来自北京、广东和新加坡。", []string{"北京", "广东", "新加坡"}},
		{"with a level", "云南省昆明市和延边朝鲜族自治州", []string{"云南省", "昆明市", "延边朝鲜族自治州"}},
		{"by its level", "调研组到云溪市清河区柳林镇红星村走访。", []string{"云溪市", "清河区", "柳林镇", "红星村"}},
		{"behind a verb", "深入青石县，走访白石乡。", []string{"青石县", "白石乡"}},
		{"street", "位于云溪市建设路12号", []string{"云溪市", "建设路"}},
		{"traditional", "來自廣東省和雲溪市", []string{"廣東省", "雲溪市"}},
		{"none", "该省全市本区城区社区，上市公司，城市道路，各县区，市场区域，路线县级，示范区、保税区，脱贫县。", nil},
		{"also parts of words", "重大理论，长治久安，三明确，日照时间，大同小异，包罗万象，交通化学。", nil},
		{"such a one when meant", "来自大理、长治市和三明市", []string{"大理", "长治市", "三明市"}},
		{"across names", "湖南投资、浙江西部、上海地区", []string{"湖南", "浙江", "上海地区"}},
		{"within a person", "海关关长曹玉林说", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, found(tt.text, Place)); diff != "" {
				t.Errorf("places (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOffice(t *testing.T) {
	t.Parallel()
	tests := []struct {
		post, office string
		is           bool
	}{
		{"全国总工会副主席", "副主席", true}, {"厂长", "厂长", true}, {"原局长", "原局长", true},
		{"装配车间工人", "工人", false}, {"同志", "同志", false}, {"被告人", "被告人", false}, {"机器", "", false},
	}
	for _, tt := range tests {
		post := []rune(tt.post)
		if got := string(post[Office(post):]); got != tt.office || IsOffice(post) != tt.is {
			t.Errorf("%s: %q %v, want %q %v", tt.post, got, IsOffice(post), tt.office, tt.is)
		}
	}
}

// TestSeeds demands everybody whom a reader found in real texts.
func TestSeeds(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(shared.Dir(t), "seeds")
	data, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	var gold struct {
		Seeds map[string]struct {
			Speaker struct{ Name string }
			Others  []string `json:"other_named_people"`
		}
	}
	if err := json.Unmarshal(data, &gold); err != nil {
		t.Fatal(err)
	}
	count := 0
	for id, seed := range gold.Seeds {
		files, err := filepath.Glob(filepath.Join(dir, id+"_*.txt"))
		if err != nil || len(files) != 1 {
			t.Fatalf("seed %s: %v %v", id, files, err)
		}
		text, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(found(string(text), Person), "|")
		for _, name := range append(seed.Others, seed.Speaker.Name) {
			if len([]rune(name)) < 2 || len([]rune(name)) > 3 {
				continue // nobody, or a body
			}
			if count++; !strings.Contains(got, name+"|") {
				t.Errorf("seed %s: %s is not found", id, name)
			}
		}
	}
	if count < 20 {
		t.Errorf("%d names in the gold, want 20", count)
	}
}

// FuzzFind reads what anybody may have written.
func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"云溪市总工会主席罗建平、副主席白羽、李向东出席。", "關於XX局長在聯合總工會的講話", "艾尔肯·吐尼亚孜（男）", "、、王·某某、，《》（）“", "𠮷野家有限公司·", "王", "市", "全国",
		"市市市市市总工会总工会总工会", "欧阳欧阳", "\xff主席", "张某某某某", "(((((())))))有限公司", "副副副副主席",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		folded := zh.FoldRunes([]rune(text))
		last := 0
		for _, n := range Find(folded) {
			if n.Span.Start < last || n.Span.Len() < 1 || n.Span.End > len(folded) || n.Post.Len() < 0 || n.Post.End > len(folded) || n.Post.Start < 0 {
				t.Errorf("%+v in %d letters, behind %d", n, len(folded), last)
			}
			if n.Kind < Person || n.Kind > Place {
				t.Errorf("kind %d", n.Kind)
			}
			last = n.Span.Start
		}
	})
}

func BenchmarkFind(b *testing.B) {
	text := zh.FoldRunes([]rune(strings.Repeat("3月18日，云溪市总工会召开全体会议，市人大常委会副主任、市总工会主席罗建平出席会议并讲话，强调要认真学习贯彻有关精神，推动各项工作落到实处，切实维护广大职工的合法权益。", 1000)))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Find(text)
	}
}
