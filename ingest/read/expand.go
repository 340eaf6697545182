package read

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/daodu/daodu"
)

// Expand yields the single inputs that args stand for, in the order of args and, below
// a folder, of names: files and URLs as they are; of a folder, all files of readable
// formats in it and below it; of a glob pattern (*, ?, [a-z], {a,b}, and ** for any
// number of folders), the files that match. Hidden files and folders are left out
// unless named, symbolic links to folders are not followed, and an input that was
// yielded once is not yielded again. What is wrong with an argument or a folder is
// yielded as an error, and the rest goes on.
func (r *Reader) Expand(ctx context.Context, args []string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		seen := map[string]bool{}
		for _, arg := range args {
			for input, err := range r.expand(ctx, arg) {
				if err == nil && seen[input] {
					continue
				}
				if err != nil {
					input = ""
				} else {
					seen[input] = true
				}
				if !yield(input, err) {
					return
				}
			}
		}
	}
}

// expand yields the inputs of one argument.
func (r *Reader) expand(ctx context.Context, arg string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		info, err := os.Stat(arg)
		switch {
		case arg == "-":
			yield(arg, nil)
		case isURL(arg):
			_, err := parseURL(arg)
			yield(arg, named(arg, err))
		case err == nil && info.IsDir():
			r.walk(ctx, folder(arg), yield)
		case err == nil:
			yield(filepath.Clean(arg), named(arg, regular(info)))
		case strings.ContainsAny(arg, "*?[{"):
			r.walk(ctx, pattern(arg), yield)
		default:
			yield("", named(arg, fileError(err)))
		}
	}
}

// A tree is a part of the file system to search.
type tree struct {
	root  string
	match func(path string) bool // of a path below root, with slashes
	depth int                    // how many levels of folders to enter; 0 means all
	none  error                  // says that nothing matches
}

func folder(dir string) tree {
	return tree{root: dir, match: readable, none: named(dir,
		fmt.Errorf("%w: no files in it that can be read, which are %s", daodu.ErrEmpty, strings.Join(extensions(), " ")))}
}

// pattern returns the tree of a glob pattern. A malformed one matches nothing.
func pattern(glob string) tree {
	root, rest := doublestar.SplitPattern(filepath.ToSlash(filepath.Clean(glob)))
	t := tree{
		root: filepath.FromSlash(root),
		match: func(path string) bool {
			ok, err := doublestar.Match(rest, path)
			return ok && err == nil
		},
		none: named(glob, fmt.Errorf("%w: no file matches", daodu.ErrNotFound)),
	}
	// Braces may hold slashes, and ** stands for any number of them.
	if !strings.Contains(rest, "**") && !strings.Contains(rest, "{") {
		t.depth = 1 + strings.Count(rest, "/")
	}
	return t
}

// walk yields the files of a tree that match. It tells of each folder that cannot be
// opened, and when there is no file at all.
func (r *Reader) walk(ctx context.Context, t tree, yield func(string, error) bool) {
	found, stopped := false, false
	send := func(path string, err error) error {
		found = true
		if !yield(path, err) {
			stopped = true
			return fs.SkipAll
		}
		return nil
	}
	err := fs.WalkDir(r.filesOf(t.root), ".", func(path string, d fs.DirEntry, err error) error {
		full := filepath.Join(t.root, filepath.FromSlash(path))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return send("", named(full, fileError(err)))
		case path == ".":
		case d.IsDir() && (hidden(d) || t.deep(path)):
			return fs.SkipDir
		case !d.IsDir() && !hidden(d) && t.match(path) && isFile(full, d):
			return send(full, nil)
		}
		return nil
	})
	switch {
	case stopped:
	case err != nil:
		yield("", named(t.root, err))
	case !found:
		yield("", t.none)
	}
}

func hidden(d fs.DirEntry) bool { return strings.HasPrefix(d.Name(), ".") }

func (r *Reader) filesOf(dir string) fs.FS {
	if r.dirFS != nil {
		return r.dirFS(dir)
	}
	return os.DirFS(dir)
}

// deep reports whether the folder path lies deeper than the tree goes.
func (t tree) deep(path string) bool {
	return t.depth > 0 && strings.Count(path, "/")+1 >= t.depth
}

// isFile reports whether an entry is a file or a symbolic link to one.
func isFile(full string, d fs.DirEntry) bool {
	if d.Type()&fs.ModeSymlink == 0 {
		return d.Type().IsRegular()
	}
	info, err := os.Stat(full)
	return err == nil && info.Mode().IsRegular()
}

// readable reports whether a file has the extension of a format that can be read.
func readable(path string) bool {
	return slices.Contains(extensions(), strings.ToLower(filepath.Ext(path)))
}
