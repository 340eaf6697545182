package main

import (
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/store"
)

// serves starts a server process on a library, which may call the loopback.
func serves(t *testing.T, library string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "daodu", "serve", "--addr", "127.0.0.1:0", "--library", library)
	cmd.Env = []string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH"), "DAODU_LOG_LEVEL=error", allowLoopback}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if cmd.ProcessState == nil {
			cmd.Process.Kill() // it may be gone already
			cmd.Wait()
		}
	})
	return cmd
}

// Processes are killed in the middle of sending: every event comes at least once, under the
// ID that the library has for it; another process takes over once the claim of the dead one
// runs out.
func TestWebhooksSurviveKills(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("waits for the leases of killed processes")
	}
	const articles = 60
	for _, db := range pgtest.Databases {
		t.Run(db.Name, func(t *testing.T) {
			t.Parallel()
			library := db.URL(t)
			s, err := store.Open(t.Context(), store.Config{URL: library})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			r := receives(t)
			reached, killed := make(chan struct{}), make(chan struct{})
			r.before = func(n int) int {
				if n == 20 {
					close(reached)
				}
				if n >= 20 {
					<-killed // nobody hears the answer
				}
				return 200
			}
			w, err := s.AddWebhook(t.Context(), daodu.Webhook{URL: r.URL})
			if err != nil {
				t.Fatal(err)
			}
			r.secret = w.Secret
			for i := range articles {
				text := fmt.Sprintf("第%d号简报。云溪市总工会今天召开会议，部署全年重点任务。", i)
				a, err := ingest.Article(&raw.Document{Text: text, Source: daodu.Source{URI: fmt.Sprint("file:", i), MediaType: "text/plain", SHA256: hexSum([]byte(text))}})
				if err != nil {
					t.Fatal(err)
				}
				if _, err := s.Add(t.Context(), &store.Item{Article: a, Chunks: ingest.Chunks(a, chunkOptions)}); err != nil {
					t.Fatal(err)
				}
			}
			processes := []*exec.Cmd{serves(t, library), serves(t, library)}
			<-reached
			for _, p := range processes {
				if err := p.Process.Kill(); err != nil {
					t.Error(err)
				}
				p.Wait() // it was killed
			}
			close(killed)
			serves(t, library)
			var all []daodu.Delivery
			holdsSoon(t, "everything is delivered", func() bool {
				all, _, err = s.Deliveries(t.Context(), w.ID, daodu.DeliveryDelivered, store.Page{Limit: 2 * articles})
				if err != nil {
					t.Fatal(err)
				}
				return len(all) == articles
			})
			r.mu.Lock()
			defer r.mu.Unlock()
			twice := 0
			for _, d := range all {
				if r.seen[d.Event.ID] == 0 {
					t.Errorf("event %s never came", d.Event.ID)
				}
				if r.seen[d.Event.ID] > 1 {
					twice++
				}
			}
			if len(r.seen) != articles || r.forged > 0 {
				t.Errorf("%d events came of %d, %d forged", len(r.seen), articles, r.forged)
			}
			t.Logf("%d of %d events came again", twice, articles)
		})
	}
}
