package chat_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/simllm"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// A bureau is a made-up server with a Batch API. It answers the line whose custom_id is a key
// of answers so; the rest is left out.
type bureau struct {
	*httptest.Server
	answers map[string]outcome
	status  string // of batches once they were made
	trouble func(w http.ResponseWriter, r *http.Request, n int) bool

	mu      sync.Mutex
	n       int
	files   map[string]string
	batches []object
	asked   []string // custom_id and format of what was uploaded
}

// An outcome is what comes of a line: a status and a body, or an error instead.
type outcome struct {
	status int
	body   any
	err    object
}

func newBureau(t *testing.T, answers map[string]outcome) *bureau {
	t.Helper()
	b := &bureau{answers: answers, status: "completed", files: map[string]string{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/files", b.upload)
	mux.HandleFunc("GET /v1/files/{id}/content", b.download)
	mux.HandleFunc("POST /v1/batches", b.create)
	mux.HandleFunc("GET /v1/batches", func(w http.ResponseWriter, _ *http.Request) { send(w, object{"data": b.batches}) })
	mux.HandleFunc("GET /v1/batches/{id}", b.retrieve)
	mux.HandleFunc("POST /v1/batches/{id}/cancel", b.cancel)
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.n++
		if b.trouble == nil || !b.trouble(w, r, b.n) {
			mux.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(b.Close)
	return b
}

func (b *bureau) upload(w http.ResponseWriter, r *http.Request) {
	file, _, err := r.FormFile("file")
	if err != nil || r.FormValue("purpose") != "batch" {
		fail(w, 400, "", "no file for a batch")
		return
	}
	data, _ := io.ReadAll(file)
	id := fmt.Sprint("file-", len(b.files))
	b.files[id] = string(data)
	send(w, object{"id": id})
}

func (b *bureau) download(w http.ResponseWriter, r *http.Request) {
	fmt.Fprint(w, b.files[r.PathValue("id")])
}

// create makes a batch and answers it at once.
func (b *bureau) create(w http.ResponseWriter, r *http.Request) {
	var made object
	if err := json.NewDecoder(r.Body).Decode(&made); err != nil || made["endpoint"] != "/v1/chat/completions" {
		fail(w, 400, "", "no such endpoint")
		return
	}
	var out, bad strings.Builder
	lines := bufio.NewScanner(strings.NewReader(b.files[fmt.Sprint(made["input_file_id"])]))
	for lines.Scan() {
		var line struct {
			CustomID string `json:"custom_id"`
			Method   string
			URL      string
			Body     request
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil || line.Method != "POST" || line.URL != "/v1/chat/completions" || line.Body.Stream {
			fail(w, 400, "", "bad line: "+lines.Text())
			return
		}
		b.asked = append(b.asked, line.CustomID+" "+line.Body.Model)
		b.answer(line.CustomID, &out, &bad)
	}
	id := fmt.Sprint("batch-", len(b.batches))
	made["id"], made["status"] = id, b.status
	made["request_counts"] = object{"total": len(b.asked), "completed": 1, "failed": 2}
	b.files[id+"-out"], b.files[id+"-bad"] = out.String(), bad.String()
	made["output_file_id"], made["error_file_id"] = id+"-out", id+"-bad"
	b.batches = append(b.batches, made)
	send(w, made)
}

func (b *bureau) answer(id string, out, bad *strings.Builder) {
	o, ok := b.answers[id]
	if !ok {
		return
	}
	line := object{"custom_id": id, "error": nil, "response": nil}
	if o.err != nil {
		line["error"] = o.err
	} else {
		line["response"] = object{"status_code": o.status, "body": o.body}
	}
	raw, _ := json.Marshal(line)
	if o.status == 200 {
		fmt.Fprintf(out, "%s\n", raw)
	} else {
		fmt.Fprintf(bad, "%s\n", raw)
	}
}

func (b *bureau) retrieve(w http.ResponseWriter, r *http.Request) {
	for _, made := range b.batches {
		if made["id"] == r.PathValue("id") {
			send(w, made)
			return
		}
	}
	fail(w, 404, "", "No such batch")
}

func (b *bureau) cancel(w http.ResponseWriter, r *http.Request) {
	for _, made := range b.batches {
		made["status"] = "cancelled"
	}
	b.retrieve(w, r)
}

func (b *bureau) client(t *testing.T) *chat.Client {
	t.Helper()
	c, err := chat.New(chat.Config{BaseURL: b.URL + "/v1", Key: testKey, Model: "m", HTTPClient: b.Client()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// answered is an answer of a model in a batch.
func answered(text, finish string) outcome {
	return outcome{status: 200, body: object{"usage": usage, "choices": []object{
		{"message": object{"role": "assistant", "content": text}, "finish_reason": finish}}}}
}

// batchAnswers are what can come of a line of a batch.
var batchAnswers = []struct {
	id     string
	answer outcome
	want   error
}{
	{"good", answered("十件实事全部办结。", "stop"), nil},
	{"thought", answered("<think>先看看</think>十件实事全部办结。", "stop"), nil},
	{"cut", answered("十件", "length"), chat.ErrCut},
	{"refused", answered("抱歉，我无法回答这个问题。", "stop"), chat.ErrRefused},
	{"empty", answered("", "stop"), chat.ErrNoAnswer},
	{"filtered", outcome{status: 400, body: object{"error": object{"code": "content_filter", "message": "content policy of " + testKey}}}, chat.ErrFiltered},
	{"too long", outcome{status: 400, body: object{"error": object{"code": "context_length_exceeded", "message": "context length"}}}, chat.ErrOverflow},
	{"down", outcome{status: 500, body: object{"error": object{"message": "down"}}}, chat.ErrBroken},
	{"error with status 200", outcome{status: 200, body: object{"error": object{"code": 402, "message": "Insufficient credits"}}}, chat.ErrQuota},
	{"no choices", outcome{status: 200, body: object{"choices": []object{}}}, chat.ErrBroken},
	{"expired", outcome{err: object{"code": "batch_expired", "message": "This request could not be executed"}}, chat.ErrBroken},
	{"missing", outcome{}, chat.ErrBroken},
}

func batchLines() (lines []chat.BatchLine, answers map[string]outcome) {
	answers = map[string]outcome{}
	for _, a := range batchAnswers {
		r, _ := question(true)
		lines = append(lines, chat.BatchLine{CustomID: a.id, Request: r})
		if a.id != "missing" {
			answers[a.id] = a.answer
		}
	}
	return lines, answers
}

// TestBatch submits a batch and collects it with another client, as after a restart.
func TestBatch(t *testing.T) {
	t.Parallel()
	lines, answers := batchLines()
	b := newBureau(t, answers)
	id, err := b.client(t).Batch().Submit(t.Context(), "job-1", lines)
	if err != nil {
		t.Fatal(err)
	}
	later := b.client(t).Batch()
	state, err := later.State(t.Context(), id)
	if err != nil || !state.Done || state.Name != "job-1" || state.Total != len(lines) || state.Failed != 2 {
		t.Errorf("the state is %+v, and the error %v", state, err)
	}
	results, err := later.Results(t.Context(), id, lines)
	if err != nil || len(results) != len(lines) {
		t.Fatalf("%d results for %d lines, and the error %v", len(results), len(lines), err)
	}
	for i, want := range batchAnswers {
		r := results[i]
		if r.CustomID != want.id || !errors.Is(r.Err, want.want) || want.want == nil && r.Answer.Text != "十件实事全部办结。" {
			t.Errorf("%s: %s, %+v and the error %v, want %v", want.id, r.CustomID, r.Answer, r.Err, want.want)
		}
		if paid := want.answer.body != nil && want.answer.body.(object)["usage"] != nil; paid != (r.Answer.Usage.Input > 0) {
			t.Errorf("%s: the usage is %+v", want.id, r.Answer.Usage)
		}
		if r.Err != nil {
			hidden(t, r.Err.Error())
		}
	}
	if len(b.asked) != len(lines) {
		t.Errorf("asked %q, want each of the lines once", b.asked)
	}
}

// TestBatchOnce has trouble with calls of the Batch API: what may be repeated is, but no batch
// is made twice.
func TestBatchOnce(t *testing.T) {
	t.Parallel()
	lines, answers := batchLines()
	b := newBureau(t, answers)
	b.trouble = func(w http.ResponseWriter, r *http.Request, n int) bool {
		switch {
		case n == 1: // the upload
			raw(w, 503, "")
			return true
		case r.Method == http.MethodPost && r.URL.Path == "/v1/batches":
			b.create(httptest.NewRecorder(), r)
			raw(w, 502, "")
			return true
		}
		return false
	}
	batch := b.client(t).Batch()
	if _, err := batch.Submit(t.Context(), "job-2", lines); !errors.Is(err, chat.ErrBroken) {
		t.Errorf("the error is %v, want ErrBroken", err)
	}
	state, err := batch.Find(t.Context(), "job-2")
	if err != nil || state.ID == "" || len(b.batches) != 1 || len(b.files) != 3 {
		t.Errorf("found %+v, and the error %v; there are %d batches and %d files", state, err, len(b.batches), len(b.files))
	}
	if _, err := batch.Find(t.Context(), "job-3"); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("found a batch that there is not: %v", err)
	}
}

// TestBatchPath checks what lines ask for at addresses of several providers.
func TestBatchPath(t *testing.T) {
	t.Parallel()
	tests := []struct{ address, want string }{
		{"https://api.openai.com/v1", "/v1/chat/completions"},
		{"https://dashscope.aliyuncs.com/compatible-mode/v1", "/v1/chat/completions"},
		{"https://open.bigmodel.cn/api/paas/v4", "/v4/chat/completions"},
		{"http://127.0.0.1:8080", "/v1/chat/completions"},
	}
	for _, tt := range tests {
		var got struct{ Endpoint string }
		c, err := chat.New(chat.Config{BaseURL: tt.address, Model: "m", HTTPClient: &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.URL.Path, "/batches") {
				json.NewDecoder(r.Body).Decode(&got)
			}
			return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"id":"1"}`))}, nil
		})}})
		if err != nil {
			t.Fatal(err)
		}
		r, _ := question(false)
		if _, err := c.Batch().Submit(t.Context(), "", []chat.BatchLine{{CustomID: "1", Request: r}}); err != nil || got.Endpoint != tt.want {
			t.Errorf("at %s lines ask for %s, want %s (%v)", tt.address, got.Endpoint, tt.want, err)
		}
	}
}

type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

func TestBatchErrors(t *testing.T) {
	t.Parallel()
	lines, answers := batchLines()
	b := newBureau(t, answers)
	b.status = "in_progress"
	batch := b.client(t).Batch()
	for _, wrong := range [][]chat.BatchLine{nil, {{CustomID: ""}}, {{CustomID: "a"}, {CustomID: "a"}}} {
		if _, err := batch.Submit(t.Context(), "", wrong); !errors.Is(err, daodu.ErrUsage) {
			t.Errorf("%d lines: the error is %v, want ErrUsage", len(wrong), err)
		}
	}
	if _, err := batch.Submit(t.Context(), "", make([]chat.BatchLine, 50_001)); !errors.Is(err, daodu.ErrTooLarge) {
		t.Errorf("too many lines: the error is %v", err)
	}
	if _, err := batch.State(t.Context(), "batch-7"); !errors.Is(err, daodu.ErrNotFound) {
		t.Errorf("an unknown batch: the error is %v", err)
	}
	id, err := batch.Submit(t.Context(), "job", lines)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := batch.Results(t.Context(), id, lines); !errors.Is(err, daodu.ErrUsage) {
		t.Errorf("not done: the error is %v", err)
	}
	if err := batch.Cancel(t.Context(), id); err != nil {
		t.Error(err)
	}
	results, err := batch.Results(t.Context(), id, lines)
	if err != nil || results[0].Err != nil {
		t.Errorf("what was answered before it was cancelled is lost: %v, %v", results, err)
	}
	b.trouble = func(w http.ResponseWriter, _ *http.Request, _ int) bool {
		fail(w, 401, "", "wrong key "+testKey)
		return true
	}
	if _, err := batch.State(t.Context(), id); !errors.Is(err, daodu.ErrForbidden) {
		t.Errorf("a wrong key: the error is %v", err)
	} else {
		hidden(t, err.Error())
	}
}

// TestSimulatedBatch hands calls to the Batch API of the simulator.
func TestSimulatedBatch(t *testing.T) {
	t.Parallel()
	s := simulate(t, simllm.Build(t), object{"batch_delay_ms": 100, "rules": []object{{"match": "#filter400#", "until": 0, "fault": "filter400"}}})
	batch := s.client(t).Batch()
	var lines []chat.BatchLine
	for i := range 20 {
		mark := fmt.Sprintf("第%d篇", i)
		if i == 7 {
			mark = "#filter400#"
		}
		r, _ := simRequest(mark, false)
		lines = append(lines, chat.BatchLine{CustomID: fmt.Sprint(i), Request: r})
	}
	id, err := batch.Submit(t.Context(), "job", lines)
	if err != nil {
		t.Fatal(err)
	}
	for state := (chat.BatchState{}); !state.Done; time.Sleep(20 * time.Millisecond) {
		if state, err = batch.State(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	results, err := batch.Results(t.Context(), id, lines)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range results {
		var want error
		if i == 7 {
			want = chat.ErrFiltered
		}
		checkAnswer(t, r.CustomID, r.Answer, r.Err, want)
	}
	stats := s.Stats(t)
	if stats.Requests != 20 || stats.Duplicates != 0 {
		t.Errorf("%+v, want 20 requests and none twice", stats)
	}
}
