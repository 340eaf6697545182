package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/pgtest"
)

// working has a worker work for a server's library until the test ends, or stop is called.
func (s *served) working() (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(s.t.Context()))
	done := make(chan error, 1)
	a := newApp([]string{"DAODU_LOG_LEVEL=error"}, streams{strings.NewReader(""), new(lockedBuffer), new(lockedBuffer)})
	if err := a.prepare(a.root().Command); err != nil {
		s.t.Fatal(err)
	}
	go func() { done <- a.work(ctx, s.store, nil) }()
	stop = func() {
		cancel()
		if err := <-done; err != nil {
			s.t.Errorf("the worker: %v", err)
		}
		done <- nil
	}
	s.t.Cleanup(stop)
	return stop
}

// with sends a request with headers, as name and value by turns.
func (s *served) with(method, path string, status int, out any, headers ...string) *http.Response {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return s.send(req, status, out)
}

func TestServeArtifacts(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		id := s.add(meeting)
		path := "/api/v1/articles/" + id + "/summary"
		s.do("GET", path, nil, 404, nil)
		var j, again daodu.Job
		res := s.do("POST", path+"?length=short&lang=zh-CN", nil, 202, &j)
		if j.State != daodu.JobQueued || j.Lang != "zh-Hans" || j.Length != daodu.Short || j.Engine != "extract" || res.Header.Get("Location") != "/api/v1/jobs/"+j.ID || res.Header.Get("Retry-After") == "" {
			t.Errorf("the job: %+v, %v", j, res.Header)
		}
		s.do("POST", path+"?length=short&engine=extract", nil, 202, &again)
		if again.ID != j.ID {
			t.Errorf("the same wish made the jobs %s and %s", j.ID, again.ID)
		}
		s.do("GET", path, nil, 202, &again)
		if again.ID != j.ID {
			t.Errorf("GET tells of the job %s, not %s", again.ID, j.ID)
		}
		s.do("GET", path+"?length=long", nil, 404, nil)
		s.working()
		var art daodu.Artifact
		res = s.with("GET", path, 200, &art, "Prefer", "respond-async, wait=30")
		if art.Content.Kind() != daodu.KindSummary || art.Length != daodu.Short || art.Article.ID != id || res.Header.Get("Preference-Applied") != "wait=30" {
			t.Errorf("the summary: %+v, %v", art, res.Header)
		}
		a, err := s.store.Article(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for at, q := range art.Content.EachQuote() {
			if got := string([]rune(a.Text)[q.Start:q.End]); got != q.Text {
				t.Errorf("%s quotes %q, there stands %q", at, q.Text, got)
			}
		}
		s.do("POST", path+"?length=short", nil, 200, &art)
		tag := s.do("GET", path, nil, 200, &art).Header.Get("ETag")
		s.with("GET", path, 304, nil, "If-None-Match", tag)
		s.with("POST", "/api/v1/articles/"+id+"/guide", 200, &art, "Prefer", "wait=30")
		if art.Content.Kind() != daodu.KindGuide || art.Length != daodu.Medium {
			t.Errorf("the guide: %+v", art)
		}
		var p problem
		s.do("POST", path+"?engine=oracle", nil, 422, &p)
		if !strings.Contains(p.Detail, "oracle") || !strings.Contains(p.Hint, "extract") {
			t.Errorf("an unknown engine: %+v", p)
		}
		s.do("POST", "/api/v1/articles/0198f000-0000-7000-8000-000000000000/outline", nil, 404, nil)
		s.with("POST", path+"?lang=en", 409, &p, "Prefer", "wait=30")
		if !strings.Contains(p.Detail, "failed") || !strings.Contains(p.Hint, "/retry") {
			t.Errorf("a summary that cannot be: %+v", p)
		}
	})
}

func TestServeJobs(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		id := s.add(meeting)
		var summary, outline, guide daodu.Job
		s.do("POST", "/api/v1/articles/"+id+"/summary", nil, 202, &summary)
		s.do("POST", "/api/v1/articles/"+id+"/outline", nil, 202, &outline)
		s.do("POST", "/api/v1/articles/"+id+"/guide", nil, 202, &guide)
		var page struct {
			Items      []daodu.Job `json:"items"`
			NextCursor string      `json:"next_cursor"`
		}
		s.do("GET", "/api/v1/jobs?limit=2&article="+id, nil, 200, &page)
		if len(page.Items) != 2 || page.Items[0].ID != guide.ID || page.NextCursor == "" {
			t.Fatalf("the first page: %+v", page)
		}
		next := page.NextCursor
		page.NextCursor = ""
		s.do("GET", "/api/v1/jobs?limit=2&cursor="+next, nil, 200, &page)
		if len(page.Items) != 1 || page.Items[0].ID != summary.ID || page.NextCursor != "" {
			t.Fatalf("the second page: %+v", page)
		}
		s.do("DELETE", "/api/v1/jobs/"+guide.ID, nil, 200, &guide)
		if guide.State != daodu.JobCancelled {
			t.Errorf("a job that was cancelled: %+v", guide)
		}
		s.do("POST", "/api/v1/jobs/"+outline.ID+"/retry", nil, 409, nil)
		began := time.Now()
		if res := s.with("GET", "/api/v1/jobs/"+outline.ID, 200, &outline, "Prefer", "wait=1"); outline.State != daodu.JobQueued || time.Since(began) < time.Second || res.Header.Get("Retry-After") == "" {
			t.Errorf("waited %v for a job that nobody works on: %+v", time.Since(began), outline)
		}
		s.working()
		s.with("GET", "/api/v1/jobs/"+outline.ID, 200, &outline, "Prefer", "wait=30")
		if outline.State != daodu.JobDone || outline.ArtifactID == "" || outline.Progress != 1 {
			t.Errorf("a job that was waited for: %+v", outline)
		}
		s.do("POST", "/api/v1/jobs/"+guide.ID+"/retry", nil, 200, &guide)
		if s.with("GET", "/api/v1/jobs/"+guide.ID, 200, &guide, "Prefer", "wait=30"); guide.State != daodu.JobDone {
			t.Errorf("a job that was tried again: %+v", guide)
		}
		s.do("GET", "/api/v1/jobs?state=done&kind=guide", nil, 200, &page)
		if len(page.Items) != 1 || page.Items[0].ID != guide.ID {
			t.Errorf("guides that are done: %+v", page)
		}
		for _, unknown := range []string{"0198f000-0000-7000-8000-000000000000", "0198f000-0000-7000-8000-000000000000/events"} {
			s.do("GET", "/api/v1/jobs/"+unknown, nil, 404, nil)
		}
		s.newKey(daodu.RoleReader)
		s.do("DELETE", "/api/v1/jobs/"+guide.ID, nil, 403, nil)
		s.do("POST", "/api/v1/articles/"+id+"/summary", nil, 403, nil)
		s.do("GET", "/api/v1/articles/"+id+"/guide", nil, 200, nil)
	})
}

func TestServeAddsAndWrites(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		body := map[string]any{"articles": []map[string]string{{"text": meeting}, {"text": meeting + "会议由张三同志主持。"}}}
		type answer struct {
			Items []struct {
				ID, Outcome string
				Jobs        []daodu.Job
			}
		}
		var added, more answer
		s.do("POST", "/api/v1/articles?kinds=summary,guide&length=short", body, 201, &added)
		for _, it := range added.Items {
			if it.Outcome != "added" || len(it.Jobs) != 2 || it.Jobs[0].ArticleID != it.ID || it.Jobs[0].Length != daodu.Short {
				t.Errorf("added: %+v", it)
			}
		}
		first := added.Items[0]
		s.do("POST", "/api/v1/articles?kinds=guide,outline&length=short", map[string]string{"text": meeting}, 200, &more)
		if it := more.Items[0]; it.ID != first.ID || it.Outcome != "known" || len(it.Jobs) != 2 || it.Jobs[0].ID != first.Jobs[1].ID {
			t.Errorf("more of what is known: %+v", it)
		}
		s.do("POST", "/api/v1/articles?kinds=poem", body, 422, nil)
		s.do("POST", "/api/v1/articles?kinds=guide&engine=oracle", body, 422, nil)
		s.working()
		for _, kind := range []string{"guide", "outline", "summary"} {
			s.with("GET", "/api/v1/articles/"+first.ID+"/"+kind, 200, nil, "Prefer", "wait=30")
		}
	})
}

// An event is one of a stream as clients read it.
type event struct {
	id, name string
	data     daodu.JobEvent
}

// stream reads events until until says so or the stream ends, and closes it.
func (s *served) stream(path, lastEventID string, until func(event) bool) (out []event) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if lastEventID != "" {
		req.Header.Set("Last-Event-ID", lastEventID)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/event-stream" {
		s.t.Fatalf("a stream: status %d, %v", res.StatusCode, res.Header)
	}
	var e event
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "id":
			e.id = value
		case "event":
			e.name = value
		case "data":
			if err := json.Unmarshal([]byte(value), &e.data); err != nil {
				s.t.Fatal(err)
			}
		case "":
			if e.id == "" {
				continue // a comment
			}
			out = append(out, e)
			if until(e) {
				return out
			}
			e = event{}
		}
	}
	if ctx.Err() != nil {
		s.t.Fatalf("the stream said nothing more behind %+v", out)
	}
	return out
}

// types returns the types of events.
func types(events []event) (out []string) {
	for _, e := range events {
		out = append(out, e.name)
	}
	return out
}

// TestServeEvents follows a job at two servers, while a worker of another process writes.
func TestServeEvents(t *testing.T) {
	t.Parallel()
	for _, db := range pgtest.Databases {
		t.Run(db.Name, func(t *testing.T) {
			t.Parallel()
			library := db.URL(t)
			first, second := serving(t, library), serving(t, library)
			id := first.add(meeting)
			var j daodu.Job
			first.do("POST", "/api/v1/articles/"+id+"/summary", nil, 202, &j)
			path := "/api/v1/jobs/" + j.ID + "/events"
			head := first.stream(path, "", func(e event) bool { return true })
			if diff := cmp.Diff([]string{"queued"}, types(head)); diff != "" || head[0].id != fmt.Sprint(head[0].data.Seq) || head[0].data.Job.ID != j.ID {
				t.Fatalf("the first event: %+v\n%s", head, diff)
			}
			go func() {
				cmd := startWorker(t, "daodu", "worker", "--library", library)
				<-t.Context().Done()
				cmd.Process.Kill()
			}()
			rest := second.stream(path, head[0].id, func(event) bool { return false })
			if diff := cmp.Diff([]string{"started", "done"}, types(rest)); diff != "" || rest[1].data.Job.ArtifactID == "" {
				t.Errorf("the other events at the other server (-want +got):\n%s", diff)
			}
			second.with("GET", path, 204, nil, "Last-Event-ID", rest[1].id)
			if whole := second.stream(path, "", func(event) bool { return false }); len(whole) != 3 {
				t.Errorf("a job that is done: %v", types(whole))
			}
			all := first.stream("/api/v1/events?after="+head[0].id, "", func(e event) bool { return e.name == "done" })
			if diff := cmp.Diff(types(rest), types(all)); diff != "" {
				t.Errorf("all jobs (-one job +all):\n%s", diff)
			}
		})
	}
}

// TestServeEndsStreams stops a server that somebody follows.
func TestServeEndsStreams(t *testing.T) {
	t.Parallel()
	c := serveCommand(t)
	res, err := http.Get(c.url + "/api/v1/events")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if line, err := bufio.NewReader(res.Body).ReadString('\n'); err != nil || line != ": follows\n" {
		t.Fatalf("the stream begins with %q, %v", line, err)
	}
	if code := c.end(); code != 0 {
		t.Errorf("exit code %d: %s", code, c.said)
	}
}

// TestServeWorks has a server write by itself.
func TestServeWorks(t *testing.T) {
	t.Parallel()
	c := serveCommand(t)
	res, err := http.Post(c.url+"/api/v1/articles?kinds=summary", "application/json", strings.NewReader(`{"text": "`+meeting+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var added struct{ Items []struct{ ID string } }
	if err := json.NewDecoder(res.Body).Decode(&added); err != nil || len(added.Items) != 1 {
		t.Fatalf("added: %+v, %v", added, err)
	}
	req, err := http.NewRequest("GET", c.url+"/api/v1/articles/"+added.Items[0].ID+"/summary", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Prefer", "wait=30")
	got, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	if got.StatusCode != 200 {
		t.Errorf("the summary: status %d", got.StatusCode)
	}
	counted, err := http.Get(c.url + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer counted.Body.Close()
	text, err := io.ReadAll(counted.Body)
	if err != nil {
		t.Fatal(err)
	}
	if want := `daodu_jobs_ended_total{engine="extract",kind="summary",outcome="done"} 1`; !strings.Contains(string(text), want) || !strings.Contains(string(text), "daodu_job_seconds_count") {
		t.Errorf("no %s in:\n%s", want, text)
	}
}

func TestJobMetrics(t *testing.T) {
	t.Parallel()
	onDatabases(t, func(t *testing.T, s *served) {
		if _, err := s.store.Order(t.Context(), s.add(meeting), everything()); err != nil {
			t.Fatal(err)
		}
		m := newJobMetrics(s.store)
		j := daodu.Job{Wish: daodu.Wish{Kind: daodu.KindGuide, Engine: "openai"}}
		m.jobEnded(j, daodu.JobEnding{Artifact: &daodu.Artifact{
			Origin:   daodu.Origin{Model: "m", Tokens: daodu.Tokens{Input: 100, Output: 20}, Cost: daodu.Cost{Amount: 0.25, Currency: "USD"}},
			Findings: []daodu.Finding{{Rule: "number", Verdict: daodu.Unsupported}, {Rule: "date", Verdict: daodu.Supported}},
		}}, 2*time.Second)
		m.jobEnded(j, daodu.JobEnding{Err: daodu.ErrUpstream, Again: time.Second}, time.Second)
		m.jobEnded(j, daodu.JobEnding{Err: daodu.ErrUsage, Again: -1}, time.Second)
		m.jobEnded(j, daodu.JobEnding{}, time.Second)
		registry := prometheus.NewRegistry()
		registry.MustRegister(m)
		families, err := registry.Gather()
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]float64{}
		for _, f := range families {
			for _, one := range f.GetMetric() {
				name := f.GetName()
				for _, l := range one.GetLabel() {
					name += " " + l.GetValue()
				}
				got[name] = one.GetCounter().GetValue() + one.GetGauge().GetValue() + one.GetHistogram().GetSampleSum()
			}
		}
		delete(got, "daodu_jobs_oldest_seconds extract") // as long as the test takes
		want := map[string]float64{
			"daodu_jobs extract queued": 3, "daodu_jobs extract running": 0,
			"daodu_jobs_ended_total openai guide done": 1, "daodu_jobs_ended_total openai guide again": 1,
			"daodu_jobs_ended_total openai guide failed": 1, "daodu_jobs_ended_total openai guide returned": 1,
			"daodu_job_seconds openai guide": 5, "daodu_cost_total USD openai m": 0.25, "daodu_checks_failed_total number": 1,
			"daodu_tokens_total input openai m": 100, "daodu_tokens_total output openai m": 20,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("metrics (-want +got):\n%s", diff)
		}
	})
}
