package chat_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/summarize/openai/chat"
)

// faults are what endpoints and models do that ends a call at once, with what the user sees.
// All of them are sent whether a stream was asked for or not.
var faults = []struct {
	name  string
	fault func(w http.ResponseWriter, r request)
	want  error
	words string
}{
	{"wrong key", func(w http.ResponseWriter, _ request) {
		fail(w, 401, "invalid_api_key", "Incorrect API key provided: "+testKey+".")
	}, daodu.ErrForbidden, "refuses the key (401 Unauthorized: Incorrect API key provided: [key].); check it"},
	{"wrong key, llama.cpp", func(w http.ResponseWriter, _ request) {
		raw(w, 401, `{"error":{"message":"Invalid API Key","type":"authentication_error","code":401}}`)
	}, daodu.ErrForbidden, "Invalid API Key"},
	{"unknown model, Ollama", func(w http.ResponseWriter, _ request) {
		raw(w, 404, `{"error":{"message":"model 'test-model' not found","type":"api_error","param":null,"code":null}}`)
	}, daodu.ErrNotFound, "does not know the model test-model"},
	{"unknown model, SiliconFlow", func(w http.ResponseWriter, _ request) {
		raw(w, 400, `{"code":20012,"message":"Model does not exist. Please check it carefully.","data":null}`)
	}, daodu.ErrNotFound, "check its name"},
	{"unknown model, GLM", func(w http.ResponseWriter, _ request) {
		raw(w, 400, `{"error":{"code":"1211","message":"模型不存在，请检查模型代码。"}}`)
	}, daodu.ErrNotFound, "模型不存在"},
	{"wrong address", func(w http.ResponseWriter, _ request) { raw(w, 404, "404 page not found") },
		daodu.ErrUsage, "it mostly ends in /v1"},
	{"redirect", func(w http.ResponseWriter, _ request) {
		w.Header().Set("Location", "https://elsewhere.example/"+testKey)
		raw(w, 307, "")
	}, daodu.ErrUsage, "307 Temporary Redirect"},
	{"web page", func(w http.ResponseWriter, _ request) { raw(w, 200, "\n<!DOCTYPE html><title>Log in</title>") },
		chat.ErrBroken, "answers with a web page"},
	{"not JSON", func(w http.ResponseWriter, _ request) { raw(w, 200, `{"choices": nope}`+"\n") },
		chat.ErrBroken, "cannot be read"},
	{"other JSON", func(w http.ResponseWriter, r request) {
		raw(w, 200, lead(r)+`{"choices":[{"index":"first","message":{"content":"好"},"delta":{"content":"好"}}]}`+"\n\n")
	}, chat.ErrBroken, "cannot be read"},
	{"quota", func(w http.ResponseWriter, _ request) {
		fail(w, 429, "insufficient_quota", "You exceeded your current quota, please check your plan and billing details.")
	}, chat.ErrQuota, "top it up"},
	{"quota without its code", func(w http.ResponseWriter, _ request) {
		raw(w, 429, `{"code":20429,"message":"You exceeded your current quota, please check your plan.","data":null}`)
	}, chat.ErrQuota, "top it up"},
	{"quota, DeepSeek", func(w http.ResponseWriter, _ request) { fail(w, 402, "", "Insufficient Balance") },
		chat.ErrQuota, "Insufficient Balance"},
	{"quota, GLM", func(w http.ResponseWriter, _ request) {
		raw(w, 429, `{"error":{"code":"1113","message":"您的账户已欠费，请充值后重试。"}}`)
	}, chat.ErrQuota, "top it up"},
	{"quota of the plan, GLM", func(w http.ResponseWriter, _ request) {
		raw(w, 429, `{"error":{"code":"1308","message":"已达到使用上限"}}`)
	}, chat.ErrQuota, "top it up"},
	{"quota, DashScope", func(w http.ResponseWriter, _ request) {
		fail(w, 400, "Arrearage", "Access denied, please make sure your account is in good standing.")
	}, chat.ErrQuota, "good standing"},
	{"quota in a 200, OpenRouter", func(w http.ResponseWriter, _ request) {
		raw(w, 200, `{"error":{"code":402,"message":"Insufficient credits for `+testKey+`"}}`)
	}, chat.ErrQuota, "for [key]"},
	{"filter, DashScope", func(w http.ResponseWriter, _ request) {
		fail(w, 400, "data_inspection_failed", "Output data may contain inappropriate content.")
	}, chat.ErrFiltered, "inappropriate content"},
	{"filter, GLM", func(w http.ResponseWriter, _ request) {
		raw(w, 400, `{"contentFilter":[{"level":1,"role":"user"}],"error":{"code":"1301","message":"系统检测到输入或生成内容可能包含不安全或敏感内容"}}`)
	}, chat.ErrFiltered, "敏感内容"},
	{"filter, Moonshot", func(w http.ResponseWriter, _ request) {
		raw(w, 400, `{"error":{"message":"The request was rejected because it was considered high risk","type":"content_filter"}}`)
	}, chat.ErrFiltered, "high risk"},
	{"filter, DeepSeek", func(w http.ResponseWriter, _ request) { fail(w, 400, "invalid_request_error", "Content Exists Risk") },
		chat.ErrFiltered, "Content Exists Risk"},
	{"filter, OpenRouter", func(w http.ResponseWriter, _ request) {
		raw(w, 403, `{"error":{"code":403,"message":"Your chosen model requires moderation and your input was flagged"}}`)
	}, chat.ErrFiltered, "flagged"},
	{"filter on the answer", func(w http.ResponseWriter, r request) { finish(w, r, "全市", "content_filter") },
		chat.ErrFiltered, "the filter of"},
	{"filter on the answer, GLM", func(w http.ResponseWriter, r request) { finish(w, r, "", "sensitive") },
		chat.ErrFiltered, "the filter of"},
	{"refusal, OpenAI", func(w http.ResponseWriter, r request) {
		if r.Stream {
			event(w, delta(object{"refusal": "I'm sorry, "}, nil))
			event(w, delta(object{"refusal": "I can't help with that."}, "stop"))
			return
		}
		send(w, object{"choices": []object{{"message": object{"content": nil, "refusal": "I'm sorry, I can't help with that."}, "finish_reason": "stop"}}})
	}, chat.ErrRefused, "I can't help with that"},
	{"refusal in words", func(w http.ResponseWriter, r request) {
		say(w, r, "你好，这个问题我暂时无法回答，让我们换个话题再聊聊吧。")
	}, chat.ErrRefused, "换个话题"},
	{"empty answer", func(w http.ResponseWriter, r request) { say(w, r, " \n") }, chat.ErrNoAnswer, "said nothing"},
	{"thought but said nothing", func(w http.ResponseWriter, r request) { say(w, r, "<think>先看看原文") },
		chat.ErrNoAnswer, "only thought aloud"},
	{"limit reached", func(w http.ResponseWriter, r request) { finish(w, r, "全市工会", "length") }, chat.ErrCut, "raise it"},
	{"limit reached while thinking", func(w http.ResponseWriter, r request) { finish(w, r, "<think>先看看", "length") }, chat.ErrCut, "raise it"},
	{"too long, OpenAI", func(w http.ResponseWriter, _ request) {
		fail(w, 400, "context_length_exceeded", "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens.")
	}, chat.ErrOverflow, "ask for less at once"},
	{"too long, llama.cpp", func(w http.ResponseWriter, _ request) {
		raw(w, 400, `{"error":{"code":400,"message":"request (8833 tokens) exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":8833,"n_ctx":4096}}`)
	}, chat.ErrOverflow, "4096 tokens"},
	{"too large with 500, llama.cpp", func(w http.ResponseWriter, _ request) {
		raw(w, 500, `{"error":{"code":500,"message":"input (1398 tokens) is too large to process. increase the physical batch size (current batch size: 512)","type":"server_error"}}`)
	}, chat.ErrOverflow, "too large to process"},
	{"too long, DashScope", func(w http.ResponseWriter, _ request) {
		fail(w, 400, "invalid_parameter_error", "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 129024]")
	}, chat.ErrOverflow, "129024"},
	{"too long, GLM", func(w http.ResponseWriter, _ request) {
		raw(w, 400, `{"error":{"code":"1261","message":"Prompt 超长"}}`)
	}, chat.ErrOverflow, "Prompt 超长"},
	{"too large for the limit per minute", func(w http.ResponseWriter, _ request) {
		fail(w, 429, "rate_limit_exceeded", "Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 41000.")
	}, chat.ErrOverflow, "Requested 41000"},
	{"too large a body", func(w http.ResponseWriter, _ request) { raw(w, 413, "") }, chat.ErrOverflow, "413"},
	{"not accepted", func(w http.ResponseWriter, _ request) { fail(w, 422, "", "messages: field required") },
		chat.ErrBroken, "does not accept the request"},
	{"key of a gateway", func(w http.ResponseWriter, _ request) { fail(w, 400, "", "upstream refused sk-proj-ABCDEFGH12345678") },
		chat.ErrBroken, "upstream refused [key]"},
	{"a wait beyond our patience", func(w http.ResponseWriter, _ request) {
		w.Header().Set("Retry-After", "86400")
		fail(w, 429, "rate_limit_exceeded", "Rate limit reached")
	}, daodu.ErrLimited, "too busy for us"},
	{"a wait beyond our patience, in words", func(w http.ResponseWriter, _ request) {
		fail(w, 429, "rate_limit_exceeded", "Rate limit reached on requests per day (RPD): Limit 200. Please try again in 7h12m0s.")
	}, daodu.ErrLimited, "requests per day"},
}

// lead is what stands before the JSON of an answer.
func lead(r request) string {
	if r.Stream {
		return "data: "
	}
	return ""
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for _, tt := range faults {
		for _, streamed := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/stream=%v", tt.name, streamed), func(t *testing.T) {
				t.Parallel()
				s := serve(t, func(w http.ResponseWriter, _ int, r request) { tt.fault(w, r) })
				var logged bytes.Buffer
				c := s.client(t, func(c *chat.Config) {
					c.Log = slog.New(slog.NewJSONHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
				})
				r, _ := question(streamed)
				a, err := c.Ask(t.Context(), r)
				if !errors.Is(err, tt.want) {
					t.Fatalf("%+v and the error %v, want %v", a, err, tt.want)
				}
				if !strings.Contains(err.Error(), tt.words) || strings.Contains(err.Error(), "\n") {
					t.Errorf("the error is %q, want one line with %q", err, tt.words)
				}
				if n := len(s.asked()); n != 1 || a.Requests != 1 {
					t.Errorf("%d requests, and %d by the answer, want 1", n, a.Requests)
				}
				hidden(t, err.Error(), logged.String(), fmt.Sprintf("%v %+v %#v", c, c, c))
			})
		}
	}
}

// hidden fails when a key, or a part of it that tells, stands in one of texts.
func hidden(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(text, testKey[8:16]) || strings.Contains(text, "ABCDEFGH") {
			t.Errorf("a key stands in %q", text)
		}
	}
}

// passing are faults that pass: there is an answer in the end, after one more request.
var passing = []struct {
	name  string
	fault func(w http.ResponseWriter, r request)
}{
	{"500", func(w http.ResponseWriter, _ request) { fail(w, 500, "", "down, "+testKey) }},
	{"502 page", func(w http.ResponseWriter, _ request) { raw(w, 502, "<html>Bad Gateway</html>") }},
	{"503 empty", func(w http.ResponseWriter, _ request) { raw(w, 503, "") }},
	{"529, an error as a string", func(w http.ResponseWriter, _ request) { raw(w, 529, `{"error":"overloaded"}`) }},
	{"408", func(w http.ResponseWriter, _ request) { raw(w, 408, "") }},
	{"503 with a wait", func(w http.ResponseWriter, _ request) {
		w.Header().Set("Retry-After-Ms", "50")
		raw(w, 503, "")
	}},
	{"429 with a wait in words", func(w http.ResponseWriter, _ request) {
		fail(w, 429, "rate_limit_exceeded", "Rate limit reached on tokens per min. Please try again in 20ms.")
	}},
	{"429, GLM", func(w http.ResponseWriter, _ request) {
		raw(w, 429, `{"error":{"code":"1302","message":"您当前使用该API的并发数过高"}}`)
	}},
	{"429 for an overload, Moonshot", func(w http.ResponseWriter, _ request) {
		raw(w, 429, `{"error":{"type":"engine_overloaded_error","message":"The engine is currently overloaded, please try again later"}}`)
	}},
	{"429 that speaks of a quota, Google", func(w http.ResponseWriter, _ request) {
		raw(w, 429, `[{"error":{"code":429,"message":"You exceeded your current quota. Please retry in 0.05s.","status":"RESOURCE_EXHAUSTED"}}]`)
	}},
	{"429 that speaks of a quota, DashScope", func(w http.ResponseWriter, _ request) {
		fail(w, 429, "insufficient_quota", "Allocated quota exceeded, please increase your quota limit.")
	}},
	{"hung up", func(http.ResponseWriter, request) { hangUp() }},
	{"cut body", func(w http.ResponseWriter, r request) {
		w.Header().Set("Content-Length", "1000")
		fmt.Fprint(w, lead(r)+`{"choices":[{"index":0,`)
	}},
	{"cut JSON", func(w http.ResponseWriter, r request) { raw(w, 200, lead(r)+`{"choices":[{"index":0,"mess`) }},
	{"empty body", func(w http.ResponseWriter, _ request) { raw(w, 200, "") }},
	{"no choices", func(w http.ResponseWriter, r request) { raw(w, 200, lead(r)+`{"id":"1","choices":[]}`+"\n\n") }},
	{"error in a 200", func(w http.ResponseWriter, _ request) {
		raw(w, 200, `{"error":{"message":"Provider returned error","code":502}}`)
	}},
	{"error in a 200, as a string", func(w http.ResponseWriter, _ request) { raw(w, 200, `{"error":"loading"}`) }},
	{"error in a 200, SiliconFlow", func(w http.ResponseWriter, _ request) {
		raw(w, 200, `{"code":50501,"message":"System busy","data":null}`)
	}},
	{"error in a 200, in lines", func(w http.ResponseWriter, _ request) {
		raw(w, 200, "{\n  \"error\": {\n    \"message\": \"Provider returned error\",\n    \"code\": 503\n  }\n}\n")
	}},
	{"ended with an error, OpenRouter", func(w http.ResponseWriter, r request) { finish(w, r, "全市", "error") }},
	{"ended with an error, GLM", func(w http.ResponseWriter, r request) { finish(w, r, "全市", "network_error") }},
	{"ended with an error, DeepSeek", func(w http.ResponseWriter, r request) {
		finish(w, r, "", "insufficient_system_resource")
	}},
}

// broken are streams that begin and do not end well.
var broken = []struct {
	name  string
	fault func(w http.ResponseWriter)
}{
	{"just stops", func(http.ResponseWriter) {}},
	{"stops within a line", func(w http.ResponseWriter) { raw(w, 200, `data: {"choices":[{"del`) }},
	{"done without a reason", func(w http.ResponseWriter) { raw(w, 200, "data: [DONE]\n\n") }},
	{"hung up", func(http.ResponseWriter) { hangUp() }},
	{"error event", func(w http.ResponseWriter) {
		raw(w, 200, "data: {\"error\":{\"message\":\"Internal server error\",\"code\":500}}\n\n")
	}},
	{"error event with a blank", func(w http.ResponseWriter) {
		raw(w, 200, "event: error\ndata: { \"error\": \"internal error\" }\n\n")
	}},
	{"error line without data", func(w http.ResponseWriter) {
		raw(w, 200, ": PROCESSING\n\n{\"error\":{\"message\":\"Internal server error\",\"code\":500}}\n")
	}},
	{"error beside choices, OpenRouter", func(w http.ResponseWriter) {
		event(w, object{"error": object{"code": 502, "message": "Provider disconnected"},
			"choices": []object{{"index": 0, "delta": object{"content": ""}, "finish_reason": "error"}}})
	}},
	{"error without the word, vLLM", func(w http.ResponseWriter) {
		raw(w, 200, "data: {\"object\":\"error\",\"message\":\"EngineDeadError\",\"code\":500}\n\ndata: [DONE]\n\n")
	}},
}

func TestPassing(t *testing.T) {
	t.Parallel()
	check := func(t *testing.T, streamed bool, fault func(w http.ResponseWriter, r request)) {
		t.Parallel()
		const text = "十件实事全部办结。"
		s := serve(t, func(w http.ResponseWriter, n int, r request) {
			if n == 1 {
				fault(w, r)
				return
			}
			say(w, r, text)
		})
		var logged bytes.Buffer
		c := s.client(t, func(c *chat.Config) { c.Log = slog.New(slog.NewTextHandler(&logged, nil)) })
		r, heard := question(streamed)
		a, err := c.Ask(t.Context(), r)
		if err != nil || a.Text != text || a.Requests != 2 || len(s.asked()) != 2 {
			t.Fatalf("%+v after %d requests, and the error %v", a, len(s.asked()), err)
		}
		if streamed && heard.String() != text {
			t.Errorf("heard %q, want %q only", heard, text)
		}
		if !strings.Contains(logged.String(), s.Listener.Addr().String()) {
			t.Errorf("the log does not name the endpoint: %q", logged.String())
		}
		hidden(t, logged.String())
	}
	for _, tt := range passing {
		for _, streamed := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/stream=%v", tt.name, streamed), func(t *testing.T) { check(t, streamed, tt.fault) })
		}
	}
	for _, tt := range broken {
		t.Run("stream/"+tt.name, func(t *testing.T) {
			check(t, true, func(w http.ResponseWriter, _ request) {
				event(w, delta(object{"content": "八件"}, nil))
				tt.fault(w)
			})
		})
	}
}

// TestAfterword has streams whose answer is complete although what follows is not: it is not
// asked for again.
func TestAfterword(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		rest func(w http.ResponseWriter)
	}{
		{"nothing", func(http.ResponseWriter) {}},
		{"hung up", func(http.ResponseWriter) { hangUp() }},
		{"an error", func(w http.ResponseWriter) { raw(w, 200, "data: {\"error\":\"no usage\"}\n\n") }},
		{"rubbish", func(w http.ResponseWriter) { raw(w, 200, "data: {\"usage\n\n") }},
		{"silence", func(http.ResponseWriter) { time.Sleep(time.Hour) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, w := made(t, func(w http.ResponseWriter, _ int, _ request) {
					event(w, delta(object{"content": "十件"}, nil))
					event(w, delta(object{}, "stop"))
					tt.rest(w)
				})
				r, heard := question(true)
				a, err := c.Ask(t.Context(), r)
				if err != nil || a.Text != "十件" || heard.String() != "十件" || len(w.at) != 1 || a.Duration > 6*time.Second {
					t.Errorf("%+v after %d requests, and the error %v", a, len(w.at), err)
				}
				if !a.Estimated || a.Usage.Input == 0 || a.Usage.Output == 0 {
					t.Errorf("the usage %+v is not an estimate", a.Usage)
				}
				time.Sleep(2 * time.Hour) // until the handler has gone
			})
		})
	}
}
