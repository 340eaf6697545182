package read

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/daodu/daodu"
)

// grow writes files with their own path as text below a new folder.
func grow(t testing.TB, paths ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, path := range paths {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(path), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// expanded returns what args stand for, with dir cut off, and the errors.
func expanded(t testing.TB, r *Reader, dir string, args ...string) (inputs []string, errs []error) {
	t.Helper()
	for input, err := range r.Expand(t.Context(), args) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		inputs = append(inputs, strings.TrimPrefix(filepath.ToSlash(input), filepath.ToSlash(dir)+"/"))
	}
	return inputs, errs
}

func TestExpand(t *testing.T) {
	t.Parallel()
	dir := grow(t, "b.txt", "a.md", "讲话/一.html", "讲话/二.docx", "讲话/old/三.PDF", "讲话/图.png", "notes",
		".hidden.txt", ".git/a.txt", "讲话/.cache/a.txt", "empty/picture.jpg")
	if err := os.Symlink(filepath.Join(dir, "b.txt"), filepath.Join(dir, "讲话", "link.txt")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(dir, filepath.Join(dir, "讲话", "loop")); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		args []string
		want []string
		err  error // of the only error
	}{
		{"files in the order given", []string{"b.txt", "a.md"}, []string{"b.txt", "a.md"}, nil},
		{"a file of an unknown format that is named", []string{"notes"}, []string{"notes"}, nil},
		{"a hidden file that is named", []string{".hidden.txt"}, []string{".hidden.txt"}, nil},
		{"a folder", []string{""}, []string{"a.md", "b.txt", "讲话/link.txt", "讲话/old/三.PDF", "讲话/一.html", "讲话/二.docx"}, nil},
		{"a file and its folder", []string{"讲话/二.docx", "讲话"}, []string{"讲话/二.docx", "讲话/link.txt", "讲话/old/三.PDF", "讲话/一.html"}, nil},
		{"a hidden folder that is named", []string{".git"}, []string{".git/a.txt"}, nil},
		{"a pattern", []string{"*.txt"}, []string{"b.txt"}, nil},
		{"a pattern for one level", []string{"*/*"}, []string{"empty/picture.jpg", "讲话/link.txt", "讲话/一.html", "讲话/二.docx", "讲话/图.png"}, nil},
		{"a pattern for all levels", []string{"**/*.{txt,PDF}"}, []string{"b.txt", "讲话/link.txt", "讲话/old/三.PDF"}, nil},
		{"a pattern in a folder", []string{"讲话/?.[dh]*"}, []string{"讲话/一.html", "讲话/二.docx"}, nil},
		{"no match", []string{"*.doc"}, nil, daodu.ErrNotFound},
		{"a malformed pattern", []string{"[a"}, nil, daodu.ErrNotFound},
		{"a pattern in a missing folder", []string{"gone/*.txt"}, nil, daodu.ErrNotFound},
		{"a missing file among others", []string{"gone.txt", "b.txt"}, []string{"b.txt"}, daodu.ErrNotFound},
		{"a folder without readable files", []string{"empty"}, nil, daodu.ErrEmpty},
	} {
		for i, arg := range test.args {
			test.args[i] = filepath.Join(dir, filepath.FromSlash(arg))
		}
		got, errs := expanded(t, &Reader{}, dir, test.args...)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.name, diff)
		}
		if len(errs) > 1 || !errors.Is(errors.Join(errs...), test.err) {
			t.Errorf("%s: errors %v, want %v", test.name, errs, test.err)
		}
	}
}

func TestExpandAddresses(t *testing.T) {
	t.Parallel()
	got, errs := expanded(t, &Reader{}, "", "-", "https://news.example/1.html", "-", "ftp://u:secret@news.example/2", "http://")
	if diff := cmp.Diff([]string{"-", "https://news.example/1.html"}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if len(errs) != 2 || !errors.Is(errs[0], daodu.ErrUsage) || !errors.Is(errs[1], daodu.ErrUsage) {
		t.Errorf("errors %v", errs)
	}
	if strings.Contains(errors.Join(errs...).Error(), "secret") {
		t.Errorf("the password is told: %v", errs)
	}
}

// locked is a file system with a folder that may not be opened.
type locked struct{ fstest.MapFS }

func (l locked) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == "locked" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.MapFS.ReadDir(name)
}

func TestExpandTellsOfLockedFolders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := &Reader{dirFS: func(string) fs.FS {
		file := &fstest.MapFile{Data: []byte("x")}
		return locked{fstest.MapFS{"a.txt": file, "locked/b.txt": file, "z.txt": file}}
	}}
	got, errs := expanded(t, r, dir, dir)
	if diff := cmp.Diff([]string{"a.txt", "z.txt"}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if len(errs) != 1 || daodu.ExitCode(errs[0]) != 5 || !strings.Contains(errs[0].Error(), filepath.Join(dir, "locked")) {
		t.Errorf("errors %v, want one that names the folder, exit code 5", errs)
	}
}

func TestExpandStops(t *testing.T) {
	t.Parallel()
	dir := grow(t, "a.txt", "b.txt", "c.txt")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var got []string
	var last error
	for input, err := range (&Reader{}).Expand(ctx, []string{dir}) {
		got, last = append(got, input), err
		cancel()
	}
	if len(got) != 2 || !errors.Is(last, context.Canceled) {
		t.Errorf("after the cancel: %q, %v", got, last)
	}
	for range (&Reader{}).Expand(t.Context(), []string{dir, dir + "/*"}) {
		break // must not go on
	}
}

func FuzzExpand(f *testing.F) {
	dir := grow(f, "a.txt", "b/c.txt", "b/[x].md")
	for _, seed := range []string{"*", "**/*.txt", "b/{c,d}.txt", "b/[x].md", "[", "{", "**", "../*", "-", "http://[::1", "\x00", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, arg string) {
		if !isURL(arg) && arg != "-" {
			if strings.Contains(arg, "..") {
				return // not the file system at large
			}
			arg = dir + "/" + arg
		}
		n := 0
		for input, err := range (&Reader{}).Expand(t.Context(), []string{arg}) {
			if n++; n > 10 || (err == nil) == (input == "") {
				t.Fatalf("%q: result %d is %q, %v", arg, n, input, err)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Fatalf("%q: more than a line: %v", arg, err)
			}
		}
		if n == 0 {
			t.Fatalf("%q: neither an input nor an error", arg)
		}
	})
}
