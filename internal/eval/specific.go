package eval

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/internal/docfreq"
	"github.com/daodu/daodu/internal/zh"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
)

// measureSpecific measures how well the table of document frequencies, which ends with
// 2024, tells clauses that one text of 2025 and 2026 has from those that many have, and
// whether the guides of two real speeches list what only these say.
func measureSpecific(ctx context.Context, dir string) ([]Figure, error) {
	// One item in three, about as many as the prototype was measured on: among more of
	// them more chance repetitions count as recurrent.
	const every = 3
	news, err := newsTexts(filepath.Join(dir, "..", "eval", "ret_xwlb_title.docs.jsonl"), every)
	if err != nil {
		return nil, err
	}
	reports, err := documents(ctx, dir, "gwr_provincial_2026/*.txt")
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, doc := range reports {
		texts = append(texts, doc.Text)
	}
	found, err := measureListed(ctx, filepath.Join(dir, "..", "seeds"))
	if err != nil {
		return nil, err
	}
	// Clauses that several provinces share are often of the year of the report, which no
	// older table knows, and many that one has are but worded anew.
	return []Figure{separation("specific.auc.news", news, .92), separation("specific.auc.reports", texts, .75), found}, nil
}

// newsTexts reads the text of each line that is a multiple of every of a file of JSON lines.
func newsTexts(file string, every int) ([]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []string
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<22)
	for n := 0; lines.Scan(); n++ {
		if n%every != 0 {
			continue
		}
		var item struct {
			Text string `json:"text"`
		}
		if err := json.Unmarshal(lines.Bytes(), &item); err != nil {
			return nil, fmt.Errorf("eval: %s: %w", file, err)
		}
		out = append(out, item.Text)
	}
	return out, lines.Err()
}

// A rated is a clause with its novelty.
type rated struct {
	clause string
	value  float64
	alone  bool // one text has it; otherwise more than shared have
}

// sharedTexts is the number of texts that make a clause recurrent when more have it.
const sharedTexts = 4

// separation returns the area under the ROC curve of novelty: how likely a clause that
// one text has is rated above one that many have. Misses are the recurrent clauses that
// are rated highest.
func separation(name string, texts []string, floor float64) Figure {
	in := map[string]int{}
	for _, text := range texts {
		for _, c := range clausesOf(text) {
			in[c]++
		}
	}
	var all []rated
	for c, n := range in {
		if n == 1 || n > sharedTexts {
			folded := []rune(c)
			all = append(all, rated{c, docfreq.Default().Weigh(folded, nil).Novelty(0, len(folded)), n == 1})
		}
	}
	slices.SortFunc(all, func(a, b rated) int {
		return cmp.Or(cmp.Compare(a.value, b.value), strings.Compare(a.clause, b.clause))
	})
	f := Figure{Name: name, Floor: floor, N: len(all), Value: area(all)}
	for i := len(all) - 1; i >= 0 && len(f.Misses) < maxMisses; i-- {
		if !all[i].alone {
			f.Misses = append(f.Misses, fmt.Sprintf("%.1f %s", all[i].value, all[i].clause))
		}
	}
	return f
}

// area computes the area under the curve by the rank sum (Mann and Whitney, 1947); all
// ascend, equal values share their ranks.
func area(all []rated) float64 {
	sum, alone := 0.0, 0
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j].value == all[i].value {
			j++
		}
		for _, r := range all[i:j] {
			if r.alone {
				alone++
				sum += float64(i+j+1) / 2
			}
		}
		i = j
	}
	if alone == 0 || alone == len(all) {
		return 0
	}
	return (sum - float64(alone*(alone+1))/2) / float64(alone*(len(all)-alone))
}

// clausesOf returns the different clauses of 8 to 60 letters of a text, folded.
func clausesOf(text string) []string {
	var out []string
	for _, c := range strings.FieldsFunc(zh.FoldString(text), func(r rune) bool { return strings.ContainsRune(",。;:!?\n、", r) }) {
		if n := zh.HanCount([]rune(c)); n >= 8 && n <= 60 {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// mustList names what the specific points of a guide of medium length must hold:
// the figures, deadlines and named programmes of two speeches.
var mustList = []struct {
	glob  string
	words []string
}{
	{"001_*.txt", strings.Fields("90%以上 15期以上 2000人 12351 订单式培训 劳模工匠宣讲团 安康杯 最美农民工家庭")},
	{"004_*.txt", strings.Fields("三高四新 芙蓉杯 大学习、大宣讲、大培训 五讲五进 劳动竞赛联系点 双百 数字工匠")},
}

// measureListed counts how many of mustList stand in specific points.
func measureListed(ctx context.Context, dir string) (Figure, error) {
	right, n := 0, 0
	var missed []string
	for _, want := range mustList {
		files, err := filepath.Glob(filepath.Join(dir, want.glob))
		if err != nil || len(files) != 1 {
			return Figure{}, fmt.Errorf("eval: %d files match %s", len(files), want.glob)
		}
		said, err := specificPoints(ctx, files[0])
		if err != nil {
			return Figure{}, err
		}
		for _, w := range want.words {
			if n++; strings.Contains(said, w) {
				right++
			} else {
				missed = append(missed, filepath.Base(files[0])+": "+w)
			}
		}
	}
	return ratio("specific.listed", right, n, 1, missed), nil
}

// specificPoints returns the specific points of the guide of the one article of a file.
func specificPoints(ctx context.Context, file string) (string, error) {
	var said strings.Builder
	for a, err := range new(ingest.Ingester).Read(ctx, file) {
		if err != nil {
			return "", err
		}
		art, err := extract.Engine{}.Write(ctx, a, daodu.KindGuide, summarize.Options{Length: daodu.Medium})
		if err != nil {
			return "", err
		}
		for _, p := range art.Content.(*daodu.Guide).Specific {
			said.WriteString(zh.FoldString(p.Text) + "\n")
		}
	}
	return said.String(), nil
}
