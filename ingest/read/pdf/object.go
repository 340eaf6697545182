package pdf

import (
	"bytes"
	"errors"
	"io"
	"strconv"
)

// The objects of a PDF file (ISO 32000-1, 7.3) are held as Go values: nil, bool,
// int, float64, string (a string object, undecoded), name, array, dict, ref and
// *stream. An operator is what stands bare in a content stream.
type (
	name     string
	array    []any
	dict     map[name]any
	ref      int // object number; generations are not told apart
	operator string
)

// A stream is a dictionary with bytes that still have to be decoded.
type stream struct {
	dict dict
	raw  []byte
	num  ref // for decryption
	gen  int
}

// maxNesting bounds arrays and dictionaries within each other.
const maxNesting = 64

var (
	errSyntax  = errors.New("bad syntax")
	errNesting = errors.New("objects nested too deep")
)

// A lexer reads objects from bytes. It skips what it does not understand rather
// than give up: half of the damaged files in the world still have their text.
type lexer struct {
	data   []byte
	pos    int
	budget *budget
}

// isSpace, isDelimiter and isRegular are the three classes of bytes (7.2.2).
func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func isRegular(c byte) bool { return !isSpace(c) && !isDelimiter(c) }

// skipSpace moves past white space and comments.
func (l *lexer) skipSpace() {
	for l.pos < len(l.data) {
		switch c := l.data[l.pos]; {
		case isSpace(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.data) && l.data[l.pos] != '\n' && l.data[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// closing is what next returns for "]", ">>" and "}".
type closing byte

// next reads one object or operator; io.EOF at the end. References are made by
// readObject only, since content streams have none.
func (l *lexer) next(depth int) (any, error) {
	if depth > maxNesting {
		return nil, errNesting
	}
	if err := l.budget.step(1); err != nil {
		return nil, err
	}
	l.skipSpace()
	if l.pos >= len(l.data) {
		return nil, io.EOF
	}
	c := l.data[l.pos]
	switch c {
	case '/':
		l.pos++
		return l.name(), nil
	case '(':
		l.pos++
		return l.literal(), nil
	case '[':
		l.pos++
		return l.array(depth)
	case '<':
		if l.peek(1) == '<' {
			l.pos += 2
			return l.dict(depth)
		}
		l.pos++
		return l.hex(), nil
	case '>': // the end of a dictionary, be it one bracket short
		l.pos++
		if l.peek(0) == '>' {
			l.pos++
		}
		return closing('>'), nil
	case ']', '}':
		l.pos++
		return closing(c), nil
	case '{', ')':
		l.pos++
		return operator(c), nil
	}
	return l.word(), nil
}

// peek returns the byte n after the next, 0 behind the end.
func (l *lexer) peek(n int) byte {
	if l.pos+n < len(l.data) {
		return l.data[l.pos+n]
	}
	return 0
}

// word reads a number, a keyword or an operator.
func (l *lexer) word() any {
	start := l.pos
	for l.pos < len(l.data) && isRegular(l.data[l.pos]) {
		l.pos++
	}
	w := l.data[start:l.pos]
	// Most words in a content stream are numbers.
	if c := w[0]; '0' <= c && c <= '9' || c == '-' || c == '+' || c == '.' {
		if n, ok := number(w); ok {
			return n
		}
	}
	switch string(w) {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	return operator(w)
}

// number reads an integer or a decimal. Some writers leave out the number before
// or behind the point, or double the sign.
func number(w []byte) (any, bool) {
	if len(w) > 40 {
		return nil, false
	}
	for len(w) > 1 && w[0] == '-' && w[1] == '-' {
		w = w[1:]
	}
	s := string(w)
	if n, err := strconv.Atoi(s); err == nil {
		return n, true
	}
	if bytes.ContainsAny(w, "eExXpPiInN_") {
		return nil, false // Go's numbers, not those of PDF
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

// array reads up to "]". A ">>" within it belongs to a dictionary that was never
// opened and is passed over.
func (l *lexer) array(depth int) (any, error) {
	var out array
	for {
		v, err := l.next(depth + 1)
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		switch v := v.(type) {
		case closing:
			if v == ']' {
				return out, nil
			}
		case operator:
			out = reference(out, v)
		default:
			out = append(out, v)
		}
	}
}

// reference turns the last two values into a reference when they are followed by
// R; any other operator within an array is dropped.
func reference(values array, op operator) array {
	n := len(values)
	if op != "R" || n < 2 {
		return values
	}
	num, ok := values[n-2].(int)
	if _, isInt := values[n-1].(int); !ok || !isInt {
		return values
	}
	return append(values[:n-2], ref(num))
}

// dict reads up to ">>". Writers leave out values or ends now and then; a key
// without a value is dropped, and what a stream or the end of the object follows
// is taken as whole.
func (l *lexer) dict(depth int) (any, error) {
	out := make(dict)
	var values array // since the last key
	var key name
	has := false
	flush := func() {
		if has && len(values) > 0 {
			out[key] = values[0]
		}
		values = values[:0]
	}
	for {
		v, err := l.next(depth + 1)
		if err != nil && err != io.EOF {
			return nil, err
		}
		if c, ok := v.(closing); err == io.EOF || ok && c == '>' {
			flush()
			return out, nil
		}
		switch v := v.(type) {
		case name:
			// A name is a value right behind a key, else the next key.
			if has && len(values) == 0 {
				values = append(values, v)
				continue
			}
			flush()
			key, has = v, true
		case operator:
			if v == "endobj" || v == "stream" { // the end of the dictionary is lost
				l.pos -= len(v)
				flush()
				return out, nil
			}
			values = reference(values, v)
		case closing:
		default:
			values = append(values, v)
		}
	}
}
