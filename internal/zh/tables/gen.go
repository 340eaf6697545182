//go:build ignore

// Gen makes the character tables of package zh from the text dictionaries of
// OpenCC (https://github.com/BYVoid/OpenCC, Apache-2.0, data/dictionary/*.txt):
//
//	go run gen.go -opencc DIR
//
// It writes, in the current folder,
//
//	simplified.txt  pairs of code points, Traditional then Simplified
//	onlyhans.txt    letters that exist in Simplified script only
//	onlyhant.txt    letters that exist in Traditional script only
//	variants.txt    words with a letter that both scripts have but that stands for
//	                another one in Traditional, a tab, and the word as it should be
package main

import (
	"bufio"
	"flag"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// Letters that OpenCC lists as convertible but that tell nothing of the script.
const ambiguous = "乾著藉覆瞭"

// Letters whose Simplified form is a plain fault in Traditional text. It must be
// the list of the same name in variant.go.
const faults = "后斗准干系辟梁松云几丑复"

func main() {
	dir := flag.String("opencc", "", "folder with OpenCC's data/dictionary/*.txt")
	flag.Parse()
	if *dir == "" {
		log.Fatal("gen: -opencc is missing")
	}
	st := load(filepath.Join(*dir, "STCharacters.txt"))
	ts := load(filepath.Join(*dir, "TSCharacters.txt"))
	phrases := load(filepath.Join(*dir, "STPhrases.txt"))
	write("simplified.txt", pairs(ts))
	write("onlyhans.txt", only(st, ts))
	write("onlyhant.txt", only(ts, st))
	write("variants.txt", variants(st, phrases))
}

// load reads a dictionary: key, tab, values separated by spaces.
func load(name string) map[string][]string {
	f, err := os.Open(name)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	dict := map[string][]string{}
	for s := bufio.NewScanner(f); s.Scan(); {
		key, values, ok := strings.Cut(s.Text(), "\t")
		if ok && !strings.HasPrefix(key, "#") {
			dict[key] = strings.Fields(values)
		}
	}
	return dict
}

func pairs(ts map[string][]string) string {
	var b strings.Builder
	b.WriteString("著着") // one letter in Traditional; folding serves matching only
	for _, t := range slices.Sorted(maps.Keys(ts)) {
		s := ts[t][0]
		if s != t && utf8.RuneCountInString(s) == 1 {
			b.WriteString(t + s)
		}
	}
	return b.String()
}

// only returns the letters that from converts away and into never makes.
func only(from, into map[string][]string) string {
	made := map[string]bool{}
	for _, values := range into {
		for _, v := range values {
			made[v] = true
		}
	}
	var b strings.Builder
	for _, c := range slices.Sorted(maps.Keys(from)) {
		if !slices.Contains(from[c], c) && into[c] == nil && !strings.Contains(ambiguous, c) {
			b.WriteString(c)
		}
	}
	return b.String()
}

// variants lists, for each letter that Simplified shares with Traditional but that
// usually stands for another one there (后 for 後), the usual form alone and all
// words with the letter as Traditional writes them.
func variants(st, phrases map[string][]string) string {
	shared := map[rune]rune{} // letter -> usual Traditional form
	for c, values := range st {
		if slices.Contains(values, c) && len(values) > 1 && strings.Contains(faults, c) {
			shared[first(c)] = first(values[0])
		}
	}
	var lines []string
	for c, usual := range shared {
		if c != usual {
			lines = append(lines, string(c)+"\t"+string(usual))
		}
	}
	for word, values := range phrases {
		if utf8.RuneCountInString(word) == utf8.RuneCountInString(values[0]) && strings.ContainsAny(word, faults) {
			lines = append(lines, word+"\t"+values[0])
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

func first(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

func write(name, text string) {
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}
