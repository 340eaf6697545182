package offline_test

import (
	"os"
	"testing"
	"unicode/utf8"

	"github.com/daodu/daodu/embed/offline"
)

// speech is a text of the kind that is embedded most.
const speech = "全市各级工会要把学习贯彻会议精神作为当前的首要任务，引导八万名职工坚定信心、埋头苦干。" +
	"今年以来，云溪市总工会走访困难职工1260户，发放慰问金86万元，调解劳动争议三百余件，培训焊工、护理员和网约车司机两千四百人次。" +
	"下一步，要健全集体协商制度，推动企业建立正常的工资增长机制；要办好职工夜校和读书活动，建设二十个爱心驿站。" +
	"会议指出，碧溪港改造工程进入收尾阶段，泊位由四个增加到七个，年吞吐量预计达到三千万吨。沿江化工企业全部关停搬迁，岸线复绿十二公里，" +
	"江豚重新出现在城区江段。农业部门推广再生稻和稻虾共作，亩均增收八百元，合作社社员的分红比上年多了两成。教育部门新建六所小学，" +
	"缓解老城区大班额问题；卫生部门把县医院的专家派到乡镇坐诊，高血压、糖尿病患者在家门口就能开药。"

// BenchmarkDocuments measures how fast texts of about 370 letters, the length of a chunk,
// of 2,000 and of 8,000 become vectors.
func BenchmarkDocuments(b *testing.B) {
	for _, bb := range []struct{ name, text string }{
		{"chunk", speech},
		{"speech", example(b, "speech.txt")},
		{"report", example(b, "work-report.txt")},
	} {
		b.Run(bb.name, func(b *testing.B) {
			e := offline.New()
			texts := []string{bb.text}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Documents(b.Context(), texts); err != nil {
					b.Fatal(err)
				}
			}
			letters := float64(utf8.RuneCountInString(bb.text)) * float64(b.N)
			b.ReportMetric(letters/b.Elapsed().Seconds()/1e6, "Mletters/s")
		})
	}
}

func example(b *testing.B, name string) string {
	b.Helper()
	data, err := os.ReadFile("../../examples/" + name)
	if err != nil {
		b.Fatal(err)
	}
	return string(data)
}
