package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// A bureau is the Batch API of a parrot. A batch is done when it was asked after twice.
type bureau struct {
	mu      sync.Mutex
	files   map[string]string
	batches map[string]*order
	lines   int // that were answered
}

// An order is a batch that somebody has ordered.
type order struct {
	input, name string
	asked       int // how often it was asked after
}

func (b *bureau) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.files == nil {
		b.files, b.batches = map[string]string{}, map[string]*order{}
	}
	_, path, _ := strings.Cut(r.URL.Path, "/v1/")
	parts := strings.Split(path, "/")
	switch {
	case r.Method == http.MethodPost && path == "files":
		f, _, err := r.FormFile("file")
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		data, _ := io.ReadAll(f) // from memory
		id := fmt.Sprintf("file-%d", len(b.files))
		b.files[id] = string(data)
		fmt.Fprintf(w, `{"id":%q,"object":"file","purpose":"batch"}`, id)
	case len(parts) == 3 && parts[2] == "content":
		fmt.Fprint(w, b.files[parts[1]])
	case r.Method == http.MethodPost && path == "batches":
		var asked struct {
			InputFileID string            `json:"input_file_id"`
			Metadata    map[string]string `json:"metadata"`
		}
		if json.NewDecoder(r.Body).Decode(&asked) != nil || b.files[asked.InputFileID] == "" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		id := fmt.Sprintf("batch-%d", len(b.batches))
		b.batches[id] = &order{input: asked.InputFileID, name: asked.Metadata["daodu"]}
		b.show(w, id)
	case len(parts) == 2 && b.batches[parts[1]] != nil:
		b.batches[parts[1]].asked++
		b.show(w, parts[1])
	case path == "batches":
		fmt.Fprint(w, `{"object":"list","data":[]}`)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

// show writes how far a batch is.
func (b *bureau) show(w io.Writer, id string) {
	o := b.batches[id]
	total := strings.Count(b.files[o.input], "\n")
	status, output, completed := "in_progress", "null", total/2
	if o.asked >= 2 {
		out := "out-" + id
		if b.files[out] == "" {
			b.files[out] = b.answer(b.files[o.input])
			b.lines += total
		}
		status, output, completed = "completed", strconv.Quote(out), total
	}
	fmt.Fprintf(w, `{"id":%q,"object":"batch","status":%q,"output_file_id":%s,"metadata":{"daodu":%q},"request_counts":{"total":%d,"completed":%d,"failed":0}}`,
		id, status, output, o.name, total, completed)
}

// answer returns the output of a batch, the last line first: providers promise no order.
func (b *bureau) answer(input string) string {
	var out string
	for line := range strings.Lines(input) {
		var l struct {
			CustomID string `json:"custom_id"`
			Body     asking
		}
		if json.Unmarshal([]byte(line), &l) != nil {
			continue
		}
		answer, _ := json.Marshal(say(l.Body.ResponseFormat.JSONSchema.Name, l.Body.prompt())) // plain values
		content, _ := json.Marshal(string(answer))
		out = fmt.Sprintf(`{"custom_id":%q,"response":{"status_code":200,"body":{"id":"1","object":"chat.completion","model":"parrot","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":%s}}],"usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":9}}}}`,
			l.CustomID, content, len(l.Body.prompt()), len(answer)/3) + "\n" + out
	}
	return out
}

// batched N: so many requests of the script were answered in batches.
func batched(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	b := &ts.Value("parrot").(*parrot).bureau
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lines != want {
		ts.Fatalf("%d requests were answered in batches, want %d", b.lines, want)
	}
}
