package charset_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/daodu/daodu/ingest/read/charset"
	"github.com/daodu/daodu/internal/eval"
	"github.com/daodu/daodu/internal/race"
	"github.com/daodu/daodu/internal/shared"
)

func TestCharsetOfEveryFile(t *testing.T) {
	t.Parallel()
	results, err := eval.Charsets(filepath.Join(shared.Dir(t), "corpora"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if !r.Right {
			t.Errorf("%s: found %s, is %s", r.File, r.Got, r.Want)
		}
	}
	t.Logf("%d files", len(results))
}

func TestJapaneseAndKorean(t *testing.T) {
	t.Parallel()
	for folder, want := range map[string]string{
		"EUC-JP": "EUC-JP", "SHIFT_JIS": "Shift_JIS", "EUC-KR": "EUC-KR", "CP949": "EUC-KR",
	} {
		for path, data := range files(t, "encodings/chardet/"+folder+"/*") {
			if c, err := charset.Detect(data, ""); err != nil || c.Name != want {
				t.Errorf("%s: found %s, %v, is %s", path, c.Name, err, want)
			}
		}
	}
}

// Every page must be Chinese when decoded, whatever it declares.
func TestPages(t *testing.T) {
	t.Parallel()
	race.Skip(t)
	names := map[string]int{}
	for _, glob := range []string{"html_*/*.html", "html_cwced/*/*.html", "html_magic/*/*.html", "policy_state_council/*.html"} {
		for path, data := range files(t, glob) {
			text, err := charset.Decode(data, charset.Label(data))
			if err != nil {
				t.Errorf("%s: %v", path, err)
				continue
			}
			names[text.Charset]++
			bare, err := charset.Detect(data, "")
			if err != nil || bare.Name != text.Charset {
				t.Errorf("%s: %s with its label, %s without", path, text.Charset, bare.Name)
			}
			if share, n := charset.Share(text.Text); share < 0.65 || n < 20 {
				t.Errorf("%s: %s: only %.2f of %d letters are common", path, text.Charset, share, n)
			}
		}
	}
	t.Log(names)
}

// files returns the contents of the corpus files that match a glob.
func files(t testing.TB, glob string) map[string][]byte {
	paths, err := filepath.Glob(filepath.Join(shared.Dir(t), "corpora", filepath.FromSlash(glob)))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]byte{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		found[path] = data
	}
	return found
}

// private reports letters of the private use area, which PDF dumps are full of.
func private(r rune) bool { return r >= 0xE000 && r <= 0xF8FF }

// short cuts texts into pieces of n letters, at most 30 from each text, half of them
// Chinese letters or more.
func short(t testing.TB, n int, globs ...string) []string {
	var pieces []string
	for _, glob := range globs {
		for _, data := range files(t, glob) {
			runes := []rune(strings.TrimPrefix(string(data), "\uFEFF"))
			for i := 0; i+n <= len(runes); i += max(n, len(runes)/30) {
				piece := string(runes[i : i+n])
				if _, letters := charset.Share(piece); 2*letters >= n && !strings.ContainsFunc(piece, private) {
					pieces = append(pieces, piece)
				}
			}
		}
	}
	return pieces
}

func TestShortTexts(t *testing.T) {
	t.Parallel()
	race.Skip(t)
	simplified := []string{"gwr_provincial_2026/*.txt", "speeches_xi/*.txt", "speeches_xi_2020/*.txt", "laws/*.md"}
	traditional := []string{"legco_hk/*.txt", "tw_mofa/*.txt"}
	le := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	be := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	for _, test := range []struct {
		name  string
		enc   encoding.Encoding
		globs []string
		least float64 // share right of pieces of 4 letters
	}{
		{"GB18030", simplifiedchinese.GB18030, simplified, 0.999},
		{"GB18030", simplifiedchinese.GB18030, traditional, 0.999},
		{"Big5", traditionalchinese.Big5, traditional, 0.998},
		{"UTF-16LE", le, simplified, 0.98},
		{"UTF-16BE", be, traditional, 0.98},
		{"UTF-8", encoding.Nop, simplified, 1},
		{"UTF-8", encoding.Nop, traditional, 1},
	} {
		for n, least := range map[int]float64{4: test.least, 10: 0.9995, 40: 1, 2000: 1} {
			right, all, wrong := 0, 0, map[string]int{}
			for _, piece := range short(t, n, test.globs...) {
				data, err := test.enc.NewEncoder().Bytes([]byte(piece))
				if err != nil {
					continue // a letter that the charset does not have
				}
				all++
				if c, _ := charset.Detect(data, ""); c.Name == test.name {
					right++
				} else {
					wrong[c.Name]++
				}
			}
			share := float64(right) / float64(all)
			t.Logf("%s, %d letters: %d of %d right (%.5f), wrong %v", test.name, n, right, all, share, wrong)
			if share < least {
				t.Errorf("%s, %d letters: %.5f right, want %.5f", test.name, n, share, least)
			}
		}
	}
}

// Bytes of a Chinese text cut anywhere are still told, and their text is as it was.
func TestCutAnywhere(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 2))
	for path, data := range files(t, "laws/*法*.md") {
		text := string(data)
		for name, enc := range map[string]encoding.Encoding{
			"GB18030": simplifiedchinese.GB18030, "UTF-8": encoding.Nop,
		} {
			coded, err := enc.NewEncoder().Bytes(data)
			if err != nil {
				t.Fatal(err)
			}
			cut := 100 + rnd.IntN(len(coded)-100)
			got, err := charset.Decode(coded[:cut], "")
			if err != nil || got.Charset != name {
				t.Fatalf("%s cut at %d: %v, want %s", path, cut, err, name)
			}
			if !strings.HasPrefix(text, got.Text) || !utf8.ValidString(got.Text) {
				t.Errorf("%s cut at %d: not a prefix of the text", path, cut)
			}
		}
	}
}

func BenchmarkDetect(b *testing.B) {
	for name, enc := range map[string]encoding.Encoding{"GB18030": simplifiedchinese.GB18030, "UTF-8": encoding.Nop} {
		for path, data := range files(b, "legco_hk/*.txt") {
			coded, err := enc.NewEncoder().Bytes(data)
			if err != nil {
				continue
			}
			b.Run(name+"/"+filepath.Base(path), func(b *testing.B) {
				b.SetBytes(int64(len(coded)))
				for b.Loop() {
					if _, err := charset.Decode(coded, ""); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
