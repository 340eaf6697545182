package embedtest

import "testing"

// pairs are texts in Traditional letters and the same in Simplified ones.
var pairs = [][2]string{
	{"團結奮鬥，為實現目標而努力", "团结奋斗，为实现目标而努力"},
	{"總工會關心職工的勞動條件與權益", "总工会关心职工的劳动条件与权益"},
	{"這個縣發展鄉村產業，農民的錢包鼓起來了", "这个县发展乡村产业，农民的钱包鼓起来了"},
	{"後勤部門準備了乾糧、藥品和帳篷", "后勤部门准备了干粮、药品和帐篷"},
	{"「兩個確立」是時代對我們的要求", "“两个确立”是时代对我们的要求"},
	{"ＧＤＰ增長５％，超過預期", "GDP增长5%，超过预期"},
}

func (s *suite) bothScripts(t *testing.T) {
	if s.scripts == 0 {
		t.Skip("not asked of this embedder")
	}
	for _, p := range pairs {
		v := s.documents(t, p[:])
		if got := dot(v[0], v[1]); got < s.scripts {
			t.Errorf("%q and %q have a cosine of %.4f, want %v", p[0], p[1], got, s.scripts)
		}
	}
}

// reworded are the matters of sample in other words, in the same order.
var reworded = []string{
	"工会组织给生病的工人送去补助，职工医疗互助的人数又增加了",
	"交通部门打通村里的断头路，农民出行赶集方便多了",
	"洪水来临前，防汛人员加强巡查，群众安全撤离",
	"学生阅读活动在校园开展，教师带领儿童朗读课文",
	"农业技术人员下田指导种粮，粮食获得丰收",
	"足球队赢下关键比赛，晋级决赛阶段",
}

func (s *suite) nearTopics(t *testing.T) {
	if !s.topics {
		t.Skip("not asked of this embedder")
	}
	documents := s.documents(t, sample)
	for i, v := range s.documents(t, reworded) {
		if got := nearest(v, documents); got != i {
			t.Errorf("%q is nearest to %q, want %q", reworded[i], sample[got], sample[i])
		}
	}
}
