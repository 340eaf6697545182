//go:build ignore

// Gen makes the tables of package charset:
//
//	go run gen.go -texts DIR -skip encodings,opencc_dict    common.txt
//	go run gen.go -korean DIR                               hangul.txt
//	go run gen.go -cns                                      cns11643.txt
//
// common.txt holds the Chinese letters that are commonest in the UTF-8 texts
// (.txt, .md, .xml) of a folder of articles in both scripts, commonest first.
// Either script counts for one half, however many texts it has, so that the table
// serves both alike.
//
// hangul.txt holds the syllables that are commonest in a folder of EUC-KR files.
//
// cns11643.txt holds planes 1 and 2 of CNS 11643, 94 lines of 94 letters each, with
// U+FFFD where a plane has none. It asks iconv (glibc or GNU libiconv) how EUC-TW
// writes each letter of Unicode.
package main

import (
	"bytes"
	"cmp"
	"flag"
	"io/fs"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
)

const (
	letters   = 3000 // hanzi of common.txt; package charset calls the first half common
	syllables = 250  // of hangul.txt
	perLine   = 50   // letters of a line
)

// Words that are written differently in the two scripts and occur in every text.
const (
	hansOnly = "这国会来说时对们发为"
	hantOnly = "這國會來說時對們發為"
)

func main() {
	texts := flag.String("texts", "", "folder of UTF-8 articles")
	skip := flag.String("skip", "", "sub-folders of it to leave out, separated by commas")
	koreans := flag.String("korean", "", "folder of EUC-KR files")
	cns := flag.Bool("cns", false, "make cns11643.txt")
	flag.Parse()
	if *texts != "" {
		write("common.txt", lines(commonest(*texts, strings.Split(*skip, ","))))
	}
	if *koreans != "" {
		write("hangul.txt", lines(koreanSyllables(*koreans)))
	}
	if *cns {
		write("cns11643.txt", planes())
	}
}

// commonest returns the commonest Chinese letters of the texts below dir.
func commonest(dir string, skip []string) []rune {
	scripts := [2]map[rune]float64{{}, {}}
	var total [2]float64
	each(dir, func(path string, data []byte) {
		rel, _ := filepath.Rel(dir, path)
		top, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
		if slices.Contains(skip, top) || !utf8.Valid(data) || !readable(path) {
			return
		}
		s := script(string(data))
		for _, r := range string(data) {
			if unicode.Is(unicode.Han, r) {
				scripts[s][r]++
				total[s]++
			}
		}
	})
	share := map[rune]float64{}
	for s, count := range scripts {
		for r, n := range count {
			share[r] += n / total[s]
		}
	}
	return top(share, letters)
}

func readable(path string) bool {
	return slices.Contains([]string{".txt", ".md", ".xml"}, filepath.Ext(path))
}

// script is 0 for a Simplified text, 1 for a Traditional one.
func script(text string) int {
	hans, hant := 0, 0
	for _, r := range text {
		switch {
		case strings.ContainsRune(hantOnly, r):
			hant++
		case strings.ContainsRune(hansOnly, r):
			hans++
		}
	}
	if hant > hans {
		return 1
	}
	return 0
}

// koreanSyllables returns the commonest syllables of the EUC-KR files below dir.
func koreanSyllables(dir string) []rune {
	share := map[rune]float64{}
	each(dir, func(_ string, data []byte) {
		text, err := korean.EUCKR.NewDecoder().Bytes(data)
		if err != nil {
			log.Fatal(err)
		}
		for _, r := range string(text) {
			if unicode.Is(unicode.Hangul, r) {
				share[r]++
			}
		}
	})
	return top(share, syllables)
}

// top returns the n keys of the highest share, equal ones by code point.
func top(share map[rune]float64, n int) []rune {
	runes := slices.SortedFunc(maps.Keys(share), func(a, b rune) int {
		return cmp.Or(cmp.Compare(share[b], share[a]), cmp.Compare(a, b))
	})
	return runes[:min(n, len(runes))]
}

func each(dir string, do func(path string, data []byte)) {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil {
			do(path, data)
		}
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
}

// lines breaks runes into lines, so that a change of the table can be reviewed.
func lines(runes []rune) string {
	var b strings.Builder
	for line := range slices.Chunk(runes, perLine) {
		b.WriteString(string(line) + "\n")
	}
	return b.String()
}

// planes returns planes 1 and 2 of CNS 11643 as EUC-TW has them.
func planes() string {
	var table [2][94][94]rune
	all := unicodes()
	coded := bytes.Split(iconv(all), []byte("\n"))
	for i, r := range all {
		switch b := coded[i]; {
		case len(b) == 2:
			table[0][b[0]-0xA1][b[1]-0xA1] = r
		case len(b) == 4 && b[0] == 0x8E && b[1] == 0xA2:
			table[1][b[2]-0xA1][b[3]-0xA1] = r
		}
	}
	var b strings.Builder
	for _, plane := range table {
		for _, row := range plane {
			for _, r := range row {
				b.WriteRune(cmp.Or(r, utf8.RuneError))
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// unicodes returns the code points of the basic plane above ASCII, without
// surrogates and the private use area: planes 1 and 2 have no others.
func unicodes() []rune {
	var all []rune
	for r := rune(0xA0); r < 0x10000; r++ {
		if utf8.ValidRune(r) && (r < 0xE000 || r >= 0xF900) {
			all = append(all, r)
		}
	}
	return all
}

// iconv writes each letter on a line of its own, in EUC-TW; the line is empty where
// EUC-TW cannot write it.
func iconv(all []rune) []byte {
	var in bytes.Buffer
	for _, r := range all {
		in.WriteString(string(r) + "\n")
	}
	cmd := exec.Command("iconv", "-c", "-f", "UTF-8", "-t", "EUC-TW")
	cmd.Stdin, cmd.Stderr = &in, os.Stderr
	out, err := cmd.Output()
	// GNU iconv leaves with status 1 when -c has dropped a letter.
	if err != nil && len(out) == 0 {
		log.Fatal(err)
	}
	return out
}

func write(name, text string) {
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}
