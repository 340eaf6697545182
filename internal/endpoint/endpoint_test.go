package endpoint

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

func TestBase(t *testing.T) {
	t.Parallel()
	tests := []struct{ address, want string }{
		{"https://api.example/v1", "https://api.example/v1"},
		{" https://API.example/v1/ ", "https://api.example/v1"},
		{"https://api.example/v1/chat/completions", "https://api.example/v1"},
		{"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
		{"https://sk-12345678@api.example/v1", ""},
		{"https://api.example/v1?key=sk-12345678", ""},
		{"api.example/v1", ""},
		{"ftp://api.example", ""},
		{"https://", ""},
		{"", ""},
	}
	for _, tt := range tests {
		u, err := Base(tt.address, "chat", "/chat/completions")
		switch {
		case tt.want != "" && (err != nil || u.String() != tt.want):
			t.Errorf("Base(%q) = %v and the error %v, want %s", tt.address, u, err, tt.want)
		case tt.want == "" && (!errors.Is(err, daodu.ErrUsage) || strings.Contains(err.Error(), "sk-")):
			t.Errorf("Base(%q) has the error %v, want ErrUsage without the address", tt.address, err)
		}
	}
}

// TestReadComplaint has the writings of an error of the providers and servers named.
func TestReadComplaint(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		want       Complaint
	}{
		{"OpenAI", `{"error":{"message":"Rate limit","type":"tokens","param":null,"code":"rate_limit_exceeded"}}`,
			Complaint{"rate_limit_exceeded", "tokens", "Rate limit"}},
		{"llama.cpp", `{"error":{"code":400,"message":"too long","type":"exceed_context_size_error"}}`,
			Complaint{"400", "exceed_context_size_error", "too long"}},
		{"Ollama", `{"error":{"message":"model 'nope' not found","type":"api_error","param":null,"code":null}}`,
			Complaint{"", "api_error", "model 'nope' not found"}},
		{"LM Studio", `{"error":"no model"}`, Complaint{Message: "no model"}},
		{"SiliconFlow", `{"code":20012,"message":"no model","data":null}`, Complaint{Code: "20012", Message: "no model"}},
		{"GLM", `{"error":{"code":"1301","message":"敏感内容"}}`, Complaint{Code: "1301", Message: "敏感内容"}},
		{"FastAPI", `{"detail":[{"loc":["body"],"msg":"field required","type":"missing"}]}`, Complaint{Kind: "missing", Message: "field required"}},
		{"FastAPI, a word", `{"detail":"Not Found"}`, Complaint{Message: "Not Found"}},
		{"a gateway's page", `<html>502</html>`, Complaint{}},
		{"nothing", ``, Complaint{}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, ReadComplaint([]byte(tt.body))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestSpent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		status    int
		complaint Complaint
		want      bool
	}{
		{402, Complaint{}, true},
		{429, Complaint{Code: "insufficient_quota"}, true},
		{429, Complaint{Code: "1113"}, true},
		{400, Complaint{Code: "1113"}, false},
		{400, Complaint{Code: "Arrearage"}, true},
		{403, Complaint{Code: "AllocationQuota.FreeTierOnly"}, true},
		{429, Complaint{Code: "1302", Message: "您的账户已达到速率限制"}, false},
		{429, Complaint{Message: "Rate limit reached"}, false},
		{429, Complaint{Code: "Throttling.AllocationQuota", Message: "Allocated quota exceeded"}, false},
		{429, Complaint{Code: "insufficient_quota", Message: "Allocated quota exceeded, please increase your quota limit."}, false},
	}
	for _, tt := range tests {
		if got := tt.complaint.Spent(tt.status); got != tt.want {
			t.Errorf("%d %+v: spent is %v", tt.status, tt.complaint, got)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, value, message string
		want                 time.Duration
	}{
		{"Retry-After", "7", "", 7 * time.Second},
		{"Retry-After", "0.5", "try again in 9s", 500 * time.Millisecond},
		{"Retry-After-Ms", "250", "", 250 * time.Millisecond},
		{"Retry-After", "Mon, 02 Jan 2006 15:04:05 GMT", "", 0},
		{"", "", "Please try again in 1.5s.", 1500 * time.Millisecond},
		{"", "", "please try again after 1 seconds", time.Second},
		{"", "", "Please try again in 900MS.", 900 * time.Millisecond},
		{"", "", "Please try again in 7m12s. Visit us", 7*time.Minute + 12*time.Second},
		{"", "", "Please retry in 34.07s.", 34070 * time.Millisecond},
		{"", "", "try again in 99999999999999h", 0},
		{"", "", "try again in 999999h", 24 * time.Hour},
		{"Retry-After", "1e300", "", 24 * time.Hour},
		{"Retry-After", "NaN", "", 0},
		{"", "", "", 0},
	}
	for _, tt := range tests {
		h := http.Header{}
		if tt.name != "" {
			h.Set(tt.name, tt.value)
		}
		if got := RetryAfter(h, tt.message); got != tt.want {
			t.Errorf("%s: %s, %q: %v, want %v", tt.name, tt.value, tt.message, got, tt.want)
		}
	}
}

// TestPause checks that waits grow, do not pass their bound, and never fall below what was
// asked for.
func TestPause(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 100; n++ {
		want := time.Duration(min(500*float64(uint64(1)<<min(n-1, 40)), 20000)) * time.Millisecond
		if got := Pause(n, 0); got < want/2 || got > want {
			t.Errorf("the pause after attempt %d is %v, want %v to %v", n, got, want/2, want)
		}
	}
	if got := Pause(1, 30*time.Second); got < 30*time.Second || got > 31*time.Second+1 {
		t.Errorf("the pause is %v where 30s were asked for", got)
	}
}
