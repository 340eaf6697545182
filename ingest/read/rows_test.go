package read

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/unicode"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/shared"
)

func TestRows(t *testing.T) {
	t.Parallel()
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("标题\t正文\n开幕\t会议开幕。\n")
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("职工代表认真讨论了工作报告。", 5)
	for _, test := range []struct {
		name, file, content, field string
		want                       []string // "text" or "! what the error says"
	}{
		{"object", "a.json", `{"title": "开幕", "content": "会议开幕。"}`, "", []string{"会议开幕。"}},
		{"array", "a.json", ` [ {"content": "一。"}, {"content": "二。"} ] `, "", []string{"一。", "二。"}},
		{"array over lines", "a.json", "[\n{\"content\": \"一。\"},\n{\"content\": \"二。\"}\n]", "", []string{"一。", "二。"}},
		{"lines under the name of JSON", "a.json", "{\"content\": \"一。\"}\n{\"content\": \"二。\"}\n", "", []string{"一。", "二。"}},
		{"objects over lines that follow each other", "a.json", "{\n\"text\": \"一。\"}\n{\n\"text\": \"二。\"}", "", []string{"一。", "二。"}},
		{"lines", "a.jsonl", "\uFEFF{\"content\": \"一。\"}\r\n\r\n{\"content\": \"二。\"}", "", []string{"一。", "二。"}},
		{"broken line", "a.ndjson", "{\"text\": \"一。\"}\n{\"text\": \"二\n{\"text\": \"三。\"}\n", "", []string{"一。", "! not valid JSON", "三。"}},
		{"long line", "a.jsonl", "{\"text\": \"一。\"}\n{\"text\": \"" + strings.Repeat("二", 5000) + "\"}\n{\"text\": \"三。\"}\n", "", []string{"一。", "! over the limit of 8192 bytes", "三。"}},
		{"long element", "a.json", `[{"text": "一。"}, {"text": "` + strings.Repeat("二", 9000) + `"}, {"text": "三。"}]`, "", []string{"一。", "! over the limit of 8192 bytes"}},
		{"array that breaks off", "a.json", `[{"text": "一。"}, {"text": "二`, "", []string{"一。", "! breaks off"}},
		{"paragraphs", "a.json", `{"content": ["一。", "二。"]}`, "", []string{"一。\n二。"}},
		{"strings", "a.json", `["一。", "二。"]`, "", []string{"一。", "二。"}},
		{"named field", "a.json", `{"content": "不是。", "Remark_1": "是。"}`, "remark 1", []string{"是。"}},
		{"missing named field", "a.jsonl", "{\"content\": \"一。\"}\n{\"content\": \"二。\"}", "body", []string{"! among content; name one with --text-field"}},
		{"field with the most Chinese", "a.json", `{"id": 7, "摘要": "会议开幕。", "detail": "` + long + `"}`, "", []string{long}},
		{"no text field", "a.json", `[{"id": 7, "省": "云江省", "title": "` + long + `"}, {"id": 8}]`, "", []string{"! among id, 省, title; name one with --text-field"}},
		{"one row without the field", "a.jsonl", "{\"text\": \"一。\"}\n{\"id\": 2}\n{\"text\": \"三。\"}", "", []string{"一。", "! among id", "三。"}},
		{"one empty row", "a.jsonl", "{\"text\": \" \"}\n{\"text\": null}\n{\"text\": \"三。\"}", "", []string{"! text is empty", "! text is empty", "三。"}},
		{"first field that is not empty", "a.json", `{"text": "", "content": "会议开幕。"}`, "", []string{"会议开幕。"}},
		{"records within", "a.json", `{"code": 0, "data": {"list": [{"content": "一。"}, {"content": "二。"}]}}`, "", []string{"一。", "二。"}},
		{"nothing in it", "a.json", `[]`, "", []string{"! no rows"}},
		{"numbers", "a.json", `[1, 2]`, "", []string{"! no fields"}},
		{"page in a row", "a.json", `{"content": "<div><p>` + long + `</p><p>第二段。</p></div>"}`, "", []string{long + "\n第二段。"}},
		{"a tag in prose", "a.json", `{"content": "用 <p> 表示一段。"}`, "", []string{"用 <p> 表示一段。"}},
		{"table", "a.csv", "\uFEFF标题,正文\n开幕,\"会议\r\n\"\"开幕\"\"。\"\n闭幕,会议闭幕。\n", "", []string{"会议\n\"开幕\"。", "会议闭幕。"}},
		{"table in GB18030", "a.csv", gbk(t, "标题,正文\n开幕,职工代表大会昨天开幕。\n"), "", []string{"职工代表大会昨天开幕。"}},
		{"table of tabs in UTF-16", "a.tsv", utf16, "", []string{"会议开幕。"}},
		{"table of semicolons", "a.csv", "title;content\n开幕;会议, 开幕。\n", "", []string{"会议, 开幕。"}},
		{"table with stray quotes", "a.csv", "id,text\n1,他说\"好\"。\n2,散会。\n", "", []string{"他说\"好\"。", "散会。"}},
		{"table without names", "a.csv", "1," + long + "\n2," + long + "\n", "", []string{long, long}},
		{"table with a short row", "a.csv", "id,text\n1\n2,散会。\n", "", []string{"! among id"}},
		{"table with names only", "a.csv", "id,text\n", "", []string{"! no rows"}},
		{"row of a table over the limit", "a.csv", "id,text\n1,\"" + strings.Repeat("长", 9000) + "\n", "", []string{"! over the limit"}},
	} {
		path := save(t, test.file, test.content)
		var got []string
		n := 0
		for doc, err := range (&Reader{MaxBytes: 8 << 10, TextField: test.field}).Read(t.Context(), path) {
			n++
			if err != nil {
				got = append(got, "! "+err.Error())
				if daodu.ExitCode(err) != 5 || !strings.HasPrefix(err.Error(), path) {
					t.Errorf("%s: error %q with exit code %d", test.name, err, daodu.ExitCode(err))
				}
				continue
			}
			got = append(got, strings.TrimSpace(doc.Text))
			if want := fmt.Sprintf("%s#%d", path, n); doc.Source.URI != want {
				t.Errorf("%s: URI %s, want %s", test.name, doc.Source.URI, want)
			}
		}
		for i := range min(len(got), len(test.want)) {
			if says, ok := strings.CutPrefix(test.want[i], "! "); ok && strings.HasPrefix(got[i], "! ") && strings.Contains(got[i], says) {
				got[i] = test.want[i]
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.name, diff)
		}
	}
}

func TestRowMeta(t *testing.T) {
	t.Parallel()
	content := `{"title": "外层", "网址": "http://news.example/", "data": [
		{"标题": "开幕", "authors": ["王某", "李某"], "publish_date": "2024-05-01", "date": "2020-01-01", "来源": " 云江日报 ", "content": "会议开幕。"},
		{"content": "会议闭幕。"}]}`
	docs, errs := all(t, &Reader{}, save(t, "a.json", content))
	if len(docs) != 2 || len(errs) != 0 {
		t.Fatalf("%d texts, errors %v", len(docs), errs)
	}
	want := []raw.Meta{
		{Title: "开幕", Author: "王某、李某", Publisher: "云江日报", Date: "2024-05-01", URL: "http://news.example/"},
		{URL: "http://news.example/"},
	}
	if diff := cmp.Diff(want, []raw.Meta{docs[0].Meta, docs[1].Meta}); diff != "" {
		t.Errorf("meta -want +got\n%s", diff)
	}
	if s := docs[0].Source; s.Bytes < 100 || s.SHA256 == docs[1].Source.SHA256 || s.MediaType != "application/json" || s.Charset != "UTF-8" {
		t.Errorf("source %+v", s)
	}
}

func TestMaxRows(t *testing.T) {
	t.Parallel()
	docs, errs := all(t, &Reader{MaxRows: 2}, save(t, "a.jsonl", strings.Repeat(`{"text": "开会。"}`+"\n", 5)))
	if len(docs) != 2 || len(errs) != 1 || !errors.Is(errs[0], daodu.ErrTooLarge) {
		t.Errorf("%d texts, errors %v", len(docs), errs)
	}
}

// A crawl of any size is read in the space of a row.
func TestRowsAreStreamed(t *testing.T) {
	t.Parallel()
	line := `{"text": "` + strings.Repeat("职工代表讨论报告。", 100) + `"}` + "\n"
	const size = 4 << 20
	endless := &repeated{line: line}
	src := io.LimitReader(endless, size)
	n := 0
	for _, err := range (&Reader{Stdin: src, MaxBytes: 8 << 10}).Read(t.Context(), "-") {
		if n++; err != nil && int64(n*len(line)) < size {
			t.Fatalf("row %d: %v", n, err)
		}
		if ahead := endless.given.Load() - int64(n*len(line)); ahead > 1<<20 {
			t.Fatalf("row %d: %d bytes read ahead", n, ahead)
		}
	}
	if n != size/len(line)+1 {
		t.Errorf("%d rows", n)
	}
}

// repeated is a line again and again.
type repeated struct {
	line  string
	given atomic.Int64 // bytes
}

func (r *repeated) Read(p []byte) (int, error) {
	n := copy(p, r.line[r.given.Load()%int64(len(r.line)):])
	r.given.Add(int64(n))
	return n, nil
}

func TestCorpusRows(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(shared.Dir(t), "corpora")
	for glob, want := range map[string]int{"xinwenlianbo/*.json": 209, "legco_hk_json/*.json": 400} {
		n := 0
		r := &Reader{}
		for input, err := range r.Expand(t.Context(), []string{filepath.Join(dir, glob)}) {
			if err != nil {
				t.Fatal(err)
			}
			for doc, err := range r.Read(t.Context(), input) {
				if err != nil {
					if !errors.Is(err, daodu.ErrEmpty) { // votes have a title only
						t.Error(err)
					}
					continue
				}
				n++
				if doc.Meta.Date == "" || doc.Meta.URL == "" || len(doc.Damage) > 0 {
					t.Errorf("%s: meta %+v, damage %v", doc.Source.URI, doc.Meta, doc.Damage)
				}
			}
		}
		if n < want {
			t.Errorf("%s: %d texts, want %d", glob, n, want)
		}
	}
}

func FuzzRows(f *testing.F) {
	f.Add([]byte(`[{"text": "一。"}, {"data": {"content": ["二。"]}}]`), 0)
	f.Add([]byte("{\"text\": \"一。\"}\n{\"text\n"), 1)
	f.Add([]byte("id,正文\n1,\"一\n\n,2\n"), 2)
	f.Add([]byte("\xFF\xFE[\x00{\x00"), 0)
	f.Add([]byte(`{"a":{"a":{"a":{"a":[{"text":"x"}]}}}}`), 0)
	f.Fuzz(func(t *testing.T, content []byte, which int) {
		format := &rowFormats[uint(which)%uint(len(rowFormats))]
		in := &input{uri: "x", body: bufio.NewReaderSize(strings.NewReader(string(content)), peekBytes)}
		for doc, err := range (&Reader{MaxBytes: 512}).crawl(t.Context(), in, format) {
			if (doc == nil) == (err == nil) {
				t.Fatalf("document %v with error %v", doc, err)
			}
			if err != nil && (daodu.ExitCode(err) != 5 || strings.Contains(err.Error(), "\n")) {
				t.Fatalf("error %q has exit code %d", err, daodu.ExitCode(err))
			}
			if doc != nil && blank(doc.Text) {
				t.Fatalf("%s is empty", doc.Source.URI)
			}
		}
	})
}
