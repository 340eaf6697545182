package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/daodu/daodu"
)

// incomingOf reads what a request wants to add. done removes what was kept of it.
func incomingOf(r *http.Request) (in []Incoming, done func(), err error) {
	done = func() {}
	switch media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); media {
	case "multipart/form-data":
		if err := r.ParseMultipartForm(spoolMemory); err != nil {
			return nil, done, bodyError(err)
		}
		done = func() { _ = r.MultipartForm.RemoveAll() } // the system clears its temporary files
		in, err = incomingForm(r.MultipartForm)
	case "application/json", "":
		in, err = incomingJSON(r.Body)
	default:
		err = statusError(http.StatusUnsupportedMediaType, fmt.Sprintf("%q is neither application/json nor multipart/form-data", media))
	}
	switch {
	case err != nil:
	case len(in) == 0:
		err = fmt.Errorf("%w: there is nothing to add; send text, url, articles or a form with files", daodu.ErrBadInput)
	case len(in) > maxIncoming:
		err = fmt.Errorf("%w: %d articles at once; send at most %d", daodu.ErrTooLarge, len(in), maxIncoming)
	}
	if err != nil {
		done()
	}
	return in, done, err
}

func incomingForm(form *multipart.Form) (in []Incoming, err error) {
	for name, files := range form.File {
		if name != "file" {
			return nil, unknownField(name)
		}
		for _, f := range files {
			in = append(in, Incoming{Name: f.Filename, Open: func() (io.ReadCloser, int64, error) {
				r, err := f.Open()
				return r, f.Size, err
			}})
		}
	}
	for name, values := range form.Value {
		if name != "url" {
			return nil, unknownField(name)
		}
		for _, v := range values {
			if err := checkURL(v); err != nil {
				return nil, err
			}
			in = append(in, Incoming{URL: v})
		}
	}
	return in, nil
}

func unknownField(name string) error {
	return fmt.Errorf("%w: the form has a field %q; file and url are known", daodu.ErrBadInput, name)
}

func incomingJSON(body io.Reader) ([]Incoming, error) {
	var b addBody
	d := json.NewDecoder(body)
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, bodyError(err)
		}
		return nil, fmt.Errorf("%w: the body is no JSON of this route (%v)", daodu.ErrBadInput, err)
	}
	if d.More() {
		return nil, fmt.Errorf("%w: there is more behind the JSON of the body", daodu.ErrBadInput)
	}
	items := b.Articles
	if b.AddItem != (AddItem{}) {
		if len(items) > 0 {
			return nil, fmt.Errorf("%w: articles stands instead of the other fields; send one or the other", daodu.ErrBadInput)
		}
		items = []AddItem{b.AddItem}
	}
	in := make([]Incoming, len(items))
	for i, it := range items {
		if err := it.check(); err != nil {
			return nil, err
		}
		in[i] = Incoming{Text: it.Text, URL: it.URL, Title: it.Title, Author: it.Author, Publisher: it.Publisher, Date: it.Date, URI: it.URI}
	}
	return in, nil
}

func (it AddItem) check() error {
	switch {
	case (it.Text == "") == (it.URL == ""):
		return fmt.Errorf("%w: an article has either text or url", daodu.ErrBadInput)
	case it.URL != "":
		return checkURL(it.URL)
	}
	for _, field := range []struct {
		name, value string
		most        int // code points, as the tags have it
	}{{"uri", it.URI, 2000}, {"title", it.Title, 500}, {"author", it.Author, 200}, {"publisher", it.Publisher, 200}, {"date", it.Date, 40}} {
		if utf8.RuneCountInString(field.value) > field.most || strings.ContainsRune(field.value, 0) {
			return fmt.Errorf("%w: %s has at most %d letters, and no NUL", daodu.ErrBadInput, field.name, field.most)
		}
	}
	return nil
}

// checkURL refuses what is no address of the web: files of this machine are not read for
// callers.
func checkURL(address string) error {
	lower := strings.ToLower(address)
	if !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") || len(address) > 4000 {
		return fmt.Errorf("%w: url is an http or https address", daodu.ErrBadInput)
	}
	return nil
}
