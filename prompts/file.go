package prompts

import (
	"bytes"
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"github.com/daodu/daodu"
)

//go:embed *.md
var embedded embed.FS

// A fileName is what a file is called: NAME.LANG.md.
type fileName struct{ name, lang string }

func (n fileName) String() string { return n.name + "." + n.lang + ".md" }

// A file is one file of a prompt.
type file struct {
	version  int
	text     string // the template, without the front matter
	override bool   // from a folder
	template *template.Template
}

// fileNames lists all files that there are.
func fileNames() []fileName {
	var out []fileName
	for _, name := range append([]string{partSystem, partDocument}, Names...) {
		for _, lang := range Langs {
			out = append(out, fileName{name, lang})
		}
	}
	return out
}

func (s *Set) addEmbedded() error {
	for _, name := range fileNames() {
		data, err := embedded.ReadFile(name.String())
		if err != nil {
			return err
		}
		if s.files[name], err = parse(name, data); err != nil {
			return err
		}
	}
	return nil
}

// addFolder puts the files of a folder in place of the embedded ones. Hidden files are left
// alone; any other name that is not known would be without effect and is an error.
func (s *Set) addFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("%w: folder of prompts: %w", daodu.ErrNotFound, err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if err := s.addFile(dir, e.Name()); err != nil {
			return fmt.Errorf("%w: prompts in %s: %w", daodu.ErrUsage, dir, err)
		}
	}
	return nil
}

func (s *Set) addFile(dir, base string) error {
	i := slices.IndexFunc(fileNames(), func(n fileName) bool { return n.String() == base })
	if i < 0 {
		return fmt.Errorf("unknown file %s; names are NAME.LANG.md with NAME one of %s, %s, %s and LANG one of %s",
			base, partSystem, partDocument, strings.Join(Names, ", "), strings.Join(Langs, ", "))
	}
	name := fileNames()[i]
	data, err := os.ReadFile(filepath.Join(dir, base))
	if err != nil {
		return err
	}
	f, err := parse(name, data)
	if err != nil {
		return err
	}
	f.override, s.files[name] = true, f
	return f.try(name)
}

// parse reads a file: front matter between two lines "---", then the template.
func parse(name fileName, data []byte) (*file, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	head, body, err := split(string(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	f := &file{text: strings.TrimSpace(body)}
	if f.version, err = front(name, head); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if f.text == "" {
		return nil, fmt.Errorf("%s: nothing stands below the front matter", name)
	}
	if err := plain(f.text); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	f.template, err = template.New(name.String()).Parse(f.text)
	return f, err
}

// split parts the front matter from the template.
func split(text string) (head, body string, err error) {
	rest, opened := strings.CutPrefix(text, "---\n")
	head, body, closed := strings.Cut(rest, "\n---\n")
	if !opened || !closed {
		return "", "", fmt.Errorf("the front matter is missing; begin with a line ---, then name, version and schema, then a line ---")
	}
	return head, body, nil
}

// front reads the lines "key: value" of the front matter and returns the version. All keys
// must be there, none twice and no other, and name and schema must be those of the file.
func front(name fileName, head string) (version int, err error) {
	want := map[string]string{"name": name.name, "version": "", "schema": schemaOf(name.name)}
	if want["schema"] == "" {
		delete(want, "schema")
	}
	for line := range strings.SplitSeq(head, "\n") {
		key, value, ok := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		fixed, known := want[key]
		switch {
		case !ok:
			return 0, fmt.Errorf("line %q of the front matter is not key: value", line)
		case !known:
			return 0, fmt.Errorf("key %q of the front matter is unknown or stands there twice", key)
		case fixed != "" && value != fixed:
			return 0, fmt.Errorf("%s is %q and must be %q", key, value, fixed)
		case key == "version":
			if version, err = strconv.Atoi(value); err != nil || version < 1 {
				return 0, fmt.Errorf("version is %q and must be a number from 1", value)
			}
		}
		delete(want, key)
	}
	for _, key := range []string{"name", "version", "schema"} {
		if _, missing := want[key]; missing {
			return 0, fmt.Errorf("%s is missing in the front matter", key)
		}
	}
	return version, nil
}

// schemaOf returns the schema of what answers a file, "" for the parts that ask nothing.
func schemaOf(name string) string {
	if schemas[name] == nil {
		return ""
	}
	return name
}

// render fills in the template. It cannot fail: plain and try leave nothing that could.
func (f *file) render(view any) string {
	var b strings.Builder
	if err := f.template.Execute(&b, view); err != nil {
		panic("prompts: " + err.Error())
	}
	return b.String()
}
