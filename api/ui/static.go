package ui

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/daodu/daodu/internal/mindmap"
)

//go:embed static
var staticFiles embed.FS

//go:embed templates
var templateFiles embed.FS

// static serves style sheets, scripts and pictures. Their address holds a sum over all of
// them, so that a browser may keep them for ever.
type static struct {
	prefix string // "/static/0123456789ab"
	files  http.Handler
}

func newStatic() (*static, error) {
	sum := sha256.New()
	err := fs.WalkDir(staticFiles, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := staticFiles.ReadFile(name)
		sum.Write([]byte(name))
		sum.Write(data)
		return err
	})
	if err != nil {
		return nil, err
	}
	sum.Write([]byte(mindmap.Script))
	files, err := fs.Sub(staticFiles, "static")
	if err != nil {
		return nil, err
	}
	prefix := "/static/" + hex.EncodeToString(sum.Sum(nil))[:12]
	return &static{prefix, http.StripPrefix(prefix, http.FileServerFS(files))}, nil
}

// ServeHTTP answers a request for a file.
func (s *static) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/") {
		http.NotFound(w, r)
		return
	}
	harden(w.Header())
	if strings.HasPrefix(r.URL.Path, s.prefix+"/") {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if r.URL.Path == s.prefix+"/mindmap.js" { // stands with what draws the maps
		http.ServeContent(w, r, "mindmap.js", time.Time{}, strings.NewReader(mindmap.Script))
		return
	}
	s.files.ServeHTTP(w, r)
}

// parseTemplates returns each page with what all pages share.
func parseTemplates(prefix string) (map[string]*template.Template, error) {
	shared, err := template.New("").Funcs(functions(prefix)).ParseFS(templateFiles, "templates/shared/*.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, err
	}
	pages := map[string]*template.Template{}
	for _, name := range names {
		page, err := template.Must(shared.Clone()).ParseFS(templateFiles, name)
		if err != nil {
			return nil, err
		}
		pages[strings.TrimSuffix(path.Base(name), ".html")] = page
	}
	return pages, nil
}
