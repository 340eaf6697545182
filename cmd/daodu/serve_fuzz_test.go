package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/pgtest"
)

// contract returns the document of a server, as clients read it.
func contract(t testing.TB, s *served) *openapi3.T {
	t.Helper()
	res := s.do("GET", "/openapi.json", nil, 200, nil)
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestServeContract(t *testing.T) {
	t.Parallel()
	s := serving(t, pgtest.Databases[0].URL(t))
	doc := contract(t, s)
	if err := doc.Validate(t.Context()); err != nil {
		t.Errorf("the document is no OpenAPI: %v", err)
	}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if op.OperationID == "" || op.Summary == "" || len(op.Tags) != 1 {
				t.Errorf("%s %s has no name, no summary or not one tag", method, path)
			}
			for _, p := range op.Parameters {
				if p.Value.Description == "" {
					t.Errorf("%s %s: the parameter %s is not described", method, path, p.Value.Name)
				}
			}
		}
	}
}

// fuzzed is how many requests TestServeFuzz sends to each database, and the fewer with
// -short.
const (
	fuzzed      = 10_000
	fuzzedShort = 1_000
)

// Whatever is sent, the server answers as its document says and never with 5xx.
func TestServeFuzz(t *testing.T) {
	t.Parallel()
	openapi3filter.RegisterBodyDecoder("text/markdown", openapi3filter.PlainBodyDecoder)
	onDatabases(t, func(t *testing.T, s *served) {
		f := &fuzzer{t: t, s: s, doc: contract(t, s), rand: rand.New(rand.NewPCG(9, 6))}
		f.ids = append(f.ids, s.add(meeting), s.add(meeting+"会议还要求，把职工的事情办好，办到职工心坎上。"))
		f.ids = append(f.ids, s.newKey(daodu.RoleAdmin).ID)
		for path, item := range f.doc.Paths.Map() {
			for method, op := range item.Operations() {
				f.operations = append(f.operations, operation{method, path, item, op})
			}
		}
		slices.SortFunc(f.operations, func(a, b operation) int { return strings.Compare(a.path+a.method, b.path+b.method) })
		n := fuzzed
		if testing.Short() {
			n = fuzzedShort
		}
		for i := range n {
			f.send(i)
		}
		t.Logf("%d requests, by status: %v", n, f.statuses)
		if f.statuses[200] < n/20 || f.statuses[422] < n/20 {
			t.Errorf("the requests are not of all kinds: %v", f.statuses)
		}
	}, "DAODU_SERVE_RATE=0")
}

// An operation is one route of the document.
type operation struct {
	method, path string
	item         *openapi3.PathItem
	*openapi3.Operation
}

// A fuzzer makes requests from a document.
type fuzzer struct {
	t          *testing.T
	s          *served
	doc        *openapi3.T
	rand       *rand.Rand
	ids        []string
	operations []operation
	statuses   map[int]int
}

func (f *fuzzer) send(i int) {
	op := f.operations[i%len(f.operations)]
	if op.method == http.MethodDelete && f.rand.IntN(20) > 0 {
		return // else hardly anything would be left to ask for
	}
	ctx, cancel := context.WithTimeout(f.t.Context(), time.Minute)
	defer cancel()
	req, params := f.request(ctx, op)
	if req == nil {
		return
	}
	req.Header.Set("Authorization", "Bearer "+f.s.key)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		f.t.Fatalf("%s %s: %v", req.Method, req.URL, err)
	}
	defer res.Body.Close()
	if f.statuses == nil {
		f.statuses = map[int]int{}
	}
	f.statuses[res.StatusCode]++
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
		return // it goes on as long as somebody listens
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	if res.StatusCode == http.StatusUnauthorized {
		f.s.newKey(daodu.RoleAdmin) // it revoked itself
	}
	if res.StatusCode >= 500 {
		f.t.Errorf("%s %s: %d\n%s", req.Method, req.URL, res.StatusCode, body)
		return
	}
	f.learn(body)
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route(f.doc, op)},
		Status:                 res.StatusCode, Header: res.Header, Body: io.NopCloser(bytes.NewReader(body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	if res.StatusCode == http.StatusNoContent && op.Responses.Status(204) != nil || res.StatusCode == http.StatusNotModified {
		return
	}
	if err := openapi3filter.ValidateResponse(ctx, input); err != nil {
		f.t.Errorf("%s %s: %d %s: %v\n%.600s", req.Method, req.URL, res.StatusCode, res.Header.Get("Content-Type"), err, body)
	}
}

// learn keeps the IDs of an answer for later requests.
func (f *fuzzer) learn(body []byte) {
	var answer struct {
		Items []struct{ ID string }
		ID    string
	}
	if json.Unmarshal(body, &answer) != nil {
		return
	}
	for _, it := range answer.Items {
		if it.ID != "" && f.rand.IntN(10) == 0 {
			f.ids = append(f.ids, it.ID)
		}
	}
	if answer.ID != "" {
		f.ids = append(f.ids, answer.ID)
	}
	if len(f.ids) > 200 {
		f.ids = f.ids[len(f.ids)-200:]
	}
}

// request makes a request of an operation with values that are right, wrong and odd. It is
// nil when the address cannot be sent at all.
func (f *fuzzer) request(ctx context.Context, op operation) (*http.Request, map[string]string) {
	path, query, header, params := op.path, url.Values{}, http.Header{}, map[string]string{}
	for _, p := range op.Parameters {
		if p.Value.In != "path" && !p.Value.Required && f.rand.IntN(3) > 0 {
			continue
		}
		value := fmt.Sprint(f.value(p.Value.Schema.Value, 0))
		switch p.Value.In {
		case "path":
			params[p.Value.Name] = value
			path = strings.ReplaceAll(path, "{"+p.Value.Name+"}", url.PathEscape(value))
		case "query":
			query.Add(p.Value.Name, value)
		case "header":
			header.Set(p.Value.Name, strings.Map(printableASCII, value))
		}
	}
	if f.rand.IntN(20) == 0 {
		query.Add(f.text(), f.text())
	}
	body, media := f.body(op)
	req, err := http.NewRequestWithContext(ctx, op.method, f.s.url+path+"?"+query.Encode(), bytes.NewReader(body))
	if err != nil {
		return nil, nil
	}
	req.Header = header
	if media != "" {
		req.Header.Set("Content-Type", media)
	}
	if f.rand.IntN(10) == 0 {
		req.Header.Set("Idempotency-Key", fmt.Sprint("k", f.rand.IntN(40)))
	}
	if f.rand.IntN(10) == 0 {
		req.Header.Set("Accept", []string{"text/html", "application/xml;q=0", "*/*", "application/cbor", "a/b;q=x"}[f.rand.IntN(5)])
	}
	return req, params
}

func printableASCII(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

// body makes a body of one of the forms that an operation takes.
func (f *fuzzer) body(op operation) (body []byte, media string) {
	if op.RequestBody == nil {
		return nil, ""
	}
	var forms []string
	for form := range op.RequestBody.Value.Content {
		forms = append(forms, form)
	}
	slices.Sort(forms)
	media = forms[f.rand.IntN(len(forms))]
	if f.rand.IntN(15) == 0 {
		return []byte(f.text()), []string{"application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x", ";;"}[f.rand.IntN(5)]
	}
	schema := op.RequestBody.Value.Content[media].Schema.Value
	if media == "multipart/form-data" {
		return f.form(schema)
	}
	value := f.value(schema, 0)
	if op.OperationID == "addArticles" && f.rand.IntN(2) == 0 {
		value = map[string]any{"text": fmt.Sprint("第", f.rand.IntN(500), "次会议。", meeting), "title": f.text()}
	}
	data, err := json.Marshal(value)
	if err != nil {
		f.t.Fatal(err)
	}
	if f.rand.IntN(20) == 0 {
		data = data[:f.rand.IntN(len(data)+1)]
	}
	return data, media
}

func (f *fuzzer) form(schema *openapi3.Schema) (body []byte, media string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for range f.rand.IntN(3) {
		part, err := w.CreateFormFile("file", []string{"a.txt", "../../etc/passwd", "b.html", "c.jsonl", "d.csv", "e.docx", "f.pdf", "", "文.md"}[f.rand.IntN(9)])
		if err == nil {
			_, err = io.WriteString(part, f.text())
		}
		if err != nil {
			f.t.Fatal(err)
		}
	}
	for _, name := range sortedKeys(schema.Properties) {
		if name != "file" && f.rand.IntN(3) == 0 {
			if err := w.WriteField(name, f.text()); err != nil {
				f.t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		f.t.Fatal(err)
	}
	return b.Bytes(), w.FormDataContentType()
}

// value makes a value for a schema, which is sometimes of another kind.
func (f *fuzzer) value(s *openapi3.Schema, depth int) any {
	if s == nil || f.rand.IntN(25) == 0 || depth > 6 {
		return []any{f.text(), -1, 1e300, nil, true, []any{f.text()}, map[string]any{f.text(): 1}}[f.rand.IntN(7)]
	}
	if len(s.Enum) > 0 && f.rand.IntN(10) > 0 {
		return s.Enum[f.rand.IntN(len(s.Enum))]
	}
	switch {
	case s.Type.Includes("object"):
		out := map[string]any{}
		for _, name := range sortedKeys(s.Properties) {
			if slices.Contains(s.Required, name) && f.rand.IntN(15) > 0 || f.rand.IntN(2) == 0 {
				out[name] = f.value(s.Properties[name].Value, depth+1)
			}
		}
		return out
	case s.Type.Includes("array"):
		out := []any{}
		for range f.rand.IntN(4) {
			out = append(out, f.value(s.Items.Value, depth+1))
		}
		return out
	case s.Type.Includes("integer"), s.Type.Includes("number"):
		return []any{0, 1, 2, 10, 50, -1, 1001, 1 << 40, 0.5}[f.rand.IntN(9)]
	case s.Type.Includes("boolean"):
		return f.rand.IntN(2) == 0
	case s.Format == "uuid" && f.rand.IntN(4) > 0:
		return f.ids[f.rand.IntN(len(f.ids))]
	case s.Format == "uri" && f.rand.IntN(2) > 0:
		return []string{"http://127.0.0.1:1/", "https://[::1]/a", "http://169.254.169.254/latest", "http://2130706433/", "ftp://10.0.0.1/", "http://", "file:///etc/passwd"}[f.rand.IntN(7)]
	case s.Format == "date-time" && f.rand.IntN(2) > 0:
		return "2031-02-03T04:05:06Z"
	case strings.Contains(s.Pattern, "[0-9]{4}") && f.rand.IntN(2) > 0:
		return []string{"2022", "2024-13", "2023-02", "2024-02-30", "2024-03-05"}[f.rand.IntN(5)]
	}
	return f.text()
}

func sortedKeys(m openapi3.Schemas) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// text returns words, or what programs stumble over.
func (f *fuzzer) text() string {
	return []string{
		"云溪市总工会", "書屋 \"職工\" -競賽", "a", "", " ", "\x00", "\xff\xfe", "𠮷田", strings.Repeat("会", 3000), "'; drop table articles; --", "%_\\", "../../etc/passwd",
		"-", "\"", "{\"content\":\"" + meeting + "\"}", "<html><body><p>" + meeting, "云溪" + fmt.Sprint(f.rand.IntN(1000)) + meeting, "\u202eabc\u0000", "null", "0", "MjAyMi0xMS0xMiA",
	}[f.rand.IntN(21)]
}

// route returns an operation as the validator wants it.
func route(doc *openapi3.T, op operation) *routers.Route {
	return &routers.Route{Spec: doc, Path: op.path, PathItem: op.item, Method: op.method, Operation: op.Operation}
}
