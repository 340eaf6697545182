package read

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// What was kept of an input gives the same text again, without the input.
func TestAgain(t *testing.T) {
	t.Parallel()
	page := "<!DOCTYPE html><html><head><title>开幕</title></head><body><p>" + strings.Repeat(speech, 3) + "</p></body></html>"
	s := site(t)
	for _, test := range []struct {
		name, input string
		texts       int
	}{
		{"text", save(t, "a.txt", speech), 1},
		{"Traditional text in GB18030", save(t, "a.txt", gbk(t, "雲江市工會第三次代表大會昨天開幕，𠮷田同志出席了會議")), 1},
		{"Markdown with front matter", save(t, "a.md", "---\ntitle: 开幕\n---\n# 一、开幕\n\n"+speech), 1},
		{"a name with a number sign", save(t, "a#1.json.txt", speech), 1},
		{"page", save(t, "a.html", gbk(t, page)), 1},
		{"page from a server that names the charset", s.URL + "/gbk", 1},
		{"Markdown from a server", s.URL + "/raw.md", 1},
		{"crawl from a server", s.URL + "/data.json", 1},
		{"standard input", "-", 1},
		{"array", save(t, "a.json", "[\n  {\"content\": \"一。\",\n   \"title\": \"<甲>\"}, {\"content\": \"二。\"}]"), 2},
		{"lines", save(t, "a.jsonl", "{\"content\": \"一。\"}\n{\"content\": \"二。\"}\n"), 2},
		{"records within", save(t, "a.json", `{"网址": "http://news.example/?a&b", "title": "外层", "data": {"date": "2024-05-01", "list": [{"content": "一。"}, {"content": "二。", "date": "2023"}]}}`), 2},
		{"table", save(t, "a.csv", "标题,正文\n\"开,幕\",\"会议\n\"\"开幕\"\"。\"\n闭幕,会议闭幕。\n"), 2},
		{"table of tabs in GB18030", save(t, "a.tsv", gbk(t, "标题\t正文\n开幕\t会议,开幕。\n")), 1},
		{"table without names", save(t, "a.csv", "1,"+strings.Repeat(speech, 2)+"\n2,"+strings.Repeat(speech, 3)+"\n"), 2},
	} {
		r := &Reader{AllowPrivate: true, Stdin: strings.NewReader(page), Keep: true}
		docs, errs := all(t, r, test.input)
		if len(docs) != test.texts || len(errs) > 0 {
			t.Errorf("%s: %d texts, errors %v", test.name, len(docs), errs)
		}
		for _, want := range docs {
			sum := sha256.Sum256(want.Original)
			if want.Source.SHA256 != hex.EncodeToString(sum[:]) || want.Source.Bytes != int64(len(want.Original)) {
				t.Errorf("%s: %d bytes kept, the source says %+v", test.name, len(want.Original), want.Source)
			}
			got, err := r.Again(t.Context(), want.Source, want.Original)
			if err != nil {
				t.Errorf("%s: %v", test.name, err)
				continue
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: -read +again\n%s", test.name, diff)
			}
		}
	}
}

// Bytes that somebody sent give the texts that a file of their name would, and the name
// opens nothing.
func TestBytes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, data string
		texts      []string
	}{
		{"a.txt", speech, []string{"a.txt"}},
		{"b.jsonl", "{\"content\": \"一。\"}\n{\"content\": \"二。\"}\n", []string{"b.jsonl#1", "b.jsonl#2"}},
		{save(t, "secret.txt", "不能读的文件。"), speech, nil},
		{"http://127.0.0.1/a.txt", speech, []string{"http://127.0.0.1/a.txt"}},
		{"-", speech, []string{"-"}},
	} {
		var got []string
		for doc, err := range new(Reader).Bytes(t.Context(), test.name, []byte(test.data)) {
			if err != nil || strings.Contains(doc.Text, "不能读") {
				t.Fatalf("%s: %v, %v", test.name, doc, err)
			}
			got = append(got, doc.Source.URI)
		}
		if diff := cmp.Diff(test.texts, got); test.texts != nil && diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
	for _, err := range new(Reader).Bytes(t.Context(), "a.txt", nil) {
		if !errors.Is(err, daodu.ErrEmpty) {
			t.Errorf("nothing: %v", err)
		}
	}
}

func TestBytesAreKeptOnDemandOnly(t *testing.T) {
	t.Parallel()
	for _, path := range []string{save(t, "a.txt", speech), save(t, "a.json", `{"text": "会议开幕。"}`)} {
		if doc, err := one(t, &Reader{}, path); err != nil || doc.Original != nil {
			t.Errorf("%s: %+v, %v", path, doc, err)
		}
	}
}

func TestAgainErrors(t *testing.T) {
	t.Parallel()
	for _, src := range []daodu.Source{
		{URI: "a.txt", MediaType: "text/plain"},
		{URI: "a.json#3", MediaType: "application/json"},
	} {
		if doc, err := new(Reader).Again(t.Context(), src, nil); !errors.Is(err, daodu.ErrEmpty) || !strings.HasPrefix(err.Error(), "a.") {
			t.Errorf("%s without bytes: %v, %v", src.URI, doc, err)
		}
	}
}
