package pdf

import "strings"

// extract reads the pages of a PDF in Go and hands each to yield in order. The
// parser is made to survive anything; should it not, the panic is an error.
func extract(data []byte, b *budget, yield func(*sheet) error) (about info, err error) {
	defer func() {
		if r := recover(); r != nil {
			about, err = info{}, damaged("the reader gave up")
		}
	}()
	f, pages, err := open(data, b)
	if err != nil {
		return info{}, err
	}
	fonts := make(map[ref]*font)
	for _, p := range pages {
		s, err := f.sheet(p, fonts)
		if err != nil {
			return info{}, err
		}
		if err := yield(s); err != nil {
			return info{}, err
		}
	}
	about = f.info()
	about.missing = f.missing
	return about, nil
}

// open reads the structure of a file.
func open(data []byte, b *budget) (*file, []page, error) {
	f, err := openFile(data, b)
	if err != nil {
		return nil, nil, err
	}
	pages, err := f.pages()
	if err == nil && len(pages) == 0 {
		err = damaged("it has no pages")
	}
	return f, pages, err
}

// sheet draws one page.
func (f *file) sheet(p page, fonts map[ref]*font) (*sheet, error) {
	s := new(sheet)
	s.width, s.height = p.size()
	in := &interpreter{f: f, fonts: fonts, sheet: s}
	return s, in.run(p)
}

// info returns what the file says about itself.
func (f *file) info() info {
	num, _ := f.trailer["Info"].(ref)
	d := f.dict(f.trailer["Info"])
	text := func(key name) string {
		s := f.text(d[key])
		if f.crypt != nil {
			s = string(f.crypt.decrypt([]byte(s), num, f.objects[num].gen))
		}
		return textString(s)
	}
	return info{title: text("Title"), author: text("Author")}
}

// textString decodes a text string (7.9.2.2): UTF-16 or UTF-8 after a mark, else
// Latin letters.
func textString(s string) string {
	switch {
	case strings.HasPrefix(s, "\xFE\xFF"):
		return decodeUTF16(s[2:])
	case strings.HasPrefix(s, "\xEF\xBB\xBF"):
		return strings.ToValidUTF8(s[3:], "")
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteString(winAnsi()[s[i]])
	}
	return b.String()
}
