package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/daodu/daodu/internal/pgtest"
	"github.com/daodu/daodu/store"
)

// folder writes n files of texts that have little in common and returns their folder and
// the texts by their path.
func folder(t *testing.T, n int) (dir string, texts map[string]string) {
	t.Helper()
	dir, texts = t.TempDir(), map[string]string{}
	who := []string{"市总工会", "青石機械廠", "城东物流园区", "北岭县教育局", "云溪日报社", "老年大学", "消防支队", "港口集团"}
	what := []string{"召开了职工代表大会", "走訪了困難職工家庭", "举办了第１２届技能竞赛", "修订了安全生产规程", "开通了夜间公交线路", "捐建了𠮷祥书屋"}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		var b strings.Builder
		for range 4 {
			fmt.Fprintf(&b, "%s在%d月%d日%s，共有%d人参加。\n", who[random.IntN(len(who))], 1+random.IntN(12), 1+random.IntN(28), what[random.IntN(len(what))], random.IntN(100000))
		}
		fmt.Fprintf(&b, "这是第%d号简报", i)
		path := filepath.Join(dir, fmt.Sprintf("%03d.txt", i))
		texts[path] = b.String()
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir, texts
}

// adds returns the command that adds a folder to a library.
func adds(ctx context.Context, t *testing.T, library, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(ctx, "daodu", "add", "--library", library, dir)
	// The age of the server's pgvector does not matter here.
	cmd.Env = []string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH"), "DAODU_LOG_LEVEL=error"}
	return cmd
}

// addAll adds a folder and returns the outcome and the short ID of each file.
func addAll(t *testing.T, library, dir string) map[string][2]string {
	t.Helper()
	cmd := adds(t.Context(), t, library, dir)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	for line := range strings.Lines(errs.String()) {
		if err != nil || !strings.HasSuffix(line, "done\n") { // the progress of a slow machine
			t.Errorf("%v: %s", err, line)
		}
	}
	told := map[string][2]string{}
	for line := range strings.Lines(string(out)) {
		note(told, line)
	}
	return told
}

// note reads a line of add: "added   ID  TITLE  (PATH)".
func note(told map[string][2]string, line string) {
	fields := strings.Fields(line)
	open := strings.LastIndex(line, "(")
	path, _, _ := strings.Cut(line[open+1:], ")")
	told[path] = [2]string{fields[0], fields[1]}
}

// whole fails unless a library holds each text exactly once and is sound.
func whole(t *testing.T, library string, texts map[string]string) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: library})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if flawed, err := s.Check(t.Context()); err != nil || len(flawed) > 0 {
		t.Errorf("the library is not sound: %q, %v", flawed, err)
	}
	seen := map[string]bool{}
	for id, err := range eachID(t.Context(), s) {
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.Article(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if seen[a.Source.URI] || a.Text != texts[a.Source.URI] {
			t.Errorf("%s is there twice, or with another text: %q", a.Source.URI, a.Text)
		}
		seen[a.Source.URI] = true
		if original, err := s.Original(t.Context(), a.Source.SHA256); err != nil || string(original) != texts[a.Source.URI] {
			t.Errorf("the bytes of %s: %q, %v", a.Source.URI, original, err)
		}
	}
	if len(seen) != len(texts) {
		t.Errorf("%d of %d texts are there", len(seen), len(texts))
	}
	spaces, err := s.Spaces(t.Context())
	if err != nil || len(spaces) != 1 || spaces[0].Missing != 0 || spaces[0].Articles != len(texts) {
		t.Errorf("vectors: %+v, %v", spaces, err)
	}
}

// A program that is killed at whatever moment loses nothing that it told of, leaves
// nothing half done, and goes on where it was.
func TestKilledWhileAdding(t *testing.T) {
	t.Parallel()
	files, kills := 500, 20
	if testing.Short() {
		files, kills = 160, 4
	}
	for _, db := range pgtest.Databases {
		t.Run(db.Name, func(t *testing.T) {
			t.Parallel()
			dir, texts := folder(t, files)
			library := db.URL(t)
			told := map[string][2]string{}
			random := rand.New(rand.NewPCG(3, uint64(time.Now().UnixNano())))
			hit := 0
			for i := range kills {
				if addUntilKilled(t, library, dir, i%2, time.Duration(random.IntN(300))*time.Millisecond, told) {
					hit++
				}
			}
			if hit < kills/2 || len(told) == 0 {
				t.Errorf("killed %d times before the end, %d of %d files told: nothing is shown by that", hit, len(told), files)
			}
			final := addAll(t, library, dir)
			for path, was := range told {
				if final[path] != [2]string{"known", was[1]} {
					t.Errorf("%s was %s, is now %s", path, was, final[path])
				}
			}
			whole(t, library, texts)
		})
	}
}

// addUntilKilled adds a folder, and kills the program at some time behind some line that
// tells of a new article. It notes what was told, and reports whether it came in time.
func addUntilKilled(t *testing.T, library, dir string, lines int, after time.Duration, told map[string][2]string) bool {
	t.Helper()
	cmd := adds(context.Background(), t, library, dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := func() { time.AfterFunc(after, func() { cmd.Process.Kill() }) }
	if lines == 0 {
		kill()
	}
	for r := bufio.NewReader(out); ; {
		line, err := r.ReadString('\n')
		if err != nil {
			break // a line that was not finished was not told
		}
		note(told, line)
		if strings.HasPrefix(line, "added") {
			if lines--; lines == 0 {
				after /= 8
				kill()
			}
		}
	}
	return cmd.Wait() != nil
}

// Ctrl-C ends a run behind the batch that is being stored.
func TestInterruptedWhileAdding(t *testing.T) {
	t.Parallel()
	dir, texts := folder(t, 300)
	library := filepath.Join(t.TempDir(), "library.db")
	cmd := adds(t.Context(), t, library, dir)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	told := map[string][2]string{}
	for r := bufio.NewReader(out); ; {
		line, err := r.ReadString('\n')
		if err != nil {
			break
		}
		if note(told, line); len(told) == 1 {
			cmd.Process.Signal(os.Interrupt)
		}
	}
	cmd.Wait() // the exit code tells
	if got := cmd.ProcessState.ExitCode(); got != 130 || errs.String() != "daodu: interrupted\n" || len(told) == len(texts) {
		t.Errorf("exit code %d with %d files told: %s", got, len(told), errs.String())
	}
	s, err := store.Open(t.Context(), store.Config{URL: library})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if n, err := s.Count(t.Context(), store.Filter{}); err != nil || n != len(told) {
		t.Errorf("%d files told, %d are there, %v", len(told), n, err)
	}
	if flawed, err := s.Check(t.Context()); err != nil || len(flawed) > 0 {
		t.Errorf("the library is not sound: %q, %v", flawed, err)
	}
}

// Several programs that add the same files make one article of each.
func TestManyAddTheSame(t *testing.T) {
	t.Parallel()
	const programs = 8
	files := 60
	if testing.Short() {
		files = 20
	}
	for _, db := range pgtest.Databases {
		t.Run(db.Name, func(t *testing.T) {
			t.Parallel()
			dir, texts := folder(t, files)
			library := db.URL(t)
			var mu sync.Mutex
			added, ids := map[string]int{}, map[string]string{}
			var running sync.WaitGroup
			for range programs {
				running.Go(func() {
					told := addAll(t, library, dir)
					mu.Lock()
					defer mu.Unlock()
					for path, was := range told {
						if was[0] == "added" {
							added[path]++
						}
						if ids[path] != "" && ids[path] != was[1] {
							t.Errorf("%s has two IDs", path)
						}
						ids[path] = was[1]
					}
				})
			}
			running.Wait()
			for path := range texts {
				if added[path] != 1 {
					t.Errorf("%s was added %d times", path, added[path])
				}
			}
			whole(t, library, texts)
		})
	}
}

// When the server ends the connections, add says so and can be run again.
func TestLostConnection(t *testing.T) {
	t.Parallel()
	dir, texts := folder(t, 200)
	library := pgtest.URL(t)
	cmd := adds(t.Context(), t, library, dir)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	told := map[string][2]string{}
	for r := bufio.NewReader(out); ; {
		line, err := r.ReadString('\n')
		if err != nil {
			break
		}
		if note(told, line); len(told) == 1 {
			go endConnections(t, library)
		}
	}
	cmd.Wait() // the exit code tells
	if got := cmd.ProcessState.ExitCode(); got != 7 || strings.Count(errs.String(), "\n") != 1 || !strings.Contains(errs.String(), "what was acknowledged is stored; run the command again") {
		t.Errorf("exit code %d: %s", got, errs.String())
	}
	final := addAll(t, library, dir)
	for path, was := range told {
		if final[path] != [2]string{"known", was[1]} {
			t.Errorf("%s was %s, is now %s", path, was, final[path])
		}
	}
	whole(t, library, texts)
}

// endConnections ends all connections to a database but its own until there are none.
func endConnections(t *testing.T, library string) {
	ctx := context.WithoutCancel(t.Context())
	c, err := pgx.Connect(ctx, library)
	if err != nil {
		t.Error(err)
		return
	}
	defer c.Close(ctx)
	for range 100 {
		n, err := c.Exec(ctx, `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`)
		if err != nil {
			t.Error(err)
			return
		}
		if n.RowsAffected() == 0 {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}
