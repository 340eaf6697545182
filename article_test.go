package daodu_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

func TestSlice(t *testing.T) {
	t.Parallel()
	text := "云𠮷溪😀市"
	for _, tt := range []struct {
		span daodu.Span
		want string
	}{
		{daodu.Span{Start: 0, End: 5}, text}, {daodu.Span{Start: 1, End: 2}, "𠮷"}, {daodu.Span{Start: 3, End: 5}, "😀市"},
		{daodu.Span{Start: 5, End: 5}, ""},
	} {
		if got := daodu.Slice(text, tt.span); got != tt.want {
			t.Errorf("Slice(%v) = %q, want %q", tt.span, got, tt.want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a span outside the text did not panic")
		}
	}()
	daodu.Slice(text, daodu.Span{Start: 4, End: 6})
}

func TestSpanOverlaps(t *testing.T) {
	t.Parallel()
	tests := []struct {
		a, b daodu.Span
		want bool
	}{
		{daodu.Span{Start: 0, End: 3}, daodu.Span{Start: 2, End: 5}, true},
		{daodu.Span{Start: 0, End: 3}, daodu.Span{Start: 3, End: 5}, false},
		{daodu.Span{Start: 3, End: 3}, daodu.Span{Start: 3, End: 5}, true},
		{daodu.Span{Start: 3, End: 3}, daodu.Span{Start: 4, End: 5}, false},
	}
	for _, tt := range tests {
		if got := tt.a.Overlaps(tt.b); got != tt.want || tt.b.Overlaps(tt.a) != tt.want {
			t.Errorf("%v overlaps %v: %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

// The schema decides the type of an artifact's content, and a round trip loses nothing.
func TestArtifactJSON(t *testing.T) {
	t.Parallel()
	point := daodu.Point{
		Text: "要学习", Quotes: []daodu.Quote{{Span: daodu.Span{Start: 3, End: 6}, Text: "要学习"}}, Verdict: daodu.Exact,
	}
	for _, content := range []daodu.Content{
		&daodu.Summary{Headline: point, Points: []daodu.Point{point}},
		&daodu.Outline{Nodes: []daodu.Node{{Label: "一、学习", Point: &point, Children: []daodu.Node{{Label: "一是", Point: &point}}}}},
		&daodu.Guide{KeyPoints: []daodu.Point{point}, People: []daodu.Person{{Name: "王一", Quotes: point.Quotes}}},
	} {
		art := daodu.Artifact{Schema: content.Kind().Schema(), Content: content, Verdict: daodu.Verified}
		data, err := json.Marshal(art)
		if err != nil {
			t.Fatal(err)
		}
		var back daodu.Artifact
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(art, back); diff != "" {
			t.Errorf("%s (-want +got):\n%s", content.Kind(), diff)
		}
	}
	var art daodu.Artifact
	if err := json.Unmarshal([]byte(`{"schema":"daodu.poem/1"}`), &art); !errors.Is(err, daodu.ErrBadInput) {
		t.Errorf("unknown schema: error %v, want ErrBadInput", err)
	}
}

// Every point and quote is met, with the place that stands for it in the JSON.
func TestEach(t *testing.T) {
	t.Parallel()
	q := []daodu.Quote{{Text: "甲"}}
	p := daodu.Point{Quotes: q}
	guide := &daodu.Guide{
		Overview: []daodu.Point{p}, KeyPoints: []daodu.Point{p}, Specific: []daodu.Point{p}, Terms: []daodu.Term{{Explanation: p}},
		People: []daodu.Person{{Quotes: q}}, Numbers: []daodu.Number{{Quotes: q}}, Dates: []daodu.DateFact{{Quotes: q}},
		Questions: []daodu.Question{{Quotes: q}}, Flashcards: []daodu.Flashcard{{Quotes: q}},
	}
	outline := &daodu.Outline{Nodes: []daodu.Node{{Point: &p, Children: []daodu.Node{{Point: &p}}}, {}}}
	summary := &daodu.Summary{Headline: p, Points: []daodu.Point{p}}
	want := map[string][]string{
		"guide": {
			"overview[0].quotes[0]", "key_points[0].quotes[0]", "specific[0].quotes[0]", "terms[0].explanation.quotes[0]",
			"people[0].quotes[0]", "numbers[0].quotes[0]", "dates[0].quotes[0]", "questions[0].quotes[0]", "flashcards[0].quotes[0]",
		},
		"outline": {"nodes[0].point.quotes[0]", "nodes[0].children[0].point.quotes[0]"},
		"summary": {"headline.quotes[0]", "points[0].quotes[0]"},
	}
	for _, content := range []daodu.Content{guide, outline, summary} {
		var got []string
		for path := range content.EachQuote() {
			got = append(got, path)
		}
		if diff := cmp.Diff(want[string(content.Kind())], got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", content.Kind(), diff)
		}
		for range content.EachQuote() {
			break // stopping early must not go on
		}
	}
}

func TestErrorTable(t *testing.T) {
	t.Parallel()
	tests := []struct {
		err          error
		exit, status int
	}{
		{nil, 0, http.StatusOK},
		{errors.New("anything else"), 1, http.StatusInternalServerError},
		{daodu.ErrUsage, 2, http.StatusBadRequest},
		{daodu.ErrForbidden, 3, http.StatusForbidden},
		{fmt.Errorf("a.txt: %w", daodu.ErrNotFound), 4, http.StatusNotFound},
		{fmt.Errorf("a.txt: %w", daodu.ErrBadInput), 5, http.StatusUnprocessableEntity},
		{daodu.ErrTooLarge, 5, http.StatusRequestEntityTooLarge},
		{daodu.ErrEmpty, 5, http.StatusUnprocessableEntity},
		{daodu.ErrLimited, 6, http.StatusTooManyRequests},
		{daodu.ErrUpstream, 7, http.StatusBadGateway},
		{errors.Join(daodu.ErrPartial, daodu.ErrBadInput), 8, http.StatusMultiStatus},
		{daodu.ErrUnverified, 9, http.StatusUnprocessableEntity},
		{context.DeadlineExceeded, 124, http.StatusGatewayTimeout},
		{context.Canceled, 130, 499},
	}
	for _, tt := range tests {
		if exit, status := daodu.ExitCode(tt.err), daodu.HTTPStatus(tt.err); exit != tt.exit || status != tt.status {
			t.Errorf("%v: exit %d, status %d; want %d, %d", tt.err, exit, status, tt.exit, tt.status)
		}
	}
}
