package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/daodu/daodu/internal/race"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"daodu": main, "paying-worker": payingWorker})
}

// TestScripts runs the command as a user does; the README's examples are among the
// scripts.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"), RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			examples, err := filepath.Abs(filepath.Join("..", "..", "examples"))
			if err != nil {
				return err
			}
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("LANG", "C.UTF-8")
			p := newParrot(env.Defer, 0)
			env.Values["parrot"] = p
			env.Setenv("PARROT", p.URL+"/v1")
			env.Setenv("PARROT_KEY", parrotKey)
			return os.Symlink(examples, filepath.Join(env.WorkDir, "examples"))
		},
		Condition: func(cond string) (bool, error) {
			if cond != "race" {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			return race.Enabled, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "sparse": sparse, "bomb": bomb, "deep": deep, "noise": noise, "tear": tear, "asked": asked, "batched": batched},
	})
}

// exits CODE COMMAND...: the command ends with this exit code, and says why in lines of
// its own. What it printed is in stdout.txt and stderr.txt.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	var out, errOut bytes.Buffer
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		path := filepath.Join(dir, args[1])
		if _, err := os.Stat(path); err != nil {
			continue
		}
		cmd := exec.Command(path, args[2:]...)
		cmd.Dir, cmd.Stdout, cmd.Stderr = ts.MkAbs("."), &out, &errOut
		cmd.Env = []string{"HOME=" + ts.Getenv("HOME"), "PATH=" + ts.Getenv("PATH"), "LANG=C.UTF-8"}
		cmd.Run() // the exit code tells
		if got := strconv.Itoa(cmd.ProcessState.ExitCode()); got != args[0] {
			ts.Fatalf("exit code %s, want %s\n%s", got, args[0], errOut.String())
		}
		break
	}
	for line := range strings.Lines(errOut.String()) {
		if !strings.HasPrefix(line, "daodu: ") {
			ts.Fatalf("an error is not one line: %q", line)
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs("stderr.txt"), errOut.Bytes(), 0o644))
	ts.Check(os.WriteFile(ts.MkAbs("stdout.txt"), out.Bytes(), 0o644))
}

// sparse FILE makes a file of 300 MB that takes no room.
func sparse(ts *testscript.TestScript, _ bool, args []string) {
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(f.Truncate(300 << 20))
	ts.Check(f.Close())
}

// bomb FILE makes a small .docx that unpacks to 200 MB of short paragraphs.
func bomb(ts *testscript.TestScript, _ bool, args []string) {
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	z := zip.NewWriter(f)
	w, err := z.Create("[Content_Types].xml")
	ts.Check(err)
	_, err = w.Write([]byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`))
	ts.Check(err)
	w, err = z.Create("word/document.xml")
	ts.Check(err)
	_, err = w.Write([]byte(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`))
	ts.Check(err)
	paragraph := bytes.Repeat([]byte("<w:p><w:r><w:t>云溪市总工会</w:t></w:r></w:p>"), 20000)
	for range 200 {
		_, err = w.Write(paragraph)
		ts.Check(err)
	}
	ts.Check(z.Close())
	ts.Check(f.Close())
}

// deep FILE makes a page of 100,000 elements inside each other and no text.
func deep(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte("<html><body>"+strings.Repeat("<div>", 100000)), 0o644))
}

// noise FILE writes 5,000 bytes of a fixed random sequence.
func noise(ts *testscript.TestScript, _ bool, args []string) {
	random := rand.New(rand.NewPCG(5, 6))
	data := make([]byte, 5000)
	for i := range data {
		data[i] = byte(random.Uint32())
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}
