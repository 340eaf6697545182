package ui

import (
	"io/fs"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

var (
	named    = regexp.MustCompile(`\.T "([a-z.A-Z_-]+)"|q\.T\("([a-z.]+)"\)|q\.head\("([a-z.]+)"\)`)
	prefixed = regexp.MustCompile(`\(print "([a-z]+\.)" |q\.T\("([a-z]+\.)" \+`)
	spoken   = regexp.MustCompile(`\bword\("([a-z_]+)"`)
)

// TestWords finds every word that templates and scripts name in words.txt.
func TestWords(t *testing.T) {
	t.Parallel()
	w, err := readWords(wordList)
	if err != nil {
		t.Fatal(err)
	}
	has := func(file, name string, prefix bool) {
		for known := range w.byName {
			if known == name || prefix && strings.HasPrefix(known, name) {
				return
			}
		}
		t.Errorf("%s: words.txt has no %s", file, name)
	}
	for _, files := range []fs.FS{templateFiles, staticFiles} {
		err := fs.WalkDir(files, ".", func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(files, file)
			for _, m := range named.FindAllStringSubmatch(string(data), -1) {
				has(file, m[1], false)
			}
			for _, m := range prefixed.FindAllStringSubmatch(string(data), -1) {
				has(file, m[1], true)
			}
			for _, m := range spoken.FindAllStringSubmatch(string(data), -1) {
				has(file, "js."+m[1], false)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, list := range []string{"a\t甲\t乙", "a\t甲\t乙\tA\na\t甲\t乙\tA", "a\t甲\t\tA"} {
		if _, err := readWords(list); err == nil {
			t.Errorf("%q is taken", list)
		}
	}
}

func TestLangOf(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		query, cookie, accept string
		want                  lang
	}{
		{"", "", "", "zh-Hans"}, {"", "", "zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"}, {"", "", "zh-TW,zh;q=0.9", "zh-Hant"}, {"", "", "zh-HK", "zh-Hant"},
		{"", "", "en-GB,en;q=0.9", "en"}, {"", "zh-Hant", "en", "zh-Hant"}, {"en", "zh-Hant", "zh-CN", "en"}, {"xx", "yy", "en", "en"}, {"", "", ";;;", "zh-Hans"},
	} {
		r := httptest.NewRequest("GET", "/?lang="+tt.query, nil)
		r.Header.Set("Accept-Language", tt.accept)
		r.Header.Set("Cookie", langCookie+"="+tt.cookie)
		if got := langOf(r); got != tt.want {
			t.Errorf("%+v: %s", tt, got)
		}
	}
}

func TestInSite(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]string{
		"/articles/1?tab=guide#S2": "/articles/1?tab=guide#S2", "": "/", "//evil.example": "/", "https://evil.example/": "/", "javascript:alert(1)": "/",
		`/\evil.example`: "/", "/\t/evil.example": "/", "articles": "/", "/%2F/evil.example": "/%2F/evil.example",
	} {
		if got := inSite(to); got != want {
			t.Errorf("inSite(%q) = %q, want %q", to, got, want)
		}
	}
}
