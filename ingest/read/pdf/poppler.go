package pdf

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/daodu/daodu"
)

const (
	// maxOutput bounds what is read from pdftotext: about 100 bytes a word.
	maxOutput = 1 << 30

	// maxLine bounds one line of it, a word with its place.
	maxLine = 1 << 20

	// maxComplaint bounds what is kept of its error output.
	maxComplaint = 4 << 10
)

// The lines of pdftotext -bbox that matter. They are XHTML, but words may hold
// characters that no XML has, so it is not read as such.
var (
	wordLine  = regexp.MustCompile(`^\s*<word xMin="([-.\d]+)" yMin="([-.\d]+)" xMax="([-.\d]+)" yMax="([-.\d]+)">(.*)</word>\s*$`)
	pageLine  = regexp.MustCompile(`^\s*<page width="([.\d]+)" height="([.\d]+)">`)
	titleLine = regexp.MustCompile(`^<title>(.*)</title>`)
	metaLine  = regexp.MustCompile(`^<meta name="Author" content="(.*)"/>`)
)

// pdftotext runs the tool and hands each page to yield in order. The file goes in
// through standard input, so that nothing is left on disk, and no shell is asked.
//
// The words are asked for with their places (-bbox) and in the order of the file
// (-raw): of the modes that give lines, the default one mixes the columns of a
// magazine, -raw breaks lines at every mark whose width is wrong, and -layout
// prints columns side by side.
func pdftotext(ctx context.Context, tool string, data []byte, yield func(*sheet) error) (info, error) {
	run, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(run, tool, "-enc", "UTF-8", "-raw", "-bbox", "-", "-")
	cmd.Stdin = bytes.NewReader(data)
	said := new(complaint)
	cmd.Stderr = said
	cmd.WaitDelay = time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		return info{}, err
	}
	if err := cmd.Start(); err != nil {
		return info{}, err
	}
	about, err := readBoxes(io.LimitReader(out, maxOutput), yield)
	if err != nil {
		err = cmp.Or(ctx.Err(), err)
		cancel() // else it waits for somebody to read on
		_ = cmd.Wait()
		return info{}, err
	}
	if err := cmd.Wait(); err != nil {
		return info{}, toolError(ctx, err, said.first.String())
	}
	if said.noTables {
		return info{}, fmt.Errorf("%w: pdftotext lacks the tables for the Chinese fonts of the PDF; install poppler-data", daodu.ErrBadInput)
	}
	return about, nil
}

// toolError tells why pdftotext failed.
func toolError(ctx context.Context, err error, said string) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case strings.Contains(said, "Incorrect password"):
		return errEncrypted("it asks for a password")
	case strings.Contains(said, "security handler"), strings.Contains(said, "encryption"):
		return errEncrypted("by a method of its own")
	}
	first, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	return damaged(strings.TrimSpace(fmt.Sprintf("%v: %s", err, first)))
}

// readBoxes reads the output of pdftotext -bbox.
func readBoxes(r io.Reader, yield func(*sheet) error) (info, error) {
	var about info
	var s *sheet
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 64<<10), maxLine)
	for in.Scan() {
		line := in.Text()
		if m := wordLine.FindStringSubmatch(line); m != nil && s != nil {
			if len(s.words) >= maxLetters {
				return about, errLetters
			}
			s.addBox(m)
			continue
		}
		if strings.Contains(line, "</page>") && s != nil {
			if err := yield(s); err != nil {
				return about, err
			}
			s = nil
		} else if m := pageLine.FindStringSubmatch(line); m != nil {
			s = &sheet{width: float(m[1]), height: float(m[2]), picture: -1}
		} else if m := titleLine.FindStringSubmatch(line); m != nil {
			about.title = html.UnescapeString(m[1])
		} else if m := metaLine.FindStringSubmatch(line); m != nil {
			about.author = html.UnescapeString(m[1])
		}
	}
	if errors.Is(in.Err(), bufio.ErrTooLong) {
		return about, damaged("a word of it is longer than any")
	}
	return about, in.Err()
}

// addBox adds a word as a line of pdftotext tells it.
func (s *sheet) addBox(m []string) {
	w := word{text: strings.Map(visible, expandLigature(html.UnescapeString(m[5]))), x0: float(m[1]), y0: float(m[2]), x1: float(m[3]), y1: float(m[4])}
	if strings.TrimFunc(w.text, isBlank) != "" && w.y1 > w.y0 {
		w.trimHeight()
		s.words = append(s.words, w)
	}
}

// trimHeight brings the box of a word down to the size of its letters. Its height
// is what the font claims, up to three times as much, so that lines overlap; the
// width tells better, as Chinese letters are square and others half as wide.
func (w *word) trimHeight() {
	units, limit := 0.0, 2.5 // the widths of Latin letters vary much
	wide := true
	for _, r := range w.text {
		if isWide(r) {
			units++
		} else {
			units += 0.5
			wide = false
		}
	}
	if wide {
		limit = 1.25
	} else if units < 1 {
		return
	}
	size := (w.x1 - w.x0) / units
	if middle := (w.y0 + w.y1) / 2; w.height() > limit*size {
		w.y0, w.y1 = middle-size/2, middle+size/2
	}
}

// float reads a number that a regular expression has checked.
func float(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64)
	return f
}

// A complaint is the error output of pdftotext: the first of it, and whether it
// misses the tables of fonts that are not embedded. It then leaves their letters
// out and says so nowhere else.
type complaint struct {
	first    bytes.Buffer
	noTables bool
}

// Write implements io.Writer and never fails, lest the tool stops.
func (c *complaint) Write(p []byte) (int, error) {
	c.noTables = c.noTables || bytes.Contains(p, []byte("Missing language pack"))
	if room := maxComplaint - c.first.Len(); room > 0 {
		c.first.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}
