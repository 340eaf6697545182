package offline_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"testing"

	"github.com/daodu/daodu/embed/offline"
)

// golden are the checksums of the vectors of goldenTexts. Stored vectors stay comparable
// only while they hold: whoever changes one gives the model a new version.
var golden = map[string]string{
	"offline/static-1@1024": "be8474c7d14f30ec",
	"offline/static-1@256":  "57b79e992cb6a516",
}

var goldenTexts = []string{
	"全市各级工会要把学习贯彻会议精神作为首要任务，引导职工坚定信心、埋头苦干。",
	"總工會關心職工的勞動條件與權益，「兩個確立」是時代的要求",
	"２０２４年ＧＤＰ增长５.２％，超过预期；AI and 5G",
	"𠮷野家在𪚥街开了第3家店",
	"Профсоюзы области, 労働組合, 노동조합",
	"的",
	speech,
}

// TestGolden checks that vectors are the same on every platform and in every release of
// one model.
func TestGolden(t *testing.T) {
	t.Parallel()
	for _, dim := range []int{256, 1024} {
		e, err := offline.New().WithDim(dim)
		if err != nil {
			t.Fatal(err)
		}
		vectors, err := e.Documents(t.Context(), goldenTexts)
		if err != nil {
			t.Fatal(err)
		}
		space := e.Space().String()
		if got := checksum(vectors); got != golden[space] {
			t.Errorf("the vectors of %s have the checksum %s, want %s", space, got, golden[space])
		}
	}
}

// checksum hashes vectors as whole numbers of 1/2^24.
func checksum(vectors [][]float32) string {
	h := sha256.New()
	for _, v := range vectors {
		for _, x := range v {
			n := int32(math.Round(float64(x) * (1 << 24)))
			h.Write(binary.LittleEndian.AppendUint32(nil, uint32(n)))
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
