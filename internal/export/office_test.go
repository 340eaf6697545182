package export

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu/internal/race"
)

// office returns the path of LibreOffice, or skips the test; in CI it fails the test.
func office(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("soffice")
	switch {
	case err == nil:
	case os.Getenv("CI") != "":
		t.Fatal("no LibreOffice; install the package libreoffice-writer-nogui")
	default:
		t.Skip("no LibreOffice")
	}
	return path
}

// TestWordOpensInLibreOffice turns Word files into PDFs, whose contents are the headings:
// LibreOffice takes them from the styles.
func TestWordOpensInLibreOffice(t *testing.T) {
	t.Parallel()
	race.Skip(t)
	program, dir := office(t), t.TempDir()
	args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", "pdf", "--outdir", dir}
	headings := map[string][]string{}
	for _, name := range examples {
		a, arts := example(t, name)
		data, file := written(t, "docx", a, arts), filepath.Join(dir, name+".docx")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
		for _, p := range paragraphs(t, data) {
			if strings.HasPrefix(p.Style.Val, "Heading") {
				headings[name] = append(headings[name], strings.TrimPrefix(p.Style.Val, "Heading")+" "+p.words())
			}
		}
	}
	if out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for name, want := range headings {
		if diff := cmp.Diff(want, contents(t, filepath.Join(dir, name+".pdf"))); diff != "" || len(want) < 3 {
			t.Errorf("%s: headings (-Word +PDF):\n%s", name, diff)
		}
	}
}

// contents returns the headings in the contents of a PDF, with their levels.
func contents(t *testing.T, file string) (out []string) {
	t.Helper()
	data, err := exec.CommandContext(t.Context(), "pdftohtml", "-xml", "-i", "-stdout", file).Output()
	if err != nil {
		t.Fatalf("pdftohtml: %v", err)
	}
	level, named := 0, false
	d := xml.NewDecoder(bytes.NewReader(data))
	for token, err := d.Token(); ; token, err = d.Token() {
		switch e := token.(type) {
		case xml.StartElement:
			named = e.Name.Local == "item"
			if e.Name.Local == "outline" {
				level++
			}
		case xml.EndElement:
			named = false
			if e.Name.Local == "outline" {
				level--
			}
		case xml.CharData:
			if named {
				out = append(out, fmt.Sprint(level, " ", string(e)))
			}
		}
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
