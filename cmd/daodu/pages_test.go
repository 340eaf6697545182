package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	cdpnet "github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/spf13/pflag"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/internal/race"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
)

// patience is how long a page may take until it shows what a test waits for. Machines
// that run tests are slow now and then.
const patience = time.Minute

// paged is a server with pages under test.
type paged struct{ *served }

// paging starts a server with pages and an empty library in SQLite.
func paging(t testing.TB) paged {
	t.Helper()
	if race.Enabled && testing.Short() {
		t.Skip("the pages are looked at without the race detector")
	}
	a := newApp(nil, streams{strings.NewReader(""), io.Discard, io.Discard})
	var err error
	if a.config, err = loadConfig("", []string{"DAODU_STORE_URL=" + filepath.Join(t.TempDir(), "library.db")}, pflag.NewFlagSet("test", pflag.ContinueOnError)); err != nil {
		t.Fatal(err)
	}
	if a.log, err = newLog(os.Stderr, "error", "text"); err != nil {
		t.Fatal(err)
	}
	s, err := a.library(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	below, err := a.server(s)
	if err != nil {
		t.Fatal(err)
	}
	handler, err := a.pages(s, below)
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(handler)
	t.Cleanup(web.Close)
	t.Cleanup(below.Drain)
	ctx, stop := context.WithCancel(t.Context())
	end, err := a.background(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	finish := a.workBeside(ctx, s, nil)
	t.Cleanup(func() {
		stop()
		end()
		finish()
	})
	return paged{&served{t: t, store: s, url: web.URL}}
}

// upload adds a file over HTTP, has everything written about it and returns its ID.
func (p paged) upload(name string, data []byte) string {
	p.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := part.Write(data); err != nil {
		p.t.Fatal(err)
	}
	form.Close()
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.url+"/api/v1/articles", &body)
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	var out struct{ Items []struct{ ID string } }
	p.send(req, http.StatusCreated, &out)
	if len(out.Items) != 1 || out.Items[0].ID == "" {
		p.t.Fatalf("%s: %+v", name, out)
	}
	p.write(out.Items[0].ID)
	return out.Items[0].ID
}

// request makes a request with one header.
func (p paged) request(method, path, name, value string) *http.Request {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.url+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set(name, value)
	return req
}

// write writes everything about an article.
func (p paged) write(id string) []*daodu.Artifact {
	p.t.Helper()
	a, err := p.store.Article(p.t.Context(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	arts, err := summarize.Artifacts(p.t.Context(), new(extract.Engine), a, daodu.Kinds, summarize.Options{})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, art := range arts {
		if _, err := p.store.AddArtifact(p.t.Context(), id, art); err != nil {
			p.t.Fatal(err)
		}
	}
	return arts
}

// example adds one of the project's examples.
func (p paged) example(name string) string {
	p.t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "examples", name))
	if err != nil {
		p.t.Fatal(err)
	}
	return p.upload(name, data)
}

// A tab is a page of a browser at a server.
type tab struct {
	t   testing.TB
	ctx context.Context
	url string

	mu     sync.Mutex
	asked  []string // addresses of all requests
	faults []string // exceptions, errors of the console, dialogs
}

// browse opens a window of Debian's Chromium. Without a Chromium the test is skipped, in
// CI it fails.
func (p paged) browse(width, height int64) *tab {
	p.t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		if os.Getenv("CI") != "" {
			p.t.Fatal("there is no Chromium; install the package chromium")
		}
		p.t.Skip("there is no Chromium; install the package chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("lang", "zh-CN"), chromedp.Flag("accept-lang", "zh-CN"), chromedp.Flag("disable-dev-shm-usage", true), chromedp.UserDataDir(p.t.TempDir()))
	alloc, cancel := chromedp.NewExecAllocator(p.t.Context(), options...)
	p.t.Cleanup(cancel)
	ctx, closeTab := chromedp.NewContext(alloc)
	p.t.Cleanup(closeTab)
	b := &tab{t: p.t, ctx: ctx, url: p.url}
	if err := chromedp.Listen(ctx, b.heard); err != nil { // starts the browser
		p.t.Fatal(err)
	}
	b.run(chromedp.EmulateViewport(width, height))
	return b
}

// heard notes what a page does besides what is looked at.
func (b *tab) heard(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *cdpnet.EventRequestWillBeSent:
		b.asked = append(b.asked, e.Request.URL)
	case *runtime.EventExceptionThrown:
		fault := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			fault += " " + e.ExceptionDetails.Exception.Description
		}
		b.faults = append(b.faults, fault)
	case *cdppage.EventJavascriptDialogOpening:
		b.faults = append(b.faults, "dialog: "+e.Message)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			var words []string
			for _, a := range e.Args {
				words = append(words, string(a.Value))
			}
			b.faults = append(b.faults, "console: "+strings.Join(words, " "))
		}
	}
}

// run does actions, and fails the test when one of them does not come to an end.
func (b *tab) run(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatalf("browser: %v", err)
	}
}

// open goes to a page and waits until its scripts are there.
func (b *tab) open(path string) {
	b.t.Helper()
	b.run(chromedp.Navigate(b.url+path), chromedp.WaitReady("main"))
	b.until(loaded)
}

// loaded is when the scripts of a page are there.
const loaded = `document.documentElement.dataset.ready === "true"`

// eval evaluates an expression, awaits it, and reads its value into out unless that is nil.
func (b *tab) eval(expression string, out any) {
	b.t.Helper()
	if out == nil {
		b.run(chromedp.Evaluate[chromedp.Void](expression, chromedp.EvalAwaitPromise))
		return
	}
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	raw, err := chromedp.Run(ctx, chromedp.Evaluate[[]byte](expression, chromedp.EvalAwaitPromise))
	if err == nil {
		err = json.Unmarshal(raw, out)
	}
	if err != nil {
		b.t.Fatalf("%s: %v in %s", expression, err, raw)
	}
}

// text evaluates an expression that is a string.
func (b *tab) text(expression string) (s string) {
	b.t.Helper()
	b.eval("String("+expression+")", &s)
	return s
}

// until waits for a condition.
func (b *tab) until(condition string) {
	b.t.Helper()
	for end := time.Now().Add(patience); ; {
		ctx, cancel := context.WithTimeout(b.ctx, patience)
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+condition+")"))
		cancel()
		if ok {
			return
		}
		if time.Now().After(end) || b.ctx.Err() != nil { // an error is a page that goes to another
			b.t.Fatalf("the page never came to %s: %v\n%s", condition, err, b.text(`document.querySelector("main")?.innerText.slice(0, 800)`))
		}
		time.Sleep(40 * time.Millisecond)
	}
}

// sound fails the test when the page threw, complained or opened a dialog.
func (b *tab) sound() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range b.faults {
		b.t.Error(f)
	}
	b.faults = nil
}

// lit returns the words that are lit up, with the place in the text at which each stretch
// begins, counted from the first letter of the page's text and not by the page's scripts.
func (b *tab) lit() (words string, start int) {
	b.t.Helper()
	var got struct {
		Words string
		Start int
	}
	b.eval(`(() => {
		const all = [...(CSS.highlights.get("lit") ?? [])].sort((a, b) => a.compareBoundaryPoints(Range.START_TO_START, b));
		if (!all.length) return {Words: "", Start: -1};
		const block = all[0].startContainer.parentElement.closest(".block");
		const before = document.createRange();
		before.setStart(block, 0);
		before.setEnd(all[0].startContainer, all[0].startOffset);
		return {Words: all.map(String).join("\n"), Start: Number(block.dataset.at) + [...before.toString()].length};
	})()`, &got)
	return got.Words, got.Start
}
