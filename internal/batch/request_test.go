package batch

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

func TestRequests(t *testing.T) {
	t.Parallel()
	lines := []string{
		"\uFEFF" + `{"custom_id":"甲","text":"正文。","kinds":["guide"],"length":"short","title":"题"}`,
		``,
		`{"custom_id":"b","url":"https://example.com/a"}`,
		`{"custom_id":"c","path":"dir/c.pdf"}`,
		`{"custom_id":"b","text":"x"}`,
		`{"custom_id":"d"}`,
		`{"custom_id":"e","text":"x","path":"y"}`,
		`{"custom_id":"f","text":"x","kinds":["poem"]}`,
		`{"custom_id":"g","text":"x","length":"huge"}`,
		`{"custom_id":7,"text":"x"}`,
		`{"custom_id":" ","text":"x"}`,
		`{"custom_id":"h","url":"example.com"}`,
		`{"custom_id":`,
		`{"custom_id":"z","text":"无换行"}`,
	}
	src := strings.Join(lines, "\n")
	items, err := Requests(strings.NewReader(src), "r.jsonl", false)
	if err != nil {
		t.Fatal(err)
	}
	type got struct{ ID, Input, CustomID, Err string }
	want := []got{
		{"custom_id 甲", "r.jsonl#1", "甲", ""},
		{"custom_id b", "https://example.com/a", "b", ""},
		{"custom_id c", "dir/c.pdf", "c", ""},
		{"r.jsonl#4", "r.jsonl#4", "", `r.jsonl#4: usage: custom_id "b" stands in an earlier line too; give each its own`},
		{"r.jsonl#5", "r.jsonl#5", "", "r.jsonl#5: usage: the request has 0 of text, url and path; give it one"},
		{"r.jsonl#6", "r.jsonl#6", "", "r.jsonl#6: usage: the request has 2 of text, url and path; give it one"},
		{"r.jsonl#7", "r.jsonl#7", "", `r.jsonl#7: usage: kind "poem" is unknown, or given twice; choose from summary, outline, guide`},
		{"r.jsonl#8", "r.jsonl#8", "", `r.jsonl#8: usage: unknown length "huge"; choose short, medium or long`},
		{"r.jsonl#9", "r.jsonl#9", "", "r.jsonl#9: bad input: no request: json: cannot unmarshal number into Go struct field Request.custom_id of type string"},
		{"r.jsonl#10", "r.jsonl#10", "", "r.jsonl#10: usage: the request has no custom_id"},
		{"r.jsonl#11", "r.jsonl#11", "", `r.jsonl#11: usage: url "example.com" is no address`},
		{"r.jsonl#12", "r.jsonl#12", "", "r.jsonl#12: bad input: no request: unexpected end of JSON input"},
		{"custom_id z", "r.jsonl#13", "z", ""},
	}
	var all []got
	for _, it := range items {
		g := got{ID: it.ID, Input: it.Input, CustomID: it.CustomID}
		if it.Err != nil {
			g.Err = it.Err.Error()
		}
		all = append(all, g)
		if at := src[it.Request.At : it.Request.At+int64(it.Request.Size)]; it.CustomID != "" && !strings.Contains(at, `"`+it.CustomID+`"`) {
			t.Errorf("%s is said to stand at %q", it.ID, at)
		}
	}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]daodu.Kind{daodu.KindGuide}, items[0].Kinds); diff != "" || items[0].Length != daodu.Short || !items[0].Request.HasText() || items[1].Request.HasText() {
		t.Errorf("the first request: %+v", items[0])
	}
}

func TestIsRequest(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		`{"text":"很长","custom_id":"a"}`: true, `{"custom_id":null}`: true, `{"text":"custom_id"}`: false, `[{"custom_id":"a"}]`: false, `正文`: false, "": false,
		"\uFEFF" + `{"custom_id":"a"}` + "\r\n": true,
	} {
		if got := IsRequest([]byte(line)); got != want {
			t.Errorf("%s: %v", line, got)
		}
	}
}
