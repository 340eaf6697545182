package openai

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu/internal/endpoint"
)

// FuzzAnswer reads answers of any kind: what is accepted has a vector of length 1 for
// each text.
func FuzzAnswer(f *testing.F) {
	for _, body := range []string{
		`{"data":[{"index":0,"embedding":[3,4]}],"usage":{"prompt_tokens":1}}`,
		`{"data":[{"index":1,"embedding":"AACAPwAAAAA="},{"index":0,"embedding":[0,1]}]}`,
		`{"data":[{"embedding":[0,-1]}]}`,
		`{"data":[{"index":0,"embedding":"AADAfw=="}]}`,
		`{"data":[{"index":0,"embedding":[1e-45,0]}]}`,
		`{"data":[{"index":0,"embedding":[null]}]}`,
		`{"data":[{"index":0,"embedding":null}]}`,
		`{"error":"loading"}`, `{"code":1,"message":"no","data":null}`, `{"detail":[{"msg":"no"}]}`, `[]`, ``,
	} {
		f.Add([]byte(body), 1, 2)
		f.Add([]byte(body), 2, 0)
	}
	f.Fuzz(func(t *testing.T, body []byte, n, dim int) {
		if n < 1 || n > 1000 || dim < 0 || dim > 10000 {
			return
		}
		c := endpoint.ReadComplaint(body)
		judge(400, c)
		var a answer
		if json.Unmarshal(body, &a) != nil || a.failed(body) {
			return
		}
		vectors, err := a.vectors(n, dim)
		if err == nil && len(vectors) != n {
			t.Fatalf("%d vectors for %d texts", len(vectors), n)
		}
		for _, v := range vectors {
			if dim > 0 && len(v) != dim || len(v) != len(vectors[0]) {
				t.Fatalf("a vector of %d dimensions, want %d", len(v), dim)
			}
			square := 0.0
			for _, x := range v {
				square += float64(x) * float64(x)
			}
			if !(math.Abs(square-1) < 1e-5) {
				t.Fatalf("a vector of length %v", math.Sqrt(square))
			}
		}
	})
}

// TestLimits checks the limits that are known. Those of texts and of requests are tokens of
// zh.TokenLimit, which counts less than most vocabularies.
func TestLimits(t *testing.T) {
	t.Parallel()
	tests := []struct {
		host, model string
		config      Config
		want        limits
	}{
		{host: "api.openai.com", model: "text-embedding-3-small", want: limits{2048, 171428, 4681}},
		{host: "dashscope.aliyuncs.com", model: "text-embedding-v4", want: limits{10, 81920, 8192}},
		{host: "dashscope-intl.aliyuncs.com", model: "text-embedding-v3", want: limits{10, 81920, 8192}},
		{host: "dashscope.aliyuncs.com", model: "text-embedding-v2", want: limits{25, 51200, 2048}},
		{host: "api.siliconflow.cn", model: "BAAI/bge-m3", want: limits{32, 32768, 8192}},
		{host: "api.siliconflow.com", model: "Qwen/Qwen3-Embedding-8B", want: limits{32, 32768, 32768}},
		{host: "open.bigmodel.cn", model: "embedding-3", want: limits{64, 196608, 3072}},
		{host: "open.bigmodel.cn", model: "embedding-2", want: limits{64, 196608, 512}},
		{host: "127.0.0.1", model: "bge-large-zh-v1.5", want: limits{64, 27769, 433}},
		{host: "127.0.0.1", model: "unheard/of", want: limits{64, 27769, 433}},
		{host: "::1", model: "/", want: limits{64, 27769, 433}},
		{host: "api.openai.com.evil.example", model: "text-embedding-3-small", want: limits{64, 18724, 4681}},
		{host: "127.0.0.1", model: "unheard/of", config: Config{MaxBatch: 5, MaxTokens: 2048}, want: limits{5, 27769, 1735}},
		{host: "127.0.0.1", model: "m", config: Config{MaxTokens: 1}, want: limits{64, 27769, minRoom}},
	}
	for _, tt := range tests {
		tt.config.Model = tt.model
		got := limitsOf(tt.host, tt.config, knownModel(tt.model))
		if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(limits{})); diff != "" {
			t.Errorf("%s at %s (-want +got):\n%s", tt.model, tt.host, diff)
		}
	}
}

// TestParts checks that nothing is lost and that every part fits, for lengths around the
// limit and texts without marks.
func TestParts(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"工", "工会。", "工会，", "𠮷", "Trade unions. ", "\n", "一二三四五六七八九十。甲乙丙丁！", "“他说：‘好。’”"} {
		for _, n := range []int{1, 15, 19, 20, 50, 333} {
			text := []rune(strings.Repeat(unit, n))
			var joined []rune
			for _, p := range parts(text, minRoom) {
				if (piece{text: p}).tokens() > minRoom {
					t.Errorf("%d times %q: a part of %d tokens", n, unit, (piece{text: p}).tokens())
				}
				joined = append(joined, p...)
			}
			if string(joined) != string(text) {
				t.Errorf("%d times %q: the parts are %q", n, unit, string(joined))
			}
		}
	}
}

// TestHalves checks where a text is cut in two.
func TestHalves(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"甲乙丙丁戊己庚。辛壬癸子丑寅卯。", "甲乙丙丁戊己庚。"},
		{"甲乙丙丁戊己庚，辛壬癸子丑寅卯", "甲乙丙丁戊己庚，"},
		{"甲乙丙丁戊己庚；辛壬癸子，丑寅卯", "甲乙丙丁戊己庚；"},
		{"甲乙丙丁戊己庚 辛壬癸子丑寅卯", "甲乙丙丁戊己庚 "},
		{"甲乙丙丁戊己庚辛壬癸子丑寅卯辰", "甲乙丙丁戊己庚"},
		{"甲。乙丙丁戊己庚辛壬癸子丑寅卯", "甲。乙丙丁戊己"}, // a cut there would be far from the middle
		{"𠮷野", "𠮷"},
	}
	for _, tt := range tests {
		h := piece{text: []rune(tt.text)}.halves()
		if len(h) != 2 || string(h[0].text) != tt.want || string(h[0].text)+string(h[1].text) != tt.text {
			t.Errorf("%q is cut into %q, want %q first", tt.text, h, tt.want)
		}
	}
}
