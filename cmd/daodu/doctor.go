package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/daodu/daodu"
	"github.com/daodu/daodu/ingest"
	"github.com/daodu/daodu/ingest/raw"
	"github.com/daodu/daodu/summarize"
	"github.com/daodu/daodu/summarize/extract"
)

// A checkup is one thing that doctor looks at. It returns what it found and, when
// something is wrong or could be better, what to do about it; ok is false only when
// Daodu does not work without it.
type checkup struct {
	name string
	look func(context.Context, *app) (found, advice string, ok bool)
}

var checkups = []checkup{
	{"configuration", lookConfig},
	{"offline engine", lookEngine},
	{"language model", lookModel},
	{"library", lookLibrary},
	{"vectors", lookVectors},
	{"PDF", lookPDF},
	{"temporary files", lookTemp},
	{"standard output", lookOutput},
}

func (a *app) doctorCommand() *cobra.Command {
	var probe bool
	cmd := &cobra.Command{
		Use: "doctor", Short: "Show what is configured and works, and what to do about the rest", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			broken := 0
			for _, c := range checkups {
				found, advice, ok := c.look(cmd.Context(), a)
				mark := "ok  "
				switch {
				case !ok:
					mark = "FAIL"
					broken++
				case advice != "":
					mark = "note"
				}
				fmt.Fprintf(a.out, "%s  %-16s %s\n", mark, c.name, found)
				if advice != "" {
					fmt.Fprintf(a.out, "      %-16s → %s\n", "", advice)
				}
			}
			if probe {
				if err := a.probeModel(cmd.Context()); err != nil {
					return err
				}
			}
			if broken > 0 {
				return fmt.Errorf("%d of %d things do not work; see above what to do", broken, len(checkups))
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&probe, "probe", false, "ask the endpoint of the language model a short question, which may cost a little, and show what it can do")
	a.libraryFlags(cmd)
	return cmd
}

func lookConfig(_ context.Context, a *app) (found, advice string, ok bool) {
	file := a.config.ConfigFileUsed()
	if _, err := os.Stat(file); file == "" || err != nil {
		return "no file, defaults hold", "", true
	}
	return file, "", true
}

// lookEngine writes a summary of a text of two sentences and checks it.
func lookEngine(ctx context.Context, a *app) (found, advice string, ok bool) {
	engine := new(extract.Engine)
	start := time.Now()
	doc := &raw.Document{Text: "云溪市总工会今天召开全市工会工作会议，部署全年重点任务。会议要求，到今年年底新建职工书屋30个，培训职工5000人次以上。"}
	article, err := ingest.Article(doc)
	if err != nil {
		return err.Error(), "this build is broken; install it anew", false
	}
	artifacts, err := summarize.Artifacts(ctx, engine, article, nil, summarize.Options{})
	if err != nil || len(artifacts) != len(daodu.Kinds) || artifacts[0].Verdict != daodu.Verified {
		return fmt.Sprint("a test text was not summarised: ", err), "this build is broken; install it anew", false
	}
	return fmt.Sprintf("%s works without network or key (%d ms for a test text)", engine.Name(), time.Since(start).Milliseconds()), "", true
}

func lookPDF(ctx context.Context, a *app) (found, advice string, ok bool) {
	tool := a.config.GetString("read.pdf_tool")
	if tool == "go" {
		return "built-in reader, as configured", "", true
	}
	if tool == "" {
		tool = "pdftotext"
	}
	path, err := exec.LookPath(tool)
	if err != nil {
		return "built-in reader", "pdftotext reads a few more fonts; install poppler-utils and poppler-data", true
	}
	out, _ := exec.CommandContext(ctx, path, "-v").CombinedOutput() // the version is for information only
	version, _, _ := strings.Cut(string(out), "\n")
	return strings.TrimSpace(path + "  " + version), "", true
}

func lookTemp(context.Context, *app) (found, advice string, ok bool) {
	dir, err := os.MkdirTemp("", "daodu-doctor-")
	if err != nil {
		return err.Error(), "set TMPDIR to a folder that can be written", false
	}
	defer os.RemoveAll(dir)
	return filepath.Dir(dir), "", true
}

func lookOutput(_ context.Context, a *app) (found, advice string, ok bool) {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := lookup(a.env, name); value != "" {
			if strings.Contains(strings.ToUpper(value), "UTF-8") || strings.Contains(strings.ToUpper(value), "UTF8") {
				return name + "=" + value, "", true
			}
			return name + "=" + value, "output is UTF-8; set LANG=C.UTF-8 if Chinese shows as question marks", true
		}
	}
	return "no locale set", "output is UTF-8; set LANG=C.UTF-8 if Chinese shows as question marks", true
}
