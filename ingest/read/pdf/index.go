package pdf

import "bytes"

// A finder looks for one word further and further on, each byte once.
type finder struct {
	data []byte
	word []byte
	at   int // of the word last found, len(data) when there is none
}

// from returns the first place of the word at or after pos, which must not go
// back.
func (f *finder) from(pos int) int {
	if f.at < pos || f.at == 0 {
		f.at = len(f.data)
		if i := bytes.Index(f.data[min(pos, len(f.data)):], f.word); i >= 0 {
			f.at = pos + i
		}
	}
	return f.at
}

// index finds the objects outside of streams in one pass and returns the numbers
// of those that look like cross-reference or object streams, in order.
func (f *file) index() ([]ref, error) {
	var packed []ref
	d := f.data
	obj := finder{data: d, word: []byte("obj")}
	begin := finder{data: d, word: []byte("stream")}
	end := finder{data: d, word: []byte("endstream")}
	for pos := 0; ; {
		at := obj.from(pos)
		if at == len(d) {
			return packed, nil
		}
		if err := f.budget.step(1); err != nil {
			return nil, err
		}
		pos = at + len("obj")
		num, gen, ok := header(d, at)
		if !ok {
			continue
		}
		f.objects[num] = place{data: d, at: pos, gen: gen, age: at}
		s := begin.from(pos)
		if s > obj.from(pos) {
			continue // "endobj" or the next object comes first: no stream
		}
		if head := d[pos:min(s, pos+maxHead)]; bytes.Contains(head, []byte("/ObjStm")) || bytes.Contains(head, []byte("/XRef")) {
			packed = append(packed, num)
		}
		// The bytes of a stream may look like objects: a file in the file does.
		pos = end.from(s)
	}
}

// maxHead is how much of the dictionary of a stream is looked at for its type.
const maxHead = 4096

// header reads the two numbers before the word "obj" at a place.
func header(d []byte, at int) (num ref, gen int, ok bool) {
	i := at
	number := func() (n int, ok bool) {
		for i > 0 && isSpace(d[i-1]) {
			i--
		}
		end := i
		for scale := 1; i > 0 && '0' <= d[i-1] && d[i-1] <= '9' && end-i < 8; scale *= 10 {
			i--
			n += int(d[i]-'0') * scale
		}
		return n, i < end
	}
	gen, ok = number()
	if !ok || i == 0 || !isSpace(d[i-1]) {
		return 0, 0, false
	}
	n, ok := number()
	return ref(n), gen, ok
}

// trailerKeys are the entries of a trailer that are used here.
var trailerKeys = []name{"Root", "Info", "Encrypt", "ID"}

// readTrailers takes what the trailers and the cross-reference streams say; the
// later ones count.
func (f *file) readTrailers(packed []ref) error {
	take := func(d dict) {
		for _, key := range trailerKeys {
			if v, ok := d[key]; ok {
				f.trailer[key] = v
			}
		}
	}
	for _, num := range packed {
		if s, ok := f.get(num).(*stream); ok && s.dict["Type"] == name("XRef") {
			take(s.dict)
		}
	}
	trailer := finder{data: f.data, word: []byte("trailer")}
	for pos := 0; ; {
		pos = trailer.from(pos) + len("trailer")
		if err := f.budget.step(1); err != nil || pos > len(f.data) {
			return err
		}
		if d, ok := f.read(f.data[:min(len(f.data), pos+maxHead)], pos).(dict); ok {
			take(d)
		}
	}
}

// indexStreams adds the objects that are packed into object streams (ISO 32000-1,
// 7.5.7).
func (f *file) indexStreams(packed []ref) error {
	for _, num := range packed {
		s, ok := f.get(num).(*stream)
		if !ok || s.dict["Type"] != name("ObjStm") {
			continue
		}
		data, err := f.decode(s)
		if isLimit(err) {
			return err
		}
		f.indexStream(data, f.int(s.dict["First"], 0), f.int(s.dict["N"], 0), f.objects[num].age)
	}
	return f.budget.step(1)
}

// indexStream reads the head of an object stream: n pairs of number and offset,
// from the byte first.
func (f *file) indexStream(data []byte, first, n, age int) {
	l := lexer{data: data, budget: f.budget}
	for range min(n, len(data)) {
		num, err := l.next(0)
		off, err2 := l.next(0)
		id, ok := num.(int)
		at, ok2 := off.(int)
		if err != nil || err2 != nil || !ok || !ok2 || at < 0 || first < 0 || first+at > len(data) {
			return
		}
		if old, ok := f.objects[ref(id)]; !ok || old.age < age {
			f.objects[ref(id)] = place{data: data, at: first + at, age: age}
		}
	}
}

// isLimit tells the errors that end the reading from those that end one stream.
func isLimit(err error) bool {
	return err != nil && err != errSyntax && err != errPicture && err != errNesting
}
